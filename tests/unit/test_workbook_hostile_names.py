"""Names from outside that look like something else: they stay text, and lose no row."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from linernotes.model.notes import Note
from linernotes.model.periods import Comparison
from linernotes.model.report import JobEnd, Report
from linernotes.sections.audience.result import Result
from tests.unit.builders import ELISA, LAURO
from tests.unit.workbook_cases import (
    Written,
    breakdowns_of,
    local,
    named,
    with_breakdowns,
    with_tracks,
    within,
)

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "@SUM(A1:A9)",
    "+1",
    "-1",
    "http://example.org",
    "007",
    "  spaces around  ",
    "somebody@example.org",
    "\\\\server\\share",
    "<b>&amp;</b>",
    "Beyoncé 🎵 美空ひばり",
    "_x0041_",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_the_text_it_is(tmp_path: Path, name: str) -> None:
    written = Written(tmp_path / "report.xlsx", *named(name, title=name))

    for sheet in ("Breakdown", "Daily data"):
        artists = {row[0] for row in written.calamine(sheet)[1:]}
        assert artists == {name, "Elisa"}, sheet
        assert all(cell.data_type == "s" for cell in written.sheet(sheet)["A"])
    assert str(written.calamine("Summary")[0][0]).startswith(" ".join(name.split())[:30])
    assert not any(within(part, "f") for part in written.parts("xl/worksheets/").values())
    assert str(written.book.properties.title).strip() == name.strip()


def test_an_edited_name_cell_would_still_be_text(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *named("=1+1"))

    assert written.sheet("Daily data")["A2"].number_format == "@"
    assert written.sheet("Summary")["A1"].number_format == "@"


def test_control_characters_are_taken_out_and_no_row_is_lost(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *named("be\x07ll\x00\ud800"))

    rows = written.calamine("Daily data")[1:]
    assert len(rows) == 60
    assert {row[0] for row in rows} == {"bell", "Elisa"}


UNSEEN = "a\x00b\x07\tc\x85d\x9f\u2028e\u202ef\u2066g\ufeff\uffff\ud800\r\nh"
PLAIN = "ab c d efg h"


def everywhere(name: str) -> tuple[Report, Result]:
    """Make a report that has the text wherever text from outside can come to stand."""
    artist = replace(LAURO, name=name)
    report, result = with_tracks(
        artists=(artist, ELISA),
        title=name,
        compare=Comparison.PREVIOUS_PERIOD,
        platforms=("spotify", "instagram"),
    )
    ends = {**report.ended, "1.instagram": JobEnd(1, 0, name, retryable=True)}
    odd = [replace(row, notes=(Note("no_value", name),)) for row in result.breakdown]
    first, *others = breakdowns_of(result)
    renamed = tuple(replace(row, name=name, credit=name) for row in first.rows)
    tracks = [replace(first, rows=renamed), *others]
    summaries = [replace(summary, notes=(Note("no_value", name),)) for summary in result.summaries]
    renamed_too = replace(result, breakdown=odd, summaries=summaries)
    return replace(report, ended=ends, failure=name), with_breakdowns(renamed_too, tracks)


def texts_in(written: Written) -> Iterator[tuple[str, str]]:
    """Give every text and attribute of every part of the file, with the part's name."""
    for name, part in written.parts().items():
        for element in part.iter():
            yield from ((name, text) for text in (element.text, *element.attrib.values()) if text)


def test_no_part_of_the_file_has_a_character_that_is_not_seen_or_turns_others_about(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *everywhere(UNSEEN))

    unseen = set(UNSEEN) - set(PLAIN) | {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
    assert [(name, text) for name, text in texts_in(written) if text.strip() and set(text) & unseen] == []
    places = {name for name, text in texts_in(written) if PLAIN in text}
    assert {
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"),
        *("xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml", "xl/worksheets/sheet6.xml"),
        *("xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "docProps/core.xml"),
    } <= places


@pytest.mark.parametrize("name", HOSTILE)
def test_on_every_sheet_it_is_text_and_nowhere_a_formula_or_a_link(tmp_path: Path, name: str) -> None:
    written = Written(tmp_path / "report.xlsx", *everywhere(name))

    for sheet in written.book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        texts = [cell for cell in cells if isinstance(cell.value, str)]
        assert any(name in str(cell.value) for cell in texts), sheet.title
        assert {cell.data_type for cell in texts} == {"s"}
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    tags = {local(element.tag) for part in written.parts().values() for element in part.iter()}
    assert not tags & {"hyperlink", "hyperlinks", "hlinkClick"}


@pytest.mark.parametrize(
    "name",
    ["美空ひばりと東京スカパラダイスオーケストラ", "방탄소년단 (BTS) 그리고 친구들", "🎵" * 17, "x" * 38],
)
def test_a_column_is_as_wide_as_the_widest_name_it_shows(tmp_path: Path, name: str) -> None:
    written = Written(tmp_path / "report.xlsx", *named(name))

    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in name)
    assert written.sheet("Daily data").column_dimensions["A"].width > columns
    breakdown = written.sheet("Breakdown")
    if columns < breakdown.column_dimensions["A"].width:
        assert not breakdown["A2"].alignment.wrap_text
    else:
        assert breakdown["A2"].alignment.wrap_text
        assert breakdown.row_dimensions[2].height > 15 * math.ceil(columns / 40)


def test_a_name_too_long_for_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *named("ab" * 40_000))

    name = str(written.sheet("Daily data")["A2"].value)
    assert len(name) == 32_767
    assert name.endswith("… [cut: longer than a cell can hold]")
    assert len(str(written.sheet("Summary")["A1"].value)) < 300
