"""report.csv in LibreOffice, told of every separator: nothing from outside is taken for a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linernotes.model.report import Report, Status
from linernotes.reports.jobs import jobs_of
from linernotes.sections.audience.csv_file import HEADERS, write_csv
from linernotes.sections.audience.result import Result
from linernotes.workbook.csv_text import Separator
from tests.integration.libreoffice import convert
from tests.unit.builders import a_request, an_artist
from tests.unit.workbook_cases import MADE_AT, finished

HOSTILE = [
    f"{before}{sign}1+1{after}"
    for before in ("", " ", "x;", "x; ", "x,", "x\t", "x|", 'x";"', '"', "x\n", "\u200b", "x;\u202e")
    for sign, after in (("=", ""), ("=", ';"=2"'), ("+", ""), ("-", ""), ("＝", ""))
]
DAY = date(2024, 9, 1)
SEPARATORS: tuple[Separator, ...] = (",", ";")
ENGLISH, ITALIAN = "1033", "1040"


def a_case() -> tuple[Report, Result]:
    """Make a report of every hostile name, with whole numbers, decimals and negative ones."""
    artists = tuple(replace(an_artist(number), name=name) for number, name in enumerate(HOSTILE[:50]))
    values = [{DAY: Decimal("-1234.5") if number % 2 else number} for number in range(len(artists))]
    request = a_request(artists=artists, start_date=DAY, end_date=DAY)
    by_job = {job.job_id: value for job, value in zip(jobs_of(request), values, strict=True)}
    return finished(request, by_job)


def written(folder: Path, separator: Separator) -> Path:
    path = folder / f"written-{ord(separator)}.csv"
    write_csv(path, *a_case(), made_at=MADE_AT, status=Status.SUCCEEDED, separator=separator)
    return path


def unguarded(folder: Path, separator: Separator) -> Path:
    """Write names as they are, in quotation marks, as the csv module does."""
    path = folder / f"unguarded-{ord(separator)}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
        writer.writerows([[name, "uuid", "1"] for name in HOSTILE])
    return path


def cells(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def formulas(path: Path) -> list[str]:
    return [str(cell.value) for row in cells(path) for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(
    "read_with",
    ["44,34", "59,34", "9,34", "44/59/9,34", "44,0", "59,0", "124,0", "44/59/9,39"],
    ids=[
        "comma",
        "semicolon",
        "tab",
        "any",
        "comma-unquoted",
        "semicolon-unquoted",
        "pipe-unquoted",
        "any-'",
    ],
)
def test_no_cell_is_a_formula_whatever_separator_a_reader_expects(tmp_path: Path, read_with: str) -> None:
    files = [write(tmp_path, separator) for write in (written, unguarded) for separator in SEPARATORS]
    *guarded, control, other_control = convert(tmp_path, "xlsx", *files, reading=f"CSV:{read_with},76,1")

    assert [formulas(path) for path in guarded] == [[], []]
    assert formulas(control), "the names would be formulas without care"
    assert formulas(other_control)


@pytest.mark.parametrize(("separator", "code", "language"), [(",", 44, ENGLISH), (";", 59, ITALIAN)])
def test_in_the_language_it_is_meant_for_numbers_are_numbers_and_days_are_days(
    tmp_path: Path, separator: Separator, code: int, language: str
) -> None:
    reading = f"CSV:{code},34,76,1,,{language}"
    (opened,) = convert(tmp_path, "xlsx", written(tmp_path, separator), reading=reading)

    header, *rows = cells(opened)
    _, result = a_case()
    assert tuple(cell.value for cell in header) == HEADERS
    assert [row[6].value for row in rows] == [float(row.points[0][1]) for row in result.breakdown]
    assert {row[5].value.date() for row in rows} == {DAY}
