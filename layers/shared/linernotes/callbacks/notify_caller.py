"""Notify a caller, at the address they gave, that their report has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from linernotes.model.errors import CallbackRefused
from linernotes.model.report import Report
from linernotes.reports.ports import ReportStore


class Sender(Protocol):
    """Sends callbacks."""

    def send(self, url: str, document: Mapping[str, Any], *, delivery_id: str) -> None:
        """POST the document. Raises CallbackRefused, final, or CallbackUnavailable."""


class Describe(Protocol):
    """Gives a report as a document."""

    def __call__(self, report: Report) -> Mapping[str, Any]:
        """Give the document callers know."""


def notify_caller(
    report_id: str, revision: int, *, reports: ReportStore, sender: Sender, describe: Describe
) -> str | None:
    """Send the callback of a report's revision, unless that is settled.

    Returns "sent", or why it was refused for good, or None if there was nothing to send. Sent once unless
    a crash comes between sending and noting it, or two messages about the end are received at once: then
    twice, with the same delivery id. Raises CallbackUnavailable.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision or report.notified_revision == revision:
        return None
    if report.request.callback_url is None or not report.status.ended:
        return None
    try:
        sender.send(report.request.callback_url, describe(report), delivery_id=f"{report_id}.{revision}")
        outcome = "sent"
    except CallbackRefused as error:
        # Trying again would be refused again; the caller finds the report by its id all the same.
        outcome = str(error)
    reports.mark_notified(report_id, revision)
    return outcome
