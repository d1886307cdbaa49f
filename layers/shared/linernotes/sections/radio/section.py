"""Radio as a section: a job an artist, planned over whole months and what is left at a period's edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linernotes.model.report import Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.planned_section import PlannedSection
from linernotes.sections.radio.answer import section_json
from linernotes.sections.radio.lines import lines_of
from linernotes.sections.radio.notes import status_of
from linernotes.sections.radio.plan import (
    MOST_SPINS_LISTED,
    PeriodFound,
    most_calls_for_broadcasts,
    plan_radio,
)
from linernotes.sections.radio.radio_of import RadioOf, radio_of
from linernotes.sections.radio.ranges import SETTLED_AFTER_DAYS
from linernotes.sections.section import Material

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.radio import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table


@dataclass(frozen=True, slots=True)
class RadioAnswer:
    """The radio of each artist, in the order asked for."""

    report: Report
    name: str
    found: Sequence[RadioOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        statuses = {status_of(spins) for of in self.found for spins in (of.now, of.before) if spins}
        return statuses.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(of.now.known for of in self.found)

    def json(self) -> answers.RadioSection:
        """See `Answer.json`."""
        return section_json(self.report, self.name, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.radio.sheet import radio_tables

        return radio_tables(self.found)

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return (
            (
                "Radio",
                "Spins on the stations Soundcharts monitors, from broadcast-groups and broadcasts of the "
                "artist. The country is the station's. A song of several artists counts for each of them, so "
                "spins of different artists do not add up.",
            ),
            (
                "Days of Radio",
                "Days are in UTC, so that late evenings of some countries fall on another day. "
                f"Spins of a day may still be added for {SETTLED_AFTER_DAYS} days.",
            ),
            (
                "Tie-out of Radio",
                "PASS where the spins by station are as many as the broadcasts Soundcharts gives.",
            ),
            (
                "Radio by song, Radio by day",
                f"Of artists with up to {MOST_SPINS_LISTED:,} spins in the period. "
                "A day that is not listed had none.",
            ),
        )


class RadioSectionOfReports(PlannedSection[list[PeriodFound]]):
    """Spins by station, and what they add up to."""

    name = "radio"
    title = "Radio"
    about = "how often each artist was played on monitored radio stations"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.radio.answer_types import RadioSection

        return RadioSection

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: one an artist."""
        return [(artist, None) for artist in request.artists]

    def plan(self, subject: Subject) -> Plan[list[PeriodFound]]:
        """See `PlannedSection.plan`."""
        return plan_radio(subject)

    def unlisted_calls(self, subject: Subject) -> int:
        """See `PlannedSection.unlisted_calls`: what broadcasts may take."""
        return most_calls_for_broadcasts(subject)

    def build(self, material: Material) -> RadioAnswer:
        """See `Section.build`."""
        return RadioAnswer(
            material.report,
            self.name,
            [
                radio_of(material.report, job, material.artists[job.artist.uuid], reading)
                for job, reading in self.readings(material)
            ],
        )

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.radio.sheet import SHEETS

        return SHEETS

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: how often the artist was played and where most, or why that is not known."""
        return lines_of(answer)


SECTION = RadioSectionOfReports()
