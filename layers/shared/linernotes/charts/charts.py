"""Charts: their rankings, the songs on them, and the artists of those songs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linernotes.model.points import Number


class Frequency(StrEnum):
    """How often a chart is ranked; charts of any other frequency are not ingested."""

    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def days(self) -> int:
        """Say how many days a figure of such a chart stands for."""
        return 7 if self is Frequency.WEEKLY else 1


def used_frequency(stored: Iterable[Frequency]) -> Frequency:
    """Choose the charts that count, by those stored of what is asked: daily, else weekly (contract 5.2)."""
    return Frequency.DAILY if Frequency.DAILY in (found := set(stored)) or not found else Frequency.WEEKLY


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as Soundcharts lists it; `country` is None for a worldwide one.

    `city` is there for a city's chart, which counts for nothing but its city (contract 5.2). `size` is how
    many songs the chart holds at most, 0 if that is not said. What a chart is comes from these fields alone:
    the slug is opaque.
    """

    slug: str
    name: str
    platform: str
    frequency: Frequency
    country: str | None = None
    city: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class RankedSong:
    """A song on a ranking. Position 0 is a song that has left the chart.

    `weeks` is how long the ranking says the song has been on the chart, days rounded up to weeks.
    """

    uuid: str
    name: str
    credit: str | None = None
    position: int | None = None
    metric: Number | None = None
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class RankingKey:
    """One ranking to ask for: a chart on a day; `moment` is the exact time Soundcharts knows it by."""

    chart: Chart
    moment: str

    @property
    def day(self) -> date:
        """Give the day as written: the first 10 characters of the moment."""
        return date.fromisoformat(self.moment[:10])


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking with all its songs; `metric` says what their figures are (streams, spins), if it does.

    `unreadable_rows` is how many of its rows could not be read, wholly or in a part.
    """

    key: RankingKey
    songs: tuple[RankedSong, ...]
    metric: str | None = None
    unreadable_rows: int = 0


@dataclass(frozen=True, slots=True)
class SongArtist:
    """An artist of a song."""

    uuid: str
    name: str | None = None


_FOUND_KEEPS = timedelta(days=30)
_NOT_THERE_KEEPS = timedelta(hours=20)
"""A little less than a day, so that a daily run asks again."""


@dataclass(frozen=True, slots=True)
class Song:
    """A song's artists, from its metadata; none if it has none or Soundcharts does not know the song."""

    uuid: str
    artists: tuple[SongArtist, ...] = ()

    @property
    def keeps_for(self) -> timedelta:
        """Say how long this may be believed: what is not there may be there tomorrow, and credits change."""
        return _FOUND_KEEPS if self.artists else _NOT_THERE_KEEPS


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Give the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read YYYY-MM. Raises ValueError."""
        if len(text) != 7 or text[4] != "-":
            raise ValueError("not YYYY-MM")
        return cls.of(date.fromisoformat(f"{text}-01"))

    @property
    def first(self) -> date:
        """Give its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Month:
        """Give the month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def __str__(self) -> str:
        """Write it as YYYY-MM."""
        return f"{self.year:04}-{self.number:02}"


def expires_on(day: date, retention_days: int) -> date:
    """Say when the entries of a ranking's day are dropped: with all others of its month.

    Together, because a month's figures are made from all of its entries or from none.
    """
    return Month.of(day).last + timedelta(days=retention_days + 1)
