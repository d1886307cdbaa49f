"""A conversation in Slack: a request line, the one message that answers it, and the file in its thread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

DOOR = "slack"
"""What a report asked for in Slack was asked by; the template has its end sent to the Slack queue by it."""
_LOCAL = frozenset({"127.0.0.1", "localhost"})
RESPONSE_URL_USES = 5
RESPONSE_URL_LASTS = timedelta(minutes=30)
"""How often and how long Slack lets a `response_url` be used, from the click or command it came with."""
USES_KEPT_FOR_THE_END = 2
"""What progress leaves of a click's: the answer, and one more."""
POLL_AFTER_S = (2, 3, 5, 10, 20, 40, 80, 160, 300, 330)
"""How many seconds after the one before it each progress poll comes, less and less often.

Together longer than a report may take, and fewer than the rounds after which Lambda takes a function for one
that calls itself without end.
"""
RETRY_AFTER_S = (2, 4, 8, 15, 30, 60, 120)
"""How long to wait before each new try, when Slack or Soundcharts does not say how long itself."""


def owner_of(workspace: str) -> str:
    """Name the owner of the reports of a workspace, so that it is no name an API key could have."""
    return f"slack:{workspace}"


def failure_text(number: str) -> str:
    """Say that something failed unexpectedly; `number` is what to look for in the logs."""
    return f"Something went wrong, and this could not be completed. If you ask for help, quote {number}."


def is_response_url_of_slack(url: str, *, hosts: Collection[str]) -> bool:
    """Say whether a `response_url` leads to Slack: what a request names is not called unchecked.

    `hosts` are those of Slack's response URLs. One on this very machine, as local tests have it, may have any
    port and no TLS.
    """
    try:
        found = urlsplit(url)
        local, port = found.hostname in _LOCAL, found.port
    except ValueError:
        return False
    if found.hostname not in hosts or found.username is not None:
        return False
    return found.scheme in ("http", "https") if local else found.scheme == "https" and port is None


class Route(StrEnum):
    """How a conversation's message is sent."""

    BOT = "bot"
    """By the Web API with a bot token: edited as often as need be, with the file in its thread."""
    RESPONSE_URL = "response_url"
    """By `response_url`, which needs no token, but takes no files and can be used only a few times.

    A command's only adds messages, so there is no progress, and one answer; a click's replaces its message.
    """


class FileState(StrEnum):
    """How far a file is on its way: a workbook into the thread, a picture into the answer."""

    PREPARED = "prepared"
    """Nothing of it is to be seen, whatever was sent."""
    SHARING = "sharing"
    """Slack has it; whether it shows a workbook, or may show a picture, is not known yet."""
    SHARED = "shared"
    """It is to be seen."""
    GIVEN_UP = "given_up"
    """It will not be: Slack refused, or nobody can tell whether it is there already."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of one revision on its way: the workbook into the thread, or the picture into the answer."""

    revision: int
    state: FileState
    file_id: str = ""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """A `response_url` and what has been used of it; a click's `replaces` the message that was clicked."""

    url: str
    since: datetime
    uses: int = 0
    replaces: bool = False

    def open(self, *, now: datetime, keep: int = 0) -> bool:
        """Say whether it can be used now, `keep` uses being left for later."""
        return (
            bool(self.url) and now < self.since + RESPONSE_URL_LASTS and self.uses + keep < RESPONSE_URL_USES
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """A line and its answer. Its id is that of its report, too, as there is one of each.

    `line` is canonical. `private`, decided when it was asked, means that the asker alone sees the answer.
    `route` is how the message goes, `fallback_reason` why that is not the better one. `home` is the channel
    the message is in, which is the asker's own when private; `posting_since` is when posting it was begun,
    and `ts` what names it there. `shown` is a digest of what the message says, `answered` the revision of the
    report whose end it told, `polls` how many progress polls were made. `shared` says whether the answer has
    a link. `clicks` are the last ones that were answered, so that none is answered twice. `acknowledged` says
    whether the asker was told that it is being worked on, `told` is a digest of what they alone were told
    last. `waiting` are those who wait for the next end beside the asker; `announced` is the revision whose
    end they were called to, `announcing` the one for which that was begun. `file` is the workbook, `picture`
    that of the main chart, `file_ids` all files that Slack was ever given. `enterprise` is the organisation
    its workspace is part of, if of any.
    `closed` is set once nothing more is to come of it: the report could not be created, or something failed
    unexpectedly, and that was told.
    """

    conversation_id: str
    workspace: str
    channel: str
    user: str
    line: str
    private: bool
    page_url: str
    asked_at: datetime
    response_url: ResponseUrl
    route: Route = Route.BOT
    fallback_reason: str | None = None
    home: str = ""
    posting_since: datetime | None = None
    ts: str = ""
    shown: str = ""
    answered: int = 0
    polls: int = 0
    shared: bool = True
    closed: bool = False
    clicks: tuple[str, ...] = ()
    acknowledged: bool = False
    told: str = ""
    waiting: tuple[str, ...] = ()
    file_ids: tuple[str, ...] = ()
    enterprise: str = ""
    announced: int = 0
    announcing: int = 0
    file: UploadedFile | None = None
    picture: UploadedFile | None = None
