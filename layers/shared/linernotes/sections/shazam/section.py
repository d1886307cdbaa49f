"""Shazam as a section: a job an artist, for its songs' counts and for their ranks on charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linernotes.model.report import Job, Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.plan import Plan, Reading, Subject
from linernotes.sections.planned_section import PlannedSection
from linernotes.sections.section import Material
from linernotes.sections.shazam.answer import section_json
from linernotes.sections.shazam.lines import lines_of
from linernotes.sections.shazam.plan import MOST_CHARTED, Found, most_calls_to_come, most_windows, plan_of
from linernotes.sections.shazam.totals import ShazamOf, shazam_of

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.shazam import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table

_S_PER_SONG = 0.0008
_S_PER_WINDOW = 0.0007
"""Seconds to write a song as JSON, CSV and a row of the workbook, and to read a window of its counts.

Three times what was measured: Lambda's processors may take half as long again, and that is doubled.
"""

_NO_LONGER_STORED = "what was fetched for this is no longer stored"


@dataclass(frozen=True, slots=True)
class ShazamAnswer:
    """The songs of each artist on Shazam, in the order asked for."""

    report: Report
    name: str
    found: Sequence[ShazamOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        statuses = {of.status for of in self.found} | {row.status for of in self.found for row in of.rows}
        broken = not statuses.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})
        return not broken and not any(of.lacks for of in self.found)

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(of.has_figures for of in self.found)

    def json(self) -> answers.ShazamSection:
        """See `Answer.json`."""
        return section_json(self.report, self.name, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.shazam.sheet import shazam_table

        return [shazam_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return (
            (
                "Shazam",
                "Of each artist the songs with the highest Shazam counts, as many as were asked for, and "
                "those on a Shazam chart in the period. Counts are worldwide: nobody publishes them by "
                "country. Gained is the count at the end of the period less the count right before it.",
            ),
            (
                "Ranks on Shazam",
                "Of the charts a song was on between the first and the last day of the period. Its rank on "
                "one is its peak if it peaked in the period, else its position when it was last ranked. A "
                "city's chart counts as one of its country. Days charted are the most it has been on any.",
            ),
        )


class ShazamSectionOfReports(PlannedSection[Found]):
    """Shazam counts of songs, and ranks on Shazam's charts."""

    name = "shazam"
    title = "Shazam"
    about = "what songs gained on Shazam, and where they are on its charts"

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.shazam.answer_types import ShazamSection

        return ShazamSection

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: one an artist."""
        return [(artist, None) for artist in request.artists]

    def writing_s(self, request: ReportRequest) -> float:
        """See `Section.writing_s`."""
        windows = most_windows(request.periods, request.country, today=request.end_date)
        songs = len(request.artists) * (request.songs_limit + MOST_CHARTED)
        return songs * (_S_PER_SONG + _S_PER_WINDOW * windows)

    def plan(self, subject: Subject) -> Plan[Found]:
        """See `PlannedSection.plan`."""
        return plan_of(subject)

    def unlisted_calls(self, subject: Subject) -> int:
        """See `PlannedSection.unlisted_calls`."""
        return most_calls_to_come(subject)

    def build(self, material: Material) -> ShazamAnswer:
        """See `Section.build`."""
        reasons = {failure.job.job_id: failure.reason for failure in material.report.failures}
        return ShazamAnswer(
            material.report,
            self.name,
            [
                _of(material, job, reading, reasons.get(job.job_id))
                for job, reading in self.readings(material)
            ],
        )

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.shazam.sheet import SHAZAM as SHEET

        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: what was gained and the best rank, or why that is not known."""
        return lines_of(answer)


def _of(material: Material, job: Job, reading: Reading[Found], reason: str | None) -> ShazamOf:
    request = material.report.request
    return shazam_of(
        material.artists[job.artist.uuid],
        reading.result,
        request.periods,
        request.country,
        reason=reason or _NO_LONGER_STORED,
        lacks=bool(reading.lacks),
        fetched_at=reading.fetched_at,
    )


SECTION = ShazamSectionOfReports()
