"""Playlists as they are shown: in Slack and in the workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from linernotes.model.errors import Unavailable
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.playlists.section import SECTION as PLAYLISTS
from tests.unit.builders import LAURO, a_request
from tests.unit.playlist_cases import (
    BEFORE,
    FIRST,
    LAST,
    NOW,
    a_world,
    made,
)
from tests.unit.playlist_upstream import PlaylistUpstream, a_reach_day, a_stay

# ------------------------------------------------------------------------------------------- words and files


def test_lines_for_slack_say_what_moved_and_on_which_list_it_matters_most() -> None:
    stays = [
        a_stay("Hits", "Rolls", FIRST, followers=34_500_000),
        a_stay("Small", "Rolls", BEFORE, left=LAST, followers=7),
        a_stay("Held", "Rolls", BEFORE, followers=99_000_000),
    ]
    section = made(a_world(PlaylistUpstream(stays, reach=[a_reach_day(LAST, 212, 5)])))
    assert PLAYLISTS.lines(section) == {
        LAURO.uuid: [
            "Playlists: Spotify 1 added, 1 removed, on 212 lists; Apple Music not found; Deezer not found; "
            "Amazon Music not found; YouTube not found",
            "Largest list: “Rolls” added to Hits (Spotify, 34,500,000 followers today)",
        ]
    }
    assert len(PLAYLISTS.lines({**section, "rows": None})[LAURO.uuid]) == 1


def test_a_line_for_slack_says_of_what_worth_figures_are_and_which_are_not_known() -> None:
    july = a_request(start_date=date(2025, 7, 1), end_date=date(2025, 7, 31), sections=("playlists",))
    upstream = PlaylistUpstream([a_stay("Hits", "a", date(2025, 7, 5))])
    upstream.instead["reach"] = Unavailable("503")
    ((line, _),) = PLAYLISTS.lines(made(a_world(upstream), july)).values()
    assert line.startswith("Playlists: Spotify 1 added, removals not known (partly fetched); ")


def test_the_sheets_have_every_placement_and_series_and_their_checks_pass(tmp_path: Path) -> None:
    upstream = PlaylistUpstream(
        [
            a_stay("=1+1", "a", FIRST, followers=50),
            a_stay("Left", "a", BEFORE, left=LAST),
            a_stay("Back", "a", BEFORE, left=FIRST),
        ],
        reach=[
            a_reach_day(FIRST, 3, 50, playlistEditorialCount=1, playlistEditorialReach=10),
            a_reach_day(LAST, 5, 90, playlistEditorialCount=2, playlistEditorialReach=20),
        ],
    )
    world = a_world(upstream)
    made(world)
    ((report, result, status),) = world.write_workbook.written
    path = tmp_path / "report.xlsx"
    write_workbook(path, report, result, made_at=NOW, version="1", status=status)

    book = load_workbook(path)
    header, *rows = [[cell.value for cell in row] for row in book["Playlists"].iter_rows()]
    lists = [dict(zip(header, row, strict=True)) for row in rows]
    by_name = {row["Playlist"]: row for row in lists if row["Playlist"]}
    assert set(by_name) == {"=1+1", "Left", "Back"}
    assert (str(by_name["=1+1"]["Added"])[:10], by_name["=1+1"]["Days on"]) == (str(FIRST), 30)
    assert [row["Status"] for row in lists if not row["Playlist"]] == ["not_found"] * 4
    (chart,) = book["Playlist reach"]._charts  # type: ignore[attr-defined]
    assert [point.v for series in chart.series for point in series.val.numRef.numCache.pt] == [50, 90]
    header, *rows = [[cell.value for cell in row] for row in book["Playlist reach"].iter_rows()]
    every, editorial, *others = [dict(zip(header, row, strict=True)) for row in rows]
    of_reach = [every[name] for name in ("First", "Last", "Average", "Peak")]
    assert (of_reach, every["Lists first"]) == ([50, 90, 70, 90], 3)
    assert (every["Added"], every["Removed"]) == (1, 2)
    assert (editorial["Type"], editorial["Lists last"], editorial["Added"]) == ("Editorial", 2, None)
    assert [row["Status"] for row in others] == ["not_found"] * 4
    checks = {str(row[1].value): row for row in book["Notes"].iter_rows() if row[0].value == "Check"}
    of_section = {name: [cell.value for cell in row] for name, row in checks.items() if "Playlist" in name}
    assert len(of_section) == 5
    assert all("PASS" in row for row in of_section.values()), of_section
