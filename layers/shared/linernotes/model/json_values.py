"""Values as JSON holds them."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, overload

from linernotes.model.figures import Exact
from linernotes.model.periods import Period


class PeriodJson(TypedDict):
    """A period as JSON."""

    start: str
    end: str
    days: int


@overload
def json_number(value: Exact) -> int | float: ...
@overload
def json_number(value: Exact | None) -> int | float | None: ...
def json_number(value: Exact | None) -> int | float | None:
    """Give an exact figure as a JSON number: an integer where it is one, else the nearest double."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def json_date(day: date | None) -> str | None:
    """Give a day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def period_json(period: Period) -> PeriodJson:
    """Give a period by its first and last day, and how many it has."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat(), "days": period.days}
