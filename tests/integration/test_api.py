"""The HTTP API in process: the real handlers on moto, Soundcharts simulated, no API Gateway in front."""

from __future__ import annotations

import csv
import json
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from python_calamine import CalamineWorkbook

from linernotes import __version__
from linernotes.api import transfer
from linernotes.api.openapi import openapi_document
from linernotes.api.problems import instance_of
from linernotes.api.resource import platforms_json
from linernotes.aws import clients as aws
from linernotes.aws.queues import QueueRefused
from linernotes.bootstrap import api
from linernotes.bootstrap import clock as functions_clock
from linernotes.model.period_limits import MAX_DAYS
from linernotes.model.report import Status
from linernotes.model.request import MAX_ARTISTS
from linernotes.reports.fail_dead_letters import REPORT_REASON
from linernotes.reports.sqs import SqsQueue
from linernotes.routes import report_answers, reports
from linernotes.sections.sources import SOURCES
from local.simulator import BILLIE_EILISH, TONES_AND_I, Simulator, artists_named, start_simulator
from tests.integration.api_events import KEY, Answer, an_event, call, in_base64, send
from tests.integration.moto_stack import CREDENTIALS, MotoStack, moto_stack

SEPTEMBER = {"start_date": "2024-09-01", "end_date": "2024-09-30"}
PROBLEM = "application/problem+json"
API_TIMEOUT_S = 29.0
REFUSED = {"rules": [{"match": {"platform": "spotify"}, "then": 400}]}
"""A Soundcharts that refuses every call about Spotify, so that such a job ends failed at its first try."""


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        yield stack


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The api function's clock, on which waiting takes no time."""
    clock = Clock()
    told = SimpleNamespace(monotonic=clock.monotonic, sleep=clock.sleep)
    for module in (reports, report_answers):
        monkeypatch.setattr(module, "time", told)
    return clock


class Clock:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    def monotonic(self) -> float:
        return self.slept_s

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept_s += seconds


def a_body(**fields: Any) -> dict[str, Any]:
    """Make a request's body: Billie Eilish on Spotify in September 2024, worldwide, unless told otherwise."""
    return {"artists": [BILLIE_EILISH], "platforms": ["spotify"], **SEPTEMBER, **fields}


def accepted(**fields: Any) -> str:
    """Ask for a report; gives its path."""
    answer = call("POST", "/reports", a_body(**fields))
    assert answer.status == 202, answer.text
    return answer.location


def made(stack: MotoStack, **fields: Any) -> str:
    """Ask for a report and have it made; gives its path."""
    path = accepted(**fields)
    stack.deliver()
    assert call("GET", path).json["status"] in ("succeeded", "partial", "failed")
    return path


def failed(stack: MotoStack, simulator: Simulator) -> str:
    """Have a report made of which nothing could be fetched; gives its path."""
    simulator.misbehave(**REFUSED)
    path = made(stack)
    assert call("GET", path).json["status"] == "failed"
    return path


def stored_result(stack: MotoStack, resource: dict[str, Any]) -> tuple[str, bytes]:
    """Give the key and the text of the report.json of a report."""
    bucket = stack.names["FilesBucket"]
    files = aws.client("s3").list_objects_v2(Bucket=bucket, Prefix=f"reports/{resource['report_id']}/")
    (key,) = [file["Key"] for file in files["Contents"] if file["Key"].endswith("/report.json")]
    return key, aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def assert_problem(answer: Answer, status: int, *fields: str) -> None:
    """Assert that the answer is a problem document that says the same as its status, and names the fields."""
    assert (answer.status, answer.media_type) == (status, PROBLEM)
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert answer.json["detail"]
    assert [error["field"] for error in answer.json.get("errors", [])] == list(fields)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def saved_as(link: str) -> str:
    """Give the name a browser saves a link's file as; it is the same in both forms."""
    disposition = requests.get(link, timeout=5).headers["Content-Disposition"]
    plain, _, coded = disposition.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert unquote(coded) == plain
    return plain


# --- Good answers -------------------------------------------------------------------------------------


def test_a_request_is_accepted_and_told_where_the_report_will_be() -> None:
    answer = call("POST", "/reports", a_body(title="September", country="it"))
    resource = answer.json
    assert answer.status == 202
    assert answer.location == f"/reports/{resource['report_id']}"
    assert answer.headers["retry-after"] == "1"
    assert resource["revision"] == 1
    assert resource["status"] in ("queued", "running")
    assert resource["request"] == a_body(title="September", country="IT")
    assert resource["progress"] == {"total": 1, "done": 0, "failed": 0}
    assert resource["finished_at"] is None
    assert moment(resource["deadline"]) - moment(resource["created_at"]) == timedelta(seconds=900)
    assert not {"result", "download_url", "result_url", "failure"} & resource.keys()


def test_a_report_being_made_says_when_to_look_again() -> None:
    answer = call("GET", accepted())
    assert (answer.status, answer.json["status"]) == (200, "running")
    assert answer.headers["retry-after"] == "1"


def test_a_finished_report_has_its_figures_and_its_link(stack: MotoStack) -> None:
    answer = call("GET", made(stack, platforms=["spotify", "deezer"]))
    resource = answer.json
    assert (answer.status, resource["status"]) == (200, "succeeded")
    assert "retry-after" not in answer.headers
    assert resource["progress"] == {"total": 2, "done": 2, "failed": 0}
    assert (resource["upstream_calls"], resource["cache_hits"], resource["failures"]) == (2, 0, [])
    rows = resource["result"]["detailed_breakdown"]
    assert [row["platform__slug"] for row in rows] == ["spotify", "deezer"]
    assert {row["status"] for row in rows} == {"measured"}
    assert all(0 < len(row["series"]) == row["data_points"] for row in rows)
    assert moment(resource["created_at"]) <= moment(resource["finished_at"]) <= datetime.now(UTC)
    assert requests.get(resource["download_url"], timeout=5).content.startswith(b"PK")
    until_expiry = moment(resource["download_expires_at"]) - datetime.now(UTC)
    assert timedelta(seconds=890) < until_expiry <= timedelta(seconds=900)


