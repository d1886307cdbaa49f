"""What Soundcharts tells of radio is taken as far as it makes sense: a bad field costs only itself."""

from __future__ import annotations

from typing import Any

import pytest

from linernotes.model.report import Status
from tests.unit.builders import september
from tests.unit.radio_reports import SOME, made, total_of
from tests.unit.radio_upstream import (
    BBC,
    R101,
    RadioUpstream,
    Raw,
    aired,
    many,
)


def with_item(endpoint: str, item: Any) -> RadioUpstream:
    return RadioUpstream(SOME, changed=lambda of, items: [*items, item] if of == endpoint else items)


@pytest.mark.parametrize(
    "item",
    [
        None,
        "a station",
        {"radio": R101},
        {"playCount": "9", "radio": R101},
        {"playCount": 1.5, "radio": R101},
        {"playCount": -1, "radio": R101},
        {"playCount": 3, "radio": {}},
        {"playCount": 3, "radio": None},
    ],
)
def test_a_station_that_cannot_be_read_costs_only_itself_and_makes_the_spins_a_lower_bound(item: Any) -> None:
    world, answer = made(with_item("broadcast-groups", item))
    (total,) = answer["totals"]
    assert (total["spins"], total["stations"], total["status"]) == (4, 2, "lower_bound")
    assert "The spins of 1 station could not be read." in total["note"]
    assert {(row["status"], row["note"]) for row in answer["rows"]} == {
        ("lower_bound", "The spins of 1 station could not be read.")
    }
    assert world.report().status is Status.SUCCEEDED


def test_a_station_is_known_as_far_as_soundcharts_says_what_it_is() -> None:
    bare = {"playCount": 1, "radio": {"slug": "bare"}}
    nameless = {"playCount": 1, "radio": {"name": "No slug", "countryCode": "it", "cityName": 7}}
    upstream = RadioUpstream(
        SOME, changed=lambda of, items: [*items, bare, nameless] if of == "broadcast-groups" else items
    )
    rows = {row["station"]: row for row in made(upstream)[1]["rows"]}
    assert (rows["bare"]["country_code"], rows["bare"]["city"]) == (None, None)
    assert (rows["No slug"]["country_code"], rows["No slug"]["station__slug"]) == ("IT", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"airedAt": None}, {"airedAt": "yesterday"}, {"airedAt": "2024-10-01T00:00:00+00:00"},
        {"airedAt": 5}, {"airedAt": "0001-01-01T00:00:00+14:00"}, {"song": None}, {"song": {"name": "x"}},
    ],
)  # fmt: skip
def test_a_broadcast_that_cannot_be_read_costs_only_what_is_not_known_of_it(changes: Raw) -> None:
    total = total_of(with_item("broadcasts", {**aired(september(9), BBC), **changes}))
    assert (total["broadcasts"], total["tie_out"], total["status"]) == (5, "fail", "measured")
    known = sum(spins for _, spins in total["days"]), sum(song["spins"] for song in total["songs"])
    assert known == ((5, 4) if "song" in changes else (4, 5))
    assert "The time or the song of 1 broadcast could not be read." in total["note"]
    assert total["last_spin_at"] == "2024-09-30T23:59:59Z"


def test_a_moment_in_another_zone_is_told_in_utc() -> None:
    evening = {**aired(september(2)), "airedAt": "2024-09-03T01:30:00+02:00"}
    total = total_of(RadioUpstream([evening], changed=lambda _, items: items))
    # The stand-in for Soundcharts goes by the day as it is written.
    assert total["days"] == [["2024-09-02", 1]]
    assert total["first_spin_at"] == "2024-09-02T23:30:00Z"


@pytest.mark.parametrize("told", [None, "many", -1])
def test_where_soundcharts_does_not_tell_how_many_broadcasts_there_are_there_is_no_verdict(told: Any) -> None:
    upstream = RadioUpstream(
        many(2_500, september(3)), total=lambda of, count: told if of == "broadcasts" else count
    )
    total = total_of(upstream)
    assert (total["spins"], total["broadcasts"], total["tie_out"]) == (2_500, None, None)
    assert (total["first_spin_at"], total["last_spin_at"]) == (None, None)


def test_songs_and_days_are_listed_where_pages_are_shorter_than_asked_for() -> None:
    total = total_of(RadioUpstream([*SOME, *many(50, september(3))], largest_page=7))
    assert (total["spins"], total["tie_out"], total["days"][2]) == (54, "pass", ["2024-09-03", 50])
    assert sum(song["spins"] for song in total["songs"]) == 54


def test_where_songs_and_days_are_not_listed_the_reason_is_said_though_no_one_knows_how_many_there_are() -> (
    None
):
    fewer = [{"playCount": 90, "radio": BBC}]
    total = total_of(
        RadioUpstream(
            many(600, september(3)),
            changed=lambda of, items: fewer if of == "broadcast-groups" else items,
            total=lambda of, count: None if of == "broadcasts" else count,
        )
    )
    assert (total["spins"], total["songs"], total["days"]) == (90, None, None)
    assert "are not listed, as their list was not told to its end." in total["note"]


def test_stations_announced_but_not_given_make_the_spins_a_lower_bound() -> None:
    upstream = RadioUpstream(SOME, total=lambda of, count: count + 3 if of == "broadcast-groups" else count)
    total = total_of(upstream)
    assert (total["status"], total["spins"]) == ("lower_bound", 4)
    assert "The spins of 3 stations could not be read." in total["note"]
