"""Where songs stood on charts within a period: the rules of contract 10.4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from linernotes.model.countries import country_name
from linernotes.model.periods import Period
from linernotes.sections.shazam.entries import ChartEntry


@dataclass(frozen=True, slots=True)
class Place:
    """Whose chart it is: a city's, a country's, or with neither the world's."""

    country: str | None
    city: str | None

    @property
    def name(self) -> str:
        """Name it: "Worldwide", "Italy", "Milan, Italy"."""
        if self.city is None:
            return country_name(self.country)
        return f"{self.city}, {country_name(self.country)}" if self.country else self.city


@dataclass(frozen=True, slots=True)
class BestRank:
    """The best rank there was, on whose chart, and on which day if that is known."""

    rank: int
    place: Place
    on: date | None


@dataclass(frozen=True, slots=True)
class Ranks:
    """What the chart entries of a song, or of all songs of an artist, come to.

    `countries` are those of all the charts, be they the country's own or a city's. `longest` is how many days
    a song has been on one of them, the most that is told of any.
    """

    best: BestRank | None
    countries: frozenset[str]
    cities: frozenset[Place]
    longest: int | None


def charted(entries: Iterable[ChartEntry], period: Period, country: str | None) -> list[ChartEntry]:
    """List the entries that overlap the period, with a country those on its charts and its cities'.

    An entry does if it began by the period's end and was last ranked from its start on. One without any date
    is left out.
    """
    return [
        entry
        for entry in entries
        if country in (None, entry.country)
        and entry.first_day
        and entry.last_day
        and entry.first_day <= period.end
        and entry.last_day >= period.start
    ]


def ranks_of(entries: Sequence[ChartEntry], period: Period) -> Ranks:
    """Work out what entries that overlap the period come to.

    Of equal ranks that of the widest chart counts: the world's, then a country's, then a city's.
    """
    ranked = [best for entry in entries if (best := _rank_of(entry, period))]
    return Ranks(
        best=min(ranked, key=_order, default=None),
        countries=frozenset(entry.country for entry in entries if entry.country),
        cities=frozenset(_place_of(entry) for entry in entries if entry.city),
        longest=max((entry.days for entry in entries if entry.days), default=None),
    )


def _rank_of(entry: ChartEntry, period: Period) -> BestRank | None:
    """Give an entry's rank: its peak if that lies in the period, else its position while it is charted."""
    place = _place_of(entry)
    if entry.peak and entry.peaked_on and period.holds(entry.peaked_on):
        return BestRank(entry.peak, place, entry.peaked_on)
    return BestRank(entry.position, place, entry.ranked_on) if entry.position else None


def _place_of(entry: ChartEntry) -> Place:
    return Place(entry.country, entry.city)


def _order(best: BestRank) -> tuple[int, int, str, str]:
    place = best.place
    return best.rank, (place.country is not None) + 2 * (place.city is not None), place.name, str(best.on)
