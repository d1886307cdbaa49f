"""What a conversation in Slack needs of the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from linernotes.model.errors import LinerNotesError
from linernotes.request_line.channel_defaults import ChannelDefaults
from linernotes.slack.conversation import Conversation

Message = Mapping[str, Any]
"""A message as Slack takes it: `text` for notifications and screen readers, and `blocks` if it has any."""


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
    CHOOSE = "choose"
    STATUS = "status"
    LIST = "list"
    CREATE = "create"
    CANCEL = "cancel"
    DELETE = "delete"
    REPEAT = "repeat"
    EDIT = "edit"
    MOVE = "move"
    SUBSCRIBE = "subscribe"
    SUBSCRIPTIONS = "subscriptions"
    RUN_NOW = "run_now"
    PAUSE = "pause"
    RESUME = "resume"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message of the Slack queue: an action in a conversation.

    `number` is the poll's, the revision's that ended, or of the calls somebody agreed to. `tries` counts how
    often the message was sent again because Slack or Soundcharts was not ready. What follows comes with a
    command or a click: who made it where and when, the line asked for or the conversation `original_id` to
    take it from, the page's address, and the `response_url` to answer by; `click` tells a click from every
    other. `acknowledged` says that they were told already that it is being worked on, `choice` which artist
    they chose: its place in the line and the uuid.
    """

    action: SlackAction
    conversation_id: str
    number: int = 0
    tries: int = 0
    workspace: str = ""
    channel: str = ""
    user: str = ""
    enterprise: str = ""
    line: str = ""
    original_id: str = ""
    click: str = ""
    page_url: str = ""
    response_url: str = ""
    acknowledged: bool = False
    choice: str = ""
    at: datetime | None = None


LAST_KEPT = 10
"""How many of somebody's last conversations are known by who asked."""


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

    def forget(self, conversation_id: str) -> None:
        """Drop all that is kept of a conversation and its people, for good: none of this id begins again.

        Whoever holds its lease has lost it. Does nothing if there is none.
        """

    def asked_this_hour(self, workspace: str, user: str, conversation_id: str, *, now: datetime) -> int:
        """Count what a user asked for in this hour, this included, which counts once however often told."""

    def note_last(self, conversation: Conversation) -> None:
        """Put a conversation among the last of who asked, once however often it is told."""

    def last_of(self, workspace: str, user: str) -> list[str]:
        """Give the ids of a user's last conversations in a workspace, newest first, at most LAST_KEPT."""


class ChannelStore(Protocol):
    """Keeps the settings of channels."""

    def defaults(self, workspace: str, channel: str) -> ChannelDefaults:
        """Read a channel's settings as of the last write; none of them are set if there are none."""

    def keep(self, workspace: str, channel: str, defaults: ChannelDefaults) -> None:
        """Store a channel's settings in place of those there were; empty ones clear it."""


class SlackQueue(Protocol):
    """Sends what functions do in Slack."""

    def send(self, message: SlackMessage, *, delay_s: int = 0) -> None:
        """Send a message, to be received now or later."""


@dataclass(frozen=True, slots=True)
class UploadAddress:
    """Where Slack takes a file, and the id it will have."""

    file_id: str
    url: str


@dataclass(frozen=True, slots=True)
class SlackUser:
    """A member of a workspace: the IANA zone they live in, "" where Slack has none, and whether they left."""

    time_zone: str
    gone: bool


class Messenger(Protocol):
    """Slack, spoken to. Raises SlackBusy when it should be tried again later, SlackRefused when not."""

    @property
    def has_token(self) -> bool:
        """Say whether there is a bot token, without which only `respond` works."""

    def respond(self, response_url: str, message: Message, *, private: bool, replace: bool) -> None:
        """Send a message by a `response_url`, in place of the one it belongs to or as a new one."""

    def open_direct(self, user: str) -> str:
        """Give the channel in which the app and a user are alone."""

    def user(self, user: str) -> SlackUser:
        """Read what Slack has of a member."""

    def permalink(self, channel: str, ts: str) -> str:
        """Give the address of a message, for whoever may see it."""

    def join(self, channel: str) -> None:
        """Become a member of a public channel."""

    def delete_file(self, file_id: str) -> None:
        """Delete a file of the app's own, wherever it is shown."""

    def post(self, channel: str, message: Message, *, conversation_id: str, thread: str = "") -> str:
        """Post a message or a reply to `thread`, marked as the conversation's; gives its `ts`."""

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Change a message."""

    def find(self, channel: str, conversation_id: str, *, since: datetime, thread: str = "") -> str | None:
        """Look for a conversation's message, or its reply to `thread`, posted since; its `ts`, or None."""

    def upload_address(self, name: str, size: int) -> UploadAddress:
        """Ask where to send a file of this name and size."""

    def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes where Slack said."""

    def share_upload(self, file_id: str, title: str, *, channel: str, ts: str, comment: str) -> None:
        """Have an uploaded file shown in the thread of a message, with a comment in Slack's markup."""

    def keep_upload(self, file_id: str, title: str) -> None:
        """Finish the upload of a file that no channel shows, but a message may (`picture` in blocks.py)."""

    def is_image(self, file_id: str) -> bool:
        """Say whether Slack has looked at a file by now and found a picture, which a message may show."""

    def is_shared(self, file_id: str, *, channel: str) -> bool | None:
        """Say whether a file is to be seen in a channel: False if there is no such file, None if not yet."""
