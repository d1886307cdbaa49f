"""Tracks: every column of the answer, the top track marked, a reason where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linernotes.model.json_values import json_number
from linernotes.model.periods import Comparison
from linernotes.sections.audience.result import Result
from linernotes.sections.tracks.sheet import tracks_table
from linernotes.sections.tracks.track_notes import SUMMED, WEEKLY, breakdown_note
from linernotes.sections.tracks.tracks import TrackRow
from tests.unit.builders import LAURO
from tests.unit.workbook_cases import (
    Written,
    breakdowns_of,
    one_artist,
    with_breakdowns,
    with_tracks,
    within,
)

CHECKS = ("Rows in Tracks = tracks in the result", "Tracks: totals add up to the result's")
HOSTILE = ["=1+1", "+1", "@SUM(A1:A9)", "http://example.org", "  spaces  ", "a@b.it", "<b>&amp;</b>"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("tracks") / "report.xlsx", *with_tracks())


def rows_of(written: Written, artist: str, platform: str) -> list[dict[str, Any]]:
    return [
        record
        for record in written.records("Tracks")
        if (record["Artist"], record["Platform"]) == (artist, platform)
    ]


def with_name(result: Result, name: str) -> Result:
    """Rename the top track of the first breakdown, and who it is credited to."""
    first, *others = breakdowns_of(result)
    rows = (replace(first.rows[0], name=name, credit=name), *first.rows[1:])
    return with_breakdowns(result, [replace(first, rows=rows), *others])


# --- The sheet ---------------------------------------------------------------------------------------


def test_without_tracks_asked_for_there_is_no_such_sheet_and_no_word_of_it(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *one_artist())

    assert "Tracks" not in written.book.sheetnames
    assert not [record for record in written.records("Notes") if "Tracks" in str(record["Subject"])]


def test_tracks_stand_between_daily_data_and_comparison(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *with_tracks(compare=Comparison.PREVIOUS_PERIOD))

    assert written.book.sheetnames[2:5] == ["Daily data", "Tracks", "Comparison"]


def test_every_track_is_a_row_that_reads_back_as_the_result(written: Written) -> None:
    expected = [(of, row) for of in breakdowns_of(written.result) for row in of.rows]
    records = [record for record in written.records("Tracks") if record["Track UUID"]]

    assert [(record["Artist UUID"], record["Track UUID"]) for record in records] == [
        (of.question.artist.uuid, row.uuid) for of, row in expected
    ]
    for record, (of, row) in zip(records, expected, strict=True):
        assert (record["Track"], record["Credit"]) == (row.name, row.credit)
        assert record["Country"] == "Worldwide"
        assert record["Frequency"] == of.frequency.value
        assert record["Metric"] == (", ".join(of.metrics) or None)
        days = of.looked_at.chart_days
        assert (record["Chart days"], record["Of chart days"]) == (days.stored, days.expected)
        assert record["Status"] == ("lower_bound" if of.is_lower_bound else "measured")
        assert figures_of(record) == {
            "Total streams": json_number(row.total_streams),
            "Average a day": json_number(row.avg_daily_streams),
            "Peak": json_number(row.peak_streams),
            "Best position": row.best_position,
            "Weeks on chart so far": row.weeks_on_chart,
            "Data points": row.data_points,
        }


def remark(written: Written, subject: str) -> dict[str, Any]:
    """Give the row of Notes on an artist's tracks on a platform."""
    (row,) = [row for row in written.records("Notes") if row["Subject"] == f"Tracks: {subject}"]
    return row


def figures_of(record: dict[str, Any]) -> dict[str, Any]:
    headers = list(record)
    return {header: record[header] for header in headers[headers.index("Total streams") :][:6]}


def test_the_top_track_of_each_artist_and_platform_is_marked_and_no_other(written: Written) -> None:
    marked = [
        (record["Artist"], record["Platform"], record["Track"])
        for record in written.records("Tracks")
        if record["Top track"] == "Top"
    ]

    assert marked == [("Achille Lauro", "Spotify", "AMOR"), ("Achille Lauro", "YouTube", "AMOR")]


def test_the_note_on_all_tracks_of_an_artist_and_platform_is_on_notes_and_on_no_track(
    written: Written,
) -> None:
    by_day = rows_of(written, "Achille Lauro", "Spotify")
    (blank,) = rows_of(written, "Elisa", "Spotify")

    assert [row["Note"] for row in (*by_day, blank)] == [None] * 4
    assert SUMMED.text in remark(written, "Achille Lauro · Spotify")["Detail"]
    by_week = remark(written, "Achille Lauro · YouTube")
    assert WEEKLY.text in by_week["Detail"]
    assert "The figures are views, not streams." in by_week["Detail"]
    assert (blank["Total streams"], blank["Data points"]) == (None, 0)
    of_blank = remark(written, "Elisa · Spotify")
    assert "1 track has no figure" in of_blank["Detail"]
    assert of_blank["Result"] == blank["Status"]


