"""Songs: what each gained by its running total, by an independent statement of contract 10.3 as well."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from linernotes.model.errors import NotFound, NotInPlan, QuotaSpent, Throttled, Unavailable
from linernotes.model.periods import Comparison
from linernotes.model.report import Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.preview_report import preview_report
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.section import Price, Stores
from linernotes.sections.songs.section import SECTION as SONGS
from linernotes.sections.songs.sheet import SONGS as SHEET
from local.simulator import BILLIE_EILISH
from tests.unit.builders import ELISA, LAURO, NOW, a_request, september
from tests.unit.contract_10_songs_oracle import FIGURES, songs_looked_at, stated_row, stated_total
from tests.unit.openapi import errors_in
from tests.unit.simulated import simulated
from tests.unit.songs_upstream import Item, SongsUpstream, a_day, a_song, series
from tests.unit.world import World

AUGUST_31 = date(2024, 8, 31)
BILLIE = Artist(BILLIE_EILISH)


def asked(**changes: Any) -> ReportRequest:
    return a_request(**{"sections": ("songs",), **changes})


def made(upstream: Any, request: ReportRequest | None = None, world: World | None = None) -> World:
    world = world or World()
    world.calls.answer = upstream
    world.request(request or asked())
    world.run()
    return world


def songs_in(world: World) -> dict[str, Any]:
    section: dict[str, Any] = world.result()["sections"]["songs"]
    return section


def one_song(
    values: Mapping[date, object], released: date | str | None = date(2020, 5, 1), **changes: Any
) -> dict[str, Any]:
    """Give the row of an artist's only song, whose values on the platform are these."""
    request = asked(**changes)
    upstream = SongsUpstream([a_song("x", released)], {("x", request.platforms[0]): series(values)})
    (row,) = songs_in(made(upstream, request))["rows"]
    return dict(row)


