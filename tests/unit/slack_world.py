"""Conversations in Slack without a stack: stores in memory, scripted Soundcharts, and a double of Slack.

Slack is spoken to by the real client, over HTTP. Every write of ours passes a fuse, so that a call can die
before any of them; `deliver` hands what waits in the queue to the use case, as often as a test says.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from linernotes.model.report import JobEnd, Report, report_needs
from linernotes.model.request import Artist, FoundArtist
from linernotes.patience import Patience
from linernotes.reports.finalize_report import FinalizeTools, finalize_report
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending
from linernotes.request_line.channel_defaults import NO_DEFAULTS, ChannelDefaults
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey
from linernotes.slack.answer import answer_message
from linernotes.slack.conversation import Conversation, owner_of
from linernotes.slack.messages import BlockKit
from linernotes.slack.picture.draw import draw_chart
from linernotes.slack.picture.main_chart import Chart
from linernotes.slack.ports import LAST_KEPT, LeaseLost, SlackAction, SlackMessage
from linernotes.slack.services import SlackServices
from linernotes.slack.web_api import SlackMessenger
from linernotes.subscriptions.messages import DueMessage
from local.slack_double import BOT_TOKEN, ShownMessage, SlackDouble
from local.slack_double.addresses import hook_path
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import (
    NO_RESERVE,
    Clock,
    FakeUpstream,
    Fuse,
    Killed,
    MemoryBudgets,
    MemoryEvents,
    MemoryFiles,
    MemoryLinkStore,
    MemoryLookupStore,
    MemoryQueue,
    MemoryReportStore,
    MemoryWindowStore,
    MemoryWorkbook,
)
from tests.unit.subscription_memory import MemorySubscriptionStore

WORKSPACE, CHANNEL, USER = "T0WORKSPACE", "C0CHANNEL", "U0MANAGER"
LINE = "Achille Lauro, Elisa on spotify, deezer in IT for 2024-09"
LEASE = timedelta(seconds=60)
REPORTS_PER_HOUR = 5
CALLS_A_MONTH = 100_000


class MemoryConversationStore:
    """Conversations in a dictionary, with who holds them until when."""

    def __init__(self, clock: Clock, fuse: Fuse | None = None) -> None:
        self._clock = clock
        self._fuse = fuse or Fuse()
        self.conversations: dict[str, Conversation] = {}
        self.leases: dict[str, tuple[str, datetime]] = {}
        self.asked: dict[tuple[str, str, str], set[str]] = {}
        self.forgotten: set[str] = set()
        self.last: dict[tuple[str, str], set[tuple[datetime, str]]] = {}

    def begin(self, conversation: Conversation) -> bool:
        self._fuse.burn()
        if conversation.conversation_id in self.forgotten:
            return False
        return self.conversations.setdefault(conversation.conversation_id, conversation) is conversation

    def get(self, conversation_id: str) -> Conversation | None:
        return self.conversations.get(conversation_id)

    def claim(
        self, conversation_id: str, holder: str, *, now: datetime, until: datetime
    ) -> Conversation | None:
        self._fuse.burn()
        _, leased_until = self.leases.get(conversation_id, ("", now))
        if conversation_id not in self.conversations or leased_until > now:
            return None
        self.leases[conversation_id] = holder, until
        return self.conversations[conversation_id]

    def save(self, conversation: Conversation, holder: str) -> None:
        self._fuse.burn()
        if self.leases.get(conversation.conversation_id, ("", None))[0] != holder:
            raise LeaseLost("another function has taken the conversation over")
        self.conversations[conversation.conversation_id] = conversation

    def release(self, conversation_id: str, holder: str) -> None:
        if isinstance(sys.exception(), Killed):
            return  # It only looks as if the call got this far: it is dead.
        self._fuse.burn()
        if self.leases.get(conversation_id, ("", None))[0] == holder:
            del self.leases[conversation_id]

    def forget(self, conversation_id: str) -> None:
        self._fuse.burn()
        if (gone := self.conversations.pop(conversation_id, None)) is not None:
            whose = gone.workspace, gone.user
            if left := self.last.pop(whose, set()) - {(gone.asked_at, conversation_id)}:
                self.last[whose] = left
            self.forgotten.add(conversation_id)
            self.leases.pop(conversation_id, None)

    def asked_this_hour(self, workspace: str, user: str, conversation_id: str, *, now: datetime) -> int:
        self._fuse.burn()
        asked = self.asked.setdefault((workspace, user, f"{now:%Y-%m-%dT%H}"), set())
        asked.add(conversation_id)
        return len(asked)

    def note_last(self, conversation: Conversation) -> None:
        self._fuse.burn()
        last = self.last.setdefault((conversation.workspace, conversation.user), set())
        last.add((conversation.asked_at, conversation.conversation_id))

    def last_of(self, workspace: str, user: str) -> list[str]:
        last = sorted(self.last.get((workspace, user), ()), reverse=True)
        return [conversation_id for _, conversation_id in last[:LAST_KEPT]]


class MemoryChannelStore:
    """Settings of channels in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], ChannelDefaults] = {}

    def defaults(self, workspace: str, channel: str) -> ChannelDefaults:
        return self.kept.get((workspace, channel), NO_DEFAULTS)

    def keep(self, workspace: str, channel: str, defaults: ChannelDefaults) -> None:
        self.kept[workspace, channel] = defaults


