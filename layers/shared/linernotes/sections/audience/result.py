"""The answer of contract 4: rows, platform summaries, and why a cell is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from linernotes.model.figures import Exact, Figures
from linernotes.model.notes import Note, text_of
from linernotes.model.points import Points
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import Window
from linernotes.sections.audience.comparison import Compared
from linernotes.sections.audience.reading import READING, READING_COMPARISON
from linernotes.sections.section import Answer
from linernotes.sections.sources import MetricSource, Places

if TYPE_CHECKING:
    from linernotes.sections.audience.answer_types import Rows  # what makes tables imports openpyxl
    from linernotes.workbook.tables import Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row's data came from: when its oldest and newest window were fetched, and what is missing.

    `crawled_at` is when Soundcharts last looked, as it says itself. `missing` are windows not delivered.
    """

    fetched_from: datetime | None = None
    fetched_to: datetime | None = None
    crawled_at: str | None = None
    missing: Sequence[Window] = ()


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One artist on one metric source; `compared` is there when the request compares.

    `unreadable` counts the rows of Soundcharts' answers that could not be read.
    """

    artist: Artist
    source: MetricSource
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    points: Points
    provenance: Provenance
    unreadable: int = 0
    compared: Compared | None = None

    @property
    def note(self) -> str | None:
        """Give what the notes say."""
        return text_of(self.notes)


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One metric source over all artists of the report.

    `totals` are the daily totals it is drawn from, `artists` those who have any point.
    """

    source: MetricSource
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    totals: Sequence[tuple[date, Exact]]
    artists: Sequence[Artist] = ()
    compared: Compared | None = None

    @property
    def note(self) -> str | None:
        """Give what the notes say."""
        return text_of(self.notes)


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer: the rows of metric sources and, by name, what the sections asked for say."""

    summaries: Sequence[PlatformSummary]
    breakdown: Sequence[BreakdownRow]
    artists: Sequence[Artist]
    sources: Sequence[MetricSource]
    sections: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        """Say whether there is anything to show, in any section."""
        of_sections = any(answer.has_figures for answer in self.sections.values())
        return of_sections or any(row.points for row in self.breakdown)

    @property
    def whole(self) -> bool:
        """Say whether no row, of either period, lacks a window (contract 2)."""
        statuses = {row.status for row in self.breakdown}
        statuses |= {row.compared.status for row in self.breakdown if row.compared is not None}
        rows = statuses.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})
        return rows and all(answer.whole for answer in self.sections.values())

    def json(self) -> Rows:
        """Give the rows and their summaries, as they stand in the result itself."""
        from linernotes.sections.audience.rows_json import rows_json

        return rows_json(self)

    def tables(self) -> Sequence[Table]:
        """Give none: its sheets are those the workbook is built around."""
        return ()

    def reading(self) -> Sequence[tuple[str, str]]:
        """Say how its sheets are to be read."""
        compares = any(row.compared is not None for row in self.breakdown)
        return (*READING, *(READING_COMPARISON if compares else ()))


def label_of(artist: Artist) -> str:
    """Name an artist for a reader, by UUID where the name never became known."""
    return artist.label


def point_status(source: MetricSource, country: str | None) -> RowStatus:
    """Say what each point of a series is; that others are missing, its row says."""
    lower_bound = country is not None and source.places is Places.TOP_CITIES
    return RowStatus.LOWER_BOUND if lower_bound else RowStatus.MEASURED
