"""What a workspace shows: messages, files and forms, with every change they went through."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local.slack_double.limits import broken_by_view, broken_limits

RESPONSE_URL_USES = 5


@dataclass
class ShownMessage:
    """A message, with what it said from its first version to its last; only one sees an ephemeral one."""

    channel: str
    ts: str
    versions: list[dict[str, Any]] = field(default_factory=list)
    metadata: Mapping[str, Any] | None = None
    response_url: str | None = None
    ephemeral: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """Give what it says now."""
        return self.versions[-1]

    def button(self, action_id: str) -> dict[str, Any]:
        """Give one of its buttons."""
        for block in self.body["blocks"]:
            for element in block.get("elements", ()):
                if element.get("action_id") == action_id:
                    button: dict[str, Any] = element
                    return button
        raise AssertionError(f"the message has no button {action_id}")

    @property
    def actions(self) -> list[str]:
        """List the buttons it has."""
        return [
            element["action_id"]
            for block in self.body["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
        ]


@dataclass
class ShownFile:
    """A file, and where it is to be seen: channel and thread."""

    file_id: str
    name: str
    content: bytes = b""
    shares: list[tuple[str, str]] = field(default_factory=list)
    complete: bool = False


@dataclass
class Fault:
    """What goes wrong with the next calls of a method: an error in Slack's words, a status, or no answer.

    With `after` it is done all the same. With `drops` the caller hears nothing, as if it had timed out.
    """

    method: str
    times: int = 1
    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    drops: bool = False
    after: bool = False
    needed: str | None = None


class SlackSays(Exception):
    """Slack refuses a call, in its own word."""


class Workspace:
    """A workspace of Slack with an app installed in it."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self.lock = threading.RLock()
        self._ticks = itertools.count(1)
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        with self.lock:
            self.messages: list[ShownMessage] = []
            self.files: dict[str, ShownFile] = {}
            self.views: list[dict[str, Any]] = []
            self.calls: list[tuple[str, dict[str, Any]]] = []
            self.response_urls: dict[str, int] = {}
            self.faults: list[Fault] = []
            self.scopes_missing: dict[str, str] = {}
            self.broken: list[str] = []

    # What is done

    def misbehave(self, *faults: Fault) -> None:
        """Have these go wrong."""
        with self.lock:
            self.faults.extend(faults)

    def fault_of(self, method: str) -> Fault | None:
        """Give what is to go wrong with this call, and count it."""
        with self.lock:
            for fault in self.faults:
                if fault.method in (method, "*") and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def post(
        self, asked: Mapping[str, Any], *, response_url: str | None = None, ephemeral: bool = False
    ) -> ShownMessage:
        """Post a message."""
        with self.lock:
            shown = ShownMessage(
                str(asked["channel"]),
                self._ts(),
                metadata=asked.get("metadata"),
                response_url=response_url,
                ephemeral=ephemeral,
            )
            self.messages.append(shown)
            self._say(shown, asked)
            return shown

    def update(self, channel: str, ts: str, asked: Mapping[str, Any]) -> None:
        """Change a message."""
        with self.lock:
            self._say(self._message(channel, ts), asked)

    def respond(self, response_url: str, asked: Mapping[str, Any]) -> bool:
        """Use a response URL; False if it has been used up."""
        with self.lock:
            self.response_urls[response_url] = self.response_urls.get(response_url, 0) + 1
            if self.response_urls[response_url] > RESPONSE_URL_USES:
                return False
            mine = [shown for shown in self.messages if shown.response_url == response_url]
            if asked.get("replace_original") and mine:
                self._say(mine[-1], asked)
            else:
                channel = response_url.split("/")[1]
                ephemeral = asked.get("response_type") != "in_channel"
                self.post({**asked, "channel": channel}, response_url=response_url, ephemeral=ephemeral)
            return True

    def open_view(self, view: dict[str, Any]) -> None:
        """Open a form."""
        with self.lock:
            self.broken += broken_by_view(view)
            self.views.append(view)

    def new_file(self, name: str) -> ShownFile:
        """Give a file an id."""
        with self.lock:
            file = ShownFile(f"F{uuid.uuid4().hex[:10].upper()}", name)
            self.files[file.file_id] = file
            return file

    def complete(self, file_id: str, channel: str, thread: str) -> None:
        """Show an uploaded file in a thread."""
        with self.lock:
            file = self.files.get(file_id)
            if file is None or not file.content:
                raise SlackSays("file_not_found")
            self._message(channel, thread)
            file.complete = True
            file.shares.append((channel, thread))

    def delete(self, shown: ShownMessage) -> None:
        """Delete a message, as a user may."""
        with self.lock:
            self.messages.remove(shown)

    # What is seen

    def in_channel(self, channel: str) -> list[ShownMessage]:
        """List the messages everybody in a channel sees."""
        with self.lock:
            return [shown for shown in self.messages if shown.channel == channel and not shown.ephemeral]

    def only_to_one(self) -> list[ShownMessage]:
        """List the messages one person sees."""
        with self.lock:
            return [shown for shown in self.messages if shown.ephemeral]

    def shown_files(self) -> list[ShownFile]:
        """List the files that are to be seen somewhere, once for each place."""
        with self.lock:
            return [file for file in self.files.values() for _ in file.shares]

    def called(self, method: str) -> int:
        """Count the calls of a method."""
        with self.lock:
            return sum(name == method for name, _ in self.calls)

    def _message(self, channel: str, ts: str) -> ShownMessage:
        for shown in self.messages:
            if (shown.channel, shown.ts) == (channel, ts):
                return shown
        raise SlackSays("message_not_found")

    def _say(self, shown: ShownMessage, asked: Mapping[str, Any]) -> None:
        said = {"text": asked.get("text", ""), "blocks": _listed(asked.get("blocks"))}
        self.broken += broken_limits(said)
        shown.versions.append(said)

    def _ts(self) -> str:
        return f"{time.time():.0f}.{next(self._ticks):06d}"


def _listed(blocks: Sequence[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return list(blocks or ())
