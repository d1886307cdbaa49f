"""Soundcharts' own SDK reads the simulator's radio spins, which add up whichever way they are asked for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from local.simulator import BILLIE_EILISH, Simulator
from local.simulator.artists import artists_named
from local.simulator.chart_songs import SONGS
from tests.integration.official_sdk import TODAY, Sdk

LAURO = artists_named("Achille Lauro")[0].uuid
MAY = {"start_date": "2026-05-01", "end_date": "2026-05-31"}

pytestmark = pytest.mark.usefixtures("simulator")


def test_groups_hold_every_station_once_with_most_spins_first(sdk: Sdk) -> None:
    page = sdk.artist("get_radio_spin_count", **MAY, limit=None)
    groups = page["items"]
    assert len(groups) == page["page"]["total"] > 100, "more than a page"
    slugs = [group["radio"]["slug"] for group in groups]
    assert len(slugs) == len(set(slugs))
    counts = [group["playCount"] for group in groups]
    assert counts == sorted(counts, reverse=True)
    assert {"GB", "IT", "US", "AU"} <= {group["radio"]["countryCode"] for group in groups}
    for group in groups:
        ZoneInfo(group["radio"]["timeZone"])


def test_broadcasts_are_as_many_as_the_spins_of_all_stations(sdk: Sdk) -> None:
    groups = sdk.artist("get_radio_spin_count", LAURO, **MAY, limit=None)["items"]
    broadcasts = sdk.artist("get_radio_spins", LAURO, **MAY, limit=None)["items"]
    by_station = {group["radio"]["slug"]: group["playCount"] for group in groups}
    assert Counter(each["radio"]["slug"] for each in broadcasts) == by_station
    moments = [datetime.fromisoformat(each["airedAt"]) for each in broadcasts]
    assert all(moment.utcoffset() == UTC.utcoffset(None) for moment in moments)
    assert all(MAY["start_date"] <= each["airedAt"][:10] <= MAY["end_date"] for each in broadcasts)


def test_spins_of_countries_days_and_stations_add_up_to_all_of_them(sdk: Sdk) -> None:
    def told(**asked: str) -> int:
        return int(sdk.artist("get_radio_spins", LAURO, **{**MAY, **asked}, limit=1)["page"]["total"])

    groups = sdk.artist("get_radio_spin_count", LAURO, **MAY, limit=None)["items"]
    countries = {group["radio"]["countryCode"] for group in groups}
    assert sum(told(country_code=country) for country in countries) == told() > 500
    days = [f"2026-05-{day:02}" for day in range(1, 32)]
    assert sum(told(start_date=day, end_date=day) for day in days) == told()
    two = [group["radio"]["slug"] for group in groups[:2]]
    assert told(radio_slugs=",".join(two)) == sum(group["playCount"] for group in groups[:2])


def test_the_ends_of_the_list_are_its_first_and_its_last_spin(sdk: Sdk) -> None:
    whole = sdk.artist("get_radio_spins", LAURO, **MAY, limit=None)["items"]
    one, other = (
        sdk.artist("get_radio_spins", LAURO, **MAY, limit=1, offset=offset)["items"][0]
        for offset in (0, len(whole) - 1)
    )
    moments = sorted(each["airedAt"] for each in whole)
    assert sorted([one["airedAt"], other["airedAt"]]) == [moments[0], moments[-1]]


def test_a_song_of_two_artists_is_played_for_each_of_them(sdk: Sdk) -> None:
    def spins_of(song: str, artist: str) -> int:
        broadcasts = sdk.artist("get_radio_spins", artist, **MAY, limit=None)["items"]
        return sum(each["song"]["uuid"] == song for each in broadcasts)

    played = [
        (first, second)
        for song in SONGS
        if len(song.artists) == 2
        and 1 < song.artists[0].size < 4
        and (first := spins_of(song.uuid, song.artists[0].uuid))
        and (second := spins_of(song.uuid, song.artists[1].uuid))
    ]
    assert played
    assert all(first == second for first, second in played)


def test_some_spins_of_the_latest_days_are_recognised_late(sdk: Sdk, simulator: Simulator) -> None:
    del simulator
    late = {"start_date": f"{TODAY:%Y-%m}-30", "end_date": f"{TODAY:%Y-%m}-30"}
    settled = {"start_date": f"{TODAY:%Y-%m}-16", "end_date": f"{TODAY:%Y-%m}-16"}
    today, usual = (
        sdk.artist("get_radio_spins", BILLIE_EILISH, **days, limit=1)["page"]["total"]
        for days in (late, settled)
    )
    assert 0 < today < usual


def test_what_cannot_be_asked_is_refused(sdk: Sdk) -> None:
    for arguments in (
        {"start_date": "2026-06-02", "end_date": "2026-06-01"},
        {"start_date": "20260601"},
        {"country_code": "Italy"},
    ):
        outcome = sdk.outcome("artist", "get_radio_spins", artist_uuid=BILLIE_EILISH, **arguments)
        assert not outcome.get("answer"), arguments
    unknown = "00000000-0000-0000-0000-000000000000"
    assert not sdk.outcome("artist", "get_radio_spin_count", artist_uuid=unknown).get("answer")
