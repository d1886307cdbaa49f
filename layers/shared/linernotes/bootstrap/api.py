"""What the api function works with. A GET makes, and loads, only what it needs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.settings import SoundchartsSettings

if TYPE_CHECKING:
    from linernotes.charts.dynamo_charts import DynamoChartStore
    from linernotes.reports.dynamo_links import DynamoLinkStore
    from linernotes.reports.sqs import SqsQueue
    from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
    from linernotes.soundcharts.client import SoundchartsClient


@dataclass(frozen=True, slots=True)
class ApiSettings(SoundchartsSettings):
    """Settings of the api function."""

    reports_table: str
    windows_table: str
    jobs_queue_url: str
    report_checks_queue_url: str
    chart_entries_table: str
    chart_retention_days: int
    files_bucket: str
    deadline_s: int
    retention_days: int
    window_retention_days: int
    link_expires_s: int
    allowed_callback_hosts: tuple[str, ...]


@dataclass
class Services:
    """What the api function works with."""

    settings: ApiSettings

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
    def windows(self) -> DynamoWindowStore:
        """Fetched windows."""
        from linernotes.sections.windows.dynamo_windows import DynamoWindowStore

        return DynamoWindowStore(
            client("dynamodb"),
            self.settings.windows_table,
            retention_days=self.settings.window_retention_days,
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
            checks_url=self.settings.report_checks_queue_url,
        )

    @cached_property
    def files(self) -> S3ReportFiles:
        """What reports deliver."""
        return S3ReportFiles(client("s3"), self.settings.files_bucket)

    @cached_property
    def upstream(self) -> SoundchartsClient:
        """Soundcharts, for artist search."""
        from linernotes.bootstrap.soundcharts import make_soundcharts_client

        return make_soundcharts_client(self.settings)


@cache
def services() -> Services:
    """Make what the function works with."""
    return Services(ApiSettings.from_env(os.environ))
