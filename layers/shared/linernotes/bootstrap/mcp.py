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
from linernotes.settings import RequestSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from linernotes.mcp.services import AskedReport, McpServices
    from linernotes.mcp.tools import Tool


@dataclass(frozen=True, slots=True)
class McpSettings(RequestSettings):
    """Settings of the mcp function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    searches_per_minute: int
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
    from linernotes.bootstrap.report_tools import make_report_tools
    from linernotes.mcp.services import McpServices
    from linernotes.reports.dynamo_links import DynamoLinkStore

    told = settings()
    searches = ArtistSearches(told, table=told.windows_table, per_minute=told.searches_per_minute)
    made = make_report_tools(told, searches.usage)
    return McpServices(
        parse=_parse,
        searches=searches.of,
        reports=made.reports,
        files=made.files,
        links=DynamoLinkStore(client("dynamodb"), told.reports_table),
        windows=made.windows,
        lookups=made.lookups,
        queue=made.queue,
        spending=made.spending,
        again=made.again,
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
