"""Say what a request would do and cost, without doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.domain.periods import needs_of
from linernotes.domain.report import Cell, cells_of, jobs_of
from linernotes.domain.request import ReportRequest
from linernotes.domain.series import WindowKey, is_fresh
from linernotes.use_cases.ports import SeriesStore


@dataclass(frozen=True, slots=True)
class Preview:
    """What a request would take: `cached` of the `upstream_calls` would not be made."""

    jobs: int
    upstream_calls: int
    cached: int
    unanswerable: list[Cell]


def preview_report(request: ReportRequest, *, now: datetime, series: SeriesStore) -> Preview:
    """Count the jobs and calls of a request, and list the cells that no call could answer.

    One call a window is counted; a window of more than a page, which 90 days of data is not, would
    take more.
    """
    jobs = jobs_of(request)
    needs = needs_of(request.periods, today=now.date())
    needed = {
        WindowKey(cell.artist.uuid, cell.source.slug, need.window.first): need
        for cell in jobs
        for need in needs
    }
    stored = {} if request.fresh else series.read(needed)
    cached = sum(is_fresh(data, now=now, needed_to=needed[key].to) for key, data in stored.items())
    unanswerable = [cell for cell in cells_of(request) if not cell.fetchable(request.country)]
    return Preview(jobs=len(jobs), upstream_calls=len(needed), cached=cached, unanswerable=unanswerable)