def test_where_there_are_no_tracks_one_row_says_why(written: Written) -> None:
    (row,) = rows_of(written, "Giorgia", "Spotify")
    (of,) = [
        of
        for of in breakdowns_of(written.result)
        if (of.question.artist.name, of.question.platform) == ("Giorgia", "spotify")
    ]

    assert (row["Note"], row["Status"]) == (breakdown_note(of), "no_data")
    told = {
        "Artist", "Platform", "Country", "Chart days", "Of chart days", "Frequency", "Status", "Note",
        "Artist UUID",
    }  # fmt: skip
    assert {header for header, value in row.items() if value is not None} == told


def test_a_report_of_a_country_says_so_beside_each_track(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *with_tracks(country="IT"))
    (row,) = rows_of(written, "Achille Lauro", "Spotify")

    assert {record["Country"] for record in written.records("Tracks")} == {"IT"}
    assert row["Track"] == "Domenica (live a Sanremo, 2024)"
    assert SUMMED.text not in remark(written, "Achille Lauro · Spotify")["Detail"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_track_name_stays_the_text_it_is(tmp_path: Path, name: str) -> None:
    report, result = with_tracks(artists=(LAURO,), platforms=("spotify",))
    written = Written(tmp_path / "report.xlsx", report, with_name(result, name))

    assert written.calamine("Tracks")[1][3:5] == [name, name]
    assert all(written.sheet("Tracks")[cell].data_type == "s" for cell in ("D2", "E2"))
    assert written.sheet("Tracks")["D2"].number_format == "@"
    assert not any(within(part, "f") for part in written.parts("xl/worksheets/").values())


def test_tracks_beyond_a_sheet_continue_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    written = Written(path, *with_tracks(artists=(LAURO,), platforms=("spotify",)), rows_per_sheet=2)

    assert [name for name in written.book.sheetnames if name.startswith("Tracks")] == ["Tracks", "Tracks 2"]
    assert [len(written.records(name)) for name in ("Tracks", "Tracks 2")] == [2, 1]
    assert written.headers("Tracks 2") == written.headers("Tracks")


# --- Notes -------------------------------------------------------------------------------------------


def test_notes_say_where_tracks_come_from_and_that_they_are_a_lower_bound(written: Written) -> None:
    told = {record["Subject"]: record["Detail"] for record in written.records("Notes")}

    assert "rankings of charts" in told["Tracks"]
    assert "a lower bound" in told["Tracks"]
    assert {
        "Total streams on Tracks",
        "Average a day on Tracks",
        "Weeks on chart so far",
        "Chart days",
    } <= told.keys()


def test_the_checks_of_tracks_pass(written: Written) -> None:
    checks = {
        record["Subject"]: (record["Result"], record["Count"], record["Expected"])
        for record in written.records("Notes")
        if record["Section"] == "Check"
    }

    assert [checks[name] for name in CHECKS] == [("PASS", 5, 5), ("PASS", 9, 9)]


def as_it_is(written: list[dict[str, Any]]) -> None:
    assert len(written) == 3


def with_two_rows_in_one(written: list[dict[str, Any]]) -> None:
    written[0]["Total streams"] += written.pop()["Total streams"]


def with_a_total_off_by_one(written: list[dict[str, Any]]) -> None:
    written[0]["Total streams"] -= 1


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        (as_it_is, ["PASS", "PASS"]),
        (with_two_rows_in_one, ["FAIL", "PASS"]),
        (with_a_total_off_by_one, ["PASS", "FAIL"]),
    ],
    ids=["all there", "a row is missing", "a total is off by one"],
)
def test_a_check_of_tracks_fails_when_the_sheet_differs_from_the_result(
    change: Callable[[list[dict[str, Any]]], None], verdicts: list[str]
) -> None:
    _, result = with_tracks(artists=(LAURO,), platforms=("spotify",))
    table = tracks_table(breakdowns_of(result))
    written = [dict(values) for values in table.rows()]
    change(written)
    audit = table.audit()
    for values in written:
        audit.see(values)

    rows, totals = audit.checks()

    assert (rows.name, totals.name) == CHECKS
    assert [rows.verdict, totals.verdict] == verdicts
    assert ("Not so: Achille Lauro · Spotify." in totals.detail) is not totals.passed


def test_totals_that_are_not_whole_add_up_too(tmp_path: Path) -> None:
    report, result = with_tracks(artists=(LAURO,), platforms=("spotify",))
    (breakdown,) = breakdowns_of(result)
    rows = tuple(_tenths(row, number) for number, row in enumerate(breakdown.rows))
    written = Written(
        tmp_path / "report.xlsx", report, with_breakdowns(result, [replace(breakdown, rows=rows)])
    )

    verdicts = {record["Subject"]: record["Result"] for record in written.records("Notes")}
    assert [record["Total streams"] for record in written.records("Tracks")] == [0.1, 1.1, 2.1]
    assert [verdicts[name] for name in CHECKS] == ["PASS", "PASS"]


def _tenths(row: TrackRow, number: int) -> TrackRow:
    return replace(row, total_streams=Decimal(number) + Decimal("0.1"))
