"""Ingest a batch of rankings: ask for them and for their songs' artists, store both, make the months again.

Delivery is at least once, in any order, and a function may die between any two lines. A ranking is marked
begun, with every artist it touches, before its first entry is written, and stored once the months hold it: so
one that was left in between is found and done again, and what an earlier try wrote too much is known. Of two
that ingest the same ranking, one finds out by the mark's version, before it writes or after, and has it done
once more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from linernotes.charts.charts import Month, RankedSong, Ranking, RankingKey, Song, SongArtist
from linernotes.charts.learn_songs import learn_songs
from linernotes.charts.ports import (
    ArtistCharts,
    ChartSource,
    ChartStore,
    RankingJob,
    RankingMark,
    RankingQueue,
    RankingState,
    SongStore,
)
from linernotes.charts.tallies import tally
from linernotes.model.errors import StoreBusy, Throttled, UpstreamError
from linernotes.model.periods import Period
from linernotes.soundcharts.retries import deciding_error, retry_delay_s, throttle_delay_s
from linernotes.threads import in_threads

_RANKINGS_SHARE = 0.45
"""Of the time given, what asking for rankings may take: their songs and the writing come after."""
_SONGS_SHARE = 0.75
"""Of the time given, how much may have gone by when the songs are known."""
_LONGEST_REDO_S = 10
TOO_LATE = "Soundcharts did not take the call for it in the time it was worth trying"


@dataclass(frozen=True, slots=True)
class RankingAttempt:
    """A delivered ranking: `number` is 1 the first time its message is received."""

    job: RankingJob
    number: int


@dataclass(slots=True)
class Ingested:
    """What became of a batch.

    `again` has, by position, the rankings to be delivered again and after how many seconds. `entries` are the
    songs stored, each once for each of its artists. `unreadable` has, by chart and day, how many rows of the
    rankings stored could not be read.
    """

    again: dict[int, int] = field(default_factory=dict)
    stored: int = 0
    entries: int = 0
    failed: int = 0
    unreadable: dict[tuple[str, date], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IngestTools:
    """What ingesting works with; `workers` is how many things it writes at once."""

    charts: ChartStore
    songs: SongStore
    queue: RankingQueue
    source: ChartSource
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    random: Callable[[], float]
    max_tries: int
    workers: int


@dataclass(slots=True)
class _Task:
    """All messages of a batch about one chart and day, as one: the latest moment is the one to ask for.

    `version` is that of the mark when the batch began, 0 if there was none; `alone` says that nobody else had
    begun the ranking then and not stored it.
    """

    job: RankingJob
    number: int
    positions: list[int]
    version: int = 0
    alone: bool = True
    ranking: Ranking | None = None
    errors: list[UpstreamError] = field(default_factory=list)
    mark: RankingMark | None = None
    by_artist: dict[SongArtist, list[RankedSong]] = field(default_factory=dict)

    @property
    def artists(self) -> set[str]:
        return {artist.uuid for artist in self.by_artist}


def ingest_rankings(attempts: Sequence[RankingAttempt], tools: IngestTools, *, budget_s: float) -> Ingested:
    """Ingest rankings within about `budget_s` seconds.

    Those not told to be delivered again are done with, be it stored, failed, superseded by a later moment of
    the same day, or sent again to wait out a throttle.
    """
    return _Batch(tools, budget_s).run(attempts)


def is_later(one: str, other: str) -> bool:
    """Say whether one moment of a ranking is later than another."""
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


class _Batch:
    """Takes a batch through its stages; a task that is settled takes no part in those that follow."""

    def __init__(self, tools: IngestTools, budget_s: float) -> None:
        self._tools = tools
        self._budget_s = budget_s
        self._started = tools.clock()
        self._outcome = Ingested()

    def run(self, attempts: Sequence[RankingAttempt]) -> Ingested:
        tasks = self._due(_by_chart_and_day(attempts))
        tasks = self._ask(tasks)
        tasks = self._find_artists(tasks)
        tasks = self._store(tasks)
        self._finish(tasks)
        return self._outcome

    def _due(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Leave out what is stored or superseded, and give up what is too late."""
        days: defaultdict[str, list[date]] = defaultdict(list)
        for task in tasks:
            days[task.job.key.chart.slug].append(task.job.key.day)
        marks = {
            slug: self._tools.charts.marks(slug, Period(min(of_chart), max(of_chart)))
            for slug, of_chart in days.items()
        }
        now, due = self._tools.clock(), []
        for task in tasks:
            key = task.job.key
            mark = marks[key.chart.slug].get(key.day)
            if mark is not None:
                task.version = mark.version
                task.alone = mark.state is RankingState.STORED
            if mark is not None and _is_done(task.job, mark):
                if not _may_be_spoilt(task, mark):
                    continue
                task.job = replace(task.job, key=replace(key, moment=mark.moment))
            if now >= task.job.give_up_at:
                self._fail(task, TOO_LATE)
            else:
                due.append(task)
        return due

    def _ask(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Ask for the rankings; a city's has nothing to count, so that what was stored of it goes."""
        for task in tasks:
            if task.job.key.chart.city is not None:
                task.ranking = Ranking(task.job.key, ())
        by_key = {task.job.key: task for task in tasks if task.ranking is None}
        if not by_key:
            return list(tasks)
        for fetched in self._tools.source.rankings(
            list(by_key), asked_since=self._asked_since(tasks), budget_s=self._left_s(_RANKINGS_SHARE)
        ):
            task = by_key[fetched.key]
            task.ranking = fetched.ranking
            if fetched.error is not None:
                task.errors.append(fetched.error)
        return self._without_errors(tasks)

    def _find_artists(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Find out whose songs are on the rankings."""
        wanted: dict[str, datetime | None] = {}
        for task in tasks:
            for song in _songs_of(task):
                wanted[song.uuid] = _later(wanted.get(song.uuid), task.job.learnt_since)
        tools = self._tools
        learnt = learn_songs(
            wanted,
            songs=tools.songs,
            source=tools.source,
            clock=tools.clock,
            sleep=tools.sleep,
            random=tools.random,
            asked_since=self._asked_since(tasks),
            budget_s=self._left_s(_SONGS_SHARE),
        )
        for task in tasks:
            of_task = _songs_of(task)
            task.errors += [learnt.errors[song.uuid] for song in of_task if song.uuid in learnt.errors]
            if not task.errors:
                task.by_artist = _by_artist(of_task, learnt.songs)
        return self._without_errors(tasks)

    def _store(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Write the entries, then each month they lie in once."""
        written = [task for task, busy in self._each(self._write, tasks) if not self._is_busy(task, busy)]
        countries: defaultdict[tuple[ArtistCharts, Month], set[str | None]] = defaultdict(lambda: {None})
        for task in written:
            for of_artist in _months_of(task):
                countries[of_artist].add(task.job.key.chart.country)

        def update(of_artist: tuple[ArtistCharts, Month]) -> StoreBusy | None:
            try:
                self._tools.charts.update_months(*of_artist, countries[of_artist], tally)
            except StoreBusy as busy:
                return busy
            return None

        busy = {of_artist: error for of_artist, error in self._each(update, list(countries)) if error}
        return [
            task
            for task in written
            if not self._is_busy(task, next((busy[of] for of in _months_of(task) if of in busy), None))
        ]

    def _write(self, task: _Task) -> StoreBusy | None:
        assert task.ranking is not None  # noqa: S101 - a task without its ranking was settled before
        try:
            task.mark = self._tools.charts.begin(task.job.key, task.artists, over=task.version)
        except StoreBusy as busy:
            return busy
        gone = task.mark.artists - task.artists
        self._tools.charts.write_entries(task.ranking, task.by_artist, gone)
        return None

    def _finish(self, tasks: Sequence[_Task]) -> None:
        for task in tasks:
            assert task.mark is not None  # noqa: S101 - begun when its entries were written
            assert task.ranking is not None  # noqa: S101 - see above
            key, songs, unreadable = task.job.key, len(task.ranking.songs), task.ranking.unreadable_rows
            # Who began before us may write even after us, and die: whoever repairs that has to know of whom.
            artists = task.artists if task.alone else task.mark.artists
            if self._tools.charts.finish(key, task.mark, artists, songs=songs, unreadable_rows=unreadable):
                self._outcome.stored += 1
                if unreadable:
                    self._outcome.unreadable[key.chart.slug, key.day] = unreadable
                self._outcome.entries += sum(map(len, task.by_artist.values()))
                continue
            try:
                self._redo(task)
            except StoreBusy as busy:
                self._is_busy(task, busy)

    def _redo(self, task: _Task) -> None:
        """Have a ranking done once more that somebody began after us: whose entries are there, nobody knows.

        Begun again first, for whatever we wrote to be known to whoever does it. Raises StoreBusy.
        """
        key, charts = task.job.key, self._tools.charts
        known = charts.marks(key.chart.slug, Period(key.day, key.day)).get(key.day)
        if known is not None and is_later(known.moment, key.moment):
            key = replace(key, moment=known.moment)
        charts.begin(key, task.artists)
        delay_s = 1 + int(self._tools.random() * _LONGEST_REDO_S)
        self._tools.queue.send_rankings([replace(task.job, key=key, again=True)], delay_s=delay_s)

    def _without_errors(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Settle the tasks that met an error, and give the others."""
        for task in tasks:
            error = deciding_error(task.errors)
            if isinstance(error, Throttled):
                self._hold_back(task, error)
            elif error is not None and error.retryable and task.number < self._tools.max_tries:
                self._deliver_again(task)
            elif error is not None:
                self._fail(task, str(error))
        return [task for task in tasks if not task.errors]

    def _hold_back(self, task: _Task, error: Throttled) -> None:
        """Send it again for when Soundcharts takes calls again: a new message has all its tries left."""
        delay_s = throttle_delay_s(error, self._tools.random)
        if self._tools.clock() + timedelta(seconds=delay_s) >= task.job.give_up_at:
            self._fail(task, str(error))
        else:
            self._tools.queue.send_rankings([task.job], delay_s=delay_s)

    def _is_busy(self, task: _Task, busy: StoreBusy | None) -> bool:
        """Settle a task whose items others kept changing; False if that is not so."""
        if busy is not None and task.number < self._tools.max_tries:
            self._deliver_again(task)
        elif busy is not None:
            self._fail(task, str(busy))
        return busy is not None

    def _deliver_again(self, task: _Task) -> None:
        delay_s = retry_delay_s(task.number, self._tools.random)
        self._outcome.again.update(dict.fromkeys(task.positions, delay_s))

    def _fail(self, task: _Task, reason: str) -> None:
        self._tools.charts.fail(task.job.key, reason)
        self._outcome.failed += 1

    def _asked_since(self, tasks: Sequence[_Task]) -> datetime:
        return max((task.job.planned_at for task in tasks), default=self._started)

    def _left_s(self, share: float) -> float:
        """Say how many seconds are left until that share of the time given has gone by."""
        gone_s = (self._tools.clock() - self._started).total_seconds()
        return max(0.0, self._budget_s * share - gone_s)

    def _each[T, R](self, work: Callable[[T], R], things: Sequence[T]) -> list[tuple[T, R]]:
        """Do the same with many things, several at once."""
        return list(zip(things, in_threads(work, things, at_once=self._tools.workers), strict=True))


def _by_chart_and_day(attempts: Sequence[RankingAttempt]) -> list[_Task]:
    tasks: dict[tuple[str, date], _Task] = {}
    for position, attempt in enumerate(attempts):
        key = attempt.job.key
        task = tasks.setdefault((key.chart.slug, key.day), _Task(attempt.job, attempt.number, []))
        task.positions.append(position)
        task.number = max(task.number, attempt.number)
        again = task.job.again or attempt.job.again
        since = _later(task.job.learnt_since, attempt.job.learnt_since)
        if is_later(key.moment, task.job.key.moment):
            task.job = attempt.job
        task.job = replace(task.job, again=again, learnt_since=since)
    return list(tasks.values())


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _is_done(job: RankingJob, mark: RankingMark) -> bool:
    if mark.state is RankingState.STORED and mark.moment == job.key.moment:
        return not job.again
    return is_later(mark.moment, job.key.moment)


def _may_be_spoilt(task: _Task, mark: RankingMark) -> bool:
    """Say whether an earlier try of ours may have written into what others have stored, and died of it."""
    return task.number > 1 and mark.version > 1 and mark.state is not RankingState.FAILED


def _songs_of(task: _Task) -> tuple[RankedSong, ...]:
    return task.ranking.songs if task.ranking is not None else ()


def _by_artist(ranked: Iterable[RankedSong], songs: dict[str, Song]) -> dict[SongArtist, list[RankedSong]]:
    by_artist: defaultdict[SongArtist, list[RankedSong]] = defaultdict(list)
    for song in ranked:
        for artist in songs[song.uuid].artists:
            by_artist[artist].append(song)
    return dict(by_artist)


def _months_of(task: _Task) -> list[tuple[ArtistCharts, Month]]:
    """Give the months that a written task touches: of artists who have entries of it, or had."""
    key: RankingKey = task.job.key
    touched = task.mark.artists if task.mark is not None else frozenset()
    month = Month.of(key.day)
    return [
        (ArtistCharts(artist, key.chart.platform, key.chart.frequency), month) for artist in sorted(touched)
    ]
