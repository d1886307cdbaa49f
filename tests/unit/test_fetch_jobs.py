from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.errors import (
    BadCredentials,
    BrokenAnswer,
    QuotaSpent,
    RequestRefused,
    StoreBusy,
    Throttled,
    Unavailable,
    UpstreamError,
)
from linernotes.model.report import FetchJob, JobEnd, Status, fetch_job
from linernotes.model.windows import Window
from linernotes.reports.fetch_jobs import Together
from linernotes.sections.registry import section_of
from linernotes.sections.section import JobOutcome
from linernotes.sections.windows.jobs import NOT_STORED_REASON
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey, WindowRequest
from linernotes.threads import all_at_once
from tests.unit.builders import (
    ELISA,
    GIORGIA,
    LAURO,
    NOW,
    a_report,
    a_request,
    a_window,
    an_artist,
    september,
)
from tests.unit.memory import full_window, one_after_the_other
from tests.unit.simulated import simulated
from tests.unit.world import BUDGET_S, JOB_RECEIVES, MAX_TRIES, REPORT_ID, World, windows_of

YEAR = a_request(start_date=date(2024, 1, 1), end_date=date(2024, 12, 31))
THREE = a_request(artists=(LAURO, ELISA, GIORGIA))
BROKEN = Unavailable("Soundcharts answered 500")


@pytest.fixture
def world() -> World:
    return World()


def key_of(request_window: Window, artist_uuid: str = LAURO.uuid, source: str = "spotify") -> WindowKey:
    return WindowKey(artist_uuid, source, request_window.first)


def keys_of_year() -> list[WindowKey]:
    return [key_of(window) for window in windows_of(YEAR)]


def cached(key: WindowKey, window: Window, fetched_at: datetime) -> WindowData:
    return full_window(WindowRequest(key, window), fetched_at)


def refused_as(outcome: Outcome) -> WindowData:
    return a_window(outcome=outcome)


# --- Fetching -------------------------------------------------------------------------------------


def test_a_job_stores_its_windows_and_ends_done(world: World) -> None:
    world.request(YEAR)
    assert world.fetch(world.queue.jobs) == {}
    assert sorted(world.windows.windows, key=lambda key: key.first) == keys_of_year()
    (end,) = world.report().ended.values()
    assert (end.done, end.upstream_calls, end.cache_hits) == (True, len(keys_of_year()), 0)


def test_windows_are_asked_for_within_the_time_given(world: World) -> None:
    world.request(THREE)
    world.fetch(world.queue.jobs)
    assert world.upstream.budgets_s == [BUDGET_S]


def test_windows_are_asked_for_as_of_the_latest_work_they_are_for(world: World) -> None:
    world.request(THREE)
    first, *others = world.queue.jobs
    later = NOW + timedelta(minutes=2)
    world.fetch([replace(first, started_at=later), *others])
    assert world.upstream.asked_since == [later]


def test_jobs_that_end_together_are_told_in_one_write(world: World) -> None:
    world.request(THREE)
    before = world.fuse.writes
    world.fetch(world.queue.jobs)
    # Three windows, their jobs' ends, the claim, and the request to finalize.
    assert world.fuse.writes - before == 3 + 1 + 1 + 1


def test_a_job_is_told_as_ended_as_soon_as_its_last_window_came() -> None:
    world = World(together=1)
    world.request(THREE)
    told: list[int] = []

    def answer(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        told.append(len(world.report().ended))
        return full_window(wanted, asked_at)

    world.upstream.usual = answer
    world.fetch(world.queue.jobs)
    assert told == [0, 1, 2]


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.NOT_IN_PLAN])
def test_an_answer_that_trying_again_will_not_change_ends_its_job_done(
    world: World, outcome: Outcome
) -> None:
    world.request(a_request())
    world.upstream.usual = lambda _wanted, _asked_at: a_window(outcome=outcome)
    assert world.fetch(world.queue.jobs) == {}
    (end,) = world.report().ended.values()
    assert end.done
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.result()["detailed_breakdown"][0]["status"] == outcome.value


