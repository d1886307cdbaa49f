"""Send the callback of a report once more, because its owner asks for it (contract 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from linernotes.model.errors import NoCallback, RedeliveredTooSoon, ReportNotFinished
from linernotes.model.report import Callback, Report
from linernotes.reports.ports import ReportStore
from linernotes.reports.report_ended import ReportEnded

APART = timedelta(minutes=1)
"""How long after one redelivery another may be asked for."""


class NotifyQueue(Protocol):
    """Sends the ends of reports to who makes callbacks, past everybody else who hears of ends."""

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        """Send the message; owners take turns."""


def redeliver(report: Report, *, now: datetime, reports: ReportStore, queue: NotifyQueue) -> Report:
    """Start the callback of the report's end again, with all its tries; returns the report as it then is.

    Not more often than each minute: every time is a message, and a receiver that is slow to take it is
    waited for by all. Raises ReportNotFinished, NoCallback, and RedeliveredTooSoon, also if the callback was
    being tried at that moment.
    """
    if not report.status.ended:
        raise ReportNotFinished("the report is still being made; its callback is sent when it has ended")
    if report.request.callback_url is None:
        raise NoCallback("the report was asked for without a callback_url")
    asked_at = report.callback and report.callback.asked_at
    if asked_at and (wait_s := (asked_at + APART - now).total_seconds()) > 0:
        raise RedeliveredTooSoon("the callback was sent once more less than a minute ago", wait_s)
    begun = Callback(asked_at=now)
    # Noted before it is sent: a message that came first would find the callback settled.
    if not reports.replace_callback(report, begun):
        raise RedeliveredTooSoon("the callback is being sent at this moment", 1)
    ended = ReportEnded(report.report_id, report.revision, door=report.door, has_callback=True)
    queue.send_ended(ended, owner=report.owner)
    return replace(report, callback=begun)