def figures(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def price_of(request: ReportRequest, world: World) -> Price:
    preview = preview_report(
        request, now=world.clock(), stores=Stores(world.windows, world.charts, world.lookups)
    )
    return next(price for section, price in preview.prices if section.name == "songs")


# ------------------------------------------------------------------------------------ what a song gained


def test_a_song_gained_its_latest_total_less_that_of_the_day_before_the_period() -> None:
    row = one_song({AUGUST_31: 1_000, september(1): 1_100, september(30): 4_000, date(2024, 10, 1): 9_000})
    assert figures(row, "status", "gained", "avg_daily") == ("measured", 3_000, 100)
    assert figures(row, "start_total", "start_date") == (1_000, "2024-08-31")
    assert figures(row, "end_total", "end_date") == (4_000, "2024-09-30")
    assert figures(row, "data_points", "metric", "note") == (2, "Streams", None)


def test_the_total_to_start_from_may_be_seven_days_old_and_no_older() -> None:
    week = one_song({date(2024, 8, 25): 10, september(5): 20, september(30): 30})
    older = one_song({date(2024, 8, 24): 10, september(5): 20, september(30): 30})
    assert figures(week, "start_date", "gained", "status") == ("2024-08-25", 20, "measured")
    assert figures(older, "start_date", "gained", "status") == ("2024-09-05", 10, "partial")
    assert older["note"] == (
        "Counted from 5 September 2024, as there is no value of the 7 days before the period."
    )


def test_a_report_with_a_song_counted_from_a_later_day_is_not_succeeded() -> None:
    items = {("x", "spotify"): series({september(5): 20, september(30): 30})}
    world = made(SongsUpstream([a_song("x")], items))
    assert world.report().status is Status.PARTIAL
    assert songs_in(world)["totals"][0]["status"] == "partial"


def test_a_song_that_came_out_in_the_period_starts_from_nothing_on_the_day_before() -> None:
    row = one_song({september(8): 500, september(30): 2_400}, released=september(7))
    assert figures(row, "start_total", "start_date", "gained") == (0, "2024-09-06", 2_400)
    assert figures(row, "avg_daily", "data_points", "status") == (100, 2, "measured")


def test_a_song_with_a_total_well_before_it_is_said_to_have_come_out_does_not_start_from_nothing() -> None:
    row = one_song({september(3): 5_000_000, september(30): 5_000_100}, released=september(20))
    assert figures(row, "start_date", "gained", "status") == ("2024-09-03", 100, "partial")


def test_of_one_value_nothing_can_be_said_to_be_gained() -> None:
    row = one_song({september(8): 500})
    assert figures(row, "gained", "avg_daily", "end_total", "status") == (None, None, 500, "partial")


def test_a_counter_that_was_doubled_until_one_day_is_restated_and_gained_nothing() -> None:
    recorded = {date(2021, 7, 14): 182_500_000, date(2021, 7, 15): 182_987_230, date(2021, 7, 16): 91_546_027}
    row = one_song(recorded, start_date=date(2021, 7, 15), end_date=date(2021, 7, 31))
    assert figures(row, "status", "gained", "avg_daily") == ("restated", None, None)
    assert figures(row, "start_total", "end_total") == (182_500_000, 91_546_027)
    assert "between 15 July 2021 and 16 July 2021, from 182,987,230 to 91,546,027" in row["note"]


@pytest.mark.parametrize(
    ("old", "new", "restated"),
    [
        (10_000, 9_900, False),
        (10_000, 9_899, True),
        (100_000, 159_999, False),
        (100_000, 160_000, True),
        (99_999, 999_999, False),
    ],
)
def test_a_correction_is_a_fall_of_more_than_a_percent_or_a_rise_by_sixty_of_a_large_total(
    old: int, new: int, restated: bool
) -> None:
    row = one_song({AUGUST_31: old, september(30): new})
    assert row["status"] == ("restated" if restated else "measured")
    assert row["gained"] == (None if restated else new - old)


def test_a_song_may_double_in_its_first_thirty_days_and_is_restated_after_them() -> None:
    values = {september(10): 100_000, september(11): 200_000}
    released = september(11) - timedelta(days=30)
    row = one_song({AUGUST_31: 99_000, **values}, released)
    assert figures(row, "status", "gained") == ("measured", 101_000)
    assert one_song({AUGUST_31: 99_000, **values}, released - timedelta(days=1))["status"] == "restated"
    assert one_song({AUGUST_31: 99_000, **values}, None)["status"] == "restated"


def test_a_fall_is_a_correction_however_new_the_song() -> None:
    row = one_song({september(8): 1_000, september(9): 900, september(30): 2_000}, released=september(7))
    assert row["status"] == "restated"


def test_identifiers_of_one_counter_count_once_and_different_sounds_add_up() -> None:
    days = [a_day(AUGUST_31, 1_000, 900, 990), a_day(september(30), 4_000, 3_000)]
    upstream = SongsUpstream([a_song("x")], {("x", "spotify"): days, ("x", "tiktok"): days})
    spotify, tiktok = songs_in(made(upstream, asked(platforms=("spotify", "tiktok"))))["rows"]
    assert figures(spotify, "gained", "status", "metric") == (3_000, "measured", "Streams")
    assert spotify["identifiers"] == 2
    assert figures(tiktok, "start_total", "end_total", "metric") == (2_890, 7_000, "Videos")
    assert (tiktok["gained"], tiktok["status"]) == (4_110, "lower_bound")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # The largest lacks for a day, or for some, at the end or at the start of what there is.
        ([(1_000, 500), (None, 501), (1_100, 502)], ("measured", 100, 1_100)),
        ([(1_000, 500), (None, 501), (None, 502), (None, 503), (1_100, 504)], ("measured", 100, 1_100)),
        ([(1_000, 500), (1_050, 501), (None, 502)], ("measured", 50, 1_050)),
        ([(None, 500), (1_000, 501), (1_050, 502)], ("partial", 50, 1_050)),
        # One that is not the largest, or never has a value, takes no day's value away.
        ([(1_000, 500), (1_050, None), (1_100, 502)], ("measured", 100, 1_100)),
        ([(None, 500), (None, 501), (None, 502)], ("measured", 2, 502)),
        # One that is not there at all is none of the day's identifiers.
        ([(1_000, 500), (600,), (1_100, 502)], ("restated", None, 1_100)),
    ],
)
def test_a_day_on_which_the_largest_identifier_is_without_a_figure_has_none_and_is_no_fall(
    days: Sequence[tuple[int | None, ...]], expected: tuple[Any, ...]
) -> None:
    items = [a_day(AUGUST_31 + timedelta(days=number), *values) for number, values in enumerate(days)]
    (row,) = songs_in(made(SongsUpstream([a_song("x")], {("x", "spotify"): items})))["rows"]
    assert figures(row, "status", "gained", "end_total") == expected


def test_where_only_linked_sounds_are_counted_a_figure_is_a_lower_bound() -> None:
    row = one_song({AUGUST_31: 100, september(30): 140}, platforms=("instagram",))
    assert figures(row, "status", "gained", "metric") == ("lower_bound", 40, "Reels")
    assert "Linked sounds only" in row["note"]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ((10, 20, 30), (12, 24, 36, 400), "3 sounds at the start, 4 at the end: part of the difference is "),
        ((1_000,), (900, 150), "1 sound at the start, 2 at the end: part of the difference is sounds that "),
        ((1_000, 1), (1_200,), "2 sounds at the start, 1 at the end: part of the difference is sounds that "),
        ((1_000, 900), (1_000,), "2 sounds at the start, 1 at the end"),
        ((10, 20), (11, 21), None),
    ],
)
def test_that_sounds_were_linked_since_is_said_so_that_nobody_takes_them_for_growth(
    start: tuple[int, ...], end: tuple[int, ...], told: str | None
) -> None:
    items = {("x", "tiktok"): [a_day(AUGUST_31, *start), a_day(september(30), *end)]}
    (row,) = songs_in(made(SongsUpstream([a_song("x")], items), asked(platforms=("tiktok",))))["rows"]
    fell = 100 * (sum(start) - sum(end)) > sum(start)
    assert row["status"] == ("restated" if fell else "lower_bound")
    assert row["gained"] == (None if fell else sum(end) - sum(start))
    assert ("at the start" in row["note"]) == (told is not None)
    assert (told or "") in row["note"]


