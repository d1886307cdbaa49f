"""Accept a request: store the report, then send one fetch job per artist × metric source."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linernotes.model.errors import IdempotencyConflict
from linernotes.model.report import DEFAULT_DOOR, Report, Status, fetch_job
from linernotes.model.request import ReportRequest
from linernotes.reports.jobs import jobs_of
from linernotes.reports.ports import CheckReason, JobQueue, Remembered, ReportStore
from linernotes.sections.registry import sections_of

WATCH_AFTER_S = 30
"""When to look whether every job was sent: long after that normally takes, long before the deadline."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What a caller knows a request by, and a digest of what was asked with it before any name was looked up.

    Of the request as asked, because what a name finds may be another artist a moment later, or nothing.
    """

    key: str
    fingerprint: str

    @classmethod
    def of(cls, key: str, asked: Mapping[str, Any]) -> IdempotencyKey:
        """Make the key of a request, given as JSON."""
        text = json.dumps(asked, sort_keys=True, separators=(",", ":"))
        return cls(key, hashlib.sha256(text.encode()).hexdigest())


def repeated_report(owner: str, key: IdempotencyKey, *, now: datetime, reports: ReportStore) -> Report | None:
    """Give the report an Idempotency-Key stands for already (contract 2); None if it stands for none.

    Asked before names are searched for: a repeat is answered whatever has become of the search. Raises
    IdempotencyConflict when the key stands for another request.
    """
    first = reports.recall(owner, key.key, now=now)
    return reports.get(_same(key, first).report_id) if first else None


def request_report(
    request: ReportRequest,
    owner: str,
    *,
    report_id: str,
    now: datetime,
    deadline_s: int,
    reports: ReportStore,
    queue: JobQueue,
    idempotency_key: IdempotencyKey | None = None,
    door: str = DEFAULT_DOOR,
) -> Report:
    """Make a report, or give the one an Idempotency-Key already stands for.

    `door` is the word by which whoever takes the request hears of the report's end.
    Raises IdempotencyConflict when the key stands for another request.
    """
    if idempotency_key is not None:
        first = reports.remember(owner, idempotency_key.key, idempotency_key.fingerprint, report_id, now=now)
        report_id = _same(idempotency_key, first).report_id
        known = reports.get(report_id)
        if known is not None:
            return known
    report = Report(
        report_id=report_id,
        owner=owner,
        request=request,
        status=Status.QUEUED,
        revision=1,
        created_at=now,
        started_at=now,
        deadline=now + timedelta(seconds=deadline_s),
        jobs=jobs_of(request),
        writing_s=sum(section.writing_s(request) for section in sections_of(request)),
        door=door,
    )
    send_watch_and_deadline(report, now=now, queue=queue)
    if not reports.create(report):
        return reports.get(report_id) or report
    dispatch(report, reports=reports, queue=queue)
    return report


def send_watch_and_deadline(report: Report, *, now: datetime, queue: JobQueue) -> None:
    """Arrange for the report to end whatever happens next.

    Sent before the report, or its next revision, is stored: a crash between the two leaves a message about
    nothing, which is dropped, whereas the other order could leave a report that nobody ends.
    """
    deadline_delay_s = math.ceil((report.collect_until - now).total_seconds())
    queue.send_check(report.report_id, report.revision, CheckReason.DEADLINE, delay_s=deadline_delay_s)
    if deadline_delay_s > WATCH_AFTER_S:
        queue.send_check(report.report_id, report.revision, CheckReason.WATCH, delay_s=WATCH_AFTER_S)


def dispatch(report: Report, *, reports: ReportStore, queue: JobQueue) -> None:
    """Send every job that has not ended; running means that all of them were sent.

    A crash half way leaves the report queued, which the watch message finds and dispatches again: a job
    sent twice is fetched from the cache and ends once.
    """
    pending = report.pending
    if not pending:
        queue.send_check(report.report_id, report.revision, CheckReason.ALL_JOBS_ENDED)
        return
    queue.send_jobs([fetch_job(report, job) for job in pending])
    reports.mark_running(report.report_id, report.revision)


def _same(key: IdempotencyKey, first: Remembered) -> Remembered:
    if first.fingerprint != key.fingerprint:
        raise IdempotencyConflict("this Idempotency-Key was used for another request")
    return first
