"""Places as a section: no job and no call, as they come with the windows of the rows of metric sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from linernotes.model.request import ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.places.answer import section_json
from linernotes.sections.places.lines import lines_of
from linernotes.sections.places.rows import PlacesOf, not_published, places_of
from linernotes.sections.section import Fetched, Material, Price, Section, Unanswerable
from linernotes.sections.sources import SOURCES, Places

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.places import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table


@dataclass(frozen=True, slots=True)
class PlacesAnswer:
    """The places of each artist on each source, artists first, both in the order asked for."""

    found: Sequence[PlacesOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return {of.status for of in self.found}.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(of.rows for of in self.found)

    def json(self) -> answers.PlacesSection:
        """See `Answer.json`."""
        return section_json(self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.places.sheet import places_table

        return [places_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return (
            (
                "Places",
                "Countries and cities as far as the platform names them, of each source that has any. A row "
                "without a city is a country's. Rows are sorted by latest value.",
            ),
            ("Share on Places", "Latest value over the artist's worldwide value of the same day."),
        )


class PlacesSectionOfReports(Section):
    """Countries and cities of the sources asked for."""

    name = "places"
    title = "Places"
    about = "where each artist's audience is: countries and cities"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.places.answer_types import PlacesSection

        return PlacesSection

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:  # noqa: ARG002
        """See `Section.price`: nothing, and which sources have no places whatever is asked."""
        return Price(
            unanswerable=[
                Unanswerable(artist, slug, RowStatus.NOT_PUBLISHED, not_published(SOURCES[slug]), self.name)
                for artist in request.artists
                for slug in request.platforms
                if SOURCES[slug].places is Places.NONE
            ]
        )

    def build(self, material: Material) -> PlacesAnswer:
        """See `Section.build`."""
        return PlacesAnswer(places_of(material))

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.places.sheet import PLACES as SHEET

        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: where most of the audience is on each source, or why that is not known."""
        return lines_of(answer)


SECTION = PlacesSectionOfReports()
