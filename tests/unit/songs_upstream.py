"""Soundcharts as far as songs go, by script: an artist's songs, and the items of their totals."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linernotes.model.errors import NotFound, UpstreamError
from linernotes.soundcharts.calls import Get

_LIST = re.compile(r"/api/v2\.21/artist/([^/]+)/songs")
_AUDIENCE = re.compile(r"/api/v2/song/([^/]+)/audience/([^/]+)")

Item = dict[str, Any]


def a_song(uuid: str, released: date | str | None = date(2020, 5, 1), **fields: Any) -> Item:
    """Make a song as lists have it."""
    day = released.isoformat() + "T00:00:00+01:00" if isinstance(released, date) else released
    return {"uuid": uuid, "name": f"Song {uuid}", "creditName": "Somebody", "releaseDate": day, **fields}


def a_day(day: date, *values: object) -> Item:
    """Make an item of a series, its values those of different identifiers."""
    plots = [{"identifier": f"id-{number}", "value": value} for number, value in enumerate(values)]
    return {"date": f"{day.isoformat()}T00:00:00+00:00", "plots": plots}


def series(values: Mapping[date, object]) -> list[Item]:
    """Make the items of a series with one identifier."""
    return [a_day(day, value) for day, value in values.items()]


@dataclass
class SongsUpstream:
    """`songs` are those of every artist, by streams; `items` those of a song on a platform, in any order.

    `faults` are answered in place of what a pattern finds in a path.
    """

    songs: Sequence[Item] = ()
    items: Mapping[tuple[str, str], Sequence[Item]] = field(default_factory=dict)
    faults: dict[str, bytes | UpstreamError] = field(default_factory=dict)
    total: int | None = None
    largest_page: int = 100

    def __call__(self, get: Get) -> bytes | UpstreamError:
        fault = next((fault for pattern, fault in self.faults.items() if re.search(pattern, get.path)), None)
        if fault is not None:
            return fault
        if _LIST.fullmatch(get.path):
            return self._page(get, self._sorted(str(get.params["sortBy"])), self.total)
        if found := _AUDIENCE.fullmatch(get.path):
            items = self.items.get((found[1], found[2]), ())
            first, last = (str(get.params[name]) for name in ("startDate", "endDate"))
            within = [item for item in items if first <= str(item.get("date", first))[:10] <= last]
            return self._page(get, sorted(within, key=lambda item: str(item.get("date")), reverse=True))
        return NotFound(get.path)

    def _sorted(self, by: str) -> Sequence[Item]:
        if by != "releaseDate":
            return self.songs
        return sorted(self.songs, key=lambda song: song["releaseDate"] or "", reverse=True)

    def _page(self, get: Get, items: Sequence[Item], total: int | None = None) -> bytes:
        offset = int(get.params.get("offset", 0))
        shown = items[offset : offset + min(int(get.params["limit"]), self.largest_page)]
        return json.dumps(
            {"items": shown, "page": {"total": len(items) if total is None else total}}
        ).encode()
