"""What reports are charged and corrected by, from the request to the end, whoever dies where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linernotes.model.budget import Account, Budget
from linernotes.model.errors import BudgetSpent, Unavailable
from linernotes.reports.ports import CheckReason
from linernotes.sections.windows.window_data import WindowKey
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_request
from tests.unit.test_request_report import WRITES
from tests.unit.world import REPORT_ID, World, windows_of

SIX = a_request(artists=(LAURO, ELISA, GIORGIA), platforms=("spotify", "tiktok"))
CALLER = Account("caller", "2025-01")


@pytest.fixture
def world() -> World:
    return World()


def limited(world: World, calls: int) -> None:
    world.spending = replace(world.spending, calls_a_month=calls)


def spent(world: World) -> int:
    return world.budgets.spent(CALLER)


def one_fails(world: World, times: int = 5) -> None:
    """Have Soundcharts break as often as a job is tried, for one of six."""
    key = WindowKey(ELISA.uuid, "tiktok", windows_of(SIX)[0].first)
    world.upstream.scripts[key] = [Unavailable("Soundcharts answered 502")] * times


# --- Months -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "month", "resets_at"),
    [
        ("2026-11-30T23:59:59+00:00", "2026-11", "2026-12-01T00:00:00+00:00"),
        ("2026-12-01T00:00:00+00:00", "2026-12", "2027-01-01T00:00:00+00:00"),
        ("2026-12-01T00:30:00+01:00", "2026-11", "2026-12-01T00:00:00+00:00"),
    ],
)
def test_an_account_is_of_a_month_of_utc(moment: str, month: str, resets_at: str) -> None:
    account = Account.at("ada", datetime.fromisoformat(moment))
    assert account == Account("ada", month)
    assert account.resets_at == datetime.fromisoformat(resets_at)
    assert account.begins_at == datetime.fromisoformat(f"{month}-01T00:00:00+00:00")


def test_what_is_left_is_never_below_nothing() -> None:
    assert Budget(CALLER, 100, 130).left == 0
    assert Budget(CALLER, 100, 30).resets_in_s(datetime(2025, 1, 31, 23, 59, tzinfo=UTC)) == 60


# --- Charged, corrected, refused --------------------------------------------------------------------


def test_a_report_is_charged_its_price_and_corrected_to_what_it_took(world: World) -> None:
    world.request(SIX)
    assert spent(world) == 6
    one_fails(world)
    world.run()
    assert spent(world) == world.report().upstream_calls == len(world.upstream.asked) == 10
    assert world.budgets.open == {}


def test_what_came_from_the_cache_is_given_back(world: World) -> None:
    world.request(SIX, report_id="first")
    world.run()
    world.clock.advance(60)
    world.request(SIX, report_id="second")
    assert spent(world) == 12
    world.run()
    assert spent(world) == 6


def test_a_report_above_what_is_left_is_refused_and_nothing_is_made_of_it(world: World) -> None:
    limited(world, 5)
    with pytest.raises(BudgetSpent) as refused:
        world.request(SIX)
    error = refused.value
    assert (error.price, error.budget.limit, error.budget.spent, error.budget.left) == (6, 5, 0, 5)
    assert error.budget.resets_in_s(error.now) == (datetime(2025, 2, 1, tzinfo=UTC) - NOW).total_seconds()
    assert world.reports.get(REPORT_ID) is None
    world.run()
    assert (spent(world), world.upstream.asked, world.budgets.open) == (0, [], {})


def test_what_is_stored_is_looked_at_where_the_bound_does_not_fit(world: World) -> None:
    world.request(SIX, report_id="first")
    world.run()
    limited(world, 6)
    assert world.request(SIX, report_id="second") is not None
    assert spent(world) == 6


def test_another_owner_is_not_touched(world: World) -> None:
    limited(world, 6)
    world.request(SIX, report_id="first", owner="greedy")
    with pytest.raises(BudgetSpent):
        world.request(replace(SIX, fresh=True), report_id="second", owner="greedy")
    assert world.request(SIX, report_id="third", owner="modest") is not None


def test_the_next_month_begins_with_the_whole_budget(world: World) -> None:
    limited(world, 6)
    world.request(SIX, report_id="first")
    world.run()
    world.clock.advance(timedelta(days=31).total_seconds())
    assert world.request(replace(SIX, fresh=True), report_id="second") is not None
    assert spent(world) == 6
    assert world.budgets.spent(Account("caller", "2025-02")) == 6


def test_a_report_that_ends_in_the_next_month_is_settled_where_it_was_charged(world: World) -> None:
    world.clock.now = datetime(2025, 1, 31, 23, 59, 50, tzinfo=UTC)
    one_fails(world, times=2)
    world.request(SIX)
    world.run()
    assert world.report().upstream_calls == spent(world) == 8
    assert world.budgets.spent(Account("caller", "2025-02")) == 0


# --- Repairs ----------------------------------------------------------------------------------------


def with_one_failed_job(world: World) -> None:
    one_fails(world)
    world.request(SIX)
    world.run()


def test_a_repair_is_charged_for_the_jobs_it_runs_again_and_corrected(world: World) -> None:
    with_one_failed_job(world)
    world.repair()
    assert spent(world) == 10 + 1
    world.run()
    assert spent(world) == world.report().upstream_calls == 11


def test_a_repair_is_refused_only_when_nothing_is_left(world: World) -> None:
    with_one_failed_job(world)
    limited(world, 10)
    with pytest.raises(BudgetSpent):
        world.repair()
    assert world.report().revision == 1
    limited(world, 11)
    assert world.repair() is not None


def test_a_repair_takes_what_is_left_where_that_is_less_than_its_price(world: World) -> None:
    one_fails(world, times=10)
    world.request(replace(SIX, start_date=SIX.start_date.replace(month=1)))
    world.run()
    before = spent(world)
    limited(world, before + 1)
    world.repair()
    assert spent(world) == before + 1
    world.run()
    assert spent(world) == world.report().upstream_calls


# --- Whoever dies where -----------------------------------------------------------------------------


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_request_killed_anywhere_leaves_no_charge_but_for_what_was_made(world: World, writes: int) -> None:
    assert world.request(SIX, kill_after=writes) is None
    world.run()
    assert spent(world) == len(world.upstream.asked)
    assert world.budgets.open == {}


@pytest.mark.parametrize("writes", range(WRITES + 1))
def test_a_request_killed_and_posted_again_with_its_key_is_charged_once(world: World, writes: int) -> None:
    assert world.request(SIX, idempotency_key="k", kill_after=writes) is None
    limited(world, 6)
    again = world.request(SIX, idempotency_key="k")
    assert again is not None
    assert spent(world) == 6
    world.run()
    assert (spent(world), world.budgets.open) == (6, {})


@pytest.mark.parametrize("writes", range(20))
def test_a_finalize_killed_anywhere_is_settled_once(world: World, writes: int) -> None:
    one_fails(world)
    world.request(SIX)
    killed = False
    while world.queue.messages:
        first = min(world.queue.messages, key=lambda message: message.due)
        world.clock.now = max(world.clock.now, first.due)
        killed = world.deliver(*world._batch_with(first), kill_after=None if killed else writes) or killed
    assert spent(world) == world.report().upstream_calls
    assert world.budgets.open == {}


@pytest.mark.parametrize("writes", range(10))
def test_a_repair_killed_anywhere_leaves_no_charge_but_for_what_was_made(world: World, writes: int) -> None:
    with_one_failed_job(world)
    world.repair(kill_after=writes)
    world.run()
    assert spent(world) == world.report().upstream_calls
    assert world.budgets.open == {}


def test_an_end_that_was_never_settled_is_by_the_repair_that_follows(world: World) -> None:
    settle = world.budgets.settle
    world.budgets.settle = lambda *_: None  # type: ignore[method-assign]
    with_one_failed_job(world)
    assert spent(world) == 6
    world.budgets.settle = settle  # type: ignore[method-assign]
    world.repair()
    assert spent(world) == 10 + 1
    world.run()
    assert spent(world) == world.report().upstream_calls


@pytest.mark.parametrize("busy", range(1, 8))
def test_a_busy_table_settles_later(world: World, busy: int) -> None:
    world.request(SIX)
    world.fuse.busy = busy
    world.run()
    assert world.report().status.ended
    assert (spent(world), world.budgets.open) == (world.report().upstream_calls, {})


def test_a_check_of_a_revision_that_is_past_settles_nothing(world: World) -> None:
    with_one_failed_job(world)
    world.repair()
    world.finalize(revision=1, check_reason=CheckReason.DEADLINE, account=CALLER)
    assert spent(world) == 11
