"""Days and periods as English sentences name them."""

from __future__ import annotations

from datetime import date

from linernotes.model.periods import Period, quarter_of, whole_unit


def period_in_words(start: date, end: date) -> str:
    """Write a period as short as it can be said: by its name, in years, or from one day to another."""
    if name := period_name(Period(start, end)):
        return name
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_in_words(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day_in_words(end)}"
    return f"{day_in_words(start)} to {day_in_words(end)}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def period_text(period: Period) -> str:
    """Write a period the shortest way that reads back as the same: a year, quarter, month, day or range."""
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if period == whole_unit("year", start):
        return f"{start.year:04}"
    if period == whole_unit("quarter", start):
        return f"{start.year:04}-Q{quarter_of(start)}"
    if period == whole_unit("month", start):
        return f"{start.year:04}-{start.month:02}"
    return f"{start.isoformat()}..{end.isoformat()}"


def period_name(period: Period) -> str | None:
    """Name a period that is exactly a year, quarter, month or day; None for any other.

    The one place that names periods for readers: what has no name of its own must not be called by the month
    or year it begins in.
    """
    start, end = period.start, period.end
    if start == end:
        return day_in_words(start)
    if period == whole_unit("year", start):
        return f"{start.year:04}"
    if period == whole_unit("quarter", start):
        return f"Q{quarter_of(start)} {start.year:04}"
    if period == whole_unit("month", start):
        return f"{MONTHS[start.month - 1]} {start.year:04}"
    return None


def period_words(period: Period) -> str:
    """Put a period in words for a reader: by its name, or from which day to which."""
    return period_name(period) or f"{day_in_words(period.start)} – {day_in_words(period.end)}"


def day_in_words(day: date) -> str:
    """Name a day for a reader."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"
