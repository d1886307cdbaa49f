"""Channels with members, and the scopes methods need, as Slack's reference has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SlackSays(Exception):
    """Slack refuses a call, in its own word."""

    def __init__(self, code: str, needed: str | None = None) -> None:
        super().__init__(code)
        self.needed = needed


class Kind(StrEnum):
    """What a channel is."""

    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"


@dataclass
class Channel:
    """A channel; `member` says whether the app's bot is in it."""

    kind: Kind = Kind.PUBLIC
    member: bool = False
    archived: bool = False


ALL_SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "chat:write.public",
        "channels:join",
        "channels:history",
        "groups:history",
        "im:history",
        "im:write",
        "files:write",
        "files:read",
        "users:read",
    }
)
"""What the app's manifest asks for."""
_SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "conversations.join": "channels:join",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.info": "files:read",
    "users.info": "users:read",
}
_HISTORY = {Kind.PUBLIC: "channels:history", Kind.PRIVATE: "groups:history", Kind.DIRECT: "im:history"}


class Channels:
    """The channels of a workspace, and what a bot with these scopes may do there."""

    def __init__(self) -> None:
        self.scopes = set(ALL_SCOPES)
        self.messages_tab = True
        self._channels = {"C0CHANNEL": Channel()}

    def __getitem__(self, channel: str) -> Channel:
        """Give a channel. Raises SlackSays if there is none."""
        if channel not in self._channels:
            raise SlackSays("channel_not_found")
        return self._channels[channel]

    def __setitem__(self, name: str, channel: Channel) -> None:
        """Have a channel."""
        self._channels[name] = channel

    def need(self, scope: str) -> None:
        """Raise SlackSays unless the scope is granted."""
        if scope not in self.scopes:
            raise SlackSays("missing_scope", scope)

    def need_for(self, method: str) -> None:
        """Raise SlackSays unless the scope of a method is granted that is the same in each channel."""
        if method in _SCOPES:
            self.need(_SCOPES[method])

    def open_direct(self, user: str) -> str:
        """Open the channel of a user and the bot."""
        name = f"D{user[1:]}"
        self._channels.setdefault(name, Channel(Kind.DIRECT, member=True))
        return name

    def join(self, name: str) -> None:
        """Make the bot a member, of public channels only."""
        channel = self[name]
        if channel.kind is not Kind.PUBLIC:
            raise SlackSays("method_not_supported_for_channel_type")
        if channel.archived:
            raise SlackSays("is_archived")
        channel.member = True

    def may_post(self, name: str) -> None:
        """Raise SlackSays unless the bot may post."""
        channel = self._seen(name)
        if channel.archived:
            raise SlackSays("is_archived")
        if channel.kind is Kind.DIRECT and not self.messages_tab:
            raise SlackSays("messages_tab_disabled")
        if not channel.member and "chat:write.public" not in self.scopes:
            raise SlackSays("not_in_channel")

    def may_see(self, name: str) -> None:
        """Raise SlackSays unless the bot knows of a channel."""
        self._seen(name)

    def may_share_files(self, name: str) -> None:
        """Raise SlackSays unless the bot may put files there, which takes a member."""
        if not self._seen(name).member:
            raise SlackSays("not_in_channel")

    def may_read(self, name: str) -> None:
        """Raise SlackSays unless the bot may read what was said: a member, with the kind's scope."""
        channel = self._seen(name)
        self.need(_HISTORY[channel.kind])
        if not channel.member:
            raise SlackSays("not_in_channel")

    def _seen(self, name: str) -> Channel:
        """Give a channel the bot knows of: of a private one it is not in, Slack says there is none."""
        channel = self[name]
        if channel.kind is not Kind.PUBLIC and not channel.member:
            raise SlackSays("channel_not_found")
        return channel
