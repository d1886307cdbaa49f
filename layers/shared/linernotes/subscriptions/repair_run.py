"""Repair the report of a run once, the day after, under the same link (contract 11)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from linernotes.model.errors import (
    BudgetSpent,
    FileMissing,
    NothingToRepair,
    QuotaReserved,
    ReportNotFinished,
    ReportNotFound,
)
from linernotes.model.report import Report
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.repair_report import repair_report
from linernotes.reports.report_ended import ReportEnded
from linernotes.subscriptions.completeness import jobs_of_late_rows
from linernotes.subscriptions.end_run import NO_SUBSCRIPTION, change_run, failed, unrepaired
from linernotes.subscriptions.run import DeliveryStatus, Run, RunStatus
from linernotes.subscriptions.run_ports import RunTools

NONE_LEFT = "the subscription has none of the targets any more that had it"


def repair_run(run: Run, now: datetime, tools: RunTools) -> str:
    """Begin the repair of a run's report, or go on with it; gives what was done, for the log.

    The run says that it is being repaired before the report is: a crash in between is made good by the next
    message. A report that its owner repairs meanwhile is that revision's when it ends. Raises StoreBusy.
    """
    report = tools.reports.get(run.report_id or "")
    if report is None:
        return _give_up(run, "its report was deleted", tools)
    if run.repair_due is not None:
        if not (run.status.ended and report.status.ended):
            return "repair waits"
        if run.repair_due > now:
            return "repair not due"
        if why := _why_for_nobody(run, tools):
            return _give_up(run, why, tools)
        revision = max(report.revision, run.revision + 1)

        def begin(stored: Run) -> Run | None:
            if stored.repair_due != run.repair_due or not stored.status.ended:
                return None
            return replace(stored, status=RunStatus.RUNNING, revision=revision, repair_due=None)

        changed = change_run(run.subscription_id, run.run_id, begin, tools.subscriptions)
        if changed is None or not changed.run.is_repair:
            return "repair not due"
        run = changed.run
    return _repair(run, report, tools)


def _why_for_nobody(run: Run, tools: RunTools) -> str | None:
    """Say why nobody would get a repair, whose calls would be for nothing; None if somebody may."""
    subscription = tools.subscriptions.get(run.owner, run.subscription_id)
    if subscription is None:
        return NO_SUBSCRIPTION
    had_it = {each.target for each in run.deliveries if each.status is DeliveryStatus.DELIVERED}
    if had_it.isdisjoint(subscription.content.deliver):
        return NONE_LEFT
    return next(filter(None, (owners.why_gone(subscription) for owners in tools.owners)), None)


def _repair(run: Run, report: Report, tools: RunTools) -> str:
    if report.revision >= run.revision:
        if report.status.ended:
            ended = ReportEnded(report.report_id, report.revision, report.door, has_callback=False)
            tools.deliveries.send_ended(ended, owner=report.owner)
        return "repair asked for before"
    try:
        repair_report(
            report,
            now=tools.clock(),
            deadline_s=tools.deadline_s,
            reports=tools.reports,
            windows=tools.windows,
            lookups=tools.lookups,
            queue=tools.jobs,
            spending=tools.spending,
            lacking=_lacking(report, tools),
            again=tools.again,
        )
    except ReportNotFinished:
        return "repair waits"
    except (NothingToRepair, BudgetSpent, QuotaReserved, ReportNotFound) as refused:
        return _give_up(run, str(refused), tools)
    return "repair asked for"


def _lacking(report: Report, tools: RunTools) -> set[str]:
    if report.folder is None:
        return set()
    try:
        result = json.loads(tools.files.get_json_text(report.folder, RESULT_NAME))
    except FileMissing:
        return set()
    return jobs_of_late_rows(report, result)


def _give_up(run: Run, why: str, tools: RunTools) -> str:
    """Leave a run as it was delivered, with the reason why it was not repaired."""

    def as_it_was(stored: Run) -> Run | None:
        if stored.repair_due is not None and stored.status.ended:
            return unrepaired(stored, why)
        return failed(why)(stored)

    change_run(run.subscription_id, run.run_id, as_it_was, tools.subscriptions)
    return "not repaired"
