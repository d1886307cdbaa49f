"""A Soundcharts made up for tests of Shazam: lists, chart entries and counts as its answers have them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from linernotes.model.errors import NotFound, UpstreamError
from linernotes.model.periods import Comparison
from linernotes.model.request import ReportRequest
from linernotes.sections.section import Price, Stores
from linernotes.sections.shazam.section import SECTION as SHAZAM
from linernotes.soundcharts.calls import Get
from tests.unit.builders import a_request, september
from tests.unit.world import World

ASKED = a_request(sections=("shazam",))
IN_ITALY = a_request(sections=("shazam",), country="IT")
COMPARED = a_request(sections=("shazam",), compare=Comparison.PREVIOUS_PERIOD)
START, END = september(1), september(30)
FROM_JULY = date(2024, 7, 20)
RANKS, LIST, COUNTS = "/charts/song/ranks/", "/songs", "/audience/shazam"


def song_uuid(number: int) -> str:
    return f"7d534228-5165-11e9-9375-{number:012x}"


def a_song(number: int, *, released: str | None = "2020-05-01") -> dict[str, Any]:
    """Make a song as lists have it."""
    moment = f"{released}T00:00:00+00:00" if released else None
    return {
        "uuid": song_uuid(number),
        "name": f"Song {number}",
        "creditName": "Achille Lauro",
        "releaseDate": moment,
        "imageUrl": None,
    }


def an_entry(
    number: int,
    entered: str | None,
    ranked: str | None,
    *,
    country: str = "IT",
    city: str = "",
    **changes: Any,
) -> dict[str, Any]:
    """Make a chart entry of a song, which has left the chart unless it is told otherwise."""
    song = a_song(number)
    return {
        "chart": {
            "name": "Top 200",
            "type": "COUNTRY",
            "slug": f"top-{country}-{city}",
            "platform": "shazam",
            "frequency": "daily",
            "countryCode": country,
            "countryName": "",
            "cityName": city,
            "maxResultsCount": 200,
        },
        "position": 0,
        "positionEvolution": None,
        "peakPosition": None,
        "peakDate": None,
        "entryState": "",
        "entryDate": entered and f"{entered}T12:00:00+00:00",
        "rankDate": ranked and f"{ranked}T12:00:00+00:00",
        "oldPosition": None,
        "current": False,
        "timeOnChart": 10,
        "timeOnChartUnit": "DOC",
        "song": {name: song[name] for name in ("uuid", "name", "creditName", "imageUrl")},
        **changes,
    }


def steady(first: date, last: date, start: int, a_day: int) -> dict[date, int]:
    """Give counts of every day, that rise by as many each."""
    return {first + timedelta(days=nth): start + nth * a_day for nth in range((last - first).days + 1)}


@dataclass
class Shazam:
    """Answers calls about one artist's songs on Shazam.

    `counts` are by the number of a song. `errors` are by a part of the path, and answered in place of data.
    `sorts` says whether entries come in the order asked for.
    """

    songs: Sequence[dict[str, Any]] = ()
    entries: Sequence[Any] = ()
    counts: Mapping[int, Mapping[date, Any]] = field(default_factory=dict)
    errors: dict[str, UpstreamError] = field(default_factory=dict)
    listed: int | None = None
    sorts: bool = True

    def __call__(self, get: Get) -> bytes | UpstreamError:
        for part, error in self.errors.items():
            if part in get.path:
                return error
        if RANKS in get.path:
            return self._page(get, self._entries_as(get))
        if get.path.endswith(LIST):
            songs = self.songs
            if get.params["sortBy"] == "releaseDate":
                songs = sorted(songs, key=lambda song: song["releaseDate"] or "", reverse=True)
            return self._page(get, songs, total=self.listed)
        if get.path.endswith(COUNTS):
            return self._counts(get)
        return NotFound(get.path)

    def _entries_as(self, get: Get) -> Sequence[Any]:
        assert str(get.params["currentOnly"]) == "0", "past entries are wanted too"
        if not self.sorts:
            return self.entries
        return sorted(self.entries, key=_ranked, reverse=get.params["sortOrder"] == "desc")

    def _counts(self, get: Get) -> bytes | UpstreamError:
        counts = next((of for number, of in self.counts.items() if song_uuid(number) in get.path), None)
        if counts is None:
            return NotFound(get.path)
        first, last = (date.fromisoformat(str(get.params[name])) for name in ("startDate", "endDate"))
        items = [
            {"date": f"{day}T00:00:00+00:00", "plots": [{"identifier": "1", "value": value}]}
            for day, value in sorted(counts.items(), reverse=True)
            if first <= day <= last
        ]
        return self._page(get, items)

    def _page(self, get: Get, items: Sequence[Any], *, total: int | None = None) -> bytes:
        offset, limit = int(get.params.get("offset", 0)), int(get.params.get("limit", 100))
        page = {"offset": offset, "limit": limit, "total": len(items) if total is None else total}
        return json.dumps({"items": items[offset : offset + limit], "page": page, "errors": []}).encode()


def _ranked(entry: Any) -> str:
    return str(entry.get("rankDate") or "") if isinstance(entry, dict) else ""


def section_of(world: World) -> dict[str, Any]:
    """Give the section of a world's report."""
    section: dict[str, Any] = world.result()["sections"]["shazam"]
    return section


def reported(upstream: Shazam, request: ReportRequest) -> World:
    """Make a report of a request, to its end."""
    world = World()
    world.calls.answer = upstream
    world.request(request)
    world.run()
    return world


def made(upstream: Shazam, request: ReportRequest) -> dict[str, Any]:
    """Make a report of a request and give its section."""
    return section_of(reported(upstream, request))


def row_of(section: dict[str, Any], number: int) -> dict[str, Any]:
    (row,) = [row for row in section["rows"] if row["track_uuid"] == song_uuid(number)]
    return dict(row)


def total_of(section: dict[str, Any]) -> dict[str, Any]:
    (total,) = section["totals"]
    return dict(total)


def asked_for(world: World, part: str) -> list[Get]:
    return [get for get in world.calls.asked if part in get.path]


def price_of(world: World, request: ReportRequest) -> Price:
    stores = Stores(world.windows, world.charts, world.lookups)
    return SHAZAM.price(request, stores, now=world.clock())


FULL = Shazam(
    [a_song(1), a_song(2)],
    [an_entry(1, "2024-09-01", "2024-09-20", position=3)],
    {number: steady(FROM_JULY, END, 1_000, 10) for number in (1, 2)},
)


def broken(**errors: Any) -> Shazam:
    named = {"ranks": RANKS, "songs": LIST, "counts": COUNTS}
    return Shazam(
        FULL.songs, FULL.entries, FULL.counts, errors={named[what]: error for what, error in errors.items()}
    )
