"""What ingesting charts and asking about tracks need of the outside; see `ports` for the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from linernotes.charts.chart_days import ListedChart
from linernotes.charts.charts import (
    Chart,
    Frequency,
    Month,
    RankedSong,
    Ranking,
    RankingKey,
    Song,
    SongArtist,
)
from linernotes.charts.tallies import ChartEntry, Tally
from linernotes.model.errors import UpstreamError
from linernotes.model.periods import Period


class RankingState(StrEnum):
    """Where the ingest of a ranking is: begun and maybe half written, stored whole, or given up."""

    BEGUN = "begun"
    STORED = "stored"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RankingMark:
    """What is known of a chart's ranking of a day.

    `moment` is the exact time the ranking was asked for by, `songs` how many it held, `unreadable_rows` how
    many of its rows could not be read. `artists` are those who have entries of it, or may have: also of a try
    that was overtaken. `version` goes up with each begin.
    """

    state: RankingState
    moment: str
    version: int
    songs: int = 0
    artists: frozenset[str] = frozenset()
    reason: str | None = None
    unreadable_rows: int = 0


@dataclass(frozen=True, slots=True)
class ArtistCharts:
    """An artist on a platform's charts of one frequency: whose entries and months are kept together."""

    artist_uuid: str
    platform: str
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """The charts of a platform that are compared by size: of one frequency, and one country or worldwide."""

    platform: str
    frequency: Frequency
    country: str | None = None

    @classmethod
    def of(cls, chart: Chart) -> ChartGroup:
        """Say where a chart belongs that is no city's."""
        return cls(chart.platform, chart.frequency, chart.country)


@dataclass(frozen=True, slots=True)
class KnownSong:
    """A song as it was learnt, and when; None of one kept before that was noted."""

    song: Song
    learnt_at: datetime | None = None


class ChartStore(Protocol):
    """Keeps rankings as entries by artist, and the figures of whole months made from them.

    Which charts there are and of which days they are stored it keeps for good, as it does months.
    """

    def marks(self, chart_slug: str, period: Period) -> dict[date, RankingMark]:
        """Read what is known of a chart's rankings, as of the last write; days not known are absent."""

    def begin(self, key: RankingKey, artists: Collection[str], *, over: int | None = None) -> RankingMark:
        """Note that entries of a ranking are about to be written, for these artists and those from before.

        Returns the mark as written. A ranking that was stored is begun until `finish`, so that whoever
        finds it half written writes it again. `over` is the version its mark had when it was looked at, 0
        without one: whoever asked for the ranking since then may know it better. Raises StoreBusy, also if
        the mark has another version by now.
        """

    def write_entries(
        self, ranking: Ranking, songs: Mapping[SongArtist, Sequence[RankedSong]], gone: Collection[str]
    ) -> None:
        """Store each artist's songs of a ranking, replacing what was there, and delete those of `gone`."""

    def finish(
        self,
        key: RankingKey,
        mark: RankingMark,
        artists: Collection[str],
        *,
        songs: int,
        unreadable_rows: int = 0,
    ) -> bool:
        """Mark a ranking stored, `artists` being all who may have entries; False if it was begun again since.

        Its day then counts as stored, unless it holds no song, and the platform's charts as changed: before
        the mark, as a ranking once stored is not looked at again.
        """

    def note_change(self, platform: str) -> None:
        """Note that charts of a platform changed: answers made from them are given no more."""

    def note_days(self, key: RankingKey, *, songs: int, unreadable_rows: int = 0) -> None:
        """Note the day of a ranking as stored, or as not stored without songs, as `finish` does."""

    def note_charts(self, charts: Mapping[ChartGroup, Sequence[ListedChart]]) -> None:
        """Note which charts there are, see `listed_again`."""

    def listed_charts(self, group: ChartGroup) -> tuple[ListedChart, ...]:
        """Read which charts there are."""

    def stored_days(self, group: ChartGroup, period: Period) -> dict[date, dict[str, int]]:
        """Read of which days rankings are stored: by day and chart how many rows could not be read."""

    def days_anywhere(self, platform: str, frequency: Frequency, period: Period) -> set[date]:
        """Read on which days any ranking of a platform is stored, of whatever country."""

    def keeps_entries_of(self, day: date) -> bool:
        """Say whether a day's entries are kept; once they have expired only whole months can be read."""

    def fail(self, key: RankingKey, reason: str) -> None:
        """Mark a ranking given up, unless this moment of it is stored."""

    def entries(self, charts: ArtistCharts, period: Period, country: str | None = None) -> list[ChartEntry]:
        """Read an artist's entries as of the last write; with a country only those of its charts."""

    def update_months(
        self,
        charts: ArtistCharts,
        month: Month,
        countries: Collection[str | None],
        make: Callable[[Sequence[ChartEntry], str | None], Tally],
    ) -> None:
        """Make the artist's figures of a month again from its entries, for each country and None for all.

        Whatever others write meanwhile, the month in the end is made from every entry stored before.
        Raises StoreBusy.
        """

    def months(
        self, charts: ArtistCharts, country: str | None, first: Month, last: Month
    ) -> dict[Month, Tally]:
        """Read the artist's figures of months; those without entries are absent."""

    def artist_name(self, artist_uuid: str, platform: str) -> str | None:
        """Give a name that some month of an artist on a platform's charts knows."""

    def artists_months(self) -> Iterator[tuple[ArtistCharts, Month, set[str | None]]]:
        """List every artist's months that have entries or figures, with the countries of these.

        None is among them where there are figures without a country, or should be. A month may come more
        than once, each time with some of its countries.
        """


