"""Radio in the workbook and in Slack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from linernotes.model.periods import Period
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.radio.figures import Gaps, Spins
from linernotes.sections.radio.radio_of import RadioOf
from linernotes.sections.radio.sheet import radio_tables
from linernotes.workbook.drawings import Lines
from tests.unit.builders import ELISA, LAURO, NOW, a_request
from tests.unit.radio_reports import IN_ITALY, SOME, lines_of, made
from tests.unit.radio_upstream import (
    RadioUpstream,
)
from tests.unit.world import World


def workbook_of(world: World, folder: Path) -> Any:
    ((report, result, status),) = world.write_workbook.written
    write_workbook(folder / "report.xlsx", report, result, made_at=NOW, version="1", status=status)
    return load_workbook(folder / "report.xlsx")


def rows_on(book: Any, sheet: str) -> list[dict[str, Any]]:
    """Give the rows of a sheet's table: what lies right of it, a chart's numbers, may be longer."""
    header, *rows = book[sheet][book[sheet].auto_filter.ref]
    return [{head.value: cell.value for head, cell in zip(header, row, strict=True)} for row in rows]


def test_spins_by_day_are_drawn_for_each_artist_and_a_day_without_any_is_zero(tmp_path: Path) -> None:
    world, _ = made(RadioUpstream(SOME), a_request(sections=("radio",), artists=(LAURO, ELISA)))
    sheet = workbook_of(world, tmp_path)["Radio by day"]
    (chart,) = sheet._charts
    for series in chart.series:
        cells = sheet[series.val.numRef.f.rpartition("!")[2].replace("$", "")]
        values = [row[0].value for row in cells]
        assert len(values) == 30
        assert sum(values) == 4
    assert len(chart.series) == 2


def test_the_workbook_has_spins_by_station_in_all_by_song_and_by_day(tmp_path: Path) -> None:
    world, _ = made(RadioUpstream(SOME), a_request(sections=("radio",), artists=(LAURO, ELISA)))
    book = workbook_of(world, tmp_path)
    assert book.sheetnames[3:-1] == ["Radio", "Radio totals", "Radio by song", "Radio by day"]
    assert [(row["Station"], row["Spins"], row["Share of spins"]) for row in rows_on(book, "Radio")[:2]] == [
        ("RTL 102.5", 3, 0.75), ("BBC Radio 2", 1, 0.25),
    ]  # fmt: skip
    (total, _) = rows_on(book, "Radio totals")
    assert (total["Spins"], total["Tie-out"], total["Country"]) == (4, "PASS", "Worldwide")
    assert total["Last spin (UTC)"].isoformat() == "2024-09-30T23:59:59"
    assert [row["Spins"] for row in rows_on(book, "Radio by song")] == [3, 1, 3, 1]
    assert sum(row["Spins"] for row in rows_on(book, "Radio by day")) == 8
    checks = {row[1]: row[3:] for row in book["Notes"].iter_rows(values_only=True) if row[0] == "Check"}
    assert {name for name in checks if name.startswith("Radio: spins by station")} == {
        "Radio: spins by station = broadcasts Soundcharts gives",
        "Radio: spins by station = spins by song",
        "Radio: spins by station = spins by day",
    }
    assert all("PASS" in told for told in checks.values())


def test_songs_of_broadcasts_have_their_shares_though_no_station_has_a_spin(tmp_path: Path) -> None:
    world, answer = made(
        RadioUpstream(SOME, changed=lambda of, items: [] if of == "broadcast-groups" else items)
    )
    assert (answer["totals"][0]["spins"], answer["totals"][0]["tie_out"]) == (0, "fail")
    book = workbook_of(world, tmp_path)
    assert [row["Share of spins"] for row in rows_on(book, "Radio by song")] == [0.75, 0.25]
    assert sum(row["Spins"] for row in rows_on(book, "Radio by day")) == 4


def test_days_are_drawn_in_a_time_that_grows_with_them_and_not_with_their_square() -> None:
    class Days(list[tuple[date, int]]):
        read = 0

        def __iter__(self) -> Iterator[tuple[date, int]]:
            self.read += 1
            return super().__iter__()

    days = Days((date(2024, 1, 1) + timedelta(days=number), 1) for number in range(366))
    period = Period(date(2024, 1, 1), date(2024, 12, 31))
    spins = Spins(period, True, [], Gaps(), 366, None, None, [], days)
    of = RadioOf(LAURO, None, spins, None, "", [])
    (table,) = [table for table in radio_tables([of]) if table.drawing is not None]
    assert isinstance(table.drawing, Lines)
    assert sum(value or 0 for value in table.drawing.lines[0].values) == 366
    assert days.read < 10


def test_a_tie_out_that_fails_is_a_check_that_fails_on_notes_by_name_and_numbers(tmp_path: Path) -> None:
    world, answer = made(RadioUpstream(SOME, added={"rtl": 2}))
    (check,) = [
        row
        for row in workbook_of(world, tmp_path)["Notes"].iter_rows(values_only=True)
        if row[1] == "Radio: spins by station = broadcasts Soundcharts gives"
    ]
    assert "FAIL" in check
    name = answer["totals"][0]["artist__name"]
    assert f"{name} (6 by station, 4 broadcasts Soundcharts gives)" in check[2]


def test_sheets_of_songs_and_days_are_there_only_where_they_have_rows(tmp_path: Path) -> None:
    world, _ = made(RadioUpstream())
    book = workbook_of(world, tmp_path)
    assert book.sheetnames[3:-1] == ["Radio", "Radio totals"]
    (row,) = rows_on(book, "Radio")
    assert (row["Station"], row["Spins"], row["Status"]) == (None, 0, "measured")
    assert row["Note"].startswith("No spins")


def test_a_line_says_how_many_spins_where_and_on_which_station_most() -> None:
    _, answer = made(RadioUpstream(SOME), IN_ITALY)
    assert lines_of(answer) == ["Radio in Italy: 3 spins on 1 monitored station, most on RTL 102.5 (3)"]
    assert lines_of(answer, rows=None) == ["Radio in Italy: 3 spins on 1 monitored station"]
