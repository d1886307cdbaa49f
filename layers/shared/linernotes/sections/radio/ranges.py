"""The ranges of days a period is asked for in: whole calendar months, and what is left at its edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from linernotes.model.periods import Period, month_of

SETTLED_AFTER_DAYS = 3
"""Stations' recordings are searched again for a while: so long after its end a range may still gain spins."""


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of days within one calendar month."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Name the range: a whole month as YYYY-MM, any other by its first and last day."""
        month = month_of(self.first.year, self.first.month)
        if (month.start, month.end) == (self.first, self.last):
            return f"{self.first:%Y-%m}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the range."""
        return self.first <= day <= self.last

    def settled_by(self, day: date) -> bool:
        """Say whether on a day no more spins are to be expected in the range."""
        return self.last + timedelta(days=SETTLED_AFTER_DAYS) < day


def ranges_of(period: Period) -> list[Range]:
    """Cut a period at the ends of months, so that periods that share a month share what is fetched of it."""
    ranges: list[Range] = []
    first = period.start
    while first <= period.end:
        last = min(month_of(first.year, first.month).end, period.end)
        ranges.append(Range(first, last))
        first = last + timedelta(days=1)
    return ranges
