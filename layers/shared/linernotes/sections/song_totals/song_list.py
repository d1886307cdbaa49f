"""An artist's songs as Soundcharts lists them: those that lead by an order, and the new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.sections.lookups.lists import ListPage, list_until
from linernotes.sections.lookups.lookup import Fetching, LookupKey, Question
from linernotes.soundcharts.paging import PAGE_ITEMS
from linernotes.soundcharts.reading import an_object, day, first_object, name_of, read_or, text

NEW_FROM = timedelta(days=90)
"""Songs that came out so long before the period are looked at, whatever they have been streamed."""

MOST_PAGES_LEADING = 10
"""So many pages are read of the songs that lead, if they are so short that one does not hold them."""

MOST_PAGES_RELEASED = 10
"""So many pages of an artist's songs are read, the newest first: a preview needs an end."""


class Order(StrEnum):
    """What lists of songs are sorted by, largest or newest first."""

    SPOTIFY_STREAMS = "spotifyStream"
    SHAZAM_COUNT = "shazamCount"
    RELEASE_DATE = "releaseDate"


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song; `released` is None where Soundcharts names no day, or none that makes sense."""

    uuid: str
    name: str | None = None
    credit: str | None = None
    released: date | None = None

    @property
    def label(self) -> str:
        """Name the song for a reader, by UUID where it has no name."""
        return self.name or self.uuid


@dataclass(frozen=True, slots=True)
class SongList:
    """Songs in the order asked for; `total` is how many the artist has, None where that is not said.

    `unreadable` counts those that could not be read, and of a list that was followed to its end those
    announced that did not come. `cut_off` says that it was not followed as far as wanted.
    """

    songs: tuple[ListedSong, ...] = ()
    total: int | None = None
    unreadable: int = 0
    cut_off: bool = False

    @property
    def whole(self) -> bool:
        """Say whether these are all songs of the artist."""
        return self.total is not None and len(self.songs) + self.unreadable >= self.total


def leading_songs(artist_uuid: str, order: Order) -> Question[SongList]:
    """Ask for the first 100 songs by an order, one call of a full page: as many as a report may count.

    Of an artist with no more songs than that they are all there are.
    """
    return Question(
        LookupKey(artist_uuid, f"songs/{order}"),
        SongList,
        lambda: _fetch_leading(artist_uuid, order),
        leads_on=True,
    )


def songs_released_since(artist_uuid: str, since: date, *, listed: int | None) -> Question[SongList]:
    """Ask for the songs released on a day or after it, newest first, of an artist with `listed` songs.

    It takes a call for every 100 songs that came out since, at most 10: Soundcharts does not filter by day.
    """
    pages = MOST_PAGES_RELEASED
    if listed is not None:
        pages = min(pages, max(1, ceil(listed / PAGE_ITEMS)))
    return Question(
        LookupKey(artist_uuid, f"songs/{Order.RELEASE_DATE}/{since}"),
        SongList,
        lambda: _fetch_released(artist_uuid, since, pages),
        calls=pages,
        at_most=pages > 1,
        leads_on=True,
    )


def _fetch_leading(artist_uuid: str, order: Order) -> Fetching[SongList]:
    received = 0

    def has_enough(page: ListPage) -> bool:
        nonlocal received
        received += len(page.rows)
        return received >= PAGE_ITEMS

    # One call, unless pages are shorter than they were asked for: that is no reason to lack songs.
    found = yield from list_until(
        _path(artist_uuid),
        _sorted_by(order),
        identity=repr,
        ends=has_enough,
        most_pages=MOST_PAGES_LEADING,
    )
    total = found.total
    if total is None and received < PAGE_ITEMS and not found.cut_off:
        total = len(found.items)
    listed = _song_list(found.items[:PAGE_ITEMS], total)
    # There are no fewer than came, whatever is said.
    return listed if total is None else replace(listed, total=max(total, len(listed.songs)))


def _fetch_released(artist_uuid: str, since: date, most_pages: int) -> Fetching[SongList]:
    def reaches_back(page: ListPage) -> bool:
        days = [song.released for song in _song_list(page.rows, None).songs if song.released]
        return bool(days) and days[-1] < since

    found = yield from list_until(
        _path(artist_uuid),
        _sorted_by(Order.RELEASE_DATE),
        identity=repr,
        ends=reaches_back,
        most_pages=most_pages,
    )
    listed = _song_list([item for item in found.items if not _is_older(item, since)], found.total)
    new = tuple(song for song in listed.songs if song.released)
    lost = 0 if found.announced is None else max(0, found.announced - len(found.items))
    return SongList(new, listed.total, listed.unreadable + lost, found.cut_off)


def _is_older(item: Any, day_: date) -> bool:
    """Say whether a song is known to have come out before a day, whatever else of it can be read."""
    released = read_or(None, day, first_object(item).get("releaseDate"))
    return released is not None and released < day_


def _path(artist_uuid: str) -> str:
    return f"/api/v2.21/artist/{artist_uuid}/songs"


def _sorted_by(order: Order) -> dict[str, str | int]:
    return {"sortBy": order.value, "sortOrder": "desc"}


def _song_list(items: Sequence[Any], total: int | None) -> SongList:
    songs: dict[str, ListedSong] = {}
    unreadable = 0
    for item in items:
        try:
            song = _song(item)
        except BrokenAnswer:
            unreadable += 1
        else:
            songs.setdefault(song.uuid, song)
    return SongList(tuple(songs.values()), total, unreadable)


def _song(item: Any) -> ListedSong:
    fields = an_object(item, "a song")
    uuid = text(fields.get("uuid"))
    if uuid is None:
        raise BrokenAnswer("a song from Soundcharts has no uuid")
    released = read_or(None, day, fields.get("releaseDate"))
    return ListedSong(uuid, name_of(fields.get("name")), name_of(fields.get("creditName")), released)
