"""Slack's secret and its Web API, as both functions of Slack have them."""

from __future__ import annotations

import time
from functools import partial
from typing import Protocol

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.slack.secret import bot_token
from linernotes.slack.web_api import SlackMessenger


class ReachesSlack(Protocol):
    """The settings that say how to reach Slack."""

    @property
    def slack_secret(self) -> str:
        """The secret's ARN."""

    @property
    def slack_api_url(self) -> str:
        """Where the Web API is."""

    @property
    def slack_response_hosts(self) -> tuple[str, ...]:
        """The hosts of response URLs."""

    @property
    def slack_timeout_s(self) -> int:
        """How long a call may take."""


def make_slack_secret(settings: ReachesSlack) -> Secret:
    """Make the reader of Slack's secret."""
    return Secret(partial(client, "secretsmanager"), settings.slack_secret, monotonic=time.monotonic)


def make_slack_messenger(secret: Secret, settings: ReachesSlack) -> SlackMessenger:
    """Make the client of Slack's Web API."""
    return SlackMessenger(
        bot_token(secret),
        settings.slack_api_url,
        response_hosts=settings.slack_response_hosts,
        timeout_s=settings.slack_timeout_s,
    )
