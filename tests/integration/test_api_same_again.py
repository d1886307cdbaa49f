"""A report that was given its answer, through the API: what is done with any report is done with it, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from linernotes.aws import clients as aws
from local.simulator import BILLIE_EILISH, Simulator, start_simulator
from tests.integration.api_events import Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack

REQUEST = {
    "artists": [BILLIE_EILISH],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "sections": ["tracks", "places"],
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        yield stack


def post(*, key: str = "mine", headers: dict[str, str] | None = None) -> Answer:
    return call("POST", "/reports", REQUEST, key=key, headers=headers)


@pytest.fixture
def first(stack: MotoStack) -> str:
    """Have a report made; gives its path."""
    accepted = post()
    assert accepted.status == 202
    stack.deliver()
    return accepted.location


def test_another_owner_has_a_report_of_their_own_with_every_file(first: str, stack: MotoStack) -> None:
    theirs = post(key="theirs", headers={"prefer": "wait=20"})
    whole, report = call("GET", first, key="mine").json, theirs.json
    assert (theirs.status, report["status"], report["upstream_calls"]) == (200, "succeeded", 0)
    assert (report["cache_hits"], report["progress"]["done"]) == (1, report["progress"]["total"])
    assert (report["result"], report["request"]) == (whole["result"], whole["request"])
    assert report["report_id"] != whole["report_id"]
    assert call("GET", first, key="theirs").status == 404
    assert call("GET", theirs.location, key="mine").status == 404
    assert call("GET", theirs.location, key="theirs").json["result"] == whole["result"]
    assert len(report["downloads"]) == 4 + 2 * 2
    for download in report["downloads"]:
        assert requests.get(download["url"], timeout=5).content
        form = {name: value for name, value in download.items() if name != "url"}
        link = call("GET", f"{theirs.location}/download", key="theirs", query=form)
        assert link.status == 302
    (listed,) = call("GET", "/reports", key="theirs").json["reports"]
    assert (listed["status"], listed["artists"]) == (
        "succeeded",
        [{"uuid": BILLIE_EILISH, "name": "Billie Eilish"}],
    )
    share = call("POST", f"{theirs.location}/shares", key="theirs").json
    opened = call("GET", "/shared", key="", headers={"x-shared-token": share["url"].partition("#shared=")[2]})
    assert (opened.status, opened.json["result"]) == (200, whole["result"])
    assert call("POST", f"{theirs.location}/repair", key="theirs").status == 409
    stack.deliver()
    assert call("GET", theirs.location, key="theirs").json["revision"] == 1


def test_each_deletes_their_own_and_the_last_takes_the_files(first: str, stack: MotoStack) -> None:
    theirs = post(key="theirs").location

    def files() -> int:
        listed = aws.client("s3").list_objects_v2(Bucket=stack.names["FilesBucket"])
        return len(listed.get("Contents", ()))

    kept = files()
    assert call("DELETE", theirs, key="mine").status == 404
    assert call("DELETE", first, key="mine").status == 204
    assert files() == kept
    assert call("GET", theirs, key="theirs").json["result"]
    assert post().status == 202, "what was deleted is given to nobody"
    stack.deliver()
    assert call("DELETE", theirs, key="theirs").status == 204
    assert files() == kept, "of the report that was made since"


def test_a_repeated_key_gives_the_report_that_was_given(first: str) -> None:
    key = {"idempotency-key": "september"}
    once, again = post(headers=key), post(headers=key)
    assert (once.status, again.status) == (200, 200)
    assert once.location == again.location != first


def test_one_that_is_being_made_is_waited_for(stack: MotoStack, simulator: Simulator) -> None:
    simulator.reset()
    paths = {key: post(key=key).location for key in ("mine", "theirs", "somebody's")}
    stack.deliver()
    reports = [call("GET", path, key=key).json for key, path in paths.items()]
    assert [report["status"] for report in reports] == ["succeeded"] * 3
    assert [report["upstream_calls"] for report in reports] == [1, 0, 0]
    assert reports[0]["result"] == reports[1]["result"] == reports[2]["result"]


def test_who_waits_is_served_at_once_when_the_one_before_is_deleted(stack: MotoStack) -> None:
    leader, waiting = (post(key=key).location for key in ("mine", "theirs"))
    assert call("DELETE", leader, key="mine").status == 204
    stack.deliver()
    assert call("GET", waiting, key="theirs").json["status"] == "succeeded"
