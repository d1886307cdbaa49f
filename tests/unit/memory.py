"""In-memory twins of the ports, and a Soundcharts that answers by script.

The stores are held to the contract the adapters are held to (tests/integration). Every write passes a fuse,
so a test can end the running function between any two of them, as a time-out or a lost machine would.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any, Protocol, Self

from linernotes.model.artist_addresses import ArtistAddress
from linernotes.model.budget import Account, Charge
from linernotes.model.errors import FileMissing, NotFound, StoreBusy, UpstreamError
from linernotes.model.marks import data_mark, platform_of
from linernotes.model.report import Callback, FetchJob, JobEnd, ListedReport, Report, Status
from linernotes.model.request import FoundArtist, ReportRequest
from linernotes.reports.budgets import Charged
from linernotes.reports.file_names import FileName
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason, DeletedReport, Remembered, StoredFile
from linernotes.reports.report_ended import ReportEnded, report_ended_text
from linernotes.reports.report_items import listed
from linernotes.reports.reserve import Reserve, Usage
from linernotes.reports.same_again import MOST_HOLDERS, FinishedAnswer
from linernotes.reports.sharing import SharedLink
from linernotes.sections.audience.result import Result
from linernotes.sections.lookups.codec import decode_lookup, encode_lookup
from linernotes.sections.lookups.lookup import Lookup, LookupKey, Question, fresh_at_most_until
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.window_data import (
    Outcome,
    WindowData,
    WindowKey,
    WindowRequest,
    WindowResult,
)
from linernotes.sections.windows.window_data import fresh_until as window_fresh_until
from linernotes.slack.ports import SlackMessage
from linernotes.slack.queue import slack_message_from
from linernotes.soundcharts.calls import Arrived, Calls, Get
from linernotes.soundcharts.limits import Tally
from tests.unit.template import hearing

_COLLECTING = frozenset({Status.QUEUED, Status.RUNNING})


class Killed(BaseException):
    """The function stopped here: nothing of it runs any further, so no `except Exception` sees this."""


@dataclass
class Fuse:
    """Kills the running function just before its next write, once it has made `left` of them."""

    left: int | None = None
    writes: int = 0
    busy: int = 0

    def burn(self, *, table: bool = False) -> None:
        """Pass one write, or end the function; of the next `busy` writes to a table none is taken."""
        if table and self.busy:
            self.busy -= 1
            raise StoreBusy("the table takes no more for the moment")
        if self.left == 0:
            self.left = None
            raise Killed
        if self.left is not None:
            self.left -= 1
        self.writes += 1


@dataclass
class Clock:
    """The time, as a test sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class MemoryReportStore:
    """Reports in a dictionary; `completions` counts by id and revision how often one was ended."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self._reports: dict[str, Report] = {}
        self._keys: dict[tuple[str, str], tuple[Remembered, datetime]] = {}
        self._left: dict[str, DeletedReport] = {}
        self._deleted: dict[str, str] = {}
        """Whose the deleted reports were; nobody's once all of a report is gone."""
        self.completions: Counter[tuple[str, int]] = Counter()
        self.expires_at: dict[str, datetime] = {}

    def create(self, report: Report, *, expires_at: datetime | None = None) -> bool:
        self._fuse.burn()
        if expires_at is not None:
            self.expires_at[report.report_id] = expires_at
        with self._lock:
            if report.report_id in self._deleted:
                return False
            return self._reports.setdefault(report.report_id, report) is report

    def get(self, report_id: str) -> Report | None:
        return self._reports.get(report_id)

    def remember(
        self, owner: str, key: str, fingerprint: str, report_id: str, *, now: datetime
    ) -> Remembered:
        self._fuse.burn()
        with self._lock:
            first, forgotten_at = self._keys.get((owner, key), (None, now))
            if first is None or forgotten_at < now:
                first = Remembered(report_id, fingerprint)
                self._keys[owner, key] = first, now + timedelta(hours=24)
            return first

    def recall(self, owner: str, key: str, *, now: datetime) -> Remembered | None:
        first, forgotten_at = self._keys.get((owner, key), (None, now))
        return None if forgotten_at < now else first

    def mark_running(self, report_id: str, revision: int) -> None:
        self._update(report_id, revision, {Status.QUEUED}, lambda _: {"status": Status.RUNNING})

    def status(self, report_id: str) -> Status | None:
        report = self._reports.get(report_id)
        return None if report is None else report.status

    def record_ended(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> bool:
        def change(report: Report) -> dict[str, Any]:
            kept = {job_id: reason for job_id, reason in report.last_errors.items() if job_id not in ends}
            return {"ended": {**ends, **report.ended}, "last_errors": kept}

        report = self._update(report_id, revision, _COLLECTING, change)
        if report is None:
            report = self._reports.get(report_id)
            if report is None or report.revision != revision or report.status is not Status.FINALIZING:
                return False
        return not report.pending

    def record_error(
        self, report_id: str, revision: int, last_errors: Mapping[str, str], upstream_calls: int
    ) -> None:
        self._update(
            report_id,
            revision,
            _COLLECTING,
            lambda report: {
                "last_errors": {**report.last_errors, **last_errors},
                "tried_calls": report.tried_calls + upstream_calls,
            },
        )

    def claim_finalize(self, report_id: str, revision: int) -> Report | None:
        statuses = {*_COLLECTING, Status.FINALIZING}
        return self._update(
            report_id,
            revision,
            statuses,
            lambda stored: {"status": Status.FINALIZING, "finalize_tries": stored.finalize_tries + 1},
        )

    def resume(self, report: Report, job_ids: Collection[str]) -> Report | None:
        again = {job_id: report.ended[job_id] for job_id in job_ids}
        stored = self._reports.get(report.report_id)
        if stored is None or stored.refetches != report.refetches:
            return None
        return self._update(
            report.report_id,
            report.revision,
            {Status.FINALIZING},
            lambda stored: {
                "status": Status.QUEUED,
                "refetches": report.refetches + 1,
                "finalize_tries": 0,
                "ended": {job_id: end for job_id, end in stored.ended.items() if job_id not in again},
                "tried_calls": stored.tried_calls + sum(end.upstream_calls for end in again.values()),
            },
        )

    def replace_ends(self, report: Report, ends: Mapping[str, JobEnd]) -> Report:
        self._update(
            report.report_id,
            report.revision,
            {Status.FINALIZING},
            lambda stored: {"ended": {**stored.ended, **ends}},
        )
        return replace(report, ended={**report.ended, **ends})

    def complete(
        self,
        report_id: str,
        revision: int,
        status: Status,
        *,
        now: datetime,
        folder: str | None = None,
        failure: str | None = None,
        missing_files: Mapping[str, str] | None = None,
        request: ReportRequest | None = None,
    ) -> bool:
        ended = self._update(
            report_id,
            revision,
            {Status.FINALIZING},
            lambda stored: {
                "request": request or stored.request,
                "status": status,
                "finished_at": now,
                "folder": folder,
                "failure": failure,
                "missing_files": dict(missing_files or {}),
            },
        )
        self.completions[report_id, revision] += ended is not None
        return ended is not None

    def take_answer(self, report: Report, *, expires_at: datetime) -> bool:
        taken = self._update(
            report.report_id,
            report.revision,
            {Status.QUEUED},
            lambda _: {
                "status": report.status,
                "finished_at": report.finished_at,
                "folder": report.folder,
                "answer_of": report.answer_of,
                "given_hits": report.given_hits,
                "request": report.request,
                "jobs": report.jobs,
                "ended": report.ended,
            },
        )
        if taken is not None:
            self.expires_at[report.report_id] = expires_at
        return taken is not None

    def mark_notified(self, report_id: str, revision: int) -> None:
        ended = {Status.SUCCEEDED, Status.PARTIAL, Status.FAILED}
        self._update(report_id, revision, ended, lambda _: {"notified_revision": revision})

    def replace_callback(self, report: Report, callback: Callback) -> bool:
        if self._reports.get(report.report_id, report).callback != report.callback:
            self._fuse.burn(table=True)
            return False
        notified = {"notified_revision": report.revision} if callback.settled else {}
        ended = {Status.SUCCEEDED, Status.PARTIAL, Status.FAILED}
        change = {"callback": callback, **notified}
        return self._update(report.report_id, report.revision, ended, lambda _: change) is not None

    def reopen(
        self,
        report: Report,
        *,
        keep: Collection[str],
        now: datetime,
        deadline: datetime,
        anew: bool = False,
    ) -> Report | None:
        dropped = [end.upstream_calls for job_id, end in report.ended.items() if job_id not in keep]
        return self._update(
            report.report_id,
            report.revision,
            {Status.SUCCEEDED, Status.PARTIAL, Status.FAILED},
            lambda stored: {
                "status": Status.QUEUED,
                "revision": stored.revision + 1,
                "started_at": now,
                "deadline": deadline,
                "anew": anew,
                "ended": {job_id: end for job_id, end in report.ended.items() if job_id in keep},
                "last_errors": {},
                "tried_calls": report.tried_calls + sum(dropped),
                "finished_at": None,
                "failure": None,
                "missing_files": {},
                "folder": None,
                "callback": None,
                "follows": None,
                "refetches": 0,
                "finalize_tries": 0,
            },
        )

    def unshare(self, report_id: str, *, now: datetime) -> None:
        self._fuse.burn()
        with self._lock:
            if report_id in self._reports:
                self._reports[report_id] = replace(self._reports[report_id], unshared_at=now)

    def listed(self, owner: str, *, limit: int, after: str | None = None) -> list[ListedReport]:
        of_owner = [listed(report) for report in self._reports.values() if report.owner == owner]
        newest_first = sorted(of_owner, key=lambda one: one.position, reverse=True)
        return [one for one in newest_first if after is None or one.position < after][:limit]

    def delete(
        self,
        report_id: str,
        owner: str,
        *,
        now: datetime,  # noqa: ARG002
        closing: Callable[[Report], None],
    ) -> bool:
        while (report := self._reports.get(report_id)) is not None and report.owner == owner:
            closing(report)
            self._fuse.burn(table=True)
            with self._lock:
                if self._reports[report_id].revision == report.revision:
                    del self._reports[report_id]
                    self._deleted[report_id] = owner
                    self._left[report_id] = DeletedReport(owner, report.door)
        return self._deleted.get(report_id) == owner

    def mark_deleted(self, report_id: str) -> None:
        self._fuse.burn(table=True)
        if report_id in self._deleted:
            self._deleted[report_id] = ""

    def deleted(self, report_id: str) -> DeletedReport | None:
        return self._left.get(report_id)

    def deleted_of(self, report_ids: Collection[str]) -> set[str]:
        return self._deleted.keys() & set(report_ids)

    def _update(
        self,
        report_id: str,
        revision: int,
        statuses: Collection[Status],
        change: Callable[[Report], dict[str, Any]],
    ) -> Report | None:
        """Change the report if it is at this revision and in one of these states; None if it is not."""
        self._fuse.burn(table=True)
        with self._lock:
            report = self._reports.get(report_id)
            if report is None or report.revision != revision or report.status not in statuses:
                return None
            self._reports[report_id] = replace(report, **change(report))
            return self._reports[report_id]


class MemoryBudgets:
    """Accounts in dictionaries; `open` has the open charges, each with its calls and those made before."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self._spent: Counter[Account] = Counter()
        self.open: dict[Charge, tuple[int, int]] = {}

    def spent(self, account: Account) -> int:
        return self._spent[account]

    def charge(self, charge: Charge, calls: int, *, limit: int, calls_before: int = 0) -> Charged:
        self._fuse.burn(table=True)
        with self._lock:
            accepted = charge in self.open
            if not accepted and (not calls or self._spent[charge.account] + calls <= limit):
                self.open[charge] = calls, calls_before
                self._spent[charge.account] += calls
                accepted = True
            mine = [calls for each, (calls, _) in self.open.items() if each.account == charge.account]
            return Charged(accepted, spent=self._spent[charge.account], in_flight=sum(mine))

    def settle(self, charge: Charge, upstream_calls: int | None) -> None:
        self._fuse.burn(table=True)
        with self._lock:
            if charge in self.open:
                calls, before = self.open.pop(charge)
                made = 0 if upstream_calls is None else upstream_calls - before
                self._spent[charge.account] += made - calls

    def keep(self, charge: Charge) -> None:
        self._fuse.burn(table=True)
        with self._lock:
            self.open.pop(charge, None)


class MemoryUsageStore:
    """What Soundcharts told last."""

    def __init__(self) -> None:
        self.usage: Usage | None = None

    def read(self) -> Usage | None:
        return self.usage

    def write(self, usage: Usage) -> None:
        self.usage = usage


NO_RESERVE = Reserve(0, lambda: None, MemoryUsageStore())
"""Keeps nothing back, and asks nobody."""


class MemoryLinkStore:
    """Shared links in a dictionary by the digest of their token."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.links: dict[str, SharedLink] = {}

    def add(self, digest: str, link: SharedLink) -> None:
        self._fuse.burn()
        self.links[digest] = link

    def find(self, digest: str) -> SharedLink | None:
        return self.links.get(digest)


class MemoryWindowStore:
    """Windows in a dictionary, open to tests: `windows` may be filled and emptied."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.windows: dict[WindowKey, WindowData] = {}
        self.raised: Counter[str] = Counter()

    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:
        return {key: self.windows[key] for key in keys if key in self.windows}

    def write(self, windows: Iterable[WindowData]) -> None:
        for data in windows:
            self._fuse.burn(table=True)
            known = self.windows.get(data.key)
            if known is None or known.fetched_at < data.fetched_at:
                self.windows[data.key] = data
                if known is not None and data.fetched_at < window_fresh_until(known):
                    self.raised[data_mark(data.key.artist_uuid)] += 1


class MemoryLookupStore:
    """Lookups as they are packed, in a dictionary, open to tests: `packed` may be emptied."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.packed: dict[LookupKey, tuple[datetime, bytes]] = {}
        self._fresh_until: dict[LookupKey, datetime] = {}
        self.raised: Counter[str] = Counter()

    def read(self, questions: Collection[Question[Any]]) -> dict[LookupKey, Lookup[Any]]:
        found = {}
        for question in questions:
            if question.key in self.packed:
                lookup = decode_lookup(question.key, question.content, self.packed[question.key][1])
                if lookup is not None:
                    found[question.key] = lookup
        return found

    def write(self, lookups: Iterable[Lookup[Any]]) -> None:
        for lookup in lookups:
            self._fuse.burn(table=True)
            known = self.packed.get(lookup.key)
            if known is None or known[0] < lookup.fetched_at:
                self.packed[lookup.key] = lookup.fetched_at, encode_lookup(lookup)
                if known is not None and lookup.fetched_at < self._fresh_until[lookup.key]:
                    self.raised[data_mark(lookup.key.subject)] += 1
                self._fresh_until[lookup.key] = fresh_at_most_until(lookup)


class MemoryAnswers:
    """Finished answers and who has them, in dictionaries."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.kept: dict[str, FinishedAnswer] = {}
        self.holders: dict[str, set[str]] = defaultdict(set)
        self.closed: set[str] = set()
        self.making: dict[str, tuple[str, datetime, set[str]]] = {}

    def find(self, digest: str) -> FinishedAnswer | None:
        return self.kept.get(digest)

    def keep(self, digest: str, answer: FinishedAnswer) -> None:
        self._fuse.burn(table=True)
        self.kept[digest] = answer

    def forget(self, digest: str, report_id: str) -> None:
        self._fuse.burn(table=True)
        if digest in self.kept and self.kept[digest].report_id == report_id:
            del self.kept[digest]

    def hold(self, report_id: str, holder: str, *, until: datetime) -> bool:  # noqa: ARG002
        self._fuse.burn(table=True)
        if report_id in self.closed or len(self.holders[report_id]) >= MOST_HOLDERS:
            return False
        self.holders[report_id].add(holder)
        return True

    def let_go(self, report_id: str, holder: str) -> bool:
        self._fuse.burn(table=True)
        self.holders[report_id].discard(holder)
        return report_id in self.closed and not self.holders[report_id]

    def close(self, report_id: str, *, now: datetime) -> bool:  # noqa: ARG002
        self._fuse.burn(table=True)
        self.closed.add(report_id)
        return not self.holders[report_id]

    def lead(self, digest: str, report_id: str, *, now: datetime, until: datetime) -> str:
        self._fuse.burn(table=True)
        leader, ends, _ = self.making.get(digest, ("", now, set()))
        if ends > now:
            return leader
        self.making[digest] = report_id, until, set()
        return report_id

    def follow(self, digest: str, leader: str, follower: str) -> bool:
        self._fuse.burn(table=True)
        found, _, followers = self.making.get(digest, ("", None, set()))
        if found != leader or len(followers) >= MOST_HOLDERS:
            return False
        followers.add(follower)
        return True

    def end_lead(self, digest: str, leader: str) -> set[str]:
        self._fuse.burn(table=True)
        if digest not in self.making or self.making[digest][0] != leader:
            return set()
        return self.making.pop(digest)[2]


@dataclass
class MemoryChanges:
    """Marks, as the stores count them that raise them."""

    windows: MemoryWindowStore
    lookups: MemoryLookupStore
    chart_changes: Mapping[str, int]

    def read(self, marks: Collection[str]) -> dict[str, int]:
        data = self.windows.raised + self.lookups.raised
        platforms = {mark: platform_of(mark) for mark in marks}
        return {
            mark: data[mark] if platform is None else self.chart_changes.get(platform, 0)
            for mark, platform in platforms.items()
        }


class ScriptedCalls:
    """Soundcharts by script, a call at a time: `answer` gives the body of each, or the error.

    `asked` lists every call made, in order. Of the calls that are out, `together` end at a time.
    """

    def __init__(self, *, together: int = 10) -> None:
        self.together = together
        self.answer: Callable[[Get], bytes | UpstreamError] = lambda call: NotFound(f"no {call.path}")
        self.asked: list[Get] = []
        self.asked_since: list[datetime] = []
        self.late_after: int | None = None
        """The budget of time is spent once so many calls were made."""

    def open_calls(self, *, asked_since: datetime, budget_s: float) -> Calls:  # noqa: ARG002
        self.asked_since.append(asked_since)
        return _OpenCalls(self)


class _OpenCalls:
    def __init__(self, script: ScriptedCalls) -> None:
        self._script = script
        self._out: list[tuple[Any, Get, Tally]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.clear()

    def send(self, tag: Any, call: Get, tally: Tally) -> None:
        self._out.append((tag, call, tally))

    def arrived(self) -> Sequence[Arrived]:
        arrived: list[Arrived] = []
        while self._out and len(arrived) < self._script.together:
            if self._script.late_after is not None and len(self._script.asked) >= self._script.late_after:
                return []
            tag, call, tally = self._out.pop(0)
            if tally.sending():
                self._script.asked.append(call)
                arrived.append(Arrived(tag, self._script.answer(call)))
        return arrived


@dataclass(eq=False)
class Message:
    """A message waiting in one of the queues; `due` is when it may be received (again)."""

    body: FetchJob | ReportCheck | ReportEnded
    due: datetime
    queue: str
    received: int = 0
    owner: str = ""
    """Whose turn it is when it is received."""


class MemoryQueue:
    """All queues in one list, in the order sent."""

    def __init__(self, clock: Callable[[], datetime], fuse: Fuse | None = None) -> None:
        self._clock = clock
        self._fuse = fuse or Fuse()
        self.messages: list[Message] = []

    def send_jobs(self, jobs: Sequence[FetchJob], *, delay_s: int = 0) -> None:
        for job in jobs:
            self._send("BulkFetchJobsQueue" if job.bulk else "FetchJobsQueue", job, delay_s, job.owner)

    def send_check(
        self,
        report_id: str,
        revision: int,
        check_reason: CheckReason,
        *,
        owner: str,
        delay_s: int = 0,
        account: Account | None = None,
    ) -> None:
        check = ReportCheck(report_id, revision, check_reason, account)
        self._send("ReportChecksQueue", check, delay_s, owner)

    @property
    def told_in_slack(self) -> list[SlackMessage]:
        """List the ends of reports to be told in Slack, as its function reads them."""
        return [slack_message_from(report_ended_text(ended)) for ended in self._ended("SlackQueue")]

    @property
    def jobs(self) -> list[FetchJob]:
        """List the fetch jobs waiting."""
        return [message.body for message in self.messages if isinstance(message.body, FetchJob)]

    @property
    def finalizes(self) -> list[ReportCheck]:
        """List the requests to look after a report waiting."""
        return [message.body for message in self.messages if isinstance(message.body, ReportCheck)]

    @property
    def callers_to_notify(self) -> list[ReportEnded]:
        """List the ends of reports that callers are to be notified of."""
        return self._ended("NotifyQueue")

    def _ended(self, queue: str) -> list[ReportEnded]:
        waiting = [message.body for message in self.messages if message.queue == queue]
        return [body for body in waiting if isinstance(body, ReportEnded)]

    def put(
        self, queue: str, body: FetchJob | ReportCheck | ReportEnded, delay_s: int = 0, owner: str = ""
    ) -> None:
        """Put a message into a queue, to be received now or later."""
        due = self._clock() + timedelta(seconds=delay_s)
        self.messages.append(Message(body, due, queue, owner=owner))

    def _send(self, queue: str, body: FetchJob | ReportCheck, delay_s: int, owner: str) -> None:
        assert 0 <= delay_s <= 900, "SQS holds a message back for at most 900 s"
        self._fuse.burn()
        self.put(queue, body, delay_s, owner)


class MemoryEvents:
    """Puts the ends of reports into the queues whose subscriptions let them through, by the template."""

    def __init__(self, queue: MemoryQueue, fuse: Fuse | None = None) -> None:
        self._queue = queue
        self._fuse = fuse or Fuse()
        self.published: list[ReportEnded] = []

    def publish(self, ended: ReportEnded, *, owner: str) -> None:
        self._fuse.burn()
        self.published.append(ended)
        for queue in hearing({"door": ended.door, "has_callback": str(ended.has_callback).lower()}):
            self._queue.put(queue, ended, owner=owner)


class MemoryFiles:
    """Files in a dictionary by folder and name."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.files: dict[tuple[str, str], bytes] = {}
        self.names: dict[tuple[str, str], FileName] = {}

    def put(self, folder: str, name: str, path: Path, *, save_as: FileName) -> None:
        self._fuse.burn()
        self.files[folder, name] = path.read_bytes()
        self.names[folder, name] = save_as

    def put_json(self, folder: str, name: str, document: Mapping[str, Any], *, save_as: FileName) -> None:
        self._fuse.burn()
        self.files[folder, name] = json.dumps(document).encode()
        self.names[folder, name] = save_as

    def get_json_text(self, folder: str, name: str) -> str:
        if (folder, name) not in self.files:
            raise FileMissing(name)
        return self.files[folder, name].decode()

    def has(self, folder: str, name: str) -> bool:
        return (folder, name) in self.files

    def get(self, folder: str, name: str) -> StoredFile:
        return StoredFile(self.files[folder, name], self.names[folder, name].full)

    def delete_all(self, report_id: str) -> None:
        for folder, name in list(self.files):
            if folder.partition("/")[0] == report_id:
                self._fuse.burn()
                del self.files[folder, name]

    def link(self, folder: str, name: str, *, expires_s: int) -> str:
        return f"memory:/{folder}/{name}?expires={expires_s}"


class MemoryWorkbook:
    """Writes a file that says for which report and how it ends, and keeps what it was given."""

    def __init__(self) -> None:
        self.written: list[tuple[Report, Result, Status]] = []

    def __call__(
        self, path: Path, report: Report, result: Result, *, made_at: datetime, status: Status
    ) -> None:
        self.written.append((report, result, status))
        path.write_text(f"{report.report_id} {report.revision} {status} {made_at.isoformat()}")


def write_text(path: Path, report: Report, result: Result, *, made_at: datetime, status: Status) -> None:
    """Write a file that says for which report it is."""
    path.write_text(f"{report.report_id} {len(result.breakdown)} {status} {made_at.isoformat()}")


class Answer(Protocol):
    """Makes what Soundcharts has for a window at a moment."""

    def __call__(self, wanted: WindowRequest, asked_at: datetime) -> WindowData: ...


def figure(key: WindowKey, day: date) -> int:
    """Give the figure the scripted Soundcharts has for an artist, source and day: no two days alike."""
    return (
        1_000_000 + sum(key.artist_uuid.encode() + key.source_slug.encode()) * 1_000 + day.toordinal() % 997
    )


def full_window(wanted: WindowRequest, asked_at: datetime) -> WindowData:
    """Answer a figure for every day of the window, a tenth of it for Italy."""
    window = wanted.window
    days = [window.first + timedelta(days=index) for index in range((window.last - window.first).days + 1)]
    values = {day: figure(wanted.key, day) for day in days}
    return WindowData(
        key=wanted.key,
        window=window,
        outcome=Outcome.DELIVERED,
        fetched_at=asked_at,
        artist_name=f"Artist {wanted.key.artist_uuid[-2:]}",
        values=dict(values),
        places={"IT": {day: value // 10 for day, value in values.items()}},
        counts={
            name: {day: value // 100 for day, value in values.items()}
            for name in SOURCES[wanted.key.source_slug].endpoint.count_fields
        }
        or None,
    )


class FakeUpstream:
    """Soundcharts by script: the answers laid out for a window are given first, then `usual` ones.

    `asked` lists every window asked for, in order; each asking takes one call. Windows end `together` at
    a time. `found` is what search finds by name, `searched` what was searched for; `at` and `looked_up` are
    the same for addresses.
    """

    def __init__(self, clock: Callable[[], datetime], *, together: int = 10) -> None:
        self._clock = clock
        self.together = together
        self.usual: UpstreamError | Answer = full_window
        self.scripts: dict[WindowKey, list[UpstreamError | Answer]] = defaultdict(list)
        self.asked: list[WindowRequest] = []
        self.asked_since: list[datetime] = []
        self.budgets_s: list[float] = []
        self.found: dict[str, list[FoundArtist] | UpstreamError] = {}
        self.searched: list[str] = []
        self.at: dict[ArtistAddress, list[FoundArtist] | UpstreamError] = {}
        self.looked_up: list[ArtistAddress] = []

    def fetch(
        self, wanted: Sequence[WindowRequest], *, asked_since: datetime, budget_s: float
    ) -> Iterator[Sequence[WindowResult]]:
        self.asked_since.append(asked_since)
        self.budgets_s.append(budget_s)
        for group in batched(wanted, self.together):
            yield [self._fetched(one) for one in group]

    def search(self, name: str) -> list[FoundArtist]:
        self.searched.append(name)
        found = self.found.get(name, [])
        if isinstance(found, UpstreamError):
            raise found
        return found

    def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
        self.looked_up.append(artist)
        found = self.at.get(artist, [])
        if isinstance(found, UpstreamError):
            raise found
        return found

    def _fetched(self, wanted: WindowRequest) -> WindowResult:
        self.asked.append(wanted)
        script = self.scripts[wanted.key]
        answer = script.pop(0) if script else self.usual
        if isinstance(answer, UpstreamError):
            return WindowResult(wanted, upstream_calls=1, error=answer)
        return WindowResult(wanted, upstream_calls=1, data=answer(wanted, self._clock()))


def one_after_the_other[T](begin: Sequence[Callable[[], Iterator[T]]]) -> Iterator[T]:
    """Do as `all_at_once` without threads: a death between two writes must leave nobody writing."""
    for begun in begin:
        yield from begun()
