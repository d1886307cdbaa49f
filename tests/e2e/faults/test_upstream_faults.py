"""Reports while Soundcharts fails: right figures where there are any, and an end by the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.world import World

DEADLINE_S = 8


@pytest.fixture
def soon_over(world: World, caller: Caller) -> Iterator[None]:
    """Reports must end within seconds; the functions are warm, so that they can."""
    before = world.set_environment("ApiFunction", DEADLINE_S=str(DEADLINE_S))
    caller.make(world.a_request(2))
    world.simulator.reset()
    yield
    world.set_environment("ApiFunction", DEADLINE_S=before["DEADLINE_S"])


@pytest.fixture
def forgetful(world: World) -> Iterator[None]:
    """What the fetch functions remember of Soundcharts' limits does not reach the next test."""
    yield
    world.settle()
    world.kill("FetchFunction")


def test_one_call_in_five_failing_changes_no_figure(world: World, caller: Caller) -> None:
    world.simulator.misbehave(rules=[{"then": 500, "probability": 0.2}])

    report = caller.make(world.a_request(6, start_date="2024-04-01"))

    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert world.simulator.calls()["by_status"]["500"] > 0
    assert report["upstream_calls"] == len(world.calls())
    assert_right(report)
    world.assert_finalized_once(report)


def test_broken_answers_are_asked_for_again(world: World, caller: Caller) -> None:
    faults = ("garbage", "html", "wrong_shape", "disconnect", 502)
    world.simulator.misbehave(rules=[{"then": fault, "times": 1} for fault in faults])

    report = caller.make(world.a_request(2))

    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert len(world.calls()) >= 6 + 4
    assert_right(report)


def test_the_older_form_of_answer_gives_the_same_figures(world: World, caller: Caller) -> None:
    world.simulator.misbehave(rules=[{"then": "old_form"}])

    report = caller.make(world.a_request())

    assert report["status"] == "succeeded"
    rows = report["result"]["detailed_breakdown"]
    assert {call["fault"] for call in world.calls()} == {"old_form"}
    assert [row["status"] for row in rows] == ["measured"] * 3
    series = [row["series"] for row in rows]
    world.simulator.reset()
    documented = caller.make({**report["request"], "fresh": True})
    assert [row["series"] for row in documented["result"]["detailed_breakdown"]] == series


@pytest.mark.usefixtures("forgetful")
def test_bursts_of_too_many_calls_burn_no_tries(world: World, caller: Caller) -> None:
    # A try that fails for any other reason ends its job failed at the fifth.
    burst = {"then": "per_minute", "times": 5, "reset_s": 0}
    request = world.a_request(2, platforms=["spotify"])
    unlucky, _ = request["artists"]
    world.simulator.misbehave(rules=[{"match": {"artist": unlucky}, **burst}])

    report = caller.make(request, within_s=60)

    assert world.simulator.calls()["by_status"]["429"] == 5
    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert report["upstream_calls"] == len(world.calls())
    assert_right(report)
    world.assert_finalized_once(report)


@pytest.mark.usefixtures("forgetful")
def test_a_spent_quota_fails_at_once_with_that_reason(world: World, caller: Caller) -> None:
    world.simulator.misbehave(rules=[{"then": "quota_spent"}])

    report = caller.make(world.a_request(10))

    assert report["status"] == "failed"
    assert len(report["failures"]) == 30
    assert all("calls are used up" in failure["reason"] for failure in report["failures"])
    assert all(failure["retryable"] for failure in report["failures"])
    assert len(world.calls()) <= 30
    took = datetime.fromisoformat(report["finished_at"]) - datetime.fromisoformat(report["created_at"])
    assert took.total_seconds() < 20
    assert_right(
        report,
        failed={
            (uuid, slug) for uuid in report["request"]["artists"] for slug in report["request"]["platforms"]
        },
    )


@pytest.mark.usefixtures("forgetful")
def test_a_quota_that_is_there_again_makes_the_next_repair_whole_at_once(
    world: World, caller: Caller
) -> None:
    world.simulator.misbehave(quota=5)

    broken = caller.make(world.a_request(10))

    assert broken["status"] == "partial"
    assert len(broken["failures"]) == 25
    assert all("calls are used up" in failure["reason"] for failure in broken["failures"])
    world.simulator.misbehave()

    assert caller.post(f"/reports/{broken['report_id']}/repair").status_code == 202
    report = caller.ended(broken["report_id"])

    assert (report["status"], report["revision"], report["failures"]) == ("succeeded", 2, [])
    assert sum(call["status"] == 200 for call in world.calls()) == 30
    assert world.simulator.calls()["by_endpoint"]["usage"] <= 6, "of two environments"
    assert_right(report)


def test_what_is_not_in_the_plan_is_said_on_its_rows_and_no_failure(world: World, caller: Caller) -> None:
    world.simulator.misbehave(rules=[{"match": {"path": "/social/"}, "then": 403}])

    report = caller.make(world.a_request(2))

    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert len(world.calls()) == 6
    cells = {(uuid, "instagram") for uuid in report["request"]["artists"]}
    assert_right(report, failed=cells, failed_as="not_in_plan")


@pytest.mark.usefixtures("soon_over")
def test_soundcharts_never_answering_ends_a_report_by_its_deadline_with_what_is_there(
    world: World, caller: Caller
) -> None:
    request = world.a_request(2)
    silent, _ = request["artists"]
    world.simulator.misbehave(rules=[{"match": {"artist": silent}, "then": "hang"}])

    some_id, none_id = caller.ask(request), caller.ask({**request, "artists": [silent]})
    some, none = caller.ended(some_id), caller.ended(none_id)

    cells = {(silent, slug) for slug in request["platforms"]}
    assert (some["status"], none["status"]) == ("partial", "failed")
    for report in (some, none):
        assert report["finished_at"] <= report["deadline"]
        failures = report["failures"]
        assert {(failure["artist__uuid"], failure["platform__slug"]) for failure in failures} == cells
        assert all("time to collect ended" in failure["reason"] for failure in failures)
        assert all(failure["retryable"] for failure in failures)
        assert_right(report, failed=cells)
    world.simulator.reset()
    world.settle()
    assert len(world.logged("report ended", report_id=some_id)) == 1
    assert len(world.logged("report ended", report_id=none_id)) == 1
