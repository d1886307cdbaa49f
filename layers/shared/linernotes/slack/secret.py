"""Slack's secret: what its requests are signed with, and the bot token if there is one."""

from __future__ import annotations

import json
from collections.abc import Callable

from linernotes.aws.secrets import Secret

_NO_TOKEN = ("", "unset")


def signing_secret(secret: Secret) -> str:
    """Give the signing secret of a secret of the form {"signing_secret", "bot_token"}."""
    return str(json.loads(secret.text())["signing_secret"])


def bot_token(secret: Secret) -> Callable[[bool], str | None]:
    """Give a function that reads the bot token of such a secret, None where there is none."""

    def token(read_again: bool) -> str | None:
        stored = str(json.loads(secret.text(read_again=read_again)).get("bot_token") or "")
        return None if stored in _NO_TOKEN else stored

    return token
