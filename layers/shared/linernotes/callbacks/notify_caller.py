"""Notify a caller, at the address they gave, that their report has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from linernotes.aws.queues import hidden_s
from linernotes.callbacks.schedule import wait_after
from linernotes.model.errors import CallbackRefused, CallbackUnavailable
from linernotes.model.report import Callback, CallbackStatus, Report
from linernotes.reports.ports import ReportStore

TRY_S = 60
"""How long a try that is begun is left alone, in seconds: longer than the function may run."""


class Sender(Protocol):
    """Sends callbacks."""

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        """POST the document, signed with the owner's secret.

        Raises CallbackRefused, final, or CallbackUnavailable.
        """


class Describe(Protocol):
    """Gives a report as a document."""

    def __call__(self, report: Report) -> Mapping[str, Any]:
        """Give the document callers know."""


@dataclass(frozen=True, slots=True)
class Notified:
    """What came of a message: an outcome for the log, and in how many seconds the message is to come back.

    `again_in_s` is None if the message is done with.
    """

    outcome: str
    again_in_s: int | None = None


NOTHING = Notified("nothing to send")


def notify_caller(
    report_id: str,
    revision: int,
    *,
    reports: ReportStore,
    sender: Sender,
    describe: Describe,
    now: Callable[[], datetime],
    random: Callable[[], float],
) -> Notified:
    """Try the callback of a report's revision, unless that is settled or not due.

    A try is noted before it is made, so that of several messages about one end one makes it. A crash between
    the delivery and noting it sends the callback once more, with the same `webhook-id`. Raises StoreBusy.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision or not report.status.ended:
        return NOTHING
    if report.request.callback_url is None:
        return NOTHING
    known = report.callback or Callback()
    if known.settled:
        return NOTHING
    began = now()
    if known.next_try_at is not None and known.next_try_at > began:
        return Notified("not due", hidden_s(known.next_try_at, began))
    trying = replace(known, tries=known.tries + 1, next_try_at=began + timedelta(seconds=TRY_S))
    if not reports.replace_callback(report, trying):
        return Notified("another message is at it", TRY_S)
    after = _try(report.request.callback_url, report, trying, sender, describe, now, random)
    if not reports.replace_callback(replace(report, callback=trying), after):
        # Repaired, or asked for once more, meanwhile: that has a message of its own.
        return Notified("moved on")
    if after.next_try_at is None:
        return Notified(after.last_error or "sent")
    return Notified(after.last_error or "", hidden_s(after.next_try_at, now()))


def webhook_of(report: Report, data: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the `webhook-id` and the body of the callback of a report's end (Standard Webhooks).

    The id is the same for each try. A revision after the first comes of a repair. The body's time is that of
    the end, and how the callback itself goes is not told in it, so that it is the same each time, too.
    """
    kind = "repaired" if report.revision > 1 else "finished"
    told = {name: value for name, value in data.items() if name != "callback"}
    body = {"type": f"report.{kind}", "timestamp": data["finished_at"], "data": told}
    # Of what is signed the parts are told apart by full stops, so there is none in the id.
    return f"{report.report_id}_{report.revision}_{kind}", body


def _try(
    url: str,
    report: Report,
    trying: Callback,
    sender: Sender,
    describe: Describe,
    now: Callable[[], datetime],
    random: Callable[[], float],
) -> Callback:
    """Send the callback; gives how it goes after that."""
    webhook_id, body = webhook_of(report, describe(report))
    try:
        sender.send(url, body, webhook_id=webhook_id, owner=report.owner)
    except CallbackRefused as refused:
        return _settled(trying, CallbackStatus.FAILED, str(refused))
    except CallbackUnavailable as failure:
        wait_s = wait_after(trying.tries, asked_s=failure.wait_s, random=random())
        if wait_s is None:
            return _settled(trying, CallbackStatus.FAILED, str(failure))
        return replace(trying, last_error=str(failure), next_try_at=now() + timedelta(seconds=wait_s))
    return _settled(trying, CallbackStatus.DELIVERED, None)


def _settled(trying: Callback, status: CallbackStatus, last_error: str | None) -> Callback:
    return replace(trying, status=status, last_error=last_error, next_try_at=None)
