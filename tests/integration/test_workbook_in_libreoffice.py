"""The workbook in a second office program: LibreOffice opens it, prints it and saves it again.

Needs libreoffice-calc and poppler-utils; without them these tests fail, they are never skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from linernotes.model.report import Report
from linernotes.sections.audience.lines import families_of
from linernotes.sections.audience.result import Result
from tests.integration.libreoffice import convert, run
from tests.unit.workbook_cases import (
    Written,
    comparing,
    nothing_found,
    one_artist,
    ten_artists,
    three_artists,
    with_tracks,
)

CASES: dict[str, Callable[[], tuple[Report, Result]]] = {
    "one-artist": one_artist,
    "three-artists": three_artists,
    "ten-artists": ten_artists,
    "nothing-found": nothing_found,
    "comparing": comparing,
    "tracks": with_tracks,
}
DOTS_PER_INCH = 70


class Opened:
    """A workbook, what LibreOffice printed of it, and what it saved."""

    def __init__(self, written: Written, pdf: Path, saved: Path) -> None:
        self.written = written
        self.pdf = pdf
        self.saved = saved

    def text(self) -> str:
        """Give all text that was printed."""
        return run("pdftotext", "-layout", str(self.pdf), "-")

    def first_page(self) -> str:
        """Give the text of the first page, line breaks taken for spaces."""
        return " ".join(run("pdftotext", "-l", "1", str(self.pdf), "-").split())

    def colors(self) -> set[tuple[int, int, int]]:
        """Give every colour on the picture of the first page."""
        picture = self.pdf.with_name(f"{self.pdf.stem}-page")
        run("pdftoppm", "-r", str(DOTS_PER_INCH), "-l", "1", "-singlefile", str(self.pdf), str(picture))
        magic, _size, _depth, pixels = picture.with_suffix(".ppm").read_bytes().split(b"\n", 3)
        assert magic == b"P6"
        return set(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))

    def picture(self) -> bytes:
        """Give the first page as PNG."""
        picture = self.pdf.with_name(f"{self.pdf.stem}-picture")
        run(
            "pdftoppm",
            "-png",
            "-r",
            str(DOTS_PER_INCH),
            "-l",
            "1",
            "-singlefile",
            str(self.pdf),
            str(picture),
        )
        return picture.with_suffix(".png").read_bytes()


@pytest.fixture(scope="module")
def all_opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """Every case by its name, opened by one LibreOffice that prints them and one that saves them."""
    folder = tmp_path_factory.mktemp("workbooks")
    written = [Written(folder / f"{name}.xlsx", *make()) for name, make in CASES.items()]
    paths = [workbook.path for workbook in written]
    opened = map(Opened, written, convert(folder, "pdf", *paths), convert(folder, "xlsx", *paths))
    return dict(zip(CASES, opened, strict=True))


@pytest.fixture(params=CASES)
def opened(request: pytest.FixtureRequest, all_opened: dict[str, Opened]) -> Opened:
    return all_opened[request.param]


def test_the_first_page_begins_with_the_answer_and_holds_the_table(opened: Opened) -> None:
    page = opened.first_page()

    answer = str(opened.written.sheet("Summary")["A1"].value)
    assert page.startswith(answer[:60])
    for header in opened.written.headers("Summary"):
        # A header of several words is written on several lines.
        assert set(str(header).split()) <= set(page.split())
    assert f"Liner Notes, report {opened.written.report.report_id}" in page


def test_every_chart_is_on_the_first_page_with_axes_and_lines(opened: Opened) -> None:
    page, colors = opened.first_page(), opened.colors()
    drawn = [family for family in families_of(opened.written.result) if len(family.days) > 1]

    assert page.count("Date ") >= len(drawn)
    assert len(opened.written.charts()) == len(drawn)
    for family in drawn:
        assert family.name in page
        for line in family.lines:
            assert distance(line.color, colors) < 12, f"no pixel of {line.label}"


def distance(color: str, colors: set[tuple[int, int, int]]) -> int:
    """Say how far the nearest of some colours is from one given as RRGGBB."""
    wanted = bytes.fromhex(color)
    return min(sum(abs(one - other) for one, other in zip(wanted, color, strict=True)) for color in colors)


def test_the_first_page_is_a_picture_of_a_page(opened: Opened) -> None:
    picture = opened.picture()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000


def test_no_cell_prints_as_hashes_or_as_an_error(opened: Opened) -> None:
    text = opened.text()

    assert "###" not in text
    assert "#REF!" not in text
    assert "Err:" not in text


def test_every_sheet_is_printed_under_its_name(opened: Opened) -> None:
    text = opened.text()

    for name in opened.written.book.sheetnames:
        assert f"{name}, page " in text


def test_saving_it_again_changes_no_value(opened: Opened) -> None:
    before = CalamineWorkbook.from_path(str(opened.written.path))
    after = CalamineWorkbook.from_path(str(opened.saved))

    assert after.sheet_names == before.sheet_names
    for name in before.sheet_names:
        assert filled(after, name) == filled(before, name), name


def filled(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    """List what stands in a sheet, row by row; LibreOffice keeps 15 digits of a number."""
    rows = [
        [f"{value:.13g}" if isinstance(value, float) else value for value in row if value != ""]
        for row in book.get_sheet_by_name(name).to_python()
    ]
    return [row for row in rows if row]
