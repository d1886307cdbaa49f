"""A report's life: its jobs, how they end, and what state that leaves the report in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import batched

from linernotes.model.periods import Need, Period, needs_of
from linernotes.model.request import Artist, ReportRequest

JOBS_IN_GROUP = 40
"""How many jobs are kept in one item: their ends fit 1 KB, which is what a write unit is for."""


DEFAULT_DOOR = "api"
"""What a report was asked by that does not say."""

CALLS_AT_ONCE = 200
"""How many calls an owner may have in flight before what they ask for besides waits in a queue of its own.

What a person asks for and waits for is below it: ten artists on five platforms for a quarter are 50.
"""

DEADLINE_REASON = "the time to collect ended before this was fetched"
"""Said of what had not come when collecting stopped, which is some time before the deadline."""


class Status(StrEnum):
    """The states of a report. The last three are its ends."""

    QUEUED = "queued"
    RUNNING = "running"
    FINALIZING = "finalizing"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Say whether nothing more will happen to the report by itself."""
        return self in (Status.SUCCEEDED, Status.PARTIAL, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be fetched for a report: what a section needs of an artist, on a platform if it is of one.

    `job_id` names it within its report. Where it has a stroke, the group of jobs it is kept in stands before
    that; the others are in the first group. `platform` is the platform's slug, for the rows of metric sources
    that of the source.
    """

    job_id: str
    section: str
    artist: Artist
    platform: str | None = None


def job_groups(jobs: Sequence[Job]) -> list[list[Job]]:
    """List jobs in the groups they are kept in, none of which is empty."""
    return [list(group) for group in batched(jobs, JOBS_IN_GROUP)]


def group_of_job(job_id: str) -> int:
    """Say which group a job is in."""
    group, stroke, _ = job_id.partition("/")
    return int(group) if stroke else 0


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended: `reason` is None when it ended done. Calls and hits are what its last try used."""

    upstream_calls: int = 0
    cache_hits: int = 0
    reason: str | None = None
    retryable: bool = False

    @property
    def done(self) -> bool:
        """Say whether the job ended done rather than failed."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that did not end done, for the caller."""

    job: Job
    reason: str
    retryable: bool


class CallbackStatus(StrEnum):
    """How far the callback of a report's end has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Callback:
    """The callback of a report's present revision.

    `tries` counts those begun. `last_error` is why the last of them was not taken. A pending one is not tried
    before `next_try_at`, which is None before the first try and once it is settled. `asked_at` is when its
    owner last had it sent once more.
    """

    status: CallbackStatus = CallbackStatus.PENDING
    tries: int = 0
    last_error: str | None = None
    next_try_at: datetime | None = None
    asked_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Say whether it is not tried again by itself."""
        return self.status is not CallbackStatus.PENDING


@dataclass(frozen=True, slots=True)
class Report:
    """A report as stored.

    `jobs` are what it takes to make it, in the order of their sections; `writing_s` is how long writing its
    files may take, in seconds.
    `ended` holds the end of each job by its id: a set with reasons, so a job told twice counts once.
    `last_errors` is the last thing that went wrong with a job that is still being tried.
    `tried_calls` are the upstream calls of tries that had to be repeated.
    `failure` says why a report failed as a whole, when that is not the fault of its jobs.
    `folder` is where the files are that the finalizing which ended it wrote; `missing_files` are those it
    could not write, by name, and why. `refetches` counts how often windows missing at the end were fetched
    again, `finalize_tries` the tries begun since to make its files.
    `notified_revision` is the revision of whose end whoever asked was notified, 0 if none.
    `callback` is how the callback of this revision's end goes, None before anything was done about it.
    `unshared_at` is when every shared link to it made until then was revoked.
    `door` is the word of whoever took the request, for listeners to the report's end; nothing here reads it.
    `bulk` says that its owner had so much in flight when it was asked for that its jobs go by the queue that
    others do not wait in.
    `answer_of` is the report whose finished answer it was given, with so many `given_hits`: what there is in
    that answer. `follows` is the report for whose end it waits. `anew` says that what was fetched for an
    earlier revision, and is no longer fresh, does not serve this one's jobs.
    """

    report_id: str
    owner: str
    request: ReportRequest
    status: Status
    revision: int
    created_at: datetime
    started_at: datetime
    deadline: datetime
    jobs: Sequence[Job] = ()
    writing_s: float = 0.0
    ended: Mapping[str, JobEnd] = field(default_factory=dict)
    last_errors: Mapping[str, str] = field(default_factory=dict)
    tried_calls: int = 0
    finished_at: datetime | None = None
    failure: str | None = None
    missing_files: Mapping[str, str] = field(default_factory=dict)
    folder: str | None = None
    refetches: int = 0
    finalize_tries: int = 0
    notified_revision: int = 0
    callback: Callback | None = None
    unshared_at: datetime | None = None
    door: str = DEFAULT_DOOR
    bulk: bool = False
    answer_of: str | None = None
    given_hits: int = 0
    follows: str | None = None
    anew: bool = False

    @property
    def was_given(self) -> bool:
        """Say whether its present answer and files are those of another report."""
        return bool(self.answer_of and self.folder and self.folder.startswith(f"{self.answer_of}/"))

    @property
    def given_ends(self) -> dict[str, JobEnd]:
        """Give the ends of its jobs where those that have none count as done, with nothing taken."""
        return {job.job_id: self.ended.get(job.job_id, JobEnd()) for job in self.jobs}

    @property
    def collect_until(self) -> datetime:
        """Say when collecting stops and what is there is made into files."""
        return collect_until(self.deadline, self.started_at, writing=timedelta(seconds=self.writing_s))

    @property
    def pending(self) -> list[Job]:
        """List the jobs that have not ended."""
        return [job for job in self.jobs if job.job_id not in self.ended]

    @property
    def upstream_calls(self) -> int:
        """Count the calls to Soundcharts this report made, repeated ones included."""
        return self.tried_calls + sum(end.upstream_calls for end in self.ended.values())

    @property
    def cache_hits(self) -> int:
        """Count the windows this report took from the cache, or was given."""
        taken = sum(end.cache_hits for end in self.ended.values())
        return taken + self.given_hits if self.was_given else taken

    @property
    def failures(self) -> list[Failure]:
        """List the jobs that ended failed and, once the report has ended, those that never did."""
        failures = []
        for job in self.jobs:
            end = self.ended.get(job.job_id)
            if end is not None and end.reason is not None:
                failures.append(Failure(job, end.reason, end.retryable))
            elif end is None and (self.status.ended or self.status is Status.FINALIZING):
                trouble = self.last_errors.get(job.job_id)
                reason = f"{DEADLINE_REASON}; before that: {trouble}" if trouble else DEADLINE_REASON
                failures.append(Failure(job, reason, retryable=True))
        return failures


def report_needs(report: Report) -> list[Need]:
    """List the windows each job of the report needs."""
    return needs_of(report.request.periods, today=report.created_at.date())


def ending_status(report: Report, *, whole: bool, delivered_anything: bool) -> Status:
    """Say how a report ends: succeeded, partial with something to show, or failed with nothing (contract 2).

    `whole` says whether every row has every window it needed, so that none is partial or failed.
    """
    failures = len(report.failures)
    if not failures and whole:
        return Status.SUCCEEDED
    if failures < len(report.jobs) or delivered_anything:
        return Status.PARTIAL
    return Status.FAILED


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report as a list of reports has it: what was asked for, and how far it is."""

    report_id: str
    request: ReportRequest
    status: Status
    revision: int
    created_at: datetime
    finished_at: datetime | None = None

    @property
    def position(self) -> str:
        """Give its place in a list: of any two reports the later one has the greater, and no two the same."""
        return f"{self.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}#{self.report_id}"


def collect_until(deadline: datetime, started_at: datetime, *, writing: timedelta = timedelta(0)) -> datetime:
    """Say when collecting stops, so that the files are still written by the deadline.

    A tenth of the time given is kept for that, between two seconds and one minute, since a function may have
    to start first; where `writing` may take longer, that, but never more than half of the time.
    """
    given = deadline - started_at
    usual = min(max(given / 10, timedelta(seconds=2)), timedelta(minutes=1))
    return deadline - max(usual, min(writing, given / 2))


@dataclass(frozen=True, slots=True)
class FetchJob:
    """A job as sent through the queue: all it takes to fetch it, so that no read is needed.

    `requested_at` is when the report was first asked for, or that revision of it which is made anew: what was
    fetched since then serves it, what was earlier while it is fresh, and with `fresh` not at all.
    `started_at` is when its present revision was begun. Jobs of different owners take turns; `bulk` ones go
    by a queue of their own. `tried` counts the tries that came to nothing.
    """

    report_id: str
    revision: int
    job_id: str
    section: str
    artist_uuid: str
    platform: str | None
    periods: tuple[Period, ...]
    country: str | None
    collect_until: datetime
    requested_at: datetime
    started_at: datetime
    fresh: bool
    songs_limit: int
    owner: str
    bulk: bool
    tried: int = 0


def fetch_job(report: Report, job: Job) -> FetchJob:
    """Make what is sent of one of the report's jobs."""
    request = report.request
    return FetchJob(
        report_id=report.report_id,
        revision=report.revision,
        job_id=job.job_id,
        section=job.section,
        artist_uuid=job.artist.uuid,
        platform=job.platform,
        periods=request.periods,
        country=request.country,
        collect_until=report.collect_until,
        requested_at=report.started_at if report.anew else report.created_at,
        started_at=report.started_at,
        fresh=request.fresh,
        songs_limit=request.songs_limit,
        owner=report.owner,
        bulk=report.bulk,
    )
