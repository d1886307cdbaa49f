"""Sections whose jobs fetch lookups: what one has besides its plan is the same for all of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import cast

from linernotes.model.marks import DATA_MARKS, data_mark, earliest
from linernotes.model.report import FetchJob, Job, Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.sections.lookups.fetch import fetch_plans
from linernotes.sections.lookups.lookup import fresh_until, serves
from linernotes.sections.lookups.plan import Plan, Reading, Subject, read_plans
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.section import (
    Fetched,
    FetchTools,
    Gathered,
    JobOutcome,
    Material,
    Price,
    Section,
    Unanswerable,
)


class PlannedSection[T](Section):
    """A section of which a plan says what each of its jobs fetches, and what comes of that."""

    @abstractmethod
    def plan(self, subject: Subject) -> Plan[T]:
        """Make the plan of a job."""

    def unlisted_calls(self, subject: Subject) -> int:  # noqa: ARG002
        """Say how many calls may follow, at most, while what they depend on is not known."""
        return 0

    def unanswerable(self, request: ReportRequest) -> list[Unanswerable]:  # noqa: ARG002
        """List what no call could answer."""
        return []

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        """See `Section.price`: plans are run over what is stored; what several want counts once."""
        subjects = {
            number: _subject_of_request(request, artist, platform, now.date())
            for number, (artist, platform) in enumerate(self.jobs(request))
        }
        read = read_plans(
            {number: self.plan(subject) for number, subject in subjects.items()},
            stores.lookups,
            usable=lambda question, lookup: serves(
                question, lookup, now=now, requested_at=now, fresh=request.fresh
            ),
        )
        asked = {question: question.calls for of in read.values() for question in of.asked}
        # What is stored has its calls told: no more a bound.
        stored = {question: lookup.calls for of in read.values() for question, lookup in of.found.items()}
        unlisted = {
            number: self.unlisted_calls(subjects[number])
            for number, of in read.items()
            if any(question.leads_on for question in of.lacks)
        }
        return Price(
            jobs=len(subjects),
            upstream_calls=sum((asked | stored).values()) + sum(unlisted.values()),
            cached=sum(stored.values()),
            at_most=any(unlisted.values())
            or any(question.at_most for question in asked if question not in stored),
            unanswerable=self.unanswerable(request),
        )

    def fetch(
        self, jobs: Mapping[int, FetchJob], tools: FetchTools, *, budget_s: float
    ) -> Iterator[Mapping[int, JobOutcome]]:
        """See `Section.fetch`."""
        today = tools.clock().date()
        planned = {position: (job, self.plan(_subject_of_job(job, today))) for position, job in jobs.items()}
        for group in fetch_plans(
            planned, store=tools.lookups, source=tools.calls, clock=tools.clock, budget_s=budget_s
        ):
            yield {
                position: JobOutcome(job.upstream_calls, job.cache_hits, job.error)
                for position, job in group.items()
            }

    def gather(self, report: Report, lookups: LookupStore) -> Gathered:
        """See `Section.gather`: by job id, what its plan comes to over what was fetched."""
        jobs = [job for job in report.jobs if job.section == self.name]
        read = read_plans(
            {job.job_id: self.plan(_subject_of_report(report, job)) for job in jobs},
            lookups,
            usable=lambda question, lookup: serves(
                question,
                lookup,
                now=report.created_at,
                requested_at=report.created_at,
                fresh=report.request.fresh,
            ),
        )
        return Gathered(
            read,
            [job_id for job_id, of in read.items() if of.lacks],
            sum(len(of.found) for of in read.values()),
            earliest(
                (data_mark(question.key.subject), fresh_until(question, lookup))
                for of in read.values()
                for question, lookup in of.found.items()
            ),
        )

    def marks(self, request: ReportRequest) -> Collection[str]:  # noqa: ARG002
        """See `Section.marks`: what leads on may lead to anything."""
        return DATA_MARKS

    def readings(self, material: Material) -> list[tuple[Job, Reading[T]]]:
        """Give the section's jobs, in order, each with what its plan came to."""
        read = cast("Mapping[str, Reading[T]]", material.gathered.get(self.name, {}))
        return [(job, read[job.job_id]) for job in material.report.jobs if job.job_id in read]


def _subject_of_request(request: ReportRequest, artist: Artist, platform: str | None, today: date) -> Subject:
    return Subject(artist.uuid, platform, request.periods, request.country, request.songs_limit, today)


def _subject_of_report(report: Report, job: Job) -> Subject:
    return _subject_of_request(report.request, job.artist, job.platform, report.created_at.date())


def _subject_of_job(job: FetchJob, today: date) -> Subject:
    return Subject(job.artist_uuid, job.platform, job.periods, job.country, job.songs_limit, today)
