"""What Soundcharts says of playlists, read: counts and reach by day, and placements on lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.soundcharts.reading import an_object, kind_of, name_of, number, read_or, text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

TYPES = ("editorial", "algotorial", "major", "charts")
"""The types whose additions and removals count (contract 10.5), as Soundcharts is asked for them."""

ALL_TYPES = (*TYPES, "algorithmic", "curators_listeners", "radios", "this_is")
"""Every type there is."""


@dataclass(frozen=True, slots=True)
class ReachDay:
    """A day: how many playlists, and the followers of all of them together; each also of two types."""

    day: date
    playlists: int | None
    reach: int | None
    editorial_playlists: int | None = None
    editorial_reach: int | None = None
    user_playlists: int | None = None
    user_reach: int | None = None

    def over(self, earlier: ReachDay | None) -> ReachDay:
        """Give the day as two rows tell it, this one the later: what it lacks, the earlier one may have."""
        if earlier is None:
            return self
        return replace(earlier, **{name: told for name, told in asdict(self).items() if told is not None})


@dataclass(frozen=True, slots=True)
class Reach:
    """The days of a window, in order. `announced` is how many Soundcharts said there were, if fewer came."""

    days: tuple[ReachDay, ...] = ()
    announced: int | None = None
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A stay of a song on a playlist: `entered` on a day and, if it is over and that is told, `left` on one.

    `type` is one of those Soundcharts is asked for, `market` the country of the list, None if it is of none.
    `followers` are those the list has now. What is None is not there, or could not be read.
    """

    playlist_uuid: str | None
    playlist: str | None
    type: str | None
    market: str | None
    owner: str | None
    track_uuid: str | None
    track: str | None
    position: int | None
    peak_position: int | None
    entered: date | None
    left: date | None
    followers: int | None
    whole: bool = True
    """Whether every field that was there could be read."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Stays on playlists, of a list that was followed as far back as was wanted, or not: then not `whole`.

    `read` counts the rows of the list that were looked at, whether or not they are among `entries`.
    `announced` is how many rows Soundcharts said there were, if fewer came.
    """

    entries: tuple[Entry, ...] = ()
    read: int = 0
    whole: bool = True
    announced: int | None = None
    unreadable: int = 0


def reach_day(item: Any) -> tuple[ReachDay | None, bool]:
    """Read a day of counts and reach; says also whether every field of it could be read."""
    try:
        fields = an_object(item, "an item")
    except BrokenAnswer:
        return None, False
    reader = _Reader(fields)
    day = reader.day("date")
    if day is None:
        return None, False
    read = ReachDay(
        day,
        reader.count("playlistCount"),
        reader.count("playlistReach"),
        reader.count("playlistEditorialCount"),
        reader.count("playlistEditorialReach"),
        reader.count("playlistUserCount"),
        reader.count("playlistUserReach"),
    )
    return read, reader.whole


def entry_of(item: Any, *, type_asked: str | None) -> Entry | None:
    """Read a stay; None where it does not even say on which playlist.

    `type_asked` is the type that was asked for, if it was one.
    """
    try:
        fields = an_object(item, "an item")
        playlist = _Reader(an_object(fields.get("playlist"), "a playlist"))
    except BrokenAnswer:
        return None
    uuid, name = playlist.text("uuid"), playlist.name("name")
    if uuid is None and name is None:
        return None
    stay = _Reader(fields)
    raw_song = fields.get("song")
    song = _Reader(raw_song if isinstance(raw_song, dict) else {})
    song_read = isinstance(raw_song, dict)
    market = playlist.text("countryCode")
    return Entry(
        playlist_uuid=uuid,
        playlist=name,
        type=type_asked or type_named(playlist.text("type")),
        market=market.upper() if market else None,
        owner=_owner(playlist.fields),
        track_uuid=song.text("uuid"),
        track=song.name("name"),
        position=stay.position("position"),
        peak_position=stay.position("peakPosition"),
        entered=stay.day("entryDate"),
        left=stay.day("exitDate"),
        followers=playlist.count("latestSubscriberCount"),
        whole=song_read and playlist.whole and stay.whole and song.whole,
    )


def type_named(label: str | None) -> str | None:
    """Tell a type by what a playlist calls it; None if unknown. "Curators & Listeners" is one."""
    if label is None:
        return None
    name = "_".join(re.findall(r"[a-z]+", label.casefold()))
    return name if name in ALL_TYPES else None


def identity_of(item: Any) -> object:
    """Tell what makes a stay the same as another one of a list."""
    entry = entry_of(item, type_asked=None)
    if entry is None or entry.track_uuid is None or entry.entered is None:
        return repr(item)
    playlist = entry.playlist_uuid or entry.playlist
    return playlist, entry.market, entry.track_uuid, entry.entered, entry.left


def last_seen(item: Any) -> date | None:
    """Give the day a stay was last seen on its list (`positionDate`)."""
    return _day_or_none(item.get("positionDate")) if isinstance(item, dict) else None


def _day_or_none(raw: Any) -> date | None:
    return read_or(None, _day, raw)


def _owner(playlist: Mapping[str, Any]) -> str | None:
    owner = playlist.get("owner")
    return name_of(owner.get("name")) if isinstance(owner, dict) else name_of(owner)


class _Reader:
    """Reads fields, and notes whether there was any it could not make sense of."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.whole = True

    def text(self, name: str) -> str | None:
        """Give a text; an empty one is none."""
        raw = self.fields.get(name)
        if raw is not None and not isinstance(raw, str):
            self.whole = False
        return text(raw)

    def name(self, name: str) -> str | None:
        """Give a name, cut to what is kept of one."""
        return name_of(self.text(name))

    def day(self, name: str) -> date | None:
        """Give a day, as it is written."""
        return self._read(_day, name)

    def count(self, name: str) -> int | None:
        """Give a whole number from 0 on."""
        return self._read(_count, name)

    def position(self, name: str) -> int | None:
        """Give a position from 1 on; 0 is none."""
        return self._read(_count, name) or None

    def _read[T](self, read: Callable[[Any], T | None], name: str) -> T | None:
        try:
            return read(self.fields.get(name))
        except BrokenAnswer:
            self.whole = False
            return None


def _day(raw: Any) -> date | None:
    if raw is None or raw == "":
        return None
    try:
        if not isinstance(raw, str) or not _DAY.fullmatch(raw[:10]):
            raise ValueError
        # The day as written: a Paris midnight turned into UTC would fall on the day before.
        return date.fromisoformat(raw[:10])
    except ValueError as error:
        raise BrokenAnswer(f"a date in Soundcharts' answer is {kind_of(raw)}, not a day") from error


def _count(raw: Any) -> int | None:
    value = number(raw, "a count")
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise BrokenAnswer("a count in Soundcharts' answer is no whole number from 0 on")
    return value
