"""The chart ingest in memory: its functions, a queue that delivers at least once, charts by script."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from linernotes.charts.charts import Chart, RankedSong, Ranking, RankingKey, Song, SongArtist
from linernotes.charts.ingest_rankings import Ingested, IngestTools, RankingAttempt, ingest_rankings
from linernotes.charts.plan_rankings import ChartQuestion, Plan, plan_rankings
from linernotes.charts.ports import (
    WORTH_TRYING,
    ArtistCharts,
    ChartGroup,
    FetchedCharts,
    FetchedMoments,
    FetchedRanking,
    FetchedSong,
    RankingJob,
    RankingMark,
)
from linernotes.model.errors import NotFound, Unavailable, UpstreamError
from linernotes.model.request import Artist
from linernotes.reports.fail_dead_letters import fail_dead_ranking
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW
from tests.unit.chart_memory import MemoryChartStore, MemorySongStore
from tests.unit.memory import Clock, Fuse, Killed
from tests.unit.template import environment, functions, of_type, resolved
from tests.unit.track_cases import ITALY, a_song

BUDGET_S = 117.0
MAX_TRIES = int(environment("IngestRankingsFunction")["MAX_TRIES"])
RETENTION_DAYS = int(environment("IngestRankingsFunction")["CHART_RETENTION_DAYS"])
_QUEUE: dict[str, Any] = resolved(of_type("AWS::SQS::Queue")["ChartRankingsQueue"])
_BATCH: int = functions()["IngestRankingsFunction"]["Events"]["Rankings"]["Properties"]["BatchSize"]

AMORE, BANALE, CENERE, DUE = (f"5ca1ab1e-0000-11e9-9375-00000000000{digit}" for digit in "abcd")
"""Songs: of Achille Lauro, of Elisa, of Giorgia, and one of Achille Lauro and Elisa together."""
BY_LAURO, BY_ELISA, BY_GIORGIA = (SongArtist(artist.uuid, artist.name) for artist in (LAURO, ELISA, GIORGIA))
ARTISTS = {
    AMORE: (BY_LAURO,),
    BANALE: (BY_ELISA,),
    CENERE: (BY_GIORGIA,),
    DUE: (BY_LAURO, BY_ELISA),
}


def charts_of(artist: Artist, chart: Chart = ITALY) -> ArtistCharts:
    """Say whose entries and months a chart's songs of an artist are kept with."""
    return ArtistCharts(artist.uuid, chart.platform, chart.frequency)


def key_of(day: date, chart: Chart = ITALY, hour: int = 12) -> RankingKey:
    """Give a chart's ranking of a day, at noon unless told otherwise."""
    return RankingKey(chart, f"{day}T{hour:02}:00:00+00:00")


def a_job(key: RankingKey, *, again: bool = False, learnt_since: datetime | None = None) -> RankingJob:
    """Make a job as one planned at `NOW`."""
    return RankingJob(key, NOW + WORTH_TRYING, again, learnt_since)


@dataclass(eq=False)
class RankingMessage:
    """A ranking waiting in the queue; `due` is when it may be received (again)."""

    job: RankingJob
    due: Any
    received: int = 0


class MemoryRankingQueue:
    """The queue of rankings, in the order sent."""

    def __init__(self, clock: Clock, fuse: Fuse) -> None:
        self._clock = clock
        self._fuse = fuse
        self.messages: list[RankingMessage] = []

    def send_rankings(self, jobs: Sequence[RankingJob], *, delay_s: int = 0) -> None:
        assert 0 <= delay_s <= 900, "SQS holds a message back for at most 900 s"
        for job in jobs:
            self._fuse.burn()
            self.messages.append(RankingMessage(job, self._clock() + timedelta(seconds=delay_s)))

    @property
    def jobs(self) -> list[RankingJob]:
        """List the rankings waiting."""
        return [message.job for message in self.messages]


