"""What an exchange in Slack needs of the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from linernotes.model.errors import LinerNotesError
from linernotes.slack.exchange import Exchange

Message = Mapping[str, Any]
"""A message as Slack takes it: `text` for notifications, and `blocks`."""


class Wish(StrEnum):
    """What somebody in Slack wants, or the stack has to say to them."""

    ASK = "ask"
    LOOK = "look"
    TELL = "tell"
    REPAIR = "repair"
    RERUN = "rerun"
    OTHER_MONTH = "other_month"
    UNSHARE = "unshare"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message of the Slack queue: a wish about an exchange.

    `number` is the look's, or the revision's that ended. `tries` counts how often the message was sent again
    because Slack or Soundcharts was not ready. What follows comes with a command or a click: who made it
    where and when, the line asked for or the exchange it is to be taken `of`, the page's address, and the
    `response_url` to answer by; `click` tells a click from every other.
    """

    wish: Wish
    exchange_id: str
    number: int = 0
    tries: int = 0
    workspace: str = ""
    channel: str = ""
    user: str = ""
    line: str = ""
    of: str = ""
    click: str = ""
    page_url: str = ""
    response_url: str = ""
    at: datetime | None = None


class LeaseLost(LinerNotesError):
    """Another function has taken the exchange over; what this one knew of it is old."""


class ExchangeStore(Protocol):
    """Keeps exchanges. Whoever changes one holds its lease, so that one at a time writes its message."""

    def begin(self, exchange: Exchange) -> bool:
        """Store a new exchange; False if there is one of that id, which is then left alone."""

    def get(self, exchange_id: str) -> Exchange | None:
        """Read an exchange as of the last write."""

    def claim(self, exchange_id: str, holder: str, *, now: datetime, until: datetime) -> Exchange | None:
        """Take the lease and give the exchange; None if there is none, or another's lease still runs."""

    def save(self, exchange: Exchange, holder: str) -> None:
        """Store what changed. Raises LeaseLost unless the holder has the lease."""

    def release(self, exchange_id: str, holder: str) -> None:
        """Give the lease back; does nothing if it is not the holder's any more."""

    def asked_this_hour(self, workspace: str, user: str, exchange_id: str, *, now: datetime) -> int:
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

    def post(self, channel: str, message: Message, *, exchange_id: str) -> str:
        """Post a message, marked as the exchange's; gives its `ts`."""

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Change a message."""

    def find(self, channel: str, exchange_id: str, *, since: datetime) -> str | None:
        """Look for the message of an exchange posted since; its `ts`, or None if it is not there."""

    def upload_address(self, name: str, size: int) -> UploadAddress:
        """Ask where to send a file of this name and size."""

    def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes where Slack said."""

    def share_upload(self, file_id: str, title: str, *, channel: str, ts: str) -> None:
        """Have an uploaded file shown in the thread of a message."""

    def is_shared(self, file_id: str, *, channel: str) -> bool | None:
        """Say whether a file is to be seen in a channel: False if there is no such file, None if not yet."""
