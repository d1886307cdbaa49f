"""End what could not be worked on: a message that crashed its function repeatedly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from linernotes.charts.charts import RankingKey
from linernotes.charts.ports import ChartStore
from linernotes.model.report import FetchJob, JobEnd, Status
from linernotes.reports.budgets import Budgets, conclude_report
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.ports import CheckReason, JobQueue, ReportStore
from linernotes.reports.report_ended import ReportEvents

JOB_REASON = "the function fetching this stopped without an answer, several times over"
REPORT_REASON = "the report could not be worked out or written: its function stopped, several times over"
RANKING_REASON = "the function storing this stopped without an answer, several times over"


def fail_dead_job(job: FetchJob, *, reports: ReportStore, queue: JobQueue) -> None:
    """End a job failed, with what was last known of its trouble, and so let its report end."""
    report = reports.get(job.report_id)
    trouble = report.last_errors.get(job.job_id) if report is not None else None
    reason = f"{JOB_REASON}; before that: {trouble}" if trouble else JOB_REASON
    end_jobs(
        job.report_id,
        job.revision,
        {job.job_id: JobEnd(reason=reason, retryable=True)},
        reports=reports,
        queue=queue,
    )


def fail_dead_ranking(key: RankingKey, *, charts: ChartStore) -> None:
    """Mark a ranking failed: the next run that looks for what is missing asks for it again."""
    charts.fail(key, RANKING_REASON)


def fail_dead_report(
    report_id: str,
    revision: int,
    check_reason: CheckReason,
    *,
    reports: ReportStore,
    budgets: Budgets,
    events: ReportEvents,
    clock: Callable[[], datetime],
) -> bool:
    """End a report failed whose finalizing never came to an end; True if this call ended it.

    A watch that came to nothing ends nothing: the deadline is still to come.
    """
    if check_reason is CheckReason.WATCH:
        return False
    claimed = reports.claim_finalize(report_id, revision)
    ended = claimed is not None and reports.complete(
        report_id, revision, Status.FAILED, now=clock(), failure=REPORT_REASON
    )
    report = reports.get(report_id)
    if report is not None and report.revision == revision:
        # Also if it had ended: a try to fail it may have died between ending it and publishing that.
        conclude_report(report, budgets=budgets, events=events)
    return ended
