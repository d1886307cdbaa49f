"""What a request may spend: its price in calls to Soundcharts, and when that is too much (contract 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from linernotes.model.errors import QuotaReserved, TooExpensive
from linernotes.model.request import ReportRequest
from linernotes.reports.preview_report import NOTHING_FETCHED, preview_report
from linernotes.reports.reserve import Reserve
from linernotes.reports.spending import Spending, price_request
from linernotes.sections.registry import SECTIONS
from linernotes.sections.section import Fetched
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from linernotes.soundcharts.answers import Quota
from tests.unit.builders import ELISA, LAURO, NOW, a_request, the_largest_request
from tests.unit.memory import NO_RESERVE, MemoryBudgets, MemoryUsageStore, full_window
from tests.unit.world import World, windows_of

YEAR = a_request(
    artists=(LAURO, ELISA),
    platforms=("spotify", "deezer"),
    start_date=date(2024, 1, 1),
    end_date=date(2024, 12, 31),
)
PRICE = 4 * len(windows_of(YEAR))


@pytest.fixture
def world() -> World:
    return World()


def spending(max_calls: int, stores: Callable[[], Fetched]) -> Spending:
    return Spending(
        max_calls=max_calls,
        calls_a_month=1_000_000,
        budgets=MemoryBudgets(),
        reserve=NO_RESERVE,
        stores=stores,
    )


def nobody() -> Fetched:
    raise AssertionError("what was fetched is not asked for")


def fetched(world: World, request: ReportRequest) -> None:
    """Store the first window of every artist and source of a request."""
    for artist in request.artists:
        for slug in request.platforms:
            window = windows_of(request)[0]
            key = WindowKey(artist.uuid, slug, window.first)
            world.windows.windows[key] = full_window(WindowRequest(key, window), NOW - timedelta(hours=1))


def test_a_usual_request_is_priced_without_looking_at_what_is_stored() -> None:
    assert price_request(YEAR, spending(PRICE, nobody), now=NOW).price == PRICE


def test_what_is_above_the_limit_is_priced_by_what_is_stored(world: World) -> None:
    fetched(world, YEAR)
    assert price_request(YEAR, spending(PRICE - 4, lambda: world), now=NOW).price == PRICE - 4


def test_what_is_above_the_limit_though_some_is_stored_is_refused_with_its_figures(world: World) -> None:
    fetched(world, YEAR)
    with pytest.raises(TooExpensive) as refused:
        price_request(YEAR, spending(PRICE - 5, lambda: world), now=NOW)
    error = refused.value
    assert (error.jobs, error.upstream_calls, error.cached, error.limit) == (4, PRICE, 4, PRICE - 5)


def test_with_fresh_what_is_stored_does_not_lower_the_price(world: World) -> None:
    fetched(world, YEAR)
    with pytest.raises(TooExpensive) as refused:
        price_request(replace(YEAR, fresh=True), spending(PRICE - 4, lambda: world), now=NOW)
    assert refused.value.cached == 0


def test_a_request_may_allow_more_than_is_usual() -> None:
    allowing = replace(YEAR, max_upstream_calls=PRICE)
    assert price_request(allowing, spending(1, nobody), now=NOW).price == PRICE


def test_a_request_may_allow_less_than_is_usual(world: World) -> None:
    with pytest.raises(TooExpensive):
        price_request(replace(YEAR, max_upstream_calls=PRICE - 1), spending(3_000, lambda: world), now=NOW)


def test_nothing_is_stored_or_sent_of_what_is_too_expensive(world: World) -> None:
    world.spending = replace(world.spending, max_calls=PRICE - 1)
    with pytest.raises(TooExpensive):
        world.request(YEAR, idempotency_key="k")
    assert (world.queue.messages, world.fuse.writes) == ([], 0)
    assert world.request(replace(YEAR, max_upstream_calls=PRICE), idempotency_key="k") is not None


@pytest.mark.parametrize("section", [None, *SECTIONS])
@pytest.mark.parametrize("country", [None, "IT"])
def test_the_bound_is_never_below_what_is_made(section: str | None, country: str | None) -> None:
    world = World()
    request = replace(YEAR, sections=(section,) if section else (), country=country)
    bound = preview_report(request, now=NOW, stores=NOTHING_FETCHED).price
    fetched(world, request)
    assert preview_report(request, now=NOW, stores=world).price <= bound


def test_two_requests_that_allow_other_numbers_of_calls_ask_for_the_same() -> None:
    assert replace(YEAR, max_upstream_calls=5) == replace(YEAR, max_upstream_calls=None)


def test_what_a_request_allows_is_said_where_it_is_posted_again() -> None:
    assert replace(YEAR, max_upstream_calls=5).canonical()["max_upstream_calls"] == 5
    assert "max_upstream_calls" not in YEAR.canonical()


def test_the_bound_of_the_largest_request_is_worked_out_at_once() -> None:
    largest = the_largest_request(sections=tuple(SECTIONS))
    assert preview_report(largest, now=NOW, stores=NOTHING_FETCHED).price > 50_000


def test_the_reserve_is_held_against_what_a_request_takes_exactly(world: World) -> None:
    ends_at = NOW + timedelta(days=16)
    told = Quota(remaining=PRICE + 96, period_end=ends_at, limit=1_000)
    reserve = Reserve(10, lambda: told, MemoryUsageStore())
    keeping = replace(spending(3_000, lambda: world), reserve=reserve)
    with pytest.raises(QuotaReserved):
        price_request(YEAR, keeping, now=NOW)
    fetched(world, YEAR)
    assert price_request(YEAR, keeping, now=NOW).price == PRICE - 4
