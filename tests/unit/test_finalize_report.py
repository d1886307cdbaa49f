from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from linernotes.model.errors import RequestRefused, Unavailable
from linernotes.model.report import DEADLINE_REASON, FetchJob, Status, collect_until
from linernotes.model.request import Artist
from linernotes.reports.file_names import CSV_NAME, RESULT_NAME, WORKBOOK_NAME, FileName
from linernotes.reports.finalize_report import DIED_REASON, GONE_REASON, MOST_REFETCHES
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import ReportEnded
from linernotes.reports.write_files import UNWRITTEN_REASON
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey, WindowRequest
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_request, september
from tests.unit.memory import Killed, MemoryFiles, Message, figure, full_window
from tests.unit.simulated import simulated
from tests.unit.world import FINALIZE_TRIES, REPORT_ID, World, windows_of

THREE = a_request(artists=(LAURO, ELISA, GIORGIA))
TOLD = replace(THREE, callback_url="https://hooks.example.org/done")
YEAR = a_request(start_date=date(2024, 1, 1), end_date=date(2024, 12, 31))


@pytest.fixture
def world() -> World:
    return World()


def finalize_message(world: World, check_reason: CheckReason) -> Message:
    (message,) = [
        message
        for message in world.queue.messages
        if isinstance(message.body, ReportCheck) and message.body.check_reason is check_reason
    ]
    return message


def job_messages(world: World) -> list[Message]:
    return [message for message in world.queue.messages if isinstance(message.body, FetchJob)]


def all_jobs_ended(request: Any = TOLD) -> World:
    """Make a world with a report that only waits to be finalized."""
    world = World()
    world.request(request)
    world.deliver(*job_messages(world))
    return world


def past_collecting(world: World) -> None:
    report = world.report()
    world.clock.now = collect_until(report.deadline, report.started_at)


# --- The usual way --------------------------------------------------------------------------------


def test_a_report_whose_jobs_all_ended_done_succeeds_with_its_files() -> None:
    world = all_jobs_ended(THREE)
    world.clock.advance(7)
    ended = world.finalize()
    assert ended == world.report()
    assert (ended.status, ended.finished_at, ended.failure) == (
        Status.SUCCEEDED, NOW + timedelta(seconds=7), None,
    )  # fmt: skip
    folder = world.report().folder
    assert world.files.files.keys() == {(folder, name) for name in (RESULT_NAME, CSV_NAME, WORKBOOK_NAME)}
    assert world.result()["success"] is True


def test_the_answer_is_made_of_what_soundcharts_gave() -> None:
    world = all_jobs_ended(THREE)
    world.finalize()
    for row, artist in zip(world.result()["detailed_breakdown"], THREE.artists, strict=True):
        key = WindowKey(artist.uuid, "spotify", windows_of(THREE)[0].first)
        expected = [[f"2024-09-{day:02}", figure(key, september(day))] for day in range(1, 31)]
        assert (row["artist__uuid"], row["status"]) == (artist.uuid, "measured")
        assert row["series"] == expected


def test_the_workbook_is_told_how_the_report_is_about_to_end() -> None:
    world = all_jobs_ended(THREE)
    world.finalize()
    ((report, result, status),) = world.write_workbook.written
    assert (report.status, status) == (Status.FINALIZING, Status.SUCCEEDED)
    assert len(result.breakdown) == 3


def test_a_report_with_a_failed_job_is_partial_and_still_has_a_workbook(world: World) -> None:
    (window,) = windows_of(THREE)
    refusal = RequestRefused("Soundcharts answered 400")
    world.upstream.scripts[WindowKey(ELISA.uuid, "spotify", window.first)] = [refusal]
    world.request(THREE)
    world.run()
    assert world.report().status is Status.PARTIAL
    assert [row["status"] for row in world.result()["detailed_breakdown"]] == [
        "measured", "failed", "measured",
    ]  # fmt: skip
    assert (world.report().folder, WORKBOOK_NAME) in world.files.files


def test_a_report_with_nothing_to_show_fails_with_an_answer_but_without_a_workbook(world: World) -> None:
    world.upstream.usual = RequestRefused("Soundcharts answered 400")
    world.request(THREE)
    world.run()
    assert world.report().status is Status.FAILED
    assert world.files.files.keys() == {(world.report().folder, RESULT_NAME)}
    assert world.result()["success"] is False