def test_of_a_new_song_whose_sounds_all_came_since_nothing_more_is_said() -> None:
    row = one_song({september(8): 5, september(30): 9}, september(7), platforms=("tiktok",))
    assert (row["gained"], row["note"]) == (
        9,
        "Linked sounds only: videos with other sounds are not counted.",
    )


def test_days_that_were_announced_and_did_not_come_are_said_and_asked_for_again_after_an_hour() -> None:
    world = World()
    values = series({september(20): 1_000, september(30): 1_100})

    def upstream(get: Any) -> Any:
        if get.path.endswith("/songs"):
            return SongsUpstream([a_song("x")])(get)
        shown = [] if get.params.get("offset") else values
        return json.dumps({"items": shown, "page": {"total": 80}}).encode()

    (row,) = songs_in(made(upstream, asked(), world))["rows"]
    assert figures(row, "status", "gained") == ("partial", 100)
    assert row["note"] == (
        "Counted from 20 September 2024, the first day with a value that came. "
        "78 rows that Soundcharts announced did not come."
    )
    before = len(world.calls.asked)
    world.clock.advance(3_700)
    world.request(asked(title="again"), report_id="again")
    world.run()
    assert {get.path for get in world.calls.asked[before:]} == {"/api/v2/song/x/audience/spotify"}


def test_the_last_day_with_a_value_is_named_where_the_period_ends_later() -> None:
    row = one_song({AUGUST_31: 100, september(28): 380})
    assert figures(row, "status", "avg_daily") == ("measured", 10)
    assert row["note"] == "Counted to 28 September 2024, the last day with a value."


# ------------------------------------------------------------------------------------------- which songs


def many(count: int, released: date = date(2015, 1, 2)) -> list[Item]:
    return [a_song(f"old-{number:03}", released) for number in range(count)]


def steady(songs: Sequence[Item], platform: str = "spotify") -> dict[tuple[str, str], list[Item]]:
    values = series({AUGUST_31: 1_000, september(30): 1_010})
    return {(song["uuid"], platform): values for song in songs}


def test_the_songs_are_those_that_lead_and_those_that_came_out_from_90_days_before_to_the_end() -> None:
    new = [
        a_song("too-old", date(2024, 6, 2)),
        a_song("ninety-days", date(2024, 6, 3)),
        a_song("last-day", september(30)),
        a_song("too-new", date(2024, 10, 1)),
    ]
    songs = [*many(120), *new]
    section = songs_in(made(SongsUpstream(songs, steady(songs)), asked(songs_limit=2)))
    assert {row["track_uuid"] for row in section["rows"]} == {"old-000", "old-001", "ninety-days", "last-day"}
    (total,) = section["totals"]
    assert figures(total, "songs_counted", "songs_listed", "status") == (4, 124, "lower_bound")
    assert total["note"] == "Counted: 4 of the artist's 124 songs."


def test_when_all_songs_were_counted_the_total_is_measured() -> None:
    songs = many(3)
    (total,) = songs_in(made(SongsUpstream(songs, steady(songs))))["totals"]
    assert figures(total, "songs_counted", "songs_listed", "status", "note") == (3, 3, "measured", None)
    assert total["gained"] == 30


def test_no_song_is_missed_where_pages_are_shorter_than_asked_for() -> None:
    songs = many(7)
    upstream = SongsUpstream(songs, steady(songs), largest_page=3)
    (total,) = songs_in(made(upstream, asked(songs_limit=5)))["totals"]
    assert figures(total, "songs_counted", "songs_listed") == (5, 7)


def test_there_are_no_fewer_songs_than_came_whatever_is_said() -> None:
    songs = many(3)
    (total,) = songs_in(made(SongsUpstream(songs, steady(songs), total=1)))["totals"]
    assert figures(total, "songs_counted", "songs_listed", "status") == (3, 3, "measured")


def test_a_corrected_song_is_left_out_of_the_total_and_counted_in_its_note() -> None:
    songs = many(3)
    items = steady(songs) | {("old-001", "spotify"): series({AUGUST_31: 1_000, september(30): 500})}
    world = made(SongsUpstream(songs, items))
    (total,) = songs_in(world)["totals"]
    assert figures(total, "gained", "songs_counted", "status") == (20, 2, "lower_bound")
    assert (
        total["note"]
        == "Counted: 2 of the artist's 3 songs. Left out: 1 song whose counter was corrected in the period."
    )
    assert world.report().status is Status.SUCCEEDED


