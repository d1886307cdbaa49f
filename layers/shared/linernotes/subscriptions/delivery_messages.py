"""What goes through the queue of deliveries: that a report has ended, and that a target waits for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from linernotes.aws.messages import MessageReader, message_text
from linernotes.aws.queues import send_in_groups
from linernotes.model.errors import MessageBroken
from linernotes.reports.report_ended import ReportEnded, report_ended_from, report_ended_text
from linernotes.subscriptions.run import DeliveryStatus, Run, RunStatus


@dataclass(frozen=True, slots=True)
class DeliveryMessage:
    """Asks for a delivery of a run to one target, named by its place among those of the run.

    With `notice` it is that of the message that the subscription was paused, else that of the report's
    `revision`.
    """

    subscription_id: str
    run_id: str
    revision: int
    place: int
    notice: bool = False


class DeliveriesQueue(Protocol):
    """Takes what is to be delivered to those who do it; owners take turns."""

    def send_deliveries(self, messages: Sequence[DeliveryMessage], *, owner: str) -> None:
        """Ask for deliveries."""

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        """Say that a run's report has ended, where the event may have gone by before the run was there."""


class SqsDeliveriesQueue:
    """The queue of deliveries in SQS."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send_deliveries(self, messages: Sequence[DeliveryMessage], *, owner: str) -> None:
        """See `DeliveriesQueue.send_deliveries`."""
        self._send([message_text(message) for message in messages], owner)

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        """See `DeliveriesQueue.send_ended`."""
        self._send([report_ended_text(ended)], owner)

    def _send(self, texts: Sequence[str], owner: str) -> None:
        send_in_groups(self._client, self._url, [(text, owner) for text in texts])


def send_pending(run: Run, queue: DeliveriesQueue) -> None:
    """Ask for the deliveries of a run that are not settled, those of a notice included.

    One asked for twice is made once: the second message finds the first at it, or done.
    """
    of_report = run.deliveries if run.status is RunStatus.DELIVERING else ()
    messages = [
        DeliveryMessage(run.subscription_id, run.run_id, run.revision, place, notice=notice)
        for notice, deliveries in ((False, of_report), (True, run.notices))
        for place, delivery in enumerate(deliveries)
        if delivery.status is DeliveryStatus.PENDING
    ]
    if messages:
        queue.send_deliveries(messages, owner=run.owner)


def delivery_message_from(text: str) -> ReportEnded | DeliveryMessage:
    """Read what came through the queue. Raises MessageBroken."""
    try:
        is_delivery = "run_id" in json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageBroken(f"not about a delivery: {error!r}") from error
    return _DELIVERIES.read(text) if is_delivery else report_ended_from(text)


_DELIVERIES = MessageReader(DeliveryMessage, what="about a delivery")
