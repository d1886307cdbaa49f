"""The whole service in memory: its functions, one after another, over queues that deliver at least once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linernotes.api.resource import report_json
from linernotes.callbacks.notify_caller import notify_caller
from linernotes.model.budget import Account
from linernotes.model.errors import CallbackUnavailable, StoreBusy
from linernotes.model.report import DEFAULT_DOOR, FetchJob, Report
from linernotes.model.request import ReportRequest
from linernotes.model.windows import Window, windows_covering
from linernotes.reports.delete_report import delete_report
from linernotes.reports.fail_dead_letters import fail_dead_job, fail_dead_report
from linernotes.reports.fetch_jobs import Attempt, Together, fetch_jobs
from linernotes.reports.file_names import CSV_NAME, RESULT_NAME, WORKBOOK_NAME
from linernotes.reports.finalize_report import FinalizeTools, finalize_report
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from linernotes.reports.repair_report import repair_report
from linernotes.reports.report_ended import ReportEnded
from linernotes.reports.request_report import IdempotencyKey, request_report
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending
from linernotes.sections.section import FetchTools, Stores
from tests.unit.builders import NOW
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import (
    NO_RESERVE,
    Clock,
    FakeUpstream,
    Fuse,
    Killed,
    MemoryAnswers,
    MemoryBudgets,
    MemoryChanges,
    MemoryEvents,
    MemoryFiles,
    MemoryLookupStore,
    MemoryQueue,
    MemoryReportStore,
    MemoryWindowStore,
    MemoryWorkbook,
    Message,
    ScriptedCalls,
    one_after_the_other,
    write_text,
)
from tests.unit.template import environment, of_type, resolved

REPORT_ID = "report-1"
BUDGET_S = 40.0
MAX_TRIES = int(environment("FetchFunction")["MAX_TRIES"])
JOB_RECEIVES = int(of_type("AWS::SQS::Queue")["FetchJobsQueue"]["RedrivePolicy"]["maxReceiveCount"])
FINALIZE_TRIES = int(environment("FinalizeFunction")["MAX_TRIES"])
_BATCH = 10


class World:
    """A deployment. `kill_after` ends a function just before its next write, once it made so many.

    Unless `gives_again`, each request is fetched for itself, as for most tests it must be.
    """

    def __init__(self, *, together: int = 10, gives_again: bool = False) -> None:
        self.clock = Clock(NOW)
        self.fuse = Fuse()
        self.reports = MemoryReportStore(self.fuse)
        self.windows = MemoryWindowStore(self.fuse)
        self.lookups = MemoryLookupStore(self.fuse)
        self.charts = MemoryChartStore(self.clock, self.fuse)
        self.queue = MemoryQueue(self.clock, self.fuse)
        self.budgets = MemoryBudgets(self.fuse)
        self.spending = Spending(
            max_calls=1_000_000,
            calls_a_month=1_000_000,
            budgets=self.budgets,
            reserve=NO_RESERVE,
            stores=lambda: self,
        )
        self.events = MemoryEvents(self.queue, self.fuse)
        self.files = MemoryFiles(self.fuse)
        self.write_workbook: Any = MemoryWorkbook()
        self.upstream = FakeUpstream(self.clock, together=together)
        self.calls = ScriptedCalls()
        self.together: Together = one_after_the_other
        """A death between two writes must leave nobody writing: so sections fetch in turn unless told."""
        self.answers = MemoryAnswers(self.fuse)
        changes = MemoryChanges(self.windows, self.lookups, self.charts.changes)
        self.lost: list[str] = []
        same_again = SameAgain(
            self.answers,
            changes,
            release="1",
            kept_for=timedelta(days=90),
            tell_lost=lambda doing, _: self.lost.append(doing),
        )
        self.again = same_again if gives_again else None
        self.random = 0.5
        self.notified: list[tuple[str, int]] = []
        self.unwritten: list[tuple[str, Exception]] = []
        self.unbuilt: list[tuple[str, Exception]] = []
        self.stopped: list[tuple[str, Exception]] = []
        self.silent_until = NOW
        self._tries = itertools.count(1)

    def report(self, report_id: str = REPORT_ID) -> Report:
        """Read a report that is there."""
        report = self.reports.get(report_id)
        assert report is not None
        return report

    def request(
        self,
        request: ReportRequest,
        *,
        report_id: str = REPORT_ID,
        owner: str = "caller",
        deadline_s: int = 900,
        idempotency_key: str | None = None,
        door: str = DEFAULT_DOOR,
        kill_after: int | None = None,
    ) -> Report | None:
        """POST a request; None if that was killed."""
        self.fuse.left = kill_after
        try:
            return request_report(
                request,
                owner,
                report_id=report_id,
                now=self.clock(),
                deadline_s=deadline_s,
                spending=self.spending,
                reports=self.reports,
                queue=self.queue,
                idempotency_key=IdempotencyKey.of(idempotency_key, request.canonical())
                if idempotency_key
                else None,
                door=door,
                again=self.again,
            )
        except Killed:
            return None
        finally:
            self.fuse.left = None

    def repair(self, report_id: str = REPORT_ID, *, kill_after: int | None = None) -> Report | None:
        """POST a repair; None if that was killed."""
        self.fuse.left = kill_after
        try:
            return repair_report(
                self.report(report_id),
                now=self.clock(),
                deadline_s=900,
                reports=self.reports,
                windows=self.windows,
                lookups=self.lookups,
                queue=self.queue,
                spending=self.spending,
                again=self.again,
            )
        except Killed:
            return None
        finally:
            self.fuse.left = None

    def delete(
        self, report_id: str = REPORT_ID, *, owner: str = "caller", kill_after: int | None = None
    ) -> bool:
        """DELETE a report; False if that was killed."""
        self.fuse.left = kill_after
        try:
            delete_report(
                report_id,
                owner,
                now=self.clock(),
                reports=self.reports,
                files=self.files,
                forget=lambda _: None,
                spending=self.spending,
                again=self.again,
                queue=self.queue,
            )
        except Killed:
            return False
        finally:
            self.fuse.left = None
        return True

    def fetch(self, jobs: Sequence[FetchJob], *, number: int = 1) -> dict[int, int]:
        """Run the fetch function on jobs received for the `number`th time."""
        return fetch_jobs(
            [Attempt(job, number) for job in jobs],
            reports=self.reports,
            queue=self.queue,
            tools=FetchTools(self.windows, self.upstream, self.lookups, self.calls, self.clock),
            random=lambda: self.random,
            budget_s=BUDGET_S,
            max_tries=MAX_TRIES,
            tell_stopped=lambda name, _reports, error: self.stopped.append((name, error)),
            together=self.together,
        )

    def finalize(
        self,
        report_id: str = REPORT_ID,
        revision: int = 1,
        check_reason: CheckReason = CheckReason.ALL_JOBS_ENDED,
        *,
        account: Account | None = None,
        number: int = 1,
    ) -> Report | None:
        """Run the finalize function on a message received for the `number`th time."""
        tools = FinalizeTools(
            reports=self.reports,
            budgets=self.budgets,
            stores=Stores(self.windows, self.charts, self.lookups),
            queue=self.queue,
            events=self.events,
            files=self.files,
            writers={CSV_NAME: write_text, WORKBOOK_NAME: self.write_workbook},
            clock=self.clock,
            max_tries=FINALIZE_TRIES,
            tell_unwritten=lambda name, error: self.unwritten.append((name, error)),
            tell_unbuilt=lambda name, error: self.unbuilt.append((name, error)),
            again=self.again,
        )
        check = ReportCheck(report_id, revision, check_reason, account)
        return finalize_report(check, tools, try_id=f"try-{next(self._tries)}", received=number)

    def deliver(self, *messages: Message, kill_after: int | None = None) -> bool:
        """Hand messages to their function, as SQS would; True if the function died of it.

        Jobs may come several at once, anything else alone. What is not done with stays in its queue.
        """
        for message in messages:
            message.received += 1
        self.fuse.left = kill_after
        try:
            again = self._handle(messages)
        except StoreBusy:
            first = messages[0]
            assert is_dead_letter(first) or first.queue == "NotifyQueue", "others see to it themselves"
            again = dict.fromkeys(range(len(messages)), visibility_s(messages[0]))
        except Killed:
            again = dict.fromkeys(range(len(messages)), visibility_s(messages[0]))
            return True
        finally:
            self.fuse.left = None
            for position, message in enumerate(messages):
                if position in again:
                    message.due = later(self.clock, again[position])
                elif message in self.queue.messages:
                    self.queue.messages.remove(message)
        return False

    def run(self) -> None:
        """Deliver what there is, in the order it is due, until nothing is left; time passes as it must."""
        while self.queue.messages:
            first = min(self.queue.messages, key=lambda message: message.due)
            self.clock.now = max(self.clock.now, first.due)
            self.deliver(*self._batch_with(first))

    def run_due(self) -> None:
        """Deliver what is due now, and what that sends without delay, without letting time pass."""
        while due := [message for message in self.queue.messages if message.due <= self.clock()]:
            self.deliver(*self._batch_with(due[0]))

    def _batch_with(self, first: Message) -> list[Message]:
        if not isinstance(first.body, FetchJob):
            return [first]
        due = [
            message
            for message in self.queue.messages
            if message.queue == first.queue and message.due <= self.clock()
        ]
        return due[:_BATCH]

    def _handle(self, messages: Sequence[Message]) -> dict[int, int]:
        first = messages[0]
        match first.body:
            case FetchJob():
                return self._handle_jobs(messages)
            case ReportCheck(report_id, revision, check_reason, _):
                if is_dead_letter(first):
                    fail_dead_report(
                        report_id,
                        revision,
                        check_reason,
                        reports=self.reports,
                        budgets=self.budgets,
                        events=self.events,
                        clock=self.clock,
                    )
                else:
                    self._finalize_or_later(first.body, number=first.received, owner=first.owner)
            case ReportEnded(report_id, revision) if first.queue == "NotifyQueue":
                notified = notify_caller(
                    report_id,
                    revision,
                    reports=self.reports,
                    sender=self,
                    describe=report_json,
                    now=self.clock,
                    random=lambda: self.random,
                )
                return {} if notified.again_in_s is None else {0: notified.again_in_s}
        return {}

    def _finalize_or_later(self, asked: ReportCheck, *, number: int, owner: str) -> None:
        """Finalize as the function does, which asks again where a table is busy."""
        try:
            self.finalize(
                asked.report_id,
                asked.revision,
                asked.check_reason,
                account=asked.account,
                number=number,
            )
        except StoreBusy:
            self.queue.send_check(
                asked.report_id,
                asked.revision,
                asked.check_reason,
                owner=owner,
                delay_s=5,
                account=asked.account,
            )

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        """Take a callback, as the caller's address, unless that is silent."""
        report_id = document["data"]["report_id"]
        assert url == self.report(report_id).request.callback_url
        assert webhook_id.startswith(f"{report_id}_{document['data']['revision']}_")
        assert owner == self.report(report_id).owner
        if self.clock() < self.silent_until:
            raise CallbackUnavailable(url)
        self.notified.append((report_id, document["data"]["revision"]))

    def _handle_jobs(self, messages: Sequence[Message]) -> dict[int, int]:
        alive: list[tuple[int, Attempt]] = []
        for position, message in enumerate(messages):
            assert isinstance(message.body, FetchJob)
            if is_dead_letter(message):
                fail_dead_job(message.body, reports=self.reports, queue=self.queue)
            else:
                alive.append((position, Attempt(message.body, message.received)))
        again = fetch_jobs(
            [attempt for _, attempt in alive],
            reports=self.reports,
            queue=self.queue,
            tools=FetchTools(self.windows, self.upstream, self.lookups, self.calls, self.clock),
            random=lambda: self.random,
            budget_s=BUDGET_S,
            max_tries=MAX_TRIES,
            tell_stopped=lambda name, _reports, error: self.stopped.append((name, error)),
            together=self.together,
        )
        return {alive[index][0]: delay_s for index, delay_s in again.items()}

    def result(self, report_id: str = REPORT_ID) -> dict[str, Any]:
        """Read the stored answer of the report's present revision."""
        folder = self.report(report_id).folder
        assert folder is not None
        text = self.files.get_json_text(folder, RESULT_NAME)
        document: dict[str, Any] = json.loads(text)
        return document


def visibility_s(message: Message) -> int:
    """Say when a message is delivered again if its function dies, by the template."""
    return int(resolved(of_type("AWS::SQS::Queue")[message.queue]["VisibilityTimeout"]))


def is_dead_letter(message: Message) -> bool:
    """Say whether the message was received too often for its own function, by the template."""
    policy = of_type("AWS::SQS::Queue")[message.queue]["RedrivePolicy"]
    return message.received > int(policy["maxReceiveCount"])


def windows_of(request: ReportRequest) -> list[Window]:
    """List the windows of a request made at `NOW`."""
    return windows_covering(request.start_date, request.end_date, today=NOW.date())


def later(clock: Clock, seconds: float) -> datetime:
    """Tell the time so many seconds from the clock's."""
    return clock() + timedelta(seconds=seconds)
