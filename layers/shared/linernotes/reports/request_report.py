"""Accept a request: store the report, then send one fetch job per artist × metric source."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from linernotes.model.errors import IdempotencyConflict, ReportDeleted
from linernotes.model.report import CALLS_AT_ONCE, DEFAULT_DOOR, Report, Status, fetch_job
from linernotes.model.request import ReportRequest
from linernotes.reports.budgets import charge_of
from linernotes.reports.jobs import dealt, jobs_of
from linernotes.reports.ports import CheckReason, JobQueue, Remembered, ReportStore
from linernotes.reports.same_again import (
    FinishedAnswer,
    SameAgain,
    follow,
    lead_or_follow,
    tell_followers,
    with_answer,
)
from linernotes.reports.spending import Spending, charge_report, price_request
from linernotes.sections.registry import sections_of

WATCH_AFTER_S = 30
"""When to look whether every job was sent: long after that normally takes, long before the deadline."""

DELETED = "the report asked for by this was deleted; ask for a new one by another key"


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What a caller knows a request by, and a digest of what was asked with it before any name was looked up.

    Of the request as asked, because what a name finds may be another artist a moment later, or nothing. How
    many calls it may take is no part of what is asked for (contract 2): who allows more sends the same again.
    """

    key: str
    fingerprint: str

    @classmethod
    def of(cls, key: str, asked: Mapping[str, Any]) -> IdempotencyKey:
        """Make the key of a request, given as JSON."""
        told = {name: value for name, value in asked.items() if name != "max_upstream_calls"}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        return cls(key, hashlib.sha256(text.encode()).hexdigest())


def repeated_report(owner: str, key: IdempotencyKey, *, now: datetime, reports: ReportStore) -> Report | None:
    """Give the report an Idempotency-Key stands for already (contract 2); None if it stands for none.

    Asked before names are searched for: a repeat is answered whatever has become of the search. Raises
    IdempotencyConflict when the key stands for another request, ReportDeleted when its report was deleted.
    """
    first = reports.recall(owner, key.key, now=now)
    return _known(_same(key, first), reports) if first else None


def request_report(
    request: ReportRequest,
    owner: str,
    *,
    report_id: str,
    now: datetime,
    deadline_s: int,
    spending: Spending,
    reports: ReportStore,
    queue: JobQueue,
    idempotency_key: IdempotencyKey | None = None,
    door: str = DEFAULT_DOOR,
    again: SameAgain | None = None,
) -> Report:
    """Make a report, or give the one an Idempotency-Key already stands for.

    With `again` it is born ended where a finished answer to the same is still fresh, which costs nothing, and
    waits for the end of a report of the same that is being made.

    Where the owner's reports may still make more than CALLS_AT_ONCE calls, this one included, it is fetched
    so that others need not wait for it. `door` is the word by which whoever takes the request hears of the
    report's end. Raises TooExpensive, BudgetSpent and QuotaReserved; IdempotencyConflict when the key stands
    for another request, and ReportDeleted when the report it stands for was deleted: who sends a request
    again by mistake must not find it made again.
    """
    answer = again.find(request, now=now) if again is not None else None
    priced = None if answer else price_request(request, spending, now=now)
    if idempotency_key is not None:
        first = reports.remember(owner, idempotency_key.key, idempotency_key.fingerprint, report_id, now=now)
        known = None if first.report_id == report_id else _known(_same(idempotency_key, first), reports)
        if known is not None:
            return known
        report_id = first.report_id
    deadline = now + timedelta(seconds=deadline_s)
    report = _new_report(request, owner, report_id=report_id, now=now, deadline=deadline, door=door)
    if again is not None and answer is not None:
        given = _give_again(report, answer, again=again, reports=reports, queue=queue)
        if given is not None:
            return given
    priced = priced or price_request(request, spending, now=now)
    send_watch_and_deadline(report, now=now, queue=queue)
    in_flight = charge_report(report, priced, spending)
    report = replace(report, bulk=in_flight > CALLS_AT_ONCE)
    if again is not None and not request.fresh:
        report = lead_or_follow(report, again=again)
    if not reports.create(report):
        known = reports.get(report_id)
        if known is None:
            # Deleted since it was looked for: what was charged after that is of nothing.
            spending.budgets.settle(charge_of(report), None)
            tell_followers(report, again=again, queue=queue)
            raise ReportDeleted(DELETED)
        return known
    if again is not None and report.follows:
        follow(report, again=again, reports=reports, queue=queue)
    else:
        dispatch(report, reports=reports, queue=queue)
    return report


