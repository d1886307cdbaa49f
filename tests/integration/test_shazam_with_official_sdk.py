"""What the section Shazam asks for, as Soundcharts' own SDK reads it of the simulator."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from local.simulator import Simulator
from local.simulator.artists import artists_named
from tests.integration.official_sdk import TODAY, Sdk

NOBODY = "00000000-0000-0000-0000-000000000000"
LAURO = artists_named("Achille Lauro")[0].uuid


def entries(sdk: Sdk, **arguments: Any) -> list[dict[str, Any]]:
    answer = sdk.artist("get_chart_song_entries", platform="shazam", limit=None, **arguments)
    items: list[dict[str, Any]] = answer["items"]
    assert len(items) == answer["page"]["total"]
    return items


def test_it_reads_present_and_past_entries_page_after_page(sdk: Sdk, simulator: Simulator) -> None:
    found = entries(sdk, current_only=0, sort_by="rankDate", sort_order="desc")
    days = [date.fromisoformat(item["rankDate"][:10]) for item in found]
    assert len(found) > 100
    assert simulator.calls()["by_endpoint"] == {"song_ranks": -(-len(found) // 100)}
    assert all(later <= earlier for earlier, later in pairwise(days))
    assert max(days) < TODAY


@pytest.mark.usefixtures("simulator")
def test_present_entries_are_those_with_a_position(sdk: Sdk) -> None:
    present, all_of_them = entries(sdk, current_only=1), entries(sdk, current_only=0)
    assert 0 < len(present) < len(all_of_them)
    assert all(item["current"] and item["position"] >= 1 for item in present)
    assert {item["position"] for item in all_of_them if not item["current"]} == {0}
    positions = [item["position"] for item in present]
    assert positions == sorted(positions)


@pytest.mark.usefixtures("simulator")
def test_an_entry_is_as_the_documents_have_it(sdk: Sdk) -> None:
    for item in entries(sdk, uuid=LAURO, current_only=0):
        assert item["entryDate"] <= item["rankDate"]
        if item["peakDate"] is not None:
            assert item["entryDate"] <= item["peakDate"] <= item["rankDate"]
            assert 1 <= item["peakPosition"] <= item["chart"]["maxResultsCount"]
            assert item["position"] == 0 or item["peakPosition"] <= item["position"]
        assert {"uuid", "name", "creditName", "imageUrl"} == item["song"].keys()


@pytest.mark.usefixtures("simulator")
def test_a_worldwide_chart_of_a_genre_has_no_country_whatever_its_type_says(sdk: Sdk) -> None:
    genre = [item["chart"] for item in entries(sdk, current_only=0) if "GENRE" in item["chart"]["type"]]
    assert genre
    assert {(chart["countryCode"], chart["cityName"]) for chart in genre} == {("", "")}


@pytest.mark.usefixtures("simulator")
def test_the_counts_of_the_songs_that_lead_can_be_read(sdk: Sdk) -> None:
    songs = sdk.artist("get_songs", sort_by="shazamCount", sort_order="desc", limit=2)["items"]
    for song in songs:
        answer = sdk.outcome(
            "song",
            "get_audience",
            song_uuid=song["uuid"],
            platform="shazam",
            start_date="2024-09-01",
            end_date="2024-09-30",
        )["answer"]
        assert len(answer["items"]) > 20


@pytest.mark.usefixtures("simulator")
def test_it_is_told_that_an_artist_or_a_platform_is_not_known(sdk: Sdk) -> None:
    unknown = sdk.outcome("artist", "get_chart_song_entries", artist_uuid=NOBODY, platform="shazam")
    unsupported = sdk.outcome("artist", "get_chart_song_entries", artist_uuid=LAURO, platform="myspace")
    assert not unknown.get("answer")
    assert not unsupported.get("answer")
