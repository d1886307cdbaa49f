"""Periods of days: the one a report is about, the one it is compared with, and the windows they need."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linernotes.model.windows import Window, windows_covering


class Comparison(StrEnum):
    """What a period may be compared with."""

    PREVIOUS_PERIOD = "previous_period"
    PREVIOUS_YEAR = "previous_year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inclusive."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days + 1

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.start <= day <= self.end

    def meets(self, window: Window) -> bool:
        """Say whether a window holds any day of the period."""
        return window.first <= self.end and self.start <= window.last

    def part_in(self, window: Window) -> tuple[date, date]:
        """Give the first and the last day of the period that lie in a window."""
        return max(window.first, self.start), min(window.last, self.end)

    def compared_by(self, comparison: Comparison) -> Period:
        """Give the period to compare with: as many days right before, or the same days a year earlier.

        The 29th of February is compared with the 28th, so that a period with it may be a day longer.
        """
        if comparison is Comparison.PREVIOUS_PERIOD:
            return Period(self.start - timedelta(days=self.days), self.start - timedelta(days=1))
        return Period(_year_before(self.start), _year_before(self.end))


def _year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


@dataclass(frozen=True, slots=True)
class Need:
    """A window that periods need, and the last day they want of it."""

    window: Window
    to: date


def needs_of(periods: Iterable[Period], *, today: date) -> list[Need]:
    """List the windows that periods need, each once, in order."""
    needs: dict[date, Need] = {}
    for period in periods:
        for window in windows_covering(period.start, period.end, today=today):
            known = needs.get(window.first)
            to = min(period.end, window.last)
            needs[window.first] = Need(window, max(to, known.to) if known else to)
    return sorted(needs.values(), key=lambda need: need.window.first)


def whole_unit(unit: str, day: date) -> Period:
    """Give the whole week (from Monday), month, quarter or year that a day lies in."""
    match unit:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
        case "month":
            return month_of(day.year, day.month)
        case "quarter":
            return quarter_of_year(day.year, quarter_of(day))
        case _:
            return year_of(day.year)


def quarter_of(day: date) -> int:
    """Give the quarter a day lies in, 1 to 4."""
    return (day.month + 2) // 3


def month_of(year: int, month: int) -> Period:
    """Give a whole month."""
    first = date(year, month, 1)
    return Period(first, first.replace(day=monthrange(year, month)[1]))


def quarter_of_year(year: int, quarter: int) -> Period:
    """Give a whole quarter, 1 to 4."""
    first = 3 * quarter - 2
    return Period(date(year, first, 1), month_of(year, first + 2).end)


def year_of(year: int) -> Period:
    """Give a whole year."""
    return Period(date(year, 1, 1), date(year, 12, 31))
