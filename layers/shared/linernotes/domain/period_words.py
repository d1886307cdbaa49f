"""Days and periods as English sentences name them."""

from __future__ import annotations

from datetime import date

from linernotes.domain.line_periods import day_words, period_name
from linernotes.domain.periods import Period


def day_in_words(day: date) -> str:
    """Write a day as "27 September 2024"."""
    return day_words(day)


def period_in_words(start: date, end: date) -> str:
    """Write a period as short as it can be said: by its name, in years, or from one day to another."""
    if name := period_name(Period(start, end)):
        return name
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_words(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day_words(end)}"
    return f"{day_words(start)} to {day_words(end)}"
