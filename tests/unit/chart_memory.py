"""In-memory twins of the chart and song stores, held to the same contract (tests/integration)."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from linernotes.charts.chart_days import ListedChart, listed_again
from linernotes.charts.charts import (
    Frequency,
    Month,
    RankedSong,
    Ranking,
    RankingKey,
    Song,
    SongArtist,
    expires_on,
)
from linernotes.charts.ports import (
    ArtistCharts,
    ChartGroup,
    KnownSong,
    RankingMark,
    RankingState,
)
from linernotes.charts.tallies import ChartEntry, Tally
from linernotes.model.errors import StoreBusy
from linernotes.model.periods import Period
from tests.unit.memory import Fuse

_TRIES = 10
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_Order = tuple[date, str, str]
"""What an artist's rankings are ordered by: day, country (empty worldwide), chart."""


class MemoryChartStore:
    """Rankings and months in dictionaries, open to tests; `begun` counts by chart and day."""

    def __init__(
        self, clock: Callable[[], datetime], fuse: Fuse | None = None, *, retention_days: int = 5 * 366
    ) -> None:
        self._clock = clock
        self._fuse = fuse or Fuse()
        self._retention_days = retention_days
        self._lock = threading.Lock()
        self.kept_marks: dict[tuple[str, date], RankingMark] = {}
        self.kept_entries: dict[ArtistCharts, dict[_Order, list[ChartEntry]]] = defaultdict(dict)
        self.kept_months: dict[tuple[ArtistCharts, str | None, Month], Tally] = {}
        self.kept_listed: dict[ChartGroup, tuple[ListedChart, ...]] = {}
        self.kept_days: dict[tuple[ChartGroup, date], dict[str, int]] = {}
        self.kept_anywhere: set[tuple[str, Frequency, date]] = set()
        self.begun: Counter[tuple[str, date]] = Counter()
        self.changes: Counter[str] = Counter()

    def marks(self, chart_slug: str, period: Period) -> dict[date, RankingMark]:
        return {
            day: mark
            for (slug, day), mark in sorted(self.kept_marks.items())
            if slug == chart_slug and period.holds(day) and self._lives(day)
        }

    def begin(self, key: RankingKey, artists: Collection[str], *, over: int | None = None) -> RankingMark:
        self._fuse.burn()
        with self._lock:
            known = self.kept_marks.get(_place(key))
            if over is not None and over != (known.version if known else 0):
                raise StoreBusy(f"Somebody else changed the mark of {key.chart.slug} of {key.day}")
            mark = RankingMark(
                RankingState.BEGUN,
                key.moment,
                version=known.version + 1 if known else 1,
                artists=frozenset(artists) | (known.artists if known else frozenset()),
            )
            self.kept_marks[_place(key)] = mark
            self.begun[_place(key)] += 1
            return mark

    def write_entries(
        self, ranking: Ranking, songs: Mapping[SongArtist, Sequence[RankedSong]], gone: Collection[str]
    ) -> None:
        merged: defaultdict[str, list[RankedSong]] = defaultdict(list)
        names: dict[str, str | None] = {}
        for artist, ranked in songs.items():
            merged[artist.uuid] += ranked
            names[artist.uuid] = artist.name or names.get(artist.uuid)
        for uuid, of_artist in merged.items():
            entries = [_entry(ranking, song, names[uuid]) for song in of_artist]
            self._fuse.burn()
            self._rankings(ranking.key, uuid)[_order(ranking.key)] = entries
        for uuid in set(gone) - merged.keys():
            self._fuse.burn()
            self._rankings(ranking.key, uuid).pop(_order(ranking.key), None)

    def finish(
        self,
        key: RankingKey,
        mark: RankingMark,
        artists: Collection[str],
        *,
        songs: int,
        unreadable_rows: int = 0,
    ) -> bool:
        self.note_days(key, songs=songs, unreadable_rows=unreadable_rows)
        self.note_change(key.chart.platform)
        self._fuse.burn()
        with self._lock:
            known = self.kept_marks.get(_place(key))
            if known is None or known.version != mark.version:
                return False
            self.kept_marks[_place(key)] = RankingMark(
                RankingState.STORED,
                key.moment,
                mark.version,
                songs,
                frozenset(artists),
                unreadable_rows=unreadable_rows,
            )
            return True

    def note_days(self, key: RankingKey, *, songs: int, unreadable_rows: int = 0) -> None:
        self._fuse.burn()
        chart, day = key.chart, key.day
        with self._lock:
            charts = self.kept_days.setdefault((ChartGroup.of(chart), day), {})
            if songs:
                charts[chart.slug] = unreadable_rows
                self.kept_anywhere.add((chart.platform, chart.frequency, day))
            else:
                charts.pop(chart.slug, None)

    def note_charts(self, charts: Mapping[ChartGroup, Sequence[ListedChart]]) -> None:
        for group, listed in charts.items():
            self._fuse.burn()
            known = self.kept_listed.get(group, ())
            self.kept_listed[group] = listed_again(known, listed)
            if self.kept_listed[group] != known:
                self.note_change(group.platform)

    def note_change(self, platform: str) -> None:
        self._fuse.burn()
        self.changes[platform] += 1

    def listed_charts(self, group: ChartGroup) -> tuple[ListedChart, ...]:
        return self.kept_listed.get(group, ())

    def stored_days(self, group: ChartGroup, period: Period) -> dict[date, dict[str, int]]:
        return {
            day: dict(charts)
            for (of, day), charts in self.kept_days.items()
            if of == group and period.holds(day) and charts
        }

    def days_anywhere(self, platform: str, frequency: Frequency, period: Period) -> set[date]:
        return {
            day
            for code, ranked, day in self.kept_anywhere
            if (code, ranked) == (platform, frequency) and period.holds(day)
        }

    def keeps_entries_of(self, day: date) -> bool:
        return self._lives(day)

    def fail(self, key: RankingKey, reason: str) -> None:
        self._fuse.burn()
        with self._lock:
            known = self.kept_marks.get(_place(key)) or RankingMark(RankingState.FAILED, key.moment, 0)
            if known.state is not RankingState.STORED or known.moment != key.moment:
                self.kept_marks[_place(key)] = replace(
                    known, state=RankingState.FAILED, moment=key.moment, reason=reason
                )

    def entries(self, charts: ArtistCharts, period: Period, country: str | None = None) -> list[ChartEntry]:
        with self._lock:
            rankings = sorted(self.kept_entries[charts].items())
        return [
            entry
            for (day, _, _), entries in rankings
            if period.holds(day) and self._lives(day)
            for entry in entries
            if country is None or entry.country == country
        ]

    def update_months(
        self,
        charts: ArtistCharts,
        month: Month,
        countries: Collection[str | None],
        make: Callable[[Sequence[ChartEntry], str | None], Tally],
    ) -> None:
        if not self._lives(month.first):
            return
        left = set(countries)
        for _ in range(_TRIES):
            stored = {country: self.kept_months.get((charts, country, month)) for country in left}
            entries = self.entries(charts, Period(month.first, month.last))
            for country, known in stored.items():
                if self._put_month((charts, country, month), make(entries, country), known):
                    left.remove(country)
            if not left:
                return
        raise StoreBusy(f"Others kept changing the month {month} of {charts.artist_uuid}")

    def months(
        self, charts: ArtistCharts, country: str | None, first: Month, last: Month
    ) -> dict[Month, Tally]:
        return {
            month: tally
            for (whose, where, month), tally in list(self.kept_months.items())
            if (whose, where) == (charts, country) and first <= month <= last and tally.tracks
        }

    def artist_name(self, artist_uuid: str, platform: str) -> str | None:
        names = (
            tally.artist_name
            for (charts, _, _), tally in self.kept_months.items()
            if (charts.artist_uuid, charts.platform) == (artist_uuid, platform)
        )
        return next((name for name in names if name), None)

    def artists_months(self) -> Iterator[tuple[ArtistCharts, Month, set[str | None]]]:
        found: defaultdict[tuple[ArtistCharts, Month], set[str | None]] = defaultdict(lambda: {None})
        for charts, rankings in self.kept_entries.items():
            for day, country, _ in rankings:
                if self._lives(day):
                    found[charts, Month.of(day)].add(country or None)
        for charts, asked_for, month in self.kept_months:
            found[charts, month].add(asked_for)
        for (charts, month), countries in found.items():
            yield charts, month, countries

    def _put_month(
        self, key: tuple[ArtistCharts, str | None, Month], tally: Tally, known: Tally | None
    ) -> bool:
        self._fuse.burn()
        with self._lock:
            if self.kept_months.get(key) is not known:
                return False
            self.kept_months[key] = replace(tally)  # another object, as another version
            return True

    def _rankings(self, key: RankingKey, artist_uuid: str) -> dict[_Order, list[ChartEntry]]:
        return self.kept_entries[ArtistCharts(artist_uuid, key.chart.platform, key.chart.frequency)]

    def _lives(self, day: date) -> bool:
        expires = datetime.combine(expires_on(day, self._retention_days), datetime.min.time(), UTC)
        return self._clock() < expires


