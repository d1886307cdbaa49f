"""What every answer in Slack works with, and the lease of a conversation while its message is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from linernotes.model.errors import SlackBusy
from linernotes.model.report import Report
from linernotes.patience import Patience
from linernotes.reports.ports import ArtistSearch, JobQueue, ReportFiles, ReportStore, SharedLinkStore
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.store import WindowStore
from linernotes.slack.choose import Choice
from linernotes.slack.conversation import Conversation, ResponseUrl, Route
from linernotes.slack.picture.main_chart import Chart
from linernotes.slack.ports import ConversationStore, Message, Messenger, SlackMessage, SlackQueue
from linernotes.subscriptions.messages import RunsQueue
from linernotes.subscriptions.store import SubscriptionStore

LEASED_ELSEWHERE_S = 3.0
"""How long to wait for a conversation that another call has leased."""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of an answer, both without an API key: the page, and the page that downloads the workbook."""

    page: str
    download: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of an answer: its file in Slack, and what it shows."""

    file_id: str
    in_words: str


class MessageRenderer(Protocol):
    """Renders messages."""

    def accepted(self, conversation: Conversation, note: str | None = None) -> Message:
        """Render, for the asker alone, that a line was accepted, before its report exists."""

    def progress(self, conversation: Conversation, report: Report) -> Message:
        """Render a report's progress."""

    def answer(
        self,
        conversation: Conversation,
        report: Report,
        result: Mapping[str, Any] | None,
        links: Links | None,
        note: str | None,
        shown: Picture | None = None,
    ) -> Message:
        """Render an ended report; `result` is its answer, if it has one, and `note` what else to say."""

    def refused(
        self,
        conversation: Conversation,
        problems: Sequence[str],
        choices: Sequence[Choice] = (),
    ) -> Message:
        """Render, for the asker alone, why there is no report, with artists to choose from if that is why."""

    def question(self, conversation: Conversation, price: int, left: int) -> Message:
        """Render whether a report of so many calls is to be created, so many being left this month."""

    def failed(self, conversation: Conversation) -> Message:
        """Render that something failed unexpectedly, with what to quote and how to try again."""

    def deleted(self, user: str = "", *, files_left: bool = False) -> Message:
        """Render, in place of an answer, that its report was deleted and by whom, or what Slack kept."""

    def notice(self, text: str, line: str | None = None) -> Message:
        """Render a text for one person, with a line to send instead if there is one."""


@dataclass(frozen=True)
class SlackServices:
    """What an answer in Slack works with.

    `searches` gives an owner's artist search, `draw` a chart as PNG. `warn` logs what failed
    of what nobody needs, and why. `holder` names this call among all that lease conversations. With `again`
    finished answers are given again.
    """

    conversations: ConversationStore
    slack_queue: SlackQueue
    messenger: Messenger
    renderer: MessageRenderer
    reports: ReportStore
    windows: WindowStore
    lookups: LookupStore
    links: SharedLinkStore
    files: ReportFiles
    queue: JobQueue
    spending: Spending
    searches: Callable[[str], ArtistSearch]
    draw: Callable[[Chart], bytes]
    warn: Callable[[str, Exception], None]
    clock: Callable[[], datetime]
    new_token: Callable[[], str]
    holder: str
    lease: timedelta
    deadline_s: int
    share_for: timedelta
    reports_per_hour: int
    subscriptions: SubscriptionStore
    runs_queue: RunsQueue
    patience: Patience
    again: SameAgain | None = None


def new_conversation(message: SlackMessage, services: SlackServices, *, private: bool) -> Conversation:
    """Make the conversation of a line that was asked for; nothing of it is stored yet."""
    at = message.at or services.clock()
    return Conversation(
        conversation_id=message.conversation_id,
        workspace=message.workspace,
        channel=message.channel,
        user=message.user,
        enterprise=message.enterprise,
        line=message.line,
        private=private,
        page_url=message.page_url,
        asked_at=at,
        response_url=ResponseUrl(message.response_url, at),
        acknowledged=message.acknowledged,
        route=Route.BOT if services.messenger.has_token else Route.RESPONSE_URL,
    )


class LeasedConversation:
    """A conversation this call has leased: nobody else changes what is stored of it meanwhile."""

    def __init__(self, conversation: Conversation, services: SlackServices) -> None:
        self.conversation = conversation
        self._services = services

    def save(self, **changes: Any) -> None:
        """Change the conversation. Raises LeaseLost."""
        self.conversation = replace(self.conversation, **changes)
        self._services.conversations.save(self.conversation, self._services.holder)


@contextmanager
def lease(conversation_id: str, services: SlackServices) -> Iterator[LeasedConversation]:
    """Lease a conversation as long as the context is open.

    Raises SlackBusy if another call has leased it. The lease of a call that dies runs out by itself.
    """
    now = services.clock()
    conversation = services.conversations.claim(
        conversation_id, services.holder, now=now, until=now + services.lease
    )
    if conversation is None:
        raise SlackBusy("the conversation is being answered already", LEASED_ELSEWHERE_S)
    try:
        yield LeasedConversation(conversation, services)
    finally:
        services.conversations.release(conversation_id, services.holder)
