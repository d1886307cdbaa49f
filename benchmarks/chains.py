"""How many calls of a section's job depend on one another: what no number of threads can shorten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from benchmarks.cases import Case
from linernotes.model.errors import UpstreamError
from linernotes.model.report import FetchJob, Job, Report, Status, fetch_job
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.jobs import jobs_of
from linernotes.sections.lookups.lookup import Lookup, LookupKey, Question
from linernotes.sections.registry import section_of
from linernotes.sections.section import FetchTools
from linernotes.sections.windows.window_data import WindowData, WindowKey, WindowRequest, WindowResult
from linernotes.soundcharts.calls import Arrived, Calls, Get
from linernotes.soundcharts.limits import Tally
from linernotes.soundcharts.replies import Reply, error_of
from local.simulator.calls import read_call
from local.simulator.settings import Settings
from local.simulator.simulation import Simulation


def longest_chain(case: Case) -> dict[str, int]:
    """Give, by section, the most calls one after the other that a job of it makes, nothing being stored."""
    request = ReportRequest(
        artists=tuple(Artist(uuid) for uuid in case.artist_uuids),
        platforms=tuple(source.slug for source in case.sources),
        start_date=case.start,
        end_date=case.end,
        sections=case.sections,
    )
    longest: dict[str, int] = {}
    for job in jobs_of(request):
        rounds = _rounds_of(job, request)
        longest[job.section] = max(longest.get(job.section, 0), rounds)
    return longest


def _rounds_of(job: Job, request: ReportRequest) -> int:
    now = datetime.now(UTC)
    report = Report("r", "o", request, Status.RUNNING, 1, now, now, now + timedelta(minutes=15), jobs=[job])
    upstream = _Rounds()
    tools = FetchTools(_NoWindows(), _OneRound(upstream), _NoLookups(), upstream, lambda: now)
    jobs: dict[int, FetchJob] = {0: fetch_job(report, job)}
    for group in section_of(job.section).fetch(jobs, tools, budget_s=600):
        for outcome in group.values():
            if outcome.error is not None:
                raise outcome.error
    return upstream.rounds


class _Rounds:
    """Soundcharts without a network: the calls that are out together end together, as one round."""

    def __init__(self) -> None:
        self._simulation = Simulation(Settings())
        self.rounds = 0

    def open_calls(self, *, asked_since: datetime, budget_s: float) -> Calls:  # noqa: ARG002
        return _RoundCalls(self)

    def answer(self, get: Get) -> bytes | UpstreamError:
        call = read_call("GET", get.path, {name: str(value) for name, value in get.params.items()})
        verdict = self._simulation.judge(call, "app", "key")
        told = self._simulation.answer(call, verdict)
        if told.status == 200:
            return told.body
        return error_of(Reply(told.status, {}, told.body, datetime.now(UTC)))


class _RoundCalls:
    def __init__(self, upstream: _Rounds) -> None:
        self._upstream = upstream
        self._out: list[tuple[Any, Get]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.clear()

    def send(self, tag: Any, call: Get, tally: Tally) -> None:
        if tally.sending():
            self._out.append((tag, call))

    def arrived(self) -> Sequence[Arrived]:
        out, self._out = self._out, []
        self._upstream.rounds += bool(out)
        return [Arrived(tag, self._upstream.answer(call)) for tag, call in out]


class _OneRound:
    """Windows, all of which come in one round: 90 days fit a page."""

    def __init__(self, upstream: _Rounds) -> None:
        self._upstream = upstream

    def fetch(
        self,
        wanted: Sequence[WindowRequest],
        *,
        asked_since: datetime,  # noqa: ARG002
        budget_s: float,  # noqa: ARG002
    ) -> Iterator[Sequence[WindowResult]]:
        self._upstream.rounds += bool(wanted)
        yield [WindowResult(window, upstream_calls=1) for window in wanted]


class _NoWindows:
    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:  # noqa: ARG002
        return {}

    def write(self, windows: Iterable[WindowData]) -> None:
        list(windows)


class _NoLookups:
    def read(self, questions: Collection[Question[Any]]) -> dict[LookupKey, Lookup[Any]]:  # noqa: ARG002
        return {}

    def write(self, lookups: Iterable[Lookup[Any]]) -> None:
        list(lookups)
