"""What subscriptions need of the outside to be kept, held to one contract by every implementation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from linernotes.subscriptions.run import Run
from linernotes.subscriptions.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due: a subscription, or with `run_id` the repair of that run's report."""

    owner: str
    subscription_id: str
    due_at: datetime
    run_id: str | None = None


class SubscriptionStore(Protocol):
    """Keeps subscriptions and their runs. Every method raises StoreBusy; every write is conditional."""

    def add(self, subscription: Subscription) -> None:
        """Store a new subscription; nothing if it is there. Raises TooManySubscriptions at the limit."""

    def get(self, owner: str, subscription_id: str) -> Subscription | None:
        """Read an owner's subscription as of the last write."""

    def of_owner(self, owner: str) -> list[Subscription]:
        """List an owner's subscriptions, those first that were made first."""

    def replace(self, subscription: Subscription) -> bool:
        """Store a changed subscription, whose version is one above the one that is there; else False."""

    def remove(self, owner: str, subscription_id: str) -> bool:
        """Delete a subscription; False if there is none. Its runs stay until they expire."""

    def due(self, now: datetime) -> Iterator[Due]:
        """Give what is due until `now`, the longest overdue first. May be some moments behind."""

    def begin(self, before: Subscription, after: Subscription, runs: Sequence[Run]) -> bool:
        """Store runs, and with them the subscription as it is after: all of it or nothing.

        Where it is after as it was before, it is not written; it still has to be there. At most 49 runs.
        False if the subscription is no longer as it was `before`, or a run of one of these ids is there.
        """

    def run(self, subscription_id: str, run_id: str) -> Run | None:
        """Read a run as of the last write."""

    def run_of_report(self, report_id: str) -> Run | None:
        """Read the run a report belongs to; None if it belongs to none."""

    def runs(self, subscription_id: str, *, limit: int, after: str | None = None) -> Sequence[Run]:
        """List runs, newest first, beginning after the one of this id."""

    def replace_run(self, run: Run) -> bool:
        """Store a changed run, whose version is one above the one that is there; else False."""

    def replace_both(self, run: Run, subscription: Subscription) -> bool:
        """Store a changed run and a changed subscription, both as above; neither, and False, if not both."""
