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
from linernotes.bootstrap.reserve import make_reserve
from linernotes.bootstrap.same_again import make_same_again
from linernotes.bootstrap.slack_clients import make_slack_messenger, make_slack_secret
from linernotes.model.errors import SlackError
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.spending import FetchedIn, Spending
from linernotes.reports.sqs import SqsQueue
from linernotes.rosters.patience import Patience
from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import SearchSettings
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.messages import BlockKit
from linernotes.slack.picture.draw import draw_chart
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.services import SlackServices
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.messages import SqsRunsQueue
from linernotes.telemetry import logger


@dataclass(frozen=True, slots=True)
class SlackMessagesSettings(SearchSettings):
    """Settings of the slack_messages function.

    `lease_s` is how long a call that died keeps others from its conversation: longer than a call may take,
    and shorter than its message takes to come back.
    """

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
    reports_table: str
    chart_entries_table: str
    subscriptions_table: str
    runs_queue_url: str
    jobs_queue_url: str
    bulk_jobs_queue_url: str
    report_checks_queue_url: str
    files_bucket: str
    deadline_s: int
    max_calls_per_report: int
    calls_per_owner_and_month: int
    quota_reserve_percent: int
    retention_days: int
    window_retention_days: int


@cache
def settings() -> SlackMessagesSettings:
    """Read the function's settings."""
    return SlackMessagesSettings.from_env(os.environ)


@cache
def _services() -> SlackServices:
    told = settings()
    dynamodb, sqs = client("dynamodb"), client("sqs")
    windows = DynamoWindowStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    lookups = DynamoLookupStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    searches = ArtistSearches(told)
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
        reports=DynamoReportStore(
            dynamodb, told.reports_table, retention_days=told.retention_days, clock=clock.now
        ),
        windows=windows,
        lookups=lookups,
        links=DynamoLinkStore(dynamodb, told.reports_table),
        files=S3ReportFiles(client("s3"), told.files_bucket),
        queue=SqsQueue(
            sqs,
            jobs_url=told.jobs_queue_url,
            bulk_jobs_url=told.bulk_jobs_queue_url,
            checks_url=told.report_checks_queue_url,
        ),
        spending=Spending(
            max_calls=told.max_calls_per_report,
            calls_a_month=told.calls_per_owner_and_month,
            budgets=DynamoBudgets(dynamodb, told.reports_table),
            reserve=make_reserve(told.quota_reserve_percent, searches.usage, told.reports_table),
            stores=lambda: FetchedIn(windows, lookups),
        ),
        again=make_same_again(told),
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
