"""Playlists: placements, counts and reach, by an independent statement of contract 10.5."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.periods import Comparison
from linernotes.sections.playlists.questions import PLATFORMS
from tests.unit import contract_10_playlists_oracle as oracle
from tests.unit.builders import a_request
from tests.unit.playlist_cases import (
    BEFORE,
    FIRST,
    LAST,
    PERIOD,
    TODAY,
    Answer,
    a_crowd,
    a_world,
    made,
    total_in,
)
from tests.unit.playlist_upstream import PlaylistUpstream, a_reach_day, a_stay, day_after

# ------------------------------------------------------------------------------------------------ placements


def test_what_happened_on_the_first_and_on_the_last_day_counts_and_a_day_beside_does_not() -> None:
    stays = [
        a_stay("First", "a", FIRST),
        a_stay("Last", "a", LAST),
        a_stay("Early", "a", day_after(FIRST, -1), followers=None),
        a_stay("Late", "a", day_after(LAST)),
        a_stay("Left first", "a", BEFORE, left=FIRST),
        a_stay("Left last", "a", BEFORE, left=LAST),
        a_stay("Left early", "a", BEFORE, left=day_after(FIRST, -1)),
        a_stay("Left late", "a", BEFORE, left=day_after(LAST)),
    ]
    section = made(a_world(PlaylistUpstream(stays)))
    total = total_in(section)
    assert (total["added"], total["removed"], total["status"]) == (2, 2, "measured")
    assert {row["playlist"]: row["event"] for row in section["rows"]} == {
        "First": "added",
        "Last": "added",
        "Left first": "removed",
        "Left last": "removed",
        "Early": "held",
    }


def test_a_row_says_how_a_placement_stands_and_what_happened_to_it() -> None:
    stay = a_stay("Hits", "Rolls", FIRST, left=LAST, type_="algotorial", market="IT", followers=9_000)
    (row,) = made(a_world(PlaylistUpstream([stay])))["rows"]
    assert {name: row[name] for name in row if not name.startswith("artist__")} == {
        "platform__slug": "spotify",
        "platform__name": "Spotify",
        "status": "measured",
        "note": None,
        "playlist__uuid": "uuid-of-Hits",
        "playlist": "Hits",
        "type": "algotorial",
        "market": "IT",
        "owner": None,
        "track_uuid": "uuid-of-Rolls",
        "track_name": "Rolls",
        "position": 5,
        "peak_position": 2,
        "added_on": "2025-12-01",
        "removed_on": "2025-12-31",
        "followers": 9_000,
        "event": "added_and_removed",
    }


def test_a_song_that_left_a_list_and_came_back_is_one_placement() -> None:
    stays = [
        a_stay("Hits", "a", BEFORE, left=FIRST),
        a_stay("Hits", "a", day_after(FIRST, 9)),
        a_stay("Hits", "b", BEFORE, left=FIRST),
    ]
    section = made(a_world(PlaylistUpstream(stays)))
    assert (total_in(section)["added"], total_in(section)["removed"]) == (1, 2)
    (back, gone) = sorted(section["rows"], key=lambda row: row["track_name"])
    assert (back["event"], back["added_on"], back["removed_on"]) == (
        "added_and_removed",
        "2025-12-10",
        "2025-12-01",
    )
    assert (gone["event"], gone["added_on"]) == ("removed", str(BEFORE))


def test_a_song_that_was_off_a_list_all_through_the_period_is_not_held_though_it_came_back_since() -> None:
    def events(left: date, back: date) -> list[str]:
        stays = [a_stay("Hits", "a", BEFORE, left=left), a_stay("Hits", "a", back)]
        return [row["event"] for row in made(a_world(PlaylistUpstream(stays)))["rows"]]

    after = day_after(LAST, 3)
    assert events(day_after(FIRST, -1), after) == []
    assert events(FIRST, after) == ["removed"]
    assert events(day_after(LAST), after) == ["held"]


def test_lists_of_curators_are_neither_added_nor_removed_but_held_where_they_are_among_the_largest() -> None:
    stays = [
        a_stay("New", "a", FIRST, type_="curators_listeners", followers=1),
        a_stay("Left", "a", BEFORE, left=FIRST, type_="curators_listeners"),
        a_stay("Held", "a", BEFORE, type_="this_is", followers=2_000_000),
    ]
    section = made(a_world(PlaylistUpstream(stays)))
    assert (total_in(section)["added"], total_in(section)["removed"]) == (0, 0)
    assert [(row["playlist"], row["event"], row["type"]) for row in section["rows"]] == [
        ("Held", "held", "this_is")
    ]


def test_of_those_held_the_25_with_most_followers_have_a_row_and_rows_come_most_followers_first() -> None:
    held = [a_stay(f"List {number:02}", "a", BEFORE, followers=number) for number in range(40)]
    rows = made(a_world(PlaylistUpstream([*held, a_stay("New", "a", FIRST, followers=20)])))["rows"]
    assert len(rows) == 25
    assert [row["followers"] for row in rows] == sorted((row["followers"] for row in rows), reverse=True)
    assert Counter(row["event"] for row in rows) == {"held": 24, "added": 1}


def test_where_nobody_publishes_followers_there_is_neither_reach_nor_a_follower() -> None:
    for platform, told in (("apple-music", 0), ("amazon", None)):
        upstream = PlaylistUpstream(
            [a_stay("Hits", "a", FIRST, followers=told)],
            reach=[a_reach_day(FIRST, 4, told), a_reach_day(LAST, 6, told)],
            platform=platform,
        )
        section = made(a_world(upstream))
        total = total_in(section, platform)
        assert (total["playlists_first"], total["playlists_latest"], total["playlists_peak"]) == (4, 6, 6)
        assert {total[name] for name in total if name.startswith("reach_")} == {None}
        assert "does not publish the followers" in total["note"]
        assert [row["followers"] for row in section["rows"]] == [None]


# -------------------------------------------------------------------------------------------------- removals


def test_removals_before_august_2025_are_not_known_which_is_not_none() -> None:
    july = a_request(start_date=date(2025, 7, 1), end_date=date(2025, 7, 31), sections=("playlists",))
    total = total_in(made(a_world(PlaylistUpstream([a_stay("Hits", "a", date(2025, 7, 5))])), july))
    assert (total["added"], total["removed"], total["status"]) == (1, None, "measured")
    assert "Removals are not known" in total["note"]


def test_removals_that_are_told_of_days_before_august_2025_count_and_are_a_lower_bound() -> None:
    july = a_request(start_date=date(2025, 7, 1), end_date=date(2025, 7, 31), sections=("playlists",))
    stays = [a_stay("Hits", "a", BEFORE, left=date(2025, 7, 5)), a_stay("Hits", "b", date(2025, 7, 5))]
    section = made(a_world(PlaylistUpstream(stays)), july)
    total = total_in(section)
    assert (total["added"], total["removed"], total["status"]) == (1, 1, "lower_bound")
    assert "There may be more removals" in total["note"]
    assert sorted(row["event"] for row in section["rows"]) == ["added", "removed"]


def test_a_song_twice_on_a_list_since_one_day_and_once_by_now_was_removed() -> None:
    stays = [a_stay("Hits", "a", BEFORE), a_stay("Hits", "a", BEFORE, left=FIRST)]
    section = made(a_world(PlaylistUpstream(stays)))
    assert (total_in(section)["added"], total_in(section)["removed"]) == (0, 1)
    assert [(row["event"], row["removed_on"]) for row in section["rows"]] == [("removed", FIRST.isoformat())]


def test_removals_of_a_period_that_begins_before_august_2025_are_a_lower_bound() -> None:
    both = a_request(start_date=date(2025, 7, 1), end_date=date(2025, 8, 31), sections=("playlists",))
    stays = [a_stay("Hits", "a", BEFORE, left=date(2025, 8, 1))]
    total = total_in(made(a_world(PlaylistUpstream(stays)), both))
    assert (total["removed"], total["status"]) == (1, "lower_bound")
    assert "counted from 1 August 2025" in total["note"]


# -------------------------------------------------------------------------------------------- with a country


def test_with_a_country_it_is_the_lists_of_that_market_and_no_call_asks_for_reach() -> None:
    stays = [
        a_stay("Italia", "a", FIRST, market="IT"),
        a_stay("USA", "a", FIRST, market="US"),
        a_stay("World", "a", FIRST),
    ]
    for platform, status in (("spotify", "lower_bound"), ("apple-music", "measured"), ("amazon", "measured")):
        world = a_world(PlaylistUpstream(stays, platform=platform, reach=[a_reach_day(FIRST, 4)]))
        section = made(world, a_request(**PERIOD, country="IT", sections=("playlists",)))
        total = total_in(section, platform)
        assert (total["added"], total["status"], total["playlists_first"]) == (1, status, None)
        assert ("whose editors name Italy" in total["note"]) is (status == "lower_bound")
        assert "not published by country" in total["note"]
        assert [(row["playlist"], row["market"], row["status"]) for row in section["rows"]] == [
            ("Italia", "IT", status)
        ]
        assert not [get for get in world.calls.asked if "/reach/" in get.path]
        assert {get.params["countryCode"] for get in world.calls.asked} == {"IT"}


def test_lists_of_other_markets_do_not_count_for_a_country_even_if_they_are_given() -> None:
    class GivesAll(PlaylistUpstream):
        def ranked(self, query: dict[str, str]) -> list[dict[str, Any]]:
            return super().ranked({name: value for name, value in query.items() if name != "countryCode"})

    upstream = GivesAll([a_stay("Italia", "a", FIRST, market="it"), a_stay("World", "a", FIRST)])
    section = made(a_world(upstream), a_request(**PERIOD, country="IT", sections=("playlists",)))
    assert [row["playlist"] for row in section["rows"]] == ["Italia"]


# ----------------------------------------------------------------------------------------------------- reach


def test_reach_and_counts_have_their_own_days_and_a_day_given_twice_keeps_the_last() -> None:
    reach = [
        a_reach_day(date(2025, 12, 2), 10, 1_000),
        a_reach_day(date(2025, 12, 9), 30, None),
        a_reach_day(date(2025, 12, 5), 99, 99),
        a_reach_day(date(2025, 12, 5), 20, 1_501),
        a_reach_day(date(2025, 11, 30), 1, 1),
        a_reach_day(date(2025, 12, 4), None, 1_300),
    ]
    total = total_in(made(a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=reach))))
    assert [total[f"playlists_{name}"] for name in ("first", "latest", "difference", "peak")] == [
        10,
        30,
        20,
        30,
    ]
    assert [total[f"reach_{name}"] for name in ("first", "latest", "difference", "average", "peak")] == [
        1_000,
        1_501,
        501,
        1_267,
        1_501,
    ]


def test_of_a_day_given_again_what_the_later_row_lacks_is_not_taken_from_the_earlier() -> None:
    reach = [
        a_reach_day(FIRST, 10, 1_000),
        a_reach_day(FIRST, 12, None),
        a_reach_day(LAST, 20, 2_000),
        a_reach_day(LAST, 30, 3_000),
        a_reach_day(LAST, 20, 2_000),
    ]
    total = total_in(made(a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=reach))))
    assert (total["playlists_first"], total["playlists_latest"]) == (12, 20)
    assert (total["reach_first"], total["reach_latest"], total["reach_peak"]) == (1_000, 2_000, 2_000)


def test_of_one_count_there_is_no_difference() -> None:
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 3, 50)])
    total = total_in(made(a_world(upstream)))
    assert (total["playlists_latest"], total["playlists_difference"], total["reach_difference"]) == (
        3,
        None,
        None,
    )
    assert "One count, of 2025-12-01" in total["note"]


# --------------------------------------------------------------------------------------------------- compare


def compared(*stays: dict[str, Any], first: date = FIRST, last: date = LAST) -> Answer:
    request = a_request(
        start_date=first, end_date=last, sections=("playlists",), compare=Comparison.PREVIOUS_PERIOD
    )
    reach = [a_reach_day(date(2025, 11, 10), 2, 10), a_reach_day(FIRST, 3, 5)]
    return total_in(made(a_world(PlaylistUpstream(stays, reach=reach)), request))


def test_additions_and_removals_are_compared_with_the_other_period() -> None:
    total = compared(
        a_stay("Now", "a", FIRST),
        a_stay("Then", "a", date(2025, 11, 2), left=date(2025, 11, 30)),
        a_stay("Then too", "a", date(2025, 11, 30), left=LAST),
    )
    assert (total["added"], total["removed"]) == (1, 1)
    other = total["compared"]
    assert other["period"] == {"start": "2025-10-31", "end": "2025-11-30", "days": 31}
    assert (other["added"], other["removed"], other["playlists_first"], other["reach_peak"]) == (2, 1, 2, 10)
    assert (total["change"], total["change_note"]) == ({"added": -1, "removed": 0}, None)


def test_removals_are_not_compared_with_those_nobody_tells() -> None:
    total = compared(a_stay("Now", "a", date(2025, 8, 5)), first=date(2025, 8, 1), last=date(2025, 8, 31))
    assert total["compared"]["removed"] is None
    assert total["change"] == {"added": 1, "removed": None}
    assert (
        total["change_note"]
        == "Removals are not compared: Soundcharts has recorded them only since August 2025."
    )


def test_what_was_not_read_whole_is_not_compared() -> None:
    total = compared(*a_crowd(1_100))
    assert (total["change"], total["change_note"]) == (None, "Not compared: not all placements were read.")


# ------------------------------------------------------------------------------ against the contract's words

DAYS = st.integers(0, 330).map(lambda back: TODAY - timedelta(days=back))


@st.composite
def stays_and_gone(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make stays on lists of every kind; those that ended before August 2025 do not say so, and are gone."""
    stays, gone = [], []
    names = st.tuples(st.integers(0, 40), st.integers(0, 2), DAYS)
    for number, song, entered in draw(st.lists(names, max_size=60, unique_by=lambda name: name)):
        days_on = draw(st.none() | st.integers(1, 60))
        left = day_after(entered, days_on) if days_on else None
        ended = left is not None and left <= TODAY
        told = left if ended and left and left >= date(2025, 8, 1) else None
        late = draw(st.integers(0, 6))
        until = day_after(left, -1) if ended and left else TODAY
        stay = a_stay(
            f"List {number}",
            f"song {song}",
            entered,
            left=told,
            seen=max(entered, day_after(until, -late)),
            type_=("editorial", "algotorial", "major", "charts", "curators_listeners", "this_is")[number % 6],
            followers=1_000 * number + song,
        )
        stays.append(stay)
        if ended and told is None:
            gone.append(stay)
    # Who came back after an end that nobody tells would seem never to have left.
    for each in gone:
        again = [stay for stay in stays if stay is not each and oracle.name_of(stay) == oracle.name_of(each)]
        stays = [stay for stay in stays if stay not in again]
    return stays, [stay for stay in gone if stay in stays]


