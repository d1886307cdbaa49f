"""What is kept of radio: the stations of a range with their spins, and what broadcasts tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Station:
    """A station and how often it played the artist; what Soundcharts does not say of it is None."""

    name: str
    slug: str | None
    country: str | None
    city: str | None
    spins: int

    @property
    def identity(self) -> tuple[str | None, ...]:
        """Tell what makes it the same station in another range: its slug, or all that is known of it."""
        return (self.slug,) if self.slug else (None, self.name, self.country, self.city)


@dataclass(frozen=True, slots=True)
class Stations:
    """The stations that played the artist in a range; `unreadable` are those whose spins are not known."""

    stations: tuple[Station, ...]
    unreadable: int = 0

    @property
    def spins(self) -> int:
        """Count the spins."""
        return sum(station.spins for station in self.stations)


@dataclass(frozen=True, slots=True)
class SongSpins:
    """A song of the artist and how often it was played."""

    uuid: str
    name: str | None
    spins: int


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """What the list of broadcasts tells of a range.

    `told` is how many there are by Soundcharts' word, `first` and `last` when the first and the last began,
    in UTC; each is None where that is not known. `songs` and `days` (in UTC, those with a broadcast) are
    there where the whole list was read. `unreadable` are broadcasts of which something is not known.
    """

    told: int | None
    first: datetime | None = None
    last: datetime | None = None
    songs: tuple[SongSpins, ...] | None = None
    days: tuple[tuple[date, int], ...] | None = None
    unreadable: int = 0
