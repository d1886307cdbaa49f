"""A chart beside a table: drawn from numbers of its own, right of the table, which stays as it is without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.book import Book
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check
from linernotes.workbook.drawings import Bars, Drawing, DrawnLine, Lines
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Table, write_table
from tests.unit.builders import NOW

SCHEMA = SheetSchema(
    "Songs",
    (Column("Song", looks.NAME, 20), Column("Gained", looks.FIGURE, 12), Column("Note", looks.NOTE, 30)),
)
ROWS: list[dict[str, Value]] = [
    {"Song": f"Song {number}", "Gained": 100 - number, "Note": None} for number in range(4)
]
FIRST = date(2024, 9, 1)


def bars(count: int) -> Bars:
    return Bars(
        title="Top songs",
        unit="Streams gained",
        alt_text="Bars of streams gained. Song 0 leads with 100.",
        of="Song",
        bars=[(f"Song {number}", 100 - number) for number in range(count)],
    )


def lines(days: int) -> Lines:
    return Lines(
        title="Spins by day",
        unit="Spins",
        alt_text="A line of spins a day.",
        days=[FIRST + timedelta(days=number) for number in range(days)],
        lines=[DrawnLine("Spins", [number or None for number in range(days)])],
    )


def written(
    tmp_path: Path, drawing: Drawing | None, *, rows_per_sheet: int = 1_000, checks: Sequence[Check] = ()
) -> tuple[Any, list[Check]]:
    path = tmp_path / "book.xlsx"
    table = Table(
        SCHEMA,
        lambda: iter(ROWS),
        lambda: Audit("Songs", "Song", len(ROWS), ("Song",), "Gained", {}),
        drawing=drawing,
        checks=checks,
    )
    with Book() as book:
        told = write_table(book, table, rows_per_sheet=rows_per_sheet, footer="A footer")
        book.save(path, title="A title", description="A description", made_at=NOW)
    return load_workbook(path), told


def values_of(sheet: Any, ref: str) -> list[Any]:
    name, _, cells = ref.rpartition("!")
    assert name == f"'{sheet.title}'"
    return [row[0].value for row in sheet[cells.replace("$", "")]]


@pytest.mark.parametrize("count", [1, 4, 9])
def test_bars_are_drawn_from_numbers_right_of_the_table(tmp_path: Path, count: int) -> None:
    book, _ = written(tmp_path, bars(count))
    sheet = book["Songs"]
    (chart,) = sheet._charts
    (series,) = chart.series
    assert values_of(sheet, series.cat.strRef.f) == [f"Song {number}" for number in range(count)]
    assert values_of(sheet, series.val.numRef.f) == [100 - number for number in range(count)]
    assert [point.v for point in series.cat.strRef.strCache.pt] == [f"Song {n}" for n in range(count)]
    assert (chart.type, chart.x_axis.scaling.orientation) == ("bar", "maxMin")
    assert chart.anchor._from.col > len(SCHEMA.columns)


def test_lines_run_over_their_days_and_a_day_without_a_value_is_blank(tmp_path: Path) -> None:
    book, _ = written(tmp_path, lines(30))
    sheet = book["Songs"]
    (chart,) = sheet._charts
    (series,) = chart.series
    assert values_of(sheet, series.val.numRef.f) == [None, *range(1, 30)]
    assert values_of(sheet, series.cat.numRef.f)[0].date() == FIRST


@pytest.mark.parametrize("drawing", [None, bars(9), lines(30)])
def test_the_table_is_the_same_with_a_chart_beside_it(tmp_path: Path, drawing: Drawing | None) -> None:
    book, told = written(tmp_path, drawing)
    sheet = book["Songs"]
    table = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=1, max_row=5)]
    assert table == [
        ["Song", "Gained", "Note"],
        *([row["Song"], row["Gained"], None] for row in ROWS),
    ]
    assert sheet.auto_filter.ref == "A1:C5"
    assert sheet.print_area == "'Songs'!$A$1:$C$5"
    assert all(check.passed for check in told)


def test_no_header_comes_twice_on_a_sheet_with_a_chart(tmp_path: Path) -> None:
    book, _ = written(tmp_path, bars(3))
    headers = [cell.value for cell in book["Songs"][1] if cell.value]
    assert headers == ["Song", "Gained", "Note", "Chart: Song", "Chart: Streams gained"]


def test_a_table_that_goes_on_on_further_sheets_has_its_chart_on_the_first(tmp_path: Path) -> None:
    book, _ = written(tmp_path, bars(9), rows_per_sheet=2)
    assert [len(sheet._charts) for sheet in book.worksheets] == [1, 0]
    assert book["Songs 2"].auto_filter.ref == "A1:C3"


def test_a_chart_without_numbers_is_none(tmp_path: Path) -> None:
    book, _ = written(tmp_path, bars(0))
    assert book["Songs"]._charts == []
    assert book["Songs"].max_column == 3


def test_checks_that_come_with_a_table_are_told_with_its_own(tmp_path: Path) -> None:
    of_section = Check("Spins by station = broadcasts", 5, 5, "Of all artists.")
    _, told = written(tmp_path, None, checks=[of_section])
    assert told[-1] == of_section
