"""Fetch jobs that are made of windows: from the cache as far as it serves, the rest from Soundcharts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from linernotes.model.errors import StoreBusy, Unavailable, UpstreamError
from linernotes.model.periods import Need, needs_of
from linernotes.model.report import FetchJob, Report
from linernotes.model.windows import Window
from linernotes.sections.windows.store import WindowSource, WindowStore
from linernotes.sections.windows.window_data import WindowData, WindowKey, WindowRequest, WindowResult, usable
from linernotes.soundcharts.retries import deciding_error

type NeedsOfJob = Callable[[FetchJob, date], Mapping[WindowKey, Need]]
"""Says which windows a job needs, given which day it is."""

NOT_STORED_REASON = "what Soundcharts answered could not be stored, as the table took no more at that moment"


@dataclass(slots=True)
class WindowJob:
    """A job while its windows come together: what is still missing, and what went wrong so far."""

    job: FetchJob
    missing: dict[WindowKey, Window] = field(default_factory=dict)
    errors: list[UpstreamError] = field(default_factory=list)
    upstream_calls: int = 0
    cache_hits: int = 0

    @property
    def error(self) -> UpstreamError | None:
        """Give the error that decides what becomes of the job; None if it is done."""
        return deciding_error(self.errors)


def fetch_window_jobs(
    jobs: Mapping[int, FetchJob],
    *,
    windows: WindowStore,
    source: WindowSource,
    clock: Callable[[], datetime],
    budget_s: float,
    needs_of_job: NeedsOfJob | None = None,
) -> Iterator[Mapping[int, WindowJob]]:
    """Run jobs whose platform is a metric source; yields, in groups, those of which nothing is missing.

    They need the windows of their periods, unless `needs_of_job` says otherwise. Windows are stored before a
    job is told. Raises StoreBusy if the cache cannot be read.
    """
    now = clock()
    waiting = {position: WindowJob(job) for position, job in jobs.items()}
    _take_from_cache(waiting.values(), windows=windows, now=now, needs_of_job=needs_of_job or job_needs)
    yield {position: job for position, job in waiting.items() if not job.missing}
    waiting = {position: job for position, job in waiting.items() if job.missing}
    wanted = {key: window for job in waiting.values() for key, window in job.missing.items()}
    asked_since = max((job.job.started_at for job in waiting.values()), default=now)
    for group in source.fetch(
        [WindowRequest(key, window) for key, window in wanted.items()],
        asked_since=asked_since,
        budget_s=budget_s,
    ):
        _store(group, windows=windows)
        settled = {}
        for position, job in list(waiting.items()):
            if _take_fetched(job, group):
                settled[position] = waiting.pop(position)
        yield settled


def job_needs(job: FetchJob, today: date) -> dict[WindowKey, Need]:
    """List the windows of a job's periods."""
    return {
        WindowKey(job.artist_uuid, job.platform or "", need.window.first): need
        for need in needs_of(job.periods, today=today)
    }


def serves(report: Report, need: Need, data: WindowData) -> bool:
    """Say whether a stored window may be shown in a report.

    It may if it was fetched for this report or was fresh when the report was requested. What lies in the
    cache from before, for a window that could not be fetched now, is not passed off as new.
    """
    return usable(
        data,
        now=report.created_at,
        requested_at=report.created_at,
        fresh=report.request.fresh,
        needed_to=need.to,
    )


def _store(group: Sequence[WindowResult], *, windows: WindowStore) -> None:
    """Store what came. What the table does not take for the moment has not come: it is fetched again."""
    try:
        windows.write(fetched.data for fetched in group if fetched.data is not None)
    except StoreBusy:
        for fetched in group:
            if fetched.data is not None:
                fetched.data, fetched.error = None, Unavailable(NOT_STORED_REASON)


def _take_from_cache(
    jobs: Iterable[WindowJob], *, windows: WindowStore, now: datetime, needs_of_job: NeedsOfJob
) -> None:
    needed = [
        (of_job, key, need) for of_job in jobs for key, need in needs_of_job(of_job.job, now.date()).items()
    ]
    stored = windows.read({key for _, key, _ in needed})
    for of_job, key, need in needed:
        data, job = stored.get(key), of_job.job
        if data is None or not usable(
            data, now=now, requested_at=job.requested_at, fresh=job.fresh, needed_to=need.to
        ):
            of_job.missing[key] = need.window
        elif data.fetched_at < job.started_at:
            # What an earlier try of this very job fetched is in its upstream calls already, unless that was
            # killed: then its calls are counted nowhere.
            of_job.cache_hits += 1


def _take_fetched(of_job: WindowJob, group: Iterable[WindowResult]) -> bool:
    """Note what came for a job; True once nothing is missing any more.

    A window wanted by several jobs is asked for once: its calls count for the first.
    """
    for fetched in group:
        if of_job.missing.pop(fetched.wanted.key, None) is None:
            continue
        if fetched.upstream_calls:
            of_job.upstream_calls += fetched.upstream_calls
            fetched.upstream_calls = 0
        elif fetched.data is not None:
            of_job.cache_hits += 1
        if fetched.error is not None:
            of_job.errors.append(fetched.error)
    return not of_job.missing