REACH = st.lists(
    st.builds(a_reach_day, DAYS, st.none() | st.integers(0, 900), st.none() | st.integers(0, 10**9)),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(
    found=stays_and_gone(),
    reach=REACH,
    platform=st.sampled_from(PLATFORMS),
    start=st.integers(0, 300),
    days=st.integers(1, 90),
)
def test_totals_and_rows_are_as_the_contract_says_of_any_lists(
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    reach: list[dict[str, Any]],
    platform: str,
    start: int,
    days: int,
) -> None:
    stays, gone = found
    last = TODAY - timedelta(days=start)
    first = last - timedelta(days=days - 1)
    upstream = PlaylistUpstream(stays, reach=reach, platform=platform)
    upstream.gone = gone
    section = made(a_world(upstream), a_request(start_date=first, end_date=last, sections=("playlists",)))
    total = total_in(section, platform)
    if total["status"] == "no_data":
        assert total["added"] is None
        return
    stated = oracle.total_of(stays, reach, platform, first, last)
    assert {name: total[name] for name in stated} == stated
    largest = upstream.ranked(
        {"type": "all", "currentOnly": "1", "sortBy": "subscriberCount", "sortOrder": "desc"}
    )
    told = {(row["playlist__uuid"], row["track_uuid"]): row["event"] for row in section["rows"]}
    assert len(told) == len(section["rows"])
    assert told == oracle.events_of(stays, largest[:25], first, last)
