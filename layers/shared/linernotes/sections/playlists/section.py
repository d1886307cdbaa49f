"""The section `playlists` of a report (contract 10.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linernotes.model.report import Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.planned_section import PlannedSection
from linernotes.sections.playlists.answer import section_json
from linernotes.sections.playlists.lines import lines_of
from linernotes.sections.playlists.questions import PLATFORMS, OfPlatform, calls_by_type, plan_of
from linernotes.sections.playlists.totals import PlaylistsOf, playlists_of
from linernotes.sections.playlists.words import NO_REACH_BY_COUNTRY, READING
from linernotes.sections.section import Material, Unanswerable

if TYPE_CHECKING:
    from linernotes.sections.playlists import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table

_GONE_REASON = "what was fetched for this is no longer stored"


@dataclass(frozen=True, slots=True)
class PlaylistsAnswer:
    """The playlists of each artist on each platform, artists first in the order asked for."""

    report: Report
    found: Sequence[PlaylistsOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return {of.status for of in self.found}.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(of.now.has_any or of.placements for of in self.found)

    def json(self) -> answers.PlaylistsSection:
        """See `Answer.json`."""
        return section_json(self.report, SECTION.name, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.playlists.sheet import placements_table, reach_table

        return [placements_table(self.found), reach_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return READING


class PlaylistsSectionOfReports(PlannedSection[OfPlatform]):
    """Placements on playlists, their number and reach; one job an artist and platform."""

    name = "playlists"
    title = "Playlists"
    about = "the playlists each artist's songs are on, were added to and removed from"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.playlists.answer_types import PlaylistsSection

        return PlaylistsSection

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: every platform with playlists, whatever platforms were asked for."""
        return [(artist, platform) for artist in request.artists for platform in PLATFORMS]

    def plan(self, subject: Subject) -> Plan[OfPlatform]:
        """See `PlannedSection.plan`."""
        return plan_of(subject)

    def unlisted_calls(self, subject: Subject) -> int:  # noqa: ARG002
        """See `PlannedSection.unlisted_calls`: how many placements there are is not known before."""
        return calls_by_type()

    def unanswerable(self, request: ReportRequest) -> list[Unanswerable]:
        """See `PlannedSection.unanswerable`: counts and reach by country."""
        if request.country is None:
            return []
        return [
            Unanswerable(artist, platform, RowStatus.NOT_PUBLISHED, NO_REACH_BY_COUNTRY, self.name)
            for artist in request.artists
            for platform in PLATFORMS
        ]

    def build(self, material: Material) -> PlaylistsAnswer:
        """See `Section.build`."""
        report = material.report
        reasons = {failure.job.job_id: failure.reason for failure in report.failures}
        found = [
            playlists_of(
                material.artists[job.artist.uuid],
                job.platform or "",
                reading.result,
                periods=report.request.periods,
                country=report.request.country,
                fetched_at=reading.fetched_at,
                reason=reasons.get(job.job_id, _GONE_REASON),
            )
            for job, reading in self.readings(material)
        ]
        return PlaylistsAnswer(report, found)

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.playlists.sheet import PLAYLISTS, REACH

        return [PLAYLISTS, REACH]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: what was added and removed, and the largest list of it."""
        return lines_of(answer)


SECTION = PlaylistsSectionOfReports()
