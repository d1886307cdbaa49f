"""The tick: every five minutes, ask for whatever is due (contract 11.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from linernotes.subscriptions.messages import DueMessage
from linernotes.subscriptions.store import SubscriptionStore


class DueQueue(Protocol):
    """Takes much that is due at once to those who run it."""

    def send_all(self, messages: Sequence[DueMessage]) -> None:
        """Send messages; owners take turns."""


def tick(now: datetime, *, store: SubscriptionStore, queue: DueQueue) -> int:
    """Send a message for each occurrence and each repair that is due; gives how many there were.

    Nothing is changed by it: what is due stays so until it is begun. So a tick that dies half way, or never
    comes, is made good by the next, and what two ticks ask for is begun once. Raises StoreBusy.
    """
    due = [
        DueMessage(due.owner, due.subscription_id, now, due_at=due.due_at, run_id=due.run_id)
        for due in store.due(now)
    ]
    queue.send_all(due)
    return len(due)
