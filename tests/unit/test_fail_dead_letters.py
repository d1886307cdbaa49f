from __future__ import annotations

import pytest

from linernotes.model.errors import Unavailable
from linernotes.model.report import FetchJob, Status
from linernotes.reports.fail_dead_letters import JOB_REASON, REPORT_REASON, fail_dead_job, fail_dead_report
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from tests.unit.builders import ELISA, LAURO, NOW, a_request
from tests.unit.memory import Killed
from tests.unit.world import REPORT_ID, World

TWO = a_request(artists=(LAURO, ELISA), callback_url="https://hooks.example.org/done")


@pytest.fixture
def world() -> World:
    world = World()
    world.request(TWO)
    return world


def fail(world: World, job: FetchJob) -> None:
    fail_dead_job(job, reports=world.reports, queue=world.queue)


def bury_whole(
    world: World, revision: int = 1, check_reason: CheckReason = CheckReason.ALL_JOBS_ENDED
) -> bool:
    return fail_dead_report(
        REPORT_ID,
        revision,
        check_reason,
        reports=world.reports,
        budgets=world.budgets,
        events=world.events,
        clock=world.clock,
    )


def asked_to_finalize(world: World) -> bool:
    return ReportCheck(REPORT_ID, 1, CheckReason.ALL_JOBS_ENDED) in world.queue.finalizes


# --- Jobs -----------------------------------------------------------------------------------------


def test_a_buried_job_ends_failed_and_may_be_tried_again_by_repair(world: World) -> None:
    first, _ = world.queue.jobs
    fail(world, first)
    (failure,) = world.report().failures
    assert (failure.job.artist, failure.reason, failure.retryable) == (LAURO, JOB_REASON, True)
    assert not asked_to_finalize(world)


def test_a_buried_job_says_what_went_wrong_before(world: World) -> None:
    world.upstream.usual = Unavailable("Soundcharts answered 500")
    first, _ = world.queue.jobs
    world.fetch([first])
    fail(world, first)
    assert world.report().failures[0].reason == f"{JOB_REASON}; before that: Soundcharts answered 500"


def test_burying_the_last_job_has_the_report_finalized(world: World) -> None:
    first, second = world.queue.jobs
    world.fetch([first])
    fail(world, second)
    assert asked_to_finalize(world)
    world.run()
    assert world.report().status is Status.PARTIAL


def test_a_job_that_ended_after_all_is_not_made_failed_by_burying_it(world: World) -> None:
    first, _ = world.queue.jobs
    world.fetch([first])
    fail(world, first)
    assert world.report().failures == []


def test_a_buried_job_of_an_unknown_report_is_gone(world: World) -> None:
    first, _ = world.queue.jobs
    empty = World()
    fail(empty, first)
    assert empty.queue.messages == []


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_burying_a_job_that_was_killed_is_made_good_by_burying_it_again(world: World, writes: int) -> None:
    first, second = world.queue.jobs
    world.fetch([first])
    world.fuse.left = writes
    with pytest.raises(Killed):
        fail(world, second)
    fail(world, second)
    assert asked_to_finalize(world)
    assert len(world.report().failures) == 1


# --- Reports --------------------------------------------------------------------------------------


def test_a_buried_report_ends_failed_says_why_and_notifies_its_caller(world: World) -> None:
    world.clock.advance(60)
    assert bury_whole(world)
    report = world.report()
    assert (report.status, report.failure) == (Status.FAILED, REPORT_REASON)
    assert report.finished_at == world.clock() != NOW
    assert len(world.queue.callers_to_notify) == 1


def test_a_report_is_buried_once(world: World) -> None:
    assert bury_whole(world)
    failed = world.report()
    world.clock.advance(60)
    assert not bury_whole(world)
    assert world.report() == failed
    assert world.reports.completions == {(REPORT_ID, 1): 1}


def test_a_report_that_ended_is_not_buried(world: World) -> None:
    world.run()
    assert not bury_whole(world)
    assert world.report().status is Status.SUCCEEDED


def test_a_report_at_another_revision_is_not_buried(world: World) -> None:
    assert not bury_whole(world, revision=2)
    assert world.report().status is Status.RUNNING


@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_burying_a_report_that_was_killed_is_made_good_by_burying_it_again(world: World, writes: int) -> None:
    """As after finalize: the caller is notified at least once, wherever the function died."""
    world.queue.messages.clear()
    world.fuse.left = writes
    with pytest.raises(Killed):
        bury_whole(world)
    bury_whole(world)
    assert world.report().status is Status.FAILED
    assert world.reports.completions == {(REPORT_ID, 1): 1}
    assert len(world.queue.callers_to_notify) == 1


def test_a_dead_watch_ends_nothing_since_the_deadline_is_still_to_come(world: World) -> None:
    assert not bury_whole(world, check_reason=CheckReason.WATCH)
    assert world.report().status is Status.RUNNING
