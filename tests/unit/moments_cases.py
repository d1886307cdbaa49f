"""Series of which some days are unusual, and what the section says of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from linernotes.model.points import Number
from linernotes.model.report import JobEnd
from linernotes.model.request import ReportRequest
from linernotes.model.windows import windows_covering
from linernotes.reports.material import material_from
from linernotes.sections.moments.section import SECTION as MOMENTS
from linernotes.sections.moments.section import MomentsAnswer
from linernotes.sections.section import Stores
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowRequest
from tests.unit.builders import NOW, a_report, a_request, a_window, september

Values = Mapping[date, Number]

# Not those of the product: the 31 days before September, and September.
FIRST = date(2024, 8, 1)
WEEKDAYS = (-0.08, -0.03, 0.0, 0.03, 0.08, 0.05, -0.05)


def a_day(number: int) -> date:
    """Give a day by its number: 31 is the 1st of September."""
    return FIRST + timedelta(days=number)


def windows(
    values: Values,
    source: str = "anghami",
    *,
    places: Mapping[str, Values] | None = None,
    cities: Mapping[City, Values] | None = None,
    since: date = FIRST,
) -> list[WindowData]:
    """Give values as the windows they would come in, those from `since` to the end of September."""
    return [
        a_window(
            {day: value for day, value in values.items() if window.holds(day)},
            source=source,
            window=window,
            places={
                code: {day: value for day, value in of.items() if window.holds(day)}
                for code, of in (places or {}).items()
            },
            cities={
                city: {day: value for day, value in of.items() if window.holds(day)}
                for city, of in (cities or {}).items()
            },
        )
        for window in windows_covering(since, september(30), today=NOW.date())
    ]


def answer_of(
    request: ReportRequest, *found: WindowData, ended: Mapping[str, JobEnd] | None = None
) -> MomentsAnswer:
    report = a_report(request, ended=ended or {})
    return MOMENTS.build(material_from(report, {data.key: data for data in found}, cast("Stores", None)))


def asked(source: str = "anghami", **overrides: Any) -> ReportRequest:
    return a_request(**{"platforms": (source,), "sections": ("moments",), **overrides})


def rows_of(answer: MomentsAnswer) -> list[dict[str, Any]]:
    rows = answer.json()["rows"]
    assert rows is not None
    return [dict(row) for row in rows]


def total_of(answer: MomentsAnswer) -> dict[str, Any]:
    (total,) = answer.json()["totals"]
    return dict(total)


def steady(seed: int, days: int = 61, base: int = 48_000) -> list[int]:
    """Give what a steady hit is played a day: ±8 % by weekday, and a little of its own."""
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    return [round(base * (1 + WEEKDAYS[day % 7] + chance.uniform(-0.02, 0.02))) for day in range(days)]


def added_up(gains: Sequence[int | None], begin: int = 180_000_000) -> dict[date, Number]:
    """Give the running total of daily gains; on a day of None it is not looked at."""
    values: dict[date, Number] = {}
    total = begin
    for number, gain in enumerate(gains):
        total += gain or 0
        if gain is not None:
            values[a_day(number)] = total
    return values


def times(gains: list[int], factor: float, first: int, last: int) -> list[int]:
    return [round(gain * factor) if first <= day <= last else gain for day, gain in enumerate(gains)]


def level(usual: int, *last: int, days: int = 61) -> dict[date, Number]:
    """Give a figure that is the same every day but for the last ones."""
    figures = [usual] * (days - len(last)) + list(last)
    return {a_day(number): value for number, value in enumerate(figures)}


MONDAYS = [date(2024, 7, 1) + timedelta(weeks=week) for week in range(14)]
MILAN, ROME, BARI = City("IT", "Milan"), City("IT", "Rome"), City("IT", "Bari")


def of_weeks(figures: Sequence[int], mondays: Sequence[date] = MONDAYS) -> dict[date, Number]:
    return dict(zip(mondays, figures, strict=False))


def italian(source: str, places: Values, cities: Mapping[City, Values] | None = None) -> MomentsAnswer:
    request = asked(source, country="IT")
    found = windows({}, source, places={"IT": places}, cities=cities, since=date(2024, 6, 30))
    return answer_of(request, *found)


def uneven(seed: int) -> list[int | None]:
    """Give gains as crawls bring them: early, late, missing and caught up with."""
    gains: list[int | None] = list(steady(seed))
    gains[33:37] = [104_950, 0, 0, 94_771]
    gains[47:51] = [None, 132_760, 0, 49_300]
    gains[54:57] = [0, 0, 146_900]
    return gains


def spiking(wanted: WindowRequest, asked_at: datetime) -> WindowData:
    """Answer a steady figure, on Spotify with a few days of September far above it."""
    window = wanted.window
    days = [window.first + timedelta(days=number) for number in range((window.last - window.first).days + 1)]
    unusual = wanted.key.source_slug == "spotify"
    return WindowData(
        wanted.key,
        window,
        Outcome.DELIVERED,
        asked_at,
        artist_name="Achille Lauro",
        counts={} if SOURCES[wanted.key.source_slug].endpoint.count_fields else None,
        values={day: 30_000 if unusual and september(10) <= day <= september(12) else 10_000 for day in days},
    )
