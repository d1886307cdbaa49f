"""What artists' tracks did on charts, as a section: no job and no call, as charts are ingested beforehand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from linernotes.model.marks import chart_mark
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.report import Report
from linernotes.model.request import ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.section import Fetched, Gathered, Material, Price, Section, Unanswerable
from linernotes.sections.sources import chart_platform
from linernotes.sections.tracks.answer_json import section_json
from linernotes.sections.tracks.lines import lines_of
from linernotes.sections.tracks.reading import READING
from linernotes.sections.tracks.track_breakdown import track_breakdowns
from linernotes.sections.tracks.tracks import TrackBreakdown, without_charts

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.tracks import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table


_FOR_GOOD = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TracksAnswer:
    """The breakdowns, by artist and then platform of charts; `before` of the period compared with, if any."""

    breakdowns: Sequence[TrackBreakdown]
    before: Sequence[TrackBreakdown] = ()

    @property
    def whole(self) -> bool:
        """See `Answer.whole`: what charts lack is a lower bound, which no repair fixes."""
        return True

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(breakdown.rows for breakdown in self.breakdowns)

    def json(self) -> answers.TracksSection:
        """See `Answer.json`."""
        return section_json(self.breakdowns, self.before)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.tracks.sheet import tracks_table

        return [tracks_table(self.breakdowns)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return READING


class TracksSection(Section):
    """Tracks on the charts of the platforms asked for."""

    name = "tracks"
    title = "Tracks"
    about = "what each artist's tracks did on the charts of the platforms"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.tracks.answer_types import TracksSection as Described

        return Described

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:  # noqa: ARG002
        """See `Section.price`: nothing, and which platforms are not known to have charts."""
        platforms = dict.fromkeys(chart_platform(slug) for slug in request.platforms)
        return Price(
            unanswerable=[
                Unanswerable(artist, code, RowStatus.NOT_PUBLISHED, without_charts(code), self.name)
                for artist in request.artists
                for code in platforms
                if code not in CHART_PLATFORMS
            ]
        )

    def gather(self, report: Report, lookups: LookupStore) -> Gathered:  # noqa: ARG002
        """See `Section.gather`: nothing; charts may be used until one of the platform is ingested."""
        return Gathered(fresh_until=dict.fromkeys(self.marks(report.request), _FOR_GOOD))

    def marks(self, request: ReportRequest) -> Collection[str]:
        """See `Section.marks`."""
        return {chart_mark(chart_platform(slug)) for slug in request.platforms}

    def build(self, material: Material) -> TracksAnswer:
        """See `Section.build`."""
        request, charts = material.report.request, material.stores.charts
        artists = [material.artists[artist.uuid] for artist in request.artists]
        compared = request.compared_period
        if compared is None:
            return TracksAnswer(track_breakdowns(request, artists, charts))
        earlier = replace(request, start_date=compared.start, end_date=compared.end)
        return TracksAnswer(
            track_breakdowns(request, artists, charts), track_breakdowns(earlier, artists, charts)
        )

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.tracks.schema import TRACKS as SHEET

        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: the best track on each platform's charts, or why there is none."""
        return lines_of(answer)


SECTION = TracksSection()