def test_a_finished_report_has_a_link_to_each_of_its_files(stack: MotoStack) -> None:
    downloads = call("GET", made(stack)).json["downloads"]
    given = {
        (download["format"], download.get("separator")): requests.get(download["url"], timeout=5).content
        for download in downloads
    }
    assert list(given) == [("xlsx", None), ("json", None), ("csv", ","), ("csv", ";")]
    assert given["xlsx", None].startswith(b"PK")
    assert json.loads(given["json", None])["success"] is True
    for separator in (",", ";"):
        (head, *_) = csv.reader(given["csv", separator].decode("utf-8-sig").splitlines(), delimiter=separator)
        assert head[:2] == ["Artist", "Artist UUID"]


def test_the_result_in_a_report_is_the_stored_one_to_the_letter(stack: MotoStack) -> None:
    answer = call("GET", made(stack, artists=[BILLIE_EILISH, TONES_AND_I]))
    _, stored = stored_result(stack, answer.json)
    assert answer.json["result"] == json.loads(stored)
    assert stored.decode() in answer.text


def test_a_canonical_request_posted_again_makes_the_same_report(stack: MotoStack) -> None:
    asked = a_body(
        artists=[{"name": "Beyonce"}, BILLIE_EILISH.upper(), {"uuid": BILLIE_EILISH}],
        platforms=["deezer", "spotify", "deezer"],
        title="  Two\x07 of them ",
    )
    first = call("GET", made(stack, **asked)).json
    again = call("POST", "/reports", first["request"])
    second = call("GET", again.location).json
    assert again.status == 200
    assert second["report_id"] != first["report_id"]
    assert second["request"] == first["request"]
    assert second["result"] == first["result"]


def test_a_download_leads_to_the_workbook_by_a_link_of_fifteen_minutes(stack: MotoStack) -> None:
    answer = call("GET", f"{made(stack)}/download")
    link = answer.headers["location"]
    assert (answer.status, answer.text) == (302, "")
    assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == ["900"]
    assert saved_as(link) == "liner-notes-Billie Eilish-2024-09.xlsx"
    assert requests.get(link, timeout=5).content.startswith(b"PK")


@pytest.mark.parametrize("form", ["xlsx", "json", "csv"])
def test_a_report_is_downloaded_in_the_form_asked_for(stack: MotoStack, form: str) -> None:
    path = made(stack)
    answer = call("GET", f"{path}/download", query={"format": form})
    link = answer.headers["location"]
    assert (answer.status, answer.text, answer.headers["cache-control"]) == (302, "", "no-store")
    assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == ["900"]
    assert saved_as(link) == f"liner-notes-Billie Eilish-2024-09.{form}"
    file = requests.get(link, timeout=5)
    assert file.status_code == 200
    assert_is_of(form, file.content, call("GET", path).json["result"])


def assert_is_of(form: str, content: bytes, result: dict[str, Any]) -> None:
    """Assert that a file is the result in that form."""
    series = result["detailed_breakdown"][0]["series"]
    assert series
    if form == "json":
        assert json.loads(content) == result
    elif form == "csv":
        records = csv.DictReader(content.decode("utf-8-sig").splitlines())
        assert [[record["Date"], int(record["Value"])] for record in records] == series
    else:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Daily data").to_python()
        assert [[str(row[5]), row[6]] for row in rows[1:]] == series


@pytest.mark.parametrize(
    ("separator", "read"),
    [(";", ";"), ("%3B", ";"), ("semicolon", ";"), (",", ","), ("%2C", ","), ("comma", ",")],
)
def test_a_csv_is_downloaded_with_the_separator_asked_for(
    stack: MotoStack, separator: str, read: str
) -> None:
    path = made(stack, country="IT")
    answer = call("GET", f"{path}/download", query={"format": "csv", "separator": separator})
    link = answer.headers["location"]
    assert (answer.status, saved_as(link)) == (302, "liner-notes-Billie Eilish-IT-2024-09.csv")
    lines = requests.get(link, timeout=5).content.decode("utf-8-sig").splitlines()
    series = call("GET", path).json["result"]["detailed_breakdown"][0]["series"]
    assert series
    records = csv.DictReader(lines, delimiter=read)
    assert [[record["Date"], int(record["Value"])] for record in records] == series


@pytest.mark.parametrize(
    "query",
    [
        {"format": "csv", "separator": separator}
        for separator in ("", " ", "tab", "\t", ";;", ",;", "|", "semi colon")
    ]
    + [{"separator": ";"}, {"separator": ","}, {"format": "xlsx", "separator": ","}]
    + [{"format": "json", "separator": "semicolon"}],
)
def test_a_separator_there_is_not_is_refused_and_any_for_what_has_none(
    stack: MotoStack, query: dict[str, str]
) -> None:
    answer = call("GET", f"{made(stack)}/download", query=query)
    assert_problem(answer, 422, "separator")
    message = answer.json["errors"][0]["message"]
    assert "comma, semicolon" in message if query.get("format") == "csv" else "format=csv" in message


def test_a_parameter_of_a_download_that_is_not_known_is_refused(stack: MotoStack) -> None:
    answer = call("GET", f"{made(stack)}/download", query={"format": "csv", "seperator": ";"})
    assert_problem(answer, 422, "seperator")


@pytest.mark.parametrize("form", ["pdf", "XLSX", "", "report.json", "../report.json"])
def test_a_form_there_is_not_is_refused_with_those_there_are(stack: MotoStack, form: str) -> None:
    answer = call("GET", f"{made(stack)}/download", query={"format": form})
    assert_problem(answer, 422, "format")
    assert answer.json["errors"][0]["message"] == "give one of xlsx, json, csv"


@pytest.mark.parametrize("compare", ["previous_period", "previous_year"])
def test_a_report_compares_with_the_period_asked_for(stack: MotoStack, compare: str) -> None:
    resource = call("GET", made(stack, compare=compare)).json
    start = {"previous_period": "2024-08-02", "previous_year": "2023-09-01"}[compare]
    assert resource["request"] == a_body(compare=compare)
    assert resource["upstream_calls"] == 2
    for row in (*resource["result"]["detailed_breakdown"], *resource["result"]["platform_summaries"]):
        assert row["compared"]["period"]["start"] == start
        assert row["compared"]["change"] == pytest.approx(
            row["period_average"] - row["compared"]["period_average"]
        )


