"""Comparison: each row held against the period compared with, told on Summary and explained on Notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from linernotes.model.json_values import json_number
from linernotes.model.periods import Comparison
from linernotes.model.points import Number
from linernotes.model.report import Status
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.comparison_sheet import comparison_rows
from linernotes.sections.audience.schema import COMPARISON
from linernotes.sections.windows.window_data import Outcome
from tests.unit.builders import ELISA, LAURO, a_request
from tests.unit.workbook_cases import (
    Written,
    climbing,
    comparing,
    days_of,
    finished,
    one_artist,
    three_artists,
    within,
)

FIGURES = (
    "Average",
    "Compared average",
    "Change",
    "Change %",
    "Latest value",
    "Compared latest",
    "Latest change",
    "Latest change %",
)
CHANGES = ("Change", "Change %", "Latest change", "Latest change %")
OCTOBER = a_request(
    start_date=date(2024, 10, 1), end_date=date(2024, 10, 30), compare=Comparison.PREVIOUS_PERIOD
)
"""The first 30 days of October, compared with the 30 days of September."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("comparing") / "report.xlsx", *comparing())


def record_of(written: Written, artist: str, platform: str) -> dict[str, Any]:
    (record,) = [
        record
        for record in written.records("Comparison")
        if (record["Artist"], record["Platform"]) == (artist, platform)
    ]
    return record


def steady(request: ReportRequest, now: Number, then: Number) -> dict[date, Number]:
    """Give one value to every day of the period, and another to every day of the one compared with."""
    compared = request.compared_period
    assert compared is not None
    earlier = replace(request, start_date=compared.start, end_date=compared.end)
    return {**dict.fromkeys(days_of(earlier), then), **dict.fromkeys(days_of(request), now)}


# --- The sheet ----------------------------------------------------------------------------------------


def test_without_compare_there_is_no_such_sheet_and_no_word_of_it(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *one_artist())

    assert written.book.sheetnames == ["Summary", "Breakdown", "Daily data", "Notes"]
    assert "Comparison" not in {record["Subject"] for record in written.records("Notes")}
    assert comparison_rows(*one_artist()) == []


def test_it_stands_behind_all_daily_data_and_before_notes(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *comparing(), rows_per_sheet=150)

    assert written.book.sheetnames == [
        "Summary",
        "Breakdown",
        "Daily data",
        "Daily data 2",
        "Comparison",
        "Notes",
    ]


def test_the_row_of_every_artist_on_every_platform_reads_back_as_the_result(written: Written) -> None:
    header, *rows = written.calamine("Comparison")

    assert len(rows) == 9
    for values, row in zip(rows, written.result.breakdown, strict=True):
        record = dict(zip(header, values, strict=True))
        compared = row.compared
        assert compared is not None
        assert (record["Artist"], record["Artist UUID"]) == (row.artist.name, row.artist.uuid)
        assert (record["Platform"], record["Metric"]) == (row.source.name, row.source.metric)
        assert [record[header] for header in FIGURES] == [
            blank_or_number(row.figures.period_average),
            blank_or_number(compared.figures.period_average),
            blank_or_number(compared.change),
            blank_or_number(compared.change_percent, per=100),
            blank_or_number(row.figures.latest_value),
            blank_or_number(compared.figures.latest_value),
            blank_or_number(compared.latest_change),
            blank_or_number(compared.latest_change_percent, per=100),
        ]
        assert (record["Data points"], record["Compared points"]) == (
            row.figures.data_points,
            compared.figures.data_points,
        )
        assert (record["Expected points"], record["Compared expected"]) == (
            row.figures.expected_points,
            compared.figures.expected_points,
        )
        assert record["Coverage"] == pytest.approx(float(row.figures.coverage))
        assert record["Compared coverage"] == pytest.approx(float(compared.figures.coverage))
        assert (record["Compared from"], record["Compared to"]) == (date(2024, 8, 2), date(2024, 8, 31))
        assert record["Compared status"] == compared.status.value


def blank_or_number(value: Any, per: int = 1) -> Any:
    return "" if value is None else pytest.approx(float(json_number(value) or 0) / per)


def test_its_own_figures_are_those_of_breakdown(written: Written) -> None:
    shared = ("Artist", "Platform", "Metric", "Country", "Average", "Latest value", "Data points", "Coverage")

    compared, breakdown = written.records("Comparison"), written.records("Breakdown")

    assert [[record[header] for header in shared] for record in compared] == [
        [record[header] for header in shared] for record in breakdown
    ]


