from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from linernotes.model.errors import (
    NothingToRepair,
    ReportNotFinished,
    ReportNotFound,
    RequestRefused,
    Unavailable,
)
from linernotes.model.report import FetchJob, Report, Status
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.ports import CheckReason
from linernotes.reports.repair_report import repair_report
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_request, closes_nothing
from tests.unit.memory import Message, full_window
from tests.unit.world import REPORT_ID, World, windows_of

THREE = a_request(artists=(LAURO, ELISA, GIORGIA))
YEAR = a_request(start_date=date(2024, 1, 1), end_date=date(2024, 12, 31))
REFUSED = RequestRefused("Soundcharts answered 400")
(WINDOW,) = windows_of(THREE)
ELISAS = WindowKey(ELISA.uuid, "spotify", WINDOW.first)


@pytest.fixture
def world() -> World:
    return World()


def with_one_failed_job(world: World) -> Report:
    """Run the three artists' report so that only Elisa's job fails, and let an hour pass."""
    world.upstream.scripts[ELISAS] = [REFUSED]
    world.request(THREE)
    world.run()
    assert world.report().status is Status.PARTIAL
    world.upstream.asked.clear()
    world.clock.now = NOW + timedelta(hours=1)
    return world.report()


def job_messages(world: World) -> list[Message]:
    return [message for message in world.queue.messages if isinstance(message.body, FetchJob)]


# --- What is run again ----------------------------------------------------------------------------


def repair_as_read(report: Report, world: World) -> Report:
    """Repair a report as somebody read it, whatever became of it since."""
    return repair_report(
        report,
        now=world.clock(),
        deadline_s=900,
        reports=world.reports,
        windows=world.windows,
        lookups=world.lookups,
        queue=world.queue,
        spending=world.spending,
    )


def test_only_the_job_that_failed_is_run_again(world: World) -> None:
    with_one_failed_job(world)
    repaired = world.repair()
    assert repaired is not None
    assert (repaired.report_id, repaired.revision, repaired.created_at) == (REPORT_ID, 2, NOW)
    assert [(job.job_id, job.revision) for job in world.queue.jobs] == [("1.spotify", 2)]
    assert world.report().status is Status.RUNNING


def test_a_repaired_report_is_whole_and_asked_for_what_failed_only(world: World) -> None:
    with_one_failed_job(world)
    world.repair()
    world.run()
    report = world.report()
    assert (report.status, report.revision, report.failures) == (Status.SUCCEEDED, 2, [])
    assert [wanted.key for wanted in world.upstream.asked] == [ELISAS]
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]
    assert world.reports.completions == {(REPORT_ID, 1): 1, (REPORT_ID, 2): 1}


def test_calls_of_all_revisions_are_counted(world: World) -> None:
    with_one_failed_job(world)
    world.repair()
    world.run()
    assert world.report().upstream_calls == 4


def test_a_repaired_report_has_its_whole_time_again(world: World) -> None:
    with_one_failed_job(world)
    repaired = world.repair()
    assert repaired is not None
    started = NOW + timedelta(hours=1)
    assert (repaired.started_at, repaired.deadline) == (started, started + timedelta(seconds=900))
    assert repaired.finished_at is None


def test_the_files_of_each_revision_are_kept_apart(world: World) -> None:
    with_one_failed_job(world)
    first = world.report().folder
    assert first is not None
    before = world.files.files[first, RESULT_NAME]
    world.repair()
    world.run()
    second = world.report().folder
    assert second is not None
    assert world.files.files[first, RESULT_NAME] == before
    assert world.files.files[second, RESULT_NAME] != before


def test_a_repair_that_fails_as_well_leaves_what_was_there(world: World) -> None:
    with_one_failed_job(world)
    world.upstream.scripts[ELISAS] = [REFUSED]
    world.repair()
    world.run()
    report = world.report()
    assert (report.status, report.revision) == (Status.PARTIAL, 2)
    assert [failure.job.artist for failure in report.failures] == [ELISA]
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 0, 30]


def test_a_job_whose_windows_are_gone_is_run_again(world: World) -> None:
    with_one_failed_job(world)
    lauros = WindowKey(LAURO.uuid, "spotify", WINDOW.first)
    del world.windows.windows[lauros]
    world.repair()
    assert [job.job_id for job in world.queue.jobs] == ["0.spotify", "1.spotify"]
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [row["data_points"] for row in world.result()["detailed_breakdown"]] == [30, 30, 30]


def test_a_job_that_ended_done_and_lost_its_window_is_reason_enough_to_repair(world: World) -> None:
    world.request(THREE)
    world.run()
    del world.windows.windows[ELISAS]
    world.repair()
    assert [job.job_id for job in world.queue.jobs] == ["1.spotify"]


def test_a_window_fetched_for_the_report_counts_as_there_however_old_it_is(world: World) -> None:
    with_one_failed_job(world)
    world.clock.advance(20 * 24 * 3600)
    world.repair()
    assert [job.job_id for job in world.queue.jobs] == ["1.spotify"]


def test_a_report_overtaken_by_its_deadline_is_repaired_from_what_came_late(world: World) -> None:
    world.request(THREE)
    (first, second, _) = job_messages(world)
    world.deliver(first, second)
    world.clock.advance(841)
    world.run()
    assert world.report().status is Status.PARTIAL
    key = WindowKey(GIORGIA.uuid, "spotify", WINDOW.first)
    world.windows.windows[key] = full_window(WindowRequest(key, WINDOW), world.clock())
    world.upstream.asked.clear()
    world.clock.advance(60)
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert world.upstream.asked == []
    assert world.report().cache_hits == 1


