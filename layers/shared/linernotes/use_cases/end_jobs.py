"""Tell a report that jobs have ended; the one that completes the set asks for the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from linernotes.domain.report import JobEnd, Report
from linernotes.use_cases.ports import JobQueue, Occasion, ReportStore


def end_jobs(
    report_id: str, revision: int, ends: Mapping[str, JobEnd], *, reports: ReportStore, queue: JobQueue
) -> Report | None:
    """Record the ends; if none is pending after that, claim the report for finalizing and send it there.

    Whoever finds the set complete claims, which only changes anything once. A crash after the write that
    completed the set is made good by the redelivery of that job; one after the claim by the same, since a
    report that is finalizing may be sent to finalize again: finalizing twice does no harm.
    """
    report = reports.record_ended(report_id, revision, ends)
    if report is None:
        report = reports.get(report_id)
        if report is None or report.revision != revision or report.status.ended:
            return report
    if report.pending:
        return report
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is not None:
        queue.send_finalize(report_id, revision, Occasion.ALL_ENDED)
    return claimed or report