def test_songs_come_most_gained_first_and_the_first_is_the_top_track() -> None:
    songs = many(3)
    items = steady(songs) | {("old-002", "spotify"): series({AUGUST_31: 1, september(30): 900})}
    section = songs_in(made(SongsUpstream(songs, items)))
    assert [row["track_uuid"] for row in section["rows"]] == ["old-002", "old-000", "old-001"]
    assert section["totals"][0]["top_track"] == {
        "track_uuid": "old-002",
        "track_name": "Song old-002",
        "gained": 899,
    }


def test_of_a_song_that_came_out_after_the_period_nothing_is_asked() -> None:
    world = made(SongsUpstream([a_song("x", date(2024, 10, 4))]))
    (row,) = songs_in(world)["rows"]
    assert figures(row, "status", "note") == ("no_data", "Came out on 4 October 2024, after the period.")
    assert [get.path for get in world.calls.asked] == [f"/api/v2.21/artist/{LAURO.uuid}/songs"]


def test_one_bad_field_costs_no_more_than_itself() -> None:
    days = series({AUGUST_31: 100, september(30): 400})
    broken: list[Any] = [a_day(september(3), "many"), {"date": "yesterday", "plots": []}, "nothing"]
    songs: list[Any] = [a_song("x", "0000-00-00"), {"name": "no uuid"}, a_song("y", None, name=7)]
    upstream = SongsUpstream(songs, {("x", "spotify"): [*days, *broken[:2]], ("y", "spotify"): days})
    world = made(upstream)
    section = songs_in(world)
    x, y = sorted(section["rows"], key=lambda row: str(row["track_uuid"]))
    assert figures(x, "gained", "release_date") == (300, None)
    assert "could not be read" in x["note"]
    assert figures(y, "gained", "track_name") == (300, None)
    assert "1 song of Soundcharts' list could not be read." in section["totals"][0]["note"]
    assert world.report().failures == []


# ----------------------------------------------------------------------- platforms, countries, comparison


def test_platforms_of_several_metric_sources_count_once_and_those_without_totals_say_so() -> None:
    request = asked(platforms=("spotify-followers", "spotify", "facebook", "youtube-subscribers"))
    assert [platform for _, platform in SONGS.jobs(request)] == ["spotify", "youtube"]
    section = songs_in(made(SongsUpstream([a_song("x")]), request))
    totals = [figures(total, "platform__slug", "status") for total in section["totals"]]
    assert totals == [("spotify", "no_data"), ("facebook", "not_published"), ("youtube", "no_data")]


def test_a_country_costs_no_call_and_is_said_not_to_be_published() -> None:
    request = asked(country="IT", artists=(LAURO, ELISA))
    world = made(SongsUpstream([a_song("x")]), request)
    section = songs_in(world)
    assert world.calls.asked == []
    assert [total["status"] for total in section["totals"]] == ["not_published", "not_published"]
    assert "see its charts (tracks) and radio" in section["totals"][0]["note"]
    several = songs_in(
        made(SongsUpstream([a_song("x")]), asked(country="IT", platforms=("spotify", "youtube")))
    )
    assert several["note"] == (
        "Totals of songs are not published by country. For Italy see its charts (tracks) and radio."
    )
    assert len({total["note"] for total in several["totals"]}) == 2
    assert (section["status"], section["rows"]) == ("not_published", [])
    price = price_of(request, world)
    assert (price.jobs, price.upstream_calls) == (0, 0)
    assert [blank.artist.uuid for blank in price.unanswerable] == [LAURO.uuid, ELISA.uuid]


def test_a_change_is_of_the_same_songs_those_that_are_new_among_them() -> None:
    songs = [a_song("old"), a_song("fixed"), a_song("new", september(2))]
    items = {
        ("old", "spotify"): series({date(2024, 8, 1): 100, AUGUST_31: 200, september(30): 500}),
        ("fixed", "spotify"): series({date(2024, 8, 1): 900, AUGUST_31: 500, september(30): 520}),
        ("new", "spotify"): series({september(30): 40}),
    }
    section = songs_in(made(SongsUpstream(songs, items), asked(compare=Comparison.PREVIOUS_PERIOD)))
    (total,) = section["totals"]
    assert (total["gained"], total["compared"]["gained"]) == (360, 100)
    assert (total["change"], total["change_percent"]) == (240, 240)
    assert total["change_note"] == (
        "The change leaves out 1 song with a figure in only one of the periods. "
        "New since the period compared with, and counted from 0 there: 1 song."
    )
    assert total["compared"]["period"] == {"start": "2024-08-02", "end": "2024-08-31", "days": 30}
    rows = {row["track_uuid"]: row for row in section["rows"]}
    assert rows["old"]["change"] == 200
    assert (rows["fixed"]["change"], rows["fixed"]["compared"]["status"]) == (None, "restated")
    assert (rows["new"]["change"], rows["new"]["compared"]["gained"]) == (40, None)


