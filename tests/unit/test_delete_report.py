"""A deleted report is gone, whatever was happening to it, and whatever broke off on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from linernotes.model.budget import Charge
from linernotes.model.errors import ReportDeleted, ReportNotFound, StoreBusy, Unavailable
from linernotes.model.report import Report, Status
from linernotes.reports import finalize_report
from linernotes.reports.budgets import charge_of
from linernotes.reports.delete_report import delete_report
from linernotes.reports.ports import CheckReason
from linernotes.reports.request_report import IdempotencyKey, repeated_report
from linernotes.reports.share_report import share_report, shared_report
from tests.unit.builders import a_request
from tests.unit.memory import Killed, MemoryLinkStore, MemoryWorkbook
from tests.unit.world import REPORT_ID, World

TOLD = a_request(platforms=("spotify", "deezer"), callback_url="https://example.org/hook")
OWNER = "caller"
FILES = 3
WRITES = 1 + 1 + FILES + 1 + 1
"""The report, its files, what a door keeps, and the note that all is done."""


class Door:
    """Keeps something of whoever asked for a report, as conversations in Slack do."""

    def __init__(self, world: World) -> None:
        self.kept = {REPORT_ID}
        self._world = world

    def forget(self, report_id: str) -> None:
        self._world.fuse.burn()
        self.kept.discard(report_id)


@pytest.fixture
def world() -> World:
    """A world in which a report has ended, and nothing waits any more but its watch and deadline."""
    world = World()
    world.request(TOLD)
    world.run_due()
    assert world.report().status is Status.SUCCEEDED
    assert len(world.files.files) == FILES
    return world


def delete(
    world: World,
    door: Door | None = None,
    *,
    report_id: str = REPORT_ID,
    owner: str = OWNER,
    kill_after: int | None = None,
) -> None:
    world.fuse.left = kill_after
    try:
        delete_report(
            report_id,
            owner,
            now=world.clock(),
            reports=world.reports,
            files=world.files,
            forget=(door or Door(world)).forget,
            spending=world.spending,
        )
    finally:
        world.fuse.left = None


def test_whoever_deletes_a_report_that_is_being_made_has_not_its_calls_for_nothing() -> None:
    world = World()
    world.request(TOLD)
    account = charge_of(world.report()).account
    charged = world.budgets.spent(account)
    assert charged > 0
    delete(world)
    world.run()
    assert (world.budgets.spent(account), world.budgets.open) == (charged, {})


def test_of_a_deleted_report_what_was_stored_already_is_charged_to_nobody() -> None:
    world = World()
    world.request(TOLD)
    world.run()
    account = charge_of(world.report()).account
    spent = world.budgets.spent(account)
    world.request(TOLD, report_id="again")
    assert world.budgets.spent(account) > spent
    delete(world, report_id="again")
    assert (world.budgets.spent(account), world.budgets.open) == (spent, {})


def test_what_is_fetched_anew_is_charged_to_who_deletes_it_whatever_is_stored() -> None:
    world = World()
    world.request(replace(TOLD, fresh=True))
    account = charge_of(world.report()).account
    charged = world.budgets.spent(account)
    delete(world)
    assert (world.budgets.spent(account), world.budgets.open) == (charged, {})


def test_the_charge_of_a_report_that_died_before_settling_it_is_settled_by_its_deletion() -> None:
    world = World()
    world.upstream.usual = Unavailable("Soundcharts answered 500")
    world.request(TOLD)
    account = charge_of(world.report()).account
    charged = world.budgets.spent(account)
    while not world.report().status.ended:
        first = min(world.queue.messages, key=lambda message: message.due)
        world.clock.now = max(world.clock.now, first.due)
        with patch.object(finalize_report, "conclude_report", lambda *_, **__: None):
            world.deliver(first)
    assert world.report().upstream_calls != charged
    assert (world.budgets.spent(account), len(world.budgets.open)) == (charged, 1)
    made = world.report().upstream_calls

    delete(world)

    assert (world.budgets.spent(account), world.budgets.open) == (made, {})
    world.run()
    assert world.budgets.spent(account) == made


def test_a_repair_that_begins_while_its_report_is_deleted_is_paid_for(world: World) -> None:
    world.windows.windows.clear()  # so that there is something to repair
    account = charge_of(world.report()).account
    spent = world.budgets.spent(account)
    settle = world.budgets.settle
    repaired: list[Report | None] = []

    def settle_and_repair(charge: Charge, upstream_calls: int | None) -> None:
        settle(charge, upstream_calls)
        if not repaired:
            repaired.append(None)
            repaired[0] = world.repair()

    world.budgets.settle = settle_and_repair  # type: ignore[method-assign]
    delete(world)

    assert repaired[0] is not None
    assert repaired[0].revision == 2
    assert_gone(world)
    of_repair = world.budgets.spent(account) - spent
    assert of_repair == len(repaired[0].jobs)
    world.run()
    assert (world.budgets.spent(account) - spent, world.budgets.open) == (of_repair, {})


def test_jobs_of_a_deleted_report_make_no_call_and_those_beside_them_do() -> None:
    world = World()
    world.request(TOLD)
    world.request(replace(TOLD, fresh=True), report_id="another")
    delete(world)
    jobs = world.queue.jobs
    assert {job.report_id for job in jobs} == {REPORT_ID, "another"}

    assert world.fetch(jobs) == {}

    assert len(world.upstream.asked) == len(world.report("another").jobs)
    assert not world.report("another").pending


def test_where_it_is_not_known_which_reports_were_deleted_jobs_are_run() -> None:
    world = World()
    world.request(TOLD)

    def busy(report_ids: Collection[str]) -> set[str]:  # noqa: ARG001
        raise StoreBusy("the table takes no more for the moment")

    world.reports.deleted_of = busy  # type: ignore[method-assign]
    assert world.fetch(world.queue.jobs) == {}
    assert not world.report().pending


def assert_gone(world: World) -> None:
    assert world.reports.get(REPORT_ID) is None
    assert world.files.files == {}


def test_report_files_and_what_a_door_keeps_go_at_once(world: World) -> None:
    door = Door(world)
    delete(world, door)
    assert_gone(world)
    assert door.kept == set()


def test_deleting_takes_as_many_writes_as_the_kills_below_assume(world: World) -> None:
    before = world.fuse.writes
    delete(world)
    assert world.fuse.writes - before == WRITES


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_deletion_killed_before_any_of_its_writes_is_finished_by_another(world: World, writes: int) -> None:
    door = Door(world)
    with pytest.raises(Killed):
        delete(world, door, kill_after=writes)
    assert (world.reports.get(REPORT_ID) is None) is (writes > 1)  # the charge is settled first
    delete(world, door)
    assert_gone(world)
    assert door.kept == set()
    with pytest.raises(ReportNotFound, match="deleted"):
        delete(world, door)


def test_another_owner_deletes_nothing(world: World) -> None:
    door = Door(world)
    with pytest.raises(ReportNotFound):
        delete(world, door, owner="somebody else")
    assert world.report().status is Status.SUCCEEDED
    assert len(world.files.files) == FILES
    assert door.kept == {REPORT_ID}


def test_reports_of_a_longer_name_keep_their_files(world: World) -> None:
    world.request(TOLD, report_id=f"{REPORT_ID}0")
    world.run_due()
    delete(world)
    assert len(world.files.files) == FILES
    assert world.report(f"{REPORT_ID}0").status is Status.SUCCEEDED


def test_a_shared_link_to_a_deleted_report_opens_nothing(world: World) -> None:
    links = MemoryLinkStore()
    told: dict[str, Any] = {"now": world.clock(), "links": links}
    token = share_report(world.report(), valid_for=timedelta(days=1), new_token=lambda: "A" * 43, **told)
    delete(world)
    with pytest.raises(ReportNotFound, match="the report was deleted"):
        shared_report(token, reports=world.reports, **told)


# --- While it is made -----------------------------------------------------------------------------


def test_a_report_deleted_while_its_jobs_run_ends_quietly() -> None:
    world = World()
    world.request(TOLD)
    delete(world)
    world.run()
    assert_gone(world)
    assert world.events.published == []
    assert world.notified == []
    assert world.reports.completions == {}


def test_a_report_deleted_between_its_end_and_the_news_of_it_notifies_nobody() -> None:
    world = World()
    world.request(TOLD)
    while not world.queue.callers_to_notify:
        first = min(world.queue.messages, key=lambda message: message.due)
        world.clock.now = max(world.clock.now, first.due)
        world.deliver(first)
    delete(world)
    world.run()
    assert_gone(world)
    assert world.notified == []


class _Meanwhile(MemoryWorkbook):
    """Has something happen while the workbook is written, which is the last of the files."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self._happens = happens

    def __call__(self, path: Path, *args: Any, **more: Any) -> None:
        super().__call__(path, *args, **more)
        self._happens()