def test_a_job_that_comes_when_collecting_is_over_does_nothing(world: World) -> None:
    world.request(a_request())
    (job,) = world.queue.jobs
    world.clock.now = job.collect_until
    before = world.fuse.writes
    assert world.fetch([job]) == {}
    assert (world.upstream.asked, world.fuse.writes) == ([], before)


def test_a_job_of_a_report_nobody_knows_fills_the_cache_and_no_more(world: World) -> None:
    assert world.fetch([fetch_job(a_report(), a_report().pending[0])]) == {}
    assert len(world.windows.windows) == 1
    assert world.queue.messages == []


# --- The cache ------------------------------------------------------------------------------------


def test_windows_in_the_cache_are_not_asked_for(world: World) -> None:
    world.request(a_request(artists=(ELISA,)), report_id="earlier")
    world.run_due()
    world.clock.advance(60)
    world.request(THREE)
    world.run_due()
    assert [wanted.key.artist_uuid for wanted in world.upstream.asked] == [
        ELISA.uuid, LAURO.uuid, GIORGIA.uuid,
    ]  # fmt: skip
    assert (world.report().upstream_calls, world.report().cache_hits) == (2, 1)


def test_a_report_that_overlaps_by_half_asks_for_the_missing_windows_only(world: World) -> None:
    first, second, third, *_ = windows_of(YEAR)
    world.request(a_request(start_date=first.first, end_date=second.last), report_id="earlier")
    world.run_due()
    world.upstream.asked.clear()
    world.clock.advance(60)
    world.request(a_request(start_date=second.first, end_date=third.last))
    world.run_due()
    assert [wanted.window for wanted in world.upstream.asked] == [third]
    assert (world.report().upstream_calls, world.report().cache_hits) == (1, 1)


def test_a_window_too_old_to_serve_is_asked_for_again(world: World) -> None:
    (window,) = windows_of(a_request())
    old = cached(key_of(window), window, NOW - timedelta(hours=24))
    world.windows.windows[old.key] = old
    world.request(a_request())
    world.fetch(world.queue.jobs)
    assert len(world.upstream.asked) == 1
    assert world.windows.windows[old.key].fetched_at == NOW


def test_the_newest_window_is_asked_for_again_when_the_report_wants_days_it_lacks(world: World) -> None:
    today = NOW.date()
    request = a_request(start_date=today - timedelta(days=3), end_date=today)
    (window,) = windows_of(request)
    yesterdays = replace(window, last=today - timedelta(days=1))
    data = cached(key_of(window), yesterdays, NOW - timedelta(minutes=10))
    world.windows.windows[data.key] = data
    world.request(request)
    world.fetch(world.queue.jobs)
    assert [wanted.window.last for wanted in world.upstream.asked] == [today]


def test_fresh_passes_the_cache_by(world: World) -> None:
    (window,) = windows_of(a_request())
    data = cached(key_of(window), window, NOW - timedelta(seconds=1))
    world.windows.windows[data.key] = data
    world.request(a_request(fresh=True))
    world.fetch(world.queue.jobs)
    assert len(world.upstream.asked) == 1
    assert (world.report().upstream_calls, world.report().cache_hits) == (1, 0)


def test_fresh_does_not_ask_again_for_what_an_earlier_try_of_the_report_fetched(world: World) -> None:
    fresh = replace(YEAR, fresh=True)
    keys = keys_of_year()
    world.upstream.scripts[keys[2]] = [BROKEN]
    world.request(fresh)
    (job,) = world.queue.jobs
    assert world.fetch([job]) == {}
    ((retry, _),) = retries_in(world)
    world.clock.advance(2)
    world.upstream.asked.clear()
    assert world.fetch([retry]) == {}
    assert len(world.queue.jobs) == 2
    assert [wanted.key for wanted in world.upstream.asked] == [keys[2]]


