"""What runs need of the outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from linernotes.reports.ports import JobQueue, ReportFiles, ReportStore, SharedLinkStore
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.store import WindowStore
from linernotes.subscriptions.delivery import Deliverer
from linernotes.subscriptions.delivery_messages import DeliveriesQueue
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.store import SubscriptionStore
from linernotes.subscriptions.subscription import Subscription, Target


class Owners(Protocol):
    """Knows whether there still is whoever a subscription is for."""

    def why_gone(self, subscription: Subscription) -> str | None:
        """Say in a sentence why nobody is there for a subscription any more; None if somebody may be.

        Raises StoreBusy.
        """


@dataclass(frozen=True, slots=True)
class RunTools:
    """What reports of runs are asked for and repaired with.

    `owners` are asked one after the other. `deadline_s` is how long a report may take. `tell_ended` hears of
    each run that has ended, once. With `again` a finished answer to the same serves a run.
    """

    subscriptions: SubscriptionStore
    owners: Sequence[Owners]
    reports: ReportStore
    windows: WindowStore
    lookups: LookupStore
    files: ReportFiles
    jobs: JobQueue
    spending: Spending
    deliveries: DeliveriesQueue
    deadline_s: int
    clock: Callable[[], datetime]
    new_report_id: Callable[[], str]
    tell_ended: Callable[[Run], None]
    again: SameAgain | None = None


class WaitAfter(Protocol):
    """Says when a delivery that was not taken is tried again."""

    def __call__(self, tries: int, *, asked_s: float | None, random: float) -> float | None:
        """Give the seconds until the next try, once `tries` were not taken; None if there is none left."""


@dataclass(frozen=True, slots=True)
class DeliveryTools:
    """What runs are delivered with.

    `deliverer` gives what delivers to a kind of target. `page_url` is the page's address in links, which
    open a report for `shared_for`.
    """

    subscriptions: SubscriptionStore
    reports: ReportStore
    files: ReportFiles
    links: SharedLinkStore
    deliveries: DeliveriesQueue
    deliverer: Callable[[Target], Deliverer]
    wait_after: WaitAfter
    page_url: str
    shared_for: timedelta
    clock: Callable[[], datetime]
    new_token: Callable[[], str]
    random: Callable[[], float]
    tell_ended: Callable[[Run], None]
