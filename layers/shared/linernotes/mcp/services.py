"""What the tools work with: the use cases' ports, and what checks a request as the API does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.ports import ArtistDirectory, JobQueue, ReportFiles, ReportStore, SharedLinkStore
from linernotes.reports.same_again import SameAgain
from linernotes.reports.spending import Spending
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.store import WindowStore

LONGEST_WAIT_S = 20
"""API Gateway gives up after 29 s, of which a cold start takes some."""


class AskedReport(Protocol):
    """A valid request that may still name artists to search for."""

    @property
    def artists(self) -> tuple[Artist | str, ...]:
        """Give the artists, or names of artists."""

    def as_asked(self) -> dict[str, Any]:
        """Give the request as JSON with its names as they are."""

    def resolved(self, artists: tuple[Artist, ...]) -> ReportRequest:
        """Give the canonical request for the artists the names turned out to mean."""


class ParseRequest(Protocol):
    """Checks a request. Raises InvalidRequest."""

    def __call__(self, body: Any, *, today: date) -> AskedReport:
        """Check it as of a day."""


@dataclass(frozen=True, slots=True)
class McpServices:
    """What the tools work with.

    `searches` gives an owner's artist search, `again` finished answers to be given again; `monotonic` tells
    seconds.
    """

    parse: ParseRequest
    searches: Callable[[str], ArtistDirectory]
    reports: ReportStore
    files: ReportFiles
    links: SharedLinkStore
    windows: WindowStore
    lookups: LookupStore
    queue: JobQueue
    spending: Spending
    again: SameAgain
    deadline_s: int
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    new_report_id: Callable[[], str]
    new_token: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls a tool, where the page is that links lead to, and until when it may wait.

    `waits_until` is of the clock that `McpServices.monotonic` tells: several calls come with one POST.
    """

    owner: str
    page_url: str
    waits_until: float = math.inf
