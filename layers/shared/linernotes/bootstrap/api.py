"""What the api function works with. A GET makes, and loads, only what it needs."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.api_services import ApiServices
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.settings import RequestSettings

if TYPE_CHECKING:
    from linernotes.aws.secrets import Secret
    from linernotes.charts.dynamo_charts import DynamoChartStore
    from linernotes.reports.dynamo_links import DynamoLinkStore
    from linernotes.reports.same_again import SameAgain
    from linernotes.reports.sqs import SqsQueue
    from linernotes.rosters.dynamo_rosters import DynamoRosterStore
    from linernotes.slack.dynamo_conversations import DynamoConversationStore


@dataclass(frozen=True, slots=True)
class ApiSettings(RequestSettings):
    """Settings of the api function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    searches_per_minute: int
    notify_queue_url: str
    callback_secret: str
    chart_retention_days: int
    link_expires_s: int
    allowed_callback_hosts: tuple[str, ...]
    conversations_table: str
    share_days: int
    page_address: str


@dataclass
class Services(ApiServices[ApiSettings]):
    """What the api function works with."""

    @cached_property
    def reports(self) -> DynamoReportStore:
        """Reports."""
        return DynamoReportStore(
            client("dynamodb"),
            self.settings.reports_table,
            retention_days=self.settings.retention_days,
            clock=clock.now,
        )

    @cached_property
    def links(self) -> DynamoLinkStore:
        """Shared links."""
        from linernotes.reports.dynamo_links import DynamoLinkStore

        return DynamoLinkStore(client("dynamodb"), self.settings.reports_table)

    @cached_property
    def rosters(self) -> DynamoRosterStore:
        """Owners' rosters."""
        from linernotes.rosters.dynamo_rosters import DynamoRosterStore

        return DynamoRosterStore(client("dynamodb"), self.settings.reports_table)

    @cached_property
    def conversations(self) -> DynamoConversationStore:
        """Conversations in Slack, of which no more is done here than that they are forgotten."""
        from linernotes.slack.dynamo_conversations import DynamoConversationStore

        return DynamoConversationStore(
            client("dynamodb"),
            self.settings.conversations_table,
            retention_days=self.settings.retention_days,
            clock=clock.now,
        )

    @cached_property
    def charts(self) -> DynamoChartStore:
        """Chart entries and months."""
        from linernotes.charts.dynamo_charts import DynamoChartStore

        return DynamoChartStore(
            client("dynamodb"),
            self.settings.chart_entries_table,
            retention_days=self.settings.chart_retention_days,
            clock=clock.now,
        )

    @cached_property
    def queue(self) -> SqsQueue:
        """Queues."""
        from linernotes.reports.sqs import SqsQueue

        return SqsQueue(
            client("sqs"),
            jobs_url=self.settings.jobs_queue_url,
            bulk_jobs_url=self.settings.bulk_jobs_queue_url,
            checks_url=self.settings.report_checks_queue_url,
            notify_url=self.settings.notify_queue_url,
        )

    @cached_property
    def callback_secret(self) -> Secret:
        """What the secrets that callbacks are signed with are worked out from."""
        from linernotes.aws.secrets import Secret

        return Secret(
            partial(client, "secretsmanager"), self.settings.callback_secret, monotonic=time.monotonic
        )

    @cached_property
    def files(self) -> S3ReportFiles:
        """What reports deliver."""
        return S3ReportFiles(client("s3"), self.settings.files_bucket)

    @cached_property
    def again(self) -> SameAgain:
        """Finished answers, to be given again."""
        from linernotes.bootstrap.same_again import make_same_again

        return make_same_again(self.settings)


@cache
def services() -> Services:
    """Make what the function works with."""
    return Services(ApiSettings.from_env(os.environ))