def test_only_the_window_that_failed_of_a_fresh_report_is_asked_for_again(world: World) -> None:
    """The report's other windows were fetched for it: they neither failed nor are they missing."""
    keys = [WindowKey(LAURO.uuid, "spotify", window.first) for window in windows_of(YEAR)]
    world.upstream.scripts[keys[2]] = [REFUSED]
    world.request(replace(YEAR, fresh=True))
    world.run_due()
    assert world.report().status is Status.PARTIAL
    world.upstream.asked.clear()
    world.clock.advance(60)
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [wanted.key for wanted in world.upstream.asked] == [keys[2]]


def test_a_report_that_failed_as_a_whole_is_finalized_again_without_fetching(world: World) -> None:
    world.request(THREE)
    world.deliver(*job_messages(world))
    world.reports.claim_finalize(REPORT_ID, 1)
    world.reports.complete(REPORT_ID, 1, Status.FAILED, now=NOW, failure="the workbook could not be written")
    world.upstream.asked.clear()
    world.repair()
    world.run()
    report = world.report()
    assert (report.status, report.revision, report.failure) == (Status.SUCCEEDED, 2, None)
    assert world.upstream.asked == []


def test_jobs_that_lacked_something_are_run_again_though_they_ended_done(world: World) -> None:
    world.request(THREE)
    world.run()
    world.upstream.asked.clear()
    world.clock.advance(26 * 3600)
    repair_lacking(world, "1.spotify")
    assert [job.job_id for job in world.queue.jobs] == ["1.spotify"]
    world.run()
    assert [wanted.key for wanted in world.upstream.asked] == [ELISAS], "what was fetched before is no more"
    assert (world.report().status, world.report().revision) == (Status.SUCCEEDED, 2)


def test_a_window_that_is_fresh_serves_a_job_that_lacked_something(world: World) -> None:
    world.request(THREE)
    world.run()
    world.upstream.asked.clear()
    world.clock.advance(60)
    repair_lacking(world, "1.spotify")
    world.run()
    assert (world.upstream.asked, world.report().status) == ([], Status.SUCCEEDED)


def repair_lacking(world: World, *job_ids: str) -> None:
    """Repair the report with these jobs, as there may be more by now of what they fetched."""
    repair_report(
        world.report(),
        now=world.clock(),
        deadline_s=900,
        reports=world.reports,
        windows=world.windows,
        lookups=world.lookups,
        queue=world.queue,
        spending=world.spending,
        lacking=job_ids,
    )


# --- What is not repaired -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.FINALIZING])
def test_a_report_still_being_made_is_not_repaired(world: World, status: Status) -> None:
    world.request(THREE)
    report = replace(world.report(), status=status)
    with pytest.raises(ReportNotFinished):
        repair_report(
            report,
            now=NOW,
            deadline_s=900,
            reports=world.reports,
            windows=world.windows,
            lookups=world.lookups,
            queue=world.queue,
            spending=world.spending,
        )


def test_a_report_with_nothing_amiss_is_not_repaired(world: World) -> None:
    world.request(THREE)
    world.run()
    with pytest.raises(NothingToRepair):
        world.repair()
    assert (world.report().revision, world.queue.messages) == (1, [])


def test_a_report_without_any_jobs_is_not_repaired(world: World) -> None:
    world.request(a_request(platforms=("deezer",), country="IT"))
    world.run()
    with pytest.raises(NothingToRepair):
        world.repair()


def test_of_two_repairs_at_once_one_is_made(world: World) -> None:
    as_both_read_it = with_one_failed_job(world)
    world.repair()
    with pytest.raises(ReportNotFinished):
        repair_as_read(as_both_read_it, world)
    assert world.report().revision == 2
    assert len(world.queue.jobs) == 1


def test_a_report_deleted_while_its_repair_begins_is_not_found(world: World) -> None:
    as_it_was_read = with_one_failed_job(world)
    assert world.reports.delete(REPORT_ID, as_it_was_read.owner, now=world.clock(), closing=closes_nothing)
    with pytest.raises(ReportNotFound):
        repair_as_read(as_it_was_read, world)
    assert world.queue.jobs == []


# --- Functions that die, messages that come late --------------------------------------------------


def test_messages_of_the_first_revision_leave_the_second_alone(world: World) -> None:
    world.upstream.scripts[ELISAS] = [Unavailable("Soundcharts answered 500")] * 5
    world.request(THREE)
    jobs = world.queue.jobs
    world.run()
    world.repair()
    before = world.report()
    world.fetch(jobs)
    assert world.finalize(revision=1, check_reason=CheckReason.DEADLINE) is None
    assert world.report() == before
    world.run()
    assert (world.report().status, world.report().revision) == (Status.SUCCEEDED, 2)


def writes_of_a_repair() -> int:
    world = World()
    with_one_failed_job(world)
    before = world.fuse.writes
    world.repair()
    return world.fuse.writes - before


@pytest.mark.parametrize("writes", range(writes_of_a_repair()))
def test_a_repair_killed_before_any_of_its_writes_leaves_a_report_that_ends(
    world: World, writes: int
) -> None:
    with_one_failed_job(world)
    assert world.repair(kill_after=writes) is None
    world.run()
    assert world.report().status.ended


@pytest.mark.parametrize("writes", range(writes_of_a_repair()))
def test_a_repair_that_was_killed_can_be_asked_for_again_once_the_report_ended(
    world: World, writes: int
) -> None:
    with_one_failed_job(world)
    assert world.repair(kill_after=writes) is None
    world.run()
    if world.report().failures:
        world.repair()
        world.run()
    assert world.report().status is Status.SUCCEEDED