class SongStore(Protocol):
    """Keeps which artists a song belongs to, and since when that is known."""

    def read(self, uuids: Iterable[str]) -> dict[str, KnownSong]:
        """Read songs, as of the last write; those not known are absent."""

    def claim(self, known: Mapping[str, datetime | None], *, now: datetime, until: datetime) -> set[str]:
        """Take it on to ask for songs that nobody is asking for and nobody has learnt since they were read.

        `known` says of each song when what was read of it was learnt. Returns those this call may ask for.
        The claim is void after `until`, should it not be kept; what is known of a song stays meanwhile.
        """

    def write(self, songs: Iterable[Song], *, learnt_at: datetime) -> None:
        """Store songs."""

    def release(self, uuids: Collection[str]) -> None:
        """Give up claims: others may ask for these songs at once. What is known of them stays."""


WORTH_TRYING = timedelta(hours=6)
"""How long a ranking is tried from when it was planned."""


@dataclass(frozen=True, slots=True)
class RankingJob:
    """A ranking to ingest, as sent through the queue.

    `again` asks for it even if it is stored, and `learnt_since` for those of its songs that were learnt
    before. After `give_up_at` it is marked failed rather than tried. A city's chart is not asked for: what
    is stored of it is taken back.
    """

    key: RankingKey
    give_up_at: datetime
    again: bool = False
    learnt_since: datetime | None = None

    @property
    def planned_at(self) -> datetime:
        """Say when it was first sent."""
        return self.give_up_at - WORTH_TRYING


class RankingQueue(Protocol):
    """Sends rankings to ingest."""

    def send_rankings(self, jobs: Sequence[RankingJob], *, delay_s: int = 0) -> None:
        """Send jobs, one message each."""


@dataclass(frozen=True, slots=True)
class FetchedRanking:
    """What came of asking for a ranking: itself, or why not."""

    key: RankingKey
    ranking: Ranking | None = None
    error: UpstreamError | None = None


@dataclass(frozen=True, slots=True)
class FetchedSong:
    """What came of asking for a song: itself (without artists if it is not known), or why not."""

    uuid: str
    song: Song | None = None
    error: UpstreamError | None = None


@dataclass(frozen=True, slots=True)
class FetchedMoments:
    """What came of asking when a chart was ranked: the exact moments, or why not.

    `unreadable` is how many moments could not be read.
    """

    chart: Chart
    moments: tuple[str, ...] = ()
    error: UpstreamError | None = None
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class FetchedCharts:
    """A platform's list of charts, and how many of its items could not be read."""

    charts: tuple[Chart, ...]
    unreadable: int = 0


class ChartSource(Protocol):
    """Soundcharts' charts. Several things asked for at once are yielded each once, as they come.

    Each ends within about `budget_s` seconds from the call; what has not come by then ends as Unavailable.
    What was learnt of a spent quota before `asked_since`, when the work was begun, is not believed; without
    that it begins now.
    """

    def charts(self, platform: str, country: str | None, *, budget_s: float) -> FetchedCharts:
        """List a platform's daily and weekly song charts, cities' too: of one country, or all there are.

        Raises UpstreamError; NotFound where Soundcharts has no charts of the platform.
        """

    def moments(self, charts: Sequence[Chart], *, budget_s: float) -> Iterator[FetchedMoments]:
        """Ask when each chart was ranked."""

    def rankings(
        self, keys: Sequence[RankingKey], *, asked_since: datetime, budget_s: float
    ) -> Iterator[FetchedRanking]:
        """Ask for rankings, every page of them."""

    def songs(self, uuids: Sequence[str], *, asked_since: datetime, budget_s: float) -> Iterator[FetchedSong]:
        """Ask for songs' artists."""
