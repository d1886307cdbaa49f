"""How often a source's figures come, and so how many of them a range of days can have (contract 4.3)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

_MONDAY = 0
_LONGEST_WAIT_DAYS = 15
"""Soundcharts looks at a fan figure every 2 days above 5,000 followers, every 15 below 10."""


class Cadence(StrEnum):
    """How often a figure is published, or looked at by Soundcharts."""

    DAILY = "daily"
    WEEKLY = "weekly"
    ABOUT_WEEKLY = "about_weekly"
    MONTHLY = "monthly"
    EVERY_FEW_DAYS = "every_few_days"

    @property
    def words(self) -> str:
        """Say it to a reader."""
        return _WORDS[self]

    def expected_points(self, start: date, end: date) -> int:
        """Count the points there can be from `start` to `end`, both inclusive (contract 4.3).

        Every 2 to 15 days counts the fewest: what is rarer than that is a gap.
        """
        days = (end - start).days + 1
        match self:
            case Cadence.DAILY:
                return days
            case Cadence.WEEKLY:
                first_monday = start + timedelta(days=(_MONDAY - start.weekday()) % 7)
                return max(0, (end - first_monday).days // 7 + 1)
            case Cadence.ABOUT_WEEKLY:
                # On no day of its own: as many as weekly figures have, and there may be one in any few days.
                return max(1, Cadence.WEEKLY.expected_points(start, end))
            case Cadence.MONTHLY:
                return (end.year - start.year) * 12 + end.month - start.month + 1
            case Cadence.EVERY_FEW_DAYS:
                return max(1, days // _LONGEST_WAIT_DAYS)

    @property
    def unit(self) -> str:
        """Name what is counted: one day, Monday or month."""
        return _UNITS[self][0]

    def counted(self, points: int, expected: int) -> str:
        """Say how many of the expected points there are: "4 of 5 Mondays", "1 of 1 month"."""
        one, many = _UNITS[self]
        return f"{points:,} of {expected:,} {one if expected == 1 else many}"


_WORDS = {
    Cadence.DAILY: "daily",
    Cadence.WEEKLY: "once a week (Mondays)",
    Cadence.ABOUT_WEEKLY: "about once a week, for artists on YouTube's charts",
    Cadence.MONTHLY: "once a month",
    Cadence.EVERY_FEW_DAYS: "every 2 to 15 days, by the number of followers",
}

_UNITS = {
    Cadence.DAILY: ("day", "days"),
    Cadence.WEEKLY: ("Monday", "Mondays"),
    Cadence.ABOUT_WEEKLY: ("week", "weeks"),
    Cadence.MONTHLY: ("month", "months"),
    Cadence.EVERY_FEW_DAYS: ("expected day", "expected days"),
}