class FakeCharts:
    """Soundcharts' charts by script: errors laid out are given first, then what is published.

    `errors` are errors by what is asked for: a platform's code, a chart's slug, a ranking's key, a song's
    uuid. `unreadable` is how many items of a platform's or a chart's list cannot be read. `artists` has
    songs' artists; a song that is not there is one Soundcharts does not know. What is asked for is noted in
    order. Each ranking and each song takes `takes_s`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.takes_s = 0.0
        self.listed: dict[str, list[Chart]] = defaultdict(list)
        self.published: dict[RankingKey, Ranking] = {}
        self.artists: dict[str, tuple[SongArtist, ...]] = dict(ARTISTS)
        self.errors: dict[Any, list[UpstreamError]] = defaultdict(list)
        self.unreadable: Counter[str] = Counter()
        self.asked_charts: list[tuple[str, str | None]] = []
        self.asked_rankings: list[RankingKey] = []
        self.asked_songs: list[str] = []
        self.asked_since: list[datetime] = []
        self.budgets_s: list[float] = []

    def publish(
        self,
        key: RankingKey,
        *songs: RankedSong | str,
        metric: str | None = "streams",
        unreadable_rows: int = 0,
    ) -> RankingKey:
        """Publish a ranking, again if there is one of that moment; songs named alone have 100 streams."""
        chart = key.chart
        if chart not in self.listed[chart.platform]:
            self.listed[chart.platform].append(chart)
        ranked = tuple(a_song(song, 100) if isinstance(song, str) else song for song in songs)
        self.published[key] = Ranking(key, ranked, metric, unreadable_rows)
        return key

    def charts(self, platform: str, country: str | None, *, budget_s: float) -> FetchedCharts:
        self.budgets_s.append(budget_s)
        self.asked_charts.append((platform, country))
        self._stumble(platform)
        if platform not in self.listed:
            raise NotFound(f"Soundcharts has no charts of {platform}")
        listed = (chart for chart in self.listed[platform] if country in {None, chart.country})
        return FetchedCharts(tuple(listed), self.unreadable[platform])

    def moments(self, charts: Sequence[Chart], *, budget_s: float) -> Iterator[FetchedMoments]:
        self.budgets_s.append(budget_s)
        for chart in charts:
            try:
                self._stumble(chart.slug)
            except UpstreamError as error:
                yield FetchedMoments(chart, error=error)
            else:
                moments = tuple(key.moment for key in self.published if key.chart == chart)
                yield FetchedMoments(chart, moments, unreadable=self.unreadable[chart.slug])

    def rankings(
        self, keys: Sequence[RankingKey], *, asked_since: datetime, budget_s: float
    ) -> Iterator[FetchedRanking]:
        self.asked_since.append(asked_since)
        for key, error in self._asked(keys, self.asked_rankings, budget_s):
            if error is None and key not in self.published:
                error = NotFound("Soundcharts knows no such ranking")
            yield FetchedRanking(key, None if error else self.published[key], error)

    def songs(self, uuids: Sequence[str], *, asked_since: datetime, budget_s: float) -> Iterator[FetchedSong]:
        self.asked_since.append(asked_since)
        for uuid, error in self._asked(uuids, self.asked_songs, budget_s):
            yield FetchedSong(uuid, None if error else Song(uuid, self.artists.get(uuid, ())), error)

    def _asked[T](
        self, things: Iterable[T], asked: list[T], budget_s: float
    ) -> Iterator[tuple[T, UpstreamError | None]]:
        self.budgets_s.append(budget_s)
        ends_at = self._clock() + timedelta(seconds=budget_s)
        for thing in things:
            comes_at = self._clock() + timedelta(seconds=self.takes_s)
            self._clock.now = max(self._clock(), min(comes_at, ends_at))
            if comes_at >= ends_at:
                yield thing, Unavailable("Soundcharts did not answer in time")
                continue
            asked.append(thing)
            try:
                self._stumble(thing)
            except UpstreamError as error:
                yield thing, error
            else:
                yield thing, None

    def _stumble(self, thing: Any) -> None:
        if self.errors[thing]:
            raise self.errors[thing].pop(0)


@dataclass
class SharedFuse(Fuse):
    """Also lets other functions run in the midst of one: `meanwhile` by how many writes were made before."""

    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)

    def burn(self, *, table: bool = False) -> None:
        other = self.meanwhile.pop(self.writes, None)
        if other is not None:
            left, self.left = self.left, None
            other()
            self.left = left
        super().burn(table=table)


@dataclass(frozen=True)
class Kept:
    """What an ingest leaves behind, apart from how often it tried and whom that may have touched."""

    entries: Mapping[Any, Any]
    months: Mapping[Any, Any]
    marks: Mapping[Any, RankingMark]
    days: Mapping[tuple[ChartGroup, date], Mapping[str, int]]


class ChartWorld:
    """A deployment. `kill_after` ends a function just before its next write, once it made so many."""

    def __init__(self, *, workers: int = 1) -> None:
        self.clock = Clock(NOW)
        self.fuse = SharedFuse()
        self.charts = MemoryChartStore(self.clock, self.fuse, retention_days=RETENTION_DAYS)
        self.songs = MemorySongStore(self.fuse)
        self.queue = MemoryRankingQueue(self.clock, self.fuse)
        self.source = FakeCharts(self.clock)
        self.slept: list[float] = []
        self.random = 0.5
        self.tools = IngestTools(
            charts=self.charts,
            songs=self.songs,
            queue=self.queue,
            source=self.source,
            clock=self.clock,
            sleep=self.sleep,
            random=lambda: self.random,
            max_tries=MAX_TRIES,
            workers=workers,
        )

    def sleep(self, seconds: float) -> None:
        """Let time pass, as `time.sleep` does."""
        self.slept.append(seconds)
        self.clock.advance(seconds)

    def publish(self, key: RankingKey, *songs: RankedSong | str, **of: Any) -> RankingKey:
        """See `FakeCharts.publish`."""
        return self.source.publish(key, *songs, **of)

    def ingest(
        self, *wanted: RankingKey | RankingJob, number: int = 1, budget_s: float = BUDGET_S
    ) -> Ingested:
        """Run the rankings function on rankings received for the `number`th time."""
        jobs = [a_job(one) if isinstance(one, RankingKey) else one for one in wanted]
        return ingest_rankings([RankingAttempt(job, number) for job in jobs], self.tools, budget_s=budget_s)

    def plan(self, *platforms: str, countries: tuple[str, ...] = ("*",), **asked: Any) -> Plan:
        """Run the plan_rankings function: on Spotify unless told otherwise."""
        limits = {name: asked.pop(name) for name in ("most", "budget_s") if name in asked}
        return plan_rankings(
            ChartQuestion(platforms or ("spotify",), countries, **asked),
            charts=self.charts,
            queue=self.queue,
            source=self.source,
            clock=self.clock,
            retention_days=RETENTION_DAYS,
            **{"most": 5000, "budget_s": 540.0, **limits},
        )

    def send(self, *wanted: RankingKey | RankingJob) -> list[RankingMessage]:
        """Put rankings in the queue; gives their messages."""
        self.queue.send_rankings([a_job(one) if isinstance(one, RankingKey) else one for one in wanted])
        return self.queue.messages[-len(wanted) :]

    def deliver(self, *messages: RankingMessage, kill_after: int | None = None) -> bool:
        """Hand messages to the rankings function, as SQS would; True if the function died of it.

        What is not done with stays in the queue.
        """
        for message in messages:
            message.received += 1
        self.fuse.left = kill_after
        again: Mapping[int, float] = dict.fromkeys(range(len(messages)), _QUEUE["VisibilityTimeout"])
        received_at = self.clock()
        try:
            again = self._handle(messages)
            received_at = self.clock()
        except Killed:
            return True
        finally:
            self.fuse.left = None
            for position, message in enumerate(messages):
                if position in again:
                    message.due = received_at + timedelta(seconds=again[position])
                elif message in self.queue.messages:
                    self.queue.messages.remove(message)
        return False

    def run(self) -> None:
        """Deliver what there is, in the order it is due, until nothing is left; time passes as it must."""
        while self.queue.messages:
            first = min(self.queue.messages, key=lambda message: message.due)
            self.clock.now = max(self.clock.now, first.due)
            due = [message for message in self.queue.messages if message.due <= self.clock()]
            self.deliver(*due[:_BATCH])

    def _handle(self, messages: Sequence[RankingMessage]) -> dict[int, int]:
        alive: list[tuple[int, RankingAttempt]] = []
        kill_after, self.fuse.left = self.fuse.left, None
        for position, message in enumerate(messages):
            if message.received > _QUEUE["RedrivePolicy"]["maxReceiveCount"]:
                # By the dead_letters function, which does not die with the one that left it the message.
                fail_dead_ranking(message.job.key, charts=self.charts)
            else:
                alive.append((position, RankingAttempt(message.job, message.received)))
        self.fuse.left = kill_after
        outcome = ingest_rankings([attempt for _, attempt in alive], self.tools, budget_s=BUDGET_S)
        return {alive[index][0]: delay_s for index, delay_s in outcome.again.items()}

    def mark(self, key: RankingKey) -> RankingMark:
        """Read the mark of a ranking that has one."""
        return self.charts.kept_marks[key.chart.slug, key.day]

    @property
    def kept(self) -> Kept:
        """What is stored; a mark may name artists too many, but none too few."""
        for charts, rankings in self.charts.kept_entries.items():
            for day, _, slug in rankings:
                assert charts.artist_uuid in self.charts.kept_marks[slug, day].artists
        return Kept(
            entries={
                (charts, place): entries
                for charts, rankings in self.charts.kept_entries.items()
                for place, entries in rankings.items()
            },
            months={key: tally for key, tally in self.charts.kept_months.items() if tally.tracks},
            marks={
                place: replace(mark, version=0, artists=frozenset())
                for place, mark in self.charts.kept_marks.items()
            },
            days={place: charts for place, charts in self.charts.kept_days.items() if charts},
        )
