"""Which weeks of a country are unusual: one figure against the median of the eight before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import lcm

from linernotes.model.points import Number, Points
from linernotes.sections.moments.needs import WEEKS_BEFORE
from linernotes.sections.moments.rule import LEAST_LEVEL, Direction, Judged, judge
from linernotes.sections.windows.window_data import City

LEAST_WEEKS_BEFORE = 4
"""So many of the eight must be there."""
MOST_DAYS_APART = 15
"""Unusual weeks further apart than this, two and a day, are different moments."""

type CityValues = Mapping[City, Mapping[date, Number]]


def judged_weeks(points: Points, start: date, end: date, cities: CityValues | None = None) -> list[Judged]:
    """Judge the figures from `start` to `end` that have enough before them within nine weeks.

    `cities` are those that a country's figures are sums of, where they are. They differ from week to week,
    as cities enter and leave the artist's top 50. So a week is unusual only if the cities that are in all of
    the figures compared, taken alone, say the same; where there is no such city, it cannot be judged.
    """
    judged = []
    for place, (day, value) in enumerate(points):
        since = day - timedelta(days=7 * (WEEKS_BEFORE + 1))
        before = [point for point in points[:place] if point[0] >= since][-WEEKS_BEFORE:]
        if not start <= day <= end or len(before) < LEAST_WEEKS_BEFORE:
            continue
        this = _compared(day, value, [figure for _, figure in before])
        if this.usual < LEAST_LEVEL:
            continue
        if this.direction is None or cities is None:
            judged.append(this)
            continue
        alone = _of_lasting_cities(day, [of for of, _ in before], cities)
        if alone is not None:
            judged.append(this if alone is this.direction else Judged(day, this.now, this.usual))
    return judged


def _compared(day: date, value: Number, before: Sequence[Number]) -> Judged:
    exact = sorted(Fraction(figure) for figure in before)
    half = len(exact) // 2
    usual = exact[half] if len(exact) % 2 else (exact[half - 1] + exact[half]) / 2
    if usual <= 0:
        return Judged(day, Fraction(value), usual)
    scale = lcm(*(figure.denominator for figure in exact))
    whole = [int(figure * scale) for figure in exact]
    return judge(day, Fraction(value), usual, whole, scale, least_score=Fraction(0))


def _of_lasting_cities(day: date, before: Sequence[date], cities: CityValues) -> Direction | str | None:
    """Say which way the cities went that are in every figure: "usual" if no way, None if there is none."""
    lasting = [values for values in cities.values() if all(of in values for of in (day, *before))]
    if not lasting:
        return None
    sums = [sum(values[of] for values in lasting) for of in before]
    return _compared(day, sum(values[day] for values in lasting), sums).direction or "usual"
