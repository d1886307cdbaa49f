"""What is unusual is told when it begins, and while it lasts once a week at most (contract 11.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.subscriptions.unusual import MOST_LINES, News, news

DAY = timedelta(days=1)
BEGIN = date(2026, 9, 1)


def a_row(first: date, last: date, **fields: Any) -> dict[str, Any]:
    return {
        "artist__uuid": "a",
        "artist__name": "Annalisa",
        "platform__slug": "spotify",
        "platform__name": "Spotify",
        "platform__audience_metric_name": "Monthly Listeners",
        "status": "measured",
        "note": None,
        "measure": "value",
        "from": first.isoformat(),
        "to": last.isoformat(),
        "most_unusual_on": last.isoformat(),
        "now": 4_812_000.4,
        "usual": 3_650_000,
        "change_percent": 31.8,
        "score": 5.5,
        "direction": "up",
        **fields,
    }


def a_result(*rows: dict[str, Any], country: str | None = None) -> dict[str, Any]:
    return {"summary": {"country": country}, "sections": {"moments": {"rows": list(rows)}}}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)


def told_daily(unusual: set[date], *, days: int, period: int = 7) -> dict[date, News]:
    """Give what is told by a report each morning about the days before it, where these are unusual."""
    told, found = None, {}
    for number in range(days):
        today = BEGIN + number * DAY
        seen = sorted(day for day in unusual if today - period * DAY <= day < today)
        rows, begun = [], None
        for index, day in enumerate(seen):
            begun = begun or day
            if index + 1 == len(seen) or seen[index + 1] != day + DAY:
                rows.append(a_row(begun, day))
                begun = None
        found[today] = news(a_result(*rows), told, at(today))
        told = found[today].told
    return found


@given(st.integers(1, 40), st.integers(0, 10))
def test_what_lasts_is_told_the_day_after_it_began_and_then_once_a_week(lasts: int, begins: int) -> None:
    first = BEGIN + (8 + begins) * DAY
    unusual = {first + number * DAY for number in range(lasts)}

    told = [day for day, found in told_daily(unusual, days=70).items() if found.lines]

    assert told == [first + DAY + 7 * week * DAY for week in range((lasts - 1) // 7 + 1)]


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19)])
def test_over_the_night_the_clocks_change_a_week_is_one_by_the_clock(monday: date) -> None:
    rome = ZoneInfo("Europe/Rome")
    first, second, third = (
        datetime(day.year, day.month, day.day, 8, 30, tzinfo=rome).astimezone(UTC)
        for day in (monday + week * 7 * DAY for week in range(3))
    )
    assert {second - first, third - second} != {7 * DAY}
    told, lines = None, []
    for due in (first, first + DAY, second, third):
        last = due.date() - DAY
        found = news(a_result(a_row(monday - DAY, last)), told, due.astimezone(rome))
        told = found.told
        lines.append(len(found.lines))
    assert lines == [1, 0, 1, 1]


@given(st.integers(1, 10), st.integers(5, 20), st.integers(1, 10))
def test_what_ended_and_begins_again_is_told_again_at_once(lasts: int, pause: int, lasts_again: int) -> None:
    first, again = BEGIN + 8 * DAY, BEGIN + (8 + lasts + pause) * DAY
    unusual = {first + number * DAY for number in range(lasts)}
    unusual |= {again + number * DAY for number in range(lasts_again)}

    found = told_daily(unusual, days=60)

    assert found[first + DAY].lines
    assert found[again + DAY].lines


def test_a_line_has_now_and_usual_and_since_when() -> None:
    found = news(a_result(a_row(date(2026, 11, 26), date(2026, 11, 28))), None, at(date(2026, 11, 29)))
    assert [line.sentence for line in found.lines] == [
        "Annalisa: Spotify Monthly Listeners 4,812,000 on average of the three days to 28 November 2026, "
        "usually 3,650,000 (+32 %), since 26 November 2026"
    ]


def test_of_a_country_the_weekly_figure_is_told_and_of_a_gauge_what_it_gains_a_day() -> None:
    days = date(2026, 11, 23), date(2026, 11, 23)
    weekly = news(a_result(a_row(*days, measure="weekly_value"), country="IT"), None, at(date(2026, 11, 29)))
    gained = news(
        a_result(a_row(*days, measure="daily_change", now=900, usual=300, status="partial")),
        None,
        at(date(2026, 11, 29)),
    )
    assert "Monthly Listeners in Italy 4,812,000 on 23 November 2026, usually" in weekly.lines[0].sentence
    assert "+900 a day on average of the three days to" in gained.lines[0].sentence
    assert "usually 300 a day" in gained.lines[0].sentence
    assert gained.lines[0].sentence.endswith("(partly fetched)")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=25), st.randoms())
def test_the_most_surprising_ten_are_told_in_whatever_order_they_come(scores: list[int], random: Any) -> None:
    days = date(2026, 11, 26), date(2026, 11, 28)
    rows = [a_row(*days, artist__uuid=str(index), score=score) for index, score in enumerate(scores)]
    shuffled = random.sample(rows, len(rows))

    found = news(a_result(*shuffled), None, at(date(2026, 11, 29)))

    assert found == news(a_result(*rows), None, at(date(2026, 11, 29)))
    best = sorted(scores, reverse=True)
    if len(scores) > MOST_LINES:
        left_out = len(scores) - MOST_LINES + 1
        assert found.lines[-1].sentence == f"And {left_out} more, which are in the report"
        best = [*best[: MOST_LINES - 1], 0]
    assert [line.surprise for line in found.lines] == best
    # What was left out for want of room was told of by its number, and is not new the day after.
    assert not news(a_result(*rows), found.told, at(date(2026, 11, 30))).lines


def test_a_fall_is_not_told_and_a_report_without_moments_has_none() -> None:
    day = date(2026, 11, 28)
    assert not news(a_result(a_row(day, day, direction="down")), None, at(day)).lines
    assert news({"summary": {"country": None}}, None, at(day)).lines == ()
    assert news(a_result(), None, at(day)).told == "[]"


def test_what_was_told_and_cannot_be_read_counts_as_none() -> None:
    day = date(2026, 11, 28)
    for told in ("", "{}", "[1]", '[["x"]]'):
        assert len(news(a_result(a_row(day, day)), told, at(day)).lines) == 1


def test_what_was_told_long_ago_is_forgotten() -> None:
    day = date(2026, 3, 28)
    told = news(a_result(a_row(day, day)), None, at(day)).told
    assert "2026-03-28" in told
    assert news(a_result(), told, at(day + 121 * DAY)).told == "[]"
