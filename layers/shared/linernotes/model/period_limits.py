"""How early, how late and how long a period may be (contract 2), in the words every refusal has.

What is wrong is said in small letters and without a full stop, to stand after the name of a field; `sentence`
of `linernotes.model.words` makes it one of its own.
"""

from __future__ import annotations

from datetime import date

from linernotes.model.periods import Period

EARLIEST_DAY = date(2000, 1, 1)
"""Before any platform there is data of, and where the grid of windows begins."""

MAX_DAYS = 1_830
LONGEST_PERIOD = f"at most {MAX_DAYS:,} days, both dates included"


def too_early(day: date) -> str | None:
    """Say what is wrong with a day there can be no data of; None if it is late enough."""
    return f"the first day that can be asked for is {EARLIEST_DAY}" if day < EARLIEST_DAY else None


def too_late(day: date, *, today: date) -> str | None:
    """Say what is wrong with a day in the future; None if it is early enough."""
    return f"the last day there can be data for is today, {today} (UTC)" if day > today else None


def too_long(period: Period) -> str | None:
    """Say how long a period may be; None if this one is no longer."""
    return LONGEST_PERIOD if period.days > MAX_DAYS else None
