"""The arithmetic of contract 4.3 and 4.5, exact: integers, decimals and fractions, never a float."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from linernotes.domain.series import Number, Points

Exact = int | Decimal | Fraction
"""A figure before it is shown; totals over interpolated days are fractions."""

ExactPoints = Sequence[tuple[date, Exact]]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one row. Without a point everything is None and `data_points` is 0.

    `expected_points` is how many there can be, by the source's cadence.
    """

    data_points: int
    expected_points: int
    coverage: Decimal
    first_value: Exact | None = None
    latest_value: Exact | None = None
    difference: Exact | None = None
    difference_percent: Exact | None = None
    period_average: Decimal | None = None
    peak_value: Exact | None = None
    peak_date: date | None = None
    first_date: date | None = None
    latest_date: date | None = None


def rounded(value: Exact, places: int) -> Decimal:
    """Round half up (away from zero) to so many decimal places, exactly."""
    fraction = Fraction(value)
    scaled = abs(fraction) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    # Not by Decimal's arithmetic, which keeps 28 digits and drops the rest in silence.
    return Decimal((int(fraction < 0), tuple(map(int, str(whole))), -places))


def figures_of(
    points: ExactPoints,
    *,
    days: int,
    expected_points: int | None = None,
    data_points: int | None = None,
    changes: bool = True,
) -> Figures:
    """Work out the figures of contract 4.3 over points in order of day, in a range of so many days.

    `expected_points` are as many as days, unless told. `data_points` overrides the count where the points
    are totals of several artists (contract 4.5); `changes` says whether any of these was measured twice: if
    none was, their totals are equal for want of values, and there is no difference to give.
    """
    expected = days if expected_points is None else expected_points
    count = len(points) if data_points is None else data_points
    coverage = rounded(Fraction(len(points), days), 4)
    if not points:
        return Figures(data_points=0, expected_points=expected, coverage=coverage)
    first_date, first = points[0]
    latest_date, latest = points[-1]
    peak_date, peak = points[0]
    total: Fraction | int = 0
    for day, value in points:
        total += value if isinstance(value, int) else Fraction(value)
        if value > peak:
            peak_date, peak = day, value
    difference, difference_percent = (
        change_between(first, latest) if changes and len(points) > 1 else (None, None)
    )
    return Figures(
        data_points=count,
        expected_points=expected,
        coverage=coverage,
        first_value=first,
        latest_value=latest,
        difference=difference,
        difference_percent=difference_percent,
        period_average=rounded(Fraction(total) / len(points), 2),
        peak_value=peak,
        peak_date=peak_date,
        first_date=first_date,
        latest_date=latest_date,
    )


def change_between(before: Exact | None, now: Exact | None) -> tuple[Exact | None, Exact | None]:
    """Give the change from one figure to another, absolute and in %; None where there is none to give.

    Of nothing, or of less than that, there is no percentage.
    """
    if before is None or now is None:
        return None, None
    difference = _exact_difference(now, before)
    return difference, None if before <= 0 else 100 * Fraction(difference) / Fraction(before)


def _exact_difference(latest: Exact, first: Exact) -> Exact:
    if isinstance(latest, int) and isinstance(first, int):
        return latest - first
    return Fraction(latest) - Fraction(first)


def daily_totals(series: Sequence[Points]) -> list[tuple[date, Exact]]:
    """Add several artists' series day by day (contract 4.5).

    Each series is interpolated linearly between its own points and held flat outside them; totals are
    taken on every day on which any of them has a point. Empty series are left out.
    """
    filled = [points for points in series if points]
    days = sorted({day for points in filled for day, _ in points})
    totals: list[Exact] = [0] * len(days)
    # Most of the time goes into days between points. In whole numbers, with what is left over kept apart by
    # how many days it is to be divided by, they take a third of what they take as fractions.
    left_over: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for points in filled:
        for index, (value, rest, gap) in enumerate(_on_days(points, days)):
            totals[index] = _sum(totals[index], value)
            if rest:
                left_over[index][gap] += rest
    for index, rests in left_over.items():
        totals[index] = _sum(totals[index], sum(Fraction(rest, gap) for gap, rest in rests.items()))
    return list(zip(days, totals, strict=True))


def _sum(total: Exact, value: Exact) -> Exact:
    if isinstance(total, int) and isinstance(value, int):
        return total + value
    return Fraction(total) + Fraction(value)


def _on_days(points: Points, days: Sequence[date]) -> Iterator[tuple[Exact, int, int]]:
    """Give a series' value on each day, as value + rest / gap."""
    after = 0
    for day in days:
        while after < len(points) and points[after][0] < day:
            after += 1
        if after == len(points):
            yield points[-1][1], 0, 1
        elif after == 0 or points[after][0] == day:
            yield points[after][1], 0, 1
        else:
            yield _between(points[after - 1], points[after], day)


def _between(left: tuple[date, Number], right: tuple[date, Number], day: date) -> tuple[Exact, int, int]:
    (left_day, start), (right_day, end) = left, right
    gap, since = (right_day - left_day).days, (day - left_day).days
    if isinstance(start, int) and isinstance(end, int):
        whole, rest = divmod((end - start) * since, gap)
        return start + whole, rest, gap
    return Fraction(start) + (Fraction(end) - Fraction(start)) * Fraction(since, gap), 0, 1
