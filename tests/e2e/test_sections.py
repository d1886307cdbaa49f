"""Sections that fetch, on the deployed stack: figures, calls, and what becomes of them in trouble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from linernotes.sections.registry import SECTIONS
from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.world import World

FETCHING = ["songs", "radio", "playlists", "shazam", "engagement"]
PLATFORMS = ["spotify", "instagram", "deezer"]


@pytest.fixture
def forgetful(world: World) -> Iterator[None]:
    """What the fetch functions remember of Soundcharts' limits does not reach the next test."""
    yield
    world.settle()
    world.kill("FetchFunction")


@pytest.fixture
def unhurried(world: World) -> Iterator[None]:
    """A function that is killed takes with it what it counted, so none is while calls are compared."""
    with world.unhurried("FetchFunction", "FetchJobsQueue", "BulkFetchJobsQueue"):
        yield


def sections_of(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = report["result"]["sections"]
    return sections


def figures_of(report: dict[str, Any]) -> dict[str, Any]:
    """Give what sections say, without when and how it was fetched."""
    return {
        name: {part: section[part] for part in ("status", "totals", "rows")}
        for name, section in sections_of(report).items()
    }


@pytest.mark.usefixtures("unhurried")
def test_a_report_with_every_section_takes_no_more_calls_than_its_preview_said(
    world: World, caller: Caller
) -> None:
    request = world.a_request(platforms=PLATFORMS, sections=[*SECTIONS], songs_limit=5)
    preview = caller.post("/reports/preview", request).json()

    report = caller.make(request)

    assert report["failures"] == []
    assert report["upstream_calls"] == len(world.calls()) <= preview["upstream_calls"]
    sections = sections_of(report)
    assert list(sections) == [*SECTIONS]
    assert all(sections[name]["upstream_calls"] > 0 for name in FETCHING)
    of_sections = sum(section["upstream_calls"] for section in sections.values())
    assert 0 < of_sections < report["upstream_calls"]
    (radio,) = sections["radio"]["totals"]
    assert radio["tie_out"] == "pass"
    assert radio["spins"] == sum(row["spins"] for row in sections["radio"]["rows"])
    assert sections["engagement"]["sentiment"]["status"] == "not_available"
    assert requests.get(report["download_url"], timeout=30).status_code == 200
    for price in preview["sections"]:
        if not price["at_most"] and price["name"] in sections:
            assert price["upstream_calls"] == sections[price["name"]]["upstream_calls"], price["name"]


def test_the_same_sections_again_take_no_call(world: World, caller: Caller) -> None:
    request = world.a_request(platforms=PLATFORMS, sections=[*SECTIONS], songs_limit=5)
    first = caller.make(request)
    made = len(world.calls())

    again = caller.make(request)

    assert len(world.calls()) == made
    assert again["upstream_calls"] == 0
    assert again["cache_hits"] > 0
    assert figures_of(again) == figures_of(first)
    preview = caller.post("/reports/preview", request).json()
    assert preview["upstream_calls"] == preview["cached"]


@pytest.mark.usefixtures("unhurried")
def test_one_call_in_five_failing_changes_no_figure_of_a_section(world: World, caller: Caller) -> None:
    request = world.a_request(platforms=["spotify"], sections=FETCHING, songs_limit=5)
    world.simulator.misbehave(rules=[{"then": 500, "probability": 0.2}])

    troubled = caller.make(request)

    assert troubled["failures"] == []
    assert world.simulator.calls()["by_status"]["500"] > 0
    assert troubled["upstream_calls"] == len(world.calls())
    assert_right(troubled)
    world.simulator.reset()
    assert figures_of(caller.make({**request, "fresh": True})) == figures_of(troubled)


def test_a_section_that_fails_leaves_the_rest_whole_and_a_repair_mends_it(
    world: World, caller: Caller
) -> None:
    request = world.a_request(platforms=["spotify"], sections=["radio", "songs"], songs_limit=5)
    world.simulator.misbehave(rules=[{"match": {"path": "broadcast-groups"}, "then": 400, "message": "No."}])

    broken = caller.make(request)

    assert broken["status"] == "partial"
    (failure,) = broken["failures"]
    assert (failure["section"], failure["platform__slug"], failure["retryable"]) == ("radio", None, False)
    (radio,) = sections_of(broken)["radio"]["totals"]
    assert (radio["status"], radio["spins"]) == ("failed", None)
    assert_right(broken)
    assert sections_of(broken)["songs"]["totals"][0]["gained"] is not None
    world.simulator.reset()
    assert caller.post(f"/reports/{broken['report_id']}/repair").status_code == 202
    report = caller.ended(broken["report_id"])
    assert (report["revision"], report["failures"]) == (2, [])
    asked = Counter(call["endpoint"] for call in world.calls())
    assert set(asked) == {"broadcast_groups", "broadcasts"}
    (radio,) = sections_of(report)["radio"]["totals"]
    assert (radio["status"], radio["tie_out"]) == ("measured", "pass")
    assert sections_of(report)["songs"]["totals"] == sections_of(broken)["songs"]["totals"]


def test_what_is_not_in_the_plan_is_so_for_that_section_alone(world: World, caller: Caller) -> None:
    request = world.a_request(platforms=["spotify"], sections=["radio", "playlists"])
    world.simulator.misbehave(rules=[{"match": {"path": "/broadcast"}, "then": 403}])

    report = caller.make(request)

    assert (report["status"], report["failures"]) == ("succeeded", [])
    sections = sections_of(report)
    assert sections["radio"]["status"] == "not_in_plan"
    assert sections["radio"]["totals"][0]["spins"] is None
    assert "not_in_plan" not in {total["status"] for total in sections["playlists"]["totals"]}


@pytest.mark.usefixtures("forgetful")
def test_a_section_waits_out_a_burst_and_says_that_the_quota_is_spent(world: World, caller: Caller) -> None:
    burst = {"match": {"path": "/songs"}, "then": "per_minute", "times": 3, "reset_s": 0}
    world.simulator.misbehave(rules=[burst])
    waited = caller.make(world.a_request(platforms=["spotify"], sections=["songs"], songs_limit=3))
    assert waited["failures"] == []
    spent = {"match": {"path": "/broadcast"}, "then": "quota_spent"}
    world.simulator.misbehave(rules=[spent])

    report = caller.make(world.a_request(platforms=["spotify"], sections=["radio"]))

    failed = {failure.get("section", "audience") for failure in report["failures"]}
    assert "radio" in failed
    assert sections_of(report)["radio"]["status"] == "failed"
