"""Of how many chart days figures are: the main chart of a day, weeks of weekly charts, charts long gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.charts.chart_days import (
    ChartCalendar,
    ChartDays,
    ListedChart,
    listed_again,
    main_charts,
)
from linernotes.charts.charts import Frequency
from linernotes.model.periods import Period
from tests.unit.builders import september

DAY = timedelta(days=1)
SEPTEMBER = Period(september(1), september(30))
TOP_200, TOP_50 = ListedChart("top-200", 200), ListedChart("top-50", 50)


def daily(days: Mapping[date, Mapping[str, int]], *listed: ListedChart) -> ChartCalendar:
    return ChartCalendar(Frequency.DAILY, listed, days)


def weekly(days: Mapping[date, Mapping[str, int]], *listed: ListedChart) -> ChartCalendar:
    return ChartCalendar(Frequency.WEEKLY, listed, days)


def on(*days: int, slug: str = "top-200") -> dict[date, dict[str, int]]:
    return {september(day): {slug: 0} for day in days}


# --- Days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("listed", [(), (TOP_200,), (TOP_200, TOP_50)], ids=["none", "it alone", "both"])
def test_a_day_is_whole_with_its_main_chart(listed: tuple[ListedChart, ...]) -> None:
    assert daily(on(1, 2, 30), *listed).chart_days(SEPTEMBER) == ChartDays(3, 30)


def test_a_smaller_chart_alone_makes_no_day_whole_where_a_larger_one_is_listed() -> None:
    assert daily(on(1, 2, slug="top-50"), TOP_200, TOP_50).chart_days(SEPTEMBER) == ChartDays(0, 30)
    assert daily(on(1, 2, slug="top-50"), TOP_50).chart_days(SEPTEMBER) == ChartDays(2, 30)


def test_of_equally_large_charts_each_is_needed() -> None:
    twins = (ListedChart("one", 200), ListedChart("other", 200))
    days = {september(1): {"one": 0}, september(2): {"one": 0, "other": 0}, september(3): {"other": 0}}

    assert daily(days, *twins).chart_days(SEPTEMBER) == ChartDays(1, 30)


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2024, 6, 1), True), (date(2024, 8, 1), True), (date(2024, 11, 1), True),
        (date(2024, 6, 1) - 92 * DAY, True), (date(2024, 6, 1) - 93 * DAY, False),
        (date(2024, 9, 1) + 92 * DAY, True), (date(2024, 9, 1) + 93 * DAY, False),
    ],
)  # fmt: skip
def test_a_chart_is_to_be_expected_for_a_quarter_around_its_rankings(day: date, there: bool) -> None:
    chart = ListedChart("old", 200, date(2024, 6, 1), date(2024, 9, 1))

    assert chart.is_there_on(day) is there
    assert main_charts((chart, TOP_50), day) == ({"old"} if there else {"top-50"})


def test_a_chart_whose_days_are_not_known_is_always_to_be_expected() -> None:
    assert TOP_200.is_there_on(date(1999, 1, 1))
    assert TOP_200.is_there_on(date(2099, 1, 1))


def test_rows_not_read_are_those_of_the_period() -> None:
    days = {september(1): {"a": 1, "b": 2}, date(2024, 10, 1): {"a": 4}}

    assert daily(days).looked_at(SEPTEMBER).unreadable_rows == 3


# --- Weeks ----------------------------------------------------------------------------------------


def test_weeks_are_the_weekdays_on_which_the_chart_is_ranked() -> None:
    """September 2024 begins on a Sunday: it has four Thursdays and five Mondays."""
    assert weekly(on(5, 12, 19, 26)).chart_days(SEPTEMBER) == ChartDays(4, 4)
    assert weekly(on(5, 26)).chart_days(SEPTEMBER) == ChartDays(2, 4)
    assert weekly(on(2, 9)).chart_days(SEPTEMBER) == ChartDays(2, 5)


@pytest.mark.parametrize(("last", "expected"), [(september(5), 4), (september(8), 5)])
def test_the_weekday_is_the_main_charts_even_where_none_of_it_is_stored(last: date, expected: int) -> None:
    listed = ListedChart("top-200", 200, september(1), last), TOP_50

    assert weekly({}, *listed).chart_days(SEPTEMBER) == ChartDays(0, expected)
    assert weekly(on(3, slug="top-50"), *listed).chart_days(SEPTEMBER) == ChartDays(0, expected)


def test_of_charts_that_are_not_known_at_all_weeks_are_mondays() -> None:
    assert weekly({}).chart_days(SEPTEMBER) == ChartDays(0, 5)


def test_a_ranking_a_day_late_is_that_weeks() -> None:
    assert weekly(on(5, 13, 19, 25)).chart_days(SEPTEMBER) == ChartDays(4, 4)


def test_a_period_without_its_weekday_has_no_week_to_expect() -> None:
    assert weekly(on(5)).chart_days(Period(september(6), september(8))).expected <= 1
    listed = ListedChart("top-200", 200, september(5), september(5))
    assert weekly({}, listed).chart_days(Period(september(6), september(8))) == ChartDays(0, 0)


@given(
    start=st.dates(date(2020, 1, 1), date(2025, 1, 1)),
    length=st.integers(1, 800),
    weekday=st.integers(0, 6),
    missing=st.sets(st.integers(0, 120)),
)
def test_any_period_counts_its_weekdays_and_of_them_those_that_are_stored(
    start: date, length: int, weekday: int, missing: set[int]
) -> None:
    period = Period(start, start + (length - 1) * DAY)
    due = [day for day in (start + n * DAY for n in range(length)) if day.weekday() == weekday]
    there = [day for number, day in enumerate(due) if number not in missing]
    anchor = ListedChart("top-200", 200, None, date(2029, 1, 1) + weekday * DAY)

    days = weekly({day: {"top-200": 0} for day in there}, anchor).chart_days(period)

    assert days == ChartDays(len(there), len(due))


@given(
    length=st.integers(1, 400),
    cut=st.integers(0, 400),
    stored=st.sets(st.integers(0, 400)),
    frequency=st.sampled_from(Frequency),
)
def test_days_of_parts_add_up_to_those_of_the_whole_where_rankings_come_on_their_weekday(
    length: int, cut: int, stored: set[int], frequency: Frequency
) -> None:
    start = date(2024, 1, 1)
    cut = 1 + cut % length
    step = frequency.days
    anchor = ListedChart("top-200", 200, None, start)
    days = {start + number * step * DAY: {"top-200": 0} for number in stored}
    calendar = ChartCalendar(frequency, (anchor,), days)

    def count(first: int, last: int) -> ChartDays:
        return calendar.chart_days(Period(start + first * DAY, start + last * DAY))

    whole, early = count(0, length - 1), count(0, cut - 1)
    late = count(cut, length - 1) if cut < length else ChartDays(0, 0)
    assert whole == ChartDays(early.stored + late.stored, early.expected + late.expected)
    assert 0 <= whole.stored <= whole.expected


# --- Listing once more -----------------------------------------------------------------------------

CHARTS = st.builds(
    ListedChart,
    st.sampled_from("abc"),
    st.integers(0, 3),
    st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9)),
    st.none() | st.dates(date(2024, 2, 1), date(2024, 2, 9)),
)
LISTS = st.lists(CHARTS, unique_by=lambda chart: chart.slug)


@given(LISTS, LISTS)
def test_no_chart_and_no_day_is_forgotten_and_the_newer_size_counts(
    known: list[ListedChart], newer: list[ListedChart]
) -> None:
    again = {chart.slug: chart for chart in listed_again(known, newer)}

    assert again.keys() == {chart.slug for chart in (*known, *newer)}
    for slug, chart in again.items():
        seen = [each for each in (*known, *newer) if each.slug == slug]
        assert chart.size == seen[-1].size
        assert chart.first == min((each.first for each in seen if each.first), default=None)
        assert chart.last == max((each.last for each in seen if each.last), default=None)
    assert listed_again(again.values(), newer) == tuple(again[slug] for slug in sorted(again))
