"""Delivers runs to callback addresses: webhooks signed with the owner's secret, as those of reports are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from linernotes.model.errors import CallbackRefused, CallbackUnavailable, DeliveryRefused, DeliveryUnavailable
from linernotes.model.report import Report
from linernotes.subscriptions.delivery import Note, Occasion, Parcel, Sent
from linernotes.subscriptions.subscription import CallbackTarget, Target
from linernotes.subscriptions.when import in_words

TYPES = {
    Occasion.REPORT: "subscription.delivered",
    Occasion.UNUSUAL: "subscription.unusual",
    Occasion.REPAIRED: "subscription.repaired",
    Occasion.PAUSED: "subscription.paused",
}
"""The `type` of a webhook, by why it is sent."""


class Sender(Protocol):
    """Sends callbacks."""

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        """POST the document, signed with the owner's secret.

        Raises CallbackRefused, final, or CallbackUnavailable.
        """


class CallbackDeliverer:
    """Delivers by webhooks."""

    def __init__(self, sender: Sender, describe: Callable[[Report], Mapping[str, Any]]) -> None:
        """Take what sends callbacks, and what gives a report as the document callers know."""
        self._sender = sender
        self._describe = describe

    def deliver(self, parcel: Parcel, target: Target, progress: Mapping[str, str], note: Note) -> Sent:  # noqa: ARG002
        """See `Deliverer.deliver`: one POST, the same at each try."""
        if not isinstance(target, CallbackTarget):
            raise TypeError("not a callback address")
        webhook_id, document = webhook_of(parcel, self._describe)
        try:
            self._sender.send(target.url, document, webhook_id=webhook_id, owner=parcel.subscription.owner)
        except CallbackRefused as refused:
            raise DeliveryRefused(str(refused)) from refused
        except CallbackUnavailable as failure:
            raise DeliveryUnavailable(str(failure), wait_s=failure.wait_s) from failure
        return Sent()


def webhook_of(parcel: Parcel, describe: Callable[[Report], Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Give the `webhook-id` and the body of a delivery (Standard Webhooks), the same for each try.

    So nothing in it tells how deliveries go, and its time is that of what it tells of.
    """
    content = parcel.subscription.content
    kind, run, report = TYPES[parcel.occasion], parcel.run, parcel.report
    paused = parcel.subscription.paused
    at = report.finished_at if report is not None else paused and paused.at
    data: dict[str, Any] = {
        "subscription_id": run.subscription_id,
        "title": content.title,
        "run": {
            "run_id": run.run_id,
            "due_at": _instant(run.due_at),
            "started_at": _instant(run.started_at),
            "late_s": run.late_s,
            "report_id": run.report_id,
            "revision": run.revision,
            "calls": run.calls,
        },
        "why": parcel.why,
        "why_it_came": f"You get this because of the subscription “{content.title}”, "
        f"{in_words(content.rhythm)}.",
        "subscription_url": parcel.links.subscription,
        "unusual": [line.sentence for line in parcel.unusual],
        "report": None,
    }
    if report is not None:
        data["report"] = {name: value for name, value in describe(report).items() if name != "callback"}
    body = {"type": kind, "timestamp": _instant(at or run.started_at), "data": data}
    # Of what is signed the parts are told apart by full stops, so there is none in the id.
    return f"{run.run_id}_{run.revision}_{kind.removeprefix('subscription.')}", body


def _instant(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
