"""What the fetch function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.soundcharts import make_soundcharts_client
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import SoundchartsSettings
from linernotes.soundcharts.client import SoundchartsClient


@dataclass(frozen=True, slots=True)
class FetchSettings(SoundchartsSettings):
    """Settings of the fetch function."""

    reports_table: str
    windows_table: str
    jobs_queue_url: str
    bulk_jobs_queue_url: str
    report_checks_queue_url: str
    retention_days: int
    window_retention_days: int
    max_tries: int
    bulk_functions: int


@dataclass
class Services:
    """What the fetch function works with."""

    settings: FetchSettings
    reports: DynamoReportStore
    windows: DynamoWindowStore
    lookups: DynamoLookupStore
    queue: SqsQueue
    upstream: SoundchartsClient
    bulk_upstream: SoundchartsClient
    """For the bulk queue's jobs, which leave a part of each minute to the others'."""


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = FetchSettings.from_env(os.environ)
    dynamodb = client("dynamodb")
    upstream = make_soundcharts_client(settings)
    return Services(
        settings,
        DynamoReportStore(
            dynamodb, settings.reports_table, retention_days=settings.retention_days, clock=clock.now
        ),
        DynamoWindowStore(dynamodb, settings.windows_table, retention_days=settings.window_retention_days),
        DynamoLookupStore(dynamodb, settings.windows_table, retention_days=settings.window_retention_days),
        SqsQueue(
            client("sqs"),
            jobs_url=settings.jobs_queue_url,
            bulk_jobs_url=settings.bulk_jobs_queue_url,
            checks_url=settings.report_checks_queue_url,
        ),
        upstream,
        bulk_share(upstream, settings),
    )


def bulk_share(upstream: SoundchartsClient, settings: FetchSettings) -> SoundchartsClient:
    """Make the client of the bulk queue: all that work on it take four fifths of the plan's calls a minute.

    Each environment counts its own part, for as many environments as work at once.
    """
    for_bulk = settings.calls_per_minute * 4 // 5
    return upstream.with_share(calls_per_minute=max(1, for_bulk // settings.bulk_functions))
