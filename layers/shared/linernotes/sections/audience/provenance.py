"""Where rows come from, in a reader's words: from the cache or fetched for the report, and how old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from linernotes.sections.audience.result import BreakdownRow

FETCHED = "fetched for this report"
CACHED = "from cache"
MIXED = "partly from cache"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one row, or several together, come from. What is not known is None.

    `fetched_from` and `fetched_to` are when the oldest and the newest window were fetched. `crawled` is a
    moment, or Soundcharts' own words where they are not one.
    """

    newest_day: date | None
    fetched_from: datetime | None
    fetched_to: datetime | None
    crawled: datetime | str | None
    words: str | None


def origin_of(rows: Sequence[BreakdownRow], started_at: datetime) -> Origin:
    """Sum up where rows come from; what was fetched before `started_at` was in the cache."""
    known = [row.provenance for row in rows]
    oldest = min((item.fetched_from for item in known if item.fetched_from), default=None)
    newest = max((item.fetched_to for item in known if item.fetched_to), default=None)
    crawled = max((item.crawled_at for item in known if item.crawled_at), default=None)
    return Origin(
        newest_day=max((row.points[-1][0] for row in rows if row.points), default=None),
        fetched_from=oldest,
        fetched_to=newest,
        crawled=None if crawled is None else _moment(crawled),
        words=_words(oldest, newest, started_at),
    )


def _words(oldest: datetime | None, newest: datetime | None, started_at: datetime) -> str | None:
    if oldest is None or newest is None:
        return None
    if oldest >= started_at:
        return FETCHED
    return CACHED if newest < started_at else MIXED


def _moment(text: str) -> datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
