"""What the slack_messages function works with."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.artist_search import LazyArtistSearch
from linernotes.bootstrap.slack_clients import make_slack_messenger, make_slack_secret
from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.sharing import TOKEN_BYTES
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import SoundchartsSettings
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.messages import BlockKit
from linernotes.slack.queue import SqsSlackQueue
from linernotes.slack.services import SlackServices


@dataclass(frozen=True, slots=True)
class SlackMessagesSettings(SoundchartsSettings):
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
    windows_table: str
    jobs_queue_url: str
    report_checks_queue_url: str
    files_bucket: str
    deadline_s: int
    retention_days: int
    window_retention_days: int


def new_token() -> str:
    """Make the token of a shared link: random bytes nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@cache
def settings() -> SlackMessagesSettings:
    """Read the function's settings."""
    return SlackMessagesSettings.from_env(os.environ)


@cache
def _services() -> SlackServices:
    told = settings()
    dynamodb, sqs = client("dynamodb"), client("sqs")
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
        windows=DynamoWindowStore(dynamodb, told.windows_table, retention_days=told.window_retention_days),
        links=DynamoLinkStore(dynamodb, told.reports_table),
        files=S3ReportFiles(client("s3"), told.files_bucket),
        queue=SqsQueue(sqs, jobs_url=told.jobs_queue_url, checks_url=told.report_checks_queue_url),
        upstream=LazyArtistSearch(told),
        clock=clock.now,
        new_token=new_token,
        holder="",
        lease=timedelta(seconds=told.lease_s),
        deadline_s=told.deadline_s,
        share_for=timedelta(days=told.share_days),
        reports_per_hour=told.slack_reports_per_hour,
    )


def services(holder: str = "") -> SlackServices:
    """Make what the function works with, once, and name the call that uses it."""
    return replace(_services(), holder=holder)