def test_a_country_stands_on_it_as_on_the_other_sheets(tmp_path: Path, written: Written) -> None:
    italian = Written(tmp_path / "report.xlsx", *comparing(country="IT"))

    assert {record["Country"] for record in italian.records("Comparison")} == {"IT"}
    assert {record["Country"] for record in written.records("Comparison")} == {"Worldwide"}
    assert record_of(italian, "Elisa", "Deezer")["Compared status"] == "not_published"
    assert record_of(italian, "Elisa", "Spotify")["Compared status"] == "lower_bound"


# --- Blanks -------------------------------------------------------------------------------------------


def test_beside_every_blank_there_is_its_reason(written: Written) -> None:
    blank = [record for record in written.records("Comparison") if None in [record[name] for name in FIGURES]]

    assert len(blank) == 5
    assert all(record["Note"] for record in blank)


def test_periods_that_could_not_be_compared_keep_their_own_figures(written: Written) -> None:
    record = record_of(written, "Elisa", "Instagram")

    assert [record[name] for name in CHANGES] == [None] * 4
    assert (record["Average"], record["Compared average"]) == (40136.5, 40042)
    assert record["Note"].startswith("Not compared: this period has values for 4 of 30 days and the period")


def test_growth_from_zero_has_a_change_and_says_why_it_has_no_percentage(written: Written) -> None:
    record = record_of(written, "Elisa", "Deezer")

    assert [record[name] for name in CHANGES] == [40, None, 40, None]
    assert record["Note"] == (
        "No Change %: the compared average is 0. No Latest change %: the compared latest value is 0."
    )


def test_a_period_that_failed_itself_says_so_beside_its_blanks(tmp_path: Path) -> None:
    request = a_request(compare=Comparison.PREVIOUS_YEAR)
    case = finished(
        request, {"0.spotify": steady(request, 1, 2)}, failed={"0.spotify": ("Soundcharts answered 503", [1])}
    )

    record = record_of(Written(tmp_path / "report.xlsx", *case), "Achille Lauro", "Spotify")

    assert (record["Average"], record["Compared average"], record["Change"]) == (None, 2, None)
    assert "This period: Not fetched: 2024-09-01 to 2024-09-30. Soundcharts answered 503." in record["Note"]
    assert record["Compared status"] == "measured"


def test_a_reason_that_both_periods_have_is_told_once(written: Written) -> None:
    note = record_of(written, "Giorgia", "Deezer")["Note"]

    assert note.count("Deezer Fans are not in the Soundcharts plan in use.") == 1


# --- How it looks -------------------------------------------------------------------------------------


def test_changes_are_coloured_by_their_sign(written: Written) -> None:
    rules = {
        str(formatting.sqref): [(rule.operator, rule.dxf.font.color.rgb) for rule in formatting.rules]
        for formatting in written.sheet("Comparison").conditional_formatting
    }

    letters = ["ABCDEFGHIJKLMNOPQRSTUVW"[COMPARISON.headers.index(name)] for name in CHANGES]
    assert rules == {
        f"{letter}2:{letter}10": [("greaterThan", "001B7F4B"), ("lessThan", "00B42318")] for letter in letters
    }


def test_names_stay_in_sight_and_what_is_for_audits_is_not_printed(written: Written) -> None:
    sheet = written.sheet("Comparison")

    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:W10"
    assert str(sheet.print_area).replace("$", "").endswith("A1:V10")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1:A9)", "-1", "http://example.org", "a@b.it", "_x0041_"])
def test_a_hostile_name_stays_the_text_it_is(tmp_path: Path, name: str) -> None:
    written = Written(tmp_path / "report.xlsx", *comparing(artists=(replace(LAURO, name=name), ELISA)))

    assert {row[0] for row in written.calamine("Comparison")[1:]} == {name, "Elisa"}
    assert all(cell.data_type == "s" for cell in written.sheet("Comparison")["A"])
    assert written.sheet("Comparison")["A2"].number_format == "@"
    assert not any(within(part, "f") for part in written.parts("xl/worksheets/").values())


# --- Summary and Notes --------------------------------------------------------------------------------


