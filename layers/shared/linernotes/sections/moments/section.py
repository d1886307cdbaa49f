"""Moments as a section: jobs of its own for what comes before the windows of the rows of metric sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from linernotes.model.periods import Need
from linernotes.model.report import FetchJob, Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.moments.answer import section_json
from linernotes.sections.moments.found import NAME, MomentsOf, moments_found, not_judged
from linernotes.sections.moments.lines import lines_of
from linernotes.sections.moments.needs import further_needs, measure_of
from linernotes.sections.moments.words import READING
from linernotes.sections.section import (
    Fetched,
    FetchTools,
    JobOutcome,
    Material,
    Price,
    Section,
    Unanswerable,
)
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.jobs import fetch_window_jobs
from linernotes.sections.windows.window_data import WindowKey, is_fresh

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.moments import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table

S_PER_DAY_JUDGED = 45e-6
"""CPU seconds to ready a day of an artist on a source and to judge it."""
_ROOM = 3.0
"""Lambda's processors may take half as long again as the one measured on, and that is doubled."""


@dataclass(frozen=True, slots=True)
class MomentsAnswer:
    """What is unusual of each artist on each source, artists first, both in the order asked for."""

    report: Report
    found: Sequence[MomentsOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return {of.status for of in self.found}.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`: that nothing was unusual is one."""
        return any(of.judged for of in self.found)

    def json(self) -> answers.MomentsSection:
        """See `Answer.json`."""
        return section_json(self.report, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.moments.sheet import moments_table

        return [moments_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return READING


class MomentsSectionOfReports(Section):
    """Days on which a figure of an artist was far from what is usual for it."""

    name = NAME
    title = "Moments"
    about = "days on which a figure was far from its usual value"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.moments.answer_types import MomentsSection as Described

        return Described

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: none where the windows of the report's rows hold all that is needed."""
        # Which windows there are does not depend on the day, only where the newest one ends.
        wanting = [slug for slug in request.platforms if _further_needs(request, slug, request.end_date)]
        return [(artist, slug) for artist in request.artists for slug in wanting]

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        """See `Section.price`: the calls there are besides those for the rows."""
        jobs = list(self.jobs(request))
        needed = {
            WindowKey(artist.uuid, slug or "", need.window.first): need
            for artist, slug in jobs
            for need in _further_needs(request, slug or "", now.date())
        }
        stored = {} if request.fresh else stores.windows.read(needed)
        return Price(
            jobs=len(jobs),
            upstream_calls=len(needed),
            cached=sum(is_fresh(data, now=now, needed_to=needed[key].to) for key, data in stored.items()),
            unanswerable=[
                Unanswerable(artist, slug, RowStatus.NOT_PUBLISHED, why, self.name)
                for artist in request.artists
                for slug in request.platforms
                if (why := not_judged(SOURCES[slug], request.country))
            ],
        )

    def writing_s(self, request: ReportRequest) -> float:
        """See `Section.writing_s`."""
        judged = sum(measure_of(SOURCES[slug], request.country) is not None for slug in request.platforms)
        return _ROOM * S_PER_DAY_JUDGED * len(request.artists) * judged * request.days

    def fetch(
        self, jobs: Mapping[int, FetchJob], tools: FetchTools, *, budget_s: float
    ) -> Iterator[Mapping[int, JobOutcome]]:
        """See `Section.fetch`."""
        for group in fetch_window_jobs(
            jobs,
            windows=tools.windows,
            source=tools.source,
            clock=tools.clock,
            budget_s=budget_s,
            needs_of_job=_needs_of_job,
        ):
            yield {
                position: JobOutcome(of_job.upstream_calls, of_job.cache_hits, of_job.error)
                for position, of_job in group.items()
            }

    def needs(self, report: Report) -> Mapping[WindowKey, tuple[str | None, Need]]:
        """See `Section.needs`: what its jobs fetch; the rest is needed by the rows of metric sources."""
        return {
            WindowKey(job.artist.uuid, job.platform or "", need.window.first): (job.job_id, need)
            for job in report.jobs
            if job.section == self.name
            for need in _further_needs(report.request, job.platform or "", report.created_at.date())
        }

    def build(self, material: Material) -> MomentsAnswer:
        """See `Section.build`."""
        return MomentsAnswer(material.report, moments_found(material))

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.moments.sheet import MOMENTS as SHEET

        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: the most surprising rises, each beside the usual value."""
        return lines_of(answer)


def _further_needs(request: ReportRequest, slug: str, today: date) -> list[Need]:
    measure = measure_of(SOURCES[slug], request.country)
    return further_needs(request.periods, measure, today=today) if measure else []


def _needs_of_job(job: FetchJob, today: date) -> Mapping[WindowKey, Need]:
    slug = job.platform or ""
    measure = measure_of(SOURCES[slug], job.country)
    needs = further_needs(job.periods, measure, today=today) if measure else []
    return {WindowKey(job.artist_uuid, slug, need.window.first): need for need in needs}


SECTION = MomentsSectionOfReports()
