"""Where the bot is no member of a channel: it joins, or says what keeps it out."""

from __future__ import annotations

from collections.abc import Callable

from linernotes.model.errors import SlackRefused
from linernotes.slack.ports import Messenger

_NO_MEMBER = "not_in_channel"


def as_member[Result](messenger: Messenger, channel: str, call: Callable[[], Result]) -> Result:
    """Do what only members of a channel may; where the bot is none, it joins and tries once more.

    Only public channels can be joined, with the scope `channels:join`; elsewhere it takes an invitation, and
    Slack's first refusal is raised. Raises SlackBusy.
    """
    try:
        return call()
    except SlackRefused as refusal:
        if refusal.code != _NO_MEMBER:
            raise
        try:
            messenger.join(channel)
        except SlackRefused:
            raise refusal from None
    return call()
