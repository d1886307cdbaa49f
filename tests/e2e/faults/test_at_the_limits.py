"""The largest report while nothing works, and many reports at once that want the same."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmarks.dynamo_units import item_bytes
from linernotes.sections.sources import SOURCES
from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.world import World

LARGEST_ITEM_BYTES = 100_000
AT_ONCE = 100


@pytest.fixture
def forgetful(world: World) -> Iterator[None]:
    """What the fetch functions remember of Soundcharts' limits does not reach the next test."""
    yield
    world.settle()
    world.kill("FetchFunction")


def test_the_largest_report_against_a_soundcharts_that_is_down_ends_failed_in_time_with_every_reason(
    world: World, caller: Caller
) -> None:
    told = "Service unavailable: " + "m" * 129
    world.simulator.misbehave(rules=[{"then": 503, "message": told}], calls_per_minute=1_000_000)
    artists = [str(uuid.uuid4()) for _ in range(50)]

    # What a function had counted when its time was over would be lost.
    patient = world.unhurried("FetchFunction", "FetchJobsQueue", "BulkFetchJobsQueue")
    with world.at_once("FetchFunction", 6), patient:
        report_id = caller.ask({**world.a_request(0), "artists": artists, "platforms": list(SOURCES)})
        report = caller.ended(report_id, within_s=600)

    assert report["status"] == "failed"
    assert report["finished_at"] <= report["deadline"]
    assert report["progress"] == {"total": 1_050, "done": 0, "failed": 1_050}
    assert len(report["failures"]) == 1_050
    assert all(told in failure["reason"] and failure["retryable"] for failure in report["failures"])
    assert report["upstream_calls"] == world.simulator.calls()["total"]
    items = items_about(world, report_id)
    assert max(map(item_bytes, items)) < LARGEST_ITEM_BYTES
    world.settle()
    assert len(world.logged("report ended", report_id=report_id)) == 1


def items_about(world: World, report_id: str) -> list[dict[str, Any]]:
    pages = world.dynamodb.get_paginator("scan").paginate(TableName=world.name_of("ReportsTable"))
    return [item for page in pages for item in page["Items"] if report_id in item["pk"]["S"]]


@pytest.mark.usefixtures("forgetful")
def test_of_100_reports_at_once_on_the_same_artists_each_is_right_or_has_not_succeeded(
    world: World, caller: Caller
) -> None:
    artists = world.new_artists(3)
    request = world.a_request(0, platforms=["spotify", "deezer"], fresh=True)
    asked = [
        {**request, "artists": [artists[index % 3], artists[(index + 1) % 3]]} for index in range(AT_ONCE)
    ]
    world.simulator.misbehave(
        rules=[
            {"then": 500, "probability": 0.15},
            {"then": "per_minute", "probability": 0.03, "reset_s": 1},
        ]
    )

    with ThreadPoolExecutor(max_workers=10) as pool:
        ids = list(pool.map(caller.ask, asked))
    reports = [caller.ended(report_id, within_s=300) for report_id in ids]

    for report in reports:
        failed = {(failure["artist__uuid"], failure["platform__slug"]) for failure in report["failures"]}
        assert_right(report, failed=failed)
        assert (report["status"] == "succeeded") == (not failed)
    assert Counter(report["status"] for report in reports)["succeeded"] >= 0.9 * AT_ONCE
    assert report_calls(reports) <= len(world.calls())


def report_calls(reports: list[dict[str, Any]]) -> int:
    return sum(report["upstream_calls"] for report in reports)
