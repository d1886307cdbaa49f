"""When a subscription is due, and which days it is about then: wall time of a zone (contract 11.2).

Zones are those of the package tzdata, which the layer has: what a runtime's image has of them is its own
affair.
"""

from __future__ import annotations

from calendar import day_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from linernotes.model.periods import Period
from linernotes.subscriptions.subscription import Every, MovingPeriod, Rhythm

CATCHES_UP = timedelta(hours=24)
"""How long after its time an occurrence that was missed still runs."""
MOST_SKIPPED = 50
"""How many skipped occurrences are told one by one: the latest of them."""

_LONGEST_SHOWN = 60
"""How much of what is no time zone is said again."""
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_MOST_A_MONTH = {Every.DAY: 31, Every.WEEK: 5, Every.MONTH: 1}


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What a subscription's due times come to, seen from now.

    `run` is the one to run now, if any; `skipped` those that are too old, oldest first, of which
    `more_skipped` even older ones are not listed. `next_due` is the first after now.
    """

    run: datetime | None
    skipped: tuple[datetime, ...]
    more_skipped: int
    next_due: datetime


def check_time_zone(name: str) -> None:
    """Raise ValueError for what is no time zone of the IANA's database, written as it writes them."""
    if name not in _zone_names():
        shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
        raise ValueError(f"{shown!r} is no time zone of the IANA database, such as Europe/Rome")


@cache
def _zone_names() -> frozenset[str]:
    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split())


def next_due(rhythm: Rhythm, after: datetime) -> datetime:
    """Give the first instant after another at which a subscription is due, in UTC."""
    return next(_dues(rhythm, after))


def due_between(rhythm: Rhythm, after: datetime, until: datetime) -> list[datetime]:
    """List the instants a subscription is due at after one instant and until another, in UTC."""
    found = []
    for due in _dues(rhythm, after):
        if due > until:
            break
        found.append(due)
    return found


def occurrences_to_run(rhythm: Rhythm, due: datetime, now: datetime) -> Occurrences:
    """Say what is to run of a subscription whose next due instant is `due`: after an outage, the latest.

    That runs if it is at most 24 hours old; those before it are skipped.
    """
    if due > now:
        return Occurrences(None, (), 0, due)
    missed = [due, *due_between(rhythm, due, now)]
    run = missed.pop() if now - missed[-1] <= CATCHES_UP else None
    listed = missed[-MOST_SKIPPED:]
    return Occurrences(run, tuple(listed), len(missed) - len(listed), next_due(rhythm, now))


def period_at(period: MovingPeriod, due: datetime, time_zone: str) -> Period:
    """Give the days a moving period means at a due instant, counted back from the day it is in the zone.

    No period has that day itself, which is not over. The month to date on the 1st is the whole month
    before, since of the new one there is no day yet.
    """
    today = due.astimezone(ZoneInfo(time_zone)).date()
    yesterday = today - _DAY
    match period:
        case MovingPeriod.YESTERDAY:
            return Period(yesterday, yesterday)
        case MovingPeriod.LAST_7_DAYS:
            return Period(today - 7 * _DAY, yesterday)
        case MovingPeriod.LAST_28_DAYS:
            return Period(today - 28 * _DAY, yesterday)
        case MovingPeriod.LAST_WEEK:
            monday = today - today.weekday() * _DAY
            return Period(monday - 7 * _DAY, monday - _DAY)
        case MovingPeriod.LAST_MONTH:
            return _months_before(today.replace(day=1), 1)
        case MovingPeriod.LAST_QUARTER:
            return _months_before(date(today.year, today.month - (today.month - 1) % 3, 1), 3)
        case MovingPeriod.MONTH_TO_DATE:
            return Period(yesterday.replace(day=1), yesterday)


def runs_a_month(rhythm: Rhythm) -> int:
    """Say how often a subscription runs in a month, at most."""
    return _MOST_A_MONTH[rhythm.every]


def in_words(rhythm: Rhythm) -> str:
    """Say when a subscription is due, for a reader: "every Monday at 08:30 (Europe/Rome)"."""
    match rhythm.every:
        case Every.DAY:
            days = "every day"
        case Every.WEEK:
            days = f"every {day_name[_on(rhythm) - 1]}"
        case Every.MONTH if _on(rhythm) == 31:
            days = "on the last day of every month"
        case Every.MONTH if _on(rhythm) > 28:
            days = f"on day {_on(rhythm)} of every month, or its last"
        case Every.MONTH:
            days = f"on day {_on(rhythm)} of every month"
    return f"{days} at {rhythm.at:%H:%M} ({rhythm.time_zone})"


def _dues(rhythm: Rhythm, after: datetime) -> Iterator[datetime]:
    """Give every due instant after another, each once, in order."""
    zone = ZoneInfo(rhythm.time_zone)
    # What a whole day that does not exist is moved to may be the next day's, too.
    last = after.astimezone(UTC)
    for day in _days(rhythm, after.astimezone(zone).date() - 2 * _DAY):
        due = instant_of(day, rhythm.at, zone)
        if due > last:
            yield due
            last = due


def _days(rhythm: Rhythm, first: date) -> Iterator[date]:
    """Give the days of a rhythm from one on."""
    if rhythm.every is Every.DAY:
        day, step = first, _DAY
    elif rhythm.every is Every.WEEK:
        day, step = first + (_on(rhythm) - first.isoweekday()) % 7 * _DAY, 7 * _DAY
    else:
        month = first.replace(day=1)
        while True:
            length = monthrange(month.year, month.month)[1]
            day = month.replace(day=min(_on(rhythm), length))
            if day >= first:
                yield day
            month += length * _DAY
    while True:
        yield day
        day += step


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant of a wall time, in UTC: the first of two; where there is none, the next there is."""
    wall = datetime.combine(day, at)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # In a gap: by the clock after the change it would be before it, by the clock before the change after it.
    before, following = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    while following - before > _MINUTE:
        middle = before + (following - before) // (2 * _MINUTE) * _MINUTE
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            following = middle
    return following


def _months_before(first: date, months: int) -> Period:
    """Give the so many whole months before the first of one."""
    index = first.year * 12 + first.month - 1 - months
    return Period(date(index // 12, index % 12 + 1, 1), first - _DAY)


def _on(rhythm: Rhythm) -> int:
    assert rhythm.on is not None  # noqa: S101 - weekly and monthly rhythms have it
    return rhythm.on
