"""What is asked of Soundcharts about Shazam's charts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from linernotes.model.periods import Period
from linernotes.sections.lookups.lists import ListPage, Params, list_until
from linernotes.sections.lookups.lookup import Fetching, LookupKey, Question
from linernotes.sections.shazam.entries import ChartEntries, identity, ranked_on, read_entries

_PATH = "/api/v2/artist/{artist}/charts/song/ranks/shazam"
# Past entries too, those ranked last first.
_PARAMS: Params = {"currentOnly": 0, "sortBy": "rankDate", "sortOrder": "desc"}

MOST_PAGES = 40
"""So many pages of entries are read, those ranked last: an artist may have tens of thousands.

Nobody tells beforehand how many there are, so a preview says as many calls, at most.
"""


def chart_entries(artist_uuid: str, period: Period) -> Question[ChartEntries]:
    """Ask for the entries of an artist's songs on Shazam's charts, from the month on that a period begins in.

    It takes a call for every 100 entries ranked since, at most 40; reports of the same months share it. The
    pages are read one after the other, as each tells whether another one is needed.
    """
    since = period.start.replace(day=1)
    return Question(
        LookupKey(artist_uuid, f"charts/shazam/{since}"),
        ChartEntries,
        lambda: _fetch(artist_uuid, since),
        needed_to=period.end,
        calls=MOST_PAGES,
        at_most=True,
        leads_on=True,
    )


def _fetch(artist_uuid: str, since: date) -> Fetching[ChartEntries]:
    found = yield from list_until(
        _PATH.format(artist=artist_uuid),
        _PARAMS,
        identity=identity,
        ends=lambda page: _reaches_back(page, since),
        most_pages=MOST_PAGES,
    )
    lost = 0 if found.announced is None else max(0, found.announced - len(found.items))
    return read_entries(found.items, since=since, lost=lost, cut_off=found.cut_off)


def _reaches_back(page: ListPage, since: date) -> bool:
    """Say whether no later page has an entry ranked since: true only of pages that come in that order."""
    days = [day for item in page.rows if (day := ranked_on(item))]
    return bool(days) and days[-1] < since and all(later <= earlier for earlier, later in pairwise(days))
