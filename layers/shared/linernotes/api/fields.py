"""What a field may hold, in a body or a query: each reader raises ValueError, saying what is allowed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from linernotes.model.countries import COUNTRIES
from linernotes.model.errors import InvalidRequest
from linernotes.model.period_limits import too_early, too_late, too_long
from linernotes.model.periods import Period
from linernotes.model.uuids import uuid_in_lower_case

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_ERRORS = 50
"""How many mistakes are named; an answer that names them all could be larger than a function may give."""


def read_uuid(value: str, otherwise: str) -> str:
    """Read a Soundcharts uuid; `otherwise` is what to do without one."""
    uuid = uuid_in_lower_case(value)
    if uuid is None:
        raise ValueError(f"a Soundcharts uuid is 8-4-4-4-12 hexadecimal digits; {otherwise}")
    return uuid


def read_date(value: Any) -> date:
    """Read a day there may be data of."""
    day = None
    if isinstance(value, str) and _DATE.fullmatch(value):
        with suppress(ValueError):
            day = date.fromisoformat(value)
    if day is None:
        raise ValueError("give a calendar date as YYYY-MM-DD")
    if wrong := too_early(day):
        raise ValueError(wrong)
    return day


def check_end(end: date, today: date) -> date:
    """Refuse a period that ends in the future."""
    if wrong := too_late(end, today=today):
        raise ValueError(wrong)
    return end


def check_range(start: date, end: date) -> None:
    """Refuse a period that ends before it starts, or is too long; the mistake counts as the start's."""
    if start > end:
        raise ValueError("must not be after end_date")
    if wrong := too_long(Period(start, end)):
        raise ValueError(wrong)


def read_slug(value: Any, allowed: Collection[str]) -> str:
    """Read one of the slugs allowed."""
    if isinstance(value, str) and value in allowed:
        return value
    raise ValueError(f"give one of {', '.join(allowed)}")


def read_country(value: Any) -> str | None:
    """Read a country's code; None is worldwide."""
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.upper() in COUNTRIES:
        return value.upper()
    raise ValueError("give an ISO 3166-1 alpha-2 country code such as IT, or leave it out for worldwide")


def invalid_request(errors: Sequence[tuple[str, str]], *, whole: str) -> InvalidRequest:
    """Make the error that names what is wrong; how much more there is than that it says of the `whole`."""
    named = list(errors[:MOST_ERRORS])
    if len(errors) > MOST_ERRORS:
        named.append((whole, f"and {len(errors) - MOST_ERRORS} more mistakes"))
    return InvalidRequest(named)
