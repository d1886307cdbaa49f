"""Soundcharts' own SDK reads the simulator's short videos, and the audience with all that is counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from local.simulator import Simulator
from tests.integration.official_sdk import TODAY, Sdk


def days(items: list[dict[str, Any]], name: str) -> list[str]:
    return [item[name][:10] for item in items]


def test_it_reads_the_videos_of_an_artist_to_the_last_page(sdk: Sdk, simulator: Simulator) -> None:
    answer = sdk.artist("get_short_videos", platform="youtube", limit=None)
    items = answer["items"]
    assert len({item["identifier"] for item in items}) == len(items) == answer["page"]["total"] > 100
    assert simulator.calls()["by_endpoint"] == {"videos": -(-len(items) // 100)}
    assert days(items, "createdAt") == sorted(days(items, "createdAt"), reverse=True)
    assert days(items, "createdAt")[0] <= TODAY.isoformat()


@pytest.mark.usefixtures("simulator")
def test_on_instagram_some_older_videos_stand_before_the_newest(sdk: Sdk) -> None:
    dated = days(sdk.artist("get_short_videos", platform="instagram")["items"], "createdAt")
    rises = [number for number, (before, after) in enumerate(pairwise(dated)) if before < after]
    assert len(rises) >= 1
    assert max(rises) < 3
    assert dated[max(rises) + 1 :] == sorted(dated[max(rises) + 1 :], reverse=True)


@pytest.mark.usefixtures("simulator")
def test_a_video_says_what_it_was_when_it_was_looked_at_last_in_figures_of_three_digits(sdk: Sdk) -> None:
    items = sdk.artist("get_short_videos", platform="youtube")["items"]
    looked_at = [item["latestAudience"] for item in items if item["latestAudience"]]
    assert all(audience["date"][:10] <= TODAY.isoformat() for audience in looked_at)
    large = [audience["viewCount"] for audience in looked_at if audience["viewCount"] >= 100_000]
    assert large
    assert all(len(str(views).rstrip("0")) <= 3 for views in large)
    assert any(audience["commentCount"] is None for audience in looked_at)


@pytest.mark.usefixtures("simulator")
def test_it_reads_the_audience_of_a_video_by_day_which_ends_where_the_list_says(sdk: Sdk) -> None:
    items = sdk.artist("get_short_videos", platform="youtube")["items"]
    video = items[20]
    answer = sdk.outcome(
        "artist",
        "get_short_video_audience",
        identifier=video["identifier"],
        start_date=video["createdAt"][:10],
        limit=None,
    )["answer"]
    series = sorted(answer["items"], key=lambda item: item["date"])
    assert series[-1] == video["latestAudience"]
    assert all(after["viewCount"] >= before["viewCount"] for before, after in pairwise(series))
    assert date.fromisoformat(series[0]["date"][:10]) > date.fromisoformat(video["createdAt"][:10])


@pytest.mark.usefixtures("simulator")
def test_a_video_nobody_knows_and_a_platform_without_videos_are_refused(sdk: Sdk) -> None:
    nobody = sdk.outcome("artist", "get_short_video_audience", identifier="AAAAAAAAAAA")
    assert nobody["answer"] == {}
    refused = sdk.outcome("artist", "get_short_videos", platform="tiktok", artist_uuid="x")
    assert 'Only "instagram, youtube" are supported platforms.' in refused["RuntimeError"]


@pytest.mark.usefixtures("simulator")
def test_an_artist_without_a_profile_has_no_videos(sdk: Sdk) -> None:
    found = sdk.outcome("search", "search_artist_by_name", term="Kate Bush")["answer"]["items"]
    assert sdk.artist("get_short_videos", found[0]["uuid"], platform="instagram")["items"] == []


@pytest.mark.parametrize(
    ("platform", "counted"),
    [
        ("instagram", {"postCount"}),
        ("tiktok", {"likeCount"}),
        ("youtube", {"postCount", "viewCount"}),
        ("twitter", {"likeCount", "postCount"}),
        ("soundcloud", {"postCount"}),
    ],
)
@pytest.mark.usefixtures("simulator")
def test_the_audience_holds_what_the_platform_counts_and_null_for_the_rest(
    sdk: Sdk, platform: str, counted: set[str]
) -> None:
    items = sdk.artist("get_audience", platform=platform)["items"]
    filled = {
        name for item in items for name in ("likeCount", "postCount", "viewCount") if item[name] is not None
    }
    assert filled == counted