@dataclass(eq=False)
class Waiting:
    """A message that waits in the Slack queue until it is due."""

    message: SlackMessage
    due: datetime


class MemorySlackQueue:
    """The Slack queue as a list."""

    def __init__(self, clock: Clock, fuse: Fuse | None = None) -> None:
        self._clock = clock
        self._fuse = fuse or Fuse()
        self.waiting: list[Waiting] = []

    def send(self, message: SlackMessage, *, delay_s: int = 0) -> None:
        assert 0 <= delay_s <= 900, "SQS holds a message back for at most 900 s"
        self._fuse.burn()
        self.waiting.append(Waiting(message, self._clock() + timedelta(seconds=delay_s)))


class MemoryRunsQueue:
    """The queue of runs as a list."""

    def __init__(self, fuse: Fuse) -> None:
        self._fuse = fuse
        self.sent: list[DueMessage] = []

    def send(
        self,
        owner: str,
        subscription_id: str,
        *,
        run_id: str | None,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        self._fuse.burn()
        self.sent.append(DueMessage(owner, subscription_id, now, due_at=due_at, run_id=run_id))


class SlackWorld:
    """A services, and what it works with; `values` are what every window that ends holds."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack
        self.clock = Clock(NOW)
        slack.now = lambda: self.clock().timestamp()
        self.fuse = Fuse()
        self.token: str | None = BOT_TOKEN
        self.max_calls = 3_000
        self.again: SameAgain | None = None
        self.reports = MemoryReportStore()
        self.files = MemoryFiles()
        self.queue = MemoryQueue(self.clock)
        self.conversations = MemoryConversationStore(self.clock, self.fuse)
        self.slack_queue = MemorySlackQueue(self.clock, self.fuse)
        self.upstream = FakeUpstream(self.clock)
        self.windows = MemoryWindowStore()
        self.budgets = MemoryBudgets()
        self.lookups = MemoryLookupStore()
        self.links = MemoryLinkStore()
        self.subscriptions = MemorySubscriptionStore(self.fuse)
        self.runs = MemoryRunsQueue(self.fuse)
        self.values: dict[date, int] = {}
        self.draw: Callable[[Chart], bytes] = draw_chart
        self.warned: list[tuple[str, Exception]] = []
        self._holders = count()
        for artist in (LAURO, ELISA):
            self.upstream.found[artist.name or ""] = [FoundArtist(artist, None, "IT")]

    def services(self) -> SlackServices:
        """Give the services of one more call."""
        return SlackServices(
            conversations=self.conversations,
            slack_queue=self.slack_queue,
            messenger=SlackMessenger(
                lambda _: self.token, self.slack.api_url, response_hosts=("127.0.0.1",), timeout_s=5
            ),
            renderer=BlockKit(),
            reports=self.reports,
            windows=self.windows,
            lookups=self.lookups,
            links=self.links,
            files=self.files,
            queue=self.queue,
            spending=Spending(
                max_calls=self.max_calls,
                calls_a_month=CALLS_A_MONTH,
                budgets=self.budgets,
                reserve=NO_RESERVE,
                stores=lambda: self,
            ),
            searches=self._search_of,
            draw=self.draw,
            warn=lambda what, error: self.warned.append((what, error)),
            clock=self.clock,
            new_token=lambda: secrets.token_urlsafe(32),
            holder=f"call-{next(self._holders)}",
            lease=LEASE,
            deadline_s=900,
            share_for=timedelta(days=30),
            reports_per_hour=REPORTS_PER_HOUR,
            again=self.again,
            subscriptions=self.subscriptions,
            runs_queue=self.runs,
            patience=Patience(lambda: 0.0, lambda _: None, lambda: 0.5),
        )

    def _search_of(self, owner: str) -> FakeUpstream:
        assert owner == owner_of(WORKSPACE)
        return self.upstream

    def an_action(
        self, action: SlackAction, conversation_id: str = "a-conversation", **fields: object
    ) -> SlackMessage:
        """Make a message about a conversation, from a line or from a click on what is shown last."""
        shown = [] if action is SlackAction.ASK else [one for one in self.slack.messages if not one.thread]
        hook = hook_path(WORKSPACE, CHANNEL, now=self.slack.now(), clicked=shown[-1].ts if shown else None)
        came = SlackMessage(
            action,
            conversation_id,
            workspace=WORKSPACE,
            channel=CHANNEL,
            user=USER,
            page_url="https://example.org/v1/",
            response_url=self.slack.url + hook,
            at=self.clock(),
        )
        return replace(came, **fields)  # type: ignore[arg-type]

    def ask(self, line: str = LINE, conversation_id: str = "a-conversation") -> SlackMessage:
        """Make the message of a line somebody typed."""
        return self.an_action(SlackAction.ASK, conversation_id, line=line, acknowledged=True)

    def handle(self, message: SlackMessage) -> str:
        """Have a message answered, once."""
        return answer_message(message, self.services())

    def handle_until_done(self, message: SlackMessage) -> None:
        """Have a message answered, delivered again after each time its call dies, as SQS does."""
        for _ in range(5):
            try:
                self.handle(message)
            except Killed:
                self.clock.advance(LEASE.total_seconds() + 1)
                continue
            return
        raise AssertionError("the message was never done")

    def deliver(self, *, within_s: float = 300) -> None:
        """Deliver what is or becomes due in the Slack queue, in order, until so much later."""
        until = self.clock() + timedelta(seconds=within_s)
        while due := [waiting for waiting in self.slack_queue.waiting if waiting.due <= until]:
            first = min(due, key=lambda waiting: waiting.due)
            self.slack_queue.waiting.remove(first)
            self.clock.now = max(self.clock.now, first.due)
            self.handle_until_done(first.message)
        self.clock.now = until

    def report(self, conversation_id: str = "a-conversation") -> Report:
        found = self.reports.get(conversation_id)
        assert found is not None
        return found

    def end_jobs(
        self, conversation_id: str = "a-conversation", *, failed: int = 0, at_most: int | None = None
    ) -> None:
        """End jobs of the report, the first so many of them failed; of the others the windows are there."""
        report = self.report(conversation_id)
        pending = report.pending[:at_most]
        self.windows.write(
            WindowData(
                WindowKey(cell.artist.uuid, cell.platform or "", need.window.first),
                need.window,
                Outcome.DELIVERED,
                self.clock(),
                artist_name=cell.artist.name,
                values=self.values,
            )
            for cell in pending[failed:]
            for need in report_needs(report)
        )
        ends = {
            cell.job_id: JobEnd(reason="Soundcharts answered 500", retryable=True)
            if index < failed
            else JobEnd()
            for index, cell in enumerate(pending)
        }
        self.reports.record_ended(conversation_id, report.revision, ends)

    def end_report(self, conversation_id: str = "a-conversation", *, failed: int = 0) -> SlackMessage:
        """End the report; gives the message that asks for it to be told."""
        self.end_jobs(conversation_id, failed=failed)
        tools = FinalizeTools(
            reports=self.reports,
            budgets=self.budgets,
            stores=Stores(self.windows, MemoryChartStore(self.clock), self.lookups),
            queue=self.queue,
            events=MemoryEvents(self.queue),
            files=self.files,
            writers={"report.xlsx": MemoryWorkbook()},
            clock=self.clock,
            max_tries=3,
            again=self.again,
        )
        revision = self.report(conversation_id).revision
        check = ReportCheck(conversation_id, revision, CheckReason.ALL_JOBS_ENDED)
        finalize_report(check, tools, try_id="a-try", received=1)
        return self.queue.told_in_slack[-1]

    @property
    def shown(self) -> ShownMessage:
        """Give the one message there is, replies aside."""
        (shown,) = (shown for shown in self.slack.messages if not shown.thread)
        return shown


def found(name: str, number: int, country: str | None = None) -> FoundArtist:
    """Make an artist as search finds it."""
    return FoundArtist(Artist(f"11e81bcc-9c1c-ce38-b96b-{number:012x}", name), None, country)
