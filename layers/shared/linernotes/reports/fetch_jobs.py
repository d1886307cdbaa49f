"""Run a batch of fetch jobs: each section fetches what its jobs need, and each job is told how it ended.

Delivery is at least once, in any order, and a function may die between any two lines. What was fetched is
stored before a job is told as ended, jobs end in a set, and so a job run twice is a job run once. What is
sent again is sent before its message is done with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from linernotes.model.errors import StoreBusy, Throttled, UpstreamError
from linernotes.model.report import FetchJob, JobEnd
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.ports import JobQueue, ReportStore
from linernotes.sections.registry import section_of
from linernotes.sections.section import FetchTools, JobOutcome
from linernotes.soundcharts.retries import retry_delay_s, throttle_delay_s
from linernotes.threads import all_at_once

THROTTLED_REASON = "Soundcharts took no more calls at that moment"


type Together = Callable[[Sequence[Callable[[], Iterator[Any]]]], Iterator[Any]]
"""Runs several iterators, and gives what they give."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivered job: `number` is 1 the first time its message is received.

    That is no count of tries: a function that is throttled, too, uses up what is received.
    """

    job: FetchJob
    number: int


def fetch_jobs(
    attempts: Sequence[Attempt],
    *,
    reports: ReportStore,
    queue: JobQueue,
    tools: FetchTools,
    random: Callable[[], float],
    budget_s: float,
    max_tries: int,
    tell_stopped: Callable[[str, frozenset[str], Exception], None],
    together: Together = all_at_once,
) -> dict[int, int]:
    """Run the jobs within about `budget_s` seconds; the sections they are of fetch at the same time.

    A job that Soundcharts failed is sent again, its try counted, and ends failed at the last of `max_tries`.

    Returns, by position, the jobs to be delivered again and after how many seconds; all others are done
    with, be it ended, sent again, too late for their report, or of one that was deleted. `tell_stopped` hears
    of each section that was stopped by an error nobody expects, of the ids of its jobs' reports, and of the
    error: those jobs that were not told of by then are delivered again, and are dead letters at last. No
    other section has any part in that.
    """
    begun = tools.clock()
    batch = _Batch(reports, queue, tools.clock, random, max_tries)
    by_section: dict[str, dict[int, Attempt]] = defaultdict(dict)
    deleted = _deleted_of(attempts, reports)
    for position, attempt in enumerate(attempts):
        if begun < attempt.job.collect_until and attempt.job.report_id not in deleted:
            by_section[attempt.job.section][position] = attempt
    fetching = [partial(_fetched, name, jobs, tools, budget_s) for name, jobs in by_section.items()]
    for tried in together(fetching):
        if isinstance(tried, _Stopped):
            batch.deliver_again(tried.left)
            if tried.error is not None:
                tell_stopped(tried.section, tried.reports, tried.error)
        else:
            batch.settle(tried)
    batch.record_errors()
    return batch.again


def _deleted_of(attempts: Sequence[Attempt], reports: ReportStore) -> set[str]:
    """Say which reports of the batch were deleted, whose jobs would make calls for nobody: by one read."""
    with suppress(StoreBusy):
        return reports.deleted_of({attempt.job.report_id for attempt in attempts})
    return set()


@dataclass(frozen=True, slots=True)
class _Stopped:
    """A section that fetches no more of these reports' jobs, of which some are `left`.

    As the table was busy, or by an error.
    """

    section: str
    reports: frozenset[str]
    left: dict[int, Attempt]
    error: Exception | None = None


type _Tried = dict[int, tuple[Attempt, JobOutcome]]


def _fetched(
    name: str, attempts: Mapping[int, Attempt], tools: FetchTools, budget_s: float
) -> Iterator[_Tried | _Stopped]:
    """Have a section fetch its jobs; yields what came of them, in groups."""
    jobs = {position: attempt.job for position, attempt in attempts.items()}
    reports = frozenset(job.report_id for job in jobs.values())
    left = dict(attempts)
    try:
        for outcomes in section_of(name).fetch(jobs, tools, budget_s=budget_s):
            yield {position: (left.pop(position), outcome) for position, outcome in outcomes.items()}
    except StoreBusy:
        yield _Stopped(name, reports, left)
    except Exception as error:
        # Whatever odd data does to a section, the others go on.
        yield _Stopped(name, reports, left, error)


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
    to_retry: list[tuple[Attempt, JobOutcome, UpstreamError]] = field(default_factory=list)

    def settle(self, tried: dict[int, tuple[Attempt, JobOutcome]]) -> None:
        """End, retry or hold back the jobs tried, with one write for each report and group of jobs."""
        ends: dict[tuple[str, int], dict[int, JobEnd]] = defaultdict(dict)
        to_send: dict[int, list[FetchJob]] = defaultdict(list)
        for position, (attempt, outcome) in tried.items():
            job, error = attempt.job, outcome.error
            delay_s = None if error is None else self._delay_s(job, error)
            if error is None or delay_s is None:
                ends[job.report_id, job.revision][position] = _end_of(outcome)
                continue
            tried_now = 0 if isinstance(error, Throttled) else 1
            to_send[delay_s].append(replace(job, tried=job.tried + tried_now))
            self.to_retry.append((attempt, outcome, error))
        for delay_s, jobs in to_send.items():
            self.queue.send_jobs(jobs, delay_s=delay_s)
        for (report_id, revision), ended in ends.items():
            told = {tried[position][0].job.job_id: end for position, end in ended.items()}
            try:
                end_jobs(report_id, revision, told, reports=self.reports, queue=self.queue)
            except StoreBusy:
                self.deliver_again({position: tried[position][0] for position in ended})

    def deliver_again(self, attempts: dict[int, Attempt]) -> None:
        """Have jobs delivered again that nothing was tried of, the later the more often they were."""
        for position, attempt in attempts.items():
            self.again[position] = retry_delay_s(attempt.number, self.random)

    def record_errors(self) -> None:
        """Tell each report why jobs of it are tried again, and how many calls that took."""
        by_report: dict[tuple[str, int], list[tuple[Attempt, JobOutcome, UpstreamError]]] = defaultdict(list)
        for attempt, outcome, error in self.to_retry:
            by_report[attempt.job.report_id, attempt.job.revision].append((attempt, outcome, error))
        for (report_id, revision), to_retry in by_report.items():
            last_errors = {attempt.job.job_id: _error_text(error) for attempt, _, error in to_retry}
            calls = sum(outcome.upstream_calls for _, outcome, _ in to_retry)
            # A busy table may do without them: the jobs are on their way again, and will say how they end.
            with suppress(StoreBusy):
                self.reports.record_error(report_id, revision, last_errors, calls)

    def _delay_s(self, job: FetchJob, error: UpstreamError) -> int | None:
        """Give the seconds after which the job is sent again; None if it is not.

        A throttle is waited out unless that would be too late for the job's report, and is no try. It is sent
        again rather than delivered again, as what is received so often is a dead letter.
        """
        if isinstance(error, Throttled):
            delay_s = throttle_delay_s(error, self.random)
            in_time = self.clock() + timedelta(seconds=delay_s) < job.collect_until
            return delay_s if in_time else None
        if error.retryable and job.tried + 1 < self.max_tries:
            return retry_delay_s(job.tried + 1, self.random)
        return None


def _error_text(error: UpstreamError) -> str:
    """Say what goes wrong with a job. Not how long a throttle lasts: by the time that is read it is over."""
    return THROTTLED_REASON if isinstance(error, Throttled) else str(error)


def _end_of(outcome: JobOutcome) -> JobEnd:
    error = outcome.error
    return JobEnd(
        upstream_calls=outcome.upstream_calls,
        cache_hits=outcome.cache_hits,
        reason=None if error is None else str(error),
        retryable=error is not None and (error.retryable or error.repairable),
    )
