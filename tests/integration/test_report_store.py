"""The contract of ReportStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched, count
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.dynamo_units import item_bytes
from linernotes.model.errors import StoreBusy
from linernotes.model.report import Callback, CallbackStatus, JobEnd, Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.jobs import jobs_of
from linernotes.reports.ports import Remembered, ReportStore
from linernotes.reports.report_items import report_item, report_of
from linernotes.sections.sources import SOURCES
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_report, a_request, an_artist
from tests.unit.memory import Killed, MemoryReportStore

RETENTION_DAYS = 90
REPORT = a_report(a_request(artists=(LAURO, ELISA, GIORGIA)), status=Status.QUEUED)
JOBS = [cell.job_id for cell in jobs_of(REPORT.request)]
ID = REPORT.report_id
DONE = JobEnd(upstream_calls=2, cache_hits=1)
BROKE = JobEnd(upstream_calls=5, reason="Soundcharts answered 500", retryable=True)
MANY_JOBS = a_request(
    artists=tuple(an_artist(number) for number in range(30)), platforms=("spotify", "tiktok", "deezer")
)
"""So many that they are kept in three groups."""
_numbers = count(1)
LATER = NOW + timedelta(minutes=3)


def queued(**overrides: Any) -> Report:
    return a_report(**{"status": Status.QUEUED, **overrides})


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture
def dynamo_store(dynamodb: Any, table: str) -> DynamoReportStore:
    return DynamoReportStore(OneAtATime(dynamodb), table, retention_days=RETENTION_DAYS, clock=lambda: NOW)


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> ReportStore:
    if request.param == "memory":
        return MemoryReportStore()
    dynamo: DynamoReportStore = request.getfixturevalue("dynamo_store")
    return dynamo


def stored(store: ReportStore, report_id: str = ID) -> Report:
    report = store.get(report_id)
    assert report is not None
    return report


def ended(store: ReportStore, status: Status = Status.PARTIAL, failure: str | None = None) -> Report:
    """Store the report with one job done, one failed and one that never ended, and end it."""
    store.create(REPORT)
    store.mark_running(ID, 1)
    store.record_error(ID, 1, {JOBS[2]: "Soundcharts answered 502"}, 4)
    store.record_ended(ID, 1, {JOBS[0]: DONE, JOBS[1]: BROKE})
    store.claim_finalize(ID, 1)
    store.complete(ID, 1, status, now=LATER, folder=f"{ID}/1/try-1", failure=failure)
    return stored(store)


# --- Storing and reading --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        a_request(),
        a_request(country="IT", fresh=True, sections=("tracks",)),
        a_request(title='Città 🎵 "=1+1"', callback_url="https://example.org/hook?a=1&b=2"),
        a_request(
            artists=(Artist(LAURO.uuid), Artist(ELISA.uuid, "Elisa"), GIORGIA), platforms=tuple(SOURCES)
        ),
    ],
)
def test_a_report_is_read_back_as_it_was_stored(store: ReportStore, request_: ReportRequest) -> None:
    report = queued(request=request_, created_at=datetime(2025, 1, 2, 3, 4, 5, 678901, tzinfo=UTC))
    assert store.create(report)
    assert store.get(ID) == report


@pytest.mark.parametrize("door", ["api", "slack"])
def test_a_report_says_by_which_door_it_was_asked(store: ReportStore, door: str) -> None:
    store.create(replace(REPORT, door=door))
    assert stored(store).door == door


def test_a_report_that_says_nothing_of_a_door_was_asked_by_the_api() -> None:
    item = {name: value for name, value in report_item(REPORT).items() if name != "door"}
    assert report_of(item).door == "api"


def test_there_is_no_report_nobody_stored(store: ReportStore) -> None:
    store.create(REPORT)
    assert store.get("another") is None


def test_a_report_created_twice_is_left_alone_the_second_time(store: ReportStore) -> None:
    assert store.create(REPORT)
    store.mark_running(ID, 1)
    assert not store.create(replace(REPORT, owner="someone else"))
    assert store.get(ID) == replace(REPORT, status=Status.RUNNING)


def test_reports_do_not_touch_one_another(store: ReportStore) -> None:
    other = replace(REPORT, report_id="other")
    store.create(REPORT)
    store.create(other)
    store.record_ended(ID, 1, {JOBS[0]: DONE})
    assert store.get("other") == other


# --- Sent -----------------------------------------------------------------------------------------


def test_a_queued_report_runs_once_its_jobs_were_sent(store: ReportStore) -> None:
    store.create(REPORT)
    store.mark_running(ID, 1)
    assert stored(store).status is Status.RUNNING


def test_a_report_that_moved_on_is_not_set_back_to_running(store: ReportStore) -> None:
    store.create(REPORT)
    store.claim_finalize(ID, 1)
    store.mark_running(ID, 1)
    assert stored(store).status is Status.FINALIZING


@pytest.mark.parametrize("report_id", [ID, "nobody's"])
def test_another_revision_or_report_is_not_marked_running(store: ReportStore, report_id: str) -> None:
    store.create(REPORT)
    store.mark_running(report_id, 2)
    assert stored(store) == REPORT


# --- The set of ended jobs ------------------------------------------------------------------------


@pytest.mark.parametrize("running", [True, False])
def test_ends_are_recorded_while_the_report_is_collecting(store: ReportStore, running: bool) -> None:
    store.create(REPORT)
    if running:
        store.mark_running(ID, 1)
    assert not store.record_ended(ID, 1, {JOBS[0]: DONE, JOBS[2]: BROKE})
    report = stored(store)
    assert report.ended == {JOBS[0]: DONE, JOBS[2]: BROKE}
    assert [cell.job_id for cell in report.pending] == [JOBS[1]]


@pytest.mark.parametrize(
    "end",
    [
        JobEnd(),
        JobEnd(upstream_calls=21),
        JobEnd(cache_hits=21),
        JobEnd(reason="Città: “429” 🎵", retryable=True),
        JobEnd(upstream_calls=1, cache_hits=2, reason="the month's calls are spent"),
    ],
)
def test_an_end_is_read_back_as_it_was_told(store: ReportStore, end: JobEnd) -> None:
    store.create(REPORT)
    store.record_ended(ID, 1, {JOBS[0]: end})
    assert stored(store).ended == {JOBS[0]: end}


def test_a_job_told_twice_counts_once_and_its_first_end_stays(store: ReportStore) -> None:
    store.create(REPORT)
    store.record_ended(ID, 1, {JOBS[0]: DONE})
    assert not store.record_ended(ID, 1, {JOBS[0]: BROKE, JOBS[1]: DONE})
    report = stored(store)
    assert report.ended == {JOBS[0]: DONE, JOBS[1]: DONE}
    assert report.upstream_calls == 4


@pytest.mark.parametrize("state", ["finalizing", "ended", "unknown"])
def test_ends_told_when_collecting_is_over_are_not_recorded(store: ReportStore, state: str) -> None:
    if state != "unknown":
        store.create(REPORT)
        store.claim_finalize(ID, 1)
    if state == "ended":
        store.complete(ID, 1, Status.FAILED, now=LATER)
    before = store.get(ID)
    assert not store.record_ended(ID, 1, {JOBS[0]: DONE})
    assert store.get(ID) == before


@pytest.mark.parametrize("revision", [0, 2])
def test_ends_told_of_another_revision_are_not_recorded(store: ReportStore, revision: int) -> None:
    store.create(REPORT)
    assert not store.record_ended(ID, revision, {JOBS[0]: DONE})
    assert stored(store) == REPORT


def test_400_jobs_end_in_one_call(store: ReportStore) -> None:
    artists = tuple(an_artist(number) for number in range(50))
    report = queued(request=a_request(artists=artists, platforms=tuple(SOURCES)[:8]))
    store.create(report)
    ends = {
        cell.job_id: DONE if index % 3 else replace(BROKE, reason=f"broke {index}: " + "why " * 30)
        for index, cell in enumerate(jobs_of(report.request))
    }
    assert store.record_ended(ID, 1, ends)
    report = stored(store)
    assert report.ended == ends
    assert (len(report.ended), report.pending) == (400, [])


def test_of_threads_ending_jobs_at_once_none_is_lost_and_one_sees_the_set_complete(
    store: ReportStore,
) -> None:
    artists = tuple(an_artist(number) for number in range(50))
    request = a_request(artists=artists, platforms=("spotify", "tiktok", "deezer"))
    store.create(queued(request=request))
    job_ids = [cell.job_id for cell in jobs_of(request)]
    random.Random(3).shuffle(job_ids)  # noqa: S311 - it guards nothing

    def end(some: tuple[str, ...]) -> bool:
        return store.record_ended(ID, 1, dict.fromkeys(some, DONE))

    with ThreadPoolExecutor(max_workers=8) as pool:
        told = list(pool.map(end, batched(job_ids, 4)))
    assert stored(store).ended == dict.fromkeys(job_ids, DONE)
    assert sum(told) == 1


def test_the_set_is_seen_complete_again_by_whoever_tells_a_last_job_again(store: ReportStore) -> None:
    large = queued(request=MANY_JOBS)
    store.create(large)
    *others, last = [cell.job_id for cell in jobs_of(MANY_JOBS)]
    assert not store.record_ended(ID, 1, dict.fromkeys(others, DONE))
    assert store.record_ended(ID, 1, {last: DONE})
    assert store.record_ended(ID, 1, {last: BROKE})
    store.claim_finalize(ID, 1)
    assert store.record_ended(ID, 1, {last: DONE})
    assert stored(store).ended == dict.fromkeys([*others, last], DONE)
    store.complete(ID, 1, Status.SUCCEEDED, now=LATER)
    assert stored(store).ended == dict.fromkeys([*others, last], DONE)


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ends_told_in_any_order_and_however_often_are_complete_with_the_last_and_not_before(
    store: ReportStore, data: st.DataObject
) -> None:
    report_id = f"told-{next(_numbers)}"
    store.create(queued(report_id=report_id, request=MANY_JOBS))
    job_ids = [cell.job_id for cell in jobs_of(MANY_JOBS)]
    told = data.draw(st.lists(st.sampled_from(job_ids), max_size=30)) + data.draw(st.permutations(job_ids))
    seen: set[str] = set()
    for some in batched(told, data.draw(st.integers(1, 40))):
        seen |= set(some)
        complete = store.record_ended(report_id, 1, dict.fromkeys(some, DONE))
        assert complete == (seen == set(job_ids)) or (not complete and set(some) <= seen)
        if complete:
            assert seen == set(job_ids)
    assert stored(store, report_id).pending == []
    assert store.record_ended(report_id, 1, {job_ids[0]: DONE})


# --- Trouble --------------------------------------------------------------------------------------


def test_trouble_keeps_the_last_reason_and_all_calls(store: ReportStore) -> None:
    store.create(REPORT)
    store.record_error(ID, 1, {JOBS[0]: "first"}, 3)
    store.record_error(ID, 1, {JOBS[1]: "other", JOBS[0]: "second"}, 0)
    store.record_error(ID, 1, {JOBS[0]: "third"}, 2)
    report = stored(store)
    assert report.last_errors == {JOBS[0]: "third", JOBS[1]: "other"}
    assert (report.tried_calls, report.upstream_calls) == (5, 5)


def test_the_trouble_of_a_job_goes_when_it_ends(store: ReportStore) -> None:
    store.create(REPORT)
    store.record_error(ID, 1, {JOBS[0]: "first", JOBS[1]: "other"}, 3)
    store.record_ended(ID, 1, {JOBS[0]: DONE})
    assert stored(store).last_errors == {JOBS[1]: "other"}
    assert stored(store).tried_calls == 3


@pytest.mark.parametrize("state", ["finalizing", "another revision", "unknown"])
def test_trouble_of_a_report_that_moved_on_is_not_noted(store: ReportStore, state: str) -> None:
    if state != "unknown":
        store.create(REPORT)
    if state == "finalizing":
        store.claim_finalize(ID, 1)
    before = store.get(ID)
    store.record_error(ID, 2 if state == "another revision" else 1, {JOBS[0]: "late"}, 3)
    assert store.get(ID) == before


# --- Finalizing and ending ------------------------------------------------------------------------


@pytest.mark.parametrize("running", [True, False])
def test_a_collecting_report_is_claimed_for_finalizing(store: ReportStore, running: bool) -> None:
    store.create(REPORT)
    if running:
        store.mark_running(ID, 1)
    claimed = store.claim_finalize(ID, 1)
    assert claimed == stored(store)
    assert claimed.status is Status.FINALIZING


def test_a_claim_made_again_gives_the_same_report(store: ReportStore) -> None:
    store.create(REPORT)
    first, again = store.claim_finalize(ID, 1), store.claim_finalize(ID, 1)
    assert first is not None
    assert again == replace(first, finalize_tries=2) == stored(store)


@pytest.mark.parametrize("state", ["ended", "another revision", "unknown"])
def test_what_cannot_be_finalized_is_not_claimed(store: ReportStore, state: str) -> None:
    if state != "unknown":
        store.create(REPORT)
    if state == "ended":
        store.claim_finalize(ID, 1)
        store.complete(ID, 1, Status.SUCCEEDED, now=LATER)
    before = store.get(ID)
    assert store.claim_finalize(ID, 2 if state == "another revision" else 1) is None
    assert store.get(ID) == before


@pytest.mark.parametrize(
    ("folder", "failure"), [("report/1/try-1", None), (None, "the workbook could not be written")]
)
@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.PARTIAL, Status.FAILED])
def test_a_finalizing_report_is_completed_once(
    store: ReportStore, status: Status, folder: str | None, failure: str | None
) -> None:
    store.create(REPORT)
    store.claim_finalize(ID, 1)
    assert store.complete(ID, 1, status, now=LATER, folder=folder, failure=failure)
    ended = replace(REPORT, status=status, finished_at=LATER, folder=folder, failure=failure)
    expected = replace(ended, finalize_tries=1)
    assert stored(store) == expected
    later = LATER + timedelta(seconds=1)
    assert not store.complete(ID, 1, Status.FAILED, now=later, folder="report/1/try-2", failure="again")
    assert stored(store) == expected


def test_of_threads_completing_a_report_at_once_one_does(store: ReportStore) -> None:
    store.create(REPORT)
    store.claim_finalize(ID, 1)
    with ThreadPoolExecutor(max_workers=8) as pool:
        done = list(pool.map(lambda _: store.complete(ID, 1, Status.SUCCEEDED, now=LATER), range(8)))
    assert sorted(done) == [False] * 7 + [True]


@pytest.mark.parametrize("state", ["collecting", "another revision", "unknown"])
def test_a_report_that_is_not_finalizing_is_not_completed(store: ReportStore, state: str) -> None:
    if state != "unknown":
        store.create(REPORT)
    if state == "another revision":
        store.claim_finalize(ID, 1)
    before = store.get(ID)
    revision = 2 if state == "another revision" else 1
    assert not store.complete(ID, revision, Status.SUCCEEDED, now=LATER)
    assert store.get(ID) == before


def test_files_that_are_missing_are_known_with_the_reason_until_the_report_is_reopened(
    store: ReportStore,
) -> None:
    store.create(REPORT)
    store.claim_finalize(ID, 1)
    missing = {"report.xlsx": "it could not be written"}
    store.complete(ID, 1, Status.PARTIAL, now=LATER, folder="f", missing_files=missing)
    assert stored(store).missing_files == missing
    reopened = store.reopen(stored(store), keep=[], now=LATER, deadline=LATER)
    assert reopened is not None
    assert reopened.missing_files == {}


@pytest.mark.parametrize("request_", [REPORT.request, MANY_JOBS], ids=["one group", "several groups"])
def test_no_job_ends_once_a_report_was_claimed_with_jobs_pending(
    store: ReportStore, request_: ReportRequest
) -> None:
    store.create(queued(request=request_))
    *others, late = [cell.job_id for cell in jobs_of(request_)]
    store.record_ended(ID, 1, dict.fromkeys(others, DONE))
    claimed = store.claim_finalize(ID, 1)
    assert claimed is not None
    assert [cell.job_id for cell in claimed.pending] == [late]
    assert not store.record_ended(ID, 1, {late: DONE})
    store.record_error(ID, 1, {late: "too late"}, 5)
    assert stored(store) == claimed


def test_the_status_alone_is_read_as_it_is(store: ReportStore) -> None:
    assert store.status(ID) is None
    store.create(REPORT)
    assert store.status(ID) is Status.QUEUED
    store.claim_finalize(ID, 1)
    assert store.status(ID) is Status.FINALIZING


# --- Running jobs again before the end ------------------------------------------------------------


@pytest.mark.parametrize("request_", [REPORT.request, MANY_JOBS], ids=["one group", "several groups"])
def test_jobs_of_a_finalizing_report_run_again_and_complete_it_once_more(
    store: ReportStore, request_: ReportRequest
) -> None:
    store.create(queued(request=request_))
    jobs = [cell.job_id for cell in jobs_of(request_)]
    store.record_ended(ID, 1, dict.fromkeys(jobs, DONE))
    claimed = store.claim_finalize(ID, 1)
    assert claimed is not None
    resumed = store.resume(claimed, {jobs[0], jobs[-1]})
    assert resumed == stored(store)
    assert (resumed.status, resumed.refetches) == (Status.QUEUED, 1)
    assert {cell.job_id for cell in resumed.pending} == {jobs[0], jobs[-1]}
    assert resumed.upstream_calls == claimed.upstream_calls
    assert not store.record_ended(ID, 1, {jobs[0]: DONE})
    assert store.record_ended(ID, 1, {jobs[-1]: DONE})


@pytest.mark.parametrize("state", ["collecting", "resumed", "ended"])
def test_a_report_that_moved_on_is_not_resumed(store: ReportStore, state: str) -> None:
    store.create(REPORT)
    store.record_ended(ID, 1, dict.fromkeys(JOBS, DONE))
    claimed = REPORT if state == "collecting" else store.claim_finalize(ID, 1)
    assert claimed is not None
    if state == "resumed":
        store.resume(claimed, JOBS[:1])
    if state == "ended":
        store.complete(ID, 1, Status.SUCCEEDED, now=LATER)
    before = stored(store)
    assert store.resume(replace(claimed, ended=dict.fromkeys(JOBS, DONE)), JOBS) is None
    assert stored(store) == before


def test_ends_are_replaced_while_a_report_is_finalizing(store: ReportStore) -> None:
    store.create(REPORT)
    store.record_ended(ID, 1, dict.fromkeys(JOBS, DONE))
    claimed = store.claim_finalize(ID, 1)
    assert claimed is not None
    gone = replace(DONE, reason="no longer stored", retryable=True)
    replaced = store.replace_ends(claimed, {JOBS[1]: gone})
    assert replaced == stored(store)
    assert replaced.ended == {JOBS[0]: DONE, JOBS[1]: gone, JOBS[2]: DONE}


# --- Telling the caller ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.PARTIAL, Status.FAILED])
def test_that_the_caller_was_told_of_an_end_is_noted(store: ReportStore, status: Status) -> None:
    before = ended(store, status)
    assert before.notified_revision == 0
    store.mark_notified(ID, 1)
    store.mark_notified(ID, 1)
    assert stored(store) == replace(before, notified_revision=1)


@pytest.mark.parametrize("state", ["collecting", "finalizing", "another revision", "unknown"])
def test_that_the_caller_was_told_is_noted_of_the_end_it_is_about_only(
    store: ReportStore, state: str
) -> None:
    if state == "another revision":
        ended(store)
    elif state != "unknown":
        store.create(REPORT)
    if state == "finalizing":
        store.claim_finalize(ID, 1)
    before = store.get(ID)
    store.mark_notified(ID, 2 if state == "another revision" else 1)
    assert store.get(ID) == before


def test_a_reopened_report_knows_which_of_its_ends_the_caller_was_told_of(store: ReportStore) -> None:
    ended(store)
    store.mark_notified(ID, 1)
    reopened = store.reopen(stored(store), keep=[], now=LATER, deadline=LATER)
    assert reopened is not None
    assert (reopened.revision, reopened.notified_revision) == (2, 1)


# --- Its callback ---------------------------------------------------------------------------------

TRIED = Callback(tries=1, last_error="hooks.example.org answered 503 🎵", next_try_at=LATER, asked_at=NOW)
SETTLED = [Callback(CallbackStatus.DELIVERED, 2), Callback(CallbackStatus.FAILED, 11, "answered 410")]


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.PARTIAL, Status.FAILED])
@pytest.mark.parametrize("settled", SETTLED)
def test_how_a_callback_goes_is_stored_step_by_step(
    store: ReportStore, status: Status, settled: Callback
) -> None:
    before = ended(store, status)
    assert before.callback is None
    assert store.replace_callback(before, TRIED)
    assert stored(store) == replace(before, callback=TRIED)
    assert store.replace_callback(stored(store), settled)
    assert stored(store) == replace(before, callback=settled, notified_revision=1)


@pytest.mark.parametrize("late", [TRIED, *SETTLED])
def test_who_knows_an_older_state_of_a_callback_changes_nothing(store: ReportStore, late: Callback) -> None:
    first = ended(store)
    assert store.replace_callback(first, TRIED)
    second = stored(store)
    assert not store.replace_callback(first, late)
    assert store.replace_callback(second, SETTLED[0])
    assert not store.replace_callback(second, late)
    assert stored(store).callback == SETTLED[0]


def test_of_two_at_once_one_replaces_a_callback(store: ReportStore) -> None:
    before = ended(store)
    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(lambda _: store.replace_callback(before, TRIED), range(2)))
    assert sorted(won) == [False, True]


@pytest.mark.parametrize("state", ["collecting", "finalizing", "another revision", "unknown"])
def test_only_the_end_of_a_report_has_a_callback(store: ReportStore, state: str) -> None:
    report = ended(store) if state == "another revision" else REPORT
    if state not in ("another revision", "unknown"):
        store.create(REPORT)
    if state == "finalizing":
        store.claim_finalize(ID, 1)
    before = store.get(ID)
    asked = replace(report, revision=2) if state == "another revision" else report
    assert not store.replace_callback(asked, TRIED)
    assert store.get(ID) == before


def test_the_next_revision_has_a_callback_of_its_own(store: ReportStore) -> None:
    before = ended(store)
    assert store.replace_callback(before, SETTLED[0])
    reopened = store.reopen(stored(store), keep=[], now=LATER, deadline=LATER)
    assert reopened is not None
    assert (reopened.callback, reopened.notified_revision) == (None, 1)


# --- Reopening ------------------------------------------------------------------------------------


def test_a_reopened_report_keeps_what_is_to_be_kept_and_starts_over_with_the_rest(
    store: ReportStore,
) -> None:
    before = ended(store, Status.FAILED, failure="the workbook could not be written")
    started, deadline = LATER + timedelta(hours=1), LATER + timedelta(hours=2)
    reopened = store.reopen(before, keep={JOBS[0]}, now=started, deadline=deadline)
    assert reopened == stored(store)
    assert reopened == replace(
        REPORT,
        revision=2,
        started_at=started,
        deadline=deadline,
        ended={JOBS[0]: DONE},
        tried_calls=4 + BROKE.upstream_calls,
    )
    assert reopened.upstream_calls == before.upstream_calls


def test_a_report_reopened_to_be_made_anew_says_so_until_it_is_reopened_again(store: ReportStore) -> None:
    reopened = store.reopen(ended(store), keep=[], now=LATER, deadline=LATER, anew=True)
    assert reopened is not None
    assert (reopened.anew, stored(store).anew) == (True, True)
    store.claim_finalize(ID, 2)
    store.complete(ID, 2, Status.FAILED, now=LATER)
    again = store.reopen(stored(store), keep=[], now=LATER, deadline=LATER)
    assert again is not None
    assert (again.revision, again.anew) == (3, False)


@pytest.mark.parametrize("keep", [[], JOBS])
def test_a_report_may_be_reopened_with_none_or_all_of_its_ends(store: ReportStore, keep: list[str]) -> None:
    before = ended(store)
    reopened = store.reopen(before, keep=keep, now=LATER, deadline=LATER)
    assert reopened is not None
    assert reopened.ended == (before.ended if keep else {})
    assert reopened.created_at == before.created_at


def test_a_reopened_report_collects_at_its_new_revision_only(store: ReportStore) -> None:
    store.reopen(ended(store), keep={JOBS[0]}, now=LATER, deadline=LATER)
    assert not store.record_ended(ID, 1, {JOBS[1]: DONE})
    assert not store.record_ended(ID, 2, {JOBS[1]: DONE})
    assert stored(store).ended.keys() == {JOBS[0], JOBS[1]}
    assert store.record_ended(ID, 2, {JOBS[2]: DONE})


def test_of_two_that_reopen_a_report_the_second_is_refused(store: ReportStore) -> None:
    before = ended(store)
    reopened = store.reopen(before, keep=[], now=LATER, deadline=LATER)
    assert store.reopen(before, keep=JOBS, now=LATER, deadline=LATER) is None
    assert stored(store) == reopened


def test_a_report_that_has_not_ended_is_not_reopened(store: ReportStore) -> None:
    store.create(REPORT)
    assert store.reopen(stored(store), keep=[], now=LATER, deadline=LATER) is None
    store.claim_finalize(ID, 1)
    assert store.reopen(stored(store), keep=[], now=LATER, deadline=LATER) is None
    assert stored(store).revision == 1


# --- Idempotency keys -----------------------------------------------------------------------------


def test_a_key_stands_for_what_it_was_first_used_for(store: ReportStore) -> None:
    first = store.remember("owner", "key", "print-1", "report-1", now=NOW)
    assert first == Remembered("report-1", "print-1")
    assert store.remember("owner", "key", "print-2", "report-2", now=LATER) == first


@pytest.mark.parametrize(("owner", "key"), [("owner", "another"), ("another", "key"), ("owner", "KEY")])
def test_keys_are_told_apart_by_owner_and_text(store: ReportStore, owner: str, key: str) -> None:
    store.remember("owner", "key", "print-1", "report-1", now=NOW)
    other = store.remember(owner, key, "print-2", "report-2", now=NOW)
    assert other == Remembered("report-2", "print-2")


@pytest.mark.parametrize(
    ("after", "remembered"),
    [
        (timedelta(hours=23, minutes=59, seconds=59), "report-1"),
        (timedelta(hours=24, seconds=1), "report-2"),
    ],
)
def test_a_key_is_forgotten_after_24_hours_though_its_row_may_still_be_there(
    store: ReportStore, after: timedelta, remembered: str
) -> None:
    store.remember("owner", "key", "print-1", "report-1", now=NOW)
    assert store.remember("owner", "key", "print-2", "report-2", now=NOW + after).report_id == remembered


@pytest.mark.parametrize(("after", "known"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_what_a_key_stands_for_is_told_without_tying_it_to_anything(
    store: ReportStore, after: timedelta, known: bool
) -> None:
    assert store.recall("owner", "key", now=NOW) is None
    first = store.remember("owner", "key", "print-1", "report-1", now=NOW)
    assert store.recall("owner", "key", now=NOW + after) == (first if known else None)
    assert store.recall("another", "key", now=NOW) is None


def test_a_key_used_anew_stands_for_another_24_hours(store: ReportStore) -> None:
    store.remember("owner", "key", "print-1", "report-1", now=NOW)
    store.remember("owner", "key", "print-2", "report-2", now=NOW + timedelta(hours=25))
    later = store.remember("owner", "key", "print-3", "report-3", now=NOW + timedelta(hours=48))
    assert later == Remembered("report-2", "print-2")


def test_of_threads_using_a_key_at_once_all_are_told_the_same(store: ReportStore) -> None:
    def use(number: int) -> Remembered:
        return store.remember("owner", "key", f"print-{number}", f"report-{number}", now=NOW)

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert len(set(pool.map(use, range(16)))) == 1


def test_a_key_is_not_a_report(store: ReportStore) -> None:
    store.remember("owner", "key", "print-1", ID, now=NOW)
    assert store.get(ID) is None
    assert store.create(REPORT)


# --- Of DynamoDB only -----------------------------------------------------------------------------


def test_what_is_stored_expires_by_the_attribute_the_template_names(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    dynamo_store.create(REPORT)
    dynamo_store.remember("owner", "key", "print", ID, now=NOW)
    attribute = expiry_attribute("ReportsTable")
    expiries = {
        item["pk"]["S"].partition("#")[0]: datetime.fromtimestamp(int(item[attribute]["N"]), UTC)
        for item in dynamodb.scan(TableName=table)["Items"]
    }
    assert expiries == {
        "REPORT": NOW + timedelta(days=RETENTION_DAYS),
        "JOBS": NOW + timedelta(days=RETENTION_DAYS),
        "KEY": NOW + timedelta(hours=24),
    }


@pytest.mark.parametrize(("after", "there"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_a_report_is_gone_after_its_retention_though_its_row_may_still_be_there(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore, after: timedelta, there: bool
) -> None:
    dynamo_store.create(REPORT)
    now = NOW + timedelta(days=RETENTION_DAYS) + after
    at_its_end = DynamoReportStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: now)
    assert (at_its_end.get(ID) is not None) is there


def test_the_key_a_caller_chose_is_not_stored_as_it_is(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    dynamo_store.remember("owner", "chosen-by-a-caller", "print", ID, now=NOW)
    assert "chosen-by-a-caller" not in str(dynamodb.scan(TableName=table)["Items"])


def largest_item(dynamodb: Any, table: str) -> int:
    pages = dynamodb.get_paginator("scan").paginate(TableName=table)
    return max(item_bytes(item) for page in pages for item in page["Items"])


def test_no_item_of_the_largest_report_grows_large_when_every_try_of_every_job_fails_differently(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    artists = tuple(an_artist(number, "An artist's name" * 10, "https://i" * 20) for number in range(50))
    largest = a_request(artists=artists, platforms=tuple(SOURCES))
    dynamo_store.create(queued(request=largest))
    jobs = [cell.job_id for cell in jobs_of(largest)]
    assert len(jobs) == 1_050
    for number in range(2):
        for some in batched(jobs, 40):
            reasons = {job_id: f"{number} {job_id} " + "why " * 300 for job_id in some}
            dynamo_store.record_error(ID, 1, reasons, 10)
    for some in batched(jobs, 40):
        ends = {job_id: replace(BROKE, reason=f"{job_id} " + "why " * 300) for job_id in some}
        complete = dynamo_store.record_ended(ID, 1, ends)
    assert complete
    report = stored(dynamo_store)
    assert report.pending == []
    assert report.tried_calls == 2 * 27 * 10
    assert {end.reason.split()[0] for end in report.ended.values() if end.reason} == set(jobs)
    assert largest_item(dynamodb, table) < 100_000


def test_a_reason_many_jobs_share_is_stored_once_for_their_group(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    dynamo_store.create(queued(request=MANY_JOBS))
    jobs = [cell.job_id for cell in jobs_of(MANY_JOBS)]
    reason = "Soundcharts has a fault of its own (503): " + "m" * 150
    dynamo_store.record_error(ID, 1, dict.fromkeys(jobs, reason), 1)
    dynamo_store.record_ended(ID, 1, dict.fromkeys(jobs, replace(BROKE, reason=reason)))
    assert largest_item(dynamodb, table) < 2_100
    assert {end.reason for end in stored(dynamo_store).ended.values()} == {reason}


class Throttling:
    """DynamoDB that takes no more writes."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.exceptions = client.exceptions

    def __getattr__(self, operation: str) -> Any:
        def call(**_asked: Any) -> Any:
            told = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}
            raise ClientError(told, operation)  # type: ignore[arg-type]

        return call


