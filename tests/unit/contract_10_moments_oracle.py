"""Contract 10.7 said again in the plainest Python, over Soundcharts' JSON: which days are unusual.

It is written from the contract's words alone and shares no code with the implementation. A series is a
dictionary of days; everything is looked up anew for each day, and numbers are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import gcd
from statistics import median
from typing import Any

Series = dict[date, Fraction]


def day_before(day: date, days: int = 1) -> date:
    return day - timedelta(days=days)


def range_of_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def values_in(items: Iterable[Mapping[str, Any]], field: str) -> Series:
    """A day given twice keeps the last one returned; without a value it is no point."""
    values = {}
    for item in items:
        if item.get(field) is not None:
            values[date.fromisoformat(item["date"][:10])] = Fraction(str(item[field]))
    return values


def daily_moments(values: Series, kind: str, start: date, end: date) -> list[dict[str, Any]]:
    """The moments of a daily series: `kind` as in contract 3."""
    known = {day: value for day, value in values.items() if day_before(start, 31) <= day <= end}
    if kind in ("gauge", "total"):
        pieces = [Piece(piece, kind) for piece in uncorrected(known)]
    else:
        pieces = [Piece(known, kind)]
    told: list[dict[str, Any]] = []
    judged_before: tuple[date, str] | None = None
    for day in range_of_days(start, end):
        found = next((found for piece in pieces if (found := piece.judge(day))), None)
        if found is None:
            continue
        goes_on = judged_before is not None and (day - judged_before[0]).days <= 8
        add(
            told,
            day,
            found,
            goes_on=goes_on and judged_before is not None and judged_before[1] == found["direction"],
        )
        judged_before = day, found["direction"]
    return sorted(told, key=lambda one: (-one["score"], one["from"]))


def add(told: list[dict[str, Any]], day: date, found: dict[str, Any], *, goes_on: bool) -> None:
    if found["direction"] == "usual":
        return
    if not goes_on:
        told.append({"from": day, "to": day, **found})
        return
    told[-1]["to"] = day
    if found["score"] > told[-1]["score"]:
        told[-1].update(found)


def uncorrected(values: Series) -> list[Series]:
    """Between two values next to each other a fall of more than 1 %, or 60 % more of 100,000, begins anew."""
    pieces: list[Series] = []
    last: Fraction | None = None
    for day in sorted(values):
        value = values[day]
        corrected = last is not None and (
            value < last * Fraction(99, 100) or (last >= 100_000 and value >= last * Fraction(160, 100))
        )
        if last is None or corrected:
            pieces.append({})
        pieces[-1][day] = value
        last = value
    return pieces


class Piece:
    """A series without a correction."""

    def __init__(self, values: Series, kind: str) -> None:
        self.values, self.kind = values, kind
        self.differenced = kind in ("gauge", "total")
        self.figures = self.gains() if self.differenced else values
        self.begin = min(values) if values else None

    def gains(self) -> Series:
        gains: Series = {}
        for stretch in self.stretches():
            values = {day: self.values[day] for day in stretch}
            if self.kind == "total":
                values = {
                    day: min(self.values[later] for later in stretch if later >= day) for day in stretch
                }
            changes = [
                (earlier, later, values[later] - values[earlier]) for earlier, later in pairwise(stretch)
            ]
            for group in self.groups(changes):
                days = range_of_days(group[0][0] + timedelta(days=1), group[-1][1])
                gains.update(dict.fromkeys(days, sum(change for _, _, change in group) / Fraction(len(days))))
        return gains

    def stretches(self) -> list[list[date]]:
        """Days with values, no two of them next to each other more than a week apart."""
        stretches: list[list[date]] = []
        for day in sorted(self.values):
            if not stretches or (day - stretches[-1][-1]).days > 7:
                stretches.append([])
            stretches[-1].append(day)
        return stretches

    @staticmethod
    def groups(changes: Sequence[tuple[date, date, Fraction]]) -> list[list[tuple[date, date, Fraction]]]:
        """A standstill of a week at most is one with the change before it and the one after it."""
        number = list(range(len(changes)))
        for place, (_, _, change) in enumerate(changes):
            first = last = place
            while first > 0 and changes[first - 1][2] == 0:
                first -= 1
            while last < len(changes) - 1 and changes[last + 1][2] == 0:
                last += 1
            if change == 0 and (changes[last][1] - changes[first][0]).days <= 7:
                for other in (place - 1, place + 1):
                    if 0 <= other < len(changes):
                        one, two = number[place], number[other]
                        number = [min(one, two) if each in (one, two) else each for each in number]
        return [
            [change for change, of in zip(changes, number, strict=True) if of == group]
            for group in sorted(set(number))
        ]

    def judge(self, day: date) -> dict[str, Any] | None:
        three = [day_before(day, days) for days in (2, 1, 0)]
        if any(one not in self.figures for one in three):
            return None
        before = range_of_days(day_before(day, 30), day_before(day, 3))
        base = [self.figures[one] for one in before if one in self.figures]
        if sum(one in self.figures and one in self.values for one in before) < 14:
            return None
        now = sum(self.figures[one] for one in three) / Fraction(3)
        usual = Fraction(median(base))
        if not self.large_enough(now, usual, day_before(day, 3)):
            return None
        deviation = Fraction(median(abs(one - usual) for one in base))
        score = abs(now - usual) / max(Fraction("1.4826") * deviation, usual / 20)
        unusual = score >= Fraction("3.5") and abs(now - usual) >= usual * Fraction(30, 100)
        step = self.step([*before, *three]) if self.differenced else Fraction(0)
        if step >= usual * Fraction(30, 100):
            mean = sum(base) / Fraction(len(base))
            beyond_rounding = abs(now - mean) >= mean * Fraction(30, 100) + step / 3
            unusual = unusual and step <= 2 * usual and beyond_rounding
        return described(now, usual, score, unusual=unusual)

    def large_enough(self, now: Fraction, usual: Fraction, day: date) -> bool:
        if self.kind == "rolling":
            return usual >= 1_000
        if self.kind == "gauge":
            level = self.values[max(one for one in self.values if one <= day)]
            return level >= 1_000 and usual > 0 and max(now, usual) >= 100
        return usual >= 100

    def step(self, days: Sequence[date]) -> Fraction:
        """What all changes from value to value are multiples of."""
        changes = []
        for stretch in self.stretches():
            changes += [
                self.values[later] - self.values[earlier]
                for earlier, later in pairwise(stretch)
                if later in days
            ]
        return Fraction(gcd(*(int(change * 1_000) for change in changes)), 1_000)


def weekly_moments(
    values: Series, start: date, end: date, cities: Sequence[Series] | None = None
) -> list[dict[str, Any]]:
    """The moments of a country's weekly figures; `cities` are those of it, where it is their sum."""
    known = {day: value for day, value in values.items() if day_before(start, 63) <= day <= end}
    told: list[dict[str, Any]] = []
    judged_before: tuple[date, str] | None = None
    for day in sorted(known):
        before = [other for other in sorted(known) if day_before(day, 63) <= other < day][-8:]
        if not start <= day <= end or len(before) < 4:
            continue
        found = weekly(known, day, before)
        if found["usual"] < 1_000:
            continue
        if found["direction"] != "usual" and cities is not None:
            lasting = [city for city in cities if all(one in city for one in (day, *before))]
            if not lasting:
                continue
            sums = {one: sum((city[one] for city in lasting), Fraction(0)) for one in (day, *before)}
            if weekly(sums, day, before)["direction"] != found["direction"]:
                found["direction"] = "usual"
        goes_on = (
            judged_before is not None
            and (day - judged_before[0]).days <= 15
            and judged_before[1] == found["direction"]
        )
        add(told, day, found, goes_on=goes_on)
        judged_before = day, found["direction"]
    return sorted(told, key=lambda one: (-one["score"], one["from"]))


def weekly(values: Series, day: date, before: Sequence[date]) -> dict[str, Any]:
    base = [values[one] for one in before]
    usual = Fraction(median(base))
    if usual <= 0:
        return described(values[day], usual, Fraction(0), unusual=False)
    sigma = max(Fraction("1.4826") * Fraction(median(abs(one - usual) for one in base)), usual / 20)
    far = abs(values[day] - usual)
    return described(values[day], usual, far / sigma, unusual=far >= usual * Fraction(30, 100))


def described(now: Fraction, usual: Fraction, score: Fraction, *, unusual: bool) -> dict[str, Any]:
    direction = ("up" if now > usual else "down") if unusual else "usual"
    return {"now": now, "usual": usual, "score": score if unusual else Fraction(0), "direction": direction}