@pytest.mark.parametrize("revision", [0, 2])
def test_a_message_about_another_revision_changes_nothing(revision: int) -> None:
    world = all_jobs_ended()
    before = world.fuse.writes
    assert world.finalize(revision=revision) is None
    assert world.fuse.writes == before


def test_a_message_about_an_unknown_report_is_dropped(world: World) -> None:
    assert world.finalize("nobody's") is None
    assert world.fuse.writes == 0


def test_a_report_with_jobs_pending_is_not_finalized_before_its_time(world: World) -> None:
    world.request(THREE)
    assert world.finalize(check_reason=CheckReason.ALL_JOBS_ENDED) is None
    assert world.report().status is Status.RUNNING
    assert world.files.files == {}


def test_a_window_from_before_the_request_serves_if_it_was_fresh_then(world: World) -> None:
    (window,) = windows_of(a_request())
    key = WindowKey(LAURO.uuid, "spotify", window.first)
    data = full_window(WindowRequest(key, window), NOW - timedelta(hours=23))
    world.windows.windows[key] = data
    world.request(a_request())
    world.deliver(*job_messages(world))
    world.clock.advance(2 * 3600)
    world.finalize()
    assert world.upstream.asked == []
    assert world.result()["detailed_breakdown"][0]["data_points"] == 30


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(timedelta(hours=24), False), (timedelta(days=3), False), (timedelta(seconds=1), True)],
)
def test_old_data_is_not_passed_off_as_new_after_a_failed_fetch(
    world: World, age: timedelta, fresh: bool
) -> None:
    (window,) = windows_of(a_request())
    key = WindowKey(LAURO.uuid, "spotify", window.first)
    world.windows.windows[key] = full_window(WindowRequest(key, window), NOW - age)
    world.upstream.usual = RequestRefused("Soundcharts answered 400")
    world.request(a_request(fresh=fresh))
    world.run()
    (row,) = world.result()["detailed_breakdown"]
    assert (world.report().status, row["status"], row["data_points"]) == (Status.FAILED, "failed", 0)
    assert row["latest_value"] is None


def test_windows_of_a_failed_job_that_came_make_a_partial_row_in_a_partial_report(world: World) -> None:
    keys = [WindowKey(LAURO.uuid, "spotify", window.first) for window in windows_of(YEAR)]
    world.upstream.scripts[keys[0]] = [Unavailable("Soundcharts answered 503")] * 9
    world.request(YEAR)
    world.run()
    (row,) = world.result()["detailed_breakdown"]
    assert (world.report().status, row["status"]) == (Status.PARTIAL, "partial")
    assert "Soundcharts answered 503" in row["note"]
    assert 0 < row["data_points"] < YEAR.days


# --- Watch and deadline ---------------------------------------------------------------------------


def test_the_watch_leaves_a_running_report_alone(world: World) -> None:
    world.request(THREE)
    sent = len(world.queue.messages)
    before = world.fuse.writes
    world.finalize(check_reason=CheckReason.WATCH)
    assert (world.fuse.writes, len(world.queue.messages)) == (before, sent)


def test_the_watch_finalizes_a_report_whose_last_job_died_before_asking_for_that(world: World) -> None:
    world.request(THREE)
    # Three windows and the ends are written, the claim is not, and the redelivery is never to come.
    world.deliver(*job_messages(world), kill_after=4)
    assert world.report().pending == []
    world.queue.messages = [finalize_message(world, CheckReason.WATCH)]
    world.run()
    assert world.report().status is Status.SUCCEEDED


def test_a_deadline_message_that_comes_early_comes_again_when_it_is_time(world: World) -> None:
    world.request(THREE)
    world.clock.advance(100.6)
    message = finalize_message(world, CheckReason.DEADLINE)
    world.deliver(message)
    again = finalize_message(world, CheckReason.DEADLINE)
    assert again is not message
    assert NOW + timedelta(seconds=840) <= again.due < NOW + timedelta(seconds=841)
    assert world.report().status is Status.RUNNING


def test_at_the_deadline_a_report_ends_with_what_is_there(world: World) -> None:
    world.request(THREE)
    world.deliver(job_messages(world)[1])
    past_collecting(world)
    world.queue.messages = [finalize_message(world, CheckReason.DEADLINE)]
    world.run()
    report = world.report()
    assert report.status is Status.PARTIAL
    assert report.finished_at is not None
    assert report.finished_at <= report.deadline
    assert [(f.job.job_id, f.reason, f.retryable) for f in report.failures] == [
        ("0.spotify", DEADLINE_REASON, True),
        ("2.spotify", DEADLINE_REASON, True),
    ]
    assert [row["status"] for row in world.result()["detailed_breakdown"]] == [
        "failed", "measured", "failed",
    ]  # fmt: skip


