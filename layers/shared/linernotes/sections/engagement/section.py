"""Engagement as a section: its own lookups, and the windows of metric sources where those hold it all.

A window that the report's rows fetch anyway is theirs: asked for once, by their job. Where they do not, the
section has a job for it, made of windows like theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from linernotes.model.errors import StoreBusy, Unavailable
from linernotes.model.periods import Need, needs_of
from linernotes.model.report import FetchJob, Job, Report, report_needs
from linernotes.model.request import ROWS, Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.engagement.answer import section_json
from linernotes.sections.engagement.found import Found, found_in_windows, plan_of
from linernotes.sections.engagement.lines import lines_of
from linernotes.sections.engagement.platforms import PLATFORMS, Platform
from linernotes.sections.engagement.totals import EngagementOf, engagement_of
from linernotes.sections.engagement.words import NOT_PUBLISHED
from linernotes.sections.lookups.fetch import NOT_READ_REASON
from linernotes.sections.lookups.plan import Plan, Reading, Subject
from linernotes.sections.planned_section import PlannedSection
from linernotes.sections.section import Fetched, FetchTools, JobOutcome, Material, Price, Unanswerable
from linernotes.sections.windows.jobs import fetch_window_jobs
from linernotes.sections.windows.window_data import WindowKey, is_fresh

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.engagement import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table

GONE_REASON = "what was fetched for this is no longer stored"


@dataclass(frozen=True, slots=True)
class EngagementAnswer:
    """What each artist gained on each platform, artists first, both in order."""

    report: Report
    section: str
    found: Sequence[EngagementOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return all(of.whole for of in self.found)

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(of.has_figures for of in self.found)

    def json(self) -> answers.EngagementSection:
        """See `Answer.json`."""
        return section_json(self.report, self.section, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.engagement.sheet import totals_table, videos_table

        return [videos_table(self.found), totals_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return (
            (
                "Gained on Engagement totals",
                "The latest less the first value there is in the period; First date and Latest date say how "
                "far the values reach. Blank where the platform publishes none, or fewer than two came. A "
                "change is given where the values reach over at least half of both periods; where they are "
                "of more days in one than in the other, Note says of how many.",
            ),
            (
                "Engagement rate",
                "Likes and comments over views of the videos published in the period of which all three are "
                "known. It is no share of followers.",
            ),
            (
                "Videos on Engagement",
                "Reels and shorts published in the period, as Soundcharts lists them. Their figures are of "
                "the day in As of, not of the period's end; platforms round large ones.",
            ),
        )


class EngagementSectionOfReports(PlannedSection[Found]):
    """What posts and videos gained, on the platforms that say so, whatever others a report is about."""

    name = "engagement"
    title = "Engagement"
    about = "what each artist's posts and videos gained, with likes and comments"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.engagement.answer_types import EngagementSection

        return EngagementSection

    def jobs(self, request: ReportRequest) -> Sequence[tuple[Artist, str | None]]:
        """See `Section.jobs`: none with a country, nor for windows that the rows of the report fetch."""
        if request.country is not None:
            return []
        return [
            (artist, platform.code)
            for artist in request.artists
            for platform in PLATFORMS.values()
            if not _with_rows(request, platform)
        ]

    def plan(self, subject: Subject) -> Plan[Found]:
        """See `PlannedSection.plan`."""
        return plan_of(subject)

    def unanswerable(self, request: ReportRequest) -> list[Unanswerable]:
        """See `PlannedSection.unanswerable`."""
        if request.country is None:
            return []
        return [
            Unanswerable(artist, code, RowStatus.NOT_PUBLISHED, NOT_PUBLISHED, self.name)
            for artist in request.artists
            for code in PLATFORMS
        ]

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        """See `Section.price`: what lookups take, and a call for each window of its own."""
        of_lookups = super().price(request, stores, now=now)
        needed = {
            WindowKey(artist.uuid, code, need.window.first): need
            for artist, code in self.jobs(request)
            if code is not None and PLATFORMS[code].of_windows
            for need in needs_of(request.periods, today=now.date())
        }
        stored = {} if request.fresh else stores.windows.read(needed)
        fresh = sum(is_fresh(data, now=now, needed_to=needed[key].to) for key, data in stored.items())
        return replace(
            of_lookups,
            upstream_calls=of_lookups.upstream_calls + len(needed),
            cached=of_lookups.cached + fresh,
        )

    def fetch(
        self, jobs: Mapping[int, FetchJob], tools: FetchTools, *, budget_s: float
    ) -> Iterator[Mapping[int, JobOutcome]]:
        """See `Section.fetch`: first what is made of windows, in the time that is left the rest."""
        begun = tools.clock()
        of_windows = {
            position: job for position, job in jobs.items() if PLATFORMS[job.platform or ""].of_windows
        }
        if of_windows:
            for group in fetch_window_jobs(
                of_windows, windows=tools.windows, source=tools.source, clock=tools.clock, budget_s=budget_s
            ):
                yield {
                    position: JobOutcome(job.upstream_calls, job.cache_hits, job.error)
                    for position, job in group.items()
                }
        rest = {position: job for position, job in jobs.items() if position not in of_windows}
        left_s = budget_s - (tools.clock() - begun).total_seconds()
        try:
            yield from super().fetch(rest, tools, budget_s=left_s)
        except StoreBusy:
            if not of_windows:
                raise
            # Calls were made by now, and jobs told: only these come again.
            yield dict.fromkeys(rest, JobOutcome(0, 0, Unavailable(NOT_READ_REASON)))

    def needs(self, report: Report) -> Mapping[WindowKey, tuple[str | None, Need]]:
        """See `Section.needs`."""
        if report.request.country is not None:
            return {}
        own = {(job.artist.uuid, job.platform): job.job_id for job in report.jobs if job.section == self.name}
        return {
            WindowKey(artist.uuid, code, need.window.first): (own.get((artist.uuid, code)), need)
            for artist in report.request.artists
            for code, platform in PLATFORMS.items()
            if platform.of_windows
            for need in report_needs(report)
        }

    def build(self, material: Material) -> EngagementAnswer:
        """See `Section.build`."""
        report = material.report
        read = {(job.artist.uuid, job.platform): of for job, of in self.readings(material)}
        reasons = {
            (failure.job.artist.uuid, failure.job.platform): failure.reason
            for failure in report.failures
            if _fetches(failure.job, self.name)
        }
        found = [
            self._of(
                material,
                material.artists[artist.uuid],
                platform,
                read.get((artist.uuid, platform.code)),
                reasons.get((artist.uuid, platform.code), GONE_REASON),
            )
            for artist in report.request.artists
            for platform in PLATFORMS.values()
        ]
        return EngagementAnswer(report, self.name, found)

    def _of(
        self,
        material: Material,
        artist: Artist,
        platform: Platform,
        read: Reading[Found] | None,
        reason: str,
    ) -> EngagementOf:
        report = material.report
        if report.request.country is not None:
            return EngagementOf(artist, platform, RowStatus.NOT_PUBLISHED, NOT_PUBLISHED)
        if platform.of_windows or read is None:
            needs = report_needs(report)
            keys = [WindowKey(artist.uuid, platform.code, need.window.first) for need in needs]
            windows = (
                [material.windows.get(key) for key in keys] if platform.of_windows else [None] * len(keys)
            )
            found = found_in_windows(needs, windows)
            fetched_at = [piece.fetched_at for piece in found.pieces if piece.fetched_at is not None]
        else:
            found, fetched_at = read.result, read.fetched_at
        return engagement_of(
            artist, platform, found, report.request.periods, reason=reason, fetched_at=fetched_at
        )

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.engagement.sheet import TOTALS, VIDEOS

        return [VIDEOS, TOTALS]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`."""
        return lines_of(answer)


def _with_rows(request: ReportRequest, platform: Platform) -> bool:
    """Say whether the rows of a report fetch the windows that hold all of a platform."""
    return platform.of_windows and platform.code in request.platforms


def _fetches(job: Job, section: str) -> bool:
    """Say whether a job fetches what the section shows of the job's platform."""
    if job.section == ROWS:
        return job.platform in PLATFORMS and PLATFORMS[job.platform].of_windows
    return job.section == section


SECTION = EngagementSectionOfReports()
