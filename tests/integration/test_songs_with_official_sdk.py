"""Soundcharts' own SDK reads the simulator's songs, and what it asks for is answered as documented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from local.simulator import BILLIE_EILISH
from local.simulator.chart_songs import BAD_GUY
from tests.integration.official_sdk import TODAY, Sdk

NOBODY = "11e81bcc-0000-0000-0000-000000000000"

pytestmark = pytest.mark.usefixtures("simulator")


def audience(sdk: Sdk, song: str = BAD_GUY, **arguments: Any) -> dict[str, Any]:
    answer: dict[str, Any] = sdk.outcome("song", "get_audience", song_uuid=song, **arguments)["answer"]
    return answer


def test_it_reads_all_songs_of_an_artist_in_the_order_it_asks_for(sdk: Sdk) -> None:
    songs = sdk.artist("get_songs", limit=None, sort_by="releaseDate", sort_order="desc")["items"]
    days = [song["releaseDate"] for song in songs if song["releaseDate"]]
    assert len({song["uuid"] for song in songs}) == len(songs) > 250
    assert days == sorted(days, reverse=True)
    assert days[0][:10] <= TODAY.isoformat()
    (first,) = sdk.artist("get_songs", limit=1, sort_by="spotifyStream", sort_order="desc")["items"]
    assert first["uuid"] == BAD_GUY
    assert set(first) == {"uuid", "name", "creditName", "releaseDate", "imageUrl"}


def test_it_reads_the_running_totals_of_a_song(sdk: Sdk) -> None:
    start, end = date(2026, 3, 1), date(2026, 5, 29)
    answer = audience(
        sdk, platform="spotify", start_date=start.isoformat(), end_date=end.isoformat(), limit=None
    )
    assert answer["related"]["uuid"] == BAD_GUY
    days = {item["date"][:10]: [plot["value"] for plot in item["plots"]] for item in answer["items"]}
    assert min(days) >= start.isoformat()
    assert max(days) <= end.isoformat()
    assert 75 < len(days) < 90, "some days were not crawled"
    totals = [max(days[day]) for day in sorted(days)]
    assert totals == sorted(totals)
    assert any(old == new for old, new in pairwise(totals)), "some days are flat"


def test_an_identifier_asked_for_comes_alone_and_by_default_there_are_30_days(sdk: Sdk) -> None:
    answer = audience(sdk, platform="spotify", limit=None)
    assert answer["items"][-1]["date"][:10] >= (TODAY - timedelta(days=30)).isoformat()
    identifier = answer["items"][0]["plots"][-1]["identifier"]
    alone = audience(sdk, platform="spotify", identifier=identifier)["items"]
    assert {plot["identifier"] for item in alone for plot in item["plots"]} == {identifier}


@pytest.mark.parametrize(
    ("part", "method", "arguments", "told"),
    [
        ("song", "get_audience", {"song_uuid": BAD_GUY, "platform": "deezer"}, "Invalid platform code"),
        ("song", "get_audience", {"song_uuid": NOBODY}, "{'answer': {}}"),
        ("artist", "get_songs", {"artist_uuid": NOBODY}, "{'answer': {}}"),
        ("artist", "get_songs", {"artist_uuid": BILLIE_EILISH, "sort_by": "streams"}, "sortBy"),
    ],
)
def test_what_is_not_documented_is_refused(
    sdk: Sdk, part: str, method: str, arguments: dict[str, Any], told: str
) -> None:
    assert told in str(sdk.outcome(part, method, **arguments))
