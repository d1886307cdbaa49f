"""report.csv: the rows of Daily data, as any program reads them, and harmless in those that calculate."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.adapters.csv_file import HEADERS, harmless, write_csv
from linernotes.adapters.workbook.schema import DAILY
from linernotes.domain.report import Report, Status
from linernotes.domain.result import Result
from linernotes.domain.series import Number
from tests.unit.builders import ELISA, LAURO, a_request, september
from tests.unit.workbook_cases import (
    MADE_AT,
    Written,
    comparing,
    finished,
    named,
    nothing_found,
    one_artist,
    three_artists,
)

BOM = b"\xef\xbb\xbf"


def written_to(path: Path, case: tuple[Report, Result]) -> Path:
    report, result = case
    write_csv(path, report, result, made_at=MADE_AT, status=Status.SUCCEEDED)
    return path


def rows_of(path: Path) -> list[list[str]]:
    """Read the file as a program would that is told its encoding."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def records_of(path: Path) -> list[dict[str, str]]:
    header, *rows = rows_of(path)
    return [dict(zip(header, row, strict=True)) for row in rows]


def with_values(values: dict[date, Number]) -> tuple[Report, Result]:
    return finished(a_request(), {"0.spotify": values})


# --- What it holds ------------------------------------------------------------------------------------


def test_the_columns_are_those_of_daily_data(tmp_path: Path) -> None:
    (header, *_) = rows_of(written_to(tmp_path / "report.csv", one_artist()))

    assert tuple(header) == HEADERS == DAILY.headers


@pytest.mark.parametrize("case", [one_artist, three_artists, comparing], ids=lambda case: case.__name__)
def test_the_rows_are_those_of_daily_data(tmp_path: Path, case: object) -> None:
    assert callable(case)
    report, result = case()
    workbook = Written(tmp_path / "report.xlsx", report, result)
    expected = [
        {**record, "Date": record["Date"].date().isoformat(), "Value": str(record["Value"])}
        for record in workbook.records("Daily data")
    ]

    assert records_of(written_to(tmp_path / "report.csv", (report, result))) == expected


def test_a_report_without_a_point_is_a_header_and_no_row(tmp_path: Path) -> None:
    assert rows_of(written_to(tmp_path / "report.csv", nothing_found())) == [list(HEADERS)]


def test_a_country_is_named_by_its_code_and_its_sums_of_cities_are_lower_bounds(tmp_path: Path) -> None:
    records = records_of(written_to(tmp_path / "report.csv", three_artists()))

    assert {record["Country"] for record in records} == {"IT"}
    assert {(record["Platform"], record["Status"]) for record in records} == {
        ("Spotify", "lower_bound"),
        ("Instagram", "measured"),
    }


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written_to(tmp_path / "first.csv", three_artists())
    second = written_to(tmp_path / "second.csv", three_artists())

    assert first.read_bytes() == second.read_bytes()


# --- How it is read -----------------------------------------------------------------------------------


def test_it_begins_once_with_the_mark_by_which_excel_sees_utf_8(tmp_path: Path) -> None:
    written = written_to(tmp_path / "report.csv", named("Beyoncé 🎵 美空ひばり")).read_bytes()

    assert written.startswith(BOM + b"Artist,")
    assert written.count(BOM) == 1
    assert "Beyoncé 🎵 美空ひばり" in written.decode("utf-8-sig")


def test_every_line_ends_as_rfc_4180_says(tmp_path: Path) -> None:
    written = written_to(tmp_path / "report.csv", one_artist()).read_bytes()

    assert written.endswith(b"\r\n")
    assert written.count(b"\n") == written.count(b"\r\n") == written.count(b"\r")


def test_numbers_and_days_are_parsed_without_knowing_a_locale(tmp_path: Path) -> None:
    values: dict[date, Number] = {
        september(1): 1_234_567,
        september(2): -42,
        september(3): Decimal("12.50"),
        september(4): Decimal("-0.25"),
        september(5): 0,
        september(6): 10**15 + 1,
    }

    records = records_of(written_to(tmp_path / "report.csv", with_values(values)))

    assert {date.fromisoformat(record["Date"]): Decimal(record["Value"]) for record in records} == values
    assert [record["Value"] for record in records] == [
        "1234567",
        "-42",
        "12.50",
        "-0.25",
        "0",
        "1000000000000001",
    ]


@pytest.mark.parametrize("name", ['say "hello"', "Earth, Wind & Fire", "a;b", "  spaces around  ", "007"])
def test_a_name_with_marks_of_the_format_is_read_back_as_it_is(tmp_path: Path, name: str) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named(name)))

    assert {record["Artist"] for record in records} == {name, "Elisa"}


# --- What spreadsheets might take it for --------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["=1+1", '=HYPERLINK("http://example.org","click")', "+1", "-1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0"],
)
def test_a_name_that_begins_as_a_formula_is_made_text_by_an_apostrophe(tmp_path: Path, name: str) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named(name)))

    assert {record["Artist"] for record in records} == {f"'{name}", "Elisa"}


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\x07", "\x85"])
def test_a_name_that_begins_with_a_control_character_hides_no_formula(tmp_path: Path, start: str) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named(f"{start}=1+1")))

    assert {record["Artist"] for record in records} == {"'=1+1", "Elisa"}


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    values: dict[date, Number] = {september(1): -1, september(2): Decimal("-1.5")}

    records = records_of(written_to(tmp_path / "report.csv", with_values(values)))

    assert [record["Value"] for record in records] == ["-1", "-1.5"]


@pytest.mark.parametrize("name", ["a=b", "a-b", "AC/DC", "!!!", "'Til Tuesday", "P!nk", "100 gecs"])
def test_other_names_get_no_apostrophe(name: str) -> None:
    assert harmless(name) == name


def test_an_artist_without_a_name_is_told_by_uuid(tmp_path: Path) -> None:
    request = a_request(artists=(replace(LAURO, name=None), ELISA))
    case = finished(request, {"0.spotify": {september(1): 1}})

    (record,) = records_of(written_to(tmp_path / "report.csv", case))

    assert record["Artist"] == record["Artist UUID"] == LAURO.uuid


def test_control_characters_are_taken_out_and_no_row_is_lost(tmp_path: Path) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named("be\x07ll\x00\r\n ringer")))

    assert len(records) == 60
    assert {record["Artist"] for record in records} == {"bell ringer", "Elisa"}


@given(name=st.text(st.characters(codec="utf-8")))
def test_whatever_the_name_no_control_character_is_left_of_it(name: str) -> None:
    assert all(char >= " " for char in harmless(name))


@given(
    start=st.sampled_from(["=", "+", "-", "@", "\t=", "\x07@"]), rest=st.text(st.characters(codec="utf-8"))
)
def test_whatever_follows_the_start_of_a_formula_it_comes_to_follow_an_apostrophe(
    start: str, rest: str
) -> None:
    assert harmless(start + rest).startswith("'")
