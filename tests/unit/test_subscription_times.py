"""When subscriptions are due, against a plain statement of contract 11.2: a clock on the wall."""

from __future__ import annotations

import subprocess
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.periods import Period
from linernotes.subscriptions.subscription import Every, MovingPeriod, Rhythm
from linernotes.subscriptions.when import (
    MOST_SKIPPED,
    check_time_zone,
    due_between,
    in_words,
    next_due,
    occurrences_to_run,
    period_at,
    runs_a_month,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = [
    "Europe/Rome",
    "America/New_York",
    "America/Santiago",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
]


def rhythm(every: str, at: str, zone: str, on: int | None = None) -> Rhythm:
    return Rhythm(Every(every), time.fromisoformat(at), zone, on)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


rhythms = st.one_of(
    st.builds(Rhythm, st.just(Every.DAY), st.times().map(lambda at: at.replace(second=0, microsecond=0)),
              st.sampled_from(ZONES)),
    st.builds(Rhythm, st.just(Every.WEEK), st.times().map(lambda at: at.replace(second=0, microsecond=0)),
              st.sampled_from(ZONES), st.integers(1, 7)),
    st.builds(Rhythm, st.just(Every.MONTH), st.times().map(lambda at: at.replace(second=0, microsecond=0)),
              st.sampled_from(ZONES), st.integers(1, 31)),
)  # fmt: skip
moments = st.datetimes(datetime(2004, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))


def wanted_on(asked: Rhythm, day: date) -> bool:
    """Say whether a subscription is due on a day, in the words of the contract."""
    if asked.every is Every.WEEK:
        return day.isoweekday() == asked.on
    if asked.every is Every.MONTH:
        assert asked.on is not None
        return day.day == asked.on or (day.day == monthrange(day.year, day.month)[1] and asked.on > day.day)
    return True


def by_the_wall(asked: Rhythm, first: datetime, until: datetime) -> Iterator[datetime]:
    """Look at a wall clock every five minutes: due is when the time of a wanted day has come."""
    zone = ZoneInfo(asked.time_zone)
    shown = first.astimezone(zone).replace(tzinfo=None)
    minute = first
    while minute < until:
        minute += 5 * MINUTE
        before, shown = shown, max(shown, minute.astimezone(zone).replace(tzinfo=None))
        day = before.date()
        while day <= shown.date():
            if before < datetime.combine(day, asked.at) <= shown and wanted_on(asked, day):
                yield minute
                break
            day += DAY


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("every", "at", "on"),
    [("day", "02:30", None), ("day", "00:00", None), ("week", "02:00", 7), ("month", "08:30", 31)],
)
def test_over_the_nights_when_clocks_change_it_is_due_as_a_wall_clock_says(
    zone: str, every: str, at: str, on: int | None
) -> None:
    asked = rhythm(every, at, zone, on)
    # Every one of these zones changes its clock, if at all, within these days.
    for first, until in (("2026-03-06", "2026-04-07"), ("2026-09-04", "2026-11-03")):
        days = utc(first), utc(until)
        assert due_between(asked, *days) == list(by_the_wall(asked, *days))


def test_a_day_that_a_zone_left_out_is_due_when_the_next_begins() -> None:
    days = utc("2011-12-28"), utc("2012-01-03")
    asked = rhythm("day", "08:30", "Pacific/Apia")
    assert due_between(asked, *days) == list(by_the_wall(asked, *days))
    assert due_between(rhythm("week", "08:30", "Pacific/Apia", 5), *days) == [utc("2011-12-30T10:00")]
    # At midnight the day that was left out and the next are one instant, and so one report.
    assert due_between(rhythm("day", "00:00", "Pacific/Apia"), *days).count(utc("2011-12-30T10:00")) == 1


