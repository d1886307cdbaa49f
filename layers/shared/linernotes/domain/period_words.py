"""Days and periods as English sentences name them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def day_in_words(day: date) -> str:
    """Write a day as "27 September 2024"."""
    return f"{day.day} {day:%B %Y}"


def period_in_words(start: date, end: date) -> str:
    """Write a period as short as it can be said: a month, a year, a day, or from one day to another."""
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if start == end:
        return day_in_words(start)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    if whole_months and start.month == 1 and end.month == 12:
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_in_words(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day_in_words(end)}"
    return f"{day_in_words(start)} to {day_in_words(end)}"
