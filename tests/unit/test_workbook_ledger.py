"""The books kept while Daily data is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.figures import daily_totals, figures_of
from linernotes.sections.audience.ledger import Ledger
from tests.unit.builders import september

START, DAYS = september(1), 30
SERIES = st.dictionaries(st.integers(0, DAYS - 1), st.integers(0, 10**9), min_size=1).map(
    lambda values: [(START + timedelta(days=offset), value) for offset, value in sorted(values.items())]
)


def a_ledger() -> Ledger:
    return Ledger(START, START + timedelta(days=DAYS - 1))


def add_series(ledger: Ledger, artist: str, points: list[tuple[date, int]]) -> None:
    ledger.add_series(artist, "spotify", [day for day, _ in points], [value for _, value in points])


@given(st.lists(SERIES, min_size=1, max_size=5))
def test_totals_agree_with_the_exact_ones(series: list[list[tuple[date, int]]]) -> None:
    ledger = a_ledger()
    for number, points in enumerate(series):
        add_series(ledger, f"artist {number}", points)
    exact = figures_of(daily_totals(series), days=DAYS)

    total = ledger.total("spotify")

    assert total is not None
    assert total.count == sum(len(points) for points in series)
    assert exact.first_value is not None
    assert exact.latest_value is not None
    assert exact.peak_value is not None
    assert exact.period_average is not None
    assert total.first == pytest.approx(float(exact.first_value))
    assert total.latest == pytest.approx(float(exact.latest_value))
    assert total.peak == pytest.approx(float(exact.peak_value))
    assert total.average == pytest.approx(float(exact.period_average), abs=0.0051)
    assert (total.first_date, total.latest_date) == (exact.first_date, exact.latest_date)
    assert total.peak_date == exact.peak_date


def test_totals_that_are_equal_peak_on_the_first_of_their_days() -> None:
    # 3/21 and 28/21 a day up, 31/21 down: 31 every day, but some days 31.000000000000004 in floating point.
    last = START + timedelta(days=21)
    between = [(START + timedelta(days=offset), 0) for offset in range(1, 21)]
    ledger = a_ledger()
    for artist, points in {
        "up": [(START, 0), (last, 3)],
        "further up": [(START, 0), (last, 28)],
        "down": [(START, 31), (last, 0)],
        "none": between,
    }.items():
        add_series(ledger, artist, points)

    total = ledger.total("spotify")

    assert total is not None
    assert total.peak_date == START


@given(SERIES)
def test_one_series_alone_agrees_with_its_figures(points: list[tuple[date, int]]) -> None:
    ledger = a_ledger()
    add_series(ledger, "artist", points)
    exact = figures_of(points, days=DAYS)

    series = ledger.series["artist", "spotify"]

    assert (series.count, series.first, series.latest) == (len(points), exact.first_value, exact.latest_value)
    assert (series.peak, series.peak_date) == (exact.peak_value, exact.peak_date)


@pytest.mark.parametrize(
    ("days", "misplaced"),
    [
        ([1, 2, 3], 0),
        ([1, 2, 2], 1),
        ([3, 1, 2], 1),
    ],
)
def test_days_out_of_order_or_given_twice_are_counted(days: list[int], misplaced: int) -> None:
    ledger = a_ledger()

    ledger.add_series("artist", "spotify", [september(day) for day in days], [1] * len(days))

    assert ledger.misplaced == misplaced
    assert ledger.rows == len(days)


def test_days_outside_the_period_are_counted_and_not_totalled() -> None:
    ledger = a_ledger()

    ledger.add_series("artist", "spotify", [date(2024, 8, 31), september(1)], [1, 2])

    assert ledger.misplaced == 1
    assert ledger.total("spotify") is None


def test_a_source_without_rows_has_no_total() -> None:
    assert a_ledger().total("spotify") is None
