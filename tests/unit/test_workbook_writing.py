"""How the workbook is written: the same bytes for the same report, little memory, nothing left behind."""

from __future__ import annotations

import gc
import re
import tempfile
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from linernotes.model.report import Report, Status
from linernotes.reports.jobs import jobs_of
from linernotes.reports.workbook_schema import NOTES
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import DAILY
from linernotes.workbook.cells import Cell, row_cells, row_height
from linernotes.workbook.looks import NOTE
from linernotes.workbook.schema import MAX_DATA_ROWS
from tests.unit.builders import a_request, an_artist
from tests.unit.workbook_cases import MADE_AT, VERSION, Written, climbing, finished, one_artist, three_artists


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give temporary files a folder of their own for one test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def write(path: Path, report: Report, result: Result) -> None:
    write_workbook(path, report, result, made_at=MADE_AT, version=VERSION, status=Status.SUCCEEDED)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "first.xlsx", *three_artists())
    write(tmp_path / "second.xlsx", *three_artists())

    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()


def test_every_part_of_the_file_bears_the_moment_it_was_made(tmp_path: Path) -> None:
    write(tmp_path / "report.xlsx", *one_artist())

    with ZipFile(tmp_path / "report.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {MADE_AT.timetuple()[:6]}


def test_an_older_workbook_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"x" * 1_000_000)

    written = Written(path, *one_artist())

    assert written.book.sheetnames[0] == "Summary"


def test_nothing_temporary_is_left(tmp_path: Path, temporary: Path) -> None:
    write(tmp_path / "report.xlsx", *three_artists())

    assert list(temporary.iterdir()) == []


def test_a_failure_leaves_neither_a_workbook_nor_temporary_files(tmp_path: Path, temporary: Path) -> None:
    report, result = three_artists()
    broken = replace(result.breakdown[-1], points=[(date(2024, 9, 1), "no number")])  # type: ignore[list-item]

    with pytest.raises((TypeError, ValueError)):
        write(tmp_path / "report.xlsx", report, replace(result, breakdown=[*result.breakdown, broken]))

    assert not (tmp_path / "report.xlsx").exists()
    assert list(temporary.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_and_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write(tmp_path / "absent" / "report.xlsx", *one_artist())

    assert list(temporary.iterdir()) == []


def test_the_limit_of_a_sheet_is_excels() -> None:
    assert MAX_DATA_ROWS == 2**20 - 1


def test_rows_beyond_a_sheet_continue_on_the_next(tmp_path: Path) -> None:
    report, result = one_artist()
    total = sum(len(row.points) for row in result.breakdown)

    written = Written(tmp_path / "report.xlsx", report, result, rows_per_sheet=50)

    sheets = ["Daily data", "Daily data 2", "Daily data 3"]
    assert written.book.sheetnames == ["Summary", "Breakdown", *sheets, "Notes"]
    assert [len(written.records(name)) for name in sheets] == [50, 50, total - 100]
    for name in sheets:
        assert written.headers(name) == list(DAILY.headers)
        assert written.sheet(name).freeze_panes == "A2"
    whole = Written(tmp_path / "whole.xlsx", report, result)
    assert [record for name in sheets for record in written.records(name)] == whole.records("Daily data")
    assert {note["Result"] for note in written.records("Notes") if note["Section"] == "Check"} == {"PASS"}


def test_a_sheet_that_is_just_full_has_no_next(tmp_path: Path) -> None:
    request = a_request()
    case = finished(request, {"0.spotify": climbing(request, 1, 1)})

    written = Written(tmp_path / "report.xlsx", *case, rows_per_sheet=30)

    assert written.book.sheetnames == ["Summary", "Breakdown", "Daily data", "Notes"]


def peak_while_writing(path: Path, artists: int) -> tuple[int, int]:
    """Give the rows of a report of so many artists, and the bytes at most in use while it was written."""
    request = a_request(
        artists=tuple(an_artist(number, f"Artist {number}") for number in range(artists)),
        start_date=date(2024, 1, 1),
        end_date=date(2024, 1, 1) + timedelta(days=199),
    )
    values = climbing(request, 1_000, 3)
    report, result = finished(request, {cell.job_id: values for cell in jobs_of(request)})
    gc.collect()
    tracemalloc.start()
    write(path, report, result)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return sum(len(row.points) for row in result.breakdown), peak


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    write(tmp_path / "warm.xlsx", *one_artist())  # what is imported and cached once is not counted

    few, peak_of_few = peak_while_writing(tmp_path / "few.xlsx", 12)
    many, peak_of_many = peak_while_writing(tmp_path / "many.xlsx", 50)

    assert many > 4 * few
    assert peak_of_many < peak_of_few + 1_500_000


def test_wrapped_text_gets_the_height_it_needs() -> None:
    def height(detail: str) -> float | None:
        return row_height(NOTES.columns, row_cells(NOTES.columns, {"Detail": detail}))

    assert height("short") is None
    assert height("word " * 30) == 45
    assert height("word " * 9_000) == 409
    assert row_height(NOTES.columns, [Cell(3, 12, NOTE)]) is None


def test_a_value_without_a_column_is_refused() -> None:
    with pytest.raises(KeyError, match="Detial"):
        row_cells(NOTES.columns, {"Detial": "misspelt"})


def test_worksheets_state_no_row_or_cell_twice(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *three_artists())

    for name, part in written.parts("xl/worksheets/sheet").items():
        references = [cell.get("r", "") for cell in part.iter() if cell.tag.endswith("}c")]
        rows = [int(row.get("r", "0")) for row in part.iter() if row.tag.endswith("}row")]
        assert len(set(references)) == len(references), name
        assert rows == list(range(1, len(rows) + 1)), name
        assert all(re.fullmatch(r"[A-Z]+\d+", reference) for reference in references), name