def test_comparing_with_null_is_comparing_with_nothing(stack: MotoStack) -> None:
    resource = call("GET", made(stack, compare=None)).json
    assert resource["request"] == a_body()
    assert resource["upstream_calls"] == 1
    assert "compared" not in resource["result"]["detailed_breakdown"][0]


@pytest.mark.parametrize("compare", ["last_year", "PREVIOUS_YEAR", "", True, 1, ["previous_year"], {}])
def test_what_cannot_be_compared_with_is_refused_with_what_can(compare: Any) -> None:
    for path in ("/reports", "/reports/preview"):
        answer = call("POST", path, a_body(compare=compare))
        assert_problem(answer, 422, "compare")
        (error,) = answer.json["errors"]
        assert "'previous_period'" in error["message"]
        assert "'previous_year'" in error["message"]


def test_a_preview_counts_what_comparing_takes() -> None:
    alone = call("POST", "/reports/preview", a_body()).json
    comparing = call("POST", "/reports/preview", a_body(compare="previous_year")).json
    assert (alone["jobs"], alone["upstream_calls"]) == (1, 1)
    assert (comparing["jobs"], comparing["upstream_calls"]) == (1, 2)
    assert comparing["request"] == a_body(compare="previous_year")


def test_a_preview_says_what_a_request_would_take(simulator: Simulator, stack: MotoStack) -> None:
    asked = a_body(platforms=["spotify", "deezer"], country="IT", start_date="2024-07-01")
    answer = call("POST", "/reports/preview", asked)
    assert answer.status == 200
    assert answer.json["request"] == asked
    assert (answer.json["jobs"], answer.json["upstream_calls"], answer.json["cached"]) == (1, 2, 0)
    assert [
        (cell["artist__uuid"], cell["platform__slug"], cell["status"]) for cell in answer.json["unanswerable"]
    ] == [(BILLIE_EILISH, "deezer", "not_published")]
    assert simulator.calls()["total"] == 0
    assert stack.waiting("FetchJobsQueue") == []


def test_a_preview_knows_what_an_earlier_report_has_fetched(stack: MotoStack) -> None:
    made(stack)
    answer = call("POST", "/reports/preview", a_body(start_date="2024-07-01"))
    assert (answer.json["upstream_calls"], answer.json["cached"]) == (2, 1)


def test_artists_are_found_by_part_of_a_name_the_exact_one_first() -> None:
    answer = call("GET", "/artists", query={"q": "  beyonce "})
    assert answer.status == 200
    assert answer.json["artists"][0]["name"] == "Beyoncé"
    assert answer.json["artists"][0].keys() == {"uuid", "name", "slug", "image_url", "country_code"}


def test_no_more_than_twenty_artists_are_found() -> None:
    assert len(call("GET", "/artists", query={"q": "an"}).json["artists"]) == 20


def test_nobody_found_is_an_empty_list(simulator: Simulator) -> None:
    assert call("GET", "/artists", query={"q": "zzzzzz"}).json == {"artists": []}
    simulator.misbehave(no_match="not_found")
    assert call("GET", "/artists", query={"q": "zzzzzz"}).json == {"artists": []}


def test_the_platforms_are_the_coverage_matrix() -> None:
    answer = call("GET", "/platforms")
    assert (answer.status, answer.json) == (200, platforms_json())


def test_the_document_is_served() -> None:
    answer = call("GET", "/openapi.json")
    assert (answer.status, answer.json) == (200, openapi_document())


def test_health_is_told_without_a_key() -> None:
    answer = send(an_event("GET", "/health"))
    assert (answer.status, answer.json) == (200, {"status": "ok", "version": __version__})


def test_no_cache_keeps_anything_about_a_report(stack: MotoStack) -> None:
    path = made(stack)
    answers = [
        call("POST", "/reports", a_body()),
        call("POST", "/reports/preview", a_body()),
        call("GET", path),
        call("GET", f"{path}/download"),
        call("POST", f"{path}/repair"),
        call("GET", path, key="another"),
    ]
    assert [answer.status for answer in answers] == [200, 200, 200, 302, 409, 404]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


@pytest.mark.parametrize("path", ["/platforms", "/openapi.json"])
def test_what_seldom_changes_may_be_cached(path: str) -> None:
    assert call("GET", path).headers["cache-control"] == "max-age=300"


PACKING = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("write", [str.lower, str.title])
def test_a_large_answer_is_packed_for_who_takes_it_and_says_the_same(stack: MotoStack, write: Any) -> None:
    path = made(stack)
    headers = {write(name): value for name, value in PACKING.items()}
    for asked in (path, "/platforms", "/openapi.json"):
        plain, packed = call("GET", asked), call("GET", asked, headers=headers)
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
        assert packed.headers["etag"] == plain.headers["etag"]
        assert packed.json.keys() == plain.json.keys()
        assert packed.json.get("result") == plain.json.get("result")


def test_of_what_a_caller_has_already_nothing_is_sent(stack: MotoStack) -> None:
    path = made(stack)
    for asked in (path, "/platforms", "/openapi.json"):
        first = call("GET", asked)
        again = call("GET", asked, headers={"If-None-Match": first.headers["etag"], **PACKING})
        assert (again.status, again.text) == (304, "")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert call("GET", asked, headers={"If-None-Match": 'W/"another"'}).status == 200


def test_lists_and_searches_are_not_sent_again_until_they_change() -> None:
    def again(path: str, tag: str, **query: str) -> Answer:
        return call("GET", path, query=query or None, headers={"If-None-Match": tag})

    accepted()
    monthly = f"/artists/{BILLIE_EILISH}/monthly"
    months = {"platform": "spotify", "from": "2024-08", "to": "2024-09"}
    asked: list[tuple[str, dict[str, str]]] = [
        ("/reports", {"limit": "5"}), ("/artists", {"q": "Billie"}), (monthly, months),
        ("/rosters", {}), ("/subscriptions", {}),
    ]  # fmt: skip
    tags = {}
    for path, query in asked:
        tags[path] = call("GET", path, query=query or None).headers["etag"]
        known = again(path, tags[path], **query)
        assert (known.status, known.text, known.headers["etag"]) == (304, "", tags[path]), path
        assert known.headers["cache-control"] == "no-store"
    accepted(title="another")
    assert again("/reports", tags["/reports"], limit="5").status == 200
    assert again("/artists", tags["/artists"], q="Tones").status == 200


