"""The names a reader of the workbook may rely on: its sheets and their columns.

Whoever changes a name, or the order, gives the workbook a new `WORKBOOK_SCHEMA_VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.workbook import looks
from linernotes.workbook.looks import Look

WORKBOOK_SCHEMA_VERSION = 3

MAX_DATA_ROWS = 1_048_575
"""Rows of a sheet below its header: Excel ends at row 1,048,576."""

WORLDWIDE = "Worldwide"
"""What the Country columns hold without a country, so that no pivot table shows a "(blank)"."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its header: how its cells look, and its width in characters, the least there is."""

    header: str
    look: Look
    width: float


@dataclass(frozen=True, slots=True)
class SheetSchema:
    """A sheet by its name, and its columns from A on."""

    name: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """List the column headers in order."""
        return tuple(column.header for column in self.columns)


_FIGURES = (
    Column("First value", looks.FIGURE, 12),
    Column("Latest value", looks.FIGURE, 13),
    Column("Difference", looks.DIFFERENCE, 12),
    Column("Change %", looks.CHANGE, 10),
    Column("Average", looks.AVERAGE, 12),
    Column("Peak", looks.FIGURE, 12),
    Column("Peak date", looks.DAY, 11.5),
    Column("First date", looks.DAY, 11.5),
    Column("Latest date", looks.DAY, 11.5),
)

_EXPECTED = (Column("Expected points", looks.FIGURE, 9.5), Column("Coverage", looks.SHARE, 10))

POINTS_OF_ALL = "Points of all artists"
"""The header on Summary: there are as many a day as artists, while totals and coverage are of days."""

SUMMARY = SheetSchema(
    "Summary",
    (
        Column("Platform", looks.NAME, 13),
        Column("Metric", looks.NAME, 17),
        *_FIGURES,
        Column(POINTS_OF_ALL, looks.FIGURE, 11),
        Column("Days with a total", looks.FIGURE, 11),
        *_EXPECTED,
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
    ),
)

BREAKDOWN = SheetSchema(
    "Breakdown",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Metric", looks.NAME, 17),
        Column("Country", looks.NAME, 10.5),
        *_FIGURES,
        Column("Data points", looks.FIGURE, 8.5),
        *_EXPECTED,
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Origin", looks.WORD, 22),
        Column("Fetched (UTC)", looks.MOMENT, 17),
        Column("Artist UUID", looks.WORD, 39),
    ),
)

DAILY = SheetSchema(
    "Daily data",
    (
        Column("Artist", looks.NAME.dense(), 18),
        Column("Artist UUID", looks.NAME.dense(), 38),
        Column("Platform", looks.NAME.dense(), 13),
        Column("Metric", looks.NAME.dense(), 17),
        Column("Country", looks.NAME.dense(), 11),
        Column("Date", looks.DAY.dense(), 12),
        Column("Value", looks.FIGURE.dense(), 16),
        Column("Status", looks.WORD.dense(), 14),
    ),
)

TRACKS = SheetSchema(
    "Tracks",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Country", looks.NAME, 10.5),
        Column("Track", looks.NAME, 22),
        Column("Credit", looks.NAME, 22),
        Column("Top track", looks.WORD, 8),
        Column("Total streams", looks.FIGURE, 13),
        Column("Average a day", looks.AVERAGE, 12),
        Column("Peak", looks.FIGURE, 12),
        Column("Best position", looks.FIGURE, 9.5),
        Column("Weeks on chart so far", looks.FIGURE, 12),
        Column("Data points", looks.FIGURE, 8.5),
        Column("Chart days", looks.FIGURE, 8),
        Column("Of chart days", looks.FIGURE, 8.5),
        Column("Status", looks.WORD, 13),
        Column("Metric", looks.WORD, 11),
        Column("Frequency", looks.WORD, 12),
        Column("Note", looks.NOTE, 52),
        Column("Track UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)

COMPARISON = SheetSchema(
    "Comparison",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Metric", looks.NAME, 17),
        Column("Country", looks.NAME, 10.5),
        Column("Average", looks.AVERAGE, 12),
        Column("Compared average", looks.AVERAGE, 12),
        Column("Change", looks.DIFFERENCE, 12),
        Column("Change %", looks.CHANGE, 10),
        Column("Latest value", looks.FIGURE, 13),
        Column("Compared latest", looks.FIGURE, 13),
        Column("Latest change", looks.DIFFERENCE, 14.5),
        Column("Latest change %", looks.CHANGE, 10),
        Column("Data points", looks.FIGURE, 8.5),
        *_EXPECTED,
        Column("Compared points", looks.FIGURE, 10.5),
        Column("Compared expected", looks.FIGURE, 10.5),
        Column("Compared coverage", looks.SHARE, 10.5),
        Column("Compared from", looks.DAY, 13),
        Column("Compared to", looks.DAY, 13),
        Column("Compared status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
"""Figures without "Compared" are of the report's own period, as on Breakdown; changes lead to them."""

NOTES = SheetSchema(
    "Notes",
    (
        Column("Section", looks.NAME, 10),
        Column("Subject", looks.NOTE, 36),
        Column("Detail", looks.NOTE, 58),
        Column("Result", looks.NOTE, 25),
        Column("Count", looks.FIGURE, 9),
        Column("Expected", looks.FIGURE, 10),
        Column("Time (UTC)", looks.MOMENT, 16),
        Column("Newest day", looks.DAY, 11.5),
        Column("Fetched from (UTC)", looks.MOMENT, 16),
        Column("Fetched to (UTC)", looks.MOMENT, 16),
        Column("Crawled (UTC)", looks.MOMENT, 16),
        Column("Kind of metric", looks.NOTE, 27),
        Column("Cadence", looks.NOTE, 18),
        Column("By country", looks.NOTE, 36),
    ),
)

SHEETS = (SUMMARY, BREAKDOWN, DAILY, TRACKS, COMPARISON, NOTES)
"""Every sheet in order. Daily data continues on "Daily data 2" and so on, right behind it; so does Tracks.

Tracks is there only when asked for, Comparison when the request compares.
"""
