"""Summary: the answer in words, the table, and what is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.unit.builders import ELISA, LAURO, a_request, an_artist, september
from tests.unit.workbook_cases import (
    Written,
    climbing,
    finished,
    nothing_found,
    one_artist,
    ten_artists,
    three_artists,
    within,
)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("one") / "report.xlsx", *one_artist(title="September"))


def texts(written: Written) -> list[str]:
    """List the lines above the table."""
    rows = written.calamine("Summary")[: written.header_row("Summary") - 1]
    return [row[0] for row in rows if row[0]]


def test_the_first_cell_answers_the_question(one: Written) -> None:
    assert one.sheet("Summary")["A1"].value == (
        "Achille Lauro worldwide, September 2024: Spotify Monthly Listeners rose by 58,000 (+5.8%) "
        "to 1,058,000, its peak, on 30 September 2024."
    )


def test_the_next_lines_answer_it_for_two_more_platforms(one: Written) -> None:
    assert texts(one)[1:3] == [
        "YouTube Views fell by 290,000 (-5.8%) to 4,710,000, with a peak of 5,000,000 on 1 September 2024.",
        "Instagram Followers rose by 2,900 (+0.4%) to 802,900, its peak, on 30 September 2024.",
    ]


def test_the_facts_name_report_status_time_and_checks(one: Written) -> None:
    assert texts(one)[3] == (
        "September · Report 3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10 · revision 1 · succeeded · "
        "made 15 January 2025, 12:00 UTC · 5 of 5 checks passed"
    )


def test_several_artists_are_answered_for_together_with_what_is_wanting(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *three_artists())

    title = texts(written)[0]
    assert title.startswith("Achille Lauro, Elisa and Giorgia in Italy, 1 August to 30 September 2024: ")
    assert "Spotify Monthly Listeners, sum of 3 artists, rose by" in title
    assert title.endswith("(partly fetched).")


def test_without_any_figure_the_answer_says_why(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *nothing_found())

    assert texts(written)[0] == (
        "Achille Lauro in Italy, September 2024: Spotify Monthly Listeners: no figures, "
        "no data for this period."
    )
    assert written.charts() == []


def test_a_single_day_is_told_in_words_and_not_drawn(tmp_path: Path) -> None:
    request = a_request(end_date=date(2024, 9, 1))
    written = Written(tmp_path / "report.xlsx", *finished(request, {"0.spotify": climbing(request, 1234, 1)}))

    assert texts(written)[0] == (
        "Achille Lauro worldwide, 1 September 2024: Spotify Monthly Listeners stood at 1,234 "
        "on 1 September 2024, the only day measured."
    )
    assert written.charts() == []


def test_single_values_of_several_artists_are_told_in_words_and_not_drawn(tmp_path: Path) -> None:
    request = a_request(artists=(LAURO, ELISA), platforms=("instagram",), country="IT")
    values = {"0.instagram": {september(3): 100}, "1.instagram": {september(9): 12}}
    written = Written(tmp_path / "report.xlsx", *finished(request, values))

    assert texts(written)[0].endswith(
        "Instagram Followers, sum of 2 artists, stood at 112, each artist measured on one day only."
    )
    assert written.charts() == []
    (summary,) = written.records("Summary")
    assert (summary["Difference"], summary["Change %"], summary["Latest value"]) == (None, None, 112)
    assert (summary["Points of all artists"], summary["Days with a total"], summary["Expected points"]) == (
        2,
        2,
        1,
    )
    assert summary["Note"].startswith("Sum of 2 artists: a person is counted once for each.")
    assert [row["Difference"] for row in written.records("Breakdown")] == [None, None]
    checks = [note["Result"] for note in written.records("Notes") if note["Section"] == "Check"]
    assert checks == ["PASS"] * 5


def test_points_of_all_artists_stand_apart_from_the_days_with_a_total(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *ten_artists(days=30))

    spotify = written.records("Summary")[0]
    assert spotify["Points of all artists"] > spotify["Days with a total"] == spotify["Expected points"] == 30
    assert spotify["Coverage"] == 1


def test_charts_and_table_are_printed_and_their_numbers_are_not(one: Written) -> None:
    sheet = one.sheet("Summary")
    last_chart_row = max(
        int(row.text or 0)
        for row in within(one.parts("xl/drawings/drawing")["xl/drawings/drawing1.xml"], "to", "row")
    )

    area = str(sheet.print_area).replace("$", "").partition("!")[2]
    assert area.startswith("A1:Q")
    assert int(area.removeprefix("A1:Q")) >= last_chart_row + 1
    assert sheet.cell(one.header_row("Summary"), 19).value == "Day"


def test_the_table_can_be_filtered_without_the_texts_above(one: Written) -> None:
    header_row = one.header_row("Summary")

    assert one.sheet("Summary").auto_filter.ref == f"A{header_row}:Q{header_row + 5}"
    assert one.sheet("Summary").cell(header_row - 1, 1).value is None


def test_long_artist_lists_do_not_make_the_title_endless(tmp_path: Path) -> None:
    artists = tuple(
        replace(an_artist(number), name=f"A rather long name of an artist, number {number}")
        for number in range(5)
    )
    request = a_request(artists=artists)
    written = Written(tmp_path / "report.xlsx", *finished(request, {"0.spotify": climbing(request, 1, 1)}))

    assert texts(written)[0].startswith(
        "A rather long name of an artist, nu… and 4 more worldwide, September 2024: "
    )
