"""What the mcp function works with. To look a key up takes little; a tool's call loads the rest."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from linernotes.aws.clients import client
from linernotes.bootstrap import chance, clock
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import KnownCallers
from linernotes.settings import SearchSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from linernotes.mcp.services import AskedReport, McpServices
    from linernotes.mcp.tools import Tool


@dataclass(frozen=True, slots=True)
class McpSettings(SearchSettings):
    """Settings of the mcp function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    reports_table: str
    chart_entries_table: str
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
    page_address: str


@cache
def settings() -> McpSettings:
    """Read the function's settings."""
    return McpSettings.from_env(os.environ)


@cache
def callers() -> KnownCallers:
    """Make what knows who calls, by their keys."""
    keys = DynamoKeyStore(client("dynamodb"), settings().reports_table)
    return KnownCallers(keys, monotonic=time.monotonic)


@cache
def tools() -> Sequence[Tool]:
    """Describe the tools, whose requests are the API's."""
    from linernotes.api.validation import ReportRequestModel
    from linernotes.mcp.tools import list_tools

    return list_tools(ReportRequestModel.model_json_schema)


@cache
def services() -> McpServices:
    """Make what tools work with."""
    from linernotes.bootstrap.artist_search import ArtistSearches
    from linernotes.bootstrap.reserve import make_reserve
    from linernotes.bootstrap.same_again import make_same_again
    from linernotes.mcp.services import McpServices
    from linernotes.reports.dynamo_budgets import DynamoBudgets
    from linernotes.reports.dynamo_links import DynamoLinkStore
    from linernotes.reports.dynamo_reports import DynamoReportStore
    from linernotes.reports.s3_files import S3ReportFiles
    from linernotes.reports.spending import FetchedIn, Spending
    from linernotes.reports.sqs import SqsQueue
    from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
    from linernotes.sections.windows.dynamo_windows import DynamoWindowStore

    told, dynamodb = settings(), client("dynamodb")
    windows = DynamoWindowStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    lookups = DynamoLookupStore(dynamodb, told.windows_table, retention_days=told.window_retention_days)
    searches = ArtistSearches(told)
    return McpServices(
        parse=_parse,
        searches=searches.of,
        reports=DynamoReportStore(
            dynamodb, told.reports_table, retention_days=told.retention_days, clock=clock.now
        ),
        files=S3ReportFiles(client("s3"), told.files_bucket),
        links=DynamoLinkStore(dynamodb, told.reports_table),
        windows=windows,
        lookups=lookups,
        queue=SqsQueue(
            client("sqs"),
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
        deadline_s=told.deadline_s,
        clock=clock.now,
        monotonic=time.monotonic,
        sleep=time.sleep,
        new_report_id=chance.new_report_id,
        new_token=chance.new_token,
    )


def _parse(body: Any, *, today: date) -> AskedReport:
    """Check a request as the API does. No callback can be asked for, so none needs to be allowed."""
    from linernotes.api.validation import parse_report_request

    return parse_report_request(body, today=today, callback_hosts=())
