"""The sheets of the workbook in their order, and the version of their names."""

from __future__ import annotations

from linernotes.sections.audience.schema import BREAKDOWN, COMPARISON, DAILY, SUMMARY
from linernotes.sections.registry import SECTIONS
from linernotes.workbook import looks
from linernotes.workbook.schema import Column, SheetSchema

WORKBOOK_SCHEMA_VERSION = 6


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


def sheets() -> list[SheetSchema]:
    """List every sheet in order: those of sections are there when asked for, Comparison when compared.

    Daily data continues on "Daily data 2" and so on, right behind it; so do the sheets of sections.
    """
    of_sections = [sheet for section in SECTIONS.values() for sheet in section.sheets()]
    return [SUMMARY, BREAKDOWN, DAILY, *of_sections, COMPARISON, NOTES]