def test_a_report_that_moves_on_is_another_answer(stack: MotoStack, simulator: Simulator) -> None:
    simulator.misbehave(**REFUSED)
    path = accepted()
    tags = [call("GET", path).headers["etag"]]
    again = call("GET", path, headers={"If-None-Match": tags[0]})
    assert (again.status, again.headers["retry-after"]) == (304, "1")
    stack.deliver()
    tags.append(call("GET", path, headers={"If-None-Match": tags[0]}).headers["etag"])
    call("POST", f"{path}/repair")
    tags.append(call("GET", path, headers={"If-None-Match": tags[1]}).headers["etag"])
    assert len(set(tags)) == 3


def test_to_another_key_a_report_it_knows_the_tag_of_does_not_exist(stack: MotoStack) -> None:
    path = made(stack)
    tag = call("GET", path).headers["etag"]
    assert call("GET", path, headers={"If-None-Match": tag}, key="another").status == 404


def test_before_its_links_expire_a_report_is_sent_again(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(stack)
    first = call("GET", path)
    moved_on = functions_clock.now() + timedelta(seconds=451)
    monkeypatch.setattr(functions_clock, "now", lambda: moved_on)
    again = call("GET", path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 200
    assert again.json["result"] == first.json["result"]


# --- Waiting ------------------------------------------------------------------------------------------


def test_a_report_that_ends_in_time_is_the_answer(stack: MotoStack) -> None:
    with stack.delivering():
        answer = call("POST", "/reports", a_body(), headers={"Prefer": "wait=20"})
    assert (answer.status, answer.json["status"]) == (200, "succeeded")
    assert answer.headers["preference-applied"] == "wait=20"
    assert answer.location == f"/reports/{answer.json['report_id']}"
    assert "retry-after" not in answer.headers
    assert answer.json["result"]["success"] is True
    assert answer.json == {
        **call("GET", answer.location).json,
        "download_url": answer.json["download_url"],
        "downloads": answer.json["downloads"],
        "download_expires_at": answer.json["download_expires_at"],
    }


def test_a_report_that_fails_in_time_is_the_answer_too(stack: MotoStack, simulator: Simulator) -> None:
    simulator.misbehave(**REFUSED)
    with stack.delivering():
        answer = call("POST", "/reports", a_body(), headers={"Prefer": "wait=20"})
    assert (answer.status, answer.json["status"]) == (200, "failed")


def test_a_report_that_takes_longer_is_accepted(clock: Clock) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Prefer": "wait=3"})
    assert (answer.status, answer.json["status"]) == (202, "running")
    assert answer.headers["preference-applied"] == "wait=3"
    assert answer.headers["retry-after"] == "1"
    assert clock.slept_s == pytest.approx(3)


@pytest.mark.parametrize("wait_s", [26, 60, 999_999])
def test_nobody_waits_for_longer_than_api_gateway_does(clock: Clock, wait_s: int) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Prefer": f"wait={wait_s}"})
    assert (answer.status, answer.headers["preference-applied"]) == (202, "wait=25")
    assert clock.slept_s == pytest.approx(25)


def test_waiting_no_seconds_is_not_waiting(clock: Clock) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Prefer": "wait=0"})
    assert (answer.status, answer.headers["preference-applied"]) == (202, "wait=0")
    assert clock.slept_s == 0


@pytest.mark.parametrize("prefer", ["respond-async, wait=2", "wait=2; x=y", "handling=strict,wait=2"])
def test_a_wait_is_found_among_other_preferences(clock: Clock, prefer: str) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Prefer": prefer})
    assert answer.headers["preference-applied"] == "wait=2"
    assert clock.slept_s == pytest.approx(2)


@pytest.mark.parametrize(
    "prefer", ["", "wait", "wait=", "wait=-1", "wait=1.5", "wait=soon", "wait=5s", "await=5", "wait=5=5"]
)
def test_a_wait_that_is_no_number_of_seconds_is_ignored(clock: Clock, prefer: str) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Prefer": prefer})
    assert answer.status == 202
    assert "preference-applied" not in answer.headers
    assert clock.slept_s == 0


# --- Idempotency keys ---------------------------------------------------------------------------------


def test_the_same_key_and_request_give_the_same_report_made_once(stack: MotoStack) -> None:
    answers = [
        call("POST", "/reports", a_body(**fields), headers={"Idempotency-Key": "once"})
        for fields in ({}, {"artists": [BILLIE_EILISH, BILLIE_EILISH.upper()]}, {"country": None})
    ]
    assert [answer.status for answer in answers] == [202, 202, 202]
    assert len({answer.location for answer in answers}) == 1
    assert len(stack.waiting("FetchJobsQueue")) == 1


def test_a_key_leads_to_its_report_after_the_end_too(stack: MotoStack) -> None:
    headers = {"Idempotency-Key": "once", "Prefer": "wait=20"}
    with stack.delivering():
        first = call("POST", "/reports", a_body(), headers=headers)
    again = call("POST", "/reports", a_body(), headers=headers)
    assert (first.status, again.status) == (200, 200)
    assert again.json["report_id"] == first.json["report_id"]
    assert again.json["result"] == first.json["result"]


def test_the_same_key_with_another_request_is_refused() -> None:
    headers = {"Idempotency-Key": "once"}
    assert call("POST", "/reports", a_body(), headers=headers).status == 202
    answer = call("POST", "/reports", a_body(country="IT"), headers=headers)
    assert_problem(answer, 422, "Idempotency-Key")


def test_a_key_means_nothing_to_another_caller() -> None:
    headers = {"Idempotency-Key": "once"}
    mine = call("POST", "/reports", a_body(), headers=headers)
    theirs = call("POST", "/reports", a_body(country="IT"), headers=headers, key="another")
    assert (mine.status, theirs.status) == (202, 202)
    assert theirs.location != mine.location


def test_a_refused_request_does_not_use_its_key_up() -> None:
    headers = {"Idempotency-Key": "once"}
    assert_problem(call("POST", "/reports", a_body(platforms=[]), headers=headers), 422, "platforms")
    assert call("POST", "/reports", a_body(), headers=headers).status == 202


SEARCH_DOWN = {"rules": [{"match": {"path": "/search/"}, "then": 503}]}
BY_NAME = {"artists": [{"name": "Beyonce"}, BILLIE_EILISH]}


def test_a_repeat_by_name_is_answered_while_search_is_down(simulator: Simulator) -> None:
    headers = {"Idempotency-Key": "once"}
    first = call("POST", "/reports", a_body(**BY_NAME), headers=headers)
    simulator.misbehave(**SEARCH_DOWN)
    searched = simulator.calls()["by_endpoint"]["search"]
    again = call("POST", "/reports", a_body(**BY_NAME), headers=headers)
    assert (first.status, again.status) == (202, 202)
    assert again.location == first.location
    assert simulator.calls()["by_endpoint"]["search"] == searched == 1


def test_a_try_whose_search_failed_leaves_its_key_unused(simulator: Simulator, stack: MotoStack) -> None:
    headers = {"Idempotency-Key": "once"}
    simulator.misbehave(**SEARCH_DOWN)
    lost = call("POST", "/reports", a_body(**BY_NAME), headers=headers)
    assert_problem(lost, 503)
    assert lost.headers["retry-after"]
    simulator.misbehave()
    assert call("POST", "/reports", a_body(), headers=headers).status == 202
    assert len(stack.waiting("FetchJobsQueue")) == 1


@pytest.mark.parametrize("name", ["Beyonc\u00e9", "BEYONCE", "Adele"])
def test_a_key_used_for_a_name_is_refused_for_another_without_a_search(
    simulator: Simulator, name: str
) -> None:
    headers = {"Idempotency-Key": "once"}
    call("POST", "/reports", a_body(**BY_NAME), headers=headers)
    simulator.misbehave(**SEARCH_DOWN)
    answer = call("POST", "/reports", a_body(artists=[{"name": name}, BILLIE_EILISH]), headers=headers)
    assert_problem(answer, 422, "Idempotency-Key")


@pytest.mark.parametrize("key", ["", " ", "two words", "tab\t", "naïve", "k" * 256])
def test_a_key_is_up_to_255_printable_characters_without_blanks(key: str) -> None:
    answer = call("POST", "/reports", a_body(), headers={"Idempotency-Key": key})
    assert_problem(answer, 422, "Idempotency-Key")


@pytest.mark.parametrize("key", ["k", "k" * 255, "!~#/{}", "8e03978e-40d5-43e8-bc93-6894a57f9324"])
def test_any_other_key_will_do(key: str) -> None:
    answers = [call("POST", "/reports", a_body(), headers={"Idempotency-Key": key}) for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    assert answers[0].location == answers[1].location


# --- Owners and headers -------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "below"), [("GET", ""), ("GET", "/download"), ("POST", "/repair")])
def test_to_another_key_a_report_does_not_exist(
    stack: MotoStack, simulator: Simulator, method: str, below: str
) -> None:
    theirs = failed(stack, simulator)
    answer = call(method, theirs + below, key="another")
    assert_problem(answer, 404)
    nobodys = call(method, f"/reports/00000000-0000-4000-8000-000000000000{below}", key="another")
    assert answer.text == nobodys.text
    assert call("GET", theirs).json["revision"] == 1


@pytest.mark.parametrize("name", ["x-api-key", "X-Api-Key", "X-API-KEY"])
def test_an_api_key_is_the_same_however_its_header_is_written(name: str) -> None:
    path = accepted()
    assert send(an_event("GET", path, headers={name: KEY})).status == 200


def test_of_two_keys_in_a_call_the_one_that_was_checked_counts() -> None:
    path = accepted()
    event = an_event("GET", path, headers={"x-api-key": "another"})
    event["requestContext"]["identity"]["apiKey"] = KEY
    assert send(event).status == 200
    event["headers"]["x-api-key"] = KEY
    event["requestContext"]["identity"]["apiKey"] = "another"
    assert send(event).status == 404


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_preferences_and_idempotency_keys_too(clock: Clock, write: Any) -> None:
    headers = {write("prefer"): "wait=2", write("idempotency-key"): "once"}
    first, second = (call("POST", "/reports", a_body(), headers=headers) for _ in range(2))
    assert first.location == second.location
    assert first.headers["preference-applied"] == "wait=2"
    assert clock.slept_s == pytest.approx(4)


# --- Bodies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        " ",
        "{",
        "artists=spotify",
        '{"artists": [,]}',
        "\ufeff{}",
        "9" * 10_000,
        "x" * 6_000_000,
        "[" * 100_000,
        '{"artists":' * 100_000,
    ],
    ids=lambda body: repr(body)[:20],
)
def test_a_body_that_is_no_json_is_unreadable(body: str | None) -> None:
    for path in ("/reports", "/reports/preview"):
        answer = send(an_event("POST", path, body, headers={"x-api-key": KEY}))
        assert_problem(answer, 400)
        assert answer.json["type"].endswith(":unreadable-json")


@pytest.mark.parametrize("body", ["null", "[]", "0", '"text"', "NaN", "-Infinity", "[" * 500 + "]" * 500])
def test_what_is_no_json_object_is_a_problem_with_the_body(body: str) -> None:
    for path in ("/reports", "/reports/preview"):
        assert_problem(send(an_event("POST", path, body, headers={"x-api-key": KEY})), 422, "body")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_a_body_said_to_be_something_else_is_not_read(content_type: str) -> None:
    for path in ("/reports", "/reports/preview"):
        answer = call("POST", path, a_body(), headers={"Content-Type": content_type})
        assert_problem(answer, 415)
        assert answer.headers["accept-post"] == "application/json"


def test_what_curl_says_of_any_body_is_taken_as_json() -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert call("POST", "/reports", a_body(), headers=headers).status == 202


@pytest.mark.parametrize("field", ["artists", "platforms", "start_date", "country", "title", "fresh"])
def test_a_value_of_the_wrong_kind_is_a_problem_with_its_field(field: str) -> None:
    fields = {name: json.dumps(given) for name, given in a_body().items()}
    for value in ("NaN", "Infinity", "1e999", "[" * 900 + "]" * 900, '{"a": 1}', "[null]"):
        body = ", ".join(f'"{name}": {given}' for name, given in {**fields, field: value}.items())
        answer = send(an_event("POST", "/reports", f"{{{body}}}", headers={"x-api-key": KEY}))
        assert answer.status == 422
        assert {error["field"].split(".")[0] for error in answer.json["errors"]} == {field}


def test_every_mistake_is_named_at_once() -> None:
    body = a_body(artists=["x"], platforms=["myspace"], start_date="1 May", country="ZZ", colour="red")
    answer = call("POST", "/reports", body)
    assert_problem(answer, 422, "artists.0", "platforms.0", "start_date", "country", "colour")
    assert all(error["message"] for error in answer.json["errors"])


def test_nothing_is_required_silently() -> None:
    answer = call("POST", "/reports", {})
    assert_problem(answer, 422, "artists", "platforms", "start_date", "end_date")


@pytest.mark.parametrize(
    "body",
    [
        a_body(platforms=["myspace"] * 50_000),
        {**a_body(), **{f"field_{number}": number for number in range(100_000)}},
    ],
    ids=["wrong platforms", "unknown fields"],
)
def test_thousands_of_mistakes_get_an_answer_that_can_be_sent(body: dict[str, Any]) -> None:
    assert call("POST", "/reports", body).status == 422


@pytest.mark.parametrize(
    "name", ["\ud800", "a\x00b", "../../team/usage", "..", "a/b?c=d#e", "%2e%2e", "🎷" * 200]
)
def test_no_name_of_an_artist_breaks_the_search(name: str) -> None:
    answer = call("POST", "/reports/preview", a_body(artists=[{"name": name}]))
    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith("artists.0")


def test_a_body_in_base64_is_read_as_what_it_stands_for() -> None:
    event = an_event("POST", "/reports", headers={"x-api-key": KEY})
    answer = send(in_base64(event, json.dumps(a_body(title="Città"), ensure_ascii=False).encode()))
    assert (answer.status, answer.json["request"]["title"]) == (202, "Città")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"PK\x03\x04", '{"title": "é'.encode("latin-1")])