def test_a_window_wanted_by_two_jobs_of_a_batch_is_fetched_once(world: World) -> None:
    world.request(a_request(), report_id="one")
    world.request(a_request(start_date=september(10), end_date=september(20)), report_id="two")
    world.fetch(world.queue.jobs)
    assert len(world.upstream.asked) == 1
    one, two = world.report("one"), world.report("two")
    assert [len(one.ended), len(two.ended)] == [1, 1]
    assert [(one.upstream_calls, one.cache_hits), (two.upstream_calls, two.cache_hits)] == [(1, 0), (0, 1)]


def test_an_error_of_a_window_wanted_by_two_jobs_of_a_batch_ends_both(world: World) -> None:
    (window,) = windows_of(a_request())
    world.upstream.scripts[key_of(window)] = [RequestRefused("Soundcharts answered 400")]
    world.request(a_request(), report_id="one")
    world.request(a_request(), report_id="two")
    world.fetch(world.queue.jobs)
    ends = [*world.report("one").ended.values(), *world.report("two").ended.values()]
    assert [end.reason for end in ends] == ["Soundcharts answered 400"] * 2
    assert [end.upstream_calls for end in ends] == [1, 0]


def retries_in(world: World) -> list[tuple[FetchJob, float]]:
    """Give the jobs waiting that were tried before, and in how many seconds each is due."""
    return [
        (message.body, (message.due - world.clock()).total_seconds())
        for message in world.queue.messages
        if isinstance(message.body, FetchJob) and message.body.tried
    ]


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [BROKEN, BrokenAnswer("not JSON")])
def test_a_transient_error_is_tried_again_after_ever_more_seconds_and_then_ends_the_job(
    world: World, error: UpstreamError
) -> None:
    world.upstream.usual = error
    world.request(a_request())
    (job,) = world.queue.jobs
    delays = []
    for tried in range(MAX_TRIES - 1):
        world.queue.messages.clear()
        assert world.fetch([replace(job, tried=tried)]) == {}
        ((retry, delay_s),) = retries_in(world)
        assert retry == replace(job, tried=tried + 1)
        delays.append(delay_s)
        assert world.report().ended == {}
        assert world.report().last_errors == {job.job_id: str(error)}
    assert delays == sorted(set(delays))
    assert 1 <= delays[0] <= 2
    assert delays[-1] <= 30
    world.queue.messages.clear()
    assert world.fetch([replace(job, tried=MAX_TRIES - 1)]) == {}
    assert retries_in(world) == []
    (end,) = world.report().ended.values()
    assert (end.done, end.reason, end.retryable) == (False, str(error), True)
    assert world.report().upstream_calls == MAX_TRIES


@given(share=st.floats(0, 1, exclude_max=True), number=st.integers(1, MAX_TRIES - 1))
def test_a_retry_waits_whole_seconds_between_half_and_all_of_its_turn(share: float, number: int) -> None:
    world = World()
    world.random = share
    world.upstream.usual = BROKEN
    world.request(a_request())
    (job,) = world.queue.jobs
    world.fetch([replace(job, tried=number - 1)])
    ((_, delay_s),) = retries_in(world)
    longest = 2**number
    assert delay_s == int(delay_s)
    assert math.ceil(longest / 2) <= delay_s <= longest


def test_a_job_keeps_its_tries_however_often_its_message_was_received(world: World) -> None:
    (window,) = windows_of(a_request())
    world.upstream.scripts[key_of(window)] = [BROKEN]
    world.request(a_request())
    # As where Lambda is throttled: each delivery that finds no function free counts as one.
    assert world.fetch(world.queue.jobs, number=MAX_TRIES + 1) == {}
    world.run()
    assert world.report().status is Status.SUCCEEDED


