"""The simulated Soundcharts keeps to what is documented, and misbehaves only when told to."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import requests

from linernotes.model.artist_addresses import ArtistAddress, Directory, read_address
from local.simulator import (
    ARTISTS,
    BILLIE_EILISH,
    TONES_AND_I,
    ControlError,
    Simulator,
    artists_named,
    identifier_of,
    start_simulator,
)
from local.simulator.scenario import ChartTrouble, Match, Rule, Scenario

TODAY = date(2026, 6, 30)
CREDENTIALS = {"x-app-id": "soundcharts", "x-api-key": "soundcharts"}
NOBODY = "00000000-0000-0000-0000-000000000000"
ACHILLE_LAURO = artists_named("Achille Lauro")[0].uuid
MINA = artists_named("Mina")[0].uuid
CALCUTTA = artists_named("Calcutta")[0].uuid

STREAMING = f"/api/v2/artist/{BILLIE_EILISH}/streaming/spotify"
FOLLOWERS = f"/api/v2.37/artist/{BILLIE_EILISH}/social/instagram/followers/"
SEPTEMBER: dict[str, Any] = {"startDate": "2024-09-01", "endDate": "2024-09-30"}


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with start_simulator(today=TODAY) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running


def get(simulator: Simulator, path: str, timeout_s: float = 10, **query: Any) -> requests.Response:
    return requests.get(simulator.base_url + path, query, headers=CREDENTIALS, timeout=timeout_s)


def items(simulator: Simulator, path: str, **query: Any) -> list[dict[str, Any]]:
    """Read every page of a collection."""
    found: list[dict[str, Any]] = []
    while True:
        response = get(simulator, path, **query, offset=len(found))
        assert response.status_code == 200, response.text
        document = response.json()
        found += document["items"]
        if len(found) >= document["page"]["total"]:
            return found


def message(response: requests.Response) -> str:
    """Read the text of an error, having checked that the whole body is as documented."""
    (entry,) = response.json()["errors"]
    assert response.json().keys() == {"errors"}
    assert entry["code"] == response.status_code
    assert entry["key"] == ("argument" if response.status_code == 400 else "access")
    return str(entry["message"])


def eventually(holds: Callable[[], bool], within_s: float = 5) -> bool:
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def day(item: dict[str, Any]) -> date:
    return date.fromisoformat(item["date"][:10])


def with_places(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["countryPlots"]]


# Artists


def test_it_knows_hundreds_of_artists_each_under_its_own_uuid() -> None:
    uuids = {artist.uuid for artist in ARTISTS}
    assert len(uuids) == len(ARTISTS) >= 200
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid) for uuid in uuids)
    assert {BILLIE_EILISH, TONES_AND_I} <= uuids
    assert artists_named("Beyoncé")[0].uuid == "f02bcee5-1ed9-925b-3c17-aedf859f2ff2"


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("billie eilish", "Billie Eilish"),
        ("BEYONCE", "Beyoncé"),
        ("rosalia", "Rosalía"),
        ("Måneskin", "Måneskin"),
        ("sigur ros", "Sigur Rós"),
        ("mø", "MØ"),
        ("AC/DC", "AC/DC"),
        ("AC%2FDC", "AC/DC"),
        ("Florence + The Machine", "Florence + The Machine"),
    ],
)
def test_a_name_is_found_first_whatever_its_case_accents_and_slashes(
    simulator: Simulator, term: str, name: str
) -> None:
    first = get(simulator, f"/api/v2/artist/search/{term}").json()["items"][0]
    assert first["name"] == name
    assert {"uuid", "slug", "appUrl", "imageUrl", "countryCode", "genres", "careerStage"} <= first.keys()


def test_homonyms_come_as_two_artists_that_nothing_ranks(simulator: Simulator) -> None:
    found = get(simulator, "/api/v2/artist/search/nirvana").json()["items"]
    assert [artist["name"] for artist in found] == ["Nirvana", "Nirvana"]
    assert found[0]["uuid"] != found[1]["uuid"]
    assert found[0]["slug"] != found[1]["slug"]


def test_search_gives_at_most_20_a_page(simulator: Simulator) -> None:
    document = get(simulator, "/api/v2/artist/search/an").json()
    assert len(document["items"]) == 20 < document["page"]["total"]
    assert "related" not in document
    everything = items(simulator, "/api/v2/artist/search/an")
    assert len({artist["uuid"] for artist in everything}) == document["page"]["total"]
    assert get(simulator, "/api/v2/artist/search/an", limit=21).status_code == 400


def test_a_search_without_a_match_is_empty_or_404_as_chosen(simulator: Simulator) -> None:
    path = "/api/v2/artist/search/nobody at all"
    assert get(simulator, path).json()["items"] == []
    simulator.misbehave(no_match="not_found")
    assert "No artist found" in message(get(simulator, path))


def test_metadata_comes_alone_or_for_up_to_ten_at_once(simulator: Simulator) -> None:
    alone = get(simulator, f"/api/v2.9/artist/{BILLIE_EILISH}").json()
    assert (alone["type"], alone["errors"]) == ("artist", [])
    assert (alone["object"]["name"], alone["object"]["countryCode"]) == ("Billie Eilish", "US")
    batch = get(simulator, f"/api/v2.9/artist/{BILLIE_EILISH},{NOBODY},{TONES_AND_I}").json()
    assert [artist["name"] for artist in batch["items"]] == ["Billie Eilish", "Tones and I"]
    assert get(simulator, "/api/v2.9/artist/" + ",".join([NOBODY] * 11)).status_code == 400


def test_identifiers_can_be_narrowed_to_a_platform_and_to_defaults(simulator: Simulator) -> None:
    path = f"/api/v2/artist/{BILLIE_EILISH}/identifiers"
    assert {"spotify", "twitter"} <= {item["platformCode"] for item in items(simulator, path)}
    assert [item["default"] for item in items(simulator, path, platform="spotify")] == [True, False]
    (only,) = items(simulator, path, platform="spotify", onlyDefault="true")
    assert only.keys() == {"platformName", "platformCode", "identifier", "url", "default"}


def test_an_artist_is_found_by_each_identifier_on_a_platform_in_its_very_letters(
    simulator: Simulator,
) -> None:
    for item in items(simulator, f"/api/v2/artist/{BILLIE_EILISH}/identifiers"):
        path = f"/api/v2.9/artist/by-platform/{item['platformCode']}/{item['identifier']}"
        assert get(simulator, path).json()["object"]["uuid"] == BILLIE_EILISH
    spotify = identifier_of(artists_named("Billie Eilish")[0], "spotify")
    for unknown in (spotify.swapcase(), spotify[:-1], NOBODY):
        refused = get(simulator, f"/api/v2.9/artist/by-platform/spotify/{unknown}")
        assert (refused.status_code, message(refused)) == (404, "Not found.")
    refused = get(simulator, f"/api/v2.9/artist/by-platform/myspace/{spotify}")
    assert (refused.status_code, message(refused)) == (400, "Invalid platform code.")
    older = get(simulator, f"/api/v2/artist/by-platform/spotify/{spotify}")
    assert older.status_code == 404
    assert simulator.calls()["by_endpoint"]["by_platform"] > 4


def test_whom_no_platform_has_costs_no_call_of_the_month(simulator: Simulator) -> None:
    def left(path: str) -> int:
        return int(get(simulator, path).headers["x-quota-remaining"])

    before = left(f"/api/v2.9/artist/{BILLIE_EILISH}")
    assert left(f"/api/v2.9/artist/by-platform/spotify/{NOBODY}") == before
    assert left(f"/api/v2.9/artist/{NOBODY}") == before - 1


@pytest.mark.parametrize("platform", ["spotify", "apple-music", "youtube"])
def test_the_address_of_an_artist_is_one_that_people_copy(simulator: Simulator, platform: str) -> None:
    (item,) = items(
        simulator, f"/api/v2/artist/{BILLIE_EILISH}/identifiers", platform=platform, onlyDefault="true"
    )
    assert read_address(item["url"]) == ArtistAddress(Directory(platform), item["identifier"])


# Series: the envelope, the period, the pages


def test_a_series_names_artist_and_platform_and_stamps_its_days(simulator: Simulator) -> None:
    document = get(simulator, STREAMING, **SEPTEMBER).json()
    assert document.keys() == {"related", "items", "page", "errors"}
    assert document["related"]["artist"]["slug"] == "billie-eilish"
    assert document["related"].keys() == {"artist", "platform", "lastCrawlDate"}
    assert all(item["date"].endswith("T00:00:00+00:00") for item in document["items"])
    assert document["page"]["total"] == len(document["items"])
    assert (document["page"]["next"], document["errors"]) == (None, [])


def test_both_ends_of_the_period_are_included(simulator: Simulator) -> None:
    days = {day(row) for row in items(simulator, STREAMING, startDate="2024-01-01", endDate="2024-12-31")}
    assert (min(days), max(days)) == (date(2024, 1, 1), date(2024, 12, 31))
    (only,) = items(simulator, STREAMING, startDate="2024-09-03", endDate="2024-09-03")
    assert day(only) == date(2024, 9, 3)


def test_without_dates_the_last_30_days_come_and_nothing_is_known_of_tomorrow(simulator: Simulator) -> None:
    days = [day(row) for row in items(simulator, STREAMING)]
    assert max(days) == TODAY
    assert TODAY - timedelta(days=30) <= min(days) <= TODAY - timedelta(days=27)
    assert items(simulator, STREAMING, startDate="2026-07-01", endDate="2026-07-31") == []


@pytest.mark.parametrize(
    "query",
    [
        {"startDate": "2024-09-30", "endDate": "2024-09-01"},
        {"startDate": "20240901"},
        {"endDate": "2024-02-30"},
        {"endDate": "2024-09-01T00:00:00+00:00"},
        {"limit": 101},
        {"limit": 0},
        {"offset": -1},
        {"limit": "many"},
    ],
)
def test_what_cannot_be_understood_is_refused_with_400(simulator: Simulator, query: dict[str, Any]) -> None:
    response = get(simulator, STREAMING, **query)
    assert response.status_code == 400
    assert message(response)


def test_longer_periods_come_in_pages_of_100_that_together_are_the_whole(simulator: Simulator) -> None:
    period: dict[str, Any] = {"startDate": "2024-01-01", "endDate": "2024-12-31"}
    first = get(simulator, STREAMING, **period).json()
    assert len(first["items"]) == 100
    assert first["page"]["previous"] is None
    assert (
        first["page"]["next"] == f"{STREAMING}?startDate=2024-01-01&endDate=2024-12-31&offset=100&limit=100"
    )
    rows = items(simulator, STREAMING, **period)
    assert len(rows) == first["page"]["total"]
    assert rows == items(simulator, STREAMING, **period, limit=33)
    assert [day(row) for row in rows] == sorted(day(row) for row in rows)


def test_followers_come_newest_first_and_their_next_link_leads_nowhere(simulator: Simulator) -> None:
    rows = items(simulator, FOLLOWERS, **SEPTEMBER, limit=7)
    assert [day(row) for row in rows] == sorted((day(row) for row in rows), reverse=True)
    assert rows == items(simulator, FOLLOWERS, **SEPTEMBER)
    following = get(simulator, FOLLOWERS, limit=7).json()["page"]["next"]
    assert get(simulator, following).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v2/artist/{NOBODY}/streaming/spotify",
        f"/api/v2.9/artist/{NOBODY}",
        f"/api/v2/artist/{NOBODY}/identifiers",
        FOLLOWERS.rstrip("/"),
        "/api/v2/anything/else",
    ],
)
def test_what_is_not_known_is_404(simulator: Simulator, path: str) -> None:
    response = get(simulator, path)
    assert response.status_code == 404
    assert message(response) == "Not found."


def test_a_platform_an_endpoint_does_not_take_is_400_with_those_it_takes(simulator: Simulator) -> None:
    refused = get(simulator, f"/api/v2.37/artist/{BILLIE_EILISH}/social/facebook/followers/")
    assert message(refused) == 'Only "instagram, tiktok, youtube" are supported platforms.'
    assert "deezer" in message(get(simulator, f"/api/v2/artist/{BILLIE_EILISH}/audience/myspace"))
    assert get(simulator, f"/api/v2/artist/{BILLIE_EILISH}/streaming/deezer").status_code == 400


def test_a_platform_the_artist_is_not_on_is_empty_404_or_zeros_as_chosen(simulator: Simulator) -> None:
    path = f"/api/v2.37/artist/{MINA}/social/tiktok/followers/"
    assert items(simulator, path, **SEPTEMBER) == []
    simulator.misbehave(no_profile="not_found")
    assert get(simulator, path, **SEPTEMBER).status_code == 404
    simulator.misbehave(no_profile="zeros")
    zeros = [row for row in items(simulator, path, **SEPTEMBER) if row["value"] == 0]
    assert len(zeros) > 20
    assert with_places(zeros) == []


# Series: the figures


def test_figures_depend_on_the_seed_alone_not_on_what_was_asked_before(simulator: Simulator) -> None:
    before = items(simulator, STREAMING, startDate="2024-09-05", endDate="2024-09-25")
    with start_simulator(today=date(2025, 1, 1)) as another, start_simulator(seed=2) as differing:
        items(another, STREAMING, startDate="2023-01-01", endDate="2023-12-31")
        inside = [row for row in items(another, STREAMING, **SEPTEMBER) if 5 <= day(row).day <= 25]
        assert inside == before
        assert items(differing, STREAMING, startDate="2024-09-05", endDate="2024-09-25") != before


def test_history_goes_back_2000_days_and_more_but_not_to_before_tiktok(simulator: Simulator) -> None:
    period: dict[str, Any] = {"startDate": "2000-01-01", "endDate": "2026-06-30", "limit": 1}
    (oldest,) = get(simulator, STREAMING, **period).json()["items"]
    assert date(2016, 1, 1) <= day(oldest) < date(2016, 4, 1)
    tiktok = f"/api/v2.37/artist/{BILLIE_EILISH}/social/tiktok/followers/"
    (oldest,) = get(simulator, tiktok, **period, sort="asc").json()["items"]
    assert date(2019, 1, 1) <= day(oldest) < TODAY - timedelta(days=2000)


def test_some_days_are_missing_and_some_come_twice_with_another_figure(simulator: Simulator) -> None:
    rows = items(simulator, STREAMING, startDate="2023-01-01", endDate="2025-12-31")
    figures: dict[date, list[int]] = {}
    for row in rows:
        figures.setdefault(day(row), []).append(row["value"])
    assert 5 <= 1096 - len(figures) <= 60
    twice = [values for values in figures.values() if len(values) == 2]
    assert 2 <= len(twice) <= 30
    assert all(first != second for first, second in twice)


def test_figures_move_smoothly_and_follow_the_size_of_the_artist(simulator: Simulator) -> None:
    values = [
        row["value"] for row in items(simulator, STREAMING, startDate="2018-01-01", endDate="2025-12-31")
    ]
    steps = [abs(after / before - 1) for before, after in pairwise(values)]
    assert max(steps) < 0.05
    assert values[-1] > 1.3 * values[0]
    small = items(simulator, f"/api/v2/artist/{CALCUTTA}/streaming/spotify", **SEPTEMBER)
    big = items(simulator, STREAMING, **SEPTEMBER)
    assert 10_000_000 < big[0]["value"] < 200_000_000
    assert 100_000 < small[0]["value"] < 3_000_000


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        (STREAMING, f"{STREAMING}/listening", "value"),
        (FOLLOWERS, f"/api/v2/artist/{BILLIE_EILISH}/audience/instagram", "followerCount"),
    ],
)
def test_two_endpoints_that_measure_the_same_agree(
    simulator: Simulator, one: str, other: str, field: str
) -> None:
    def first_of_day(path: str, figure: str) -> dict[date, int]:
        return {day(row): row[figure] for row in items(simulator, path, **SEPTEMBER, sort="desc")}

    ours, theirs = first_of_day(one, "value"), first_of_day(other, field)
    shared = ours.keys() & theirs.keys()
    assert len(shared) > 10
    assert {each: ours[each] for each in shared} == {each: theirs[each] for each in shared}


def test_audience_rows_have_all_five_fields_filled_as_the_platform_does(simulator: Simulator) -> None:
    def filled(platform: str) -> set[str]:
        row = items(simulator, f"/api/v2/artist/{BILLIE_EILISH}/audience/{platform}", **SEPTEMBER)[0]
        assert row.keys() - {"date"} == {
            "likeCount",
            "followerCount",
            "followingCount",
            "postCount",
            "viewCount",
        }
        return {field for field, figure in row.items() if isinstance(figure, int)}

    assert filled("deezer") == {"followerCount"}
    assert filled("tiktok") == {"followerCount", "likeCount", "followingCount"}
    assert filled("youtube") == {"followerCount", "postCount", "viewCount"}


# Series: the places


def test_spotify_has_places_on_mondays_only_and_countries_are_sums_of_listed_cities(
    simulator: Simulator,
) -> None:
    rows = items(simulator, STREAMING, startDate="2024-01-01", endDate="2024-12-31")
    weeks = with_places(rows)
    assert {day(row).weekday() for row in weeks} == {0}
    assert len(weeks) >= 45
    assert all(len(row["cityPlots"]) == 50 for row in weeks)
    for row in weeks:
        sums: dict[str, int] = {}
        for plot in row["cityPlots"]:
            sums[plot["countryCode"]] = sums.get(plot["countryCode"], 0) + plot["value"]
        assert [(plot["countryCode"], plot["value"]) for plot in row["countryPlots"]] == list(sums.items())
        assert 0.3 < sum(sums.values()) / row["value"] < 0.4
        assert row["cityPlots"][0].keys() == {
            "date",
            "value",
            "countryName",
            "countryCode",
            "region",
            "cityName",
        }
        assert row["countryPlots"][0].keys() == {"date", "value", "countryName", "countryCode"}


def test_a_country_comes_and_goes_with_its_cities_at_the_threshold(simulator: Simulator) -> None:
    def weeks_with_italy(uuid: str) -> list[bool]:
        path = f"/api/v2/artist/{uuid}/streaming/spotify"
        rows = with_places(items(simulator, path, startDate="2023-01-01", endDate="2025-12-31"))
        return [any(plot["countryCode"] == "IT" for plot in row["countryPlots"]) for row in rows]

    assert set(weeks_with_italy(BILLIE_EILISH)) == {True, False}
    assert set(weeks_with_italy(ACHILLE_LAURO)) == {True}


def test_youtube_has_places_about_weekly_and_only_for_larger_artists(simulator: Simulator) -> None:
    year = {"startDate": "2024-01-01", "endDate": "2024-12-31"}
    weeks = with_places(items(simulator, f"/api/v2/artist/{BILLIE_EILISH}/streaming/youtube", **year))
    assert 45 <= len(weeks) <= 54
    assert "IT" in {plot["countryCode"] for plot in weeks[0]["countryPlots"]}
    assert with_places(items(simulator, f"/api/v2/artist/{CALCUTTA}/streaming/youtube", **year)) == []


def test_followers_have_places_once_a_month_as_shares_largest_first(simulator: Simulator) -> None:
    months = with_places(items(simulator, FOLLOWERS, startDate="2024-01-01", endDate="2024-12-31"))
    assert {day(row).month for row in months} == set(range(1, 13))
    assert len({day(row).day for row in months}) == 1
    for row in months:
        values = [plot["value"] for plot in row["countryPlots"]]
        assert values == sorted(values, reverse=True)
        assert 0.7 < sum(values) / row["value"] < 0.85


# Credentials and limits


def test_credentials_are_checked_and_no_answer_is_without_the_headers_that_tell(simulator: Simulator) -> None:
    url = simulator.base_url + STREAMING
    wrong = {"x-app-id": "soundcharts", "x-api-key": "wrong"}
    refused = [requests.get(url, headers=headers, timeout=10) for headers in ({}, wrong)]
    assert [response.status_code for response in refused] == [401, 401]
    assert message(refused[0]) == "Invalid credentials."
    for response in (*refused, get(simulator, STREAMING), get(simulator, "/nowhere")):
        assert int(response.headers["x-quota-remaining"]) > 0
        assert int(response.headers["x-ratelimit-remaining"]) > 0
        assert 1 <= int(response.headers["x-ratelimit-reset"]) <= 60


def test_only_reading_is_allowed(simulator: Simulator) -> None:
    response = requests.post(simulator.base_url + STREAMING, headers=CREDENTIALS, timeout=10)
    assert response.status_code == 405
    assert message(response)


def test_more_calls_in_a_minute_than_allowed_are_429_with_the_seconds_to_wait(simulator: Simulator) -> None:
    simulator.misbehave(calls_per_minute=2)
    responses = [get(simulator, STREAMING) for _ in range(3)]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert "maximum request count" in message(responses[2])
    assert responses[2].headers["x-ratelimit-remaining"] == "0"
    assert 1 <= int(responses[2].headers["x-ratelimit-reset"]) <= 60


def test_the_quota_is_overrun_by_a_tenth_before_429_and_asking_for_usage_is_free(
    simulator: Simulator,
) -> None:
    simulator.misbehave(quota=10)
    statuses = [get(simulator, STREAMING, limit=1).status_code for _ in range(12)]
    assert statuses == [200] * 11 + [429]
    response = get(simulator, STREAMING)
    assert "quota" in message(response)
    assert "maximum request count" not in message(response)
    assert response.headers["x-quota-remaining"] == "0"
    usage = get(simulator, "/api/v2/team/usage").json()["object"]
    assert (usage["quota"]["used"], usage["quota"]["remaining"]) == (11, 0)
    assert usage["rateLimit"].keys() == {"limitPerMinute", "used", "remaining", "resetInSeconds"}


# Faults


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, 503, 504])
def test_a_rule_answers_with_the_status_it_names(simulator: Simulator, status: int) -> None:
    simulator.misbehave(rules=[{"then": status}])
    response = get(simulator, STREAMING)
    assert response.status_code == status
    assert message(response)


def test_a_server_error_costs_no_quota(simulator: Simulator) -> None:
    simulator.misbehave(quota=100, rules=[{"then": 503, "times": 1}])
    assert get(simulator, STREAMING).headers["x-quota-remaining"] == "100"
    assert get(simulator, STREAMING).headers["x-quota-remaining"] == "99"


@pytest.mark.parametrize(
    "match",
    [{"path": "/streaming/"}, {"artist": BILLIE_EILISH}, {"platform": "spotify"}, {"start": "2024-09-01"}],
)
def test_a_rule_strikes_only_the_calls_it_matches(simulator: Simulator, match: dict[str, str]) -> None:
    simulator.misbehave(rules=[{"match": match, "then": 503}])
    assert get(simulator, STREAMING, **SEPTEMBER).status_code == 503
    other = f"/api/v2.37/artist/{TONES_AND_I}/social/instagram/followers/"
    assert get(simulator, other, startDate="2024-09-02", endDate="2024-09-30").status_code == 200


def test_a_rule_that_struck_often_enough_leaves_the_call_to_the_next(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": 503, "times": 2}, {"then": 500, "times": 1}])
    assert [get(simulator, STREAMING).status_code for _ in range(4)] == [503, 503, 500, 200]


def test_times_can_be_counted_for_each_path_and_query(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": 503, "times": 1, "each": True}])
    asked = [SEPTEMBER, SEPTEMBER, {}, SEPTEMBER, {}]
    assert [get(simulator, STREAMING, **query).status_code for query in asked] == [503, 200, 503, 200, 200]


def test_chance_strikes_the_same_calls_every_time(simulator: Simulator) -> None:
    def statuses() -> list[int]:
        simulator.misbehave(rules=[{"then": 500, "probability": 0.5}])
        return [get(simulator, STREAMING, limit=1).status_code for _ in range(40)]

    first = statuses()
    assert 8 <= first.count(500) <= 32
    assert statuses() == first


def test_a_spent_quota_shows_in_the_error_the_headers_and_the_usage(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "quota_spent"}])
    response = get(simulator, STREAMING)
    assert response.status_code == 429
    assert "quota" in message(response)
    assert response.headers["x-quota-remaining"] == "0"
    assert get(simulator, "/api/v2/team/usage").json()["object"]["quota"]["remaining"] == 0


def test_a_throttled_call_is_told_how_long_to_wait(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "per_minute", "reset_s": 7}])
    response = get(simulator, STREAMING)
    assert response.status_code == 429
    assert "maximum request count" in message(response)
    assert response.headers["x-ratelimit-reset"] == "7"


def test_a_call_that_hangs_is_never_answered(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "hang"}])
    with pytest.raises(requests.ReadTimeout):
        get(simulator, STREAMING, timeout_s=0.2)
    assert eventually(lambda: simulator.calls()["in_flight"] == 0)
    assert simulator.calls()["by_status"] == {"unanswered": 1}


def test_a_reset_breaks_off_the_calls_that_hang(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "hang"}])
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(get, simulator, STREAMING)
        assert eventually(lambda: simulator.calls()["in_flight"] == 1)
        simulator.reset()
        assert isinstance(hanging.exception(timeout=5), requests.ConnectionError)


def test_an_answer_can_be_late_or_trickle_and_still_be_right(simulator: Simulator) -> None:
    whole = get(simulator, STREAMING, **SEPTEMBER).content
    for fault in ("slow", "slow_drip"):
        simulator.misbehave(rules=[{"then": fault, "seconds": 0.3}])
        started = time.monotonic()
        assert get(simulator, STREAMING, **SEPTEMBER).content == whole
        assert time.monotonic() - started >= 0.3


def test_a_connection_can_break_in_the_middle_of_the_body(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "disconnect"}])
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        get(simulator, STREAMING, **SEPTEMBER)


def test_a_200_can_be_garbage_a_web_page_or_of_another_shape(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "garbage"}])
    with pytest.raises(requests.JSONDecodeError):
        get(simulator, STREAMING, **SEPTEMBER).json()
    simulator.misbehave(rules=[{"then": "html"}])
    assert get(simulator, STREAMING).headers["content-type"].startswith("text/html")
    simulator.misbehave(rules=[{"then": "wrong_shape"}])
    assert "items" not in get(simulator, STREAMING).json()


def test_the_old_form_has_the_same_figures_in_the_in_house_shape(simulator: Simulator) -> None:
    modern = items(simulator, STREAMING, **SEPTEMBER)
    simulator.misbehave(rules=[{"then": "old_form"}])
    document = get(simulator, STREAMING, **SEPTEMBER).json()
    assert document.keys() == {"items", "total"}
    assert document["total"] == len(modern)
    assert document["items"] == [
        {
            "source": "spotify",
            "type": "SPOTIFY_MONTHLY_LISTENERS",
            "date": row["date"][:10],
            "value": row["value"],
            "countryPlots": [
                {"countryCode": plot["countryCode"], "value": plot["value"]} for plot in row["countryPlots"]
            ],
        }
        for row in modern
    ]
    audience = get(simulator, f"/api/v2/artist/{BILLIE_EILISH}/audience/deezer").json()["items"][0]
    assert (audience["type"], audience["countryPlots"]) == ("DEEZER_FOLLOWERS", [])


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"latency": 1}, "has no latency"),
        ({"latency_s": "soon"}, "number of seconds"),
        ({"quota": -1}, "quota is a whole number"),
        ({"no_match": "zeros"}, "no_match is one of"),
        ({"no_profile": "maybe"}, "no_profile is one of"),
        ({"rules": {}}, "rules must be a list"),
        ({"rules": ["hang"]}, "a rule must be an object"),
        ({"rules": [{}]}, "then is one of"),
        ({"rules": [{"then": 418}]}, "then is one of"),
        ({"rules": [{"then": 503, "probability": 2}]}, "probability"),
        ({"rules": [{"then": 503, "each": 1}]}, "each is true or false"),
        ({"rules": [{"then": 503, "match": {"path": "("}}]}, "regular expression"),
        ({"rules": [{"then": 503, "match": {"platform": 1}}]}, "platform is a text"),
        ({"rules": [{"then": 503}, {"then": 503, "match": []}]}, "rules.1.match must be an object"),
        (
            {"rules": [{"then": 503, "match": {"paths": ""}}]},
            "rules.0.match has no paths; it has path, artist,",
        ),
        ({"rules": [{"then": True}]}, "rules.0.then is one of 400, 401"),
        ({"latency_s": float("inf")}, "latency_s is a number of seconds"),
        ({"quota": 1.5, "no_profile": 0}, "quota is a whole number, 0 or more; no_profile is one of empty,"),
        ({"quota": "1"}, "quota is a whole number"),
    ],
)
def test_a_document_that_is_not_understood_changes_nothing(
    simulator: Simulator, document: dict[str, Any], why: str
) -> None:
    simulator.misbehave(rules=[{"then": 503}])
    with pytest.raises(ControlError, match=re.escape(why)):
        simulator.misbehave(**document)
    assert get(simulator, STREAMING).status_code == 503
    shown = requests.get(f"{simulator.base_url}/_control/faults", timeout=10).json()
    assert shown == {"rules": [{"then": 503}]}


def test_every_field_of_a_scenario_can_say_what_it_may_hold() -> None:
    fields = {
        f"{part.__name__}.{name}": field.description
        for part in (Scenario, Rule, Match, ChartTrouble)
        for name, field in part.model_fields.items()
    }
    assert [name for name, description in fields.items() if not description] == []


# The control plane


def test_calls_are_counted_by_endpoint_and_status_and_the_latest_are_kept(simulator: Simulator) -> None:
    get(simulator, STREAMING, **SEPTEMBER)
    get(simulator, FOLLOWERS)
    get(simulator, "/nowhere")
    calls = simulator.calls(last=2)
    assert calls["total"] == 3
    assert calls["by_endpoint"] == {"streaming": 1, "social": 1, "other": 1}
    assert calls["by_status"] == {"200": 2, "404": 1}
    assert [call["path"] for call in calls["recent"]] == [FOLLOWERS, "/nowhere"]
    (first, *_) = simulator.calls()["recent"]
    assert (first["method"], first["query"], first["status"]) == ("GET", SEPTEMBER, 200)
    simulator.reset()
    assert simulator.calls()["total"] == 0


def test_latency_holds_every_call_but_not_one_behind_the_other(simulator: Simulator) -> None:
    simulator.misbehave(latency_s=0.5)
    started = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        statuses = [
            response.status_code for response in pool.map(lambda _: get(simulator, STREAMING), range(20))
        ]
    assert statuses == [200] * 20
    assert 0.5 <= time.monotonic() - started < 5
    assert simulator.calls()["peak_in_flight"] > 5


def test_the_control_plane_says_what_it_does_not_know(simulator: Simulator) -> None:
    assert requests.get(f"{simulator.base_url}/_control/nothing", timeout=10).status_code == 404
    assert requests.get(f"{simulator.base_url}/_control/calls?last=all", timeout=10).status_code == 400
    put = requests.put(f"{simulator.base_url}/_control/faults", data=b"{", timeout=10)
    assert put.status_code == 400
    assert "not JSON" in put.json()["error"]


# Starting it


def test_it_runs_as_a_process_of_its_own_with_settings_of_its_own(simulator: Simulator) -> None:
    with start_simulator(own_process=True, today=TODAY, app_id="team", api_key="secret") as own:
        assert get(own, STREAMING).status_code == 401
        accepted = requests.get(
            own.base_url + STREAMING, headers={"x-app-id": "team", "x-api-key": "secret"}, timeout=10
        )
        assert accepted.json() == get(simulator, STREAMING).json()
    with pytest.raises(requests.ConnectionError):
        get(own, STREAMING)


@pytest.mark.parametrize("own_process", [False, True])
def test_a_port_that_is_taken_is_said_at_once(own_process: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        starting = start_simulator(port=taken.getsockname()[1], own_process=own_process)
        with pytest.raises(RuntimeError, match="did not start"), starting:
            pytest.fail("it must not start")
