"""Conversations in Slack without a stack: stores in memory, scripted Soundcharts, and a double of Slack.

Slack is spoken to by the real client, over HTTP. Every write of ours passes a fuse, so that a call can die
before any of them; `deliver` hands what waits in the queue to the use case, as often as a test says.
"""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from linernotes.model.report import JobEnd, Report, report_needs
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.finalize_report import finalize_report
from linernotes.reports.ports import CheckReason
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey
from linernotes.slack.answer import answer_message
from linernotes.slack.conversation import Conversation
from linernotes.slack.messages import BlockKit
from linernotes.slack.ports import LeaseLost, SlackAction, SlackMessage
from linernotes.slack.services import SlackServices
from linernotes.slack.web_api import SlackMessenger
from local.slack_double import BOT_TOKEN, ShownMessage, SlackDouble
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import (
    Clock,
    FakeUpstream,
    Fuse,
    Killed,
    MemoryEvents,
    MemoryFiles,
    MemoryLinkStore,
    MemoryQueue,
    MemoryReportStore,
    MemoryWindowStore,
    MemoryWorkbook,
)

WORKSPACE, CHANNEL, USER = "T0WORKSPACE", "C0CHANNEL", "U0MANAGER"
LINE = "Achille Lauro, Elisa on spotify, deezer in IT for 2024-09"
LEASE = timedelta(seconds=60)
REPORTS_PER_HOUR = 5


class MemoryConversationStore:
    """Conversations in a dictionary, with who holds them until when."""

    def __init__(self, clock: Clock, fuse: Fuse | None = None) -> None:
        self._clock = clock
        self._fuse = fuse or Fuse()
        self.conversations: dict[str, Conversation] = {}
        self.leases: dict[str, tuple[str, datetime]] = {}
        self.asked: dict[tuple[str, str, str], set[str]] = {}

    def begin(self, conversation: Conversation) -> bool:
        self._fuse.burn()
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

    def asked_this_hour(self, workspace: str, user: str, conversation_id: str, *, now: datetime) -> int:
        self._fuse.burn()
        asked = self.asked.setdefault((workspace, user, f"{now:%Y-%m-%dT%H}"), set())
        asked.add(conversation_id)
        return len(asked)


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


class SlackWorld:
    """A services, and what it works with."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack
        self.clock = Clock(NOW)
        self.fuse = Fuse()
        self.token: str | None = BOT_TOKEN
        self.reports = MemoryReportStore()
        self.files = MemoryFiles()
        self.queue = MemoryQueue(self.clock)
        self.conversations = MemoryConversationStore(self.clock, self.fuse)
        self.slack_queue = MemorySlackQueue(self.clock, self.fuse)
        self.upstream = FakeUpstream(self.clock)
        self.windows = MemoryWindowStore()
        self.links = MemoryLinkStore()
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
            links=self.links,
            files=self.files,
            queue=self.queue,
            upstream=self.upstream,
            clock=self.clock,
            new_token=lambda: secrets.token_urlsafe(32),
            holder=f"call-{next(self._holders)}",
            lease=LEASE,
            deadline_s=900,
            share_for=timedelta(days=30),
            reports_per_hour=REPORTS_PER_HOUR,
        )

    def an_action(
        self, action: SlackAction, conversation_id: str = "a-conversation", **fields: object
    ) -> SlackMessage:
        """Make a message about a conversation, with where it comes from."""
        came = SlackMessage(
            action,
            conversation_id,
            workspace=WORKSPACE,
            channel=CHANNEL,
            user=USER,
            page_url="https://example.org/v1/",
            response_url=f"{self.slack.url}hooks/{WORKSPACE}/{CHANNEL}/{secrets.token_hex(8)}",
            at=self.clock(),
        )
        return replace(came, **fields)  # type: ignore[arg-type]

    def ask(self, line: str = LINE, conversation_id: str = "a-conversation") -> SlackMessage:
        """Make the message of a line somebody typed."""
        return self.an_action(SlackAction.ASK, conversation_id, line=line)

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
        finalize_report(
            conversation_id,
            self.report(conversation_id).revision,
            CheckReason.ALL_JOBS_ENDED,
            reports=self.reports,
            stores=Stores(self.windows, MemoryChartStore(self.clock)),
            queue=self.queue,
            events=MemoryEvents(self.queue),
            files=self.files,
            writers={"report.xlsx": MemoryWorkbook()},
            clock=self.clock,
            try_id="a-try",
        )
        return self.queue.told_in_slack[-1]

    @property
    def shown(self) -> ShownMessage:
        """Give the one message there is."""
        (shown,) = self.slack.messages
        return shown


def found(name: str, number: int, country: str | None = None) -> FoundArtist:
    """Make an artist as search finds it."""
    return FoundArtist(Artist(f"11e81bcc-9c1c-ce38-b96b-{number:012x}", name), None, country)
