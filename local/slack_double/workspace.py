"""What a workspace shows: messages, files and forms, with every change they went through."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local.slack_double.addresses import RESPONSE_URL_USES, TRIGGER_LASTS_S, hook_of, trigger_since
from local.slack_double.channels import Channels, SlackSays
from local.slack_double.limits import broken_by_view, broken_limits

LOOKING_TAKES_S = 0.5
"""How long Slack takes to look at a file; until then it has no type and stands in no block."""
_NO_PICTURE = "application/octet-stream"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""The pictures a block may show, by how their files begin."""


class Button(dict[str, Any]):
    """A button, or a menu behind three dots, and the message it is on."""

    shown: ShownMessage


@dataclass
class ShownMessage:
    """A message, with what it said from its first version to its last; only one sees an ephemeral one.

    `thread` is the `ts` of the message it is a reply to.
    """

    channel: str
    ts: str
    thread: str = ""
    versions: list[dict[str, Any]] = field(default_factory=list)
    metadata: Mapping[str, Any] | None = None
    response_url: str | None = None
    ephemeral: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """Give what it says now."""
        return self.versions[-1]

    def button(self, action_id: str) -> Button:
        """Give one of its buttons."""
        for block in self.body["blocks"]:
            for element in block.get("elements", ()):
                if element.get("action_id") == action_id:
                    button = Button(element)
                    button.shown = self
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
    """A file, and where it is to be seen: channel and thread.

    It is complete since a moment in seconds, from which on Slack takes its time to look at it.
    """

    file_id: str
    name: str
    deleted: bool = False
    content: bytes = b""
    shares: list[tuple[str, str]] = field(default_factory=list)
    complete_since: float | None = None

    def mimetype(self, now: float) -> str:
        """Say what Slack has found it to be; nothing before it has looked."""
        if self.complete_since is None or now < self.complete_since + LOOKING_TAKES_S:
            return ""
        return next((kind for head, kind in _PICTURES.items() if self.content.startswith(head)), _NO_PICTURE)


@dataclass(frozen=True)
class Member:
    """A member of the workspace: the zone of their profile, and whether they were deactivated."""

    tz: str = "Europe/Rome"
    deleted: bool = False


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


