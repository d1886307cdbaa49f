"""Fetching what plans need: from the cache as far as it serves, else from Soundcharts, stored as it comes.

One thread, the caller's, runs all plans and decides what is asked next; only calls run in the pool. A second
try finds what the first one stored, and so begins where that ended.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linernotes.model.errors import NotFound, NotInPlan, StoreBusy, Unavailable, UpstreamError
from linernotes.model.report import FetchJob
from linernotes.sections.lookups.lookup import Fetching, Lookup, LookupKey, Question, serves
from linernotes.sections.lookups.plan import Answers, Plan
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.jobs import NOT_STORED_REASON
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.calls import Calls, CallSource
from linernotes.soundcharts.limits import Tally
from linernotes.soundcharts.lists import no_time_left
from linernotes.soundcharts.retries import deciding_error

NOT_READ_REASON = "what is stored could not be read, as the table took no more at that moment"


@dataclass(slots=True)
class PlannedJob:
    """A job while its plan is run: what it waits for, what there is, and what went wrong so far."""

    job: FetchJob
    plan: Plan[Any]
    waiting: set[Question[Any]] = field(default_factory=set)
    found: dict[Question[Any], Lookup[Any]] = field(default_factory=dict)
    errors: list[UpstreamError] = field(default_factory=list)
    upstream_calls: int = 0
    cache_hits: int = 0

    @property
    def error(self) -> UpstreamError | None:
        """Give the error that decides what becomes of the job; None if it is done."""
        return deciding_error(self.errors)


type _FetchKey = tuple[LookupKey, date | None]
"""A lookup and the last day that is asked for: one that does not reach as far is another fetch."""


@dataclass(slots=True)
class _Fetch:
    """A lookup while it is being fetched, for all the jobs that want it."""

    question: Question[Any]
    fetching: Fetching[Any]
    asked_at: datetime
    wanted_by: list[PlannedJob]
    tally: Tally = field(default_factory=Tally)
    bodies: dict[int, bytes] = field(default_factory=dict)
    out: int = 0
    round: int = 0
    """Tells the calls that are out from those of an earlier round."""

    @property
    def key(self) -> _FetchKey:
        """Name the fetch."""
        return self.question.key, self.question.asks_to


@dataclass(frozen=True, slots=True)
class _Ended:
    """What came of a fetch: a lookup, or why there is none."""

    fetch: _Fetch
    upstream_calls: int
    lookup: Lookup[Any] | None = None
    error: UpstreamError | None = None


def fetch_plans(
    jobs: Mapping[int, tuple[FetchJob, Plan[Any]]],
    *,
    store: LookupStore,
    source: CallSource,
    clock: Callable[[], datetime],
    budget_s: float,
) -> Iterator[Mapping[int, PlannedJob]]:
    """Run the plans of jobs; yields, in groups, those that have ended.

    What was fetched is stored before a job is told. Raises StoreBusy if the cache cannot be read.
    """
    planned = {position: PlannedJob(job, plan) for position, (job, plan) in jobs.items()}
    if not planned:
        return
    asked_since = max(job.job.started_at for job in planned.values())
    with source.open_calls(asked_since=asked_since, budget_s=budget_s) as calls:
        run = _Run(calls, store, clock)
        yield from run.ended(planned)


class _Run:
    def __init__(self, calls: Calls, store: LookupStore, clock: Callable[[], datetime]) -> None:
        self._calls = calls
        self._store = store
        self._clock = clock
        self._fetches: dict[_FetchKey, _Fetch] = {}
        self._rounds = itertools.count(1)
        self._begun = False

    def ended(self, planned: Mapping[int, PlannedJob]) -> Iterator[Mapping[int, PlannedJob]]:
        """Run the plans to their ends."""
        positions = {id(job): position for position, job in planned.items()}
        ready: list[tuple[PlannedJob, Answers | None]] = [(job, None) for job in planned.values()]
        in_time = True
        while ready or self._fetches:
            done: dict[int, PlannedJob] = {}
            while ready:
                asking = []
                for job, answers in ready:
                    try:
                        # A plan that has not begun takes None.
                        asking.append((job, job.plan.send(answers)))  # type: ignore[arg-type]
                    except StopIteration:
                        done[positions[id(job)]] = job
                ready = self._look_up(asking, in_time=in_time)
            if done:
                yield done
            if self._fetches:
                arrived = self._calls.arrived()
                in_time = in_time and bool(arrived)
                ready = self._take([one for each in arrived for one in self._went_on(each.tag, each.body)])
                if not arrived:
                    late = [self._end(fetch, error=no_time_left()) for fetch in list(self._fetches.values())]
                    ready += self._take(late)

    def _look_up(
        self, asking: Sequence[tuple[PlannedJob, Sequence[Question[Any]]]], *, in_time: bool
    ) -> list[tuple[PlannedJob, Answers | None]]:
        """Take from the cache what serves, and have the rest fetched; returns the jobs that lack nothing."""
        try:
            stored = self._store.read({question for _, questions in asking for question in questions})
        except StoreBusy:
            if not self._begun:
                raise
            return [self._gave_up(job) for job, _ in asking]
        self._begun = True
        now = self._clock()
        furthest = _reaching_furthest(question for _, questions in asking for question in questions)
        ended: list[_Ended] = []
        for job, questions in asking:
            job.found = {}
            job.waiting = set(questions)
            for question in dict.fromkeys(questions):
                lookup, of = stored.get(question.key), job.job
                if lookup is None or not serves(
                    question, lookup, now=now, requested_at=of.requested_at, fresh=of.fresh
                ):
                    ended += self._begin(furthest[question.key], job, now, in_time=in_time)
                    continue
                job.found[question] = lookup
                job.waiting.discard(question)
                if lookup.fetched_at < of.started_at:
                    # What an earlier try of this very job fetched is in its upstream calls already, unless
                    # that was killed: then its calls are counted nowhere.
                    job.cache_hits += 1
        ready = [(job, Answers(job.found)) for job, _ in asking if not job.waiting]
        return [*ready, *self._take(ended)]

    def _gave_up(self, job: PlannedJob) -> tuple[PlannedJob, Answers | None]:
        """End a job that cannot be gone on with."""
        job.errors.append(Unavailable(NOT_READ_REASON))
        job.plan.close()
        job.plan = _ended_plan()
        return job, None

    def _begin(
        self, question: Question[Any], job: PlannedJob, now: datetime, *, in_time: bool
    ) -> list[_Ended]:
        """Have a lookup fetched, once for all the jobs that want it."""
        fetch = self._fetches.get((question.key, question.asks_to))
        if fetch is not None:
            fetch.wanted_by.append(job)
            return []
        fetch = _Fetch(question, question.fetch(), now, [job])
        self._fetches[fetch.key] = fetch
        if not in_time:
            return [self._end(fetch, error=no_time_left())]
        return self._advance(fetch, None)

    def _went_on(self, tag: tuple[_FetchKey, int, int], body: bytes | UpstreamError) -> list[_Ended]:
        """Take the answer to a call; returns what that ended."""
        key, of_round, number = tag
        fetch = self._fetches.get(key)
        if fetch is None or fetch.round != of_round:
            return []
        if isinstance(body, UpstreamError):
            return self._advance(fetch, body)
        fetch.bodies[number] = body
        if len(fetch.bodies) < fetch.out:
            return []
        return self._advance(fetch, [fetch.bodies[index] for index in range(fetch.out)])

    def _advance(self, fetch: _Fetch, given: Sequence[bytes] | UpstreamError | None) -> list[_Ended]:
        """Let a fetch go on with what came; returns it if that ended it."""
        try:
            if isinstance(given, UpstreamError):
                calls = fetch.fetching.throw(given)
            else:
                calls = fetch.fetching.send(given)  # type: ignore[arg-type]
        except StopIteration as stop:
            return [self._end(fetch, outcome=Outcome.DELIVERED, content=stop.value)]
        except NotFound:
            return [self._end(fetch, outcome=Outcome.NOT_FOUND)]
        except NotInPlan:
            return [self._end(fetch, outcome=Outcome.NOT_IN_PLAN)]
        except UpstreamError as error:
            return [self._end(fetch, error=error)]
        fetch.out, fetch.bodies, fetch.round = len(calls), {}, next(self._rounds)
        for number, call in enumerate(calls):
            self._calls.send((fetch.key, fetch.round, number), call, fetch.tally)
        return []

    def _end(
        self,
        fetch: _Fetch,
        *,
        outcome: Outcome | None = None,
        content: Any = None,
        error: UpstreamError | None = None,
    ) -> _Ended:
        question = fetch.question
        del self._fetches[fetch.key]
        made = fetch.tally.close()
        if outcome is None:
            return _Ended(fetch, made, error=error)
        asked_to = question.asks_to or fetch.asked_at.date()
        lookup = Lookup(question.key, fetch.asked_at, outcome, content, asked_to, made)
        return _Ended(fetch, made, lookup)

    def _take(self, ended: Sequence[_Ended]) -> list[tuple[PlannedJob, Answers | None]]:
        """Store what came and give it to the jobs that wait for it; returns those that lack nothing more."""
        lookups = [one.lookup for one in ended if one.lookup is not None]
        not_stored = None
        try:
            self._store.write(lookups)
        except StoreBusy:
            # What the table does not take for the moment has not come: it is fetched again.
            not_stored = Unavailable(NOT_STORED_REASON)
        ready: dict[int, PlannedJob] = {}
        for one in ended:
            error = one.error or not_stored
            for index, job in enumerate(one.fetch.wanted_by):
                # What several jobs want is asked for once: its calls count for the first.
                if index == 0:
                    job.upstream_calls += one.upstream_calls
                elif error is None:
                    job.cache_hits += 1
                job.waiting.discard(one.fetch.question)
                if error is not None:
                    job.errors.append(error)
                elif one.lookup is not None:
                    job.found[one.fetch.question] = one.lookup
                if not job.waiting:
                    ready[id(job)] = job
        return [(job, Answers(job.found)) for job in ready.values()]


def _reaching_furthest(questions: Iterable[Question[Any]]) -> dict[LookupKey, Question[Any]]:
    """Give for each lookup the question that reaches furthest, which answers the others too."""
    furthest: dict[LookupKey, Question[Any]] = {}
    for question in questions:
        known = furthest.setdefault(question.key, question)
        if (question.asks_to or date.max) > (known.asks_to or date.max):
            furthest[question.key] = question
    return furthest


def _ended_plan() -> Plan[None]:
    """Make a plan that needs nothing."""
    yield from ()
