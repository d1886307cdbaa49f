"""When the report of a run has ended: what is delivered, if anything, and to whom (contract 11)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from linernotes.model.errors import FileMissing
from linernotes.model.report import Report, Status
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.report_ended import ReportEnded
from linernotes.subscriptions.completeness import why_partial
from linernotes.subscriptions.delivery_messages import send_pending
from linernotes.subscriptions.end_run import NO_SUBSCRIPTION, Change, Changed, end_run, failed, unrepaired
from linernotes.subscriptions.run import Delivery, DeliveryStatus, Run, RunStatus
from linernotes.subscriptions.run_ports import DeliveryTools
from linernotes.subscriptions.subscription import OnlyWhen, Skip, Subscription
from linernotes.subscriptions.unchanged import figures_digest, is_empty
from linernotes.subscriptions.unusual import news

NOBODY = "there is nobody to deliver it to: its last target has unsubscribed"
NOTHING_NEW = "the same figures came again"


def settle_run(ended: ReportEnded, tools: DeliveryTools) -> str:
    """Begin the deliveries of a run whose report has ended, or end the run; gives which, for the log.

    Told again, it sends the messages of what is not delivered yet, as the first call may have died before.
    Raises StoreBusy.
    """
    run = tools.subscriptions.run_of_report(ended.report_id)
    if run is None:
        return "no such run"
    report = tools.reports.get(ended.report_id)
    if report is None:
        return _end_without_report(run, tools)
    if not report.status.ended or report.revision != ended.revision:
        return "not ended"
    changed = _settled(run, report, tools)
    if changed is None:
        return "no such run"
    if changed.now and changed.run.status.ended:
        tools.tell_ended(changed.run)
    send_pending(changed.run, tools.deliveries)
    return changed.run.status.value


def _is_awaited(run: Run, revision: int) -> bool:
    """Say whether a run waits for the end of this revision of its report.

    A run that is to be repaired takes a repair that its owner made before, too.
    """
    if run.status is RunStatus.RUNNING:
        return revision >= run.revision
    return run.repair_due is not None and run.status.ended and revision > run.revision


def _settled(run: Run, report: Report, tools: DeliveryTools) -> Changed | None:
    if not _is_awaited(run, report.revision):
        return Changed(run, now=False)
    if report.status is Status.FAILED:
        reasons = [failure.reason for failure in report.failures]
        return _change(run, report, failed(report.failure or next(iter(reasons), "it failed")), tools)
    subscription = tools.subscriptions.get(run.owner, run.subscription_id)
    if subscription is None:
        return _change(run, report, failed(NO_SUBSCRIPTION), tools)
    try:
        result = json.loads(tools.files.get_json_text(report.folder or "", RESULT_NAME))
    except FileMissing as missing:
        return _change(run, report, failed(str(missing)), tools)
    if run.is_repair or run.status.ended:
        return _change(run, report, _repaired(report, result), tools)
    return _change(run, report, _made(subscription, report, result), tools)


def _made(subscription: Subscription, report: Report, result: Mapping[str, Any]) -> Change:
    """Begin the deliveries of a report that was made, unless the subscription says that it is not wanted."""
    content = subscription.content
    figures = figures_digest(result)

    def change(run: Run) -> Run | None:
        made = replace(run, figures=figures, first_revision=run.revision)
        if content.skip is not Skip.NEVER and is_empty(result):
            return replace(made, status=RunStatus.SKIPPED_EMPTY, why="There was nothing to show.")
        if content.skip is Skip.UNCHANGED and figures == subscription.last_figures:
            why = "The figures are those that were delivered last."
            return replace(made, status=RunStatus.SKIPPED_UNCHANGED, why=why)
        if content.only_when is OnlyWhen.UNUSUAL:
            zone = ZoneInfo(content.rhythm.time_zone)
            found = news(result, subscription.told, (run.due_at or run.started_at).astimezone(zone))
            if not found.lines:
                return replace(made, status=RunStatus.SKIPPED_USUAL, why="Nothing unusual was new.")
            made = replace(made, unusual=found.lines, told=found.told)
        if not content.deliver:
            return failed(NOBODY)(made)
        lacks = why_partial(report, result)
        due = _day_after(run.due_at or run.started_at, content.rhythm.time_zone) if lacks else None
        return replace(
            made,
            status=RunStatus.DELIVERING,
            deliveries=tuple(map(Delivery, content.deliver)),
            why=lacks,
            repair_due=due,
        )

    return change


def _repaired(report: Report, result: Mapping[str, Any]) -> Change:
    """Begin the deliveries of a repaired report to those who had the first, unless it says nothing new."""
    figures = figures_digest(result)

    def change(run: Run) -> Run | None:
        if figures == run.figures:
            return unrepaired(run, NOTHING_NEW)
        return replace(
            run,
            status=RunStatus.DELIVERING,
            figures=figures,
            deliveries=tuple(map(_once_more, run.deliveries)),
            why=why_partial(report, result),
            repair_due=None,
        )

    return change


def _day_after(at: datetime, time_zone: str) -> datetime:
    """Give the instant a day later by the clocks of a zone."""
    return (at.astimezone(ZoneInfo(time_zone)) + timedelta(days=1)).astimezone(UTC)


def _once_more(delivery: Delivery) -> Delivery:
    """Have what was delivered followed by its repair; progress and link stay, which lead to the first."""
    if delivery.status is not DeliveryStatus.DELIVERED:
        return delivery
    return replace(delivery, status=DeliveryStatus.PENDING, tries=0, error=None, next_try_at=None)


def _end_without_report(run: Run, tools: DeliveryTools) -> str:
    def ending(stored: Run) -> Run | None:
        return failed("its report was deleted")(stored) if stored.status is RunStatus.RUNNING else None

    changed = end_run(run.subscription_id, run.run_id, ending, now=tools.clock(), store=tools.subscriptions)
    if changed is None:
        return "no such run"
    if changed.now:
        tools.tell_ended(changed.run)
    send_pending(changed.run, tools.deliveries)
    return changed.run.status.value


def _change(run: Run, report: Report, change: Change, tools: DeliveryTools) -> Changed | None:
    """Change a run that still waits for this revision; where that ends it, its subscription is told."""

    def awaited(stored: Run) -> Run | None:
        if not _is_awaited(stored, report.revision):
            return None
        first = stored.first_revision if stored.is_repair or stored.status.ended else report.revision
        told = replace(stored, revision=report.revision, first_revision=first, calls=report.upstream_calls)
        return change(told)

    return end_run(run.subscription_id, run.run_id, awaited, now=tools.clock(), store=tools.subscriptions)
