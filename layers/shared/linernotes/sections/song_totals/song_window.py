"""A song's running total on a platform, in windows of the grid that all reports share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.model.periods import Need, Period, needs_of
from linernotes.model.points import Number
from linernotes.model.windows import Window
from linernotes.sections.lookups.lists import whole_list
from linernotes.sections.lookups.lookup import Fetching, LookupKey, Question
from linernotes.soundcharts.reading import an_object, day, kind_of, number, text

LOOK_BACK = timedelta(days=7)
"""A total from at most so long before a period is what it starts from (contract 10.3)."""


@dataclass(frozen=True, slots=True)
class SongWindow:
    """The days of a window that have a value, in order.

    A song may have several identifiers on a platform: of each day there is the `largest` of their values and
    their sum, and how many `identifiers` had one. `unreadable` counts days that could not be read or are
    `lost`: announced, and did not come.
    """

    days: tuple[date, ...] = ()
    largest: tuple[Number, ...] = ()
    sums: tuple[Number, ...] = ()
    identifiers: tuple[int, ...] = ()
    unreadable: int = 0
    lost: int = 0


def needs_of_songs(periods: Iterable[Period], *, today: date) -> list[Need]:
    """List the windows that hold the periods and the 7 days before each."""
    reaching_back = [Period(period.start - LOOK_BACK, period.end) for period in periods]
    return needs_of(reaching_back, today=today)


def song_window(song_uuid: str, platform: str, need: Need) -> Question[SongWindow]:
    """Ask for a song's totals on a platform, by its code, in one window: one call."""
    return Question(
        LookupKey(f"{song_uuid}#{platform}", need.window.first.isoformat()),
        SongWindow,
        lambda: _fetch(song_uuid, platform, need.window),
        asks_to=need.window.last,
        needed_to=need.to,
    )


def _fetch(song_uuid: str, platform: str, window: Window) -> Fetching[SongWindow]:
    found = yield from whole_list(
        f"/api/v2/song/{song_uuid}/audience/{platform}",
        {"startDate": window.first.isoformat(), "endDate": window.last.isoformat()},
        # No item stands for another one: of a day given twice the last counts.
        identity=id,
    )
    lost = 0 if found.announced is None else max(0, found.announced - len(found.items))
    return read_song_window(found.items, window, lost=lost)


def read_song_window(items: Collection[Any], window: Window, *, lost: int = 0) -> SongWindow:
    """Make a window of the items of an answer; of what is given twice the last counts (contract 4.2).

    Of `lost` more it is known that they did not come.
    A day of which one figure cannot be read has no value: the largest of the others, or their sum, would
    look like a correction. So has a day on which the identifier that is the largest on a neighbouring day is
    there without a figure.
    """
    values: dict[date, dict[str, Number | None]] = {}
    unreadable = 0
    for item in items:
        try:
            fields = an_object(item, "an item")
            of_day = day(fields.get("date"))
            plots = _plots(fields, of_day) if window.holds(of_day) else {}
        except BrokenAnswer:
            unreadable += 1
        else:
            if _figures(plots):
                values[of_day] = plots
    figures = _with_leader(values)
    return SongWindow(
        tuple(figures),
        tuple(max(of_day.values()) for of_day in figures.values()),
        tuple(_sum(of_day.values()) for of_day in figures.values()),
        tuple(len(of_day) for of_day in figures.values()),
        unreadable + lost,
        lost,
    )


def _with_leader(values: Mapping[date, Mapping[str, Number | None]]) -> dict[date, dict[str, Number]]:
    """Give, in order, the figures of the days that have any and do not lack the largest one's.

    That is known of the nearest day on either side that is not itself in doubt.
    """
    days = sorted(values)
    lacking: set[date] = set()
    for walk in (days, days[::-1]):
        leader: str | None = None
        for of_day in walk:
            figures = _figures(values[of_day])
            if leader in values[of_day] and leader not in figures:
                lacking.add(of_day)
            else:
                leader = max(figures, key=figures.__getitem__)
    return {of_day: _figures(values[of_day]) for of_day in days if of_day not in lacking}


def _figures(of_day: Mapping[str, Number | None]) -> dict[str, Number]:
    return {identifier: value for identifier, value in of_day.items() if value is not None}


def _plots(fields: Mapping[str, Any], of_day: date) -> dict[str, Number | None]:
    """Read the values of a day by identifier, None where one has none.

    An older form has one value and no identifiers.
    """
    plots: Any = fields.get("plots")
    if plots is None:
        plots = [fields] if "value" in fields else []
    if not isinstance(plots, list):
        raise BrokenAnswer(f"plots of {of_day} in Soundcharts' answer is {kind_of(plots)}, not a list")
    read: dict[str, Number | None] = {}
    for plot in plots:
        of_plot = an_object(plot, "a plot")
        identifier = text(of_plot.get("identifier")) or ""
        value = number(of_plot.get("value"), f"value of {of_day}")
        if value is not None or identifier not in read:
            read[identifier] = value
    return read


def _sum(values: Collection[Number]) -> Number:
    total = sum(values)
    return int(total) if total == int(total) else total
