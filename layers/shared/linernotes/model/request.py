"""The canonical request: what a report is about, after validation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linernotes.model.periods import Comparison, Period

MAX_ARTISTS = 50
MAX_SONGS = 100
MOST_CALLS = 1_000_000
"""The most calls to Soundcharts a request can allow."""
DEFAULT_SONGS = 25
"""How many songs of an artist are looked at, where sections count songs and the request does not say."""


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist by Soundcharts UUID; name and picture are known once data or a search gave them."""

    uuid: str
    name: str | None = None
    image_url: str | None = None

    @property
    def label(self) -> str:
        """Name the artist for a reader, by UUID where the name never became known."""
        return self.name or self.uuid


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A valid request: artists resolved, duplicates collapsed, both dates inclusive.

    `max_upstream_calls` is how many calls to Soundcharts it may take, if it says; two requests that differ by
    that alone ask for the same.
    """

    artists: tuple[Artist, ...]
    platforms: tuple[str, ...]
    start_date: date
    end_date: date
    country: str | None = None
    sections: tuple[str, ...] = ()
    songs_limit: int = DEFAULT_SONGS
    title: str | None = None
    callback_url: str | None = None
    fresh: bool = False
    compare: Comparison | None = None
    max_upstream_calls: int | None = field(default=None, compare=False)

    @property
    def period(self) -> Period:
        """Give the period the report is about."""
        return Period(self.start_date, self.end_date)

    @property
    def compared_period(self) -> Period | None:
        """Give the period it is compared with, if it is with any."""
        return self.period.compared_by(self.compare) if self.compare else None

    @property
    def periods(self) -> tuple[Period, ...]:
        """Give every period there must be data of."""
        compared = self.compared_period
        return (self.period, compared) if compared else (self.period,)

    @property
    def days(self) -> int:
        """Count the days of the period the report is about."""
        return self.period.days

    def canonical(self) -> dict[str, Any]:
        """Give the request as JSON that makes the same report again when posted."""
        canonical: dict[str, Any] = {
            "artists": [artist.uuid for artist in self.artists],
            "platforms": list(self.platforms),
            "start_date": self.start_date.isoformat(),
            "end_date": self.end_date.isoformat(),
        }
        if self.country:
            canonical["country"] = self.country
        if self.sections:
            canonical["sections"] = list(self.sections)
        if self.songs_limit != DEFAULT_SONGS:
            canonical["songs_limit"] = self.songs_limit
        if self.title:
            canonical["title"] = self.title
        if self.callback_url:
            canonical["callback_url"] = self.callback_url
        if self.fresh:
            canonical["fresh"] = True
        if self.compare:
            canonical["compare"] = self.compare.value
        if self.max_upstream_calls is not None:
            canonical["max_upstream_calls"] = self.max_upstream_calls
        return canonical


@dataclass(frozen=True, slots=True)
class FoundArtist:
    """An artist as search gives it."""

    artist: Artist
    slug: str | None
    country_code: str | None


ROWS = "audience"
"""The section that every report has without asking: the rows of metric sources (contract 4)."""
