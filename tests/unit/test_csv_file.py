"""report.csv: the rows of Daily data, as any program reads them, and harmless in those that calculate."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.plain_text import plain_text
from linernotes.model.points import Number
from linernotes.model.report import Report, Status
from linernotes.sections.audience.csv_file import HEADERS, write_csv
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import DAILY
from linernotes.workbook.csv_text import Separator, harmless
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
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"
"""What begins a formula, in every width."""

each_separator = pytest.mark.parametrize("separator", [",", ";"])


def written_to(path: Path, case: tuple[Report, Result], separator: Separator = ",") -> Path:
    report, result = case
    write_csv(path, report, result, made_at=MADE_AT, status=Status.SUCCEEDED, separator=separator)
    return path


def rows_of(path: Path, separator: Separator = ",") -> list[list[str]]:
    """Read the file as a program would that is told its encoding."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True, delimiter=separator))


def records_of(path: Path, separator: Separator = ",") -> list[dict[str, str]]:
    header, *rows = rows_of(path, separator)
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

    assert written.startswith(BOM + b'"Artist",')
    assert written.count(BOM) == 1
    assert "Beyoncé 🎵 美空ひばり" in written.decode("utf-8-sig")


@each_separator
def test_every_field_is_in_quotation_marks(tmp_path: Path, separator: Separator) -> None:
    written = written_to(tmp_path / "report.csv", named('say "hello"; a, b'), separator)

    for line in written.read_text("utf-8-sig").splitlines():
        inside = line.replace('""', "")
        assert inside.startswith('"')
        assert inside.endswith('"')
        assert inside.count(f'"{separator}"') == len(HEADERS) - 1


def test_the_same_rows_are_in_the_file_with_semicolons(tmp_path: Path) -> None:
    case = named("Earth, Wind & Fire; live")

    expected = rows_of(written_to(tmp_path / "comma.csv", case))
    assert rows_of(written_to(tmp_path / "semicolon.csv", case, ";"), ";") == expected


def test_with_semicolons_decimals_have_a_comma_and_nothing_else_changes(tmp_path: Path) -> None:
    values: dict[date, Number] = {
        september(1): 1_234_567,
        september(2): Decimal("12.50"),
        september(3): Decimal("-0.25"),
    }

    records = records_of(written_to(tmp_path / "report.csv", with_values(values), ";"), ";")

    assert [record["Value"] for record in records] == ["1234567", "12,50", "-0,25"]
    assert [record["Date"] for record in records] == [day.isoformat() for day in values]


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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x,=1+1", "x,'=1+1"),
        ("x|=1+1", "x|'=1+1"),
        ("x; =1+1", "x; '=1+1"),
        ('x";"=1+1', 'x";"\'=1+1'),
        ("=1;=2,@A1", "'=1;'=2,'@A1"),
        ("x;;－1", "x;;'－1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A1", "'＠A1"),
        (" \u00a0\u3000=1", " \u00a0\u3000'=1"),
        ("\u200b\u200e=1", "\u200b\u200e'=1"),
        ('"=1+1"', '"\'=1+1"'),
        ("“=1+1”", "“'=1+1”"),
        ("x;\u202e\x07=1", "x;'=1"),
    ],
)
def test_no_part_of_a_name_begins_as_a_formula_wherever_it_is_cut(name: str, text: str) -> None:
    assert harmless(name) == text


def test_a_tab_or_line_end_is_a_space_so_that_nothing_is_cut_there(tmp_path: Path) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named("x\t=1\r\n=2\u2028=3")))

    assert {record["Artist"] for record in records} == {"x =1 =2 =3", "Elisa"}


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\x07", "\x85"])
def test_a_name_that_begins_with_a_control_character_hides_no_formula(tmp_path: Path, start: str) -> None:
    records = records_of(written_to(tmp_path / "report.csv", named(f"{start}=1+1")))

    assert {record["Artist"] for record in records} == {"'=1+1", "Elisa"}


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    values: dict[date, Number] = {september(1): -1, september(2): Decimal("-1.5")}

    records = records_of(written_to(tmp_path / "report.csv", with_values(values)))

    assert [record["Value"] for record in records] == ["-1", "-1.5"]


@pytest.mark.parametrize(
    "name",
    [
        *("a=b", "a-b", "AC/DC", "!!!", "'Til Tuesday", "P!nk", "100 gecs", "Earth, Wind & Fire", "a;b"),
        *("a, b-c", "Tyler, The Creator", "Florence + The Machine", "x@y", "Ne-Yo", "'=1", "نانسي عجرم"),
    ],
)
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


NAMES = st.text(st.one_of(st.characters(), st.sampled_from(SIGNS + ",;|\t\"'\n \u200b\u202e")))


@given(name=NAMES)
def test_whatever_the_name_no_part_of_it_begins_a_formula(name: str) -> None:
    text = harmless(name)

    for part in re.split("[,;|\t\n]", text):
        assert not part.lstrip(' "\u00a0\u3000\u200b\u200e\u202e').startswith(tuple(SIGNS))
    assert harmless(text) == text


@given(name=NAMES)
def test_whatever_the_name_only_apostrophes_are_put_into_it(name: str) -> None:
    left = iter(plain_text(name))
    expected = next(left, None)
    for char in harmless(name):
        if char == expected:
            expected = next(left, None)
        else:
            assert char == "'"
    assert expected is None


@given(
    start=st.sampled_from(["=", "+", "-", "@", "＝", "\t=", "\x07@", "\x9f="]),
    rest=st.text(st.characters(codec="utf-8")),
)
def test_whatever_follows_the_start_of_a_formula_it_comes_to_follow_an_apostrophe(
    start: str, rest: str
) -> None:
    assert harmless(start + rest).startswith("'")
