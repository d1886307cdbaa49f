"""What the run_subscriptions function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap.artist_search import LazyArtistSearch
from linernotes.bootstrap.ended_runs import tell_ended
from linernotes.bootstrap.reserve import make_reserve
from linernotes.bootstrap.same_again import make_same_again
from linernotes.bootstrap.slack_delivery import make_slack_owners
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.spending import FetchedIn, Spending
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.settings import SoundchartsSettings
from linernotes.subscriptions.delivery_messages import SqsDeliveriesQueue
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.key_owners import KeyOwners
from linernotes.subscriptions.run_ports import RunTools


@dataclass(frozen=True, slots=True)
class RunSubscriptionsSettings(SoundchartsSettings):
    """Settings of the run_subscriptions function."""

    subscriptions_table: str
    reports_table: str
    windows_table: str
    chart_entries_table: str
    files_bucket: str
    jobs_queue_url: str
    bulk_jobs_queue_url: str
    report_checks_queue_url: str
    deliveries_queue_url: str
    deadline_s: int
    max_calls_per_report: int
    calls_per_owner_and_month: int
    quota_reserve_percent: int
    retention_days: int
    window_retention_days: int
    slack_secret: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_timeout_s: int


@cache
def services() -> RunTools:
    """Make what the function works with."""
    told = RunSubscriptionsSettings.from_env(os.environ)
    dynamodb, sqs = client("dynamodb"), client("sqs")
    windows = DynamoWindowStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    lookups = DynamoLookupStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    return RunTools(
        DynamoSubscriptionStore(dynamodb, told.subscriptions_table, retention_days=told.retention_days),
        (KeyOwners(DynamoKeyStore(dynamodb, told.reports_table)), make_slack_owners(told)),
        DynamoReportStore(dynamodb, told.reports_table, retention_days=told.retention_days, clock=clock.now),
        windows,
        lookups,
        S3ReportFiles(client("s3"), told.files_bucket),
        SqsQueue(
            sqs,
            jobs_url=told.jobs_queue_url,
            bulk_jobs_url=told.bulk_jobs_queue_url,
            checks_url=told.report_checks_queue_url,
        ),
        Spending(
            max_calls=told.max_calls_per_report,
            calls_a_month=told.calls_per_owner_and_month,
            budgets=DynamoBudgets(dynamodb, told.reports_table),
            reserve=make_reserve(
                told.quota_reserve_percent, LazyArtistSearch(told).usage, told.reports_table
            ),
            stores=lambda: FetchedIn(windows, lookups),
        ),
        SqsDeliveriesQueue(sqs, told.deliveries_queue_url),
        told.deadline_s,
        clock.now,
        chance.new_report_id,
        tell_ended,
        make_same_again(told),
    )