def growth_of(path: Path, request: ReportRequest, values: dict[str, Any], **options: Any) -> str:
    """Give the sentence on growth: the one before the facts."""
    rows = Written(path / "report.xlsx", *finished(request, values, **options)).calamine("Summary")
    lines = [str(row[0]) for row in rows]
    facts = next(number for number, line in enumerate(lines) if line.startswith("Report "))
    return lines[facts - 1]


@pytest.mark.parametrize(
    ("now", "then", "moved"),
    [
        (1_050, 1_000, "rose by 50 (+5.0%) on average, from 1,000 to 1,050."),
        (900, 1_000, "fell by 100 (-10.0%) on average, from 1,000 to 900."),
        (1_000, 1_000, "held its average of 1,000."),
        (40, 0, "rose by 40 (from 0) on average, from 0 to 40."),
    ],
)
def test_summary_tells_in_a_sentence_how_the_leading_platform_grew(
    tmp_path: Path, now: int, then: int, moved: str
) -> None:
    sentence = growth_of(tmp_path, OCTOBER, {"0.spotify": steady(OCTOBER, now, then)})

    assert sentence == f"Against September 2024, Spotify Monthly Listeners {moved}"


def test_summary_tells_why_growth_cannot_be_told(tmp_path: Path) -> None:
    sentence = growth_of(tmp_path, OCTOBER, {"0.spotify": climbing(OCTOBER, 5, 1)})

    assert sentence == (
        "Against September 2024, Spotify Monthly Listeners could not be compared: "
        "the period compared with has values for 0 of 30 days, and half are needed."
    )


def test_sums_of_other_artists_are_no_growth(tmp_path: Path) -> None:
    request = replace(OCTOBER, artists=(LAURO, ELISA))

    sentence = growth_of(
        tmp_path, request, {"0.spotify": steady(request, 300, 200), "1.spotify": climbing(request, 50, 0)}
    )

    assert sentence == (
        "Against September 2024, Spotify Monthly Listeners, sum of 2 artists, could not be compared: "
        "the sums are not of the same artists."
    )


def test_growth_of_sums_of_cities_is_of_lower_bounds(tmp_path: Path) -> None:
    request = replace(OCTOBER, country="IT")

    sentence = growth_of(tmp_path, request, {"0.spotify": steady(request, 300, 200)})

    assert sentence.endswith("from 200 to 300 (lower bounds).")


def test_the_platform_that_leads_is_the_first_with_figures(tmp_path: Path) -> None:
    request = replace(OCTOBER, platforms=("spotify", "deezer"))

    sentence = growth_of(
        tmp_path, request, {"0.spotify": Outcome.NOT_IN_PLAN, "0.deezer": steady(request, 110, 100)}
    )

    assert sentence == "Against September 2024, Deezer Fans rose by 10 (+10.0%) on average, from 100 to 110."


def test_where_nothing_is_compared_no_sentence_is_about_it(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *three_artists())

    assert not any(str(row[0]).startswith("Against ") for row in written.calamine("Summary"))


@pytest.mark.parametrize(
    ("comparison", "detail"),
    [
        (Comparison.PREVIOUS_PERIOD, "2024-08-02 to 2024-08-31: as many days right before"),
        (Comparison.PREVIOUS_YEAR, "2023-09-01 to 2023-09-30: the same days a year earlier"),
    ],
)
def test_notes_name_the_period_compared_with_and_define_it(
    tmp_path: Path, comparison: Comparison, detail: str
) -> None:
    notes = Written(tmp_path / "report.xlsx", *comparing(compare=comparison)).records("Notes")

    (told,) = [note for note in notes if note["Subject"] == "Period compared with"]
    assert (told["Section"], told["Detail"], told["Result"]) == ("Request", detail, "30 days")
    reading = {note["Subject"]: note["Detail"] for note in notes if note["Section"] == "Reading"}
    assert "at least half of their expected points" in reading["Comparison"]
    assert reading["Compared status"]


def test_the_checks_pass_for_what_is_compared_too(written: Written) -> None:
    checks = [note for note in written.records("Notes") if note["Section"] == "Check"]

    assert [check["Result"] for check in checks] == ["PASS"] * 5
    assert checks[0]["Count"] == len(written.records("Daily data"))
    days = {record["Date"] for record in written.records("Daily data")}
    assert min(days) == datetime(2024, 9, 1)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path, written: Written) -> None:
    again = Written(tmp_path / "report.xlsx", *comparing(), status=Status.SUCCEEDED)

    assert again.path.read_bytes() == written.path.read_bytes()
