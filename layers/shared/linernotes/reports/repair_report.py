"""Run again what failed or is missing of a report, under the same id and link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from linernotes.model.errors import NothingToRepair, ReportNotFinished, ReportNotFound
from linernotes.model.report import Report
from linernotes.reports.budgets import charge_of
from linernotes.reports.delete_report import NO_REPORT
from linernotes.reports.material import jobs_without_data, read_stored
from linernotes.reports.ports import JobQueue, ReportStore
from linernotes.reports.request_report import dispatch, send_watch_and_deadline
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending, charge_repair
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.store import WindowStore


def repair_report(
    report: Report,
    *,
    now: datetime,
    deadline_s: int,
    reports: ReportStore,
    windows: WindowStore,
    lookups: LookupStore,
    queue: JobQueue,
    spending: Spending,
    again: SameAgain | None = None,
    lacking: Collection[str] = (),
) -> Report:
    """Start the report's next revision with the jobs that did not end done, or whose data is gone.

    Those of the ids `lacking` are run again too, as more may be there by now of what they fetched; what was
    fetched before then serves no job of the revision any more, unless it is fresh.

    Raises ReportNotFinished while it is being made, NothingToRepair if every job is done, its data still
    there and no file missing, BudgetSpent if nothing is left to its owner, QuotaReserved if what is left is
    kept back, ReportNotFound if it was deleted meanwhile.
    """
    if not report.status.ended:
        raise ReportNotFinished("the report is still being made")
    gone = jobs_without_data(report, read_stored(report, windows, lookups))
    done = {job_id for job_id, end in report.ended.items() if end.done}.difference(gone, lacking)
    whole = len(done) == len(report.jobs)
    if whole and report.failure is None and not report.missing_files:
        raise NothingToRepair("every job of the report ended done")
    deadline = now + timedelta(seconds=deadline_s)
    anew = bool(lacking)
    following = replace(report, revision=report.revision + 1, started_at=now, deadline=deadline, anew=anew)
    # Before another revision is charged: the call that ended this one may have died before it did so.
    spending.budgets.settle(charge_of(report), report.upstream_calls)
    send_watch_and_deadline(following, now=now, queue=queue)
    if again is not None:
        # From here on its answer is not what it was.
        again.answers.forget(again.digest(report.request), report.report_id)
    charge_repair(following, len(report.jobs) - len(done), spending)
    reopened = reports.reopen(report, keep=done, now=now, deadline=deadline, anew=anew)
    if reopened is None and reports.get(report.report_id) is None:
        raise ReportNotFound(NO_REPORT)
    if reopened is None:
        raise ReportNotFinished("the report is being repaired already")
    dispatch(reopened, reports=reports, queue=queue)
    return reopened
