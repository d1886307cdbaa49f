"""What the slack_messages function works with."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap.artist_search import ArtistSearches
from linernotes.bootstrap.report_tools import make_report_tools
from linernotes.bootstrap.slack_clients import make_slack_messenger, make_slack_secret
from linernotes.model.errors import SlackError
from linernotes.patience import Patience
from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.settings import RequestSettings
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.messages import BlockKit
from linernotes.slack.picture.draw import draw_chart
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.services import SlackServices
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.messages import SqsRunsQueue
from linernotes.telemetry import logger


@dataclass(frozen=True, slots=True)
class SlackMessagesSettings(RequestSettings):
    """Settings of the slack_messages function.

    `lease_s` is how long a call that died keeps others from its conversation: longer than a call may take,
    and shorter than its message takes to come back.
    """

    searches_per_minute: int
    slack_secret: str
    slack_queue_url: str
    slack_dead_letters_arn: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_timeout_s: int
    slack_reports_per_hour: int
    share_days: int
    lease_s: int
    conversations_table: str
    subscriptions_table: str
    runs_queue_url: str


@cache
def settings() -> SlackMessagesSettings:
    """Read the function's settings."""
    return SlackMessagesSettings.from_env(os.environ)


@cache
def _services() -> SlackServices:
    told = settings()
    dynamodb, sqs = client("dynamodb"), client("sqs")
    searches = ArtistSearches(told, table=told.windows_table, per_minute=told.searches_per_minute)
    made = make_report_tools(told, searches.usage)
    return SlackServices(
        conversations=DynamoConversationStore(
            dynamodb,
            told.conversations_table,
            retention_days=told.retention_days,
            clock=clock.now,
        ),
        slack_queue=SqsSlackQueue(sqs, told.slack_queue_url),
        messenger=make_slack_messenger(make_slack_secret(told), told),
        renderer=BlockKit(),
        reports=made.reports,
        windows=made.windows,
        lookups=made.lookups,
        links=DynamoLinkStore(dynamodb, told.reports_table),
        files=made.files,
        queue=made.queue,
        spending=made.spending,
        again=made.again,
        searches=searches.of,
        draw=draw_chart,
        warn=_warn,
        clock=clock.now,
        new_token=chance.new_token,
        holder="",
        lease=timedelta(seconds=told.lease_s),
        deadline_s=told.deadline_s,
        share_for=timedelta(days=told.share_days),
        reports_per_hour=told.slack_reports_per_hour,
        subscriptions=DynamoSubscriptionStore(
            dynamodb, told.subscriptions_table, retention_days=told.retention_days
        ),
        runs_queue=SqsRunsQueue(sqs, told.runs_queue_url),
        patience=Patience(time.monotonic, time.sleep, chance.random_share),
    )


def _warn(what: str, error: Exception) -> None:
    """Log what failed; of what Slack refused there is no traceback to read."""
    traceback = None if isinstance(error, SlackError) else error
    logger.warning(what, reason=str(error), exc_info=traceback)


def services(holder: str = "") -> SlackServices:
    """Make what the function works with, once, and name the call that uses it."""
    return replace(_services(), holder=holder)
