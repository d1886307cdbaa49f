"""Playlists: placements as they stand and were, and how many there are with how many followers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from local.simulator.answers import Answer, Refusal, collection, encode, page_block
from local.simulator.artists import Artist
from local.simulator.asked import known_artist, period_of
from local.simulator.calls import Call, Kind
from local.simulator.chance import fraction
from local.simulator.chart_songs import song_light
from local.simulator.paging import paging
from local.simulator.playlist_entries import (
    LABELS,
    PLATFORMS,
    WITH_FOLLOWERS,
    ListOfSongs,
    Stay,
    stays_of,
)
from local.simulator.profiles import light
from local.simulator.settings import Settings

EXITS_FROM = date(2025, 8, 1)
"""When a song left a list is told since then; of what left before it is not."""

REACH_TYPES = {
    "all": tuple(LABELS),
    "editorial": ("editorial", "algotorial"),
    "user": ("curators_listeners",),
    "algorithmic": ("algorithmic",),
}
"""The types that counts and reach can be asked for, and the types of lists they hold."""

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_MISSING = 0.02
_TWICE = 0.02


class Playlists:
    """Answers for entries, counts and reach."""

    kinds = frozenset({Kind.PLAYLIST_REACH, Kind.PLAYLIST_ENTRIES})

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def answer(self, call: Call) -> Answer:
        """Answer a call. Raises `Refusal`."""
        if call.platform not in PLATFORMS:
            raise Refusal(400, f'Only "{", ".join(PLATFORMS)}" are supported platforms.')
        artist, today = known_artist(call.artist), self._settings.last_day()
        answer = _reach if call.kind is Kind.PLAYLIST_REACH else _entries
        return answer(call, artist, self._settings.seed, today)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for, and in which order."""

    type: str
    current_only: bool
    country: str
    sort_by: str
    descending: bool


def _entries(call: Call, artist: Artist, seed: int, today: date) -> Answer:
    wanted = Wanted(
        _one_of(call, "type", ("all", *LABELS)),
        _one_of(call, "currentOnly", ("0", "1")) == "1",
        _country(call),
        _one_of(call, "sortBy", ("entryDate", "position", "positionDate", "subscriberCount")),
        _one_of(call, "sortOrder", ("desc", "asc")) == "desc",
    )
    uuids = set(filter(None, call.query.get("playlistUuids", "").split(",")))
    offset, limit = paging(call)
    found = _in_order(wanted, artist, call.platform, seed, today)
    if uuids:
        found = tuple(stay for stay in found if stay.playlist.uuid in uuids)
    items = [encode(_entry(stay, call.platform, seed, today)) for stay in found[offset : offset + limit]]
    block = page_block(call.path, call.query, offset, limit, len(found))
    return collection(items, block, encode(light(artist)))


@lru_cache(maxsize=64)
def _in_order(wanted: Wanted, artist: Artist, platform: str, seed: int, today: date) -> tuple[Stay, ...]:
    orders: dict[str, Callable[[Stay], int]] = {
        "position": lambda stay: stay.position,
        "positionDate": lambda stay: _last_seen(stay, seed, today).toordinal(),
        "entryDate": lambda stay: stay.entered.toordinal(),
        "subscriberCount": lambda stay: stay.playlist.followers or 0,
    }
    found = (
        stay
        for stay in stays_of(seed, artist, platform, today)
        if wanted.type in ("all", stay.playlist.type)
        and (not wanted.current_only or stay.lasts_on(today))
        and wanted.country in ("", stay.playlist.market)
    )
    return tuple(sorted(found, key=orders[wanted.sort_by], reverse=wanted.descending))


def _last_seen(stay: Stay, seed: int, today: date) -> date:
    """Say when a song was seen on a list last: small lists are looked at only every few days."""
    until = min(stay.left - timedelta(days=1), today)
    if not stay.playlist.small:
        return until
    days = int(fraction(seed, stay.playlist.uuid, stay.song.uuid, "looked at") * 7)
    return max(stay.entered, until - timedelta(days=days))


