"""Wait for a report's end, for a caller who would rather wait than ask again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linernotes.model.report import Report
    from linernotes.reports.ports import ReportStore

POLL_FIRST_S, POLL_LONGEST_S = 0.05, 0.15


def wait_for_end(
    report: Report,
    *,
    until: float,
    reports: ReportStore,
    monotonic: Callable[[], float],
    sleep: Callable[[float], None],
) -> Report:
    """Look at the report until it has ended or `monotonic` says `until`, ever less often."""
    pause_s, status = POLL_FIRST_S, report.status
    while not status.ended and (left_s := until - monotonic()) > 0:
        # Nothing tells a function that a table has changed; its caller asked it to wait.
        sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 1.2, POLL_LONGEST_S)
        status = reports.status(report.report_id) or status
    return reports.get(report.report_id) or report
