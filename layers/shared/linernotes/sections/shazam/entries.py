"""Entries of songs on Shazam's charts, read from Soundcharts' answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.soundcharts.reading import day, first_object, name_of, number, read_or, text

_DAYS_PER = {"DOC": 1, "WOC": 7}
"""What `timeOnChart` counts, by the code of its unit: days or weeks on the chart."""


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A song on one chart, from the day it entered to the day it was last ranked.

    `country` and `city` say whose chart it is: a worldwide one has neither. `position` is that of the last
    ranking, None once the song has left; `peak` is the best there was, reached on `peaked_on`. `days` is how
    long it has been on the chart. What was not said, or made no sense, is None.
    """

    song: str
    name: str | None
    credit: str | None
    country: str | None
    city: str | None
    position: int | None
    peak: int | None
    peaked_on: date | None
    entered_on: date | None
    ranked_on: date | None
    days: int | None

    @property
    def first_day(self) -> date | None:
        """Give the first day it is known to have been on the chart."""
        return self.entered_on or min(self._days_known, default=None)

    @property
    def last_day(self) -> date | None:
        """Give the last day it is known to have been on the chart."""
        return self.ranked_on or max(self._days_known, default=None)

    @property
    def _days_known(self) -> list[date]:
        return [day for day in (self.entered_on, self.peaked_on, self.ranked_on) if day]


@dataclass(frozen=True, slots=True)
class ChartEntries:
    """The entries of an artist's songs that were ranked on or after the day they were asked back to.

    `unreadable` counts those of which something could not be read, and those announced that did not come.
    `cut_off` says that there are more than were read.
    """

    entries: tuple[ChartEntry, ...]
    unreadable: int = 0
    cut_off: bool = False


def read_entries(items: Sequence[Any], *, since: date, lost: int, cut_off: bool = False) -> ChartEntries:
    """Read the items of a list; of `lost` more it is known that they did not come.

    An item without a song cannot be read. Any other field that cannot be read is left out.
    """
    entries, unreadable = [], lost
    for item in items:
        entry, whole = _entry(item)
        unreadable += not whole
        if entry and not (entry.last_day and entry.last_day < since):
            entries.append(entry)
    return ChartEntries(tuple(entries), unreadable, cut_off)


def identity(item: Any) -> object:
    """Tell an entry from others: its chart, its song and when that entered."""
    fields = first_object(item)
    chart, song = first_object(fields.get("chart")), first_object(fields.get("song"))
    known = (chart.get("slug"), song.get("uuid"), fields.get("entryDate"))
    return repr(known if all(known[:2]) else item)


def ranked_on(item: Any) -> date | None:
    """Give the day an item was last ranked, None where it does not say."""
    return read_or(None, _day, first_object(item).get("rankDate"))


def _entry(item: Any) -> tuple[ChartEntry | None, bool]:
    """Read an item; also says whether all of it could be read."""
    fields = first_object(item)
    chart, song = first_object(fields.get("chart")), first_object(fields.get("song"))
    uuid = text(song.get("uuid"))
    if uuid is None:
        return None, False
    broken: list[str] = []

    def field[T](read: Callable[[Any], T], name: str) -> T | None:
        try:
            return read(fields.get(name))
        except BrokenAnswer:
            broken.append(name)
            return None

    times = field(_rank, "timeOnChart")
    unit = _DAYS_PER.get(text(fields.get("timeOnChartUnit")) or "")
    country = text(chart.get("countryCode"))
    entry = ChartEntry(
        song=uuid,
        name=name_of(song.get("name")),
        credit=name_of(song.get("creditName")),
        country=country.upper() if country else None,
        city=name_of(chart.get("cityName")),
        position=field(_rank, "position"),
        peak=field(_rank, "peakPosition"),
        peaked_on=field(_day, "peakDate"),
        entered_on=field(_day, "entryDate"),
        ranked_on=field(_day, "rankDate"),
        days=times * unit if times and unit else None,
    )
    return entry, not broken


def _rank(raw: Any) -> int | None:
    """Read a position, or a count of days: None for nothing and for what is not above 0."""
    value = number(raw, "a position")
    if value is not None and not isinstance(value, int):
        raise BrokenAnswer("a position in Soundcharts' answer is not a whole number")
    return value if value and value > 0 else None


def _day(raw: Any) -> date | None:
    return day(raw) if raw else None
