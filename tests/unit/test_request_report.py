from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linernotes.model.budget import Account, Charge
from linernotes.model.errors import IdempotencyConflict, Throttled
from linernotes.model.periods import Period
from linernotes.model.report import FetchJob, Report, Status, collect_until
from linernotes.model.request import ReportRequest
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from linernotes.reports.request_report import IdempotencyKey, repeated_report, request_report
from linernotes.sections.sources import SOURCES
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_request, an_artist, september
from tests.unit.world import REPORT_ID, World

THREE_BY_TWO = a_request(artists=(LAURO, ELISA, GIORGIA), platforms=("spotify", "tiktok"))
WRITES = 2 + 1 + 1 + 6 + 1
"""Deadline and watch message, the charge, the report, its six jobs, and that all were sent."""


@pytest.fixture
def world() -> World:
    return World()


def test_a_request_becomes_a_running_report_with_one_job_per_artist_and_source(world: World) -> None:
    report = world.request(THREE_BY_TWO)
    assert report is not None
    assert world.report().status is Status.RUNNING
    assert [job.job_id for job in world.queue.jobs] == [
        "0.spotify", "0.tiktok", "1.spotify", "1.tiktok", "2.spotify", "2.tiktok",
    ]  # fmt: skip
    assert world.fuse.writes == WRITES


def test_a_job_says_all_it_takes_to_run_it(world: World) -> None:
    world.request(a_request(artists=(ELISA,), platforms=("tiktok",), fresh=True))
    (job,) = world.queue.jobs
    assert (job.report_id, job.revision, job.job_id) == (REPORT_ID, 1, "0.tiktok")
    assert (job.artist_uuid, job.platform) == (ELISA.uuid, "tiktok")
    assert job.periods == (Period(september(1), september(30)),)
    assert (job.requested_at, job.collect_until) == (NOW, NOW + timedelta(seconds=840))
    assert job.fresh


@pytest.mark.parametrize(("before", "queue"), [(194, "FetchJobsQueue"), (195, "BulkFetchJobsQueue")])
def test_the_jobs_of_an_owner_with_much_in_flight_go_by_a_queue_of_their_own(
    world: World, before: int, queue: str
) -> None:
    world.budgets.charge(Charge(Account.at("ada", NOW), "another", 1), before, limit=1_000_000)
    world.request(THREE_BY_TWO, owner="ada")  # six calls
    assert {(job.owner, job.bulk) for job in world.queue.jobs} == {("ada", queue.startswith("Bulk"))}
    sent = {message.queue for message in world.queue.messages if isinstance(message.body, FetchJob)}
    assert sent == {queue}


@pytest.mark.parametrize("before", [1, 1_000])
def test_a_throttled_job_is_sent_again_by_the_queue_it_came_by(world: World, before: int) -> None:
    world.budgets.charge(Charge(Account.at("caller", NOW), "another", 1), before, limit=1_000_000)
    world.upstream.usual = Throttled("slow down", 20)
    world.request(a_request(artists=(ELISA,), platforms=("tiktok",)))
    (first,) = world.queue.jobs
    (message,) = [message for message in world.queue.messages if message.body == first]
    world.queue.messages.remove(message)
    world.fetch([first])
    (again,) = [message for message in world.queue.messages if message.body == first]
    assert again.queue == message.queue


def test_400_jobs_are_sent_for_50_artists_on_8_sources(world: World) -> None:
    artists = tuple(an_artist(number) for number in range(50))
    world.request(a_request(artists=artists, platforms=tuple(SOURCES)[:8]))
    assert len({job.job_id for job in world.queue.jobs}) == 400


def test_a_report_is_watched_once_and_comes_back_when_collecting_ends(world: World) -> None:
    report = world.request(THREE_BY_TWO)
    assert report is not None
    due = {
        message.body.check_reason: message.due
        for message in world.queue.messages
        if isinstance(message.body, ReportCheck)
    }
    assert due == {
        CheckReason.WATCH: NOW + timedelta(seconds=30),
        CheckReason.DEADLINE: collect_until(report.deadline, NOW),
    }