def _new_report(
    request: ReportRequest, owner: str, *, report_id: str, now: datetime, deadline: datetime, door: str
) -> Report:
    """Give a report as it is before anything of it is stored or sent."""
    return Report(
        report_id=report_id,
        owner=owner,
        request=request,
        status=Status.QUEUED,
        revision=1,
        created_at=now,
        started_at=now,
        deadline=deadline,
        jobs=jobs_of(request),
        writing_s=sum(section.writing_s(request) for section in sections_of(request)),
        door=door,
    )


def _give_again(
    report: Report, answer: FinishedAnswer, *, again: SameAgain, reports: ReportStore, queue: JobQueue
) -> Report | None:
    """Store a new report as one that has ended, with another's answer; None if that cannot be had any more.

    Whoever is to hear of its end does so by a check, which is sent before it, too, for fear of a death. Gives
    the report stored before if there is one of its id. Raises ReportDeleted.
    """
    if not again.answers.hold(answer.report_id, report.report_id, until=answer.expires_at):
        return None
    ended = with_answer(report, answer, now=report.created_at)
    check = partial(queue.send_check, ended.report_id, ended.revision, owner=ended.owner)
    is_heard = ended.door != DEFAULT_DOOR or ended.request.callback_url is not None
    if is_heard:
        check(CheckReason.WATCH, delay_s=WATCH_AFTER_S)
    if not reports.create(ended, expires_at=answer.expires_at):
        known = reports.get(ended.report_id)
        if known is None:
            raise ReportDeleted(DELETED)
        return known
    if is_heard:
        check(CheckReason.ALL_JOBS_ENDED)
    return ended


def send_watch_and_deadline(report: Report, *, now: datetime, queue: JobQueue) -> None:
    """Arrange for the report to end whatever happens next.

    Sent before the report, or its next revision, is charged and stored: a crash in between leaves a message
    about nothing, which is dropped once the charge it names is settled, whereas the other order could leave a
    report that nobody ends, or a charge.
    """
    send = partial(
        queue.send_check,
        report.report_id,
        report.revision,
        owner=report.owner,
        account=charge_of(report).account,
    )
    deadline_delay_s = math.ceil((report.collect_until - now).total_seconds())
    send(CheckReason.DEADLINE, delay_s=deadline_delay_s)
    if deadline_delay_s > WATCH_AFTER_S:
        send(CheckReason.WATCH, delay_s=WATCH_AFTER_S)


def dispatch(report: Report, *, reports: ReportStore, queue: JobQueue) -> None:
    """Send every job that has not ended; running means that all of them were sent.

    A crash half way leaves the report queued, which the watch message finds and dispatches again: a job
    sent twice is fetched from the cache and ends once. They are sent as dealt, so that no function has most
    of the calls.
    """
    pending = report.pending
    if not pending:
        reason = CheckReason.ALL_JOBS_ENDED
        queue.send_check(report.report_id, report.revision, reason, owner=report.owner)
        return
    queue.send_jobs([fetch_job(report, job) for job in dealt(pending)])
    reports.mark_running(report.report_id, report.revision)


def _known(first: Remembered, reports: ReportStore) -> Report | None:
    """Give the report a key was first used for; None if it was never stored. Raises ReportDeleted."""
    known = reports.get(first.report_id)
    if known is None and reports.deleted_of([first.report_id]):
        raise ReportDeleted(DELETED)
    return known


def _same(key: IdempotencyKey, first: Remembered) -> Remembered:
    if first.fingerprint != key.fingerprint:
        raise IdempotencyConflict("this Idempotency-Key was used for another request")
    return first
