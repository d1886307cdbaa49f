"""Soundcharts' own Python SDK can read the simulator's playlists: what keeps it honest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.simulator import BILLIE_EILISH, Simulator
from local.simulator.playlist_entries import LABELS, PLATFORMS
from tests.integration.official_sdk import TODAY, Sdk

NOBODY = "00000000-0000-0000-0000-000000000000"
JUNE: dict[str, Any] = {"start_date": "2026-06-01", "end_date": "2026-06-30"}


def entries(sdk: Sdk, **arguments: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = sdk.artist("get_playlist_entries", **arguments)["items"]
    return items


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.usefixtures("simulator")
def test_it_reads_counts_and_reach_by_day(sdk: Sdk, platform: str) -> None:
    answer = sdk.artist("get_playlist_reach", platform=platform, **JUNE)
    assert answer["related"]["artist"]["uuid"] == BILLIE_EILISH
    days = [item["date"][:10] for item in answer["items"]]
    assert 25 <= len(set(days)) <= 30
    assert all("2026-06-01" <= day <= "2026-06-30" for day in days)
    assert all(item["playlistCount"] > 0 for item in answer["items"])
    reach = {item.get("playlistReach") for item in answer["items"]}
    if platform == "amazon":
        assert reach == {None}
    elif platform == "apple-music":
        assert reach == {0}
    else:
        assert min(reach) > 0


@pytest.mark.usefixtures("simulator")
def test_counts_of_types_are_parts_of_all(sdk: Sdk) -> None:
    every = sdk.artist("get_playlist_reach", platform="spotify", **JUNE)["items"][-1]
    for type_, name in (("editorial", "playlistEditorialCount"), ("user", "playlistUserCount")):
        part = sdk.artist("get_playlist_reach", platform="spotify", playlist_type=type_, **JUNE)["items"][-1]
        assert part["playlistCount"] == every[name] < every["playlistCount"]


@pytest.mark.parametrize(
    ("sort_by", "value"),
    [
        ("entryDate", lambda item: item["entryDate"]),
        ("positionDate", lambda item: item["positionDate"]),
        ("position", lambda item: item["position"]),
        ("subscriberCount", lambda item: item["playlist"]["latestSubscriberCount"]),
    ],
)
@pytest.mark.usefixtures("simulator")
def test_entries_come_in_the_order_asked_for(
    sdk: Sdk, sort_by: str, value: Callable[[dict[str, Any]], Any]
) -> None:
    values = [value(item) for item in entries(sdk, sort_by=sort_by)]
    assert len(values) == 100
    assert values == sorted(values, reverse=True)
    up = [value(item) for item in entries(sdk, sort_by=sort_by, sort_order="asc")]
    assert up == sorted(up)


@pytest.mark.usefixtures("simulator")
def test_every_type_has_its_own_entries_and_all_of_them_are_all(sdk: Sdk) -> None:
    def total(**arguments: Any) -> int:
        count: int = sdk.artist("get_playlist_entries", platform="deezer", **arguments)["page"]["total"]
        return count

    by_type = {type_: entries(sdk, platform="deezer", playlist_type=type_) for type_ in LABELS}
    for type_, items in by_type.items():
        assert {item["playlist"]["type"] for item in items} <= {LABELS[type_]}
    assert total() == sum(total(playlist_type=type_) for type_ in LABELS)


@pytest.mark.usefixtures("simulator")
def test_current_entries_are_those_that_have_not_left(sdk: Sdk) -> None:
    current = entries(sdk, current_only=True, sort_by="positionDate", sort_order="asc", limit=None)
    assert current
    assert {item["exitDate"] for item in current} == {None}
    # Small lists are looked at every few days only.
    assert min(item["positionDate"][:10] for item in current) >= "2026-06-23"
    past = sdk.artist("get_playlist_entries", limit=None)["items"]
    assert len(past) > len(current)


@pytest.mark.usefixtures("simulator")
def test_exits_are_told_since_august_2025(sdk: Sdk) -> None:
    items = entries(sdk, platform="youtube", limit=None)
    left = [item["exitDate"][:10] for item in items if item["exitDate"]]
    assert min(left) >= "2025-08-01"
    assert max(left) <= TODAY.isoformat()
    unsaid = [item for item in items if not item["exitDate"] and item["positionDate"] < "2025-07"]
    assert unsaid


@pytest.mark.usefixtures("simulator")
def test_a_list_of_apple_music_has_an_edition_a_storefront_and_few_of_spotify_name_a_market(sdk: Sdk) -> None:
    italy = entries(sdk, platform="apple-music", country_code="IT")
    assert {item["playlist"]["countryCode"] for item in italy} == {"IT"}
    names: dict[str, set[str]] = {}
    for item in entries(sdk, platform="apple-music"):
        names.setdefault(item["playlist"]["name"], set()).add(item["playlist"]["countryCode"])
    assert max(map(len, names.values())) > 2
    spotify = [item["playlist"]["countryCode"] for item in entries(sdk)]
    assert spotify.count("") > 60


@pytest.mark.usefixtures("simulator")
def test_the_lists_asked_for_by_uuid_are_given_alone(sdk: Sdk) -> None:
    wanted = entries(sdk)[0]["playlist"]["uuid"]
    assert {item["playlist"]["uuid"] for item in entries(sdk, playlist_uuids=[wanted])} == {wanted}


def test_what_is_not_allowed_is_refused(simulator: Simulator, sdk: Sdk) -> None:
    def status(method: str, uuid: str = BILLIE_EILISH, **arguments: Any) -> int:
        sdk.outcome("artist", method, artist_uuid=uuid, **arguments)
        last: int = simulator.calls()["recent"][-1]["status"]
        return last

    assert status("get_playlist_reach", platform="tidal") == 400
    assert status("get_playlist_entries", platform="instagram") == 400
    assert status("get_playlist_entries", playlist_type="everything") == 400
    assert status("get_playlist_entries", sort_by="name") == 400
    assert status("get_playlist_entries", country_code="Italy") == 400
    assert status("get_playlist_reach", uuid=NOBODY) == 404
    assert status("get_playlist_entries", uuid=NOBODY) == 404