class Workspace:
    """A workspace of Slack with an app installed in it. `now` is the time in seconds."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self.lock = threading.RLock()
        self.now: Callable[[], float] = time.time
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
            self.triggers: set[str] = set()
            self.faults: list[Fault] = []
            self.channels = Channels()
            self.members = {"U0MANAGER": Member()}
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

    def post(self, asked: Mapping[str, Any]) -> ShownMessage:
        """Post a message as the bot, or a reply to one."""
        with self.lock:
            channel, thread = str(asked["channel"]), str(asked.get("thread_ts") or "")
            self.channels.may_post(channel)
            if thread:
                self._message(channel, thread)
            self._may_show(_listed(asked.get("blocks")))
            return self._show(
                ShownMessage(channel, self._ts(), thread, metadata=asked.get("metadata")), asked
            )

    def update(self, channel: str, ts: str, asked: Mapping[str, Any]) -> None:
        """Change a message of the bot."""
        with self.lock:
            self.channels.may_post(channel)
            shown = self._message(channel, ts)
            if shown.response_url is not None:
                raise SlackSays("cant_update_message")
            self._may_show(_listed(asked.get("blocks")))
            self._say(shown, asked)

    def member(self, user: str) -> Member:
        """Give a member. Raises SlackSays if there is none."""
        if user not in self.members:
            raise SlackSays("user_not_found")
        return self.members[user]

    def permalink(self, channel: str, ts: str) -> str:
        """Give the address of a message the bot may see, with its thread if it is a reply."""
        with self.lock:
            self.channels.may_see(channel)
            shown = self._message(channel, ts)
            address = f"https://label.slack.com/archives/{channel}/p{ts.replace('.', '')}"
            return f"{address}?thread_ts={shown.thread}&cid={channel}" if shown.thread else address

    def respond(self, response_url: str, asked: Mapping[str, Any]) -> str | None:
        """Use a response URL; says why if it is not to be used any more.

        That of a command adds a message each time, whatever `replace_original` says; that of a click puts it
        in the place of the message clicked if it says so.
        """
        with self.lock:
            hook = hook_of(response_url)
            if hook is None or hook.expired(self.now()):
                return "expired_url"
            self.response_urls[response_url] = self.response_urls.get(response_url, 0) + 1
            if self.response_urls[response_url] > RESPONSE_URL_USES:
                return "used_url"
            try:
                self._may_show(_listed(asked.get("blocks")))
            except SlackSays as refusal:
                return str(refusal)
            ephemeral = asked.get("response_type") != "in_channel"
            if asked.get("replace_original") and hook.clicked is not None:
                clicked = self._message(hook.channel, hook.clicked, ephemeral=None)
                if clicked.ephemeral and not ephemeral:
                    self.broken.append("what one person sees cannot be turned into what all see")
                self._say(clicked, asked)
            else:
                shown = ShownMessage(hook.channel, self._ts(), response_url=response_url, ephemeral=ephemeral)
                self._show(shown, asked)
            return None

    def open_view(self, trigger: str, view: dict[str, Any]) -> None:
        """Open a form, once for a trigger and within the seconds it lasts."""
        with self.lock:
            since = trigger_since(trigger)
            if since is None:
                raise SlackSays("invalid_trigger_id")
            if trigger in self.triggers:
                raise SlackSays("exchanged_trigger_id")
            if self.now() > since + TRIGGER_LASTS_S:
                raise SlackSays("expired_trigger_id")
            self.triggers.add(trigger)
            self.broken += broken_by_view(view)
            self.views.append(view)

    def new_file(self, name: str) -> ShownFile:
        """Give a file an id."""
        with self.lock:
            file = ShownFile(f"F{uuid.uuid4().hex[:10].upper()}", name)
            self.files[file.file_id] = file
            return file

    def keep(self, file_id: str) -> None:
        """Finish an upload that is in no channel: it is seen where the app shows it, and nowhere else."""
        with self.lock:
            self._uploaded(file_id).complete_since = self.now()

    def complete(self, file_id: str, channel: str, thread: str, comment: str) -> None:
        """Show an uploaded file in a thread, with what is said of it."""
        with self.lock:
            self.channels.may_share_files(channel)
            file = self._uploaded(file_id)
            self._message(channel, thread)
            file.complete_since = self.now()
            file.shares.append((channel, thread))
            shown = ShownMessage(channel, self._ts(), thread)
            shown.versions.append({"text": comment, "blocks": []})
            self.messages.append(shown)

    def delete_file(self, file_id: str) -> None:
        """Delete a file of the bot, wherever it is shown."""
        with self.lock:
            if (file := self.files.get(file_id)) is None:
                raise SlackSays("file_not_found")
            if file.deleted:
                raise SlackSays("file_deleted")
            file.deleted = True
            file.content = b""
            file.shares.clear()

    def delete(self, shown: ShownMessage) -> None:
        """Delete a message, as a user may."""
        with self.lock:
            self.messages.remove(shown)

    # What is seen

    def in_channel(self, channel: str) -> list[ShownMessage]:
        """List the messages everybody in a channel sees, replies aside."""
        with self.lock:
            return [
                shown
                for shown in self.messages
                if shown.channel == channel and not shown.ephemeral and not shown.thread
            ]

    def in_thread(self, parent: ShownMessage) -> list[ShownMessage]:
        """List the replies to a message, files among them."""
        with self.lock:
            return [
                shown
                for shown in self.messages
                if (shown.channel, shown.thread) == (parent.channel, parent.ts)
            ]

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

    def pictures(self, shown: ShownMessage) -> list[tuple[ShownFile, str]]:
        """List the uploaded pictures a message shows now, each with what it says of it."""
        with self.lock:
            return [
                (self.files[block["slack_file"]["id"]], block["alt_text"])
                for block in shown.body["blocks"]
                if block["type"] == "image"
            ]

    def _uploaded(self, file_id: str) -> ShownFile:
        file = self.files.get(file_id)
        if file is None or not file.content or file.deleted:
            raise SlackSays("file_not_found")
        return file

    def _may_show(self, blocks: Sequence[dict[str, Any]]) -> None:
        """Raise SlackSays unless each picture is a file the app has uploaded, and Slack has looked at."""
        for block in blocks:
            if block["type"] == "image" and "slack_file" in block:
                file = self.files.get(block["slack_file"].get("id", ""))
                if file is None or file.deleted or not file.mimetype(self.now()).startswith("image/"):
                    raise SlackSays("invalid_blocks")

    def _message(self, channel: str, ts: str, *, ephemeral: bool | None = False) -> ShownMessage:
        """Find a message; one that only one person sees is found if asked for."""
        for shown in self.messages:
            if (shown.channel, shown.ts) == (channel, ts) and ephemeral in (None, shown.ephemeral):
                return shown
        raise SlackSays("message_not_found")

    def _show(self, shown: ShownMessage, asked: Mapping[str, Any]) -> ShownMessage:
        self.messages.append(shown)
        self._say(shown, asked)
        return shown

    def _say(self, shown: ShownMessage, asked: Mapping[str, Any]) -> None:
        said = {"text": asked.get("text", ""), "blocks": _listed(asked.get("blocks"))}
        self.broken += broken_limits(said)
        shown.versions.append(said)

    def _ts(self) -> str:
        return f"{self.now():.0f}.{next(self._ticks):06d}"


def _listed(blocks: Sequence[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return list(blocks or ())
