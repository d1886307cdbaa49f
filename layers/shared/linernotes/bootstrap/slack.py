"""What the slack function works with; most requests need the secret and the queue only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.bootstrap import clock
from linernotes.bootstrap.artist_search import ArtistSearches
from linernotes.bootstrap.slack_clients import make_slack_messenger, make_slack_secret
from linernotes.settings import SoundchartsSettings
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.secret import signing_secret

if TYPE_CHECKING:
    from linernotes.slack.ports import ChannelStore, ConversationStore
    from linernotes.slack.web_api import SlackMessenger


@dataclass(frozen=True, slots=True)
class SlackSettings(SoundchartsSettings):
    """Settings of the slack function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    windows_table: str
    searches_per_minute: int
    slack_secret: str
    slack_queue_url: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_workspaces: tuple[str, ...]
    slack_channels: tuple[str, ...]
    slack_timeout_s: int
    conversations_table: str
    retention_days: int
    page_address: str


@dataclass
class Services:
    """What the slack function works with."""

    settings: SlackSettings
    secret: Secret
    queue: SqsSlackQueue
    searches: ArtistSearches

    def signing_secret(self) -> str:
        """Give what Slack signs its requests with."""
        return signing_secret(self.secret)

    @cached_property
    def messenger(self) -> SlackMessenger:
        """Slack, to open forms."""
        return make_slack_messenger(self.secret, self.settings)

    @cached_property
    def conversations(self) -> ConversationStore:
        """The conversations, for a form that is filled in with a line its button had no room for."""
        from linernotes.slack.dynamo_conversations import DynamoConversationStore

        return DynamoConversationStore(
            client("dynamodb"),
            self.settings.conversations_table,
            retention_days=self.settings.retention_days,
            clock=clock.now,
        )

    @cached_property
    def channels(self) -> ChannelStore:
        """The settings of channels."""
        from linernotes.slack.dynamo_channels import DynamoChannelStore

        return DynamoChannelStore(client("dynamodb"), self.settings.conversations_table)


_STARTED_WHEN_CALLED = "on-demand"


def prepare(initialization: str | None) -> None:
    """Make all that any request needs, if this environment starts before there is one.

    `initialization` is Lambda's word for how it starts: for a snapshot that is taken now, to be kept warm, or
    when it is called, as without a word; then whoever waits would wait for what others need, too. Nothing is
    asked of AWS, so that no connection and no secret is in a snapshot.
    """
    if initialization in (None, _STARTED_WHEN_CALLED):
        return
    made = services()
    client("secretsmanager")
    made.messenger, made.conversations, made.channels  # noqa: B018 - made by being asked for
    made.searches.prepare()


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = SlackSettings.from_env(os.environ)
    return Services(
        settings,
        make_slack_secret(settings),
        SqsSlackQueue(client("sqs"), settings.slack_queue_url),
        ArtistSearches(settings, table=settings.windows_table, per_minute=settings.searches_per_minute),
    )