@pytest.mark.parametrize(
    ("asked", "after", "due"),
    [
        (rhythm("day", "02:30", "Europe/Rome"), "2026-03-28T12:00", "2026-03-29T01:00"),
        (rhythm("day", "02:30", "Europe/Rome"), "2026-10-24T12:00", "2026-10-25T00:30"),
        (rhythm("day", "02:30", "Europe/Rome"), "2026-10-25T00:30", "2026-10-26T01:30"),
        (rhythm("day", "02:30", "America/New_York"), "2026-03-07T12:00", "2026-03-08T07:00"),
        (rhythm("day", "01:30", "America/New_York"), "2026-10-31T12:00", "2026-11-01T05:30"),
        (rhythm("day", "00:00", "America/Santiago"), "2026-09-05T12:00", "2026-09-06T04:00"),
        (rhythm("day", "08:30", "Asia/Kolkata"), "2026-05-01T00:00", "2026-05-01T03:00"),
        (rhythm("day", "02:50", "Pacific/Chatham"), "2026-09-26T00:00", "2026-09-26T14:00"),
        (rhythm("month", "08:30", "UTC", 29), "2027-02-01T00:00", "2027-02-28T08:30"),
        (rhythm("month", "08:30", "UTC", 29), "2028-02-01T00:00", "2028-02-29T08:30"),
        (rhythm("month", "08:30", "UTC", 31), "2026-04-01T00:00", "2026-04-30T08:30"),
        (rhythm("week", "08:30", "Europe/Rome", 1), "2026-11-30T07:30", "2026-12-07T07:30"),
    ],
)
def test_it_is_due_at(asked: Rhythm, after: str, due: str) -> None:
    assert next_due(asked, utc(after)) == utc(due)


@given(rhythms, moments, st.integers(1, 400))
def test_due_times_are_in_order_each_once_and_none_is_left_out(
    asked: Rhythm, after: datetime, days: int
) -> None:
    until = after + days * DAY
    found = due_between(asked, after, until)

    one_by_one, due = [], next_due(asked, after)
    while due <= until:
        one_by_one.append(due)
        due = next_due(asked, due)
    assert found == one_by_one
    assert all(earlier < later for earlier, later in pairwise(found))
    longest = {Every.DAY: 3, Every.WEEK: 9, Every.MONTH: 33}[asked.every] * DAY
    assert next_due(asked, until) - max([after, *found]) <= longest
    for month in {(due.year, due.month) for due in found}:
        assert sum((due.year, due.month) == month for due in found) <= runs_a_month(asked) + 1


@pytest.mark.parametrize(
    "asked",
    [
        rhythm("day", "02:30", "Europe/Rome"),
        rhythm("week", "00:00", "America/Santiago", 7),
        rhythm("month", "23:59", "Pacific/Chatham", 30),
    ],
)
def test_in_a_year_of_ticks_each_due_time_runs_once_within_one_tick(asked: Rhythm) -> None:
    now, end = utc("2026-01-01T00:02"), utc("2027-01-01T00:00")
    due, ran = next_due(asked, now), []
    while now < end:
        now += 5 * MINUTE
        occurrences = occurrences_to_run(asked, due, now)
        due = occurrences.next_due
        if occurrences.run is not None:
            ran.append(occurrences.run)
            assert timedelta(0) <= now - occurrences.run < 5 * MINUTE
        assert (occurrences.skipped, occurrences.more_skipped) == ((), 0)
    assert ran == due_between(asked, utc("2026-01-01T00:02"), now)


@given(rhythms, moments, st.integers(0, 200_000))
def test_after_an_outage_the_latest_of_the_last_day_runs_and_older_ones_are_skipped(
    asked: Rhythm, began: datetime, minutes: int
) -> None:
    due = next_due(asked, began)
    now = due + minutes * MINUTE
    missed = [due, *due_between(asked, due, now)]

    found = occurrences_to_run(asked, due, now)

    recent = now - missed[-1] <= timedelta(hours=24)
    assert found.run == (missed[-1] if recent else None)
    skipped = missed[:-1] if recent else missed
    assert list(found.skipped) == skipped[-MOST_SKIPPED:]
    assert found.more_skipped == max(0, len(skipped) - MOST_SKIPPED)
    assert found.next_due == next_due(asked, now)