def test_a_report_of_which_nothing_came_by_its_deadline_fails(world: World) -> None:
    world.request(THREE)
    past_collecting(world)
    world.queue.messages = [finalize_message(world, CheckReason.DEADLINE)]
    world.run()
    assert world.report().status is Status.FAILED
    assert {failure.reason for failure in world.report().failures} == {DEADLINE_REASON}


def test_jobs_that_end_after_the_deadline_change_nothing_of_the_report(world: World) -> None:
    world.request(THREE)
    jobs = job_messages(world)
    deadline = finalize_message(world, CheckReason.DEADLINE)

    def the_deadline_passes_meanwhile(wanted: WindowRequest, asked_at: Any) -> Any:
        if not world.report().status.ended:
            past_collecting(world)
            world.deliver(deadline)
        return full_window(wanted, asked_at)

    world.upstream.usual = the_deadline_passes_meanwhile
    world.deliver(*jobs)
    ended = world.report()
    assert (ended.status, ended.ended) == (Status.FAILED, {})
    world.run()
    assert world.report() == ended
    assert world.reports.completions == {(REPORT_ID, 1): 1}


# --- Functions that die, messages that come twice -------------------------------------------------

WRITES_OF_FINALIZE = 7
"""The claim, three files, the end, the charge, the request for a callback."""


def test_finalizing_takes_as_many_writes_as_the_kills_below_assume() -> None:
    world = all_jobs_ended()
    before = world.fuse.writes
    world.finalize()
    assert world.fuse.writes - before == WRITES_OF_FINALIZE


@pytest.mark.parametrize("writes", range(WRITES_OF_FINALIZE))
def test_finalize_killed_before_any_of_its_writes_has_one_effect_in_the_end(writes: int) -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    assert world.deliver(message, kill_after=writes)
    world.queue.messages = [message]
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.reports.completions == {(REPORT_ID, 1): 1}
    folder = world.report().folder
    assert {(folder, RESULT_NAME), (folder, WORKBOOK_NAME)} <= world.files.files.keys()
    assert world.result()["success"] is True
    assert world.notified == [(REPORT_ID, 1)]


def test_a_finalize_message_that_comes_twice_ends_the_report_once() -> None:
    world = all_jobs_ended(THREE)
    assert world.finalize() is not None
    ended = world.report()
    world.clock.advance(5)
    assert world.finalize() is None
    assert world.report() == ended
    assert world.reports.completions == {(REPORT_ID, 1): 1}


def test_the_end_of_a_report_asked_for_in_slack_is_told_there_until_it_has_been(world: World) -> None:
    world.request(THREE, door="slack")
    world.deliver(*job_messages(world))
    world.finalize()
    assert [(told.conversation_id, told.number) for told in world.queue.told_in_slack] == [(REPORT_ID, 1)]
    world.finalize()
    assert len(world.queue.told_in_slack) == 2, "the first may have been lost with its call"
    world.reports.mark_notified(REPORT_ID, 1)
    world.finalize()
    assert len(world.queue.told_in_slack) == 2


@pytest.mark.parametrize("callback_url", [None, "https://hooks.example.org/done"])
def test_the_end_is_published_with_what_chooses_who_hears_of_it(
    world: World, callback_url: str | None
) -> None:
    world.request(replace(THREE, callback_url=callback_url), door="a word of the door's own")
    world.deliver(*job_messages(world))
    world.finalize()
    (ended,) = world.events.published
    assert ended == ReportEnded(
        REPORT_ID, 1, door="a word of the door's own", has_callback=callback_url is not None
    )


def test_the_end_of_a_report_asked_for_by_http_is_not_told_in_slack(world: World) -> None:
    world.request(THREE)
    world.deliver(*job_messages(world))
    world.finalize()
    assert world.queue.told_in_slack == []


