"""The sheets of the rows of metric sources: their names and columns."""

from __future__ import annotations

from linernotes.workbook import looks
from linernotes.workbook.schema import Column, SheetSchema

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
