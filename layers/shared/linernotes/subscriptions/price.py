"""What a subscription costs a month in calls to Soundcharts, and whether it may (contract 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.model.budget import Budget
from linernotes.model.errors import SubscriptionTooExpensive, TooExpensive
from linernotes.reports.preview_report import NOTHING_FETCHED, preview_report
from linernotes.reports.spending import Spending, price_above
from linernotes.subscriptions.needed_request import needed_request
from linernotes.subscriptions.subscription import SubscriptionContent
from linernotes.subscriptions.when import runs_a_month


@dataclass(frozen=True, slots=True)
class Cost:
    """What a subscription takes, at most: each of its runs is charged when its report is asked for.

    `upstream_calls_per_run` is what a report takes of which nothing is stored. `budget` is its owner's.
    """

    runs_a_month: int
    upstream_calls_per_run: int
    budget: Budget

    @property
    def upstream_calls_a_month(self) -> int:
        """How many calls its runs take in a month."""
        return self.runs_a_month * self.upstream_calls_per_run

    @property
    def fits(self) -> bool:
        """Say whether the budget of a whole month is enough for it."""
        return self.upstream_calls_a_month <= self.budget.limit


def cost_of(content: SubscriptionContent, budget: Budget, *, now: datetime) -> Cost:
    """Work out what a subscription costs, without asking anybody."""
    bound = preview_report(needed_request(content), now=now, stores=NOTHING_FETCHED)
    return Cost(runs_a_month(content.rhythm), bound.price, budget)


def check_cost(content: SubscriptionContent, cost: Cost, spending: Spending, *, now: datetime) -> None:
    """Refuse what could not run: a report that takes too much, or more of them than a month's budget.

    Raises TooExpensive, as asking for the report would, and SubscriptionTooExpensive.
    """
    request = needed_request(content)
    limit = spending.limit_of(request)
    if cost.upstream_calls_per_run > limit:
        priced = price_above(limit, request, spending, now=now)
        if priced.price > limit:
            raise TooExpensive(
                jobs=priced.jobs, upstream_calls=priced.upstream_calls, cached=priced.cached, limit=limit
            )
    if not cost.fits:
        raise SubscriptionTooExpensive(cost.upstream_calls_a_month, cost.runs_a_month, cost.budget)
