"""What the plan_rankings function may be asked by an event: nothing, or a range to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from linernotes.api.fields import check_end, invalid_request, read_country, read_date
from linernotes.charts.charts import expires_on
from linernotes.charts.plan_rankings import ALL_COUNTRIES, WORLDWIDE, ChartQuestion
from linernotes.model.periods import Period
from linernotes.sections.sources import chart_platform

FIELDS = ("from", "to", "platform", "country", "again", "scheduled")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_chart_event(
    event: Mapping[str, Any], *, usual: ChartQuestion, today: date, retention_days: int
) -> ChartQuestion:
    """Read an event; what it leaves out is as `usual`. Raises InvalidRequest naming every wrong field.

    The period goes from `from` to `to` (today, if left out); without both it is all that is kept.
    """
    rule = f"unknown field; known are {', '.join(FIELDS)}"
    errors = [(name, rule) for name in event if name not in FIELDS]

    def read[T](name: str, reader: Any, default: T) -> T:
        if event.get(name) is None:
            return default
        try:
            return reader(event[name])  # type: ignore[no-any-return]
        except ValueError as error:
            errors.append((name, str(error)))
            return default

    start = read("from", partial(_read_start, today=today, retention_days=retention_days), None)
    end = read("to", lambda value: check_end(read_date(value), today), None)
    platforms = read("platform", _read_platform, usual.platforms)
    countries = read("country", _read_country, usual.countries)
    again = read("again", _read_flag, usual.again)
    read("scheduled", _read_flag, default=False)
    if end is not None and event.get("from") is None:
        errors.append(("from", "this field is required where there is to"))
    if start is not None and start > (end or today):
        errors.append(("from", "must not be after to"))
    if errors:
        raise invalid_request(errors, whole="event")
    period = usual.period if start is None else Period(start, end or today)
    return ChartQuestion(platforms, countries, period, again)


def _read_start(value: Any, *, today: date, retention_days: int) -> date:
    start = read_date(value)
    if expires_on(start, retention_days) <= today:
        raise ValueError(
            f"the rankings of this day would not be kept: entries are, for {retention_days} days"
        )
    return start


def _read_platform(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and _SLUG.fullmatch(value):
        return (chart_platform(value),)
    raise ValueError("give a platform's code such as spotify or apple-music")


def _read_country(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and value in {ALL_COUNTRIES, WORLDWIDE}:
        return (value,)
    try:
        country = read_country(value)
    except ValueError:
        country = None
    if country is None:
        raise ValueError(
            f"give an ISO 3166-1 alpha-2 country code such as IT, {WORLDWIDE} for the worldwide charts, "
            f"or {ALL_COUNTRIES} for all"
        )
    return (country,)


def _read_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("give true or false")