def test_bytes_that_are_no_text_are_a_problem_with_the_body(body: bytes) -> None:
    event = an_event("POST", "/reports", headers={"x-api-key": KEY})
    assert_problem(send(in_base64(event, body)), 400)


def test_base64_that_is_none_is_a_problem_with_the_body() -> None:
    event = an_event("POST", "/reports", "x", headers={"x-api-key": KEY})
    assert_problem(send({**event, "isBase64Encoded": True}), 400)


# --- Names --------------------------------------------------------------------------------------------


def test_a_name_that_one_artist_has_is_taken() -> None:
    (beyonce,) = artists_named("Beyoncé")
    answer = call("POST", "/reports", a_body(artists=[{"name": "BEYONCE"}, BILLIE_EILISH]))
    assert (answer.status, answer.json["request"]["artists"]) == (202, [beyonce.uuid, BILLIE_EILISH])


def test_a_name_several_artists_have_is_refused_with_those_to_choose_from(stack: MotoStack) -> None:
    answer = call("POST", "/reports", a_body(artists=[BILLIE_EILISH, {"name": "nirvana"}]))
    assert_problem(answer, 422, "artists.1.name")
    wanted = {artist.uuid for artist in artists_named("Nirvana")}
    assert {candidate["uuid"] for candidate in answer.json["candidates"]} == wanted
    assert stack.waiting("FetchJobsQueue") == []


