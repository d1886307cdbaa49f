"""Reports through the HTTP API, with nothing going wrong."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from python_calamine import CalamineWorkbook

from local.simulator import ARTISTS, artists_named
from tests.e2e.caller import ENDED, Caller
from tests.e2e.expected import assert_right
from tests.e2e.waiting import eventually
from tests.e2e.world import World

PROBLEM = "application/problem+json"
NOBODY = "00000000-0000-4000-8000-000000000000"
ORDER = {"queued": 0, "running": 1, "finalizing": 2, **dict.fromkeys(ENDED, 3)}


def downloaded(url: str) -> CalamineWorkbook:
    """Download a workbook as anybody could who has the link, without an API key."""
    answer = requests.get(url, timeout=30)
    assert answer.status_code == 200, answer.text
    assert ".xlsx" in answer.headers["Content-Disposition"]
    return CalamineWorkbook.from_filelike(BytesIO(answer.content))


def assert_problem(answer: requests.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].split(";")[0] == PROBLEM
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def fields_of(problem: dict[str, Any]) -> list[str]:
    return [error["field"] for error in problem["errors"]]


def grid_windows(first: date, last: date) -> list[str]:
    """List the first days of the 90-day windows, counted from 2000-01-01, that hold a day of the range."""
    origin = date(2000, 1, 1)
    indices = range((first - origin).days // 90, (last - origin).days // 90 + 1)
    return [str(origin + timedelta(days=90 * index)) for index in indices]


# The way of a report


def test_a_report_goes_from_request_to_workbook(world: World, caller: Caller) -> None:
    world.simulator.misbehave(latency_s=0.5)
    request = world.a_request(2, platforms=["spotify", "instagram", "deezer", "youtube"], title="September")

    accepted = caller.post("/reports", request)

    assert accepted.status_code == 202
    resource = accepted.json()
    report_id = resource["report_id"]
    assert resource["request"] == request
    assert resource["progress"] == {"total": 8, "done": 0, "failed": 0}
    assert int(accepted.headers["Retry-After"]) >= 1
    assert not urlsplit(accepted.headers["Location"]).netloc
    url = urljoin(accepted.url, accepted.headers["Location"])
    assert url == f"{caller.api_url}/reports/{report_id}"

    looks = [resource["status"]]

    def look() -> bool:
        looks.append(caller.report(report_id)["status"])
        return looks[-1] in ENDED

    eventually(look, "end of the report")
    assert len(looks) > 2
    assert [ORDER[status] for status in looks] == sorted(ORDER[status] for status in looks)
    report = caller.report(report_id)
    assert report["status"] == "succeeded"
    assert report["revision"] == 1
    assert report["progress"] == {"total": 8, "done": 8, "failed": 0}
    assert report["failures"] == []
    assert report["upstream_calls"] == len(world.calls()) == 8
    assert report["cache_hits"] == 0
    assert report["created_at"] <= report["finished_at"] <= report["deadline"]
    assert_right(report)


def test_the_workbook_has_every_point_of_the_result(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request(2))

    redirect = caller.get(f"/reports/{report['report_id']}/download")

    assert redirect.status_code == 302
    assert redirect.headers["Cache-Control"] == "no-store"
    workbook = downloaded(redirect.headers["Location"])
    assert workbook.sheet_names == ["Summary", "Breakdown", "Daily data", "Notes"]
    header, *rows = workbook.get_sheet_by_name("Daily data").to_python()
    assert header == ["Artist", "Artist UUID", "Platform", "Metric", "Country", "Date", "Value", "Status"]
    assert rows == [
        [
            row["artist__name"],
            row["artist__uuid"],
            row["platform__name"],
            row["platform__audience_metric_name"],
            "Worldwide",
            date.fromisoformat(day),
            value,
            "measured",
        ]
        for row in report["result"]["detailed_breakdown"]
        for day, value in row["series"]
    ]
    assert downloaded(report["download_url"]).get_sheet_by_name("Daily data").to_python() == [header, *rows]
    lifetime = datetime.fromisoformat(report["download_expires_at"]) - datetime.now().astimezone()
    assert timedelta(minutes=1) < lifetime < timedelta(hours=1)


def test_a_report_of_a_country_says_what_each_platform_can_tell_of_it(world: World, caller: Caller) -> None:
    (levante,) = artists_named("Levante")

    report = caller.make(
        {
            "artists": [levante.uuid],
            "platforms": ["spotify", "instagram", "youtube", "deezer"],
            "start_date": "2024-08-01",
            "end_date": "2024-09-30",
            "country": "it",
        }
    )

    assert report["status"] == "succeeded"
    assert report["request"]["country"] == "IT"
    rows = {row["platform__slug"]: row for row in report["result"]["detailed_breakdown"]}
    assert {slug: row["status"] for slug, row in rows.items()} == {
        "spotify": "lower_bound",
        "instagram": "measured",
        "youtube": "no_data",
        "deezer": "not_published",
    }
    assert all(row["note"] for row in rows.values())
    assert not any("/audience/" in call["path"] for call in world.calls())
    assert_right(report)


def test_an_unknown_uuid_is_a_row_that_says_so_and_no_failure(world: World, caller: Caller) -> None:
    request = world.a_request(1)
    request["artists"].append(NOBODY)

    report = caller.make(request)

    assert (report["status"], report["failures"]) == ("succeeded", [])
    unknown = [row for row in report["result"]["detailed_breakdown"] if row["artist__uuid"] == NOBODY]
    assert [row["status"] for row in unknown] == ["not_found"] * 3
    assert_right(report)


def test_fifty_artists_on_eight_platforms_are_accepted_at_once_and_answered(
    world: World, caller: Caller
) -> None:
    platforms = [
        "spotify", "youtube", "instagram", "tiktok", "deezer", "twitter", "facebook", "youtube-subscribers",
    ]  # fmt: skip
    request = {
        "artists": [artist.uuid for artist in ARTISTS[-50:]],
        "platforms": platforms,
        "start_date": "2023-03-01",
        "end_date": "2023-03-31",
    }
    assert caller.get("/health").status_code == 200

    # On AWS, accepting does not share its processors with fetching.
    with world.paused("FetchFunction"):
        started = time.monotonic()
        accepted = caller.post("/reports", request)
        took_s = time.monotonic() - started

    print(f"50 artists x 8 platforms were accepted within {took_s:.2f} s")
    assert accepted.status_code == 202
    assert took_s < 3
    report = caller.ended(accepted.json()["report_id"], within_s=90)
    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert report["progress"] == {"total": 400, "done": 400, "failed": 0}
    assert_right(report)


# Asking


def test_who_prefers_to_wait_gets_the_finished_report(world: World, caller: Caller) -> None:
    answer = caller.post("/reports", world.a_request(), Prefer="respond-async, wait=25")

    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=25"
    assert answer.json()["status"] == "succeeded"
    assert_right(answer.json())


def test_who_does_not_care_to_wait_so_long_gets_the_report_as_it_stands(world: World, caller: Caller) -> None:
    world.simulator.misbehave(latency_s=1.5)

    answer = caller.post("/reports", world.a_request(), Prefer="wait=1")

    assert answer.status_code == 202
    assert answer.headers["Retry-After"]
    assert answer.json()["status"] in ("queued", "running")
    assert caller.ended(answer.json()["report_id"])["status"] == "succeeded"


def test_a_repeat_by_name_is_answered_while_search_is_down(world: World, caller: Caller) -> None:
    request = {**world.a_request(), "artists": [{"name": "Beyonce"}]}
    first = caller.post("/reports", request, Idempotency_Key="by-name-1")
    world.simulator.misbehave(rules=[{"match": {"path": "/search/"}, "then": 503}])

    again = caller.post("/reports", request, Idempotency_Key="by-name-1")
    not_kept = {**request, "artists": [{"name": "Searched for by nobody yet"}]}
    other = caller.post("/reports", not_kept, Idempotency_Key="by-name-2")

    # 200 where the report has ended by then.
    assert {first.status_code, again.status_code} <= {200, 202}
    assert other.status_code == 503
    assert again.json()["report_id"] == first.json()["report_id"]
    assert other.headers["Retry-After"]


def test_an_answer_comes_packed_and_not_again_to_who_has_it(world: World, caller: Caller) -> None:
    report_id = caller.make(world.a_request())["report_id"]

    def asked(**headers: str) -> requests.Response:
        named = {"x-api-key": caller.api_key or "", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return requests.get(f"{caller.api_url}/reports/{report_id}", headers=named, stream=True, timeout=30)

    plain, packed = asked(Accept_Encoding="identity"), asked(Accept_Encoding="gzip")
    again = asked(If_None_Match=packed.headers["ETag"])

    sent = packed.raw.read()
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(sent) < len(plain.content) / 2
    assert json.loads(gzip.decompress(sent))["result"] == plain.json()["result"]
    assert (again.status_code, again.content) == (304, b"")


def test_an_idempotency_key_stands_for_one_report(world: World, caller: Caller) -> None:
    request = world.a_request()

    first, second = (caller.post("/reports", request, Idempotency_Key="september-1") for _ in range(2))
    other = caller.post("/reports", {**request, "country": "IT"}, Idempotency_Key="september-1")

    assert {first.status_code, second.status_code} <= {200, 202}
    assert first.json()["report_id"] == second.json()["report_id"]
    assert fields_of(assert_problem(other, 422)) == ["Idempotency-Key"]
    assert caller.ended(first.json()["report_id"])["upstream_calls"] == len(world.calls()) == 3


def test_a_repeated_report_asks_soundcharts_nothing(world: World, caller: Caller) -> None:
    request = world.a_request(2)
    first = caller.make(request)
    before = len(world.calls())

    again = caller.make(request)

    assert len(world.calls()) == before == 6
    assert (again["upstream_calls"], again["cache_hits"]) == (0, 6)
    assert again["report_id"] != first["report_id"]
    assert again["result"] == first["result"]


def test_a_report_that_overlaps_asks_for_the_missing_windows_only(world: World, caller: Caller) -> None:
    request = world.a_request(start_date="2023-01-01", end_date="2023-12-31")
    caller.make(request)
    world.simulator.reset()

    report = caller.make({**request, "start_date": "2023-07-01", "end_date": "2024-06-30"})

    had = grid_windows(date(2023, 1, 1), date(2023, 12, 31))
    wanted = grid_windows(date(2023, 7, 1), date(2024, 6, 30))
    missing = [first for first in wanted if first not in had]
    assert sorted(call["query"]["startDate"] for call in world.calls()) == sorted(missing * 3)
    assert report["upstream_calls"] == 3 * len(missing)
    assert report["cache_hits"] == 3 * (len(wanted) - len(missing))
    assert_right(report)


def test_fresh_asks_again_for_what_is_cached(world: World, caller: Caller) -> None:
    request = world.a_request()
    caller.make(request)
    world.simulator.reset()

    report = caller.make({**request, "fresh": True})

    assert report["upstream_calls"] == len(world.calls()) == 3
    assert_right(report)


def test_a_preview_counts_what_a_report_then_does(world: World, caller: Caller) -> None:
    request = world.a_request(2, start_date="2024-01-01", end_date="2024-12-31", country="IT")

    before = caller.post("/reports/preview", request).json()

    assert world.calls() == []
    windows = len(grid_windows(date(2024, 1, 1), date(2024, 12, 31)))
    assert (before["jobs"], before["upstream_calls"], before["cached"]) == (4, 4 * windows, 0)
    assert [(cell["artist__uuid"], cell["platform__slug"]) for cell in before["unanswerable"]] == [
        (uuid, "deezer") for uuid in request["artists"]
    ]
    report = caller.make(request)
    assert (report["progress"]["total"], report["upstream_calls"]) == (4, 4 * windows)
    after = caller.post("/reports/preview", request).json()
    assert (after["upstream_calls"], after["cached"]) == (4 * windows, 4 * windows)


# Names


def test_a_name_is_taken_when_one_artist_has_it_case_and_accents_aside(world: World, caller: Caller) -> None:
    (maneskin,) = artists_named("Måneskin")

    report = caller.make(world.a_request(artists=0) | {"artists": [{"name": "MANESKIN"}, maneskin.uuid]})

    assert report["request"]["artists"] == [maneskin.uuid]
    assert [call["endpoint"] for call in world.calls()].count("search") == 1
    assert_right(report)


def test_an_ambiguous_name_is_refused_with_those_who_have_it(world: World, caller: Caller) -> None:
    answer = caller.post("/reports", world.a_request(0) | {"artists": [{"name": "Nirvana"}]})

    problem = assert_problem(answer, 422)
    assert fields_of(problem) == ["artists.0.name"]
    found = {candidate["uuid"] for candidate in problem["candidates"]}
    assert found == {artist.uuid for artist in artists_named("Nirvana")}
    assert len(found) > 1


def test_an_unknown_name_is_refused(world: World, caller: Caller) -> None:
    answer = caller.post("/reports", world.a_request(1) | {"artists": [{"name": "Nobody Of That Name"}]})

    assert fields_of(assert_problem(answer, 422)) == ["artists.0.name"]


def test_a_name_cannot_be_resolved_while_soundcharts_is_down_but_a_uuid_can_be_asked_for(
    world: World, caller: Caller
) -> None:
    world.simulator.misbehave(rules=[{"match": {"path": "/search/"}, "then": 503}])
    request = world.a_request()

    by_name = caller.post("/reports", {**request, "artists": [{"name": "Searched for by nobody"}]})
    by_uuid = caller.make(request)

    assert_problem(by_name, 503)
    assert int(by_name.headers["Retry-After"]) >= 1
    assert by_uuid["status"] == "succeeded"


def test_artists_are_found_by_a_part_of_their_name(caller: Caller) -> None:
    answer = caller.get("/artists", q="billie")

    assert answer.status_code == 200
    (billie, *_) = answer.json()["artists"]
    assert billie["name"] == "Billie Eilish"
    assert set(billie) == {"uuid", "name", "slug", "image_url", "country_code"}
    assert fields_of(assert_problem(caller.get("/artists", q="b"), 422)) == ["q"]


def test_the_coverage_matrix_names_what_the_contract_needs(caller: Caller) -> None:
    platforms = {platform["slug"]: platform for platform in caller.get("/platforms").json()["platforms"]}

    metrics = {slug: platforms[slug]["metric"] for slug in ("spotify", "youtube", "instagram", "deezer")}
    assert metrics == {
        "spotify": "Monthly Listeners",
        "youtube": "Views",
        "instagram": "Followers",
        "deezer": "Fans",
    }
    assert platforms["deezer"]["by_country"] is False


# Refusals


def test_a_request_that_is_wrong_in_many_ways_is_told_all_of_them(caller: Caller) -> None:
    answer = caller.post(
        "/reports",
        {
            "artists": ["billie"],
            "platforms": ["myspace"],
            "start_date": "2024-02-30",
            "end_date": "2999-01-01",
            "country": "Italy",
            "callback_url": "http://10.0.0.1/hook",
            "fresh": "yes",
            "colour": "red",
        },
    )

    problem = assert_problem(answer, 422)
    assert sorted(fields_of(problem)) == [
        "artists.0", "callback_url", "colour", "country", "end_date", "fresh", "platforms.0", "start_date",
    ]  # fmt: skip
    assert all(error["message"] for error in problem["errors"])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"artists": []}, "artists"),
        ({"platforms": []}, "platforms"),
        ({"start_date": "2024-10-01"}, "start_date"),
        ({"start_date": "2019-09-26"}, "start_date"),
        ({"artists": [f"{number:08x}-0000-4000-8000-000000000000" for number in range(51)]}, "artists"),
    ],
    ids=["no artist", "no platform", "ends before it starts", "too many days", "too many artists"],
)
def test_a_request_beyond_a_limit_is_refused_by_field(
    world: World, caller: Caller, fields: dict[str, Any], wrong: str
) -> None:
    request = world.a_request(0) | {"artists": [NOBODY]} | fields

    problem = assert_problem(caller.post("/reports", request), 422)

    assert fields_of(problem) == [wrong]


def test_a_body_that_is_not_json_is_refused(caller: Caller) -> None:
    answer = requests.post(
        f"{caller.api_url}/reports",
        data="artists=all",
        headers={"x-api-key": caller.api_key or ""},
        timeout=30,
    )

    assert assert_problem(answer, 400)["type"] == "urn:problem-type:liner-notes:unreadable-json"


@pytest.mark.parametrize("key", [None, "not-a-key"], ids=["no key", "a wrong key"])
def test_without_a_valid_key_only_what_needs_none_is_answered(world: World, key: str | None) -> None:
    stranger = Caller(world.stack.api_url, key)
    try:
        assert_problem(stranger.get("/platforms"), 403)
        assert_problem(stranger.post("/reports", {}), 403)
        assert stranger.get("/health").json()["status"] == "ok"
        assert stranger.get("/openapi.json").json()["openapi"].startswith("3.")
    finally:
        stranger.close()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/reports/preview", "POST"),
        ("DELETE", "/health", "GET, HEAD"),
        ("OPTIONS", "/platforms", "GET, HEAD"),
        ("POST", "/", "GET, HEAD"),
        ("DELETE", "/pictures", "GET, HEAD"),
        ("PUT", "/slack/commands", "POST"),
        ("GET", f"/reports/{NOBODY}/repair", "POST"),
    ],
)
def test_a_method_there_is_not_is_refused_without_a_key_and_with_those_there_are(
    world: World, method: str, path: str, allowed: str
) -> None:
    answer = requests.request(method, f"{world.stack.api_url}{path}", timeout=30)
    problem = assert_problem(answer, 405)
    assert answer.headers["Allow"] == allowed
    assert problem["type"] == "urn:problem-type:liner-notes:method-not-allowed"
    assert problem["instance"].startswith("urn:uuid:")


@pytest.mark.parametrize("path", ["/", "/health", "/openapi.json"])
def test_a_head_is_that_of_the_whole_answer(world: World, path: str) -> None:
    whole, head = (
        request(f"{world.stack.api_url}{path}", timeout=30) for request in (requests.get, requests.head)
    )
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_a_head_needs_the_key_that_the_whole_answer_needs(world: World) -> None:
    address = f"{world.stack.api_url}/platforms"
    assert requests.head(address, timeout=30).status_code == 403
    assert requests.head(address, headers={"x-api-key": world.stack.api_key}, timeout=30).status_code == 200


def test_what_calls_itself_something_else_or_is_no_json_is_not_read(world: World) -> None:
    address = f"{world.stack.api_url}/reports/preview"
    for content_type, body, status in (("text/plain", "{}", 415), ("application/json", "{", 400)):
        headers = {"x-api-key": world.stack.api_key, "Content-Type": content_type}
        assert_problem(requests.post(address, data=body, headers=headers, timeout=30), status)


def test_where_there_is_nothing_the_answer_says_so(caller: Caller) -> None:
    assert_problem(caller.get("/nothing-here"), 404)
    assert_problem(caller.get(f"/reports/{NOBODY}"), 404)
    assert_problem(caller.get(f"/reports/{NOBODY}/download"), 404)
    assert_problem(caller.post(f"/reports/{NOBODY}/repair"), 404)


def test_a_report_does_not_exist_for_another_key(world: World, caller: Caller, other_caller: Caller) -> None:
    report_id = caller.make(world.a_request())["report_id"]

    assert other_caller.get("/platforms").status_code == 200
    assert_problem(other_caller.get(f"/reports/{report_id}"), 404)
    assert_problem(other_caller.get(f"/reports/{report_id}/download"), 404)
    assert_problem(other_caller.post(f"/reports/{report_id}/repair"), 404)


def test_an_idempotency_key_of_one_caller_says_nothing_to_another(
    world: World, caller: Caller, other_caller: Caller
) -> None:
    request = world.a_request()

    ids = {
        somebody.post("/reports", request, Idempotency_Key="shared-by-chance").json()["report_id"]
        for somebody in (caller, other_caller)
    }

    assert len(ids) == 2


def test_there_is_no_workbook_while_a_report_is_being_made(world: World, caller: Caller) -> None:
    world.simulator.misbehave(latency_s=1)
    report_id = caller.ask(world.a_request())

    early = caller.get(f"/reports/{report_id}/download")

    assert_problem(early, 409)
    assert "download_url" not in caller.report(report_id)
    caller.ended(report_id)
