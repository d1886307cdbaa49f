"""The part of the composition root that is about Slack: what its two functions work with.

Apart, because the function Slack waits for starts a third faster without what the others import.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.reports.sharing import TOKEN_BYTES
from linernotes.settings import SlackMessagesSettings, SlackSettings
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.secret import bot_token, signing_secret
from linernotes.slack.web_api import SlackMessenger

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist
    from linernotes.slack.services import SlackServices
    from linernotes.soundcharts.client import SoundchartsClient


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def new_token() -> str:
    """Make the token of a shared link: random bytes nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@dataclass
class Slack:
    """What the slack function works with; most requests need the secret and the queue only."""

    settings: SlackSettings
    secret: Secret
    queue: SqsSlackQueue

    def signing_secret(self) -> str:
        """Give what Slack signs its requests with."""
        return signing_secret(self.secret)

    @cached_property
    def messenger(self) -> SlackMessenger:
        """Slack, to open forms."""
        return _messenger(self.secret, self.settings)

    def find_artists(self, term: str) -> list[FoundArtist]:
        """Find artists by name."""
        return self._upstream.search(term)

    @cached_property
    def _upstream(self) -> SoundchartsClient:
        from linernotes import bootstrap

        return bootstrap.upstream_of(self.settings)


def _slack_secret(settings: SlackSettings | SlackMessagesSettings) -> Secret:
    return Secret(partial(client, "secretsmanager"), settings.slack_secret, monotonic=time.monotonic)


def _messenger(secret: Secret, settings: SlackSettings | SlackMessagesSettings) -> SlackMessenger:
    return SlackMessenger(
        bot_token(secret),
        settings.slack_api_url,
        response_hosts=settings.slack_response_hosts,
        timeout_s=settings.slack_timeout_s,
    )


@cache
def slack() -> Slack:
    """Make the slack function's collaborators."""
    settings = SlackSettings.from_env(os.environ)
    return Slack(settings, _slack_secret(settings), SqsSlackQueue(client("sqs"), settings.slack_queue_url))


@cache
def slack_messages_settings() -> SlackMessagesSettings:
    """Read the slack_messages function's settings."""
    return SlackMessagesSettings.from_env(os.environ)


@cache
def _services() -> SlackServices:
    from linernotes import bootstrap
    from linernotes.reports.dynamo_links import DynamoLinkStore
    from linernotes.reports.s3_files import S3ReportFiles
    from linernotes.reports.sqs import SqsQueue
    from linernotes.slack.dynamo_conversations import DynamoConversationStore
    from linernotes.slack.messages import BlockKit
    from linernotes.slack.services import SlackServices

    settings = slack_messages_settings()
    dynamodb, sqs = client("dynamodb"), client("sqs")
    return SlackServices(
        conversations=DynamoConversationStore(
            dynamodb, settings.conversations_table, retention_days=settings.retention_days, clock=now
        ),
        slack_queue=SqsSlackQueue(sqs, settings.slack_queue_url),
        messenger=_messenger(_slack_secret(settings), settings),
        renderer=BlockKit(),
        reports=bootstrap.reports_of(settings.reports_table, settings.retention_days),
        series=bootstrap.series_of(settings.series_table, settings.series_retention_days),
        links=DynamoLinkStore(dynamodb, settings.reports_table),
        files=S3ReportFiles(client("s3"), settings.files_bucket),
        queue=SqsQueue(sqs, jobs_url=settings.jobs_queue_url, finalize_url=settings.finalize_queue_url),
        upstream=bootstrap.upstream_of(settings),
        clock=now,
        new_token=new_token,
        holder="",
        lease=timedelta(seconds=settings.lease_s),
        deadline_s=settings.deadline_s,
        share_for=timedelta(days=settings.share_days),
        reports_per_hour=settings.slack_reports_per_hour,
    )


def slack_messages(holder: str = "") -> SlackServices:
    """Make the slack_messages function's collaborators, once, and name the call that uses them."""
    return replace(_services(), holder=holder)
