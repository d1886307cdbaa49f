"""Tell a report that jobs have ended; the one that completes the set asks for the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from linernotes.model.report import JobEnd
from linernotes.reports.ports import CheckReason, JobQueue, ReportStore


def end_jobs(
    report_id: str, revision: int, ends: Mapping[str, JobEnd], *, reports: ReportStore, queue: JobQueue
) -> None:
    """Record the ends; if with them every job has ended, claim the report for finalizing and send it there.

    Whoever finds the set complete claims, which only changes anything once. A crash after the write that
    completed the set is made good by the redelivery of that job; one after the claim by the same, since a
    report that is finalizing may be sent to finalize again: finalizing twice does no harm. Raises StoreBusy:
    to be told again.
    """
    if not reports.record_ended(report_id, revision, ends):
        return
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is not None:
        queue.send_check(report_id, revision, CheckReason.ALL_JOBS_ENDED, owner=claimed.owner)