def test_a_report_is_whole_when_every_call_fails_the_first_times(world: World) -> None:
    for key in keys_of_year():
        world.upstream.scripts[key] = [BROKEN, BrokenAnswer("not JSON"), BROKEN]
    world.request(YEAR)
    world.run()
    report = world.report()
    assert (report.status, report.upstream_calls) == (Status.SUCCEEDED, 4 * len(keys_of_year()))
    assert report.finished_at is not None
    assert report.finished_at - NOW < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("error", "repair_may_help"),
    [
        (BadCredentials("Soundcharts refused the credentials"), True),
        (RequestRefused("Soundcharts answered 400"), False),
        (QuotaSpent("the month's calls are spent"), True),
    ],
)
def test_an_error_that_stays_ends_its_job_at_the_first_try_and_says_whether_a_repair_may_help(
    world: World, error: UpstreamError, *, repair_may_help: bool
) -> None:
    world.upstream.usual = error
    world.request(YEAR)
    assert world.fetch(world.queue.jobs) == {}
    (end,) = world.report().ended.values()
    assert (end.done, end.reason, end.retryable) == (False, str(error), repair_may_help)
    assert len(world.upstream.asked) == len(keys_of_year())


def test_a_report_whose_quota_is_spent_fails_at_once_with_that_reason(world: World) -> None:
    world.upstream.usual = QuotaSpent("the month's calls are spent")
    world.request(THREE)
    world.run_due()
    report = world.report()
    assert (report.status, report.finished_at) == (Status.FAILED, NOW)
    assert [(f.reason, f.retryable) for f in report.failures] == [("the month's calls are spent", True)] * 3


@pytest.mark.parametrize(
    ("errors", "decisive"),
    [
        ([BROKEN, Throttled("slow down", 5), QuotaSpent("spent")], "ends failed"),
        ([BROKEN, Throttled("slow down", 5), BROKEN], "is sent again"),
        ([BROKEN, BROKEN], "is tried again"),
    ],
)
def test_of_several_errors_the_one_that_stays_decides_and_then_a_throttle(
    world: World, errors: list[UpstreamError], decisive: str
) -> None:
    for key, error in zip(keys_of_year(), errors, strict=False):
        world.upstream.scripts[key] = [error]
    world.request(YEAR)
    sent = world.queue.jobs
    assert world.fetch(sent) == {}
    assert bool(retries_in(world)) == (decisive == "is tried again")
    assert (len(world.queue.jobs) == 2) == (decisive != "ends failed")
    assert bool(world.report().ended) == (decisive == "ends failed")


def test_windows_that_came_are_kept_when_others_of_their_job_fail(world: World) -> None:
    keys = keys_of_year()
    world.upstream.scripts[keys[1]] = [RequestRefused("Soundcharts answered 400")]
    world.request(YEAR)
    world.run()
    assert world.windows.windows.keys() == set(keys) - {keys[1]}
    (row,) = world.result()["detailed_breakdown"]
    assert (world.report().status, row["status"]) == (Status.PARTIAL, "partial")
    lost = windows_of(YEAR)[1]
    days = {date.fromisoformat(day) for day, _ in row["series"]}
    assert len(days) == YEAR.days - 90
    assert not any(lost.holds(day) for day in days)


def test_one_failing_job_of_a_batch_leaves_the_others_alone(world: World) -> None:
    (window,) = windows_of(THREE)
    world.upstream.scripts[key_of(window, ELISA.uuid)] = [BROKEN]
    world.request(THREE)
    failing = world.queue.jobs[1]
    assert world.fetch(world.queue.jobs) == {}
    assert [job for job, _ in retries_in(world)] == [replace(failing, tried=1)]
    assert world.report().ended.keys() == {"0.spotify", "2.spotify"}


# --- Throttling -----------------------------------------------------------------------------------


