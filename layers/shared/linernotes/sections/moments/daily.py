"""A daily series made ready to be judged: its values, or what it gained, on each of a range of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise
from math import gcd, lcm

from linernotes.model.points import Points

MOST_DAYS_SPREAD = 7
"""A change over more days than these is not spread over them: on which of them it came is not known."""

_FALL = Fraction(99, 100)
_RISE = Fraction(16, 10)
_RISE_FROM = 100_000


@dataclass(frozen=True, slots=True)
class Daily:
    """What is compared, by days from `first` on; None where it is not known.

    `figures` are whole numbers: the values or gains times `scale`. `measured` says on which days there was a
    value. `begins` has for each day the first one it may be compared with: after a correction that is the day
    after the correction. `levels` are the latest values of the series itself, for gains only; so are `steps`,
    the changes from value to value, on the days of the latter. `corrections` are the days of corrections.
    """

    first: date
    scale: int
    figures: Sequence[int | None]
    measured: Sequence[bool]
    begins: Sequence[int]
    levels: Sequence[Fraction] = ()
    steps: Sequence[Fraction | None] = ()
    corrections: Sequence[date] = ()

    def rounded_to(self, start: int, end: int) -> Fraction:
        """Give the largest amount that all changes of these days are multiples of; 0 without any.

        Platforms that round large figures let them rise in steps, of which a day has one or none.
        """
        steps = [step for step in self.steps[start:end] if step]
        if not steps:
            return Fraction(0)
        parts = lcm(*(step.denominator for step in steps))
        return Fraction(gcd(*(int(step * parts) for step in steps)), parts)


def daily_values(points: Points, first: date, last: date) -> Daily:
    """Take the values as they are."""
    values = {day: Fraction(value) for day, value in points if first <= day <= last}
    scale, figures = _whole(values, first, last)
    known = [figure is not None for figure in figures]
    return Daily(first, scale, figures, known, [0] * len(figures))


def daily_changes(points: Points, first: date, last: date, *, only_grows: bool) -> Daily:
    """Take what the figure changed by from day to day; `only_grows` says that it is a running total.

    Crawls are uneven, and so this is evened out, each time leaving the sum as it is. What came over days
    without a value is spread over them. A running total that is lower later on was too high before, and so
    is taken as the lowest of what follows. And a day on which the figure stood still, not having been looked
    at again, shares with the day before and the day after, one of which has its gain.

    Where a figure was corrected there is no change, and nothing before is compared with what comes after: a
    fall of more than 1 %, or a rise of 60 % or more of a value of 100,000 or more (contract 10.3).
    """
    within = [(day, Fraction(value)) for day, value in points if first <= day <= last]
    length = (last - first).days + 1
    measured = [False] * length
    steps: list[Fraction | None] = [None] * length
    begins_on: dict[int, int] = {}
    stretches: list[list[tuple[date, Fraction]]] = []
    for before, point in zip([None, *within], within, strict=False):
        day, value = point
        at = (day - first).days
        measured[at] = True
        corrected = before is not None and _corrected(before[1], value)
        if corrected:
            begins_on[at] = at + 1
        if before is None or corrected or (day - before[0]).days > MOST_DAYS_SPREAD:
            stretches.append([point])
        else:
            stretches[-1].append(point)
            steps[at] = value - before[1]
    changes = {
        day: change
        for stretch in stretches
        for day, change in _evened(_changes(_grown(stretch) if only_grows else stretch))
    }
    scale, figures = _whole(changes, first, last)
    return Daily(
        first,
        scale,
        figures,
        measured,
        _carried(begins_on, length),
        _levels(within, first, length),
        steps,
        [first + timedelta(days=at) for at in begins_on],
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What came from one value to the next, on the last of so many days."""

    day: date
    days: int
    amount: Fraction


def _corrected(before: Fraction, after: Fraction) -> bool:
    return after < _FALL * before or (before >= _RISE_FROM and after >= _RISE * before)


def _grown(stretch: Sequence[tuple[date, Fraction]]) -> list[tuple[date, Fraction]]:
    """Give the values of a total that is never higher than it is later on."""
    grown = []
    lowest: Fraction | None = None
    for day, value in reversed(stretch):
        lowest = value if lowest is None else min(lowest, value)
        grown.append((day, lowest))
    return grown[::-1]


def _changes(stretch: Sequence[tuple[date, Fraction]]) -> list[_Change]:
    return [
        _Change(day, (day - before).days, value - value_before)
        for (before, value_before), (day, value) in pairwise(stretch)
    ]


def _evened(changes: Sequence[_Change]) -> Iterator[tuple[date, Fraction]]:
    """Give the change of each day of a stretch."""
    group: list[_Change] = []
    for change, joined in zip(changes, _joined(changes), strict=True):
        group.append(change)
        if not joined:
            days = sum(each.days for each in group)
            of_a_day = sum((each.amount for each in group), Fraction(0)) / days
            yield from ((change.day - timedelta(days=back), of_a_day) for back in range(days))
            group = []


def _joined(changes: Sequence[_Change]) -> list[bool]:
    """Say of each change whether it is evened out with the next one: around days that stood still.

    A figure that stands still for longer is one to which nothing happens.
    """
    joined = [False] * len(changes)
    at = 0
    for still, run in groupby(changes, key=lambda change: change.amount == 0):
        in_run = list(run)
        if still and sum(change.days for change in in_run) <= MOST_DAYS_SPREAD:
            for place in range(max(at - 1, 0), min(at + len(in_run), len(changes) - 1)):
                joined[place] = True
        at += len(in_run)
    return joined


def _levels(points: Sequence[tuple[date, Fraction]], first: date, length: int) -> list[Fraction]:
    """Give the latest value up to each day; 0 before the first."""
    levels = [Fraction(0)] * length
    for (day, value), following in zip(points, [*points[1:], None], strict=False):
        at = (day - first).days
        end = (following[0] - first).days if following else length
        levels[at:end] = [value] * (end - at)
    return levels


def _carried(begins_on: Mapping[int, int], length: int) -> list[int]:
    begins, begin = [], 0
    for at in range(length):
        begin = begins_on.get(at, begin)
        begins.append(begin)
    return begins


def _whole(values: Mapping[date, Fraction], first: date, last: date) -> tuple[int, list[int | None]]:
    """Bring values to whole numbers, so that comparing them is exact and quick: scale, and a value a day."""
    scale = lcm(*{value.denominator for value in values.values()})
    figures: list[int | None] = [None] * ((last - first).days + 1)
    for day, value in values.items():
        figures[(day - first).days] = value.numerator * (scale // value.denominator)
    return scale, figures