def test_two_functions_finalizing_at_once_end_the_report_once() -> None:
    world = all_jobs_ended()
    original = world.write_workbook

    def while_another_does_the_same(path: Path, *args: Any, **kwargs: Any) -> None:
        world.write_workbook = original
        assert world.finalize() is not None
        original(path, *args, **kwargs)

    world.write_workbook = while_another_does_the_same
    assert world.finalize() is None
    assert world.reports.completions == {(REPORT_ID, 1): 1}
    assert len(world.queue.callers_to_notify) == 1


def test_a_report_repaired_as_soon_as_it_has_ended_is_told_by_the_revision_that_ended(world: World) -> None:
    world.upstream.usual = RequestRefused("Soundcharts answered 400")
    world.request(THREE)
    world.deliver(*job_messages(world))
    publish = world.events.publish

    def publish_and_repair(ended: ReportEnded, *, owner: str) -> None:
        publish(ended, owner=owner)
        world.repair()

    world.events.publish = publish_and_repair  # type: ignore[method-assign]
    ended = world.finalize()
    assert ended is not None
    assert (ended.revision, ended.status) == (1, Status.FAILED)
    assert (world.report().revision, world.report().status.ended) == (2, False)


def test_two_functions_finalizing_at_the_deadline_leave_the_answer_of_the_one_that_ended_it(
    world: World,
) -> None:
    """A window that comes late may be seen by one of the two and not by the other."""
    world.request(a_request())
    (window,) = windows_of(a_request())
    key = WindowKey(LAURO.uuid, "spotify", window.first)
    past_collecting(world)
    read = world.windows.read

    def read_and_then_lose_the_race(keys: Any) -> Any:
        world.windows.read = read  # type: ignore[method-assign]
        found = read(keys)
        world.windows.windows[key] = full_window(WindowRequest(key, window), world.clock())
        assert world.finalize(check_reason=CheckReason.DEADLINE) is not None
        return found

    world.windows.read = read_and_then_lose_the_race  # type: ignore[method-assign]
    assert world.finalize(check_reason=CheckReason.DEADLINE) is None
    assert world.report().status is Status.PARTIAL
    assert world.result()["success"] is True
    assert world.result()["detailed_breakdown"][0]["data_points"] == 30


def refuse_to_write(path: Path, *_args: Any, **_kwargs: Any) -> None:
    path.write_text("half a file")
    raise ValueError("no more memory")


def test_a_workbook_that_cannot_be_written_costs_neither_the_answer_nor_the_csv() -> None:
    world = all_jobs_ended()
    world.write_workbook = refuse_to_write
    world.run()
    report = world.report()
    assert (report.status, report.failure) == (Status.PARTIAL, None)
    assert report.missing_files == {WORKBOOK_NAME: UNWRITTEN_REASON}
    assert world.files.files.keys() == {(report.folder, RESULT_NAME), (report.folder, CSV_NAME)}
    assert [row["status"] for row in world.result()["detailed_breakdown"]] == ["measured"] * 3
    assert [(name, str(error)) for name, error in world.unwritten] == [(WORKBOOK_NAME, "no more memory")]
    assert len(world.notified) == 1


