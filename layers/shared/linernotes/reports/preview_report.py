"""Say what a request would do and cost, without doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.model.notes import Note
from linernotes.model.periods import needs_of
from linernotes.model.report import Cell, cells_of, jobs_of
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.comparison import never_comparable
from linernotes.sections.sources import SOURCES, MetricSource
from linernotes.sections.windows.store import SeriesStore
from linernotes.sections.windows.window_data import WindowKey, is_fresh


@dataclass(frozen=True, slots=True)
class Preview:
    """What a request would take: `cached` of the `upstream_calls` would not be made.

    `not_comparable` are the metric sources that cannot be compared whatever data comes, each with the reason.
    """

    jobs: int
    upstream_calls: int
    cached: int
    unanswerable: list[Cell]
    not_comparable: list[tuple[MetricSource, Note]]


def preview_report(request: ReportRequest, *, now: datetime, series: SeriesStore) -> Preview:
    """Count the jobs and calls of a request, and list what no call could answer, nor compare (contract 4.6).

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
    return Preview(
        jobs=len(jobs),
        upstream_calls=len(needed),
        cached=cached,
        unanswerable=unanswerable,
        not_comparable=_not_comparable(request),
    )


def _not_comparable(request: ReportRequest) -> list[tuple[MetricSource, Note]]:
    if request.compared_period is None:
        return []
    reasons = (
        (source, never_comparable(source, request.country, request.period, request.compared_period))
        for source in (SOURCES[slug] for slug in request.platforms)
    )
    return [(source, reason) for source, reason in reasons if reason is not None]