def test_gains_over_different_numbers_of_days_are_compared_with_a_note() -> None:
    one_day = asked(compare=Comparison.PREVIOUS_PERIOD, start_date=september(15), end_date=september(15))
    songs = [a_song("even"), a_song("gap")]
    items = {
        ("even", "spotify"): series({september(13): 100, september(14): 110, september(15): 130}),
        # On the 13th there is no value, so that what is compared with begins a day earlier.
        ("gap", "spotify"): series({september(12): 100, september(14): 160, september(15): 200}),
    }
    section = songs_in(made(SongsUpstream(songs, items), one_day))
    rows = {row["track_uuid"]: row for row in section["rows"]}
    even, gap = rows["even"], rows["gap"]
    assert (even["change"], even["change_note"], even["compared"]["note"]) == (10, None, None)
    assert (gap["gained"], gap["compared"]["gained"], gap["change"]) == (40, 60, -20)
    assert figures(gap["compared"], "start_date", "end_date") == ("2024-09-12", "2024-09-14")
    assert gap["compared"]["note"] == "Counted from 12 September 2024: 2 days."
    assert gap["change_note"] == "Counted over 1 day here and over 2 days in the other period."
    assert section["totals"][0]["change_note"] == (
        "Counted over more days in one period than in the other: 1 song."
    )


def test_a_song_counted_from_before_the_eve_of_the_period_says_over_how_many_days() -> None:
    songs = [a_song("early"), a_song("eve")]
    items = {
        ("early", "spotify"): series({date(2024, 8, 30): 100, september(30): 200}),
        ("eve", "spotify"): series({AUGUST_31: 100, september(30): 150}),
    }
    section = songs_in(made(SongsUpstream(songs, items)))
    notes = {row["track_uuid"]: (row["status"], row["note"]) for row in section["rows"]}
    assert notes["early"] == ("measured", "Counted from 30 August 2024: 31 days.")
    assert notes["eve"] == ("measured", None)


def test_songs_that_were_not_out_by_the_end_of_the_period_are_not_said_to_lack_a_value() -> None:
    songs = [a_song("out"), a_song("silent"), a_song("later", date(2024, 10, 4))]
    items = {("out", "spotify"): series({AUGUST_31: 100, september(30): 150})}
    (total,) = songs_in(made(SongsUpstream(songs, items)))["totals"]
    assert total["note"] == (
        "Counted: 1 of the artist's 3 songs. Without a value in the period: 1 song. Not out yet: 1 song."
    )


def test_without_a_period_to_compare_with_nothing_is_said_of_a_change() -> None:
    section = songs_in(made(SongsUpstream([a_song("x")], steady([a_song("x")]))))
    assert not {"compared", "change"} & {*section["totals"][0], *section["rows"][0]}


# ----------------------------------------------------------------------------------------- calls and price


def test_calls_are_the_lists_and_the_windows_of_each_song_as_the_preview_said() -> None:
    world = World()
    before = price_of(asked(artists=(BILLIE,)), world)
    made(simulated(), asked(artists=(BILLIE,)), world)
    section = songs_in(world)
    (total,) = section["totals"]
    assert total["songs_listed"] > 100
    assert section["upstream_calls"] == len(world.calls.asked) == 2 + len(section["rows"])
    assert 27 <= len(world.calls.asked) <= before.upstream_calls
    assert before.at_most
    after = price_of(asked(artists=(BILLIE,)), world)
    assert (after.upstream_calls - after.cached, after.at_most) == (0, False)


def test_an_artist_with_few_songs_takes_one_list_and_a_period_across_the_grid_two_windows() -> None:
    songs = many(3)
    crossing = asked(start_date=date(2024, 6, 10), end_date=date(2024, 9, 30))
    world = made(SongsUpstream(songs, steady(songs)), crossing)
    lists = [get for get in world.calls.asked if get.path.endswith("/songs")]
    windows = {(get.params["startDate"], get.params["endDate"]) for get in world.calls.asked[1:]}
    assert len(lists) == 1
    assert len(windows) * 3 == len(world.calls.asked) - 1
    assert len(windows) == 2


def test_the_same_again_takes_no_call() -> None:
    upstream = simulated()
    world = made(upstream, asked(artists=(BILLIE,), platforms=("spotify", "tiktok")))
    first, calls = songs_in(world), len(world.calls.asked)
    world.clock.advance(60)
    world.request(asked(artists=(BILLIE,), platforms=("spotify", "tiktok")), report_id="again")
    world.run()
    again = world.result("again")["sections"]["songs"]
    assert len(world.calls.asked) == calls
    assert again["upstream_calls"] == 0
    assert [again["totals"], again["rows"]] == [first["totals"], first["rows"]]


def test_new_songs_are_looked_for_until_the_list_is_older_than_wanted() -> None:
    songs = [*many(150), *(a_song(f"later-{number:03}", date(2024, 12, 6)) for number in range(130))]
    songs.append(a_song("wanted", september(6)))
    world = made(SongsUpstream(songs, steady(songs)), asked(songs_limit=1))
    offsets = [
        get.params.get("offset", 0) for get in world.calls.asked if "releaseDate" in get.params.values()
    ]
    assert offsets == [0, 100]
    assert {row["track_uuid"] for row in songs_in(world)["rows"]} == {"old-000", "wanted"}


