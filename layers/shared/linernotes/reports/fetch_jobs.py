"""Run a batch of fetch jobs: each section fetches what its jobs need, and each job is told how it ended.

Delivery is at least once, in any order, and a function may die between any two lines. What was fetched is
stored before a job is told as ended, jobs end in a set, and so a job run twice is a job run once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linernotes.model.errors import StoreBusy, Throttled, UpstreamError
from linernotes.model.report import FetchJob, JobEnd
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.ports import JobQueue, ReportStore
from linernotes.sections.registry import section_of
from linernotes.sections.section import FetchTools, JobOutcome
from linernotes.soundcharts.retries import retry_delay_s, throttle_delay_s

THROTTLED_REASON = "Soundcharts took no more calls at that moment"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivered job: `number` is 1 the first time its message is received."""

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
) -> dict[int, int]:
    """Run the jobs within about `budget_s` seconds.

    Returns, by position, the jobs to be delivered again and after how many seconds; all others are done
    with, be it ended, sent again to wait out a throttle, or too late for their report.
    """
    begun = tools.clock()
    batch = _Batch(reports, queue, tools.clock, random, max_tries)
    by_section: dict[str, dict[int, Attempt]] = defaultdict(dict)
    for position, attempt in enumerate(attempts):
        if begun < attempt.job.collect_until:
            by_section[attempt.job.section][position] = attempt
    for name, of_section in by_section.items():
        left_s = budget_s - (tools.clock() - begun).total_seconds()
        jobs = {position: attempt.job for position, attempt in of_section.items()}
        try:
            for outcomes in section_of(name).fetch(jobs, tools, budget_s=left_s):
                batch.settle({position: (of_section[position], outcomes[position]) for position in outcomes})
        except StoreBusy:
            batch.deliver_again(of_section)
    batch.record_errors()
    return batch.again


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
        for position, (attempt, outcome) in tried.items():
            job, error = attempt.job, outcome.error
            if isinstance(error, Throttled) and self._held_back(attempt, error):
                self.to_retry.append((attempt, outcome, error))
            elif isinstance(error, Throttled):
                ends[job.report_id, job.revision][position] = _end_of(outcome)
            elif error is not None and error.retryable and attempt.number < self.max_tries:
                self.deliver_again({position: attempt})
                self.to_retry.append((attempt, outcome, error))
            else:
                ends[job.report_id, job.revision][position] = _end_of(outcome)
        for (report_id, revision), ended in ends.items():
            told = {tried[position][0].job.job_id: end for position, end in ended.items()}
            try:
                end_jobs(report_id, revision, told, reports=self.reports, queue=self.queue)
            except StoreBusy:
                self.deliver_again({position: tried[position][0] for position in ended})

    def deliver_again(self, attempts: dict[int, Attempt]) -> None:
        """Have jobs delivered again, the later the more often they were."""
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

    def _held_back(self, attempt: Attempt, error: Throttled) -> bool:
        """Send the job again for when Soundcharts takes calls again: a new message has all its tries left.

        False if that would be too late for its report.
        """
        delay_s = throttle_delay_s(error, self.random)
        if self.clock() + timedelta(seconds=delay_s) >= attempt.job.collect_until:
            return False
        self.queue.send_jobs([attempt.job], delay_s=delay_s)
        return True


def _error_text(error: UpstreamError) -> str:
    """Say what goes wrong with a job. Not how long a throttle lasts: by the time that is read it is over."""
    return THROTTLED_REASON if isinstance(error, Throttled) else str(error)


def _end_of(outcome: JobOutcome) -> JobEnd:
    error = outcome.error
    return JobEnd(
        upstream_calls=outcome.upstream_calls,
        cache_hits=outcome.cache_hits,
        reason=None if error is None else str(error),
        retryable=error is not None and error.retryable,
    )