@given(share=st.floats(0, 1, exclude_max=True), wait_s=st.floats(0.5, 90))
def test_a_throttled_job_is_sent_anew_for_when_calls_are_taken_again(share: float, wait_s: float) -> None:
    world = World()
    world.random = share
    world.upstream.usual = Throttled("slow down", wait_s)
    world.request(a_request())
    (message,) = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    world.deliver(message)
    (again,) = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    assert again.body == message.body
    assert again.received == 0
    assert wait_s <= (again.due - NOW).total_seconds() <= math.ceil(wait_s * 1.25)


def test_a_throttled_job_keeps_its_tries_however_often_it_is_held_back(world: World) -> None:
    (window,) = windows_of(a_request())
    world.upstream.scripts[key_of(window)] = [Throttled("slow down", 20)] * 20
    world.request(a_request())
    world.run()
    report = world.report()
    assert (report.status, report.upstream_calls) == (Status.SUCCEEDED, 21)


def test_a_job_throttled_until_the_end_says_so_and_its_report_ends_in_time(world: World) -> None:
    world.upstream.usual = Throttled("slow down", 60)
    world.request(a_request())
    world.run()
    report = world.report()
    (failure,) = report.failures
    assert report.status is Status.FAILED
    assert (failure.reason, failure.retryable) == ("slow down", True)
    assert report.finished_at is not None
    assert report.finished_at <= report.deadline


def test_a_job_throttled_beyond_its_reports_time_ends_at_once_rather_than_hold_the_report(
    world: World,
) -> None:
    world.upstream.usual = Throttled("slow down", 3600)
    world.request(a_request())
    (job,) = world.queue.jobs
    world.queue.messages.clear()
    assert world.fetch([job]) == {}
    assert world.queue.jobs == []
    assert world.report().ended[job.job_id] == JobEnd(upstream_calls=1, reason="slow down", retryable=True)
    assert world.report().status is Status.FINALIZING


# --- Reports that want the same at the same time ---------------------------------------------------