def test_of_more_new_songs_than_a_preview_reckons_with_the_newest_are_counted_and_the_others_named() -> None:
    songs = [a_song(f"new-{number:03}", september(1 + number % 30)) for number in range(600)]
    world = World()
    before = price_of(asked(), world)
    section = songs_in(made(SongsUpstream(songs, steady(songs)), asked(), world))
    (total,) = section["totals"]
    assert len(section["rows"]) == 25 + 50
    assert len(world.calls.asked) == 1 + 6 + 75 <= before.upstream_calls
    besides = [row["release_date"] for row in section["rows"] if row["track_uuid"] > "new-024"]
    assert min(besides) == "2024-09-28"
    assert (total["status"], total["songs_counted"]) == ("lower_bound", 75)
    assert "Left out: 525 new songs, as only the newest are looked at." in total["note"]
    assert world.report().status is Status.SUCCEEDED


def test_of_a_list_of_new_songs_without_end_ten_pages_are_read_and_the_total_says_there_may_be_more() -> None:
    songs = [*many(100), *(a_song(f"later-{number:04}", date(2024, 12, 6)) for number in range(1_900))]
    world = made(SongsUpstream(songs, steady(songs)), asked(songs_limit=1))
    (total,) = songs_in(world)["totals"]
    assert len(world.calls.asked) == 1 + 10 + 1
    assert (total["status"], total["songs_counted"]) == ("lower_bound", 1)
    assert "There may be more new songs" in total["note"]


@settings(deadline=None, max_examples=40)
@given(
    count=st.integers(0, 500),
    spread=st.integers(1, 500),
    start=st.dates(date(2023, 6, 1), date(2024, 12, 1)),
    days=st.integers(1, 200),
    limit=st.integers(1, 100),
    compare=st.sampled_from([None, *Comparison]),
)
def test_whatever_songs_an_artist_has_a_report_takes_no_more_calls_than_the_preview_said(
    count: int, spread: int, start: date, days: int, limit: int, compare: Comparison | None
) -> None:
    end = min(start + timedelta(days=days - 1), NOW.date())
    songs = [a_song(f"s{number}", end - timedelta(days=number * 7 % spread)) for number in range(count)]
    request = asked(start_date=start, end_date=end, songs_limit=limit, compare=compare)
    world = World()
    before = price_of(request, world)
    made(SongsUpstream(songs), request, world)
    assert len(world.calls.asked) <= before.upstream_calls
    assert before.at_most
    after = price_of(request, world)
    assert (after.upstream_calls - after.cached, after.at_most) == (0, False)


def test_new_songs_that_were_not_listed_are_said_and_make_the_total_a_lower_bound() -> None:
    songs = many(101)
    unread: list[Any] = [
        a_song("new", september(2)),
        {"releaseDate": "2024-09-03T00:00:00+00:00"},
        {"name": "no uuid", "releaseDate": None},
        {"releaseDate": "2011-01-01T00:00:00+00:00"},
    ]
    plain = SongsUpstream(songs, steady([*songs, unread[0]]))
    newest = SongsUpstream(unread, total=150)

    def upstream(get: Any) -> Any:
        return (newest if get.params.get("sortBy") == "releaseDate" else plain)(get)

    world = made(upstream, asked(songs_limit=1))
    (total,) = songs_in(world)["totals"]
    assert (total["status"], total["songs_counted"]) == ("lower_bound", 2)
    # 146 were announced and did not come, and of two it is not known that they are old.
    assert "148 songs of Soundcharts' list of new ones could not be read, or did not come." in total["note"]


# -------------------------------------------------------------------------------------------------- faults


def test_what_failed_is_partial_and_a_repair_fetches_that_alone() -> None:
    songs = many(3)
    upstream = SongsUpstream(songs, steady(songs), faults={"/song/old-001/": Unavailable("503")})
    world = made(upstream)
    section = songs_in(world)
    rows = {row["track_uuid"]: row for row in section["rows"]}
    assert world.report().status is Status.PARTIAL
    assert figures(rows["old-001"], "status", "gained") == ("failed", None)
    assert "503" in rows["old-001"]["note"]
    assert figures(section["totals"][0], "status", "gained") == ("partial", 20)

    upstream.faults.clear()
    asked_before = len(world.calls.asked)
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [get.path for get in world.calls.asked[asked_before:]] == ["/api/v2/song/old-001/audience/spotify"]
    assert songs_in(world)["totals"][0]["gained"] == 30


def test_without_the_list_there_is_nothing_and_the_reason_is_said() -> None:
    world = made(SongsUpstream(faults={"/songs$": Unavailable("502")}))
    section = songs_in(world)
    assert (section["status"], section["rows"]) == ("failed", [])
    assert "502" in section["totals"][0]["note"]
    assert world.report().status is Status.PARTIAL


