"""Reports with Shazam: compared, when something fails, what calls they take, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linernotes.model.errors import BrokenAnswer, NotFound, NothingToRepair, NotInPlan, Throttled, Unavailable
from linernotes.model.report import Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.shazam.plan import MOST_CHARTED
from linernotes.sections.shazam.questions import MOST_PAGES
from linernotes.sections.shazam.section import SECTION as SHAZAM
from local.simulator import BILLIE_EILISH
from tests.unit.builders import LAURO, NOW, a_request, september
from tests.unit.openapi import errors_in
from tests.unit.shazam_upstream import (
    ASKED,
    COMPARED,
    END,
    FROM_JULY,
    FULL,
    IN_ITALY,
    RANKS,
    START,
    Shazam,
    a_song,
    an_entry,
    asked_for,
    broken,
    made,
    price_of,
    reported,
    row_of,
    section_of,
    song_uuid,
    steady,
    total_of,
)
from tests.unit.simulated import simulated
from tests.unit.world import World


def test_gained_is_compared_and_ranks_are_not() -> None:
    counts = {1: steady(FROM_JULY, date(2024, 8, 31), 1_000, 10) | steady(START, END, 1_450, 20)}
    upstream = Shazam([a_song(1)], [an_entry(1, "2024-08-01", "2024-08-20", position=1)], counts)
    total = total_of(made(upstream, COMPARED))
    assert total["compared"] == {
        "period": {"start": "2024-08-02", "end": "2024-08-31", "days": 30},
        "gained": 300,
        "songs_counted": 1,
    }
    assert (total["gained"], total["change"], total["change_note"]) == (610, 310, None)
    assert round(total["change_percent"], 2) == 103.33
    assert total["best_rank"] is None


def test_the_change_is_of_songs_with_figures_of_both_periods_and_says_of_how_many() -> None:
    late = steady(date(2024, 8, 28), END, 5_000, 100)
    new = steady(september(5), END, 70, 70)
    upstream = Shazam(
        [a_song(1), a_song(2), a_song(3, released="2024-09-05")],
        (),
        {1: steady(FROM_JULY, END, 100, 2), 2: late, 3: new},
    )
    total = total_of(made(upstream, COMPARED))
    assert (total["gained"], total["compared"]["gained"]) == (60 + 3_000 + max(new.values()), 60 + 300)
    # Of song 2 it is not known what it gained before; song 3 was not out, and has no figure of that period.
    assert (total["change"], total["change_percent"]) == (0, 0)
    assert total["compared"]["songs_counted"] == 2
    assert total["change_note"] == "The change counts only the 1 song with figures in both periods."


def test_songs_counted_over_more_days_in_one_period_are_told_beside_the_change() -> None:
    totals = steady(FROM_JULY, END, 100, 2)
    del totals[date(2024, 8, 1)]
    total = total_of(made(Shazam([a_song(1)], (), {1: totals}), COMPARED))
    assert (total["gained"], total["compared"]["gained"], total["change"]) == (60, 62, -2)
    assert total["change_note"] == "Counted over more days in one period than in the other: 1 song."


def test_without_a_song_that_has_figures_of_both_periods_there_is_no_change_and_the_reason() -> None:
    total = total_of(made(Shazam([a_song(1)], (), {1: steady(date(2024, 8, 28), END, 10, 1)}), COMPARED))
    assert (total["change"], total["change_percent"]) == (None, None)
    assert total["change_note"] == "No change is given: no song has figures of both periods."


def test_without_comparing_a_total_says_nothing_of_another_period() -> None:
    assert "compared" not in total_of(made(Shazam([a_song(1)]), ASKED))


def test_where_ranks_are_not_in_the_plan_the_counts_stay_and_it_is_said() -> None:
    world = reported(broken(ranks=NotInPlan("403")), ASKED)
    section = section_of(world)
    row, total = row_of(section, 1), total_of(section)
    assert (row["gained"], row["status"]) == (310 - 10, "measured")
    assert (row["best_rank"], row["countries_charted"]) == (None, None)
    assert (total["gained"], total["status"], total["countries_charted"]) == (600, "measured", None)
    for note in (row["note"], total["note"]):
        assert "Ranks on charts are not in the Soundcharts plan in use." in note
    assert world.report().status is Status.SUCCEEDED


def test_where_counts_are_not_in_the_plan_the_ranks_stay_and_it_is_said() -> None:
    world = reported(broken(counts=NotInPlan("403")), ASKED)
    section = section_of(world)
    row, other, total = row_of(section, 1), row_of(section, 2), total_of(section)
    assert (row["best_rank"], row["gained"], row["status"]) == (3, None, "measured")
    assert (other["best_rank"], other["gained"], other["status"]) == (None, None, "not_in_plan")
    assert (total["best_rank"], total["gained"], total["status"]) == (3, None, "measured")
    assert "not in the Soundcharts plan" in row["note"]
    assert "not in the Soundcharts plan" in total["note"]
    assert world.report().status is Status.SUCCEEDED


def test_where_the_list_is_not_in_the_plan_songs_on_charts_are_counted_all_the_same() -> None:
    section = made(broken(songs=NotInPlan("403")), ASKED)
    assert [(row["track_name"], row["gained"]) for row in section["rows"]] == [("Song 1", 300)]
    assert total_of(section)["status"] == "lower_bound"


@pytest.mark.parametrize(
    ("request_", "error", "status"),
    [
        (ASKED, NotInPlan("403"), "not_in_plan"),
        (ASKED, NotFound("404"), "not_found"),
        (IN_ITALY, NotInPlan("403"), "not_in_plan"),
        (IN_ITALY, NotFound("404"), "not_found"),
    ],
)
def test_where_nothing_is_told_the_status_says_why(
    request_: ReportRequest, error: NotInPlan | NotFound, status: str
) -> None:
    world = reported(broken(ranks=error, songs=error, counts=error), request_)
    section = section_of(world)
    assert (section["status"], total_of(section)["status"], section["rows"]) == (status, status, [])
    assert section["note"]
    assert world.report().status is Status.SUCCEEDED


@pytest.mark.parametrize("error", [Unavailable("503"), Throttled("429", 5), BrokenAnswer("no list")])
@pytest.mark.parametrize("what", ["ranks", "songs", "counts"])
def test_what_fails_makes_the_report_partial_and_a_repair_mends_it(what: str, error: Any) -> None:
    upstream = broken(**{what: error})
    world = reported(upstream, ASKED)
    total = total_of(section_of(world))
    assert world.report().status is Status.PARTIAL
    assert total["status"] == "partial"
    (failure,) = [one for one in world.report().failures if one.job.section == "shazam"]
    assert failure.reason in total["note"]

    upstream.errors.clear()
    before = len(world.calls.asked)
    world.repair()
    world.run()

    assert world.report().status is Status.SUCCEEDED
    assert total_of(section_of(world)) == total_of(made(FULL, ASKED))
    # A list that comes at last leads to the counts of its songs; those of song 1 were asked for already.
    assert len(world.calls.asked) - before == {"ranks": 1, "songs": 2, "counts": 2}[what]


def test_counts_of_one_song_that_fail_cost_that_row_alone() -> None:
    upstream = broken()
    upstream.errors[song_uuid(2)] = Unavailable("503")
    section = made(upstream, ASKED)
    assert (row_of(section, 1)["status"], row_of(section, 1)["gained"]) == ("measured", 300)
    assert (row_of(section, 2)["status"], row_of(section, 2)["gained"]) == ("failed", None)
    assert (total_of(section)["status"], total_of(section)["gained"]) == ("partial", 300)


def test_ranks_alone_failing_leave_rows_partial_and_with_a_country_the_section_failed() -> None:
    upstream = broken(ranks=Unavailable("503"))
    assert {row["status"] for row in made(upstream, ASKED)["rows"]} == {"partial"}
    section = made(upstream, IN_ITALY)
    assert (section["status"], total_of(section)["status"]) == ("failed", "failed")


def test_when_time_is_up_what_came_is_shown_and_the_rest_is_said_to_be_missing() -> None:
    world = World(together=1)
    world.calls.answer = FULL
    world.calls.together = 1
    world.calls.late_after = 3
    world.request(ASKED, deadline_s=30)
    world.run()
    section = section_of(world)
    assert world.report().status is Status.PARTIAL
    assert sorted(row["status"] for row in section["rows"]) == ["failed", "measured"]


def test_a_function_that_dies_between_writes_loses_and_doubles_nothing() -> None:
    expected = made(FULL, ASKED)
    for writes in range(1, 8):
        world = World()
        world.calls.answer = FULL
        world.request(ASKED)
        first = min(world.queue.messages, key=lambda message: message.due)
        world.deliver(first, kill_after=writes)
        world.run()
        assert world.report().status is Status.SUCCEEDED
        section = section_of(world)
        assert (section["rows"], section["totals"]) == (expected["rows"], expected["totals"])


def test_the_preview_says_at_most_how_many_calls_it_takes_and_exactly_once_they_are_known() -> None:
    world = World()
    first = price_of(world, ASKED)
    assert first.at_most
    world.calls.answer = FULL
    world.request(ASKED)
    world.run()
    # The list, the entries and a window for each song: September lies in one.
    assert len(world.calls.asked) == 4
    assert first.upstream_calls >= 4
    again = price_of(world, ASKED)
    assert (again.cached, again.at_most) == (again.upstream_calls, False)


def test_the_preview_of_a_country_reckons_with_chart_entries_alone() -> None:
    with_country, without = price_of(World(), IN_ITALY), price_of(World(), ASKED)
    assert with_country.upstream_calls == without.upstream_calls - 1 - 10 - (25 + MOST_CHARTED)
    assert with_country.jobs == 1


def test_of_a_star_with_more_entries_than_are_read_ranks_are_a_lower_bound_and_the_preview_holds() -> None:
    entries = [
        an_entry(nth % 40, "2024-09-01", "2024-09-20", city=f"City {nth}", position=9)
        for nth in range(21_000)
    ]
    for request in (IN_ITALY, ASKED):
        world = World()
        told = price_of(world, request)
        world.calls.answer = Shazam(FULL.songs, entries, FULL.counts)
        world.request(request)
        world.run()
        total, row = total_of(section_of(world)), row_of(section_of(world), 1)
        assert world.report().status is Status.SUCCEEDED
        assert len(asked_for(world, RANKS)) == MOST_PAGES
        assert told.at_most
        assert len(world.calls.asked) <= told.upstream_calls
        assert (total["status"], total["best_rank"], total["cities_charted"]) == ("lower_bound", 9, 4_000)
        assert row["status"] == "lower_bound"
        for note in (total["note"], row["note"]):
            assert "Ranks are of the 4,000 chart entries ranked last: there are more" in note


def with_new_song_on_charts(**errors: Any) -> Shazam:
    """Make a song that came out and charted in the period, of an artist with more songs than lead."""
    songs = [*(a_song(number) for number in range(150)), a_song(900, released="2024-09-10")]
    counts = {0: steady(FROM_JULY, END, 1_000, 10), 900: steady(september(12), END, 4_000, 100)}
    return Shazam(songs, [an_entry(900, "2024-09-12", "2024-09-30", position=4)], counts, **errors)


def test_a_charted_song_that_came_out_in_the_period_counts_from_nothing_though_it_does_not_lead() -> None:
    request = replace(ASKED, songs_limit=1)
    world = World()
    told = price_of(world, request)
    world.calls.answer = with_new_song_on_charts()
    world.request(request)
    world.run()
    row = row_of(section_of(world), 900)
    assert (row["release_date"], row["gained"], row["status"]) == ("2024-09-10", 5_800, "measured")
    assert world.report().status is Status.SUCCEEDED
    # The songs that lead, the entries, the new songs, and the windows of two songs.
    assert len(world.calls.asked) == 1 + 1 + 1 + 2 <= told.upstream_calls
    again = price_of(world, request)
    assert (again.cached, again.at_most) == (again.upstream_calls, False)
    # Songs of the same period find the new ones listed.
    both = replace(request, sections=("songs",), platforms=("spotify",))
    before = len(world.calls.asked)
    world.request(both, report_id="songs")
    world.run()
    assert not any("releaseDate" in get.params.values() for get in world.calls.asked[before:])


def test_when_a_charted_song_came_out_is_not_asked_where_the_songs_that_lead_tell() -> None:
    upstream = with_new_song_on_charts()
    upstream.entries = [an_entry(7, "2024-09-12", "2024-09-30", position=4)]
    world = reported(upstream, replace(ASKED, songs_limit=1))
    assert not any("releaseDate" in get.params.values() for get in world.calls.asked)


def test_that_it_could_not_be_asked_when_charted_songs_came_out_is_said_and_a_repair_mends_it() -> None:
    whole, broken_list = with_new_song_on_charts(), [True]

    def upstream(get: Any) -> Any:
        fails = broken_list and get.params.get("sortBy") == "releaseDate"
        return Unavailable("503") if fails else whole(get)

    world = World()
    world.calls.answer = upstream
    world.request(replace(ASKED, songs_limit=1))
    world.run()
    total = total_of(section_of(world))
    assert (world.report().status, total["status"]) == (Status.PARTIAL, "partial")
    assert "When songs on charts came out could not be fetched: 503" in total["note"]
    broken_list.clear()
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert row_of(section_of(world), 900)["gained"] == 5_800


def test_that_an_artist_was_on_no_chart_is_not_said_where_not_all_entries_were_read() -> None:
    later = [an_entry(1, "2024-10-20", "2024-12-20", city=f"City {nth}") for nth in range(4_001)]
    section = made(Shazam([a_song(1)], later, FULL.counts), ASKED)
    assert total_of(section)["songs_charted"] is None
    assert "On no Shazam chart" not in total_of(section)["note"]
    assert lines_of(section) == ["Shazam: 300 gained by 1 song (a lower bound)"]


def test_the_same_report_again_takes_no_call() -> None:
    world = reported(FULL, ASKED)
    before = len(world.calls.asked)
    world.request(a_request(sections=("shazam",), title="again"), report_id="again")
    world.run()
    assert len(world.calls.asked) == before
    assert world.result("again")["sections"]["shazam"]["upstream_calls"] == 0


def test_entries_of_another_period_of_the_month_serve_whichever_of_them_ends_first() -> None:
    def january(first: int, last: int, title: str, *, fresh: bool = False) -> ReportRequest:
        days = {"start_date": date(2025, 1, first), "end_date": date(2025, 1, last)}
        return a_request(sections=("shazam",), country="IT", title=title, fresh=fresh, **days)

    world = World()
    world.calls.answer = FULL
    world.request(january(1, 10, "first"), report_id="first")
    world.request(january(2, 15, "later end"), report_id="later")
    world.run()
    assert len(asked_for(world, RANKS)) == 1
    world.clock.advance(60)
    world.request(january(1, 12, "fresh", fresh=True), report_id="fresh")
    world.run()
    assert len(asked_for(world, RANKS)) == 2
    for report_id in ("first", "later", "fresh"):
        report = world.report(report_id)
        assert (report.status, report.refetches) == (Status.SUCCEEDED, 0)
        with pytest.raises(NothingToRepair):
            world.repair(report_id)


def lines_of(section: dict[str, Any]) -> Sequence[str]:
    told = SHAZAM.lines(section)
    assert list(told) == [LAURO.uuid]
    return told[LAURO.uuid]


def test_a_line_for_slack_says_what_was_gained_by_how_many_songs_and_the_best_rank() -> None:
    upstream = Shazam(
        FULL.songs,
        [
            an_entry(1, "2024-09-01", "2024-09-20", position=3),
            an_entry(1, "2024-09-01", "2024-09-20", country="FR", position=4),
        ],
        FULL.counts,
        listed=334,
    )
    assert lines_of(made(upstream, ASKED)) == [
        "Shazam: 600 gained by 2 of 334 songs; best rank 3 (“Song 1”, Italy), charted in 2 countries "
        "(a lower bound)"
    ]
    assert lines_of(made(FULL, IN_ITALY)) == ["Shazam in Italy: best rank 3 (“Song 1”, Italy)"]


def test_a_line_for_slack_says_how_much_more_that_is_than_in_the_other_period() -> None:
    counts = {1: steady(FROM_JULY, date(2024, 8, 31), 1_000, 10) | steady(START, END, 1_425, 5)}
    (line,) = lines_of(made(Shazam([a_song(1)], (), counts), COMPARED))
    assert line == "Shazam: 150 gained by 1 song, 150 fewer than in the period compared with; on no chart"


def test_a_line_for_slack_says_why_there_is_nothing() -> None:
    failing = broken(ranks=NotInPlan("403"), songs=NotInPlan("403"))
    assert lines_of(made(failing, ASKED)) == ["Shazam: not in the Soundcharts plan"]
    left = Shazam([], [an_entry(1, "2024-08-01", "2024-09-05")])
    assert lines_of(made(left, IN_ITALY)) == ["Shazam in Italy: 1 song on charts"]


def test_the_section_is_as_the_document_describes_it() -> None:
    for upstream in (FULL, Shazam(), broken(ranks=NotInPlan("403"))):
        for request in (ASKED, IN_ITALY, COMPARED):
            section = made(upstream, request)
            assert errors_in(section, "ShazamSection") == []
            assert errors_in({**section, "rows": None}, "ShazamSection") == []


def test_the_sheet_has_a_row_a_song_and_its_checks_pass(tmp_path: Path) -> None:
    falls = steady(FROM_JULY, september(15), 50_000, 10) | steady(september(16), END, 20_000, 10)
    world = reported(Shazam([a_song(1), a_song(2)], FULL.entries, {**FULL.counts, 2: falls}), ASKED)
    ((report, result, status),) = world.write_workbook.written
    path = tmp_path / "report.xlsx"

    write_workbook(path, report, result, made_at=NOW, version="1", status=status)

    book = load_workbook(path)
    header, *rows = book["Shazam"].iter_rows(values_only=True)
    assert header[:10] == (
        "Artist", "Song", "To date", "Gained", "Best rank", "On", "Days charted", "Cities",
        "Status", "Note",
    )  # fmt: skip
    assert [row[1:6] for row in rows] == [
        ("Song 1", 1_720, 300, 3, "Italy"),
        ("Song 2", 20_140, None, None, None),
    ]
    checks = [row for row in book["Notes"].iter_rows(values_only=True) if row[0] == "Check"]
    of_shazam = [row for row in checks if "Shazam" in str(row[1])]
    assert len(of_shazam) == 4
    assert all("PASS" in row for row in of_shazam)


def test_the_sheet_says_once_why_counts_are_blank_with_a_country() -> None:
    world = reported(FULL, IN_ITALY)
    ((_, result, _),) = world.write_workbook.written
    (table,) = result.sections["shazam"].tables()
    (row,) = list(table.rows())
    assert str(row["Note"]).count("not published by country") == 1


# ------------------------------------------------------------------------- over the simulated Soundcharts

STAR = Artist(BILLIE_EILISH, "Billie Eilish")


@pytest.mark.parametrize(
    ("country", "start", "calls"),
    [
        # A list, a page of entries for each 100, and 25 songs in one window or, across its edge, in two.
        (None, date(2024, 9, 1), 1 + 2 + 25),
        (None, date(2024, 8, 1), 1 + 2 + 2 * 25),
        ("IT", date(2024, 9, 1), 2),
    ],
)
def test_a_report_on_a_star_takes_as_many_calls_as_there_are_pages_songs_and_windows(
    country: str | None, start: date, calls: int
) -> None:
    request = a_request(
        artists=(STAR,), sections=("shazam",), start_date=start, end_date=END, country=country
    )
    world = World()
    world.calls.answer = simulated()
    told = price_of(world, request)
    world.request(request)
    world.run()
    section = section_of(world)
    assert section["upstream_calls"] == len(world.calls.asked) == calls
    assert (told.upstream_calls >= calls, told.at_most) == (True, True)
    assert world.report().status is Status.SUCCEEDED
    assert min(row["best_rank"] for row in section["rows"] if row["best_rank"]) >= 1
    world.request(replace(request, title="again"), report_id="again")
    world.run()
    assert len(world.calls.asked) == calls


def test_more_time_is_kept_for_writing_the_more_songs_and_windows_there_are() -> None:
    year = a_request(sections=("shazam",), start_date=date(2023, 10, 1), end_date=END)
    many = a_request(sections=("shazam",), artists=(LAURO, STAR))
    assert 0 < SHAZAM.writing_s(IN_ITALY) < SHAZAM.writing_s(ASKED) < SHAZAM.writing_s(year)
    assert SHAZAM.writing_s(many) == 2 * SHAZAM.writing_s(ASKED)


def test_a_line_for_slack_says_of_how_many_songs_the_change_is() -> None:
    songs = [a_song(1), a_song(2, released="2024-09-05")]
    counts = {1: steady(FROM_JULY, END, 100, 2), 2: steady(september(5), END, 70, 70)}
    (line,) = lines_of(made(Shazam(songs, (), counts), COMPARED))
    assert line == (
        "Shazam: 1,880 gained by 2 songs, as many as in the period compared with (the change counts only the "
        "1 song with figures in both periods); on no chart"
    )
