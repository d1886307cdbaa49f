"""Run again what failed or is missing of a report, under the same id and link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from linernotes.model.errors import NothingToRepair, ReportNotFinished
from linernotes.model.report import Report
from linernotes.reports.material import jobs_without_data, stored_windows
from linernotes.reports.ports import JobQueue, ReportStore
from linernotes.reports.request_report import dispatch, send_watch_and_deadline
from linernotes.sections.windows.store import WindowStore


def repair_report(
    report: Report,
    *,
    now: datetime,
    deadline_s: int,
    reports: ReportStore,
    windows: WindowStore,
    queue: JobQueue,
) -> Report:
    """Start the report's next revision with the jobs that did not end done, or whose windows are gone.

    Raises ReportNotFinished while it is being made, NothingToRepair if every job is done, its data still
    there and no file missing.
    """
    if not report.status.ended:
        raise ReportNotFinished("the report is still being made")
    gone = jobs_without_data(report, stored_windows(report, windows))
    done = {job_id for job_id, end in report.ended.items() if end.done}.difference(gone)
    whole = len(done) == len(report.jobs)
    if whole and report.failure is None and not report.missing_files:
        raise NothingToRepair("every job of the report ended done")
    deadline = now + timedelta(seconds=deadline_s)
    following = replace(report, revision=report.revision + 1, started_at=now, deadline=deadline)
    send_watch_and_deadline(following, now=now, queue=queue)
    reopened = reports.reopen(report, keep=done, now=now, deadline=deadline)
    if reopened is None:
        raise ReportNotFinished("the report is being repaired already")
    dispatch(reopened, reports=reports, queue=queue)
    return reopened
