"""The only place that joins settings, adapters and use cases. Everything is made on first use, then kept."""

from __future__ import annotations

import os
import random
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from linernotes import __version__
from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret, soundcharts_credentials
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.page.site import Site
from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.finalize_report import CSV_NAME, SEMICOLON_CSV_NAME, WORKBOOK_NAME
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.sns import SnsReportEvents
from linernotes.reports.sqs import SqsQueue, SqsRankingQueue
from linernotes.sections.audience.csv_file import write_csv
from linernotes.sections.windows.dynamo_windows import DynamoSeriesStore
from linernotes.settings import (
    ApiSettings,
    ChartIngestSettings,
    DeadLettersSettings,
    FetchSettings,
    FinalizeSettings,
    NotifySettings,
    PageSettings,
    RankingsSettings,
    Soundcharts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from linernotes.callbacks.sender import CallbackSender
    from linernotes.charts.chart_client import ChartClient
    from linernotes.charts.dynamo_songs import DynamoSongStore
    from linernotes.model.report import Report, Status
    from linernotes.page.pictures import Pictures
    from linernotes.reports.ports import Writer
    from linernotes.sections.audience.result import Result
    from linernotes.soundcharts.client import SoundchartsClient


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def in_seconds(seconds: int) -> datetime:
    """Tell the time so many seconds from now."""
    return now() + timedelta(seconds=seconds)


def new_report_id() -> str:
    """Make an id nobody can guess."""
    return str(uuid.uuid4())


def random_share() -> float:
    """Give a number from 0 up to 1, to spread retries."""
    return random.random()  # noqa: S311 - it spreads load, it guards nothing


def upstream_of(settings: Soundcharts) -> SoundchartsClient:
    """Make the client of Soundcharts."""
    # Imported here because requests costs 30 ms, and a GET of the api function never asks Soundcharts.
    from linernotes.soundcharts.client import SoundchartsClient

    secret = Secret(partial(client, "secretsmanager"), settings.soundcharts_secret, monotonic=time.monotonic)
    return SoundchartsClient(
        base_url=settings.soundcharts_base_url,
        credentials=soundcharts_credentials(secret),
        threads=settings.upstream_threads,
        calls_per_minute=settings.calls_per_minute,
        connect_timeout_s=settings.connect_timeout_s,
        read_timeout_s=settings.read_timeout_s,
        total_timeout_s=settings.total_timeout_s,
        now=now,
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=random_share,
    )


def reports_of(table: str, retention_days: int) -> DynamoReportStore:
    """Make the store of reports."""
    return DynamoReportStore(client("dynamodb"), table, retention_days=retention_days, clock=now)


def series_of(table: str, retention_days: int) -> DynamoSeriesStore:
    """Make the store of fetched windows."""
    return DynamoSeriesStore(client("dynamodb"), table, retention_days=retention_days)


def _charts(table: str, retention_days: int) -> DynamoChartStore:
    return DynamoChartStore(client("dynamodb"), table, retention_days=retention_days, clock=now)


@dataclass
class Api:
    """What the api function works with; a GET makes only what it needs."""

    settings: ApiSettings

    @cached_property
    def reports(self) -> DynamoReportStore:
        """Reports."""
        return reports_of(self.settings.reports_table, self.settings.retention_days)

    @cached_property
    def links(self) -> DynamoLinkStore:
        """Shared links."""
        return DynamoLinkStore(client("dynamodb"), self.settings.reports_table)

    @cached_property
    def series(self) -> DynamoSeriesStore:
        """Fetched windows."""
        return series_of(self.settings.series_table, self.settings.series_retention_days)

    @cached_property
    def charts(self) -> DynamoChartStore:
        """Chart entries and months."""
        return _charts(self.settings.chart_entries_table, self.settings.chart_retention_days)

    @cached_property
    def queue(self) -> SqsQueue:
        """Queues."""
        return SqsQueue(
            client("sqs"),
            jobs_url=self.settings.jobs_queue_url,
            finalize_url=self.settings.finalize_queue_url,
        )

    @cached_property
    def files(self) -> S3ReportFiles:
        """What reports deliver."""
        return S3ReportFiles(client("s3"), self.settings.files_bucket)

    @cached_property
    def upstream(self) -> SoundchartsClient:
        """Soundcharts, for artist search."""
        return upstream_of(self.settings)


@dataclass
class Page:
    """What the page function works with; only who asks for a picture pays for what fetches it."""

    settings: PageSettings
    site: Site

    @cached_property
    def pictures(self) -> Pictures:
        """Pictures of artists."""
        from linernotes.page.pictures import Pictures

        return Pictures(self.settings.picture_hosts)


@dataclass
class Fetch:
    """What the fetch function works with."""

    settings: FetchSettings
    reports: DynamoReportStore
    series: DynamoSeriesStore
    queue: SqsQueue
    upstream: SoundchartsClient


@dataclass
class Finalize:
    """What the finalize function works with."""

    settings: FinalizeSettings
    reports: DynamoReportStore
    series: DynamoSeriesStore
    charts: DynamoChartStore
    queue: SqsQueue
    events: SnsReportEvents
    files: S3ReportFiles

    @property
    def writers(self) -> dict[str, Writer]:
        """The writers of a report's files, by their names; the workbook, which takes longest, comes last."""
        return {
            CSV_NAME: write_csv,
            SEMICOLON_CSV_NAME: partial(write_csv, separator=";"),
            WORKBOOK_NAME: _write_workbook,
        }


def _write_workbook(path: Path, report: Report, result: Result, *, made_at: datetime, status: Status) -> None:
    # Imported here because openpyxl costs 100 ms, which a call that only watches need not pay.
    from linernotes.reports.write_workbook import write_workbook

    write_workbook(path, report, result, made_at=made_at, status=status, version=__version__)


@dataclass
class DeadLetters:
    """What the dead_letters function works with."""

    settings: DeadLettersSettings
    reports: DynamoReportStore
    charts: DynamoChartStore
    queue: SqsQueue
    events: SnsReportEvents


@dataclass
class Notify:
    """What the notify function works with."""

    reports: DynamoReportStore
    sender: CallbackSender


@dataclass
class ChartIngest:
    """What the chart_ingest function works with."""

    settings: ChartIngestSettings
    charts: DynamoChartStore
    queue: SqsRankingQueue
    source: ChartClient


@dataclass
class Rankings:
    """What the rankings function works with."""

    settings: RankingsSettings
    charts: DynamoChartStore
    songs: DynamoSongStore
    queue: SqsRankingQueue
    source: ChartClient


@cache
def api() -> Api:
    """Make the api function's collaborators."""
    return Api(ApiSettings.from_env(os.environ))


@cache
def page(folder: Path) -> Page:
    """Make the page function's collaborators; its build filled the folder."""
    return Page(PageSettings.from_env(os.environ), Site(folder))


@cache
def fetch() -> Fetch:
    """Make the fetch function's collaborators."""
    settings = FetchSettings.from_env(os.environ)
    return Fetch(
        settings,
        reports_of(settings.reports_table, settings.retention_days),
        series_of(settings.series_table, settings.series_retention_days),
        SqsQueue(client("sqs"), jobs_url=settings.jobs_queue_url, finalize_url=settings.finalize_queue_url),
        upstream_of(settings),
    )


@cache
def finalize() -> Finalize:
    """Make the finalize function's collaborators."""
    settings = FinalizeSettings.from_env(os.environ)
    return Finalize(
        settings,
        reports_of(settings.reports_table, settings.retention_days),
        series_of(settings.series_table, settings.series_retention_days),
        _charts(settings.chart_entries_table, settings.chart_retention_days),
        SqsQueue(client("sqs"), jobs_url=settings.jobs_queue_url, finalize_url=settings.finalize_queue_url),
        SnsReportEvents(client("sns"), settings.report_ended_topic),
        S3ReportFiles(client("s3"), settings.files_bucket),
    )


@cache
def dead_letters() -> DeadLetters:
    """Make the dead_letters function's collaborators."""
    settings = DeadLettersSettings.from_env(os.environ)
    return DeadLetters(
        settings,
        reports_of(settings.reports_table, settings.retention_days),
        _charts(settings.chart_entries_table, settings.chart_retention_days),
        SqsQueue(client("sqs"), finalize_url=settings.finalize_queue_url),
        SnsReportEvents(client("sns"), settings.report_ended_topic),
    )


@cache
def notify() -> Notify:
    """Make the notify function's collaborators."""
    from linernotes.callbacks.sender import CallbackSender

    settings = NotifySettings.from_env(os.environ)
    secret = Secret(partial(client, "secretsmanager"), settings.callback_secret, monotonic=time.monotonic)
    sender = CallbackSender(secret=secret.text, allowed_hosts=settings.allowed_callback_hosts, now=now)
    return Notify(reports_of(settings.reports_table, settings.retention_days), sender)


@cache
def chart_ingest() -> ChartIngest:
    """Make the chart_ingest function's collaborators."""
    from linernotes.charts.chart_client import ChartClient

    settings = ChartIngestSettings.from_env(os.environ)
    return ChartIngest(
        settings,
        _charts(settings.chart_entries_table, settings.chart_retention_days),
        SqsRankingQueue(client("sqs"), settings.rankings_queue_url),
        ChartClient(upstream_of(settings)),
    )


@cache
def rankings() -> Rankings:
    """Make the rankings function's collaborators."""
    from linernotes.charts.chart_client import ChartClient
    from linernotes.charts.dynamo_songs import DynamoSongStore

    settings = RankingsSettings.from_env(os.environ)
    return Rankings(
        settings,
        _charts(settings.chart_entries_table, settings.chart_retention_days),
        DynamoSongStore(client("dynamodb"), settings.chart_entries_table),
        SqsRankingQueue(client("sqs"), settings.rankings_queue_url),
        ChartClient(upstream_of(settings)),
    )