def test_a_finalizing_that_runs_while_its_report_is_deleted_leaves_no_file_and_no_report() -> None:
    world = World()
    world.request(TOLD)
    world.write_workbook = _Meanwhile(lambda: delete(world))
    world.run()
    assert_gone(world)
    assert world.events.published == []


@pytest.mark.parametrize("writes", range(3))
def test_what_a_finalizing_wrote_that_died_after_the_deletion_is_gone_with_its_next_try(writes: int) -> None:
    world = World()
    world.request(TOLD)

    def happens() -> None:
        delete(world)
        world.fuse.left = writes  # the workbook, the end, and the first file to be deleted again

    world.write_workbook = _Meanwhile(happens)
    world.run()
    assert_gone(world)
    assert world.events.published == []


def test_a_report_deleted_before_its_deadline_message_comes_stays_deleted(world: World) -> None:
    delete(world)
    for reason in CheckReason:
        assert world.finalize(check_reason=reason) is None
    world.run()
    assert_gone(world)


# --- Asked for again ------------------------------------------------------------------------------


def test_a_request_repeated_by_its_key_does_not_make_a_deleted_report_again() -> None:
    world = World()
    world.request(TOLD, idempotency_key="once")
    delete(world)
    with pytest.raises(ReportDeleted, match="another key"):
        world.request(TOLD, report_id="another", idempotency_key="once")
    world.run()
    assert_gone(world)
    assert world.reports.get("another") is None


