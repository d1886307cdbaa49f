"""What an Idempotency-Key stands for besides a report: a subscription, or a run asked for by hand."""

from __future__ import annotations

from datetime import datetime

from linernotes.model.errors import IdempotencyConflict
from linernotes.reports.ports import ReportStore
from linernotes.reports.request_report import IdempotencyKey


def known_id(
    owner: str, key: IdempotencyKey, kind: str, new_id: str, *, now: datetime, reports: ReportStore
) -> str:
    """Give the id a key stands for among those of a kind: from now on the new one, if it stands for none.

    A key has no space in it, so that what stands for a report is told apart. Raises IdempotencyConflict where
    it stands for what something else was asked by.
    """
    first = reports.remember(owner, f"{kind} {key.key}", key.fingerprint, new_id, now=now)
    if first.fingerprint != key.fingerprint:
        raise IdempotencyConflict("this Idempotency-Key was used for another request")
    return first.report_id
