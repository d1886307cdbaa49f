"""What functions ask for reports with: where these are kept, what makes them, and what they may spend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.same_again import make_same_again
from linernotes.bootstrap.spending import make_spending
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import FetchedIn, Spending
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import RequestSettings
from linernotes.soundcharts.answers import Quota


@dataclass(frozen=True, slots=True)
class ReportTools:
    """What a report is asked for, repaired and read with."""

    reports: DynamoReportStore
    windows: DynamoWindowStore
    lookups: DynamoLookupStore
    files: S3ReportFiles
    queue: SqsQueue
    spending: Spending
    again: SameAgain


def make_report_tools(settings: RequestSettings, usage: Callable[[], Quota | None]) -> ReportTools:
    """Make them at once; `usage` asks what is left of the month's calls to Soundcharts."""
    dynamodb, days = client("dynamodb"), settings.window_retention_days
    windows = DynamoWindowStore(dynamodb, settings.windows_table, retention_days=days)
    lookups = DynamoLookupStore(dynamodb, settings.windows_table, retention_days=days)
    return ReportTools(
        reports=DynamoReportStore(
            dynamodb, settings.reports_table, retention_days=settings.retention_days, clock=clock.now
        ),
        windows=windows,
        lookups=lookups,
        files=S3ReportFiles(client("s3"), settings.files_bucket),
        queue=SqsQueue(
            client("sqs"),
            jobs_url=settings.jobs_queue_url,
            bulk_jobs_url=settings.bulk_jobs_queue_url,
            checks_url=settings.report_checks_queue_url,
        ),
        spending=make_spending(settings, usage, lambda: FetchedIn(windows, lookups)),
        again=make_same_again(settings),
    )
