"""What the slack function works with; most requests need the secret and the queue only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.bootstrap.artist_search import LazyArtistSearch
from linernotes.bootstrap.slack_clients import make_slack_messenger, make_slack_secret
from linernotes.settings import SoundchartsSettings
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.secret import signing_secret

if TYPE_CHECKING:
    from linernotes.slack.web_api import SlackMessenger


@dataclass(frozen=True, slots=True)
class SlackSettings(SoundchartsSettings):
    """Settings of the slack function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    slack_secret: str
    slack_queue_url: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_workspaces: tuple[str, ...]
    slack_channels: tuple[str, ...]
    slack_timeout_s: int
    page_address: str


@dataclass
class Services:
    """What the slack function works with."""

    settings: SlackSettings
    secret: Secret
    queue: SqsSlackQueue
    artists: LazyArtistSearch

    def signing_secret(self) -> str:
        """Give what Slack signs its requests with."""
        return signing_secret(self.secret)

    @cached_property
    def messenger(self) -> SlackMessenger:
        """Slack, to open forms."""
        return make_slack_messenger(self.secret, self.settings)


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = SlackSettings.from_env(os.environ)
    return Services(
        settings,
        make_slack_secret(settings),
        SqsSlackQueue(client("sqs"), settings.slack_queue_url),
        LazyArtistSearch(settings),
    )
