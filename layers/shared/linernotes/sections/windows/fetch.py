"""Windows asked of Soundcharts, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from linernotes.model.errors import NotFound, NotInPlan
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.answers import Page, parse_page, window_data
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowRequest, WindowResult
from linernotes.soundcharts.client import SoundchartsClient
from linernotes.soundcharts.lists import FetchedList, PagedList


class WindowClient:
    """Asks for windows; shares limits, connections and threads with whatever else its client asks."""

    def __init__(self, client: SoundchartsClient) -> None:
        """Take the client of the environment."""
        self._client = client

    def fetch(
        self, wanted: Sequence[WindowRequest], *, asked_since: datetime, budget_s: float
    ) -> Iterator[Sequence[WindowResult]]:
        """See `WindowSource.fetch`."""
        lists = [_list_of(window) for window in wanted]
        for group in self._client.fetch_lists(lists, asked_since=asked_since, budget_s=budget_s):
            yield [_fetched(of_window) for of_window in group]


def _list_of(wanted: WindowRequest) -> PagedList[WindowRequest, Page]:
    source = SOURCES[wanted.key.source_slug]
    endpoint = source.endpoint
    return PagedList(
        wanted,
        source.path(wanted.key.artist_uuid),
        {"startDate": wanted.window.first.isoformat(), "endDate": wanted.window.last.isoformat()},
        partial(parse_page, value_field=endpoint.value_field, count_fields=endpoint.count_fields),
    )


def _fetched(answer: FetchedList[WindowRequest, Page]) -> WindowResult:
    """Say what came of a window. That there is no such artist, or no plan for it, is an answer."""
    wanted = answer.key
    if isinstance(answer.error, NotFound | NotInPlan):
        outcome = Outcome.NOT_FOUND if isinstance(answer.error, NotFound) else Outcome.NOT_IN_PLAN
        data = WindowData(wanted.key, wanted.window, outcome, answer.asked_at)
        return WindowResult(wanted, answer.upstream_calls, data=data)
    if answer.error is not None:
        return WindowResult(wanted, answer.upstream_calls, error=answer.error)
    data = window_data(
        wanted,
        answer.pages,
        fetched_at=answer.asked_at,
        announced=answer.announced,
        counting=bool(SOURCES[wanted.key.source_slug].endpoint.count_fields),
    )
    return WindowResult(wanted, answer.upstream_calls, data=data)