def test_without_the_list_of_new_songs_the_others_are_counted_and_the_total_is_partial() -> None:
    songs = many(101)
    broken = SongsUpstream(songs, steady(songs))

    def upstream(get: Any) -> Any:
        return Unavailable("504") if get.params.get("sortBy") == "releaseDate" else broken(get)

    (total,) = songs_in(made(upstream, asked(songs_limit=2)))["totals"]
    assert figures(total, "status", "gained") == ("partial", 20)
    assert "New songs could not be listed" in total["note"]


@pytest.mark.parametrize(
    ("path", "error", "status"),
    [
        ("/songs$", NotFound("404"), "not_found"),
        ("/songs$", NotInPlan("403"), "not_in_plan"),
        ("/audience/", NotInPlan("403"), "not_in_plan"),
        ("/audience/", NotFound("404"), "not_found"),
    ],
)
def test_that_there_is_nothing_or_no_plan_for_it_ends_the_job_done(
    path: str, error: Any, status: str
) -> None:
    world = made(SongsUpstream([a_song("x")], faults={path: error}))
    (total,) = songs_in(world)["totals"]
    assert figures(total, "status", "gained") == (status, None)
    assert total["note"]
    assert world.report().status is Status.SUCCEEDED


@pytest.mark.parametrize("error", [Throttled("429", 5), QuotaSpent("none left")])
def test_a_refused_call_is_named_in_the_failures(error: Any) -> None:
    songs = many(2)
    world = made(SongsUpstream(songs, steady(songs), faults={"/song/old-000/": error}))
    (failure,) = world.report().failures
    assert (failure.job.section, failure.job.platform) == ("songs", "spotify")
    assert songs_in(world)["totals"][0]["status"] == "partial"


def test_when_time_is_up_what_came_is_there_and_a_repair_asks_for_the_rest() -> None:
    songs = many(8)
    world = World()
    world.calls.together, world.calls.late_after = 1, 5
    made(SongsUpstream(songs, steady(songs)), world=world)
    assert world.report().status is Status.PARTIAL
    assert sum(row["status"] == "measured" for row in songs_in(world)["rows"]) == 4
    world.calls.late_after = None
    world.repair()
    world.run()
    assert (world.report().status, len(world.calls.asked)) == (Status.SUCCEEDED, 9)


def test_a_death_at_any_write_loses_nothing() -> None:
    songs = many(4)
    for kill_after in range(8):
        world = World(together=1)
        world.calls.together = 1
        world.calls.answer = SongsUpstream(songs, steady(songs))
        world.request(asked())
        first = min(world.queue.messages, key=lambda message: message.due)
        jobs = [message for message in world.queue.messages if message.queue == first.queue]
        world.deliver(*jobs, kill_after=kill_after)
        world.run()
        assert world.report().status is Status.SUCCEEDED
        assert songs_in(world)["totals"][0]["gained"] == 40


def test_a_table_that_takes_nothing_for_a_moment_is_waited_for() -> None:
    songs = many(3)
    world = World()
    world.calls.answer = SongsUpstream(songs, steady(songs))
    world.request(asked())
    world.fuse.busy = 3
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert songs_in(world)["totals"][0]["gained"] == 30


# ------------------------------------------------------------------------------------ how it is given


def test_the_section_is_as_the_document_describes_it() -> None:
    asking = asked(
        artists=(BILLIE, ELISA), platforms=("spotify", "tiktok", "facebook"), compare=Comparison.PREVIOUS_YEAR
    )
    section = songs_in(made(simulated(), asking))
    assert errors_in(section, "SongsSection") == []
    assert errors_in({**section, "rows": None}, "SongsSection") == []
    plain = songs_in(made(SongsUpstream(faults={"/songs$": Unavailable("502")})))
    assert errors_in(plain, "SongsSection") == []


def test_lines_for_slack_say_what_was_gained_of_how_many_songs_or_why_that_is_not_known() -> None:
    songs = many(30)
    upstream = SongsUpstream(songs, steady(songs))
    section = songs_in(made(upstream, asked(platforms=("facebook", "spotify", "youtube", "tiktok"))))
    assert SONGS.lines(section) == {
        LAURO.uuid: [
            "Spotify: 25 of 30 songs gained 250 streams, most Song old-000, 10 (a lower bound)",
            "Facebook, songs: not published",
        ]
    }
    failed = songs_in(made(SongsUpstream(faults={"/songs$": Unavailable("502")})))
    assert SONGS.lines(failed) == {LAURO.uuid: ["Spotify, songs: could not be fetched"]}