def test_a_report_with_less_time_than_the_watch_takes_has_its_deadline_only(world: World) -> None:
    world.request(THREE_BY_TWO, deadline_s=20)
    assert world.queue.finalizes == [
        ReportCheck(REPORT_ID, 1, CheckReason.DEADLINE, Account("caller", "2025-01"))
    ]


def test_a_country_on_sources_without_places_needs_no_job_and_is_finalized_at_once(world: World) -> None:
    world.request(a_request(platforms=("deezer", "facebook"), country="IT"))
    assert world.queue.jobs == []
    assert ReportCheck(REPORT_ID, 1, CheckReason.ALL_JOBS_ENDED) in world.queue.finalizes
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert {row["status"] for row in world.result()["detailed_breakdown"]} == {"not_published"}
    assert world.upstream.asked == []


def test_messages_of_a_report_that_was_never_stored_are_dropped(world: World) -> None:
    assert world.request(THREE_BY_TWO, kill_after=2) is None
    assert len(world.queue.finalizes) == 2
    assert world.reports.get(REPORT_ID) is None
    world.run()
    assert (world.queue.messages, world.files.files, world.upstream.asked) == ([], {}, [])


@pytest.mark.parametrize("writes", range(4, WRITES))
def test_a_report_that_was_stored_ends_wherever_the_request_was_killed(world: World, writes: int) -> None:
    assert world.request(THREE_BY_TWO, kill_after=writes) is None
    assert world.report().status is Status.QUEUED
    world.run()
    assert world.report().status is Status.SUCCEEDED
    finished_at = world.report().finished_at
    assert finished_at is not None
    assert finished_at <= NOW + timedelta(seconds=30)
    assert world.reports.completions[REPORT_ID, 1] == 1
    assert len(world.upstream.asked) == 6


def test_the_watch_sends_only_jobs_that_have_not_ended(world: World) -> None:
    world.request(THREE_BY_TWO, kill_after=WRITES - 4)
    world.run_due()
    assert len(world.report().ended) == 3
    world.clock.advance(30)
    world.deliver(next(message for message in world.queue.messages if message.due <= world.clock()))
    assert [job.job_id for job in world.queue.jobs] == ["1.tiktok", "2.spotify", "2.tiktok"]
    assert world.report().status is Status.RUNNING


@pytest.mark.parametrize("writes", range(WRITES + 1))
def test_a_request_killed_anywhere_and_posted_again_with_its_key_is_one_report(
    world: World, writes: int
) -> None:
    assert world.request(THREE_BY_TWO, report_id="first", idempotency_key="k", kill_after=writes) is None
    again = world.request(THREE_BY_TWO, report_id="second", idempotency_key="k")
    assert again is not None
    # Nothing was remembered of a request that was killed before its first write.
    kept, other = ("second", "first") if writes == 0 else ("first", "second")
    assert again.report_id == kept
    world.run()
    assert world.report(kept).status is Status.SUCCEEDED
    assert world.reports.completions == {(kept, 1): 1}
    assert world.reports.get(other) is None


def test_the_same_key_and_request_give_the_same_report_without_new_jobs(world: World) -> None:
    world.request(THREE_BY_TWO, idempotency_key="k")
    sent = len(world.queue.messages)
    again = world.request(THREE_BY_TWO, report_id="other", idempotency_key="k")
    assert again == world.report()
    assert len(world.queue.messages) == sent


def test_two_at_once_with_the_same_key_make_one_report(world: World) -> None:
    together = threading.Barrier(2, timeout=5)
    key = IdempotencyKey.of("k", {"artists": [{"name": "Elisa"}]})

    def ask(report_id: str) -> Report:
        assert repeated_report("caller", key, now=NOW, reports=world.reports) is None
        together.wait()  # both are looking the name up
        return request_report(
            THREE_BY_TWO,
            "caller",
            report_id=report_id,
            now=NOW,
            deadline_s=900,
            spending=world.spending,
            reports=world.reports,
            queue=world.queue,
            idempotency_key=key,
        )

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, ("one", "two"))
    assert first.report_id == second.report_id
    assert len(world.queue.jobs) == 6
    repeated = repeated_report("caller", key, now=NOW, reports=world.reports)
    assert repeated == world.report(first.report_id)


