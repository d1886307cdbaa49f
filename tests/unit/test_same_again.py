"""The same again (contract 2): a finished answer serves at once, one being made is waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linernotes.charts.charts import Chart, Frequency, Month, RankingKey
from linernotes.charts.ports import ArtistCharts
from linernotes.charts.rebuild_months import rebuild_months
from linernotes.model.errors import (
    IdempotencyConflict,
    NothingToRepair,
    ReportDeleted,
    ReportNotFound,
    StoreBusy,
)
from linernotes.model.periods import Comparison
from linernotes.model.report import FetchJob, Job, JobEnd, Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.budgets import charge_of
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.reports.ports import CheckReason
from linernotes.reports.request_report import WATCH_AFTER_S
from linernotes.reports.same_again import MOST_HOLDERS
from tests.unit.builders import ELISA, LAURO, NOW, a_request
from tests.unit.world import World

REQUEST = a_request()
RECENT = a_request(start_date=NOW.date() - timedelta(days=20), end_date=NOW.date() - timedelta(days=1))
HOOK = a_request(callback_url="https://hooks.example.org/done")


def made(request: ReportRequest = REQUEST) -> World:
    """Make a world in which report-1 has answered the request."""
    world = World(gives_again=True)
    ask(world, "report-1", request)
    world.run_due()
    assert world.report().status is Status.SUCCEEDED
    return world


def ask(world: World, report_id: str, request: ReportRequest = REQUEST, **how: Any) -> Report:
    report = world.request(request, report_id=report_id, **how)
    assert report is not None
    return report


def fail(world: World, job: Job) -> None:
    """Have a job of report-1 end failed, as a death beyond all tries does."""
    for message in world.queue.messages:
        if isinstance(message.body, FetchJob) and message.body.job_id == job.job_id:
            world.queue.messages.remove(message)
            end = {job.job_id: JobEnd(1, 0, "Soundcharts answered 500", retryable=True)}
            end_jobs("report-1", 1, end, reports=world.reports, queue=world.queue)
            return


def is_given(world: World, request: ReportRequest = REQUEST, *, report_id: str = "asked-now") -> bool:
    """Say whether an equal request is answered at once, with nothing asked and no message sent."""
    asked, sent = len(world.upstream.asked), len(world.queue.messages)
    report = ask(world, report_id, request)
    if not report.status.ended:
        return False
    assert (len(world.upstream.asked), len(world.queue.messages)) == (asked, sent)
    return True


def test_an_equal_request_is_answered_at_once_by_a_report_of_its_own() -> None:
    world = made()
    written = dict(world.files.files)
    calls = len(world.upstream.asked)
    world.clock.advance(60)
    report = ask(world, "report-2", replace(REQUEST, artists=(Artist(LAURO.uuid),)), owner="somebody else")
    assert report == world.report("report-2")
    assert (report.status, report.owner, report.revision) == (Status.SUCCEEDED, "somebody else", 1)
    assert (report.created_at, report.finished_at) == (world.clock(), world.clock())
    assert world.result("report-2") == world.result("report-1")
    assert (report.upstream_calls, report.cache_hits, report.failures, report.pending) == (0, 1, [], [])
    assert len(report.ended) == len(report.jobs) == 1
    assert [artist.name for artist in report.request.artists] == [
        artist.name for artist in world.report().request.artists
    ]
    assert world.files.files == written
    assert len(world.upstream.asked) == calls
    assert world.reports.get("report-1") == world.report()
    assert world.reports.listed("somebody else", limit=9)[0].report_id == "report-2"


@pytest.mark.parametrize(
    "sections",
    [(), ("places",), ("tracks",), ("moments",), ("songs", "engagement"), ("radio", "shazam")],
    ids=str,
)
def test_it_counts_as_taken_from_the_cache_what_a_run_would_take(sections: tuple[str, ...]) -> None:
    request = a_request(artists=(LAURO, ELISA), sections=sections)
    given, run = made(request), World()
    assert is_given(given, request)
    ask(run, "report-1", request)
    run.run_due()
    run.clock.advance(60)
    ask(run, "report-2", request)
    run.run_due()
    assert run.report("report-2").upstream_calls == 0
    assert given.report("asked-now").cache_hits == run.report("report-2").cache_hits > 0


@pytest.mark.parametrize("platform", ["facebook", "deezer"])
def test_where_there_is_nothing_to_fetch_the_report_succeeds_and_is_given_again(platform: str) -> None:
    unpublished = a_request(platforms=(platform,), country="IT")
    world = made(unpublished)
    assert world.report().jobs == []
    assert world.files.has(world.report().folder or "", WORKBOOK_NAME)
    assert is_given(world, unpublished)


def test_it_costs_nothing_though_the_budget_is_spent_and_the_limit_is_none() -> None:
    world = made()
    world.spending = replace(world.spending, calls_a_month=0, max_calls=0)
    before = dict(world.budgets.open)
    assert is_given(world)
    assert world.budgets.open == before


@pytest.mark.parametrize(
    "other",
    [
        {"artists": (ELISA,)},
        {"artists": (LAURO, ELISA)},
        {"platforms": ("deezer",)},
        {"start_date": date(2024, 9, 2)},
        {"end_date": date(2024, 9, 29)},
        {"country": "IT"},
        {"sections": ("places",)},
        {"songs_limit": 10},
        {"title": "For the label"},
        {"compare": Comparison.PREVIOUS_YEAR},
        {"fresh": True},
    ],
    ids=str,
)
def test_any_other_request_is_not_the_same(other: dict[str, Any]) -> None:
    assert not is_given(made(), a_request(**other))


@pytest.mark.parametrize(
    "same", [{"callback_url": "https://hooks.example.org/done"}, {"max_upstream_calls": 5}], ids=str
)
def test_who_hears_of_it_and_what_it_may_cost_are_no_part_of_what_is_asked(same: dict[str, Any]) -> None:
    assert ask(made(), "report-2", a_request(**same)).status is Status.SUCCEEDED


def test_sections_are_the_same_in_whatever_order_they_are_asked_for() -> None:
    world = made(a_request(sections=("tracks", "places")))
    request = a_request(sections=("places", "tracks"))
    assert is_given(world, request)
    assert world.report("asked-now").request.sections == ("places", "tracks")


def test_answers_of_another_release_are_not_given() -> None:
    world = made()
    assert world.again is not None
    world.again = replace(world.again, release="2")
    assert not is_given(world)


@pytest.mark.parametrize(("request_", "fresh_for_s"), [(REQUEST, 24 * 3600), (RECENT, 3600)])
def test_an_answer_is_given_as_long_as_its_windows_are_fresh(
    request_: ReportRequest, fresh_for_s: int
) -> None:
    world = made(request_)
    world.clock.now = NOW + timedelta(seconds=fresh_for_s - 1)
    assert is_given(world, request_)
    world.clock.advance(1)
    assert not is_given(world, request_, report_id="too-late")


def test_an_answer_is_as_fresh_as_the_oldest_of_its_windows() -> None:
    world = made()
    world.clock.advance(20 * 3600)
    both = a_request(platforms=("spotify", "deezer"))
    ask(world, "report-2", both)
    world.run_due()
    world.clock.now = NOW + timedelta(hours=24) - timedelta(seconds=1)
    assert is_given(world, both)
    world.clock.advance(1)
    assert not is_given(world, both, report_id="too-late")


@pytest.mark.parametrize("failing", [1, 2])
def test_only_what_succeeded_is_given_again(failing: int) -> None:
    world = World(gives_again=True)
    request = a_request(platforms=("spotify", "deezer"))
    ask(world, "report-1", request)
    for job in world.report().jobs[:failing]:
        fail(world, job)
    world.run()
    assert world.report().status is (Status.PARTIAL if failing == 1 else Status.FAILED)
    assert not is_given(world, request)


def break_once(world: World, doing: str, error: Exception) -> None:
    """Have what serves to give answers again fail the first time."""
    of: Any = world.answers if doing in ("find", "keep") else world.again and world.again.changes
    method = {"find": "find", "keep": "keep", "read marks": "read"}[doing]
    whole = getattr(of, method)

    def broken(*_told: Any, **_how: Any) -> Any:
        setattr(of, method, whole)
        raise error

    setattr(of, method, broken)


@pytest.mark.parametrize("doing", ["keep", "read marks"])
def test_an_answer_that_cannot_be_kept_costs_its_report_nothing_and_is_made_again(doing: str) -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    ask(world, "follower")
    break_once(world, doing, TypeError("nobody thought of this"))
    world.run_due()
    assert world.report().status is Status.SUCCEEDED
    assert world.result("report-1")
    assert world.lost == [doing]
    follower = world.report("follower")
    assert (follower.status, follower.answer_of) == (Status.SUCCEEDED, None)
    assert is_given(world), "the follower's answer was kept"


def test_an_answer_that_cannot_be_looked_for_is_made_again() -> None:
    world = made()
    break_once(world, "find", TypeError("nobody thought of this"))
    assert not is_given(world)
    world.run_due()
    assert (world.report("asked-now").status, world.lost) == (Status.SUCCEEDED, ["find"])


@pytest.mark.parametrize("doing", ["keep", "read marks"])
def test_a_table_that_is_busy_is_asked_again_so_that_the_answer_is_kept(doing: str) -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    break_once(world, doing, StoreBusy("throttled"))
    world.run()
    assert (world.report().status, world.lost) == (Status.SUCCEEDED, [])
    assert is_given(world)


def test_a_window_fetched_anew_ends_an_answer_made_of_the_one_before() -> None:
    world = made()
    world.clock.advance(60)
    ask(world, "anew", a_request(fresh=True))
    world.run_due()
    report = ask(world, "report-3")
    assert report.status is Status.QUEUED
    world.run_due()
    assert world.report("report-3").upstream_calls == 0
    assert is_given(world)
    assert world.report("asked-now").answer_of == "report-3"


def test_a_window_fetched_anew_while_an_answer_is_made_keeps_it_from_being_given() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    read = world.windows.read

    def meanwhile(keys: Any) -> Any:
        found = read(keys)
        for data in found.values():
            world.windows.write([replace(data, fetched_at=data.fetched_at + timedelta(seconds=1))])
        return found

    world.deliver(*[each for each in world.queue.messages if each.queue == "FetchJobsQueue"])
    world.windows.read = meanwhile  # type: ignore[method-assign]
    world.run_due()
    world.windows.read = read  # type: ignore[method-assign]
    assert world.report().status is Status.SUCCEEDED
    assert not is_given(world)


def test_windows_fetched_when_the_others_had_had_their_time_end_nothing() -> None:
    world = made(RECENT)
    world.clock.advance(2 * 3600)
    ask(world, "report-2", RECENT)
    world.run_due()
    assert world.report("report-2").upstream_calls == 1
    assert not world.windows.raised
    assert is_given(world, RECENT)


CHART = Chart("it-top", "Top", "spotify", Frequency.DAILY, "IT")
TRACKS = a_request(sections=("tracks",))


def ingest(world: World, chart: Chart = CHART) -> None:
    """Store a ranking, as the ingest does last."""
    key = RankingKey(chart, "2024-09-10T12:00:00+00:00")
    world.charts.finish(key, world.charts.begin(key, ()), (), songs=1)


def test_a_chart_ingested_ends_an_answer_with_tracks_of_its_platform() -> None:
    world = made(TRACKS)
    assert is_given(world, TRACKS)
    ingest(world, replace(CHART, platform="deezer"))
    assert is_given(world, TRACKS, report_id="of-another-platform")
    ingest(world)
    assert not is_given(world, TRACKS, report_id="after")


def test_a_chart_ingested_ends_no_answer_without_tracks() -> None:
    world = made()
    ingest(world)
    assert is_given(world)


def test_months_made_again_end_answers_with_tracks() -> None:
    world = made(TRACKS)
    charts = ArtistCharts(LAURO.uuid, "spotify", Frequency.DAILY)
    world.charts.artists_months = lambda: iter([(charts, Month(2024, 9), {None})])  # type: ignore[method-assign]
    rebuild_months(world.charts, workers=1)
    assert not is_given(world, TRACKS)


def test_a_repeated_idempotency_key_gives_the_report_it_stands_for() -> None:
    world = made()
    first = ask(world, "report-2", idempotency_key="once")
    assert ask(world, "report-3", idempotency_key="once") == first
    assert world.reports.get("report-3") is None
    with pytest.raises(IdempotencyConflict):
        ask(world, "report-4", a_request(country="IT"), idempotency_key="once")
    world.delete("report-2")
    with pytest.raises(ReportDeleted):
        ask(world, "report-5", idempotency_key="once")


def test_whoever_waits_for_its_end_hears_of_it_once() -> None:
    world = made()
    ask(world, "report-2", HOOK)
    ask(world, "report-3", door="slack")
    world.run()
    assert world.notified == [("report-2", 1)]
    assert "report-3" in {each.report_id for each in world.events.published}


@pytest.mark.parametrize("writes", range(8))
def test_a_death_while_it_is_given_leaves_one_report_that_is_heard_of(writes: int) -> None:
    world = made()
    world.request(HOOK, report_id="report-2", idempotency_key="once", kill_after=writes)
    report = ask(world, "report-3", HOOK, idempotency_key="once")
    world.run()
    assert world.report(report.report_id).status is Status.SUCCEEDED
    assert {each.report_id for each in world.reports.listed("caller", limit=9)} == {
        "report-1",
        report.report_id,
    }
    assert set(world.notified) == {(report.report_id, 1)}


def test_files_stay_until_the_last_report_that_has_them_is_deleted() -> None:
    world = made()
    ask(world, "report-2", owner="b")
    ask(world, "report-3", owner="c")
    folder = world.report().folder
    assert folder is not None
    world.delete("report-1")
    world.run()  # its deadline comes to nothing
    assert world.reports.get("report-1") is None
    world.delete("report-2", owner="b")
    assert world.result("report-3")
    assert world.files.has(folder, WORKBOOK_NAME)
    world.delete("report-3", owner="c")
    assert not world.files.files


def test_files_stay_with_the_first_when_the_others_are_deleted() -> None:
    world = made()
    ask(world, "report-2", owner="b")
    world.delete("report-2", owner="b")
    assert world.result("report-1")
    world.delete("report-1")
    assert not world.files.files


def test_a_deleted_report_is_given_to_nobody() -> None:
    world = made()
    world.delete("report-1")
    assert not is_given(world)
    world.run()
    assert world.report("asked-now").status is Status.SUCCEEDED
    assert is_given(world, report_id="then")


@pytest.mark.parametrize("writes", range(8))
@pytest.mark.parametrize("first", ["report-1", "report-2"])
def test_a_death_while_one_is_deleted_takes_no_files_of_another(first: str, writes: int) -> None:
    world = made()
    ask(world, "report-2")
    other = "report-2" if first == "report-1" else "report-1"
    if not world.delete(first, kill_after=writes):
        world.run()
        assert world.result(other)
        world.delete(first)
    assert world.result(other)
    world.run()
    world.delete(other)
    assert not world.files.files


def test_of_somebody_elses_report_nothing_is_known() -> None:
    world = made()
    ask(world, "report-2", owner="b")
    with pytest.raises(ReportNotFound):
        world.delete("report-1", owner="b")
    assert world.report("report-2").owner == "b"


def test_what_was_given_can_be_repaired_only_when_something_is_gone() -> None:
    world = made()
    ask(world, "report-2")
    with pytest.raises(NothingToRepair):
        world.repair("report-2")
    world.windows.windows.clear()
    repaired = world.repair("report-2")
    assert repaired is not None
    assert len(repaired.pending) == 1
    world.run()
    report = world.report("report-2")
    assert (report.revision, report.status, report.was_given) == (2, Status.SUCCEEDED, False)
    world.delete("report-2")
    assert world.result("report-1")
    world.delete("report-1")
    assert not world.files.files


def test_a_repair_ends_the_answer_of_the_revision_before() -> None:
    world = made()
    world.windows.windows.clear()
    world.repair()
    assert not is_given(world)
    world.run()
    assert world.report("asked-now").status is Status.SUCCEEDED
    assert is_given(world, report_id="then")


def test_so_many_may_have_an_answer_and_the_next_makes_another() -> None:
    world = made()
    for number in range(MOST_HOLDERS):
        ask(world, f"holder-{number}")
    assert not is_given(world, report_id="one-more")
    world.run_due()
    assert world.report("one-more").upstream_calls == 0
    assert is_given(world)


# One that is being made.


def test_equal_requests_at_the_same_moment_make_one_run() -> None:
    world = World(gives_again=True)
    for number in range(1, 6):
        ask(world, f"report-{number}", owner=f"owner-{number}")
    assert len(world.queue.jobs) == 1
    world.run_due()
    assert len(world.upstream.asked) == 1
    reports = [world.report(f"report-{number}") for number in range(1, 6)]
    assert {report.status for report in reports} == {Status.SUCCEEDED}
    assert len({report.folder for report in reports}) == 1
    assert [report.upstream_calls for report in reports] == [1, 0, 0, 0, 0]
    assert all(not report.pending and not report.failures for report in reports)
    assert not world.budgets.open


def test_while_it_waits_it_is_queued() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    report = ask(world, "report-2")
    assert (report.status, len(report.pending)) == (Status.QUEUED, 1)
    assert not [job for job in world.queue.jobs if job.report_id == "report-2"]


def test_fresh_passes_by_what_is_being_made() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    ask(world, "report-2", a_request(fresh=True))
    ask(world, "report-3", a_request(fresh=True))
    assert [job.report_id for job in world.queue.jobs] == ["report-1", "report-2", "report-3"]


@pytest.mark.parametrize("trouble", ["fails", "is deleted", "dies while it is accepted"])
def test_when_the_one_before_comes_to_nothing_it_is_fetched_after_all(trouble: str) -> None:
    world = World(gives_again=True)
    if trouble == "dies while it is accepted":
        # watch, deadline, charge and the lead are written by then
        assert world.request(REQUEST, report_id="report-1", kill_after=4) is None
        assert world.answers.making
    else:
        ask(world, "report-1")
    ask(world, "report-2")
    ask(world, "report-3")
    if trouble == "fails":
        fail(world, world.report().jobs[0])
    if trouble == "is deleted":
        world.delete("report-1")
    world.run()
    assert world.report("report-2").status is Status.SUCCEEDED
    assert world.report("report-3").status is Status.SUCCEEDED
    if trouble == "fails":
        assert world.report("report-1").status is Status.FAILED
    assert not world.answers.making
    assert not world.budgets.open


def test_those_who_wait_hear_at_once_that_the_one_before_was_deleted() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    ask(world, "report-2", owner="somebody else")
    world.delete("report-1")
    world.run_due()
    assert world.report("report-2").status is Status.SUCCEEDED
    assert not world.answers.making


def test_a_repair_that_is_deleted_leaves_those_alone_who_wait_for_another() -> None:
    world = World(gives_again=True)
    request = a_request(platforms=("spotify", "deezer"))
    ask(world, "report-1", request)
    fail(world, world.report().jobs[0])
    world.run()
    world.repair("report-1")
    ask(world, "report-2", request)
    ask(world, "report-3", request)
    world.delete("report-1")
    ((leader, _, followers),) = world.answers.making.values()
    assert (leader, followers) == ("report-2", {"report-3"})


def test_who_cannot_be_told_finds_out_by_its_own_watch() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    for number in range(MOST_HOLDERS):
        ask(world, f"follower-{number}")
    ask(world, "one-more")
    told = world.answers.making.copy().popitem()[1][2]
    assert len(told) == MOST_HOLDERS
    world.run_due()
    assert world.report("one-more").status is Status.QUEUED
    world.clock.advance(WATCH_AFTER_S)
    world.run_due()
    assert world.report("one-more").status is Status.SUCCEEDED
    assert len(world.upstream.asked) == 1


def test_it_is_looked_after_at_once_if_the_one_before_ends_just_then() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    lead = world.answers.lead

    def meanwhile(*told: Any, **of: Any) -> str:
        leader = lead(*told, **of)
        world.run_due()
        return leader

    world.answers.lead = meanwhile  # type: ignore[method-assign]
    ask(world, "report-2")
    assert world.report("report-1").status.ended
    world.run_due()
    assert world.report("report-2").answer_of == "report-1"


def test_it_waits_as_long_as_the_one_before_may_end_well() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    ask(world, "report-2")
    jobs = [message for message in world.queue.messages if message.queue == "FetchJobsQueue"]
    for message in jobs:
        message.due += timedelta(seconds=200)
    for _ in range(6):
        world.clock.advance(WATCH_AFTER_S)
        world.run_due()
        assert world.report("report-2").status is Status.QUEUED
        watches = [
            check
            for check in world.queue.finalizes
            if (check.report_id, check.check_reason) == ("report-2", CheckReason.WATCH)
        ]
        assert len(watches) == 1
    world.clock.advance(WATCH_AFTER_S)
    world.run_due()
    assert world.report("report-2").answer_of == "report-1"


def test_the_deadline_ends_what_waits_in_vain() -> None:
    world = World(gives_again=True)
    ask(world, "report-1", deadline_s=900)
    for message in list(world.queue.messages):
        world.queue.messages.remove(message)  # nobody looks after the first any more
    report = ask(world, "report-2", deadline_s=600)
    world.run()
    ended = world.report("report-2")
    assert ended.status is Status.FAILED
    assert ended.finished_at is not None
    assert ended.finished_at <= report.deadline


def test_a_follower_deleted_while_it_waits_is_gone_and_costs_nothing() -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    ask(world, "report-2", owner="b")
    account = charge_of(world.report("report-2")).account
    assert world.budgets.spent(account) == 1
    world.delete("report-2", owner="b")
    assert world.budgets.spent(account) == 0
    world.run()
    assert world.reports.get("report-2") is None
    assert world.result("report-1")
    world.delete("report-1")
    assert not world.files.files


@pytest.mark.parametrize("writes", range(14))
def test_a_death_while_it_is_accepted_leaves_all_to_end(writes: int) -> None:
    world = World(gives_again=True)
    ask(world, "report-1")
    world.request(HOOK, report_id="report-2", idempotency_key="once", kill_after=writes)
    second = ask(world, "another", HOOK, idempotency_key="once").report_id
    ask(world, "report-3")
    world.run()
    reports = {each.report_id: each.status for each in world.reports.listed("caller", limit=9)}
    assert reports == dict.fromkeys(("report-1", second, "report-3"), Status.SUCCEEDED)
    assert set(world.notified) == {(second, 1)}
    assert not world.answers.making
    assert not world.budgets.open
    assert len(world.upstream.asked) == 1


@pytest.mark.parametrize("writes", range(24))
@pytest.mark.parametrize("of", ["report-1", "report-2"])
def test_a_death_while_it_ends_leaves_all_to_end(of: str, writes: int) -> None:
    world = World(gives_again=True)
    ask(world, "report-1", HOOK)
    ask(world, "report-2", HOOK)
    ask(world, "report-3", HOOK)
    died = False
    while world.queue.messages:
        first = min(world.queue.messages, key=lambda message: message.due)
        world.clock.now = max(world.clock.now, first.due)
        is_of = getattr(first.body, "report_id", "") == of and first.queue == "ReportChecksQueue"
        died |= world.deliver(first, kill_after=writes if is_of and not died else None)
    assert {world.report(f"report-{number}").status for number in (1, 2, 3)} == {Status.SUCCEEDED}
    assert set(world.notified) == {(f"report-{number}", 1) for number in (1, 2, 3)}
    assert all(world.result(f"report-{number}") for number in (1, 2, 3))
    assert not world.budgets.open
    assert len(world.upstream.asked) == 1
    for number in (1, 2, 3):
        world.delete(f"report-{number}")
    assert not world.files.files
