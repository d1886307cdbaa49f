"""What one fetched window holds, and how long it may serve as the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from linernotes.model.errors import UpstreamError
from linernotes.model.points import Number
from linernotes.model.windows import Window
from linernotes.sections.sources import SOURCES

_RECENT = timedelta(days=7)
_FRESH_RECENT = timedelta(hours=1)
_FRESH_SETTLED = timedelta(hours=24)


class Outcome(StrEnum):
    """How Soundcharts answered for a window; none of these changes by asking again."""

    DELIVERED = "delivered"
    NOT_FOUND = "not_found"
    NOT_IN_PLAN = "not_in_plan"


@dataclass(frozen=True, slots=True)
class WindowKey:
    """Names one cell of the cache: an artist on a metric source in a window of the grid."""

    artist_uuid: str
    source_slug: str
    first: date


class City(NamedTuple):
    """A city as Soundcharts names it: two of one name are told apart by country (ISO alpha-2) and region."""

    country: str
    name: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class WindowData:
    """The answer for one artist, metric source and window.

    `values` are the figures without a country, `places` those of each country (ISO alpha-2), `cities` those
    of each city; None in a window kept before cities were.
    `counts` are those of each field that an endpoint counts besides; None of an endpoint that counts none,
    and in a window kept before counts were.
    `announced` is how many points Soundcharts said there were, when it then returned fewer.
    `unreadable` has the day of each row whose figure could not be read, None where the day could not be
    either; `unreadable_places`, `unreadable_cities` and `unreadable_counts` the same for rows that lost
    figures of these.
    """

    key: WindowKey
    window: Window
    outcome: Outcome
    fetched_at: datetime
    artist_name: str | None = None
    artist_image_url: str | None = None
    crawled_at: str | None = None
    values: Mapping[date, Number] = field(default_factory=dict)
    places: Mapping[str, Mapping[date, Number]] = field(default_factory=dict)
    cities: Mapping[City, Mapping[date, Number]] | None = field(default_factory=dict)
    counts: Mapping[str, Mapping[date, Number]] | None = None
    announced: int | None = None
    unreadable: Sequence[date | None] = ()
    unreadable_places: Sequence[date | None] = ()
    unreadable_cities: Sequence[date | None] = ()
    unreadable_counts: Sequence[date | None] = ()

    @property
    def older_form(self) -> bool:
        """Say whether it was kept before all that an answer holds was."""
        counting = SOURCES[self.key.source_slug].endpoint.count_fields
        uncounted = self.outcome is Outcome.DELIVERED and self.counts is None and bool(counting)
        return self.cities is None or uncounted

    def points(self, country: str | None) -> list[tuple[date, Number]]:
        """List the points of a country, or without one the source's own figures, in order of day."""
        chosen = self.values if country is None else self.places.get(country, {})
        return sorted(chosen.items())

    def unreadable_rows(self, country: str | None, start: date, end: date) -> int:
        """Count the rows that could not be read and may have been of a country, or of none, in these days."""
        lost = self.unreadable if country is None else self.unreadable_places
        return sum(day is None or start <= day <= end for day in lost)


def usable(data: WindowData, *, now: datetime, requested_at: datetime, fresh: bool, needed_to: date) -> bool:
    """Say whether a stored window serves a report that was requested at that time.

    It does if it was fetched since, for whomever, or if it is fresh now; with `fresh` only the former.
    """
    if data.fetched_at >= requested_at:
        return data.window.last >= needed_to
    return not fresh and is_fresh(data, now=now, needed_to=needed_to)


def is_fresh(data: WindowData, *, now: datetime, needed_to: date) -> bool:
    """Say whether a stored window may be used instead of asking Soundcharts.

    A window that reached into the last 7 days when it was fetched, or of which something could not be read,
    serves for an hour, any other for 24 hours; one kept in an older form does not serve. It must reach
    `needed_to`, the last day the report wants of it, because the newest window grows every day.
    """
    return data.window.last >= needed_to and now < fresh_until(data)


def fresh_until(data: WindowData) -> datetime:
    """Say until when a stored window may be used; see `is_fresh`."""
    if data.older_form:
        return data.fetched_at
    recent = data.window.last >= data.fetched_at.date() - _RECENT
    lost = (
        *data.unreadable,
        *data.unreadable_places,
        *data.unreadable_cities,
        *data.unreadable_counts,
    )
    whole = data.outcome is Outcome.DELIVERED and not lost
    settled = whole and not recent
    return data.fetched_at + (_FRESH_SETTLED if settled else _FRESH_RECENT)


@dataclass(frozen=True, slots=True)
class WindowRequest:
    """A window to ask Soundcharts for."""

    key: WindowKey
    window: Window


@dataclass(slots=True)
class WindowResult:
    """What came of a wanted window: data, or why there is none; `upstream_calls` is what it took."""

    wanted: WindowRequest
    upstream_calls: int
    data: WindowData | None = None
    error: UpstreamError | None = None