def test_part_of_a_name_is_refused_with_those_who_have_it_in_theirs() -> None:
    answer = call("POST", "/reports", a_body(artists=[{"name": "Billie"}]))
    assert_problem(answer, 422, "artists.0.name")
    assert BILLIE_EILISH in [candidate["uuid"] for candidate in answer.json["candidates"]]


def test_a_name_nobody_has_is_refused() -> None:
    answer = call("POST", "/reports", a_body(artists=[{"name": "Nobody at all"}]))
    assert_problem(answer, 422, "artists.0.name")
    assert "candidates" not in answer.json


@pytest.mark.parametrize("query", [None, {"q": ""}, {"q": "b"}, {"q": " b "}, {"q": "b" * 201}, {"Q": "be"}])
def test_a_search_takes_2_to_200_characters(simulator: Simulator, query: Any) -> None:
    assert_problem(call("GET", "/artists", query=query), 422, "q")
    assert simulator.calls()["total"] == 0


# --- Downloads and repairs ----------------------------------------------------------------------------


def test_a_report_being_made_can_neither_be_downloaded_nor_repaired() -> None:
    path = accepted()
    assert_problem(call("GET", f"{path}/download"), 409)
    assert_problem(call("POST", f"{path}/repair"), 409)


def test_a_failed_report_says_what_failed_and_has_no_link(stack: MotoStack, simulator: Simulator) -> None:
    path = failed(stack, simulator)
    resource = call("GET", path).json
    assert resource["progress"] == {"total": 1, "done": 0, "failed": 1}
    (failure,) = resource["failures"]
    assert (failure["artist__uuid"], failure["platform__slug"]) == (BILLIE_EILISH, "spotify")
    assert failure["retryable"] is False
    assert resource["result"]["success"] is False
    assert "download_url" not in resource
    assert_problem(call("GET", f"{path}/download"), 409)


def test_a_report_that_failed_as_a_whole_says_why_and_can_be_repaired(stack: MotoStack) -> None:
    path = accepted()
    report_id = path.removeprefix("/reports/")
    reports = api.services().reports
    reports.claim_finalize(report_id, 1)
    reports.complete(report_id, 1, Status.FAILED, now=datetime.now(UTC), failure=REPORT_REASON)
    resource = call("GET", path).json
    assert (resource["status"], resource["failure"]) == ("failed", REPORT_REASON)
    assert not {"result", "download_url"} & resource.keys()
    assert_problem(call("GET", f"{path}/download"), 409)
    assert call("POST", f"{path}/repair").status == 202
    stack.deliver()
    repaired = call("GET", path).json
    assert (repaired["status"], "failure" in repaired) == ("succeeded", False)


def test_a_repair_makes_the_next_revision_at_the_same_place(stack: MotoStack, simulator: Simulator) -> None:
    path = failed(stack, simulator)
    simulator.reset()
    answer = call("POST", f"{path}/repair")
    assert (answer.status, answer.location, answer.headers["retry-after"]) == (202, path, "1")
    assert answer.json["revision"] == 2
    assert answer.json["status"] in ("queued", "running")
    assert "result" not in answer.json
    stack.deliver()
    repaired = call("GET", path).json
    assert (repaired["revision"], repaired["status"], repaired["failures"]) == (2, "succeeded", [])
    assert call("GET", f"{path}/download").status == 302


