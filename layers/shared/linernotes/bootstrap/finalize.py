"""What the finalize function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from linernotes import __version__
from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.same_again import make_same_again
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.file_names import CSV_NAME, SEMICOLON_CSV_NAME, WORKBOOK_NAME
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.same_again import SameAgain
from linernotes.reports.sns import SnsReportEvents
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.audience.csv_file import write_csv
from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from linernotes.model.report import Report, Status
    from linernotes.reports.ports import Writer
    from linernotes.sections.audience.result import Result


@dataclass(frozen=True, slots=True)
class FinalizeSettings(Settings):
    """Settings of the finalize function."""

    reports_table: str
    windows_table: str
    jobs_queue_url: str
    bulk_jobs_queue_url: str
    report_checks_queue_url: str
    report_ended_topic: str
    chart_entries_table: str
    chart_retention_days: int
    files_bucket: str
    retention_days: int
    window_retention_days: int
    max_tries: int


@dataclass
class Services:
    """What the finalize function works with."""

    settings: FinalizeSettings
    reports: DynamoReportStore
    budgets: DynamoBudgets
    windows: DynamoWindowStore
    lookups: DynamoLookupStore
    charts: DynamoChartStore
    queue: SqsQueue
    events: SnsReportEvents
    files: S3ReportFiles
    again: SameAgain

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


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = FinalizeSettings.from_env(os.environ)
    dynamodb = client("dynamodb")
    return Services(
        settings,
        DynamoReportStore(
            dynamodb, settings.reports_table, retention_days=settings.retention_days, clock=clock.now
        ),
        DynamoBudgets(dynamodb, settings.reports_table),
        DynamoWindowStore(dynamodb, settings.windows_table, retention_days=settings.window_retention_days),
        DynamoLookupStore(dynamodb, settings.windows_table, retention_days=settings.window_retention_days),
        DynamoChartStore(
            dynamodb,
            settings.chart_entries_table,
            retention_days=settings.chart_retention_days,
            clock=clock.now,
        ),
        SqsQueue(
            client("sqs"),
            jobs_url=settings.jobs_queue_url,
            bulk_jobs_url=settings.bulk_jobs_queue_url,
            checks_url=settings.report_checks_queue_url,
        ),
        SnsReportEvents(client("sns"), settings.report_ended_topic),
        S3ReportFiles(client("s3"), settings.files_bucket),
        make_same_again(settings),
    )
