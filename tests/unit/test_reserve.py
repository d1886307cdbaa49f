"""The part of the month's calls that no report may take (contract 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from linernotes.model.errors import QuotaReserved
from linernotes.reports.reserve import READ_APART, Reserve, Usage
from linernotes.soundcharts.answers import Quota
from tests.unit.builders import NOW
from tests.unit.memory import MemoryUsageStore

ENDS_AT = NOW + timedelta(days=16)


class Told:
    """Soundcharts, as far as it tells what is left; `asked` counts how often it was asked."""

    def __init__(self, remaining: int, limit: int | None = 1_000) -> None:
        self.quota: Quota | None = Quota(remaining, ENDS_AT, limit=limit)
        self.asked = 0

    def __call__(self) -> Quota | None:
        self.asked += 1
        return self.quota


def refused(reserve: Reserve, price: int, after: timedelta = timedelta(0)) -> bool:
    try:
        reserve.check(price, now=NOW + after)
    except QuotaReserved:
        return True
    return False


@pytest.mark.parametrize(
    ("remaining", "price", "expected"), [(150, 50, False), (150, 51, True), (90, 1, True)]
)
def test_a_price_that_would_go_below_the_reserve_is_refused(
    remaining: int, price: int, expected: bool
) -> None:
    assert refused(Reserve(10, Told(remaining), MemoryUsageStore()), price) is expected


def test_the_refusal_says_what_is_left_and_when_to_ask_again() -> None:
    told = Told(150)
    with pytest.raises(QuotaReserved) as error:
        Reserve(10, told, MemoryUsageStore()).check(51, now=NOW)
    assert (error.value.price, error.value.left, error.value.wait_s) == (51, 50, 3_600)
    with pytest.raises(QuotaReserved) as error:
        Reserve(10, told, MemoryUsageStore()).check(51, now=ENDS_AT - timedelta(seconds=90))
    assert error.value.wait_s == 90


def test_what_takes_no_calls_is_made_whatever_is_left() -> None:
    assert not refused(Reserve(10, Told(0), MemoryUsageStore()), 0)


def test_soundcharts_is_asked_every_five_minutes_at_most() -> None:
    told = Told(1_000)
    reserve = Reserve(10, told, MemoryUsageStore())
    for minutes in (0, 1, 4.9):
        assert not refused(reserve, 1, timedelta(minutes=minutes))
    assert told.asked == 1
    told.quota = Quota(0, ENDS_AT, limit=1_000)
    assert refused(reserve, 1, READ_APART)
    assert told.asked == 2


def test_what_one_environment_was_told_the_others_need_not_ask() -> None:
    store, told = MemoryUsageStore(), Told(1_000)
    for minutes in range(5):
        assert not refused(Reserve(10, told, store), 1, timedelta(minutes=minutes))
    assert told.asked == 1
    later = Reserve(10, told, store)
    refused(later, 1, timedelta(minutes=4))
    refused(later, 1, timedelta(minutes=5))
    assert told.asked == 2


def test_without_a_reserve_nobody_is_asked() -> None:
    told = Told(0)
    assert not refused(Reserve(0, told, MemoryUsageStore()), 1_000)
    assert told.asked == 0


def broken() -> Quota | None:
    raise RuntimeError("the secret cannot be read")


@pytest.mark.parametrize("ask", [lambda: None, broken, Told(0, limit=None)])
def test_where_nobody_can_tell_what_is_left_reports_are_made(ask: Callable[[], Quota | None]) -> None:
    assert not refused(Reserve(10, ask, MemoryUsageStore()), 1_000)


def test_a_silent_soundcharts_is_left_alone_for_five_minutes() -> None:
    told = Told(0)
    told.quota = None
    reserve = Reserve(10, told, MemoryUsageStore())
    for minutes in (0, 1, 4):
        refused(reserve, 1, timedelta(minutes=minutes))
    assert told.asked == 1


def test_a_period_that_is_over_says_nothing_of_the_next() -> None:
    store = MemoryUsageStore()
    store.write(Usage(Quota(0, NOW + timedelta(minutes=1), limit=1_000), NOW))
    reserve = Reserve(10, Told(1_000), store)
    assert refused(reserve, 1)
    assert not refused(reserve, 1, timedelta(minutes=2))