def test_a_repair_fetches_only_what_failed(stack: MotoStack, simulator: Simulator) -> None:
    simulator.misbehave(**REFUSED)
    path = made(stack, platforms=["spotify", "instagram"])
    assert call("GET", path).json["status"] == "partial"
    simulator.reset()
    call("POST", f"{path}/repair")
    stack.deliver()
    assert call("GET", path).json["status"] == "succeeded"
    assert simulator.calls()["by_endpoint"] == {"streaming": 1}


def test_a_report_with_nothing_to_repair_is_left_alone(stack: MotoStack) -> None:
    path = made(stack)
    assert_problem(call("POST", f"{path}/repair"), 409)
    assert call("GET", path).json["revision"] == 1


def test_a_repair_under_way_is_not_begun_again(stack: MotoStack, simulator: Simulator) -> None:
    path = failed(stack, simulator)
    assert [call("POST", f"{path}/repair").status for _ in range(2)] == [202, 409]


@pytest.mark.parametrize(("method", "below"), [("GET", ""), ("GET", "/download"), ("POST", "/repair")])
@pytest.mark.parametrize(
    "report_id", ["nope", "KEY", "..", "a b", "ü", "00000000-0000-4000-8000-000000000000"]
)
def test_there_is_nothing_at_an_id_that_was_never_given(method: str, below: str, report_id: str) -> None:
    assert_problem(call(method, f"/reports/{report_id}{below}"), 404)


def test_a_report_past_its_time_is_gone_though_the_table_has_not_deleted_it_yet(stack: MotoStack) -> None:
    path = made(stack)
    resource = call("GET", path).json
    aws.client("dynamodb").update_item(
        TableName=stack.names["ReportsTable"],
        Key={"pk": {"S": f"REPORT#{resource['report_id']}"}},
        UpdateExpression="SET expires_at = :past",
        ExpressionAttributeValues={":past": {"N": str(int(time.time()) - 60)}},
    )
    key, _ = stored_result(stack, resource)
    aws.client("s3").delete_object(Bucket=stack.names["FilesBucket"], Key=key)
    assert_problem(call("GET", path), 404)


# --- Large results ------------------------------------------------------------------------------------


def test_a_result_too_large_for_an_answer_comes_without_series_and_with_a_link_to_the_whole(
    stack: MotoStack,
) -> None:
    path = made(stack, artists=[BILLIE_EILISH, TONES_AND_I])
    whole = inflated(stack, call("GET", path).json, to_bytes=8_000_000)
    answer = call("GET", path)
    assert answer.status == 200
    linked = requests.get(answer.json["result_url"], timeout=5)
    assert linked.json() == whole
    assert saved_as(answer.json["result_url"]) == "liner-notes-Billie Eilish and 1 more-2024-09.json"
    rows = [{**row, "series": None} for row in whole["detailed_breakdown"]]
    assert answer.json["result"] == {**whole, "detailed_breakdown": rows}


def test_a_result_just_small_enough_is_in_the_answer_whole(stack: MotoStack) -> None:
    path = made(stack)
    whole = inflated(stack, call("GET", path).json, to_bytes=report_answers.LARGEST_RESULT_BYTES - 100)
    answer = call("GET", path)
    assert answer.json["result"] == whole
    assert "result_url" not in answer.json


def test_the_largest_answer_is_shortened_in_little_memory() -> None:
    series = [[f"{date(2020, 1, 1) + timedelta(days=day)}", 10_000_000 + day] for day in range(MAX_DAYS)]
    row = {"artist__name": 'a "series":[[1]] of [x]]', "series": series, "note": None}
    rows = MAX_ARTISTS * len(SOURCES)
    one = json.dumps(row, separators=(",", ":"), ensure_ascii=False)
    text = f'{{"detailed_breakdown":[{",".join([one] * rows)}]}}'
    tracemalloc.start()
    try:
        shortened = transfer.shortened(text, report_answers.LARGEST_RESULT_BYTES)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert json.loads(shortened) == {"detailed_breakdown": [{**row, "series": None}] * rows}
    assert peak < len(text) / 10


def inflated(stack: MotoStack, resource: dict[str, Any], *, to_bytes: int) -> dict[str, Any]:
    """Store a result in place of the report's that repeats its series up to a size; gives it."""
    key, text = stored_result(stack, resource)
    result: dict[str, Any] = json.loads(text)
    series = result["detailed_breakdown"][0]["series"]
    point = len(json.dumps(series[:1], separators=(",", ":"))) - 1
    more = (to_bytes - len(text)) // point
    series += [series[0]] * more
    body = json.dumps(result, separators=(",", ":"), ensure_ascii=False).encode()
    assert to_bytes - point <= len(body) <= to_bytes
    s3, bucket = aws.client("s3"), stack.names["FilesBucket"]
    disposition = s3.head_object(Bucket=bucket, Key=key)["ContentDisposition"]
    s3.put_object(Bucket=bucket, Key=key, Body=body, ContentDisposition=disposition)
    return result


# --- Trouble upstream ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("then", "said"),
    [
        (500, "a fault of its own"),
        (503, "a fault of its own"),
        ("disconnect", "broke"),
        ("garbage", "not JSON"),
        ("html", "not JSON"),
        ("wrong_shape", "Soundcharts"),
    ],
)
def test_a_search_that_fails_is_a_503_that_says_why_and_when_to_try_again(
    simulator: Simulator, method: str, then: int | str, said: str
) -> None:
    simulator.misbehave(rules=[{"then": then}])
    answer = search(method)
    assert_problem(answer, 503)
    assert said in answer.json["detail"]
    assert answer.headers["retry-after"] == "30"
    assert not [secret for secret in CREDENTIALS.values() if secret in answer.text]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("then", "said"), [(401, "refuses the app id or API key"), (403, "does not offer this in the plan")]
)
def test_a_search_that_is_refused_for_good_is_a_502_that_tells_nobody_to_try_again(
    simulator: Simulator, method: str, then: int | str, said: str
) -> None:
    simulator.misbehave(rules=[{"then": then}])
    answer = search(method)
    assert_problem(answer, 502)
    assert said in answer.json["detail"]
    assert "retry-after" not in answer.headers
    assert not [secret for secret in CREDENTIALS.values() if secret in answer.text]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_spent_quota_is_a_503_to_try_again_much_later(simulator: Simulator, method: str) -> None:
    simulator.misbehave(rules=[{"then": "quota_spent"}])
    answer = search(method)
    assert_problem(answer, 503)
    assert "calls are used up" in answer.json["detail"]
    assert answer.headers["retry-after"] == "3600"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_search_is_answered_as_soon_as_a_spent_quota_is_no_longer(
    simulator: Simulator, method: str
) -> None:
    simulator.misbehave(quota=0)
    assert_problem(search(method), 503)
    simulator.misbehave()
    assert search(method).status in {200, 202}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_throttled_search_says_when_soundcharts_takes_calls_again(
    simulator: Simulator, method: str
) -> None:
    simulator.misbehave(rules=[{"then": "per_minute", "reset_s": 7, "times": 1}])
    answer = search(method)
    assert_problem(answer, 503)
    assert answer.headers["retry-after"] == "8"
    calls = simulator.calls()["total"]
    held = search(method)
    assert_problem(held, 503)
    assert 1 <= int(held.headers["retry-after"]) <= 8
    assert simulator.calls()["total"] == calls


