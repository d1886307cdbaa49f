"""Repairing a report: only what failed is fetched again, under the same id and link."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.world import World


def test_a_repair_fetches_only_what_failed_and_keeps_id_and_link(world: World, caller: Caller) -> None:
    path = "/repaired"
    request = world.a_request(2, callback_url=world.receiver.url(path))
    unlucky, _ = request["artists"]
    world.simulator.misbehave(
        rules=[{"match": {"artist": unlucky, "platform": "instagram"}, "then": 400, "message": "Not today."}]
    )
    broken = caller.make(request)
    assert broken["status"] == "partial"
    (failure,) = broken["failures"]
    assert (failure["artist__uuid"], failure["platform__slug"]) == (unlucky, "instagram")
    assert_right(broken, failed={(unlucky, "instagram")})
    world.assert_finalized_once(broken)
    world.simulator.reset()

    accepted = caller.post(f"/reports/{broken['report_id']}/repair")

    assert accepted.status_code == 202
    assert urljoin(accepted.url, accepted.headers["Location"]) == (
        f"{caller.api_url}/reports/{broken['report_id']}"
    )
    assert (accepted.json()["report_id"], accepted.json()["revision"]) == (broken["report_id"], 2)
    report = caller.ended(broken["report_id"])
    assert (report["status"], report["revision"], report["failures"]) == ("succeeded", 2, [])
    assert [(call["endpoint"], unlucky in call["path"]) for call in world.calls()] == [("social", True)]
    assert report["upstream_calls"] == broken["upstream_calls"] + 1
    assert_right(report)
    world.assert_finalized_once(report)
    told = [
        (event["revision"], event["status"])
        for event in (delivery.document["data"] for delivery in world.receiver.at(path))
    ]
    assert told == [(1, "partial"), (2, "succeeded")]
    link = caller.get(f"/reports/{report['report_id']}/download").headers["Location"]
    assert f"/reports/{report['report_id']}/2/" in urlsplit(link).path
    assert requests.get(link, timeout=30).status_code == 200


def test_what_succeeded_has_nothing_to_repair(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request())

    answer = caller.post(f"/reports/{report['report_id']}/repair")

    assert answer.status_code == 409
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    assert caller.report(report["report_id"])["revision"] == 1


def test_a_report_that_is_being_made_cannot_be_repaired(world: World, caller: Caller) -> None:
    world.simulator.misbehave(latency_s=1)
    report_id = caller.ask(world.a_request())

    answer = caller.post(f"/reports/{report_id}/repair")

    assert answer.status_code == 409
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    assert caller.ended(report_id)["revision"] == 1
