"""Reading what Soundcharts tells of radio: stations with their spins, and broadcasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from linernotes.sections.lookups.lists import ItemList
from linernotes.sections.radio.contents import Broadcasts, SongSpins, Station, Stations
from linernotes.sections.radio.ranges import Range
from linernotes.soundcharts.reading import first_object, name_of, number, read_or, text


def group_identity(item: Any) -> object:
    """Tell stations apart, so that one that comes on two pages counts once."""
    slug = text(first_object(first_object(item).get("radio")).get("slug"))
    return slug or repr(item)


def broadcast_identity(item: Any) -> object:
    """Tell broadcasts apart: a station plays a song at a moment once."""
    broadcast = first_object(item)
    slug, song = (text(first_object(broadcast.get(of)).get(key)) for of, key in _IDENTIFIED_BY)
    aired = text(broadcast.get("airedAt"))
    return (aired, slug, song) if aired and slug and song else repr(item)


_IDENTIFIED_BY = (("radio", "slug"), ("song", "uuid"))


def read_stations(found: ItemList) -> Stations:
    """Read the stations of a range; one of which the spins cannot be read costs only itself."""
    stations = [station for item in found.items if (station := _station(item))]
    return Stations(
        tuple(station for station in stations if station.spins),
        unreadable=len(found.items) - len(stations) + _not_given(found),
    )


def _station(item: Any) -> Station | None:
    group = first_object(item)
    spins = read_or(None, number, group.get("playCount"), "playCount")
    radio = first_object(group.get("radio"))
    slug = text(radio.get("slug"))
    name = name_of(radio.get("name")) or slug
    if not isinstance(spins, int) or spins < 0 or name is None:
        return None
    country = text(radio.get("countryCode"))
    return Station(name, slug, country.upper() if country else None, name_of(radio.get("cityName")), spins)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast: when it began, in UTC, and which song it was; None where that cannot be read."""

    aired_at: datetime | None
    song_uuid: str | None
    song_name: str | None


def read_broadcast(item: Any, within: Range) -> Broadcast:
    """Read a broadcast; a moment out of the range it was asked for makes no sense, and is taken for none."""
    broadcast = first_object(item)
    song = first_object(broadcast.get("song"))
    return Broadcast(
        _moment(broadcast.get("airedAt"), within), text(song.get("uuid")), name_of(song.get("name"))
    )


def _moment(raw: Any, within: Range) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text(raw) or "")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if within.holds(moment.date()) else None


def read_broadcasts(found: ItemList, within: Range) -> Broadcasts:
    """Read the whole list of a range's broadcasts."""
    broadcasts = [read_broadcast(item, within) for item in found.items]
    moments = [broadcast.aired_at for broadcast in broadcasts if broadcast.aired_at]
    broken = sum(broadcast.aired_at is None or broadcast.song_uuid is None for broadcast in broadcasts)
    days: Counter[date] = Counter(moment.date() for moment in moments)
    return Broadcasts(
        told=len(found.items) if found.total is None else found.total,
        first=min(moments, default=None),
        last=max(moments, default=None),
        songs=_songs(broadcasts),
        days=tuple(sorted(days.items())),
        unreadable=broken + _not_given(found),
    )


def _songs(broadcasts: Sequence[Broadcast]) -> tuple[SongSpins, ...]:
    names: dict[str, str | None] = {}
    spins: Counter[str] = Counter()
    for broadcast in broadcasts:
        if broadcast.song_uuid is not None:
            spins[broadcast.song_uuid] += 1
            names[broadcast.song_uuid] = names.get(broadcast.song_uuid) or broadcast.song_name
    return tuple(SongSpins(uuid, names[uuid], count) for uuid, count in sorted(spins.items()))


def read_ends(told: int | None, ends: Sequence[Any], within: Range) -> Broadcasts:
    """Read the two ends of a list of broadcasts, whichever of them is the later one.

    `ends` are the items that came of it. Where an end is not known, neither the first nor the last is.
    """
    moments = [moment for item in ends if (moment := read_broadcast(item, within).aired_at)]
    expected = 0 if told is None else min(told, 2)
    if told is None or len(moments) < expected:
        return Broadcasts(told, unreadable=1)
    return Broadcasts(told, min(moments, default=None), max(moments, default=None))


def _not_given(found: ItemList) -> int:
    """Count the items that were announced and did not come."""
    return found.announced - len(found.items) if found.announced else 0