def test_a_soundcharts_that_hangs_is_a_503_long_before_api_gateway_gives_up(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": "hang"}])
    started = time.monotonic()
    answer = call("POST", "/reports", a_body(artists=[{"name": f"Artist {n}"} for n in range(50)]))
    took_s = time.monotonic() - started
    simulator.reset()
    assert_problem(answer, 503)
    assert answer.headers["retry-after"] == "30"
    assert took_s < API_TIMEOUT_S / 2


def test_uuids_are_taken_though_soundcharts_is_down(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"then": 503}])
    assert call("POST", "/reports", a_body()).status == 202
    assert simulator.calls()["total"] == 0


def search(method: str) -> Answer:
    if method == "GET":
        return call("GET", "/artists", query={"q": "Beyoncé"})
    return call("POST", "/reports", a_body(artists=[{"name": "Beyoncé"}]))


# --- What is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/nothing", "/reports/a/b/c", "/reports/../platforms", "/artists/a/b", "/slack/nothing"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_unknown_path_is_a_404(method: str, path: str) -> None:
    assert_problem(call(method, path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/reports", "POST, GET, HEAD"),
        ("DELETE", "/reports", "POST, GET, HEAD"),
        ("PATCH", "/platforms", "GET, HEAD"),
        ("OPTIONS", "/artists", "GET, HEAD"),
        ("GET", "/reports/a/repair", "POST"),
        ("HEAD", "/reports/a/repair", "POST"),
        ("PUT", "/", "GET, HEAD"),
        ("POST", "/assets/main.css", "GET, HEAD"),
        ("DELETE", "/pictures", "GET, HEAD"),
        ("PUT", "/slack/commands", "POST"),
        ("GET", "/slack/interactions", "POST"),
    ],
)
def test_a_method_there_is_not_is_a_405_that_says_which_there_are(
    method: str, path: str, allowed: str
) -> None:
    answer = call(method, path)
    assert answer.status == 405
    assert set(allowed.split(", ")) <= set(answer.headers["allow"].split(", "))
    assert method not in answer.headers["allow"].split(", ")
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", ["/health", "/platforms", "/openapi.json", "/reports/nobody", "/nothing"])
def test_a_head_is_that_of_the_whole_answer(path: str) -> None:
    whole, head = call("GET", path), call("HEAD", path)
    assert (head.status, head.text) == (whole.status, "")
    assert head.headers == whole.headers


def test_the_head_of_a_download_leads_to_the_file(stack: MotoStack) -> None:
    head = call("HEAD", f"{made(stack)}/download")
    assert (head.status, head.text) == (302, "")
    assert head.headers["location"].startswith("http")


def test_every_problem_names_its_call(stack: MotoStack, simulator: Simulator) -> None:
    path = failed(stack, simulator)
    asked_again = a_body(platforms=["deezer"])
    call("POST", "/reports", a_body(), headers={"Idempotency-Key": "k"})
    answers = {
        "not-found": call("GET", "/nothing"),
        "method-not-allowed": call("PUT", "/health"),
        "unreadable-json": send(an_event("POST", "/reports", "{", headers={"x-api-key": KEY})),
        "validation": call("POST", "/reports", {}),
        "artist-ambiguous": call("POST", "/reports", a_body(artists=[{"name": "Nirvana"}])),
        "artist-unknown": call("POST", "/reports", a_body(artists=[{"name": "Nobody At All"}])),
        "idempotency-key-reused": call("POST", "/reports", asked_again, headers={"Idempotency-Key": "k"}),
        "report-not-found": call("GET", "/reports/nobody"),
        "not-finished": call("GET", f"{accepted()}/download"),
        "file-missing": call("GET", f"{path}/download"),
        "no-chart-entries": call(
            "GET", "/tracks", query={"artist": BILLIE_EILISH, "platform": "spotify", **SEPTEMBER}
        ),
    }
    types = {name: answer.json["type"] for name, answer in answers.items()}
    assert types == {name: f"urn:problem-type:liner-notes:{name}" for name in answers}
    instances = {answer.json["instance"] for answer in answers.values()}
    assert instances == {instance_of(an_event("GET", "/"))}


def test_what_nobody_expected_is_recorded_and_a_500_that_gives_nothing_away(
    stack: MotoStack, caplog: pytest.LogCaptureFixture
) -> None:
    table = stack.names["ReportsTable"]
    aws.client("dynamodb").delete_table(TableName=table)
    answer = call("GET", "/reports/any")
    assert_problem(answer, 500)
    for internal in (table, "ResourceNotFoundException", "Traceback", "dynamodb", ".py"):
        assert internal not in answer.text
    (recorded,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert recorded.exc_info is not None
    assert "ResourceNotFoundException" in str(recorded.exc_info[1])


def test_a_fault_of_ours_that_has_a_name_is_recorded_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise QueueRefused("10 messages were not taken")

    monkeypatch.setattr(SqsQueue, "send_jobs", refuse)
    answer = call("POST", "/reports", a_body())
    assert_problem(answer, 500)
    assert "messages" not in answer.text
    (recorded,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert recorded.exc_info is not None
    assert isinstance(recorded.exc_info[1], QueueRefused)
