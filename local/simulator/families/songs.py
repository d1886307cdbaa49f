"""An artist's list of songs, and the running total of a song on a platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from local.simulator.answers import Answer, Refusal, collection, encode, page_block
from local.simulator.artists import Artist
from local.simulator.asked import known_artist, period_of
from local.simulator.calls import Call, Kind
from local.simulator.catalogue import catalogue_of, song_of
from local.simulator.chance import fraction
from local.simulator.chart_songs import ChartSong, song_light
from local.simulator.paging import paging
from local.simulator.profiles import light
from local.simulator.settings import Settings
from local.simulator.song_totals import DAILY_PER_STREAM, SongCounter

_COUNTED_BY = {"spotifyStream": "spotify", "shazamCount": "shazam", "youtubeViews": "youtube"}
_SORTS = ("name", "releaseDate", *_COUNTED_BY, "spotifyPopularity", "soundchartsScore")
_WITHOUT_DATE = 0.02
_CATALOGUE = 0


class Songs:
    """Answers for songs."""

    kinds = frozenset({Kind.SONG_LIST, Kind.SONG_AUDIENCE})

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sorted = lru_cache(maxsize=256)(self._sort)

    def answer(self, call: Call) -> Answer:
        """See `Family.answer`."""
        today = self._settings.last_day()
        return self._list(call, today) if call.kind is Kind.SONG_LIST else self._audience(call, today)

    def _list(self, call: Call, today: date) -> Answer:
        artist = known_artist(call.artist)
        sort = _one_of(call, "sortBy", _SORTS)
        descending = _one_of(call, "sortOrder", ("asc", "desc")) == "desc"
        main = _one_of(call, "mainPerformer", ("", "1", "0"))
        offset, limit = paging(call)
        songs = [
            song
            for song in self._sorted(artist, sort, descending, today)
            if not main or (song.artists[0] is artist) is (main == "1")
        ]
        items = [encode(_listed(song)) for song in songs[offset : offset + limit]]
        block = page_block(call.path, call.query, offset, limit, len(songs))
        return collection(items, block, encode(light(artist)))

    def _sort(self, artist: Artist, sort: str, descending: bool, today: date) -> tuple[ChartSong, ...]:
        out = [song for song in catalogue_of(artist) if song.released <= today]
        by: Callable[[ChartSong], Any]
        if sort == "releaseDate":
            dated = [song for song in out if _dated(song)]
            dated.sort(key=lambda song: (song.released, song.uuid), reverse=descending)
            return (*dated, *(song for song in out if not _dated(song)))
        if sort == "name":
            by = lambda song: (song.name.casefold(), song.uuid)  # noqa: E731
        elif sort in _COUNTED_BY:
            platform = _COUNTED_BY[sort]
            by = lambda song: (SongCounter(self._settings.seed, song, platform).total(today), song.uuid)  # noqa: E731
        else:
            by = lambda song: (song.streams, song.uuid)  # noqa: E731
        return tuple(sorted(out, key=by, reverse=descending))

    def _audience(self, call: Call, today: date) -> Answer:
        if call.platform not in DAILY_PER_STREAM:
            raise Refusal(400, "Invalid platform code.")
        song = song_of(call.song)
        if song is None or song.released > today:
            raise Refusal(404)
        first, last = period_of(call, today)
        offset, limit = paging(call)
        counter = SongCounter(self._settings.seed, song, call.platform)
        identifier = call.query.get("identifier", "")
        first, last = max(first, counter.first_day()), min(last, today)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        crawled = [day for day in reversed(days) if counter.there() and counter.crawled(day)]
        if identifier and identifier not in counter.identifiers():
            crawled = []
        items = [
            encode(
                {
                    "date": f"{day.isoformat()}T00:00:00+00:00",
                    "plots": [
                        {"identifier": name, "value": value}
                        for name, value in counter.plots(day)
                        if not identifier or name == identifier
                    ],
                }
            )
            for day in crawled[offset : offset + limit]
        ]
        block = page_block(call.path, call.query, offset, limit, len(crawled))
        return collection(items, block, encode(song_light(song)))


def _one_of(call: Call, name: str, allowed: tuple[str, ...]) -> str:
    """Read a parameter that takes certain values, the first where it is not given. Raises `Refusal`."""
    value = call.query.get(name, allowed[0])
    if value not in allowed:
        raise Refusal(400, f'Invalid value "{value}" for "{name}".')
    return value


def _dated(song: ChartSong) -> bool:
    return fraction(_CATALOGUE, song.uuid, "dated") >= _WITHOUT_DATE


def _listed(song: ChartSong) -> dict[str, Any]:
    known = song_light(song)
    image = known.pop("imageUrl")
    released = f"{song.released.isoformat()}T00:00:00+00:00" if _dated(song) else None
    return {**known, "releaseDate": released, "imageUrl": image}