def test_what_is_not_due_yet_is_left_alone() -> None:
    asked, due = rhythm("day", "08:30", "UTC"), utc("2026-05-02T08:30")
    found = occurrences_to_run(asked, due, utc("2026-05-02T08:29"))
    assert (found.run, found.skipped, found.next_due) == (None, (), due)


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("period", "due", "expected"),
    [
        ("yesterday", "2026-03-01T07:30", days("2026-02-28", "2026-02-28")),
        ("last_7_days", "2026-11-30T07:30", days("2026-11-23", "2026-11-29")),
        ("last_28_days", "2026-11-30T07:30", days("2026-11-02", "2026-11-29")),
        ("last_week", "2026-11-30T07:30", days("2026-11-23", "2026-11-29")),
        ("last_week", "2026-11-29T07:30", days("2026-11-16", "2026-11-22")),
        ("last_month", "2026-03-03T07:30", days("2026-02-01", "2026-02-28")),
        ("last_month", "2026-01-03T07:30", days("2025-12-01", "2025-12-31")),
        ("last_quarter", "2026-02-28T07:30", days("2025-10-01", "2025-12-31")),
        ("last_quarter", "2026-04-01T07:30", days("2026-01-01", "2026-03-31")),
        ("month_to_date", "2026-11-30T07:30", days("2026-11-01", "2026-11-29")),
        ("month_to_date", "2026-12-01T07:30", days("2026-11-01", "2026-11-30")),
        # The day is the zone's: in Rome it is the 1st already.
        ("yesterday", "2026-11-30T23:30", days("2026-11-30", "2026-11-30")),
    ],
)
def test_a_moving_period_is_counted_back_from_the_day_it_is_due(
    period: str, due: str, expected: Period
) -> None:
    assert period_at(MovingPeriod(period), utc(due), "Europe/Rome") == expected


@given(st.sampled_from(MovingPeriod), moments, st.sampled_from(ZONES))
def test_no_moving_period_has_a_day_that_is_not_over(period: MovingPeriod, due: datetime, zone: str) -> None:
    found = period_at(period, due, zone)
    assert found.start <= found.end < due.astimezone(ZoneInfo(zone)).date()
    assert found.days <= 92


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (rhythm("day", "08:30", "Europe/Rome"), "every day at 08:30 (Europe/Rome)"),
        (rhythm("week", "08:30", "Europe/Rome", 1), "every Monday at 08:30 (Europe/Rome)"),
        (rhythm("month", "00:05", "UTC", 3), "on day 3 of every month at 00:05 (UTC)"),
        (rhythm("month", "08:30", "UTC", 30), "on day 30 of every month, or its last at 08:30 (UTC)"),
        (rhythm("month", "08:30", "UTC", 31), "on the last day of every month at 08:30 (UTC)"),
    ],
)
def test_a_rhythm_is_said_in_words(asked: Rhythm, words: str) -> None:
    assert in_words(asked) == words


@pytest.mark.parametrize("zone", ["Europe/Rome", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_zones_are_those_of_the_iana(zone: str) -> None:
    check_time_zone(zone)
    assert ZoneInfo(zone).key == zone


@pytest.mark.parametrize("zone", ["europe/rome", "Rome", "localtime", "../etc/passwd", "", "CET+1", "UTC "])
def test_what_is_no_zone_is_refused_by_name(zone: str) -> None:
    with pytest.raises(ValueError, match="is no time zone of the IANA database"):
        check_time_zone(zone)


def test_zones_are_there_without_those_of_the_system() -> None:
    code = "import zoneinfo; zoneinfo.reset_tzpath(to=()); print(zoneinfo.ZoneInfo('Pacific/Chatham').key)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "Pacific/Chatham\n"
