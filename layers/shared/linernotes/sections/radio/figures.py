"""The figures of a period: spins by station, song and day, and what they add up to (contract 10.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from linernotes.model.figures import rounded
from linernotes.model.periods import Period
from linernotes.sections.radio.contents import Broadcasts, SongSpins, Station, Stations
from linernotes.sections.radio.plan import MOST_SPINS_LISTED, PeriodFound
from linernotes.sections.radio.ranges import Range
from linernotes.sections.windows.window_data import Outcome


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing of a period: ranges without stations or broadcasts, and why, and what was unreadable.

    `not_fetched` of stations could not be fetched, `unknown` and `not_in_plan` are what Soundcharts does not
    have or not deliver.
    """

    not_fetched: Sequence[Range] = ()
    unknown: Sequence[Range] = ()
    not_in_plan: Sequence[Range] = ()
    unreadable_stations: int = 0
    broadcasts_not_fetched: Sequence[Range] = ()
    broadcasts_not_delivered: Sequence[Range] = ()
    unreadable_broadcasts: int = 0
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Spins:
    """The spins of a period, by station: most first, then by name.

    `known` says whether Soundcharts told the stations of any range of the period. `broadcasts` is how many
    Soundcharts tells of; it and what follows are None unless known of every range. `songs` (most spins first)
    and `days` are None, too, where there are more spins than are listed.
    """

    period: Period
    known: bool
    stations: Sequence[Station]
    gaps: Gaps
    broadcasts: int | None
    first: datetime | None
    last: datetime | None
    songs: Sequence[SongSpins] | None
    days: Sequence[tuple[date, int]] | None

    @property
    def spins(self) -> int:
        """Count the spins of all stations."""
        return sum(station.spins for station in self.stations)

    @property
    def countries(self) -> int:
        """Count the countries the stations are in."""
        return len({station.country for station in self.stations if station.country})

    @property
    def per_day(self) -> Decimal | None:
        """Give the spins for each day of the period, to 2 decimals; None where some days were not fetched."""
        if not self.known or self.gaps.not_fetched:
            return None
        return rounded(Fraction(self.spins, self.period.days), 2)

    @property
    def listed(self) -> bool:
        """Say whether there are few enough spins to tell songs and days."""
        return self.spins <= MOST_SPINS_LISTED

    @property
    def ties_out(self) -> bool | None:
        """Say whether stations add up to the broadcasts there are; None where that cannot be said."""
        return None if self.broadcasts is None else self.spins == self.broadcasts

    def share_of(self, station: Station) -> Decimal:
        """Give a station's part of all spins, to 4 decimals."""
        return rounded(Fraction(station.spins, self.spins), 4)


def spins_of(found: PeriodFound, country: str | None) -> Spins:
    """Add up what was found of a period; with a country, only its stations count."""
    read = [each.stations.content for each in found.ranges if each.stations and each.stations.content]
    told = [each.broadcasts.content if each.broadcasts else None for each in found.ranges]
    known = [broadcasts for broadcasts in told if broadcasts is not None]
    complete = len(known) == len(told)
    stations = _merged(read, country)
    gaps = _gaps(found, read, known)
    listed = sum(station.spins for station in stations) <= MOST_SPINS_LISTED
    songs = [broadcasts.songs for broadcasts in known if broadcasts.songs is not None]
    days = [broadcasts.days for broadcasts in known if broadcasts.days is not None]
    return Spins(
        period=found.period,
        known=bool(read),
        stations=stations,
        gaps=gaps,
        broadcasts=_total(known) if complete else None,
        first=_end(known, last=False) if complete else None,
        last=_end(known, last=True) if complete else None,
        songs=_songs(songs) if listed and len(songs) == len(told) else None,
        days=[entry for each in days for entry in each] if listed and len(days) == len(told) else None,
    )


def _merged(read: Sequence[Stations], country: str | None) -> list[Station]:
    """Add up each station over all ranges, named as in the latest one."""
    merged: dict[tuple[str | None, ...], Station] = {}
    for station in (station for stations in read for station in stations.stations):
        if country and station.country not in (country, None):
            continue
        known = merged.get(station.identity)
        merged[station.identity] = replace(
            station,
            country=station.country or country or (known.country if known else None),
            city=station.city or (known.city if known else None),
            spins=station.spins + (known.spins if known else 0),
        )
    return sorted(merged.values(), key=lambda station: (-station.spins, station.name, station.slug or ""))


def _total(known: Sequence[Broadcasts]) -> int | None:
    counts = [broadcasts.told for broadcasts in known]
    return None if None in counts else sum(count for count in counts if count is not None)


def _end(known: Sequence[Broadcasts], *, last: bool) -> datetime | None:
    """Give the first or the last moment of all ranges, None where that of a range with spins is not known."""
    ordered = list(reversed(known) if last else known)
    for broadcasts in ordered:
        moment = broadcasts.last if last else broadcasts.first
        if moment is not None or broadcasts.told != 0:
            return moment
    return None


def _songs(lists: Iterable[Sequence[SongSpins]]) -> list[SongSpins]:
    spins: Counter[str] = Counter()
    names: dict[str, str | None] = {}
    for song in (song for songs in lists for song in songs):
        spins[song.uuid] += song.spins
        names[song.uuid] = song.name or names.get(song.uuid)
    songs = [SongSpins(uuid, names[uuid], count) for uuid, count in spins.items()]
    return sorted(songs, key=lambda song: (-song.spins, song.name or "", song.uuid))


def _gaps(found: PeriodFound, read: Sequence[Stations], known: Sequence[Broadcasts]) -> Gaps:
    with_stations = [each for each in found.ranges if each.stations and each.stations.content]
    last = found.ranges[-1]
    return Gaps(
        not_fetched=[each.of for each in found.ranges if each.stations is None],
        unknown=_ranges_with(found, Outcome.NOT_FOUND),
        not_in_plan=_ranges_with(found, Outcome.NOT_IN_PLAN),
        unreadable_stations=sum(stations.unreadable for stations in read),
        broadcasts_not_fetched=[each.of for each in with_stations if each.broadcasts is None],
        broadcasts_not_delivered=[
            each.of for each in with_stations if each.broadcasts and each.broadcasts.content is None
        ],
        unreadable_broadcasts=sum(broadcasts.unreadable for broadcasts in known),
        unsettled=bool(last.stations and not last.of.settled_by(last.stations.fetched_at.date())),
    )


def _ranges_with(found: PeriodFound, outcome: Outcome) -> list[Range]:
    return [each.of for each in found.ranges if each.stations and each.stations.outcome is outcome]
