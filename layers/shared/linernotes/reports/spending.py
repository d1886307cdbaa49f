"""What a report may spend: its price in calls to Soundcharts, allowed or not, and charged (contract 2)."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from linernotes.model.budget import Account, Budget
from linernotes.model.errors import BudgetSpent, QuotaReserved, TooExpensive
from linernotes.model.report import Report, Status
from linernotes.model.request import ReportRequest
from linernotes.reports.budgets import Budgets, charge_of
from linernotes.reports.preview_report import NOTHING_FETCHED, Preview, preview_report
from linernotes.reports.reserve import Reserve
from linernotes.sections.lookups.store import StoredLookups
from linernotes.sections.section import Fetched
from linernotes.sections.windows.store import StoredWindows


@dataclass(frozen=True, slots=True)
class FetchedIn:
    """What was fetched, by the stores it is in; see `Fetched`."""

    windows: StoredWindows
    lookups: StoredLookups


@dataclass(frozen=True, slots=True)
class Spending:
    """What is allowed, and what it takes to know a price.

    `max_calls` is how many calls a report may take whose request does not say, `calls_a_month` how many an
    owner's reports may take in a month. `stores` gives what was fetched; it is asked for only where the price
    matters to the call; `reserve` is what none of them may take.
    """

    max_calls: int
    calls_a_month: int
    budgets: Budgets
    reserve: Reserve
    stores: Callable[[], Fetched]

    def limit_of(self, request: ReportRequest) -> int:
        """Say how many calls a request may take: what it allows itself, else what is usual."""
        return self.max_calls if request.max_upstream_calls is None else request.max_upstream_calls

    def budget_of(self, owner: str, *, now: datetime) -> Budget:
        """Give an owner's budget as it stands. Raises StoreBusy."""
        account = Account.at(owner, now)
        return Budget(account, self.calls_a_month, self.budgets.spent(account))


def price_request(request: ReportRequest, spending: Spending, *, now: datetime) -> Preview:
    """Give what a request would take: a bound where that is allowed already, else what it takes exactly.

    The bound asks nobody, so that a usual request is not kept waiting. Raises TooExpensive and QuotaReserved.
    """
    limit = spending.limit_of(request)
    priced = price_above(limit, request, spending, now=now)
    if priced.price > limit:
        raise TooExpensive(
            jobs=priced.jobs, upstream_calls=priced.upstream_calls, cached=priced.cached, limit=limit
        )
    with suppress(QuotaReserved):
        spending.reserve.check(priced.price, now=now)
        return priced
    exact = preview_report(request, now=now, stores=spending.stores())
    spending.reserve.check(exact.price, now=now)
    return exact


def price_above(calls: int, request: ReportRequest, spending: Spending, *, now: datetime) -> Preview:
    """Give what a request would take: exactly where that may be above so many calls, else a bound."""
    bound = preview_report(request, now=now, stores=NOTHING_FETCHED)
    if bound.price <= calls:
        return bound
    return preview_report(request, now=now, stores=spending.stores())


def charge_report(report: Report, priced: Preview, spending: Spending) -> int:
    """Charge a new report's owner with its price, once however often that is told.

    Gives how many calls the owner's reports may still make, this one included. Where the bound it was priced
    by does not fit what is left, the exact price is charged. Raises BudgetSpent and StoreBusy.
    """
    charge, now = charge_of(report), report.started_at
    limit = spending.calls_a_month
    charged = spending.budgets.charge(charge, priced.price, limit=limit)
    if charged.accepted:
        return charged.in_flight
    exact = preview_report(report.request, now=now, stores=spending.stores())
    charged = spending.budgets.charge(charge, exact.price, limit=limit)
    if not charged.accepted:
        raise BudgetSpent(Budget(charge.account, limit, charged.spent), exact.price, now=now)
    return charged.in_flight


def close_charge(report: Report, spending: Spending) -> None:
    """Settle the charge of a report that is about to be deleted.

    One that has not ended is taken to have made the calls it had made, and those it would have made yet:
    nobody will count them, and whoever deletes their reports while they are made must not have them for
    nothing. What is fetched anew is charged as if nothing had been. One that waits for another's end makes
    none. Raises StoreBusy.
    """
    charge, budgets = charge_of(report), spending.budgets
    if report.status.ended or (report.follows and report.status is Status.QUEUED):
        budgets.settle(charge, report.upstream_calls)
    elif report.request.fresh:
        budgets.keep(charge)
    else:
        left = preview_report(report.request, now=report.started_at, stores=spending.stores())
        budgets.settle(charge, report.upstream_calls + left.price)


def charge_repair(report: Report, jobs: int, spending: Spending) -> None:
    """Charge for so many jobs of a report that are about to be run again at its present revision.

    A job counts as much as one of its report does on average, by the bound; where less is left, that is
    charged. So only a budget that is spent refuses a repair. Raises BudgetSpent, QuotaReserved and
    StoreBusy.
    """
    charge, now = charge_of(report), report.started_at
    limit = spending.calls_a_month
    bound = preview_report(report.request, now=now, stores=NOTHING_FETCHED)
    price = math.ceil(bound.price * jobs / max(1, len(report.jobs)))
    spending.reserve.check(price, now=now)
    before = report.upstream_calls
    charged = spending.budgets.charge(charge, price, limit=limit, calls_before=before)
    left = limit - charged.spent
    if not charged.accepted and left > 0:
        charged = spending.budgets.charge(charge, min(price, left), limit=limit, calls_before=before)
    if not charged.accepted:
        raise BudgetSpent(Budget(charge.account, limit, charged.spent), price, now=now)