@pytest.mark.parametrize("looks", ["before it is charged", "after it is charged"])
def test_a_request_repeated_by_the_key_of_a_deleted_report_is_not_charged(looks: str) -> None:
    world = World()
    report = world.request(TOLD, idempotency_key="once")
    assert report is not None
    account = charge_of(report).account
    delete(world)
    spent, waiting = world.budgets.spent(account), len(world.queue.messages)
    if looks == "after it is charged":  # as where it is deleted at that very moment
        world.reports.deleted_of = lambda report_ids: set()  # type: ignore[method-assign] # noqa: ARG005

    with pytest.raises(ReportDeleted):
        world.request(TOLD, report_id="another", idempotency_key="once")

    assert (world.budgets.spent(account), world.budgets.open) == (spent, {})
    if looks == "before it is charged":
        assert len(world.queue.messages) == waiting
        with pytest.raises(ReportDeleted):
            repeated_report(
                OWNER,
                IdempotencyKey.of("once", TOLD.canonical()),
                now=world.clock(),
                reports=world.reports,
            )


def test_a_request_by_another_key_makes_a_report_of_its_own() -> None:
    world = World()
    world.request(TOLD, idempotency_key="once")
    delete(world)
    world.request(TOLD, report_id="another", idempotency_key="twice")
    assert world.report("another").status is not None
