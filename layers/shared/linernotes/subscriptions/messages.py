"""What goes through the queue of runs, as JSON text: that something of a subscription is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from linernotes.aws.messages import MessageReader, message_text
from linernotes.aws.queues import send_in_groups, send_one


@dataclass(frozen=True, slots=True)
class DueMessage:
    """Asks for what is due of a subscription.

    With `due_at` alone it is an occurrence, with `run_id` alone a run asked for by hand, which is stored
    already, with both the repair of that run's report. `now` is the time of whoever asks: for a tick that of
    its event.
    """

    owner: str
    subscription_id: str
    now: datetime
    due_at: datetime | None = None
    run_id: str | None = None


class RunsQueue(Protocol):
    """Takes what is due to those who run it."""

    def send(
        self,
        owner: str,
        subscription_id: str,
        *,
        run_id: str | None,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        """Ask for what is due of a subscription; see `DueMessage`."""


class SqsRunsQueue:
    """The queue of runs in SQS: what is due of an owner's does not wait behind all that is of another's."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(
        self,
        owner: str,
        subscription_id: str,
        *,
        run_id: str | None,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        """See `RunsQueue.send`."""
        message = DueMessage(owner, subscription_id, now, due_at=due_at, run_id=run_id)
        send_one(self._client, self._url, due_message_text(message), group=owner)

    def send_all(self, messages: Sequence[DueMessage]) -> None:
        """Send messages, ten a call. Raises QueueRefused if any was not taken."""
        texts = [(due_message_text(message), message.owner) for message in messages]
        send_in_groups(self._client, self._url, texts)


def due_message_text(message: DueMessage) -> str:
    """Write that something is due."""
    return message_text(message)


def due_message_from(text: str) -> DueMessage:
    """Read that something is due. Raises MessageBroken."""
    return _DUE.read(text)


def _check(message: DueMessage) -> None:
    if message.due_at is None and message.run_id is None:
        raise ValueError("it names neither an occurrence nor a run")


_DUE = MessageReader(DueMessage, what="about something that is due", check=_check)
