"""A report made the way a caller makes it: `POST`, look again until it has ended, follow its link."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import Case
from benchmarks.lambda_logs import Logs
from benchmarks.upstream import Counts
from local.stack import LocalStack

POLL_S = 0.1
_TIMEOUT_S = 60
_LONGEST_S = 300
_ENDED = ("succeeded", "partial", "failed")


class ReportFailed(Exception):
    """A report did not end as it should, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Seconds from the `POST` until each stage was reached; None where there was no such thing."""

    accepted: float
    job_started: float
    first_call: float | None
    jobs_ended: float
    workbook_written: float
    link_works: float


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made."""

    report_id: str
    stages: Stages
    upstream: Counts

    @property
    def total_s(self) -> float:
        """Give the seconds from `POST` to the workbook downloaded."""
        return self.stages.link_works


class Caller:
    """Somebody with an API key."""

    def __init__(self, local: LocalStack, api_key: str | None = None) -> None:
        """Take the stack to call, and the key if it is not the stack's own."""
        self._url = f"{local.api_url}/reports"
        self._session = requests.Session()
        self._session.headers["x-api-key"] = api_key or local.api_key

    def post(self, case: Case, *, fresh: bool, wait_s: int | None = None) -> dict[str, Any]:
        """Ask for a report; with `wait_s` the answer is the finished one, if it is finished by then."""
        headers = {} if wait_s is None else {"Prefer": f"wait={wait_s}"}
        return self.ask(case.request(fresh=fresh), headers)

    def ask(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask for a report by its request."""
        return _json(self._session.post(self._url, json=body, headers=headers, timeout=_TIMEOUT_S))

    def preview(self, body: dict[str, Any]) -> dict[str, Any]:
        """Ask what a report would take."""
        return _json(self._session.post(f"{self._url}/preview", json=body, timeout=_TIMEOUT_S))

    def look(self, report_id: str) -> dict[str, Any]:
        """Ask how a report stands."""
        return _json(self._session.get(f"{self._url}/{report_id}", timeout=_TIMEOUT_S))

    def until_ended(self, report_id: str) -> dict[str, Any]:
        """Look repeatedly until a report has ended; raises ReportFailed if it did not succeed."""
        return succeeded(self.until_over(report_id, within_s=_LONGEST_S, every_s=POLL_S))

    def until_over(self, report_id: str, *, within_s: float, every_s: float) -> dict[str, Any]:
        """Look repeatedly until a report has ended, however; raises ReportFailed if it did not."""
        deadline = time.monotonic() + within_s
        while (report := self.look(report_id))["status"] not in _ENDED:
            if time.monotonic() > deadline:
                raise ReportFailed(f"report {report_id} did not end")
            time.sleep(every_s)
        return report

    def download(self, report_id: str) -> int:
        """Fetch the workbook of a report through the API, which redirects to it; returns its bytes."""
        answer = self._session.get(
            f"{self._url}/{report_id}/download", allow_redirects=False, timeout=_TIMEOUT_S
        )
        return follow(answer.headers["Location"])


def make_report(bench: BenchStack, case: Case, *, fresh: bool) -> Made:
    """Make a report and tell its stages apart. Raises ReportFailed."""
    caller = Caller(bench.local)
    bench.upstream.begin()
    began = time.time()
    report_id = caller.post(case, fresh=fresh)["report_id"]
    accepted = time.time() - began
    follow(caller.until_ended(report_id)["download_url"])
    link_works = time.time() - began
    bench.settle()
    started, ended = _jobs(bench.logs("fetch", since=began))
    upstream = bench.upstream.counts()
    finished_at = datetime.fromisoformat(bench.stored_report(report_id)["finished_at"]["S"]).timestamp()
    stages = Stages(
        accepted=accepted,
        job_started=started - began,
        first_call=None if upstream.first_at is None else upstream.first_at - began,
        jobs_ended=ended - began,
        workbook_written=finished_at - began,
        link_works=link_works,
    )
    return Made(report_id, stages, upstream)


def follow(link: str) -> int:
    """Download what a link leads to; returns its bytes."""
    answer = requests.get(link, timeout=_TIMEOUT_S)
    answer.raise_for_status()
    return len(answer.content)


def succeeded(report: dict[str, Any]) -> dict[str, Any]:
    """Give a report back that succeeded. Raises ReportFailed for any other."""
    if report["status"] != "succeeded":
        raise ReportFailed(f"report {report['report_id']} is {report['status']}: {report['failures'][:3]}")
    return report


def _jobs(logs: Logs) -> tuple[float, float]:
    """Say when the first fetch invocation began and the last job ended, in seconds since 1970.

    On a busy machine a line may be lost, which the REPORT lines never are.
    """
    started = min(invocation.started for invocation in logs.invocations)
    told = logs.said("jobs fetched")
    if len(told) < len(logs.invocations):
        return started, max(invocation.ended for invocation in logs.invocations)
    return started, max(line.at for line in told)


def _json(answer: requests.Response) -> dict[str, Any]:
    answer.raise_for_status()
    document: dict[str, Any] = answer.json()
    return document
