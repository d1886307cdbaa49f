"""Names from outside that look like something else: they stay text, and lose no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workbook_cases import Written, named, within

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "@SUM(A1:A9)",
    "+1",
    "-1",
    "http://example.org",
    "007",
    "  spaces around  ",
    "two\nlines",
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


def test_a_name_too_long_for_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *named("ab" * 40_000))

    name = str(written.sheet("Daily data")["A2"].value)
    assert len(name) == 32_767
    assert name.endswith("… [cut: longer than a cell can hold]")
    assert len(str(written.sheet("Summary")["A1"].value)) < 300
