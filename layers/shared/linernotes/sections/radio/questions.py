"""What is asked of Soundcharts: stations with their spins, and the list of broadcasts or its two ends."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from linernotes.model.errors import NotFound, NotInPlan, RequestRefused
from linernotes.sections.lookups.lists import ItemList, Params, read_page, whole_list
from linernotes.sections.lookups.lookup import Content, Fetching, LookupKey, Question
from linernotes.sections.radio.contents import Broadcasts, Stations
from linernotes.sections.radio.ranges import SETTLED_AFTER_DAYS, Range
from linernotes.sections.radio.reading import (
    broadcast_identity,
    group_identity,
    read_broadcasts,
    read_ends,
    read_stations,
)
from linernotes.soundcharts.calls import Get
from linernotes.soundcharts.paging import MAX_PAGES, PAGE_ITEMS

_MOST_PAGES_OF_A_COUNTRY = 10
"""No country is known to have more than 1,000 monitored stations; only the preview counts on it."""


@dataclass(frozen=True, slots=True)
class Radio:
    """What is asked about: an artist's spins on the stations of a country, or of all of them."""

    artist_uuid: str
    country: str | None

    def stations(self, of: Range) -> Question[Stations]:
        """Ask which stations played the artist in a range, and how often."""

        def fetch() -> Fetching[Stations]:
            found = yield from whole_list(
                self._path("broadcast-groups"), self._params(of), identity=group_identity
            )
            return read_stations(found)

        pages = _MOST_PAGES_OF_A_COUNTRY if self.country else MAX_PAGES
        return self._question(of, "stations", Stations, fetch, calls=pages, at_most=True, leads_on=True)

    def broadcasts(self, of: Range, *, most_pages: int) -> Question[Broadcasts]:
        """Ask for every broadcast in a range, or as `ends` does where they take more pages: two at least."""

        def read(most_pages: int | None) -> Fetching[ItemList]:
            return whole_list(
                self._path("broadcasts"),
                self._params(of),
                identity=broadcast_identity,
                most_pages=most_pages,
            )

        def fetch() -> Fetching[Broadcasts]:
            found = yield from read(most_pages)
            if found.cut_off and _has_short_pages(found, most_pages):
                found = yield from read(None)
            if not found.cut_off:
                return read_broadcasts(found, of)
            # One that turned out too long only after its first page has had the calls it may take.
            last = (yield from self._last_of(found.total, of)) if len(found.items) <= PAGE_ITEMS else ()
            return read_ends(found.total, [*found.items[:1], *last], of)

        return self._question(of, "broadcasts", Broadcasts, fetch, calls=most_pages, at_most=True)

    def ends(self, of: Range) -> Question[Broadcasts]:
        """Ask how many broadcasts there are in a range, and for the two at the ends of their list."""

        def fetch() -> Fetching[Broadcasts]:
            (body,) = yield [Get(self._path("broadcasts"), {**self._params(of), "limit": 1})]
            page = read_page(body)
            last = yield from self._last_of(page.total, of)
            return read_ends(page.total, [*page.rows[:1], *last], of)

        return self._question(of, "ends", Broadcasts, fetch, calls=2)

    def _last_of(
        self, total: int | None, of: Range
    ) -> Generator[Sequence[Get], Sequence[bytes], Sequence[Any]]:
        """Fetch the last broadcast of a list of so many, the first being known."""
        if total is None or total <= 1:
            return ()
        last: Params = {**self._params(of), "limit": 1, "offset": total - 1}
        try:
            (body,) = yield [Get(self._path("broadcasts"), last)]
        except (NotFound, NotInPlan, RequestRefused):
            # An offset that far may be refused: then the ends are not known, but the total is.
            return ()
        return read_page(body).rows[:1]

    def _path(self, endpoint: str) -> str:
        return f"/api/v2/artist/{self.artist_uuid}/{endpoint}"

    def _params(self, of: Range) -> Mapping[str, str | int]:
        days = {"startDate": of.first.isoformat(), "endDate": of.last.isoformat()}
        return {"countryCode": self.country, **days} if self.country else days

    def _question[C: Content](
        self,
        of: Range,
        what: str,
        content: type[C],
        fetch: Callable[[], Fetching[C]],
        *,
        calls: int,
        at_most: bool = False,
        leads_on: bool = False,
    ) -> Question[C]:
        return Question(
            key=LookupKey(self.artist_uuid, f"radio/{self.country or 'all'}/{of.name}/{what}"),
            content=content,
            fetch=fetch,
            asks_to=of.last,
            needed_to=of.last,
            settles_in=timedelta(days=SETTLED_AFTER_DAYS),
            calls=calls,
            at_most=at_most,
            leads_on=leads_on,
        )


def _has_short_pages(found: ItemList, most_pages: int) -> bool:
    """Say whether a list was cut off only as its first page is shorter than it was asked for."""
    received, total = len(found.items), found.total
    if total is None or not 0 < received < PAGE_ITEMS:
        return False
    return total <= most_pages * PAGE_ITEMS and -(-total // received) <= MAX_PAGES


def pages_of(spins: int) -> int:
    """Count the pages of a list of so many broadcasts: one that is empty has a page, too."""
    return max(1, -(-spins // PAGE_ITEMS))