def test_a_key_remembered_for_a_report_that_was_never_stored_stands_for_none_yet(world: World) -> None:
    key = IdempotencyKey.of("k", THREE_BY_TWO.canonical())
    assert world.request(THREE_BY_TWO, idempotency_key="k", kill_after=1) is None
    assert repeated_report("caller", key, now=NOW, reports=world.reports) is None
    again = world.request(THREE_BY_TWO, report_id="other", idempotency_key="k")
    assert again is not None
    assert again.report_id == REPORT_ID


def test_a_key_of_an_older_deployment_is_refused_and_breaks_nothing(world: World) -> None:
    world.reports.remember("caller", "k", "a digest of another kind", "other", now=NOW)
    key = IdempotencyKey.of("k", THREE_BY_TWO.canonical())
    with pytest.raises(IdempotencyConflict):
        repeated_report("caller", key, now=NOW, reports=world.reports)


@pytest.mark.parametrize(
    "other",
    [
        a_request(artists=(ELISA,)),
        a_request(end_date=september(29)),
        a_request(title="Another title"),
        a_request(fresh=True),
        a_request(callback_url="https://example.org/hook"),
    ],
)
def test_the_same_key_with_another_request_is_a_conflict(world: World, other: ReportRequest) -> None:
    world.request(a_request(), idempotency_key="k")
    with pytest.raises(IdempotencyConflict):
        world.request(other, report_id="other", idempotency_key="k")
    assert world.reports.get("other") is None


@pytest.mark.parametrize(("first", "second"), [(None, 7), (7, None), (7, 8)])
def test_the_same_key_with_another_number_of_calls_is_the_same_request(
    world: World, first: int | None, second: int | None
) -> None:
    made = world.request(a_request(max_upstream_calls=first), idempotency_key="k")
    again = world.request(a_request(max_upstream_calls=second), report_id="other", idempotency_key="k")
    assert made is not None
    assert again is not None
    assert again.report_id == made.report_id
    assert again.request.max_upstream_calls == first


def test_the_same_key_of_another_owner_is_another_key(world: World) -> None:
    world.request(a_request(), idempotency_key="k")
    other = world.request(a_request(), report_id="other", owner="someone else", idempotency_key="k")
    assert other is not None
    assert (other.report_id, other.owner) == ("other", "someone else")


def test_a_key_stands_for_nothing_any_more_after_24_hours(world: World) -> None:
    world.request(a_request(), idempotency_key="k")
    world.clock.advance(24 * 3600 + 1)
    again = world.request(a_request(end_date=september(2)), report_id="other", idempotency_key="k")
    assert again is not None
    assert again.report_id == "other"


def test_without_a_key_the_same_request_makes_another_report(world: World) -> None:
    world.request(a_request())
    again = world.request(a_request(), report_id="other")
    assert again is not None
    assert again.report_id == "other"


def test_a_report_of_the_same_id_is_left_alone(world: World) -> None:
    world.request(a_request())
    sent = world.queue.jobs
    again = world.request(a_request(artists=(ELISA,)))
    assert again == world.report()
    assert world.report().request.artists == (LAURO,)
    assert world.queue.jobs == sent


def test_a_repeated_request_is_answered_from_the_cache(world: World) -> None:
    world.request(THREE_BY_TWO)
    world.run_due()
    calls = len(world.upstream.asked)
    world.clock.advance(1)
    world.request(THREE_BY_TWO, report_id="other")
    world.run_due()
    other = world.report("other")
    assert len(world.upstream.asked) == calls
    assert (other.status, other.upstream_calls, other.cache_hits) == (
        Status.SUCCEEDED, 0, len(jobs_of(THREE_BY_TWO)),
    )  # fmt: skip