def test_the_sheet_has_every_song_and_its_checks_pass(tmp_path: Path) -> None:
    world = made(simulated(), asked(artists=(BILLIE,), platforms=("spotify", "facebook")))
    ((report, result, status),) = world.write_workbook.written
    path = tmp_path / "report.xlsx"
    write_workbook(path, report, result, made_at=NOW, version="1", status=status)

    book = load_workbook(path)

    assert book.sheetnames == ["Summary", "Breakdown", "Daily data", "Songs", "Notes"]
    sheet = book["Songs"]
    header, *rows = sheet.iter_rows(values_only=True, max_col=len(SHEET.columns))
    rows = [row for row in rows if row[0] is not None]
    told = [dict(zip(header, row, strict=True)) for row in rows]
    section = songs_in(world)
    assert [row["Gained"] for row in told if row["Song UUID"]] == [row["gained"] for row in section["rows"]]
    assert all(row["Status"] for row in told)
    checks = {row[1]: row for row in book["Notes"].iter_rows(values_only=True) if row[0] == "Check"}
    assert {"Songs: totals rose, or are restated", "Songs: counted ≤ listed"} <= checks.keys()
    assert not [name for name, row in checks.items() if "FAIL" in row]


def test_the_songs_that_gained_most_are_drawn_as_bars_the_largest_first(tmp_path: Path) -> None:
    world = made(simulated(), asked(artists=(BILLIE,), platforms=("spotify", "youtube")))
    ((report, result, status),) = world.write_workbook.written
    path = tmp_path / "report.xlsx"
    write_workbook(path, report, result, made_at=NOW, version="1", status=status)
    sheet = load_workbook(path)["Songs"]

    (chart,) = sheet._charts  # type: ignore[attr-defined]
    (series,) = chart.series
    cells = sheet[series.val.numRef.f.rpartition("!")[2].replace("$", "")]
    drawn = [row[0].value for row in cells]

    gained = [row["gained"] for row in songs_in(world)["rows"] if row["platform__slug"] == "spotify"]
    assert drawn == sorted((value for value in gained if value is not None), reverse=True)[:15]


# --- An independent statement ---------------------------------------------------------------------------

_STEPS = st.sampled_from(
    [(0, 1), (1, 100), (-1, 100), (-101, 10_000), (3, 5), (59_999, 100_000), (1, 1), (-1, 2), (1, 50)]
)
_START = st.sampled_from([40, 99_999, 100_000, 1_000_000])


@st.composite
def _items(draw: st.DrawFn, start: date) -> list[Item]:
    days = sorted(draw(st.sets(st.integers(-12, 24), max_size=9)))
    values = draw(st.lists(_START, min_size=1, max_size=3))
    items = []
    for day in days:
        up, over = draw(_STEPS)
        values = [value + value * up // over for value in values]
        shown = values[: draw(st.integers(0, len(values)))]
        items.append(a_day(start + timedelta(days=day), *shown))
    return items


@settings(deadline=None)
@given(
    st.data(),
    st.dates(date(2024, 3, 1), date(2024, 9, 30)),
    st.integers(1, 20),
    st.sampled_from(["spotify", "tiktok", "youtube"]),
)
def test_any_songs_are_what_the_contract_states(
    data: st.DataObject, start: date, days: int, platform: str
) -> None:
    end = start + timedelta(days=days - 1)
    released = st.none() | st.integers(-130, 25).map(lambda offset: start + timedelta(days=offset))
    songs = [a_song(f"s{number}", data.draw(released)) for number in range(data.draw(st.integers(0, 4)))]
    items: dict[tuple[str, str], list[Item]] = {}
    for song in songs:
        out = song["releaseDate"] is None or song["releaseDate"][:10] <= end.isoformat()
        items[song["uuid"], platform] = data.draw(_items(start)) if out else []
    limit = data.draw(st.integers(1, 3))
    request = asked(start_date=start, end_date=end, platforms=(platform,), songs_limit=limit)

    section = songs_in(made(SongsUpstream(songs, items), request))

    stated = {
        song["uuid"]: stated_row(song, items[song["uuid"], platform], platform, start, end)
        for song in songs_looked_at(songs, limit, start, end)
    }
    told = {row["track_uuid"]: {name: row[name] for name in FIGURES} for row in section["rows"]}
    assert told == stated
    (total,) = section["totals"]
    expected = stated_total(stated, len(songs), platform)
    top = total["top_track"] and total["top_track"]["gained"]
    assert total["songs_counted"] == expected["songs_counted"]
    assert total["songs_listed"] == expected["songs_listed"]
    assert (total["gained"], top) == (expected["gained"], expected["top_gained"])
    assert (total["status"] == "lower_bound") == expected["lower_bound"]


def test_on_the_sheet_a_songs_note_is_its_own_as_in_the_answer() -> None:
    songs = [a_song("old"), a_song("fixed")]
    items = {
        ("old", "spotify"): series({AUGUST_31: 200, september(30): 500}),
        ("fixed", "spotify"): series({AUGUST_31: 900, september(10): 500, september(30): 520}),
    }
    world = made(SongsUpstream(songs, items))
    ((_, result, _),) = world.write_workbook.written
    (table,) = result.sections["songs"].tables()
    section = songs_in(world)
    assert [row["Note"] for row in table.rows()] == [row["note"] for row in section["rows"]]
    assert [remark.text for remark in table.remarks] == [
        total["note"] for total in section["totals"] if total["status"] != "not_published"
    ]
