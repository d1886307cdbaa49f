"""What a conversation in Slack needs of the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from linernotes.model.errors import LinerNotesError
from linernotes.slack.conversation import Conversation

Message = Mapping[str, Any]
"""A message as Slack takes it: `text` for notifications, and `blocks`."""


class SlackAction(StrEnum):
    """What somebody does in Slack, or what happened that is to be shown there."""

    ASK = "ask"
    POLL = "poll"
    REPORT_ENDED = "report_ended"
    REPAIR = "repair"
    RERUN = "rerun"
    OTHER_MONTH = "other_month"
    UNSHARE = "unshare"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message of the Slack queue: an action in a conversation.

    `number` is the poll's, or the revision's that ended. `tries` counts how often the message was sent again
    because Slack or Soundcharts was not ready. What follows comes with a command or a click: who made it
    where and when, the line asked for or the conversation `original_id` to take it from, the page's address,
    and the `response_url` to answer by; `click` tells a click from every other.
    """

    action: SlackAction
    conversation_id: str
    number: int = 0
    tries: int = 0
    workspace: str = ""
    channel: str = ""
    user: str = ""
    line: str = ""
    original_id: str = ""
    click: str = ""
    page_url: str = ""
    response_url: str = ""
    at: datetime | None = None


class LeaseLost(LinerNotesError):
    """Another function has taken the conversation over; what this one knew of it is old."""


class ConversationStore(Protocol):
    """Keeps conversations. Whoever changes one holds its lease, so that one at a time writes its message."""

    def begin(self, conversation: Conversation) -> bool:
        """Store a new conversation; False if there is one of that id, which is then left alone."""

    def get(self, conversation_id: str) -> Conversation | None:
        """Read a conversation as of the last write."""

    def claim(
        self, conversation_id: str, holder: str, *, now: datetime, until: datetime
    ) -> Conversation | None:
        """Take the lease and give the conversation; None if there is none, or another's lease still runs."""

    def save(self, conversation: Conversation, holder: str) -> None:
        """Store what changed. Raises LeaseLost unless the holder has the lease."""

    def release(self, conversation_id: str, holder: str) -> None:
        """Give the lease back; does nothing if it is not the holder's any more."""

    def asked_this_hour(self, workspace: str, user: str, conversation_id: str, *, now: datetime) -> int:
        """Count what a user asked for in this hour, this included, which counts once however often told."""


class SlackQueue(Protocol):
    """Sends what functions do in Slack."""

    def send(self, message: SlackMessage, *, delay_s: int = 0) -> None:
        """Send a message, to be received now or later."""


@dataclass(frozen=True, slots=True)
class UploadAddress:
    """Where Slack takes a file, and the id it will have."""

    file_id: str
    url: str


class Messenger(Protocol):
    """Slack, spoken to. Raises SlackBusy when it should be tried again later, SlackRefused when not."""

    @property
    def has_token(self) -> bool:
        """Say whether there is a bot token, without which only `respond` works."""

    def respond(self, response_url: str, message: Message, *, private: bool, replace: bool) -> None:
        """Send a message by a `response_url`, in place of the one it belongs to or as a new one."""

    def open_direct(self, user: str) -> str:
        """Give the channel in which the app and a user are alone."""

    def post(self, channel: str, message: Message, *, conversation_id: str) -> str:
        """Post a message, marked as the conversation's; gives its `ts`."""

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Change a message."""

    def find(self, channel: str, conversation_id: str, *, since: datetime) -> str | None:
        """Look for the message of a conversation posted since; its `ts`, or None if it is not there."""

    def upload_address(self, name: str, size: int) -> UploadAddress:
        """Ask where to send a file of this name and size."""

    def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes where Slack said."""

    def share_upload(self, file_id: str, title: str, *, channel: str, ts: str) -> None:
        """Have an uploaded file shown in the thread of a message."""

    def is_shared(self, file_id: str, *, channel: str) -> bool | None:
        """Say whether a file is to be seen in a channel: False if there is no such file, None if not yet."""