def test_a_table_that_throttles_is_busy_whatever_is_asked_of_it(dynamodb: Any, table: str) -> None:
    store = DynamoReportStore(Throttling(dynamodb), table, retention_days=RETENTION_DAYS, clock=lambda: NOW)
    asked: list[Callable[[], object]] = [
        lambda: store.create(REPORT),
        lambda: store.get(ID),
        lambda: store.record_ended(ID, 1, {JOBS[0]: DONE}),
        lambda: store.record_error(ID, 1, {JOBS[0]: "why"}, 1),
        lambda: store.claim_finalize(ID, 1),
        lambda: store.complete(ID, 1, Status.SUCCEEDED, now=LATER),
    ]
    for ask in asked:
        with pytest.raises(StoreBusy):
            ask()


class Dying:
    """DynamoDB as seen by a function that dies behind its `left`th call."""

    def __init__(self, client: Any, left: int) -> None:
        self._client = client
        self._left = left
        self.exceptions = client.exceptions

    def __getattr__(self, operation: str) -> Any:
        def call(**asked: Any) -> Any:
            answer = getattr(self._client, operation)(**asked)
            self._left -= 1
            if self._left == 0:
                raise Killed
            return answer

        return call


@pytest.mark.parametrize("calls", range(1, 9))
def test_a_function_that_dies_behind_any_of_its_writes_leaves_the_set_to_whoever_is_told_the_same_again(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore, calls: int
) -> None:
    dynamo_store.create(queued(request=MANY_JOBS))
    job_ids = [cell.job_id for cell in jobs_of(MANY_JOBS)]
    random.Random(calls).shuffle(job_ids)  # noqa: S311 - it guards nothing
    completed = 0
    for some in batched(job_ids, 30):
        ends = dict.fromkeys(some, DONE)
        dying = DynamoReportStore(
            Dying(dynamodb, calls), table, retention_days=RETENTION_DAYS, clock=lambda: NOW
        )
        try:
            completed += dying.record_ended(ID, 1, ends)
        except Killed:
            completed += dynamo_store.record_ended(ID, 1, ends)
    assert stored(dynamo_store).ended == dict.fromkeys(job_ids, DONE)
    assert completed == 1
