"""Delete a report, and all that is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from linernotes.model.errors import ReportNotFound
from linernotes.model.report import DEFAULT_DOOR, Report
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore
from linernotes.reports.same_again import SameAgain, drop_files, let_go
from linernotes.reports.spending import Spending, close_charge

NO_REPORT = "there is no report of this id for this API key: it has expired, was deleted or never was"


def delete_report(
    report_id: str,
    owner: str,
    *,
    now: datetime,
    reports: ReportStore,
    files: ReportFiles,
    forget: Callable[[str], None],
    spending: Spending,
    again: SameAgain | None = None,
    queue: JobQueue | None = None,
) -> None:
    """Delete an owner's report with its files; `forget` drops what a door keeps of people, by its id.

    Its charge is settled first, as nobody could afterwards, and so is that of a repair that is begun at the
    same moment. Then the report goes, and with it every shared link, which opens only a report that is there:
    whatever is still to happen to it finds none. A crash after that leaves what the next call finishes, as
    nothing is noted to be done before all of it is. A finalizing that runs meanwhile deletes the files it
    wrote itself. Files that other reports have, too, stay until the last of these is deleted.

    Whoever waits for the end of a report that was being made hears of its deletion by a check sent to
    `queue`; without it, or where this dies before, by the report's own watch or deadline. Raises
    ReportNotFound for what is not there, is somebody else's or was deleted before.
    """
    awaited: list[Report] = []

    def closing(report: Report) -> None:
        close_charge(report, spending=spending)
        let_go(report, files=files, again=again)
        awaited[:] = [] if report.status.ended or report.door == DEFAULT_DOOR else [report]

    if not reports.delete(report_id, owner, now=now, closing=closing):
        raise ReportNotFound(NO_REPORT)
    if queue is not None and awaited:
        queue.send_check(report_id, awaited[0].revision, CheckReason.WATCH, owner=owner)
    drop_files(report_id, files=files, again=again, now=now)
    forget(report_id)
    reports.mark_deleted(report_id)
