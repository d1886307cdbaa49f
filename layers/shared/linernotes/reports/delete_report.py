"""Delete a report, and all that is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from linernotes.model.errors import ReportNotFound
from linernotes.model.report import DEFAULT_DOOR, Report
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore
from linernotes.reports.same_again import SameAgain, drop_files, let_go, tell_followers
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
    `queue`, equal reports that waited for its answer included; without it, or where this dies before, by the
    report's own watch or deadline, or theirs. Raises ReportNotFound for what is not there, is somebody else's
    or was deleted before.
    """
    being_made: list[Report] = []

    def closing(report: Report) -> None:
        close_charge(report, spending=spending)
        let_go(report, files=files, again=again)
        being_made[:] = [] if report.status.ended else [report]

    if not reports.delete(report_id, owner, now=now, closing=closing):
        raise ReportNotFound(NO_REPORT)
    if queue is not None and being_made:
        _tell_who_waits(being_made[0], again=again, queue=queue)
    drop_files(report_id, files=files, again=again, now=now)
    forget(report_id)
    reports.mark_deleted(report_id)


def _tell_who_waits(report: Report, *, again: SameAgain | None, queue: JobQueue) -> None:
    if report.door != DEFAULT_DOOR:
        queue.send_check(report.report_id, report.revision, CheckReason.WATCH, owner=report.owner)
    tell_followers(report, again=again, queue=queue)
