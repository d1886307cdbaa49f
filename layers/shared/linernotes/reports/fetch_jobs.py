"""Run a batch of fetch jobs: take windows from the cache, ask Soundcharts for the rest, tell how each ended.

Delivery is at least once, in any order, and a function may die between any two lines. Windows are stored
before a job is told as ended, jobs end in a set, and so a job run twice is a job run once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linernotes.model.errors import StoreBusy, Throttled, Unavailable, UpstreamError
from linernotes.model.periods import Need, needs_of
from linernotes.model.report import Job, JobEnd
from linernotes.model.windows import Window
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.ports import JobQueue, ReportStore
from linernotes.sections.windows.store import SeriesStore, WindowSource
from linernotes.sections.windows.window_data import WindowKey, WindowRequest, WindowResult, usable
from linernotes.soundcharts.retries import retry_delay_s, throttle_delay_s, worst

THROTTLED_REASON = "Soundcharts took no more calls at that moment"
NOT_STORED_REASON = "what Soundcharts answered could not be stored, as the table took no more at that moment"


@dataclass(slots=True)
class Attempt:
    """A delivered job: `number` is 1 the first time its message is received."""

    job: Job
    number: int
    missing: dict[WindowKey, Window] = field(default_factory=dict)
    errors: list[UpstreamError] = field(default_factory=list)
    upstream_calls: int = 0
    cache_hits: int = 0


def fetch_jobs(
    attempts: Sequence[Attempt],
    *,
    reports: ReportStore,
    series: SeriesStore,
    queue: JobQueue,
    upstream: WindowSource,
    clock: Callable[[], datetime],
    random: Callable[[], float],
    budget_s: float,
    max_tries: int,
) -> dict[int, int]:
    """Run the jobs within about `budget_s` seconds.

    Returns, by position, the jobs to be delivered again and after how many seconds; all others are done
    with, be it ended, sent anew to wait out a throttle, or too late for their report.
    """
    now = clock()
    current = {
        position: attempt for position, attempt in enumerate(attempts) if now < attempt.job.collect_until
    }
    batch = _Batch(reports, queue, clock, random, max_tries)
    try:
        _take_from_cache(current.values(), series=series, now=now)
    except StoreBusy:
        batch.deliver_again(current)
        return batch.again
    batch.settle({position: attempt for position, attempt in current.items() if not attempt.missing})
    waiting = {position: attempt for position, attempt in current.items() if attempt.missing}
    wanted = {key: window for attempt in waiting.values() for key, window in attempt.missing.items()}
    asked = [WindowRequest(key, window) for key, window in wanted.items()]
    asked_since = max((attempt.job.started_at for attempt in waiting.values()), default=now)
    for group in upstream.fetch(asked, asked_since=asked_since, budget_s=budget_s):
        _store(group, series=series)
        settled = {}
        for position, attempt in list(waiting.items()):
            if _take_fetched(attempt, group):
                settled[position] = waiting.pop(position)
        batch.settle(settled)
    batch.note_troubles()
    return batch.again


def _store(group: Sequence[WindowResult], *, series: SeriesStore) -> None:
    """Store what came. What the table does not take for the moment has not come: it is fetched again."""
    try:
        series.write(fetched.data for fetched in group if fetched.data is not None)
    except StoreBusy:
        for fetched in group:
            if fetched.data is not None:
                fetched.data, fetched.error = None, Unavailable(NOT_STORED_REASON)


def _take_from_cache(attempts: Iterable[Attempt], *, series: SeriesStore, now: datetime) -> None:
    needed: list[tuple[Attempt, WindowKey, Need]] = []
    for attempt in attempts:
        job = attempt.job
        for need in needs_of(job.periods, today=now.date()):
            needed.append((attempt, WindowKey(job.artist_uuid, job.source_slug, need.window.first), need))
    stored = series.read({key for _, key, _ in needed})
    for attempt, key, need in needed:
        data, job = stored.get(key), attempt.job
        if data is None or not usable(
            data, now=now, requested_at=job.requested_at, fresh=job.fresh, needed_to=need.to
        ):
            attempt.missing[key] = need.window
        elif data.fetched_at < job.started_at:
            # What an earlier try of this very job fetched is in its upstream calls already.
            attempt.cache_hits += 1


def _take_fetched(attempt: Attempt, group: Iterable[WindowResult]) -> bool:
    """Note what came for the attempt; True once nothing is missing any more.

    A window wanted by several jobs of the batch is asked for once: its calls count for the first.
    """
    for fetched in group:
        if attempt.missing.pop(fetched.wanted.key, None) is None:
            continue
        if fetched.upstream_calls:
            attempt.upstream_calls += fetched.upstream_calls
            fetched.upstream_calls = 0
        elif fetched.data is not None:
            attempt.cache_hits += 1
        if fetched.error is not None:
            attempt.errors.append(fetched.error)
    return not attempt.missing


@dataclass(slots=True)
class _Batch:
    """Decides what becomes of each job of a batch, and says so.

    Ends are told as they come. Troubles wait for the end of the batch, so that jobs which fail together cost
    one write: what a crash loses of them is only why a job is tried again.
    """

    reports: ReportStore
    queue: JobQueue
    clock: Callable[[], datetime]
    random: Callable[[], float]
    max_tries: int
    again: dict[int, int] = field(default_factory=dict)
    troubled: list[tuple[Attempt, UpstreamError]] = field(default_factory=list)

    def settle(self, attempts: dict[int, Attempt]) -> None:
        """End, retry or hold back the attempts, with one write for each report and group of jobs."""
        ends: dict[tuple[str, int], dict[int, JobEnd]] = defaultdict(dict)
        for position, attempt in attempts.items():
            job, error = attempt.job, worst(attempt.errors)
            if isinstance(error, Throttled) and self._held_back(attempt, error):
                self.troubled.append((attempt, error))
            elif isinstance(error, Throttled):
                ends[job.report_id, job.revision][position] = _end_of(attempt, error)
            elif error is not None and error.retryable and attempt.number < self.max_tries:
                self.deliver_again({position: attempt})
                self.troubled.append((attempt, error))
            else:
                ends[job.report_id, job.revision][position] = _end_of(attempt, error)
        for (report_id, revision), ended in ends.items():
            told = {attempts[position].job.job_id: end for position, end in ended.items()}
            try:
                end_jobs(report_id, revision, told, reports=self.reports, queue=self.queue)
            except StoreBusy:
                self.deliver_again({position: attempts[position] for position in ended})

    def deliver_again(self, attempts: dict[int, Attempt]) -> None:
        """Have jobs delivered again, the later the more often they were."""
        for position, attempt in attempts.items():
            self.again[position] = retry_delay_s(attempt.number, self.random)

    def note_troubles(self) -> None:
        """Tell each report why jobs of it are tried again, and how many calls that took."""
        by_report: dict[tuple[str, int], list[tuple[Attempt, UpstreamError]]] = defaultdict(list)
        for attempt, error in self.troubled:
            by_report[attempt.job.report_id, attempt.job.revision].append((attempt, error))
        for (report_id, revision), troubled in by_report.items():
            troubles = {attempt.job.job_id: _trouble_of(error) for attempt, error in troubled}
            calls = sum(attempt.upstream_calls for attempt, _ in troubled)
            # A busy table may do without them: the jobs are on their way again, and will say how they end.
            with suppress(StoreBusy):
                self.reports.record_trouble(report_id, revision, troubles, calls)

    def _held_back(self, attempt: Attempt, error: Throttled) -> bool:
        """Send the job anew for when Soundcharts takes calls again: a new message has all its tries left.

        False if that would be too late for its report.
        """
        delay_s = throttle_delay_s(error, self.random)
        if self.clock() + timedelta(seconds=delay_s) >= attempt.job.collect_until:
            return False
        self.queue.send_jobs([attempt.job], delay_s=delay_s)
        return True


def _trouble_of(error: UpstreamError) -> str:
    """Say what goes wrong with a job. Not how long a throttle lasts: by the time that is read it is over."""
    return THROTTLED_REASON if isinstance(error, Throttled) else str(error)


def _end_of(attempt: Attempt, error: UpstreamError | None) -> JobEnd:
    return JobEnd(
        upstream_calls=attempt.upstream_calls,
        cache_hits=attempt.cache_hits,
        reason=None if error is None else str(error),
        retryable=error is not None and error.retryable,
    )
