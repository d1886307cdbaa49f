"""Soundcharts' own Python SDK can read the simulator: the contract that keeps it honest."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from local.simulator import BAD_GUY, BILLIE_EILISH, Simulator, artists_named, identifier_of
from tests.integration.official_sdk import Sdk

NOBODY = "00000000-0000-0000-0000-000000000000"
SEPTEMBER: dict[str, Any] = {"start_date": "2024-09-01", "end_date": "2024-09-30"}
TWO_HUNDRED_DAYS: dict[str, Any] = {"start_date": "2024-01-01", "end_date": "2024-07-18", "limit": None}


def days(answer: dict[str, Any]) -> list[date]:
    return [date.fromisoformat(item["date"][:10]) for item in answer["items"]]


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_metadata_of_an_artist(sdk: Sdk) -> None:
    answer = sdk.artist("get_artist_metadata")
    assert answer["object"]["name"] == "Billie Eilish"
    assert answer["object"]["countryCode"] == "US"


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_identifiers_of_an_artist(sdk: Sdk) -> None:
    answer = sdk.artist("get_ids", platform="spotify", only_default=True)
    assert [item["platformCode"] for item in answer["items"]] == ["spotify"]


@pytest.mark.parametrize("platform", ["spotify", "apple-music", "youtube"])
@pytest.mark.usefixtures("simulator")
def test_it_finds_an_artist_by_platform(sdk: Sdk, platform: str) -> None:
    (billie,) = artists_named("Billie Eilish")
    identifier = identifier_of(billie, platform)

    def found(identifier: str) -> dict[str, Any]:
        asked = {"platform": platform, "identifier": identifier}
        answer: dict[str, Any] = sdk.outcome("artist", "get_artist_by_platform_id", **asked)["answer"]
        return answer

    assert found(identifier)["object"]["uuid"] == BILLIE_EILISH
    assert found(identifier)["object"] == sdk.artist("get_artist_metadata")["object"]
    assert found(f"{identifier}0") == {}


@pytest.mark.parametrize(
    ("term", "name"), [("beyonce", "Beyoncé"), ("AC/DC", "AC/DC"), ("billie eilish", "Billie Eilish")]
)
@pytest.mark.usefixtures("simulator")
def test_it_finds_an_artist_by_name(sdk: Sdk, term: str, name: str) -> None:
    answer = sdk.outcome("search", "search_artist_by_name", term=term)["answer"]
    assert [artist["name"] for artist in answer["items"]] == [name]


@pytest.mark.usefixtures("simulator")
def test_it_reads_local_streaming_audience_with_its_places(sdk: Sdk) -> None:
    answer = sdk.artist("get_local_streaming_audience", platform="spotify", **SEPTEMBER)
    assert answer["related"]["platform"] == "spotify"
    located = {item["date"][:10] for item in answer["items"] if item["countryPlots"]}
    assert located <= {"2024-09-02", "2024-09-09", "2024-09-16", "2024-09-23", "2024-09-30"}
    assert len(located) >= 3


@pytest.mark.usefixtures("simulator")
def test_it_reads_streaming_audience(sdk: Sdk) -> None:
    answer = sdk.artist("get_streaming_audience", platform="lastfm", **SEPTEMBER)
    assert len(answer["items"]) > 25
    assert all(item["value"] > 0 for item in answer["items"])


@pytest.mark.usefixtures("simulator")
def test_it_reads_followers_with_their_places_and_puts_them_in_order(sdk: Sdk) -> None:
    answer = sdk.artist("get_local_audience", platform="instagram", **SEPTEMBER)
    assert days(answer) == sorted(days(answer))
    assert len([item for item in answer["items"] if item["cityPlots"]]) == 1


@pytest.mark.usefixtures("simulator")
def test_it_reads_audience(sdk: Sdk) -> None:
    answer = sdk.artist("get_audience", platform="deezer", **SEPTEMBER)
    assert {after - before for before, after in pairwise(days(answer))} <= {
        timedelta(days=multiple) for multiple in (0, 2, 4)
    }
    assert all(item["followerCount"] > 0 and item["likeCount"] is None for item in answer["items"])


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_charts_of_a_platform_and_country(sdk: Sdk) -> None:
    charts = sdk.charts("get_song_chart_list_by_platform", platform="spotify", country_code="IT")["items"]
    assert "top-songs-29" in {chart["slug"] for chart in charts}
    assert {chart["countryCode"] for chart in charts} == {"IT"}


def test_it_reads_when_a_chart_was_ranked_newest_first(sdk: Sdk, simulator: Simulator) -> None:
    answer = sdk.charts("get_song_ranking_dates", chart_slug="global-28", limit=None)
    assert len(answer["items"]) == answer["page"]["total"] == 150
    assert answer["items"] == sorted(answer["items"], reverse=True)
    assert answer["related"]["slug"] == "global-28"
    assert simulator.calls()["by_endpoint"] == {"chart_rankings": 2}


def test_it_reads_all_pages_of_the_ranking_for_a_date(sdk: Sdk, simulator: Simulator) -> None:
    moments = sdk.charts("get_song_ranking_dates", chart_slug="global-28", limit=None)["items"]
    moment = next(each for each in moments if each.startswith("2024-09-01"))
    simulator.reset()
    answer = sdk.charts("get_song_ranking_for_a_date", chart_slug="global-28", datetime=moment, limit=None)
    assert answer["related"]["date"] == moment
    assert answer["related"]["chart"]["metric"]["type"] == "streams"
    assert [item["position"] for item in answer["items"]] == list(range(1, 201))
    assert simulator.calls()["by_endpoint"] == {"ranking": 2}


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_latest_ranking(sdk: Sdk) -> None:
    answer = sdk.charts("get_song_ranking_latest", chart_slug="charts-117")
    assert (answer["related"]["date"][:10], len(answer["items"])) == ("2026-06-25", 100)


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_metadata_of_a_song_with_its_artists(sdk: Sdk) -> None:
    song = sdk.outcome("song", "get_song_metadata", song_uuid=BAD_GUY)["answer"]["object"]
    assert [artist["uuid"] for artist in song["artists"]] == [BILLIE_EILISH]


@pytest.mark.parametrize(
    ("method", "platform"),
    [
        ("get_local_streaming_audience", "spotify"),
        ("get_streaming_audience", "spotify"),
        ("get_local_audience", "tiktok"),
        ("get_audience", "spotify"),
    ],
)
def test_it_follows_the_pages_to_the_end(sdk: Sdk, simulator: Simulator, method: str, platform: str) -> None:
    answer = sdk.artist(method, platform=platform, **TWO_HUNDRED_DAYS)
    assert len(answer["items"]) == answer["page"]["total"] > 180
    assert days(answer) == sorted(days(answer))
    assert days(answer)[-1] - days(answer)[0] >= timedelta(days=190)
    assert simulator.calls()["total"] == -(-len(answer["items"]) // 100)


@pytest.mark.usefixtures("simulator")
def test_an_artist_nobody_knows_reads_as_nothing(sdk: Sdk) -> None:
    assert sdk.artist("get_artist_metadata", NOBODY) == {}
    assert sdk.artist("get_local_streaming_audience", NOBODY, platform="spotify") == {}


@pytest.mark.usefixtures("simulator")
def test_wrong_credentials_and_a_platform_not_allowed_raise_what_the_body_says(sdk: Sdk) -> None:
    refused = sdk.outcome("artist", "get_artist_metadata", api_key="wrong", artist_uuid=BILLIE_EILISH)
    assert "Invalid credentials." in refused["RuntimeError"]
    refused = sdk.outcome("artist", "get_local_audience", artist_uuid=BILLIE_EILISH, platform="vk")
    assert "instagram, tiktok, youtube" in refused["RuntimeError"]


@pytest.mark.parametrize(
    ("then", "told"),
    [(403, "not included in your current plan"), (500, "Internal server error."), ("quota_spent", "quota")],
)
def test_a_refusal_raises_what_the_body_says(
    sdk: Sdk, simulator: Simulator, then: int | str, told: str
) -> None:
    simulator.misbehave(rules=[{"then": then}])
    refused = sdk.outcome("artist", "get_audience", artist_uuid=BILLIE_EILISH)
    assert told in refused["RuntimeError"]


@pytest.mark.parametrize("rule", [{"then": 503}, {"then": "per_minute", "reset_s": 0}])
def test_it_tries_again_what_is_worth_trying_again(
    sdk: Sdk, simulator: Simulator, rule: dict[str, Any]
) -> None:
    simulator.misbehave(rules=[{**rule, "times": 1}])
    assert sdk.artist("get_artist_metadata")["object"]["name"] == "Billie Eilish"
    assert simulator.calls()["total"] == 2


def test_it_reads_how_much_of_the_quota_is_left(sdk: Sdk, simulator: Simulator) -> None:
    simulator.misbehave(quota=50)
    assert sdk.artist("get_artist_metadata")["quota_remaining"] == 49
    assert sdk.artist("get_audience")["quota_remaining"] == 48


@pytest.mark.usefixtures("simulator")
def test_its_log_stays_out_of_the_project(sdk: Sdk, sdk_folder: Path) -> None:
    assert sdk.artist("get_artist_metadata", NOBODY) == {}
    assert "404 Not Found" in (sdk_folder / "soundcharts_api.log").read_text()
    assert not Path("soundcharts_api.log").exists()
