"""The in-memory twin of the store of subscriptions."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime

from linernotes.model.errors import TooManySubscriptions
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.store import Due
from linernotes.subscriptions.subscription import MOST_SUBSCRIPTIONS, Subscription
from tests.unit.memory import Fuse


class MemorySubscriptionStore:
    """Subscriptions in a dictionary by owner and id, runs in one by subscription and id."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.RLock()
        self.kept: dict[tuple[str, str], Subscription] = {}
        self.begun: dict[tuple[str, str], Run] = {}

    def add(self, subscription: Subscription) -> None:
        self._fuse.burn(table=True)
        with self._lock:
            others = [one for one in self.of_owner(subscription.owner) if _key(one) != _key(subscription)]
            if len(others) >= MOST_SUBSCRIPTIONS:
                raise TooManySubscriptions("as many as there can be")
            self.kept.setdefault(_key(subscription), subscription)

    def get(self, owner: str, subscription_id: str) -> Subscription | None:
        return self.kept.get((owner, subscription_id))

    def of_owner(self, owner: str) -> list[Subscription]:
        with self._lock:
            found = [one for one in self.kept.values() if one.owner == owner]
        return sorted(found, key=lambda one: (one.created_at, one.subscription_id))

    def replace(self, subscription: Subscription) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            kept = self.kept.get(_key(subscription))
            if kept is None or kept.version != subscription.version - 1:
                return False
            self.kept[_key(subscription)] = subscription
            return True

    def remove(self, owner: str, subscription_id: str) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            return self.kept.pop((owner, subscription_id), None) is not None

    def due(self, now: datetime) -> Iterator[Due]:
        with self._lock:
            found = [
                Due(one.owner, one.subscription_id, one.next_due)
                for one in self.kept.values()
                if one.next_due is not None and one.next_due <= now
            ]
            found += [
                Due(run.owner, run.subscription_id, run.repair_due, run.run_id)
                for run in self.begun.values()
                if run.repair_due is not None and run.repair_due <= now
            ]
        return iter(sorted(found, key=lambda due: (due.due_at, due.subscription_id)))

    def begin(self, before: Subscription, after: Subscription, runs: Sequence[Run]) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            kept = self.kept.get(_key(before))
            if kept is None or kept.version != before.version:
                return False
            if any((run.subscription_id, run.run_id) in self.begun for run in runs):
                return False
            self.kept[_key(after)] = after
            self.begun |= {(run.subscription_id, run.run_id): run for run in runs}
            return True

    def run(self, subscription_id: str, run_id: str) -> Run | None:
        return self.begun.get((subscription_id, run_id))

    def run_of_report(self, report_id: str) -> Run | None:
        with self._lock:
            return next((run for run in self.begun.values() if run.report_id == report_id), None)

    def runs(self, subscription_id: str, *, limit: int, after: str | None = None) -> Sequence[Run]:
        with self._lock:
            of_it = [run for (wanted, _), run in self.begun.items() if wanted == subscription_id]
        newest = sorted(of_it, key=lambda run: run.run_id, reverse=True)
        return [run for run in newest if after is None or run.run_id < after][:limit]

    def replace_run(self, run: Run) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            begun = self.begun.get((run.subscription_id, run.run_id))
            if begun is None or begun.version != run.version - 1:
                return False
            self.begun[run.subscription_id, run.run_id] = run
            return True

    def replace_both(self, run: Run, subscription: Subscription) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            begun = self.begun.get((run.subscription_id, run.run_id))
            kept = self.kept.get(_key(subscription))
            if begun is None or begun.version != run.version - 1:
                return False
            if kept is None or kept.version != subscription.version - 1:
                return False
            self.begun[run.subscription_id, run.run_id] = run
            self.kept[_key(subscription)] = subscription
            return True


def _key(subscription: Subscription) -> tuple[str, str]:
    return subscription.owner, subscription.subscription_id
