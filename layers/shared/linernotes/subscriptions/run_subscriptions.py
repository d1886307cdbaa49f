"""Begin what is due of a subscription, and ask for its report (contract 11.1 and 11.2).

A run is stored before its report is asked for, with the id that the report will have. Whatever comes after
that is done again by the next message: asked for twice, the report is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from linernotes.model.errors import (
    BudgetSpent,
    IdempotencyConflict,
    QuotaReserved,
    ReportDeleted,
    StoreBusy,
    TooExpensive,
)
from linernotes.model.report import Report
from linernotes.reports.report_ended import ReportEnded
from linernotes.reports.request_report import IdempotencyKey, request_report
from linernotes.subscriptions.delivery_messages import DeliveriesQueue, send_pending
from linernotes.subscriptions.end_run import NO_SUBSCRIPTION, TRIES, end_run, failed
from linernotes.subscriptions.messages import DueMessage
from linernotes.subscriptions.needed_request import needed_request
from linernotes.subscriptions.repair_run import repair_run
from linernotes.subscriptions.run import Run, RunStatus, occurrence_id
from linernotes.subscriptions.run_ports import RunTools
from linernotes.subscriptions.subscription import Pause, PausedBy, Subscription
from linernotes.subscriptions.when import occurrences_to_run, period_at

DOOR = "subscription"
"""By which reports of runs are known when they end."""
_LOOKED_AT = 10
"""How many of the newest runs are looked at for one that a message, told again, has begun already."""
_TOO_LATE = "It was due more than 24 hours before it could be run, or another was due since."


def run_due(message: DueMessage, tools: RunTools) -> str:
    """Do what a message asks for; gives what that was, for the log.

    An occurrence of a subscription that was paused, deleted or changed since it was due is nobody's any more.
    Raises StoreBusy.
    """
    if message.run_id is not None:
        run = tools.subscriptions.run(message.subscription_id, message.run_id)
        return "no such run" if run is None else _go_on(run, message.now, tools)
    if message.due_at is None:
        raise ValueError("a message names an occurrence or a run")
    runs = _begun(message, message.due_at, tools)
    return ", ".join(_go_on(run, message.now, tools) for run in runs) or "not due any more"


def _begun(message: DueMessage, due_at: datetime, tools: RunTools) -> Sequence[Run]:
    """Begin the occurrence a message is about, unless that was done; gives the runs to go on with.

    One write stores the run of the latest occurrence, those that are too late, and when the next is due.
    Where that was done before, the runs are those that were begun since and may have been left half done.
    """
    for _ in range(TRIES):
        before = tools.subscriptions.get(message.owner, message.subscription_id)
        if due_at > message.now:
            return []
        if before is None or before.next_due != due_at:
            newest = tools.subscriptions.runs(message.subscription_id, limit=_LOOKED_AT)
            return [run for run in newest if run.due_at and run.due_at >= due_at and _is_half_done(run)]
        occurrences = occurrences_to_run(before.content.rhythm, due_at, message.now)
        runs = [_skipped(before, at, message.now) for at in occurrences.skipped]
        if occurrences.more_skipped:
            more = f"{_TOO_LATE} So were {occurrences.more_skipped} before it."
            runs[0] = replace(runs[0], why=more)
        if occurrences.run is not None:
            runs.append(_running(before, occurrences.run, message.now, tools.new_report_id()))
        after = replace(before, next_due=occurrences.next_due, version=before.version + 1)
        if tools.subscriptions.begin(before, after, runs):
            return [run for run in runs if _is_half_done(run)]
    raise StoreBusy("others keep changing the subscription")


def _is_half_done(run: Run) -> bool:
    """Say whether a run may have to be asked for, or its notices."""
    return not run.is_repair and (run.status is RunStatus.RUNNING or bool(run.notices))


def _running(subscription: Subscription, due_at: datetime, now: datetime, report_id: str) -> Run:
    return Run(
        run_id=occurrence_id(subscription.subscription_id, due_at),
        subscription_id=subscription.subscription_id,
        owner=subscription.owner,
        due_at=due_at,
        started_at=now,
        status=RunStatus.RUNNING,
        report_id=report_id,
    )


def _skipped(subscription: Subscription, due_at: datetime, now: datetime) -> Run:
    run = _running(subscription, due_at, now, "")
    return replace(run, status=RunStatus.SKIPPED_LATE, report_id=None, why=_TOO_LATE)


def _go_on(run: Run, now: datetime, tools: RunTools) -> str:
    """Do what is next for a run, of whatever state."""
    if run.repair_due is not None or (run.is_repair and run.status is RunStatus.RUNNING):
        return repair_run(run, now, tools)
    if run.status is not RunStatus.RUNNING:
        send_pending(replace(run, deliveries=()), tools.deliveries)
        return run.status.value
    return _ask(run, tools)


def _ask(run: Run, tools: RunTools) -> str:
    """Ask for the report of a run by the path that every report takes, as often as this is told."""
    known = tools.reports.get(run.report_id or "")
    if known is not None:
        _tell_if_ended(known, tools.deliveries)
        return "asked for before"
    subscription = tools.subscriptions.get(run.owner, run.subscription_id)
    if subscription is None:
        return _fail(run, NO_SUBSCRIPTION, tools)
    now = tools.clock()
    if why := next(filter(None, (owners.why_gone(subscription) for owners in tools.owners)), None):
        return _fail(run, why, tools, pause=Pause(PausedBy.OWNER_GONE, now, why))
    content = subscription.content
    period = period_at(content.request.period, run.due_at or run.started_at, content.rhythm.time_zone)
    try:
        request_report(
            replace(needed_request(content), start_date=period.start, end_date=period.end),
            run.owner,
            report_id=run.report_id or "",
            now=now,
            deadline_s=tools.deadline_s,
            spending=tools.spending,
            reports=tools.reports,
            queue=tools.jobs,
            # Of the run, not of what is asked for: that may be changed between two tries.
            idempotency_key=IdempotencyKey.of(f"subscription/{run.run_id}", {}),
            door=DOOR,
            again=tools.again,
        )
    except (TooExpensive, BudgetSpent, QuotaReserved, IdempotencyConflict, ReportDeleted) as refused:
        return _fail(run, str(refused), tools)
    return "asked for"


def _tell_if_ended(report: Report, queue: DeliveriesQueue) -> None:
    """Say that a report has ended which may have done so before anybody listened."""
    if report.status.ended:
        ended = ReportEnded(report.report_id, report.revision, report.door, has_callback=False)
        queue.send_ended(ended, owner=report.owner)


def _fail(run: Run, why: str, tools: RunTools, *, pause: Pause | None = None) -> str:
    """End a run failed, whose report cannot be had."""
    now = tools.clock()
    changed = end_run(
        run.subscription_id, run.run_id, failed(why), now=now, store=tools.subscriptions, pause=pause
    )
    if changed is not None:
        if changed.now:
            tools.tell_ended(changed.run)
        send_pending(changed.run, tools.deliveries)
    return "failed"