def _entry(stay: Stay, platform: str, seed: int, today: date) -> dict[str, Any]:
    playlist = stay.playlist
    has_left = EXITS_FROM <= stay.left <= today
    return {
        "playlist": {
            "uuid": playlist.uuid,
            "name": playlist.name,
            "identifier": playlist.uuid.replace("-", "")[:22],
            "platform": platform,
            "countryCode": playlist.market,
            "latestCrawlDate": f"{today.isoformat()}T05:25:01+02:00",
            "latestTrackCount": 50,
            "latestSubscriberCount": _followers(playlist, platform),
            "type": LABELS[playlist.type],
            "imageUrl": f"https://assets.soundcharts.com/playlist/{playlist.uuid}.jpg",
        },
        "position": stay.position,
        "peakPosition": stay.peak_position,
        "entryDate": _midnight(stay.entered),
        "exitDate": _midnight(stay.left) if has_left else None,
        "positionDate": _midnight(_last_seen(stay, seed, today)),
        "peakPositionDate": _midnight(min(stay.peak_on, today)),
        "song": song_light(stay.song),
    }


def _followers(playlist: ListOfSongs, platform: str) -> int | None:
    """Give the followers; where nobody knows them, Apple Music has null and Amazon 0."""
    return 0 if platform == "amazon" else playlist.followers


def _reach(call: Call, artist: Artist, seed: int, today: date) -> Answer:
    type_ = _one_of(call, "type", tuple(REACH_TYPES))
    first, last = period_of(call, today)
    offset, limit = paging(call)
    lists = _lists_by_day(stays_of(seed, artist, call.platform, today), first, min(last, today))
    rows = []
    for day in sorted(lists):
        chance = fraction(seed, artist.uuid, call.platform, day, "day")
        if chance < _MISSING:
            continue
        row = _reach_row(lists[day], call.platform, type_, day, today)
        if chance > 1 - _TWICE:
            # A day that was counted twice comes twice, the better count last.
            rows.append(row | {"playlistCount": max(row["playlistCount"] - 1, 0)})
        rows.append(row)
    shown = [encode(row) for row in rows[offset : offset + limit]]
    block = page_block(call.path, call.query, offset, limit, len(rows))
    crawled = f"{today.isoformat()}T00:00:00+01:00"
    related = {"artist": light(artist), "platform": call.platform, "lastCrawlDate": crawled}
    return collection(shown, block, encode(related))


def _lists_by_day(stays: Sequence[Stay], first: date, last: date) -> dict[date, set[ListOfSongs]]:
    """Give the lists the songs were on, on each day; no day of an artist who never was on any."""
    if not stays:
        return {}
    lists: dict[date, set[ListOfSongs]] = {
        first + timedelta(days=later): set() for later in range((last - first).days + 1)
    }
    for stay in stays:
        day = max(stay.entered, first)
        while day <= last and day < stay.left:
            lists[day].add(stay.playlist)
            day += timedelta(days=1)
    return lists


def _reach_row(
    lists: Collection[ListOfSongs], platform: str, type_: str, day: date, today: date
) -> dict[str, Any]:
    def counted(of: str) -> tuple[int, int]:
        """Count the lists, and their followers, who were fewer the longer ago it is."""
        found = [playlist for playlist in lists if playlist.type in REACH_TYPES[of]]
        followers = sum(playlist.followers or 0 for playlist in found)
        return len(found), int(followers * 0.9995 ** (today - day).days)

    count, reach = counted(type_)
    row: dict[str, Any] = {"date": _midnight(day), "playlistCount": count}
    if platform != "amazon":
        row["playlistReach"] = reach if platform in WITH_FOLLOWERS else 0
    if type_ == "all" and platform == "spotify":
        for of, name in (("editorial", "Editorial"), ("user", "User")):
            row[f"playlist{name}Count"], row[f"playlist{name}Reach"] = counted(of)
    return row


@lru_cache(maxsize=4096)
def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+00:00"


def _country(call: Call) -> str:
    code = call.query.get("countryCode", "")
    if code and not _COUNTRY.fullmatch(code):
        raise Refusal(400, f'Invalid country code "{code}".')
    return code.upper()


def _one_of(call: Call, name: str, values: Sequence[str]) -> str:
    """Read a parameter of the query, the first value being the default. Raises `Refusal`."""
    value = call.query.get(name, "") or values[0]
    if value not in values:
        raise Refusal(400, f'"{name}" must be one of "{", ".join(values)}".')
    return value
