"""Periods: what a period is compared with, and the windows that periods need."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linernotes.model.period_limits import EARLIEST_DAY, MAX_DAYS
from linernotes.model.periods import Comparison, Need, Period, needs_of
from linernotes.model.windows import Window, windows_covering
from tests.unit.builders import NOW

TODAY = NOW.date()
DAYS = st.dates(min_value=EARLIEST_DAY, max_value=TODAY)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.integers(1, MAX_DAYS))
    return Period(start, min(start + timedelta(days=length - 1), TODAY))


def days_in(period: Period) -> set[date]:
    return {period.start + timedelta(days=index) for index in range(period.days)}


# --- What a period is compared with -------------------------------------------------------------------


@given(period=periods())
def test_the_previous_period_is_as_long_and_ends_the_day_before(period: Period) -> None:
    before = period.compared_by(Comparison.PREVIOUS_PERIOD)

    assert before.days == period.days
    assert before.end + timedelta(days=1) == period.start


@given(period=periods())
@example(period=Period(date(2000, 2, 29), date(2001, 3, 1)))
def test_the_same_days_a_year_earlier_differ_from_a_period_by_leap_days_only(period: Period) -> None:
    before = period.compared_by(Comparison.PREVIOUS_YEAR)
    leap_days = [
        {day for day in days_in(each) if (day.month, day.day) == (2, 29)} for each in (period, before)
    ]

    assert (before.start.year, before.end.year) == (period.start.year - 1, period.end.year - 1)
    # The 28th stands in for a 29th that a period begins or ends with; a 29th within it has no twin.
    assert abs(period.days - before.days) <= max(len(found) for found in leap_days)
    assert (period.days == before.days) or any(leap_days)


@pytest.mark.parametrize(
    ("start", "end", "comparison", "expected"),
    [
        ("2024-09-01", "2024-09-30", "previous_period", "2024-08-02 2024-08-31"),
        ("2024-09-07", "2024-09-07", "previous_period", "2024-09-06 2024-09-06"),
        ("2024-03-01", "2024-03-31", "previous_period", "2024-01-30 2024-02-29"),
        ("2024-09-01", "2024-09-30", "previous_year", "2023-09-01 2023-09-30"),
        ("2024-02-01", "2024-02-29", "previous_year", "2023-02-01 2023-02-28"),
        ("2024-02-29", "2024-02-29", "previous_year", "2023-02-28 2023-02-28"),
        ("2024-02-28", "2024-02-29", "previous_year", "2023-02-28 2023-02-28"),
        ("2024-02-29", "2024-03-31", "previous_year", "2023-02-28 2023-03-31"),
        ("2025-02-01", "2025-02-28", "previous_year", "2024-02-01 2024-02-28"),
        ("2025-02-28", "2025-03-01", "previous_year", "2024-02-28 2024-03-01"),
        ("2023-12-15", "2024-01-14", "previous_year", "2022-12-15 2023-01-14"),
        ("2000-01-01", "2000-12-31", "previous_period", "1998-12-31 1999-12-31"),
    ],
)
def test_what_a_period_is_compared_with(start: str, end: str, comparison: str, expected: str) -> None:
    period = Period(date.fromisoformat(start), date.fromisoformat(end))

    before = period.compared_by(Comparison(comparison))

    assert f"{before.start} {before.end}" == expected


@given(period=periods(), day=DAYS)
def test_a_period_holds_its_first_and_last_day_and_those_between(period: Period, day: date) -> None:
    assert period.holds(period.start)
    assert period.holds(period.end)
    assert period.holds(day) == (day in days_in(period))


@given(period=periods(), first=DAYS, length=st.integers(1, 90))
def test_a_period_meets_a_window_that_holds_any_of_its_days(period: Period, first: date, length: int) -> None:
    window = Window(first, first + timedelta(days=length - 1))

    assert period.meets(window) == any(window.holds(day) for day in days_in(period))


# --- The windows that periods need --------------------------------------------------------------------


@given(wanted=st.lists(periods(), min_size=1, max_size=3))
def test_periods_need_the_windows_of_each_once_and_in_order(wanted: list[Period]) -> None:
    needs = needs_of(wanted, today=TODAY)

    union = {
        window for period in wanted for window in windows_covering(period.start, period.end, today=TODAY)
    }
    assert [need.window for need in needs] == sorted(union)


@given(wanted=st.lists(periods(), min_size=1, max_size=3))
def test_a_need_is_up_to_the_last_day_that_any_period_wants_of_the_window(wanted: list[Period]) -> None:
    for need in needs_of(wanted, today=TODAY):
        first, last = need.window.first, need.window.last
        ends = [min(period.end, last) for period in wanted if period.start <= last and period.end >= first]

        assert need.to == max(ends)


def test_two_periods_within_a_window_need_it_once_up_to_the_later_one_in_whatever_order() -> None:
    earlier = Period(date(2024, 8, 1), date(2024, 8, 10))
    later = Period(date(2024, 9, 1), date(2024, 9, 10))
    (window,) = windows_covering(date(2024, 9, 1), date(2024, 9, 10), today=TODAY)
    there = Period(window.first, window.first + timedelta(days=1))

    assert needs_of([later, there], today=TODAY) == [Need(window, later.end)]
    assert needs_of([there, later], today=TODAY) == [Need(window, later.end)]
    assert needs_of([earlier, later], today=TODAY)[-1] == Need(window, later.end)


def test_no_period_needs_no_window() -> None:
    assert needs_of([], today=TODAY) == []
