"""An exchange in Slack: a line somebody typed, the one message that answers it, and the file beneath that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

DOOR = "slack"
"""What a report asked for in Slack was asked by; the template has its end sent to the Slack queue by it."""
_LOCAL = frozenset({"127.0.0.1", "localhost"})
HOOK_USES = 5
HOOK_LASTS = timedelta(minutes=30)
"""How often and how long a `response_url` may be used, counted from the click or command it came with."""
HOOK_USES_FOR_THE_END = 2
"""What progress leaves of them: the answer, and one more."""
LOOKS_S = (2, 3, 5, 10, 20, 40, 80, 160, 300, 330)
"""How long after the look before it each look at a report's progress comes, ever less often.

Together longer than a report may take, and fewer than the rounds after which Lambda takes a function for one
that calls itself without end.
"""


def owner_of(workspace: str) -> str:
    """Name the owner of the reports of a workspace, so that it is no name an API key could have."""
    return f"slack:{workspace}"


def failure_text(number: str) -> str:
    """Put in words that something failed which nobody foresaw; `number` is what to look for in the logs."""
    return f"Something failed, and nothing came of this. To ask about it, quote {number}."


def hook_is_slacks(url: str, *, hosts: Collection[str]) -> bool:
    """Say whether a `response_url` leads to Slack: what a request names is not called unseen.

    `hosts` are those Slack has its hooks on. On one of this very machine, as local tests have it, they may be
    at any port and without TLS.
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
    """How an exchange's message is sent."""

    BOT = "bot"
    """By the Web API with a bot token: edited as often as need be, with the file in its thread."""
    HOOK = "hook"
    """By `response_url`, which takes no token, no files, and few uses."""


class FileState(StrEnum):
    """How far the upload of a workbook is."""

    PREPARED = "prepared"
    """Nothing of it is to be seen, whatever was sent."""
    SHARING = "sharing"
    """Slack was asked to show it; whether it does is not known yet."""
    SHARED = "shared"
    """It is in the thread."""
    GIVEN_UP = "given_up"
    """It will not be: Slack refused, or nobody can tell whether it is there already."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """The workbook of one revision on its way into the thread."""

    revision: int
    state: FileState
    file_id: str = ""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """A `response_url` and what has been used of it; a click's `replaces` the message that was clicked."""

    url: str
    since: datetime
    uses: int = 0
    replaces: bool = False

    def open(self, *, now: datetime, keep: int = 0) -> bool:
        """Say whether it can be used now, `keep` uses being left for later."""
        return bool(self.url) and now < self.since + HOOK_LASTS and self.uses + keep < HOOK_USES


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line and its answer. Its id is that of its report, too, as there is one of each.

    `line` is canonical. `private`, decided when it was asked, means that the asker alone sees the answer.
    `route` is how the message goes, `trouble` why that is not the better one. `home` is the channel the
    message is in, which is the asker's own when private; `posting_since` is when posting it was begun, and
    `ts` what names it there. `shown` is a digest of what the message says, `answered` the revision of the
    report whose end it told, `looks` how many were taken. `shared` says whether the answer has a link.
    `clicks` are those its message had answered last, so that none is answered twice.
    `closed` is set once nothing more is to come of it: the line could not be made a report, or something
    failed which nobody foresaw, and that was told.
    """

    exchange_id: str
    workspace: str
    channel: str
    user: str
    line: str
    private: bool
    page_url: str
    asked_at: datetime
    hook: Hook
    route: Route = Route.BOT
    trouble: str | None = None
    home: str = ""
    posting_since: datetime | None = None
    ts: str = ""
    shown: str = ""
    answered: int = 0
    looks: int = 0
    shared: bool = True
    closed: bool = False
    clicks: tuple[str, ...] = ()
    file: UploadedFile | None = None
