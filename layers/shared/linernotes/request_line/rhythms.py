"""How often a report is to come by itself, as people type it: "every monday 8:30", "every 3rd at 9"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from linernotes.model.periods import Period
from linernotes.request_line.periods import period_in

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULT_TIME = time(8, 30)
DEFAULT_WEEKDAY, DEFAULT_DAY = 1, 3
"""Monday, and the day of a month by which figures of the last one are there."""
_LAST_DAY = 31
MOVING_PERIODS = {
    "yesterday": "yesterday",
    "last_7_days": "last 7 days",
    "last_week": "last week",
    "last_28_days": "last 28 days",
    "last_month": "last month",
    "last_quarter": "last quarter",
    "month_to_date": "month to date",
}
"""The periods that move with each report (contract 11), and how a line says them."""
_USUAL = {"day": "yesterday", "week": "last_week", "month": "last_month"}
ALLOWED = (
    "“every day”, “every monday” (or another day of the week), or “every month on the 3rd”, each with a time "
    "behind it, as in “every monday 8:30”"
)
_WEEKDAY = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?)"
)
_NTH = r"(?:st|nd|rd|th)"
_TIME = r"""(?:
    (?:at\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s*(?P<half>[ap])\.?m\b\.?)?
    |(?:at\s+)?(?P<hour_of_half>\d{1,2})\s*(?P<its_half>[ap])\.?m\b\.?
    |at\s+(?P<hour_alone>\d{1,2})(?![:.]\d)
)(?!\w)"""
_ZONE = r"(?P<zone>UTC|[A-Za-z]+(?:/[A-Za-z_+-]+)+)(?![\w/])"
RHYTHM = re.compile(
    rf"""(?<![\w'’-])every\s+(?:
        (?P<daily>day)
        |(?P<weekday>{_WEEKDAY})
        |(?P<weekly>week)(?:\s+(?:on\s+)?(?P<on_weekday>{_WEEKDAY}))?
        |(?P<monthly>month)(?:\s+on\s+(?:the\s+)?(?:(?:day\s+)?(?P<on_day>\d{{1,3}}){_NTH}?|(?P<last>last\s+day)))?
        |(?P<nth>\d{{1,3}}){_NTH}(?:\s+of\s+(?:the|each|every)\s+month)?
    )(?![\w'’/-])(?:\s*,?\s*{_TIME})?(?:\s+{_ZONE})?""",
    re.IGNORECASE | re.VERBOSE,
)
"""How often, and when, as a regular expression whose names `rhythm_of` reads."""
_UNKNOWN = re.compile(
    rf"""(?<![\w'’-])every\s+(?:(?:other|second|two|three|four|few|\d+)\s+(?:{_WEEKDAY}|days?|weeks?|months?)
    |fortnight|quarter|year|hour|weekday|weekend|(?:working|business)\s+day)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGUN = re.compile(r"every\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineRhythm:
    """How often a report comes: `every` is day, week or month, `period` one of MOVING_PERIODS.

    `on` is the weekday (Monday 1) or the day of the month, None of a daily one. `zone` is the IANA zone that
    the line names, None where it names none.
    """

    every: str
    period: str
    on: int | None = None
    at: time = DEFAULT_TIME
    zone: str | None = None


WEEKLY = LineRhythm("week", _USUAL["week"], DEFAULT_WEEKDAY)


def unknown_rhythm(text: str, *, alone: bool) -> str | None:
    """Give the part of a text that says how often, in a way that is none of RHYTHM; None if there is none.

    Where a text stands `alone`, apart from names, all that begins with "every" does.
    """
    found = _UNKNOWN.search(text) or (_BEGUN.fullmatch(text) if alone else None)
    return found[0] if found else None


def usual_rhythm(found: re.Match[str]) -> LineRhythm:
    """Give the usual day and time of what RHYTHM has found."""
    if found["daily"]:
        return LineRhythm("day", _USUAL["day"])
    if found["weekday"] or found["weekly"]:
        return WEEKLY
    return LineRhythm("month", _USUAL["month"], DEFAULT_DAY)


def rhythm_of(found: re.Match[str]) -> LineRhythm:
    """Read what RHYTHM has found, with its usual period. Raises ValueError: what is no such day or time."""
    at = _time_of(found)
    if found["daily"]:
        return LineRhythm("day", _USUAL["day"], None, at, found["zone"])
    if found["weekday"] or found["weekly"]:
        name = (found["weekday"] or found["on_weekday"] or "").lower()[:3]
        on = next((n for n, day in enumerate(WEEKDAYS, start=1) if name == day[:3]), DEFAULT_WEEKDAY)
        return LineRhythm("week", _USUAL["week"], on, at, found["zone"])
    on = _LAST_DAY if found["last"] else int(found["on_day"] or found["nth"] or DEFAULT_DAY)
    if not 1 <= on <= _LAST_DAY:
        raise ValueError(f"A month has no day {on}: choose 1 to {_LAST_DAY}, the last of a shorter one too.")
    return LineRhythm("month", _USUAL["month"], on, at, found["zone"])


def rhythm_text(rhythm: LineRhythm) -> str:
    """Write a rhythm as RHYTHM reads it; its period is written where those of other lines are."""
    words = f"{rhythm.at:%H:%M}" + (f" {rhythm.zone}" if rhythm.zone else "")
    match rhythm.every:
        case "day":
            return f"every day {words}"
        case "week":
            return f"every {WEEKDAYS[(rhythm.on or DEFAULT_WEEKDAY) - 1]} {words}"
    return f"every month on the {ordinal(rhythm.on or DEFAULT_DAY)} {words}"


def moving_period(found: re.Match[str]) -> str | None:
    """Say which of MOVING_PERIODS a text means that PERIOD has found; None for any other period."""
    written = {name: text.lower() for name, text in found.groupdict().items() if text and name != "country"}
    match written:
        case {"since": _}:
            return None
        case {"single": "yesterday"}:
            return "yesterday"
        case {"days_back": ("7" | "seven")}:
            return "last_7_days"
        case {"days_back": "28"}:
            return "last_28_days"
        case {"unit_to_date": "month"} | {"to_date": "mtd"} | {"which": "this", "unit": "month"}:
            return "month_to_date"
        case {"which": ("last" | "past" | "previous"), "unit": ("week" | "month" | "quarter") as unit}:
            return f"last_{unit}"
    return None


def first_days(period: str, *, today: date) -> Period:
    """Give the days that one of MOVING_PERIODS would have if its report came today."""
    found = period_in(MOVING_PERIODS[period], today=today)
    assert found is not None  # noqa: S101 - each of them is a period as a line says it
    return found


def ordinal(number: int) -> str:
    """Write a day of a month: "1st", "2nd", "3rd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _time_of(found: re.Match[str]) -> time:
    written = found["hour"] or found["hour_of_half"] or found["hour_alone"]
    if written is None:
        return DEFAULT_TIME
    hour, minute = int(written), int(found["minute"] or 0)
    half = (found["half"] or found["its_half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"“{hour} {half}m” is no time of day.")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{hour}:{minute:02}” is no time of day: choose 0:00 to 23:59.")
    return time(hour, minute)