class MemorySongStore:
    """Songs in a dictionary, open to tests; `claims` say until when somebody asks for a song."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self.songs: dict[str, KnownSong] = {}
        self.claims: dict[str, datetime] = {}

    def read(self, uuids: Iterable[str]) -> dict[str, KnownSong]:
        return {uuid: self.songs[uuid] for uuid in uuids if uuid in self.songs}

    def claim(self, known: Mapping[str, datetime | None], *, now: datetime, until: datetime) -> set[str]:
        claimed = set()
        for uuid, read in known.items():
            self._fuse.burn()
            with self._lock:
                if self._is_as_read(uuid, read) and self.claims.get(uuid, _LONG_AGO) < now:
                    self.claims[uuid] = until
                    claimed.add(uuid)
        return claimed

    def write(self, songs: Iterable[Song], *, learnt_at: datetime) -> None:
        for song in songs:
            self._fuse.burn()
            self.songs[song.uuid] = KnownSong(song, learnt_at)
            self.claims.pop(song.uuid, None)

    def _is_as_read(self, uuid: str, read: datetime | None) -> bool:
        learnt_at = self.songs[uuid].learnt_at if uuid in self.songs else None
        return learnt_at is None or (read is not None and learnt_at <= read)

    def release(self, uuids: Collection[str]) -> None:
        for uuid in uuids:
            self.claims.pop(uuid, None)


def _place(key: RankingKey) -> tuple[str, date]:
    return key.chart.slug, key.day


def _order(key: RankingKey) -> _Order:
    return key.day, key.chart.country or "", key.chart.slug


def _entry(ranking: Ranking, song: RankedSong, artist_name: str | None) -> ChartEntry:
    key = ranking.key
    return ChartEntry(key.day, key.chart.slug, key.chart.country, song, ranking.metric, artist_name)
