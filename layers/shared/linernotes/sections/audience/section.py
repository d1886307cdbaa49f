"""The rows of metric sources as a section: the one every report has (contract 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from linernotes.model.notes import Note
from linernotes.model.periods import Need, needs_of
from linernotes.model.report import FetchJob, Report, report_needs
from linernotes.model.request import ROWS, Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.audience.comparison import never_comparable
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.rows import build_result
from linernotes.sections.audience.writing_time import writing_time
from linernotes.sections.section import (
    Fetched,
    FetchTools,
    JobOutcome,
    Material,
    Price,
    Section,
    Unanswerable,
)
from linernotes.sections.sources import SOURCES, MetricSource
from linernotes.sections.windows.jobs import fetch_window_jobs
from linernotes.sections.windows.window_data import WindowKey, is_fresh

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.workbook.schema import SheetSchema


class AudienceSection(Section):
    """Followers, listeners and views: a job an artist and metric source, made of windows."""

    name = ROWS
    title = "Platforms"
    about = "followers, listeners and views of each artist on each platform"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.audience.answer_types import Rows

        return Rows

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: a country on a source that has none is not asked for."""
        return [
            (artist, slug)
            for artist in request.artists
            for slug in request.platforms
            if SOURCES[slug].publishes(request.country)
        ]

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        """See `Section.price`.

        One call a window is counted; a window of more than a page, which 90 days of data is not, would take
        more.
        """
        jobs = list(self.jobs(request))
        needs = needs_of(request.periods, today=now.date())
        needed = {
            WindowKey(artist.uuid, slug or "", need.window.first): need
            for artist, slug in jobs
            for need in needs
        }
        stored = {} if request.fresh else stores.windows.read(needed)
        return Price(
            jobs=len(jobs),
            upstream_calls=len(needed),
            cached=sum(is_fresh(data, now=now, needed_to=needed[key].to) for key, data in stored.items()),
            unanswerable=_unanswerable(request),
            not_comparable=_not_comparable(request),
        )

    def writing_s(self, request: ReportRequest) -> float:
        """See `Section.writing_s`."""
        return writing_time(request).total_seconds()

    def fetch(
        self, jobs: Mapping[int, FetchJob], tools: FetchTools, *, budget_s: float
    ) -> Iterator[Mapping[int, JobOutcome]]:
        """See `Section.fetch`."""
        for group in fetch_window_jobs(
            jobs, windows=tools.windows, source=tools.source, clock=tools.clock, budget_s=budget_s
        ):
            yield {
                position: JobOutcome(of_job.upstream_calls, of_job.cache_hits, of_job.error)
                for position, of_job in group.items()
            }

    def needs(self, report: Report) -> Mapping[WindowKey, tuple[str | None, Need]]:
        """See `Section.needs`."""
        needs = report_needs(report)
        return {
            WindowKey(job.artist.uuid, job.platform or "", need.window.first): (job.job_id, need)
            for job in report.jobs
            if job.section == self.name
            for need in needs
        }

    def build(self, material: Material) -> Result:
        """See `Section.build`."""
        return build_result(material)

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.audience.schema import BREAKDOWN, COMPARISON, DAILY, SUMMARY

        return [SUMMARY, BREAKDOWN, DAILY, COMPARISON]


def _unanswerable(request: ReportRequest) -> list[Unanswerable]:
    """List the rows that cannot have a figure: by country, or of no day on which one comes."""
    blank = []
    for artist in request.artists:
        for slug in request.platforms:
            source = SOURCES[slug]
            if not source.publishes(request.country):
                blank.append(Unanswerable(artist, slug, RowStatus.NOT_PUBLISHED, source.country_note))
            elif why := source.nothing_due(request.start_date, request.end_date, request.country):
                blank.append(Unanswerable(artist, slug, RowStatus.NO_DATA, why))
    return blank


def _not_comparable(request: ReportRequest) -> list[tuple[MetricSource, Note]]:
    if request.compared_period is None:
        return []
    reasons = (
        (source, never_comparable(source, request.country, request.period, request.compared_period))
        for source in (SOURCES[slug] for slug in request.platforms)
    )
    return [(source, reason) for source, reason in reasons if reason is not None]


SECTION = AudienceSection()