class SlowFiles(MemoryFiles):
    """Files that take their time to be stored, but for the workbook; keeps the order they were stored in."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: list[str] = []
        self.workbook_came = Event()

    def put(self, folder: str, name: str, path: Path, *, save_as: FileName) -> None:
        if name == WORKBOOK_NAME:
            self.workbook_came.set()
        else:
            self.workbook_came.wait(timeout=0.2)
        super().put(folder, name, path, save_as=save_as)
        self.stored.append(name)

    def put_json(self, folder: str, name: str, document: Mapping[str, Any], *, save_as: FileName) -> None:
        super().put_json(folder, name, document, save_as=save_as)
        self.stored.append(name)


def test_the_answer_is_stored_first_and_the_workbook_last_however_long_the_others_take() -> None:
    world = all_jobs_ended(replace(THREE, country=None, sections=("places",)))
    world.files = files = SlowFiles()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert files.stored[0] == RESULT_NAME
    assert files.stored[-1] == WORKBOOK_NAME
    assert set(files.stored) > {RESULT_NAME, WORKBOOK_NAME, CSV_NAME}


def test_a_report_does_not_end_while_one_of_its_files_cannot_be_stored() -> None:
    world = all_jobs_ended()
    put = world.files.put

    def refuse_once(folder: str, name: str, path: Path, *, save_as: FileName) -> None:
        if name == CSV_NAME and not refused:
            refused.append(name)
            raise Killed
        put(folder, name, path, save_as=save_as)

    refused: list[str] = []
    world.files.put = refuse_once  # type: ignore[method-assign]
    world.deliver(finalize_message(world, CheckReason.ALL_JOBS_ENDED))
    assert refused == [CSV_NAME]
    assert world.report().status is Status.FINALIZING
    assert not [name for _, name in world.files.files if name == WORKBOOK_NAME]
    world.run()
    assert world.report().status is Status.SUCCEEDED


def test_a_repair_writes_the_missing_workbook_without_a_call() -> None:
    world = all_jobs_ended()
    write, world.write_workbook = world.write_workbook, refuse_to_write
    world.run()
    calls = len(world.upstream.asked)
    world.write_workbook = write
    assert world.repair() is not None
    world.run()
    report = world.report()
    assert (report.status, report.revision, report.missing_files) == (Status.SUCCEEDED, 2, {})
    assert (report.folder, WORKBOOK_NAME) in world.files.files
    assert len(world.upstream.asked) == calls


def test_a_workbook_whose_writing_kills_its_function_every_time_is_left_out_at_the_last_try() -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    killed_while_writing = 3  # behind the claim, the answer and the CSV
    for _ in range(FINALIZE_TRIES - 1):
        assert world.deliver(message, kill_after=killed_while_writing)
    assert not world.deliver(message)
    report = world.report()
    assert (report.status, report.missing_files) == (Status.PARTIAL, {WORKBOOK_NAME: DIED_REASON})
    assert {(report.folder, RESULT_NAME), (report.folder, CSV_NAME)} <= world.files.files.keys()
    assert world.write_workbook.written[FINALIZE_TRIES - 1 :] == []


def test_a_function_that_is_throttled_costs_a_report_neither_its_workbook_nor_its_end() -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    # As where Lambda finds no function free: a delivery is counted, and nothing runs.
    message.received = 2 * FINALIZE_TRIES
    assert not world.deliver(message)
    assert (world.report().status, world.report().missing_files) == (Status.SUCCEEDED, {})


def test_tries_side_by_side_cost_a_report_nothing() -> None:
    world = all_jobs_ended()
    for _ in range(FINALIZE_TRIES + 1):
        world.reports.claim_finalize(REPORT_ID, 1)
    assert not world.deliver(finalize_message(world, CheckReason.ALL_JOBS_ENDED))
    assert (world.report().status, world.report().missing_files) == (Status.SUCCEEDED, {})


def test_a_report_that_cannot_be_finalized_at_all_ends_failed_and_says_why() -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    for _ in range(FINALIZE_TRIES):
        assert world.deliver(message, kill_after=1)
    world.queue.messages = [message]
    world.run()
    report = world.report()
    assert report.finished_at is not None
    assert report.finished_at < report.deadline
    assert report.status is Status.FAILED
    assert report.failure is not None
    assert "the report could not be worked out or written" in report.failure
    assert len(world.notified) == 1


# --- Whole or not succeeded ------------------------------------------------------------------------


def window_key(artist: Artist) -> WindowKey:
    return WindowKey(artist.uuid, "spotify", windows_of(THREE)[0].first)


def test_a_window_missing_at_the_end_is_fetched_again_and_the_report_succeeds() -> None:
    world = all_jobs_ended()
    del world.windows.windows[window_key(ELISA)]
    asked = len(world.upstream.asked)
    world.run()
    report = world.report()
    assert (report.status, report.failures) == (Status.SUCCEEDED, [])
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]
    assert [wanted.key for wanted in world.upstream.asked[asked:]] == [window_key(ELISA)]
    assert report.upstream_calls == len(world.upstream.asked)
    assert world.reports.completions == {(REPORT_ID, 1): 1}
    assert len(world.notified) == 1


@pytest.mark.parametrize("writes", range(5))
def test_fetching_a_missing_window_again_survives_a_death_before_any_of_its_writes(writes: int) -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    del world.windows.windows[window_key(ELISA)]
    world.deliver(message, kill_after=writes)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]
    assert world.reports.completions == {(REPORT_ID, 1): 1}


def lose(world: World, key: WindowKey) -> None:
    """Have a window vanish whenever it was stored."""
    write = world.windows.write

    def write_and_lose(windows: Iterable[WindowData]) -> None:
        write(windows)
        world.windows.windows.pop(key, None)

    world.windows.write = write_and_lose  # type: ignore[method-assign]


def test_a_window_that_will_not_stay_ends_its_job_failed_and_the_report_partial_after_a_few_tries() -> None:
    world = World()
    lose(world, window_key(ELISA))
    world.request(TOLD)
    world.run()
    report = world.report()
    assert report.status is Status.PARTIAL
    assert [(failure.job.artist, failure.reason, failure.retryable) for failure in report.failures] == [
        (ELISA, GONE_REASON, True)
    ]
    assert [row["status"] for row in world.result()["detailed_breakdown"]] == [
        "measured", "failed", "measured",
    ]  # fmt: skip
    assert len(world.upstream.asked) == 3 + MOST_REFETCHES


def test_a_window_missing_when_time_is_up_leaves_the_report_partial_and_repair_mends_it() -> None:
    world = all_jobs_ended()
    message = finalize_message(world, CheckReason.ALL_JOBS_ENDED)
    del world.windows.windows[window_key(ELISA)]
    past_collecting(world)
    world.deliver(message)
    report = world.report()
    assert (report.status, [failure.reason for failure in report.failures]) == (Status.PARTIAL, [GONE_REASON])
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]


# --- Tables that take no more for the moment ------------------------------------------------------


@pytest.mark.parametrize("busy", [1, 2, 5, 20])
def test_a_report_is_whole_and_ends_once_though_its_tables_were_busy(busy: int) -> None:
    world = World(together=1)
    world.request(TOLD)
    world.fuse.busy = busy
    world.run()
    assert world.fuse.busy == 0
    assert world.report().status is Status.SUCCEEDED
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]
    assert world.reports.completions == {(REPORT_ID, 1): 1}


# --- Callbacks ------------------------------------------------------------------------------------


def test_a_report_without_a_callback_url_notifies_nobody(world: World) -> None:
    world.request(THREE)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.notified == []


def test_a_report_in_whose_life_nothing_died_notifies_its_caller_once(world: World) -> None:
    world.request(TOLD)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.notified == [(REPORT_ID, 1)]


def test_a_caller_who_could_not_be_reached_for_a_while_is_notified_once_all_the_same(world: World) -> None:
    world.silent_until = NOW + timedelta(minutes=16)
    world.request(TOLD)
    world.run()
    assert world.clock() >= world.silent_until
    assert world.notified == [(REPORT_ID, 1)]


def test_the_caller_is_notified_of_a_report_that_ended_at_its_deadline(world: World) -> None:
    world.request(TOLD)
    past_collecting(world)
    world.queue.messages = [finalize_message(world, CheckReason.DEADLINE)]
    world.run()
    assert world.notified == [(REPORT_ID, 1)]


def test_a_section_that_cannot_be_worked_out_leaves_the_others_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("odd data")

    monkeypatch.setattr(type(SECTIONS["moments"]), "build", broken)
    world = World()
    world.calls.answer = simulated()
    world.request(a_request(sections=("radio", "moments")))
    world.run()
    report, result = world.report(), world.result()
    assert report.status is Status.PARTIAL
    assert [name for name, _ in world.unbuilt] == ["moments"]
    moments, radio = result["sections"]["moments"], result["sections"]["radio"]
    assert (moments["status"], moments["totals"], moments["rows"]) == ("failed", [], [])
    assert moments["note"] == "This could not be worked out; the failure was recorded."
    assert radio["status"] == "measured"
    assert set(report.missing_files) == {"moments.csv", "moments-semicolon.csv"}
    monkeypatch.undo()
    assert world.repair() is not None
    world.run()
    assert world.report().status is Status.SUCCEEDED


@pytest.mark.parametrize("slug", list(SOURCES))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_section_says_something_where_soundcharts_has_nothing_at_all(
    slug: str, outcome: Outcome
) -> None:
    world = World()
    # A list of nothing is what most of its endpoints answer with.
    world.calls.answer = lambda _: b'{"items":[],"page":{"total":0}}'
    world.upstream.usual = lambda wanted, at: WindowData(wanted.key, wanted.window, outcome, at, counts={})
    world.request(a_request(platforms=(slug,), sections=tuple(SECTIONS)))
    world.run()
    assert world.unbuilt == []
    assert world.unwritten == []
    sections = world.result()["sections"]
    assert list(sections) == list(SECTIONS)
    for name, section in sections.items():
        assert all(total["status"] for total in section["totals"]), name
