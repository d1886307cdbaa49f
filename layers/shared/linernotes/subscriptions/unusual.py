"""What is unusual of what a subscription watches, and was not told yet (contract 11.4).

Rises only: falls are the mirror of them, and told unasked they would be too many. They are in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from linernotes.model.countries import in_country
from linernotes.model.period_words import day_in_words
from linernotes.model.row_status import RowStatus
from linernotes.model.words import figure
from linernotes.sections.moments.found import NAME as MOMENTS
from linernotes.sections.moments.needs import Measure
from linernotes.sections.moments.rule import Direction
from linernotes.subscriptions.delivery import UnusualLine

Json = Mapping[str, Any]

MOST_LINES = 10
"""Lines of one message: the most surprising moments, and how many more there are."""
TOLD_AGAIN_AFTER = timedelta(days=7)
"""What lasts is told once a week at most."""
_REMEMBERED = timedelta(days=120)
"""Longer than any period of a subscription, so that what one report has told is new to none after it."""
_APART = timedelta(days=3)
"""A correction moves the edges of a moment by some days; what is further from one told is another."""


class _Told(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A moment that was told: which series it is of, its days as far as they were seen, and when."""

    series: str
    first: date
    last: date
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told, in at most `MOST_LINES` lines.

    `told` is what will have been told with it: to be kept once this is delivered, and given the next time.
    """

    lines: tuple[UnusualLine, ...]
    told: str


def news(result: Json, told: str | None, now: datetime) -> News:
    """Tell the moments of a report's JSON that are new since the last delivery, or last for a week more.

    `told` is that of the news delivered last, None before the first; what cannot be read counts as none.
    `now` is in the zone of the subscription, by whose clock a week is one: an hour less of time, in spring.
    """
    known = _read(told)
    country = result["summary"]["country"]
    section = (result.get("sections") or {}).get(MOMENTS) or {}
    rises = [row for row in section.get("rows") or () if row["direction"] == Direction.UP]
    lines = []
    for row in sorted(rises, key=_order):
        series, first, last = _series(row), date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        before = [one for one in known if one.series == series and _are_one(one, first, last)]
        at = max((one.at for one in before), default=None)
        goes_on = last > max((one.last for one in before), default=last)
        # Of two moments of one zone Python takes the difference by the clock.
        if at is None or (goes_on and now - at.astimezone(now.tzinfo) >= TOLD_AGAIN_AFTER):
            lines.append(UnusualLine(_sentence(row, country, again=at is not None), row["score"]))
            at = now
        known = [one for one in known if one not in before]
        known.append(
            _Told(
                series,
                min([first, *(one.first for one in before)]),
                max([last, *(one.last for one in before)]),
                at,
            )
        )
    if (more := len(lines) - MOST_LINES + 1) > 1:
        lines[MOST_LINES - 1 :] = [UnusualLine(f"And {more} more, which are in the report", 0.0)]
    return News(tuple(lines), _written(known, now))


def _are_one(told: _Told, first: date, last: date) -> bool:
    """Say whether days are of a moment that was told."""
    return first <= told.last + _APART and told.first - _APART <= last


def _series(row: Json) -> str:
    return "/".join(
        (row["artist__uuid"], row["platform__slug"], row["platform__audience_metric_name"], row["measure"])
    )


def _order(row: Json) -> tuple[float, str, str]:
    return -row["score"], _series(row), row["from"]


def _sentence(row: Json, country: str | None, *, again: bool) -> str:
    """Say what is unusual beside what is usual, and since when."""
    who = row["artist__name"] or row["artist__uuid"]
    what = f"{row['platform__name']} {row['platform__audience_metric_name']}"
    if country:
        what += f" {in_country(country)}"
    day = day_in_words(date.fromisoformat(row["most_unusual_on"]))
    match row["measure"]:
        case Measure.DAILY_CHANGE:
            now = f"+{figure(row['now'])} a day on average of the three days to {day}"
            usual = f"{figure(row['usual'])} a day"
        case Measure.WEEKLY_VALUE:
            now, usual = f"{figure(row['now'])} on {day}", figure(row["usual"])
        case _:
            now = f"{figure(row['now'])} on average of the three days to {day}"
            usual = figure(row["usual"])
    since = day_in_words(date.fromisoformat(row["from"]))
    still = "still unusual since" if again else "since"
    status = RowStatus(row["status"])
    marked = "" if status is RowStatus.MEASURED else f" ({status.words})"
    percent = f"+{figure(row['change_percent'])} %"
    return f"{who}: {what} {now}, usually {usual} ({percent}), {still} {since}{marked}"


def _read(told: str | None) -> list[_Told]:
    if told is None:
        return []
    try:
        return msgspec.json.decode(told, type=list[_Told])
    except msgspec.MsgspecError:
        return []


def _written(known: Iterable[_Told], now: datetime) -> str:
    recent = [one for one in known if now.date() - one.last <= _REMEMBERED]
    return msgspec.json.encode(sorted(recent, key=lambda one: (one.series, one.first))).decode()
