"""Shazam: what songs gained and where they stood on charts, by the rules of contract 10.4."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from linernotes.model.report import Status
from linernotes.model.request import ReportRequest
from linernotes.sections.shazam.plan import MOST_CHARTED
from tests.unit.builders import LAURO, NOW, a_request, september
from tests.unit.shazam_upstream import (
    ASKED,
    COUNTS,
    END,
    FROM_JULY,
    IN_ITALY,
    RANKS,
    Shazam,
    a_song,
    an_entry,
    asked_for,
    made,
    price_of,
    reported,
    row_of,
    section_of,
    song_uuid,
    steady,
    total_of,
)
from tests.unit.world import World


def ranked(*entries: Any, request: ReportRequest = ASKED) -> dict[str, Any]:
    """Make the row of song 1, given its chart entries."""
    upstream = Shazam([a_song(1)], entries, {1: steady(FROM_JULY, END, 1_000, 10)})
    return row_of(made(upstream, request), 1)


@pytest.mark.parametrize(
    ("entered", "last_ranked", "overlaps"),
    [
        ("2024-09-30", "2024-10-20", True),
        ("2024-10-01", "2024-10-20", False),
        ("2024-08-01", "2024-09-01", True),
        ("2024-08-01", "2024-08-31", False),
        ("2024-08-01", "2024-12-01", True),
    ],
)
def test_an_entry_counts_if_it_began_by_the_periods_end_and_was_last_ranked_from_its_start_on(
    entered: str, last_ranked: str, overlaps: bool
) -> None:
    row = ranked(an_entry(1, entered, last_ranked, position=9))
    assert row["countries_charted"] == int(overlaps)
    assert row["best_rank"] == (9 if overlaps else None)


@pytest.mark.parametrize(
    ("peaked", "best"),
    [("2024-09-01", 3), ("2024-09-30", 3), ("2024-08-31", 50), ("2024-10-01", 50), (None, 50)],
)
def test_an_entrys_rank_is_its_peak_only_if_that_lies_in_the_period(peaked: str | None, best: int) -> None:
    entry = an_entry(
        1, "2024-08-20", "2024-10-10", position=50, peakPosition=3, peakDate=peaked and f"{peaked}T12:00:00Z"
    )
    assert ranked(entry)["best_rank"] == best


def test_a_song_that_has_left_and_peaked_at_another_time_was_charted_but_its_rank_is_not_told() -> None:
    row = ranked(an_entry(1, "2024-08-01", "2024-09-05", peakPosition=3, peakDate="2024-08-10"))
    assert (row["best_rank"], row["best_rank_place"], row["countries_charted"]) == (None, None, 1)
    assert row["note"] == "It was on charts in the period, but what rank it had then is not told."


def test_a_position_of_a_day_after_the_period_is_said_to_be_of_that_day() -> None:
    row = ranked(an_entry(1, "2024-09-20", "2025-01-10", position=5))
    assert (row["best_rank"], row["best_rank_date"]) == (5, "2025-01-10")
    assert "10 January 2025" in row["note"]


def test_the_best_rank_names_whose_chart_it_is_on() -> None:
    entries = [
        an_entry(1, "2024-09-01", "2024-09-30", country="IT", position=8),
        an_entry(1, "2024-09-01", "2024-09-30", country="IT", city="Milan", position=2),
        an_entry(1, "2024-09-01", "2024-09-30", country="", position=40),
    ]
    row = ranked(*entries)
    assert (row["best_rank"], row["best_rank_place"]) == (2, "Milan, Italy")
    assert (row["best_rank_country_code"], row["best_rank_city"]) == ("IT", "Milan")


def test_of_equal_ranks_the_widest_chart_is_named() -> None:
    places = [("IT", "Milan"), ("IT", ""), ("", "")]
    entries = [
        an_entry(1, "2024-09-01", "2024-09-30", country=code, city=city, position=2) for code, city in places
    ]
    assert ranked(*entries)["best_rank_place"] == "Worldwide"
    assert ranked(*entries[:2])["best_rank_place"] == "Italy"


def test_a_worldwide_chart_that_is_filed_under_countries_is_in_no_country() -> None:
    entry = an_entry(1, "2024-09-01", "2024-09-30", country="", position=2)
    assert entry["chart"]["type"] == "COUNTRY"
    row = ranked(entry)
    assert (row["best_rank_place"], row["countries_charted"], row["cities_charted"]) == ("Worldwide", 0, 0)


def test_countries_and_cities_count_once_however_many_charts_they_have() -> None:
    row = ranked(
        an_entry(1, "2024-09-01", "2024-09-10", country="IT", position=2),
        an_entry(1, "2024-09-12", "2024-09-14", country="IT", position=3),
        an_entry(1, "2024-09-01", "2024-09-10", country="IT", city="Milan", position=2),
        an_entry(1, "2024-09-01", "2024-09-10", country="GR", city="Athens", position=2),
        an_entry(1, "2024-09-01", "2024-09-10", country="US", city="Athens", position=2),
    )
    assert (row["countries_charted"], row["cities_charted"]) == (3, 3)


def test_days_charted_are_the_most_on_one_chart_whether_it_counts_days_or_weeks() -> None:
    row = ranked(
        an_entry(1, "2024-09-01", "2024-09-10", timeOnChart=10),
        an_entry(1, "2024-09-01", "2024-09-30", country="FR", timeOnChart=3, timeOnChartUnit="WOC"),
    )
    assert row["days_charted"] == 21


def test_without_a_date_the_others_say_when_it_was_on_the_chart() -> None:
    assert ranked(an_entry(1, None, "2024-09-05", position=4))["best_rank"] == 4
    assert ranked(an_entry(1, "2024-09-05", None, position=4))["best_rank"] == 4
    assert ranked(an_entry(1, None, "2024-10-05", position=4))["best_rank"] is None
    assert ranked(an_entry(1, None, None, position=4))["countries_charted"] == 0


def test_one_bad_field_costs_no_more_than_itself_and_is_said() -> None:
    good = an_entry(1, "2024-09-01", "2024-09-10", country="FR", position=7)
    upstream = Shazam(
        [a_song(1)],
        [
            good,
            an_entry(1, "2024-09-01", "2024-09-10", position="second"),
            an_entry(1, "2024-02-31", "2024-09-10", country="DE", position=5),
            {"chart": {}, "song": None},
            17,
        ],
        {1: steady(FROM_JULY, END, 1_000, 10)},
    )
    world = reported(upstream, ASKED)
    section = section_of(world)
    row = row_of(section, 1)
    assert (row["best_rank"], row["countries_charted"]) == (5, 3)
    assert "4 chart entries of Soundcharts' answer could not be read" in total_of(section)["note"]
    assert world.report().status is Status.SUCCEEDED


def test_entries_are_read_back_to_the_month_the_period_begins_in_and_no_further() -> None:
    new = [an_entry(1, "2024-09-01", "2024-09-20", city=f"City {nth}") for nth in range(150)]
    old = [an_entry(1, "2023-01-01", "2023-02-01", city=f"City {nth}") for nth in range(400)]
    world = reported(Shazam([], [*old, *new]), ASKED)
    assert len(asked_for(world, RANKS)) == 2
    assert row_of(section_of(world), 1)["cities_charted"] == 150


def test_entries_that_do_not_come_in_the_order_asked_for_are_read_to_the_end() -> None:
    old = [an_entry(1, "2023-01-01", "2023-02-01", city=f"City {nth}") for nth in range(120)]
    jumbled = [
        *old[:50],
        an_entry(1, "2024-09-01", "2024-09-20"),
        *old[50:],
        an_entry(2, "2024-09-01", "2024-09-20", position=6),
    ]
    world = reported(Shazam([], jumbled, sorts=False), ASKED)
    assert {row["track_uuid"] for row in section_of(world)["rows"]} == {song_uuid(1), song_uuid(2)}


def test_the_songs_are_those_that_lead_and_those_on_charts_in_the_period() -> None:
    upstream = Shazam(
        [a_song(number) for number in range(1, 6)],
        [
            an_entry(4, "2024-09-01", "2024-09-20"),
            an_entry(9, "2024-09-01", "2024-09-20"),
            an_entry(5, "2024-08-01", "2024-08-20"),
        ],
        {number: steady(FROM_JULY, END, 1_000, number) for number in (1, 2, 4, 9)},
    )
    world = reported(upstream, a_request(sections=("shazam",), songs_limit=2))
    section = section_of(world)
    assert [row["track_name"] for row in section["rows"]] == ["Song 9", "Song 4", "Song 2", "Song 1"]
    assert [row["gained"] for row in section["rows"]] == [270, 120, 60, 30]
    # Of a song that is listed it is known when it came out, whether it leads or not.
    assert [row["release_date"] for row in section["rows"]] == [None, *["2020-05-01"] * 3]


def test_counts_are_of_the_song_and_ranks_of_the_charts_each_in_its_own_column() -> None:
    row = ranked(an_entry(1, "2024-09-01", "2024-09-20", position=12))
    counts = steady(FROM_JULY, END, 1_000, 10)
    assert (row["to_date"], row["to_date_on"]) == (counts[END], "2024-09-30")
    assert (row["gained"], row["best_rank"], row["status"]) == (300, 12, "measured")


def test_a_corrected_counter_leaves_its_ranks_and_is_left_out_of_the_sum() -> None:
    falls = steady(FROM_JULY, september(15), 50_000, 10) | steady(september(16), END, 20_000, 10)
    upstream = Shazam(
        [a_song(1), a_song(2)],
        [an_entry(1, "2024-09-01", "2024-09-20", position=2)],
        {1: falls, 2: steady(FROM_JULY, END, 100, 1)},
    )
    section = made(upstream, ASKED)
    corrected, total = row_of(section, 1), total_of(section)
    assert (corrected["status"], corrected["gained"], corrected["best_rank"]) == ("restated", None, 2)
    assert (total["gained"], total["songs_counted"], total["status"]) == (30, 1, "lower_bound")
    assert "Left out, as the counter was corrected in the period: 1 song." in total["note"]


def test_a_total_is_a_lower_bound_unless_all_songs_are_counted() -> None:
    counts = {number: steady(FROM_JULY, END, 100, number) for number in (1, 2)}
    songs = [a_song(1), a_song(2)]
    whole = total_of(made(Shazam(songs, (), counts), ASKED))
    first = total_of(made(Shazam(songs, (), counts), a_request(sections=("shazam",), songs_limit=1)))
    unsaid = total_of(made(Shazam(songs, (), counts, listed=334), ASKED))
    assert (whole["status"], whole["gained"], whole["songs_counted"]) == ("measured", 90, 2)
    assert (first["status"], first["gained"], first["songs_counted"]) == ("lower_bound", 30, 1)
    assert (unsaid["status"], unsaid["songs_listed"]) == ("lower_bound", 334)
    assert unsaid["note"].startswith("Counted: 2 of the artist's 334 songs.")


def test_a_song_counted_from_a_later_day_is_partial_and_the_report_with_it() -> None:
    upstream = Shazam([a_song(1)], (), {1: steady(september(3), END, 100, 1)})
    world = reported(upstream, ASKED)
    section = section_of(world)
    assert (row_of(section, 1)["status"], total_of(section)["status"]) == ("partial", "partial")
    assert world.report().status is Status.PARTIAL


def test_a_song_that_came_out_after_the_period_takes_no_call_for_counts() -> None:
    counts = {1: steady(date(2024, 12, 1), NOW.date(), 9, 9)}
    upstream = Shazam([a_song(1, released="2024-12-01")], (), counts)
    world = reported(upstream, ASKED)
    row = row_of(section_of(world), 1)
    assert (row["status"], row["to_date"]) == ("no_data", None)
    assert row["note"] == "It came out on 1 December 2024, after the period."
    assert asked_for(world, COUNTS) == []


def test_more_songs_on_charts_than_are_counted_are_there_with_their_ranks_and_say_so() -> None:
    charted = [an_entry(number, "2024-09-01", "2024-09-20", position=number) for number in range(1, 61)]
    counts = {number: steady(FROM_JULY, END, 100, 1) for number in range(1, 61)}
    world = reported(Shazam([], charted, counts), ASKED)
    section = section_of(world)
    assert len(section["rows"]) == 60
    # Those with the best ranks are counted.
    assert row_of(section, MOST_CHARTED)["gained"] == 30
    left = row_of(section, MOST_CHARTED + 1)
    assert (left["gained"], left["best_rank"], left["status"]) == (None, MOST_CHARTED + 1, "measured")
    assert "was not asked for" in left["note"]
    assert len(world.calls.asked) <= price_of(World(), ASKED).upstream_calls


def test_an_artist_with_neither_songs_nor_entries_has_no_data() -> None:
    section = made(Shazam(), ASKED)
    assert (section["status"], section["rows"]) == ("no_data", [])
    assert "On no Shazam chart in the period, September 2024." in section["note"]


def test_with_a_country_there_are_its_ranks_and_no_counts_nor_calls_for_them() -> None:
    entries = [
        an_entry(1, "2024-09-01", "2024-09-20", country="FR", position=1),
        an_entry(1, "2024-09-01", "2024-09-20", country="IT", position=30),
        an_entry(2, "2024-09-01", "2024-09-20", country="IT", city="Milan", position=7),
        an_entry(3, "2024-09-01", "2024-09-20", country="", position=1),
    ]
    upstream = Shazam([a_song(1)], entries, {1: steady(FROM_JULY, END, 100, 1)})
    world = reported(upstream, IN_ITALY)
    section, asked = section_of(world), {get.path for get in world.calls.asked}
    assert [row["track_name"] for row in section["rows"]] == ["Song 2", "Song 1"]
    assert [row["best_rank"] for row in section["rows"]] == [7, 30]
    assert {(row["to_date"], row["gained"], row["status"]) for row in section["rows"]} == {
        (None, None, "measured")
    }
    assert "not published by country" in section["rows"][0]["note"]
    assert asked == {f"/api/v2/artist/{LAURO.uuid}/charts/song/ranks/shazam"}
    total = total_of(section)
    assert (total["status"], total["best_rank"], total["countries_charted"]) == ("measured", 7, 1)
    assert (total["gained"], total["songs_counted"]) == (None, None)


def test_that_an_artist_is_on_no_chart_of_a_country_is_measured() -> None:
    total = total_of(made(Shazam([a_song(1)], ()), IN_ITALY))
    assert (total["status"], total["countries_charted"], total["best_rank"]) == ("measured", 0, None)
    assert "On no Shazam chart in the period, September 2024." in total["note"]


def test_a_country_is_answered_from_the_entries_fetched_without_one() -> None:
    world = reported(Shazam([], [an_entry(1, "2024-09-01", "2024-09-20")]), ASKED)
    before = len(world.calls.asked)
    world.request(IN_ITALY, report_id="in-italy")
    world.run()
    assert len(world.calls.asked) == before
    assert world.report("in-italy").status is Status.SUCCEEDED
