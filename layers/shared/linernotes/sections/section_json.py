"""What every section's answer says of itself, as JSON (contract 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus

_BEST_FIRST = (
    RowStatus.PARTIAL,
    RowStatus.RESTATED,
    RowStatus.LOWER_BOUND,
    RowStatus.MEASURED,
    RowStatus.NO_DATA,
    RowStatus.FAILED,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NOT_FOUND,
    RowStatus.NOT_AVAILABLE,
    RowStatus.NOT_PUBLISHED,
)


class Spent(TypedDict):
    """When the data of a section was fetched, and what that took."""

    fetched_from: str | None
    fetched_to: str | None
    upstream_calls: int
    cache_hits: int


def status_of_all(statuses: Collection[RowStatus], *, has_figures: bool) -> RowStatus:
    """Give the status of a section: partial if a part failed and others have figures."""
    if RowStatus.FAILED in statuses:
        return RowStatus.PARTIAL if has_figures else RowStatus.FAILED
    return next((status for status in _BEST_FIRST if status in statuses), RowStatus.NO_DATA)


def note_of_all(notes: Iterable[str | None], *, has_figures: bool) -> str | None:
    """Say why there is nothing at all; where there is something, each total has its own note."""
    if has_figures:
        return None
    reasons = set(notes)
    return reasons.pop() if len(reasons) == 1 else "There is nothing: each total says why."


def spent(report: Report, section: str, fetched_at: Sequence[datetime]) -> Spent:
    """Say when the data was fetched, and what the jobs of the section took."""
    ends = [
        report.ended[job.job_id]
        for job in report.jobs
        if job.section == section and job.job_id in report.ended
    ]
    return {
        "fetched_from": moment(min(fetched_at, default=None)),
        "fetched_to": moment(max(fetched_at, default=None)),
        "upstream_calls": sum(end.upstream_calls for end in ends),
        "cache_hits": sum(end.cache_hits for end in ends),
    }


def moment(at: datetime | None) -> str | None:
    """Write a moment, in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