def test_an_older_fetch_that_lands_last_takes_no_window_from_a_report_that_asked_later(world: World) -> None:
    fresh = a_request(fresh=True)
    world.request(fresh, report_id="earlier")
    (earlier,) = world.queue.jobs

    def answer_late(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        """Let another report ask for the same, get it and store it before this answer is there."""
        world.upstream.usual = full_window
        world.clock.advance(3)
        world.request(fresh, report_id="later")
        world.fetch([job for job in world.queue.jobs if job.report_id == "later"])
        return full_window(wanted, asked_at)

    world.upstream.usual = answer_late
    world.fetch([earlier])
    world.run()
    for report_id in ("earlier", "later"):
        assert world.report(report_id).status is Status.SUCCEEDED
        assert [row["data_points"] for row in world.result(report_id)["detailed_breakdown"]] == [30]
    assert len(world.upstream.asked) == 2
    assert [world.report(report_id).refetches for report_id in ("earlier", "later")] == [0, 0]


# --- Tables that take no more for the moment ------------------------------------------------------


def test_jobs_come_again_when_the_cache_cannot_be_read(world: World) -> None:
    world.request(THREE)

    def busy(keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:  # noqa: ARG001 - as the port has it
        raise StoreBusy("the table takes no more for the moment")

    world.windows.read = busy  # type: ignore[method-assign]
    again = world.fetch(world.queue.jobs, number=2)
    assert again.keys() == {0, 1, 2}
    assert all(1 <= delay_s <= 30 for delay_s in again.values())
    assert world.upstream.asked == []


def test_what_could_not_be_stored_is_fetched_again_and_its_job_does_not_end(world: World) -> None:
    world.request(a_request())
    world.fuse.busy = 1
    assert world.fetch(world.queue.jobs) == {}
    assert len(retries_in(world)) == 1
    report = world.report()
    assert report.ended == {}
    assert report.last_errors == {"0.spotify": NOT_STORED_REASON}
    assert report.upstream_calls == 1


def test_a_job_whose_end_could_not_be_noted_comes_again_and_ends_from_the_cache(world: World) -> None:
    world.request(a_request())
    (job,) = world.queue.jobs
    write = world.windows.write

    def write_and_be_busy(windows: Iterable[WindowData]) -> None:
        write(windows)
        world.fuse.busy = 1

    world.windows.write = write_and_be_busy  # type: ignore[method-assign]
    assert world.fetch([job]).keys() == {0}
    assert world.report().ended == {}
    world.fetch([job], number=2)
    assert world.report().ended["0.spotify"].done
    assert len(world.upstream.asked) == 1


def test_jobs_that_fail_in_one_batch_cost_one_write_of_trouble(world: World) -> None:
    world = World(together=1)
    world.request(THREE)
    world.upstream.usual = BROKEN
    before = world.fuse.writes
    assert world.fetch(world.queue.jobs) == {}
    sent = len(retries_in(world))
    assert (sent, world.fuse.writes - before) == (3, sent + 1)
    assert world.report().last_errors == dict.fromkeys(("0.spotify", "1.spotify", "2.spotify"), str(BROKEN))
    assert world.report().upstream_calls == 3


# --- Functions that die, messages that come twice -------------------------------------------------


def writes_of_a_fetch() -> int:
    world = World(together=2)
    world.request(THREE)
    before = world.fuse.writes
    world.fetch(world.queue.jobs)
    return world.fuse.writes - before


@pytest.mark.parametrize("writes", range(writes_of_a_fetch() + 1))
def test_a_fetch_killed_before_any_of_its_writes_is_made_good_by_redelivery(writes: int) -> None:
    world = World(together=2)
    world.request(THREE)
    jobs = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    killed = world.deliver(*jobs, kill_after=writes)
    assert killed == (writes < writes_of_a_fetch())
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.reports.completions == {(REPORT_ID, 1): 1}
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]


def test_a_fetch_killed_after_the_call_and_before_the_write_asks_again(world: World) -> None:
    world.request(a_request())
    (message,) = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    assert world.deliver(message, kill_after=0)
    assert (len(world.upstream.asked), world.windows.windows) == (1, {})
    world.run()
    assert len(world.upstream.asked) == 2
    assert world.report().status is Status.SUCCEEDED
    assert world.report().upstream_calls == 1, "what was killed took with it what it had counted"


def test_a_fetch_killed_between_the_write_and_telling_asks_no_more(world: World) -> None:
    world.request(a_request())
    (message,) = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    assert world.deliver(message, kill_after=1)
    assert (len(world.windows.windows), world.report().ended) == (1, {})
    world.run()
    assert len(world.upstream.asked) == 1
    assert world.report().status is Status.SUCCEEDED
    assert world.report().upstream_calls == 0, "what was killed took with it what it had counted"


def test_a_job_delivered_twice_asks_once_and_keeps_its_first_end(world: World) -> None:
    world.request(THREE)
    jobs = world.queue.jobs
    world.fetch(jobs)
    ended = world.report().ended
    world.clock.advance(1)
    world.fetch(jobs)
    assert world.report().ended == ended
    assert len(world.upstream.asked) == 3


def test_a_job_twice_in_one_batch_is_one_job(world: World) -> None:
    world.request(a_request())
    (job,) = world.queue.jobs
    assert world.fetch([job, job]) == {}
    assert len(world.upstream.asked) == 1
    assert world.report().ended.keys() == {job.job_id}


def test_a_job_whose_function_dies_every_time_ends_failed_and_so_does_its_report(world: World) -> None:
    world.request(THREE)
    while poison := [message for message in world.queue.messages if isinstance(message.body, FetchJob)]:
        world.clock.now = max(world.clock.now, poison[0].due)
        world.deliver(*poison, kill_after=None if poison[0].received == JOB_RECEIVES else 0)
    world.run()
    report = world.report()
    assert report.status is Status.FAILED
    assert all("stopped without an answer" in failure.reason for failure in report.failures)
    assert all(failure.retryable for failure in report.failures)
    assert report.finished_at is not None
    assert report.finished_at <= report.deadline


@pytest.mark.parametrize("together", [one_after_the_other, all_at_once])
def test_a_section_that_an_unexpected_error_stops_leaves_the_jobs_of_others_done_and_their_calls_counted(
    world: World, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_by(jobs: Mapping[int, FetchJob], *_: object, **__: object) -> Iterator[dict[int, JobOutcome]]:
        first, *_others = jobs
        yield {first: JobOutcome(upstream_calls=3, cache_hits=0)}
        raise TypeError("odd data")

    monkeypatch.setattr(section_of("radio"), "fetch", stopped_by)
    world.together = together
    world.request(a_request(artists=(LAURO, ELISA), sections=("radio",)))
    jobs = world.queue.jobs
    again = world.fetch(jobs)
    of_radio = [position for position, job in enumerate(jobs) if job.section == "radio"]
    # What it had told by then is done, the rest comes again.
    assert sorted(again) == of_radio[1:]
    told = {jobs[position].job_id for position in range(len(jobs)) if position not in again}
    assert world.report().ended.keys() == told
    assert sum(end.upstream_calls for end in world.report().ended.values()) == len(world.upstream.asked) + 3
    ((section, error),) = world.stopped
    assert (section, str(error)) == ("radio", "odd data")


def test_jobs_of_a_section_that_an_unexpected_error_always_stops_end_failed_and_the_report_partial(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_by(*_: object, **__: object) -> Iterator[dict[int, JobOutcome]]:
        raise TypeError("odd data")
        yield {}

    monkeypatch.setattr(section_of("radio"), "fetch", stopped_by)
    world.request(a_request(sections=("radio", "engagement")))
    world.run()
    report = world.report()
    assert report.status is Status.PARTIAL
    assert {failure.job.section for failure in report.failures} == {"radio"}
    assert all(failure.retryable for failure in report.failures)
    assert report.finished_at is not None
    assert report.finished_at < report.deadline


# --- Counting -------------------------------------------------------------------------------------

MISHAPS = st.sampled_from([BROKEN, BrokenAnswer("not JSON"), Throttled("slow down", 3)])


@settings(max_examples=60)
@given(
    mishaps=st.dictionaries(
        st.tuples(st.integers(0, 2), st.integers(0, 4)), st.lists(MISHAPS, max_size=3), max_size=15
    ),
    known=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 4))),
    together=st.integers(1, 4),
    fresh=st.booleans(),
)
def test_every_call_and_every_window_from_the_cache_is_counted_once_over_all_retries(
    mishaps: dict[tuple[int, int], list[UpstreamError]],
    known: set[tuple[int, int]],
    together: int,
    fresh: bool,
) -> None:
    world = World(together=together)
    artists = [an_artist(number) for number in range(3)]
    windows = windows_of(YEAR)
    for (artist, index), errors in mishaps.items():
        world.upstream.scripts[key_of(windows[index], artists[artist].uuid)] = [*errors]
    for artist, index in known:
        key = key_of(windows[index], artists[artist].uuid)
        world.windows.windows[key] = cached(key, windows[index], NOW - timedelta(minutes=5))
    world.request(replace(YEAR, artists=tuple(artists), fresh=fresh))
    world.run()
    report = world.report()
    assert report.status is Status.SUCCEEDED
    assert report.upstream_calls == len(world.upstream.asked)
    assert report.cache_hits == (0 if fresh else len(known))


def test_sections_that_fetch_at_once_come_to_what_they_come_to_one_after_the_other() -> None:
    results = []
    for together in (one_after_the_other, all_at_once):
        world = World()
        world.calls.answer = simulated()
        world.together = together
        world.request(a_request(sections=("radio", "playlists", "engagement")))
        world.run()
        results.append((world.report().status, world.report().upstream_calls, world.result()))
    assert results[0][0] is Status.SUCCEEDED
    assert results[0] == results[1]
