"""The arithmetic of contract 4.3 and 4.5, exact: integers, decimals and fractions, never a float."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from linernotes.model.points import Number, Points

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
    if not days:
        return []
    sums = _Sums(days[0].toordinal(), days[-1].toordinal(), _scale_of(filled))
    for points in filled:
        sums.add(points)
    totals = sums.totals()
    return [(day, totals[day.toordinal() - days[0].toordinal()]) for day in days]


def _scale_of(series: Sequence[Points]) -> int:
    """Give the power of ten that makes every value whole."""
    decimals = (value for points in series for _, value in points if isinstance(value, Decimal))
    places = max((-int(value.as_tuple().exponent) for value in decimals), default=0)
    return int("1" + "0" * places)


class _Sums:
    """The sum of series on each of a range of days, in whole numbers.

    What a series adds between two points is entered where it begins and where it ends, and summed up from day
    to day in the end: so it takes as long as there are points, however many days lie between them.
    """

    def __init__(self, first: int, last: int, scale: int) -> None:
        self._first = first
        self._scale = scale
        length = last - first + 2
        self._on_points = [0] * length
        self._level_changes = [0] * length
        # Changes of slope and base of lines, by the days between two points: their sum is divided by these.
        self._line_changes: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)

    def add(self, points: Points) -> None:
        """Add a series of at least one point."""
        left, left_value = -1, self._whole(points[0][1])
        self._level_changes[0] += left_value
        for day, value in points:
            at, whole = day.toordinal() - self._first, self._whole(value)
            self._on_points[at] += whole
            # The level held since the point before ends here, and this one's begins on the day after.
            self._level_changes[at] -= left_value
            self._level_changes[at + 1] += whole
            if left >= 0 and at - left > 1 and whole != left_value:
                self._add_line(left, at, whole - left_value)
            left, left_value = at, whole

    def _add_line(self, left: int, right: int, rise: int) -> None:
        changes = self._line_changes[right - left]
        for at, slope in ((left + 1, rise), (right, -rise)):
            known_slope, known_base = changes.get(at, (0, 0))
            changes[at] = known_slope + slope, known_base - slope * left

    def totals(self) -> list[Exact]:
        """Give the sum on each day of the range."""
        parts = lcm(*self._line_changes)
        lines = dict.fromkeys(self._line_changes, (0, 0))
        level = 0
        totals: list[Exact] = []
        for at, (on_points, change) in enumerate(zip(self._on_points, self._level_changes, strict=True)):
            level += change
            over = 0
            for gap, changes in self._line_changes.items():
                if at in changes:
                    slope, base = changes[at]
                    lines[gap] = lines[gap][0] + slope, lines[gap][1] + base
                slope, base = lines[gap]
                over += (slope * at + base) * (parts // gap)
            total = Fraction((on_points + level) * parts + over, parts * self._scale)
            totals.append(total.numerator if total.denominator == 1 else total)
        return totals

    def _whole(self, value: Number) -> int:
        if isinstance(value, int):
            return value * self._scale
        numerator, denominator = value.as_integer_ratio()
        return numerator * (self._scale // denominator)
