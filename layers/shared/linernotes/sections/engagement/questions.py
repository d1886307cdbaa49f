"""What is asked of Soundcharts: the audience of a platform by window, and the list of videos."""

from __future__ import annotations

import itertools
import json
from collections.abc import Generator, Sequence
from datetime import date
from typing import Any

from linernotes.model.errors import NotInPlan, RequestRefused, UpstreamError
from linernotes.model.periods import Need
from linernotes.model.windows import Window
from linernotes.sections.engagement.reading import (
    AudienceCounts,
    VideoList,
    audience_counts,
    published_on,
    video_identifier,
    video_list,
)
from linernotes.sections.lookups.lists import ItemList, ListPage, list_until, whole_list
from linernotes.sections.lookups.lookup import Fetching, LookupKey, Question
from linernotes.sections.sources.metric_source import AUDIENCE
from linernotes.soundcharts.calls import Get

VIDEOS_PATH = "/api/v2/artist/{uuid}/shorts/{code}/videos"

MOST_PAGES = 10
"""A list of videos is followed no further: 1,000 videos, the newest first as far as the list is in order."""


def audience_question(artist_uuid: str, code: str, need: Need) -> Question[AudienceCounts]:
    """Ask for a window of what a platform counts of an artist."""
    window = need.window
    return Question(
        key=LookupKey(f"{artist_uuid}#audience#{code}", window.first.isoformat()),
        content=AudienceCounts,
        fetch=lambda: _fetch_audience(AUDIENCE.path.format(uuid=artist_uuid, code=code), window),
        asks_to=window.last,
        needed_to=need.to,
    )


def videos_question(artist_uuid: str, code: str, first: Window, last: Need) -> Question[VideoList]:
    """Ask for the videos published from the first day of one window to the last day of another.

    By whole windows, so that reports whose periods lie in the same ones share what was fetched.
    """
    to = last.window.last
    return Question(
        key=LookupKey(f"{artist_uuid}#videos#{code}", f"{first.first}#{last.window.first}"),
        content=VideoList,
        fetch=lambda: _fetch_videos(VIDEOS_PATH.format(uuid=artist_uuid, code=code), first.first, to),
        asks_to=to,
        needed_to=last.to,
        calls=MOST_PAGES,
        at_most=True,
    )


def _fetch_audience(path: str, window: Window) -> Fetching[AudienceCounts]:
    days = {"startDate": window.first.isoformat(), "endDate": window.last.isoformat()}
    # Every row counts, also one that is given twice: of a day, the last one is kept.
    number = itertools.count()
    found = yield from whole_list(path, days, identity=lambda _: next(number))
    return audience_counts(found, window)


def _fetch_videos(path: str, first: date, last: date) -> Fetching[VideoList]:
    end = _End(first)
    reading = list_until(path, identity=_identity, ends=end.reached)
    try:
        found = yield from _as_far_as_said(reading, end)
    except RequestRefused as error:
        if end.pages:
            raise
        # Plans without it are told so by a 400 too.
        raise NotInPlan(str(error)) from error
    if found is None:
        return video_list(ItemList(list(end.seen.values())), first, last, cut=True)
    return video_list(found, first, last, cut=False)


def _as_far_as_said(
    reading: Fetching[ItemList], end: _End
) -> Generator[Sequence[Get], Sequence[bytes], ItemList | None]:
    """Read a list, pages that are read again counted, to `MOST_PAGES` at most; None where there is more."""
    try:
        calls = next(reading)
        for _ in range(MOST_PAGES):
            if not calls[0].params.get("offset"):
                end.begin()
            try:
                bodies = yield calls
            except UpstreamError as error:
                calls = reading.throw(error)
            else:
                calls = reading.send(bodies)
    except StopIteration as stop:
        found: ItemList = stop.value
        return found
    reading.close()
    return None


def _identity(item: Any) -> str:
    return video_identifier(item) or json.dumps(item, sort_keys=True, default=repr)


class _End:
    """Tells when a list of videos has come to what is older than wanted.

    What the list is sorted by is not documented: it is believed where the days go down from the first item
    on or, as some videos may be pinned to the top, where a whole page of older ones goes down. One that got
    shorter is read again from its beginning; `seen` is what came in all its readings.
    """

    def __init__(self, first: date) -> None:
        self._first = first
        self._days: list[date] = []
        self.pages = 0
        self.seen: dict[str, Any] = {}

    def begin(self) -> None:
        """Begin at the first page, again or for the first time."""
        self._days = []

    def reached(self, page: ListPage) -> bool:
        """Say whether nothing more is wanted after this page, which follows those given since the first."""
        self.pages += 1
        self.seen |= {_identity(item): item for item in page.rows}
        days = [day for item in page.rows if (day := published_on(item))]
        self._days += days
        if not days or days[-1] >= self._first:
            return False
        return _goes_down(self._days) or (max(days) < self._first and len(set(days)) > 1 and _goes_down(days))


def _goes_down(days: list[date]) -> bool:
    return all(later <= earlier for earlier, later in itertools.pairwise(days))
