"""Radio spins: each broadcast of an artist's songs, and how many there were on each station."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from local.simulator.answers import Answer, Refusal, collection, encode, page_block
from local.simulator.artists import ARTIST_BY_UUID, Artist
from local.simulator.calls import Call, Kind
from local.simulator.chance import between, dice, fraction
from local.simulator.chart_songs import ChartSong, song_light, songs_of
from local.simulator.paging import paging
from local.simulator.profiles import light
from local.simulator.radio_stations import STATIONS, Station
from local.simulator.settings import Settings

DEFAULT_DAYS_BACK = 30
SONGS_ON_RADIO = 5
"""How many of an artist's songs radio plays at most: those that are streamed most."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_SECONDS = 86_400
_MOST_DAYS_LATE = 3
_MOST_SPINS = 8
"""How often a station plays a song on one day at most."""
_ROLLS = 1 + 3 * _MOST_SPINS
"""Bytes of chance for a song on a station and day: how often, and for each time when, and heard when."""
_ABROAD = {"US": 0.5, "GB": 0.4, "AU": 0.25, "CA": 0.3}
"""How much of a country's music stations abroad play, of what those at home do; 0.04 of any other's."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A song on a station, from `second` of a day (UTC) on; heard `late` days later than it was aired."""

    day: date
    second: int
    station: Station
    song: ChartSong
    late: int

    def encoded(self) -> bytes:
        """Give the item a list of broadcasts has of it."""
        hours, seconds = divmod(self.second, 3600)
        clock = f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
        return encode(
            {
                "airedAt": f"{self.day.isoformat()}T{clock}+00:00",
                "duration": 120 + self.second % 120,
                "radio": self.station.described(),
                "song": song_light(self.song),
            }
        )


class Radio:
    """Answers what is asked of an artist's broadcasts."""

    kinds = frozenset({Kind.BROADCASTS, Kind.BROADCAST_GROUPS})

    def __init__(self, settings: Settings) -> None:
        """Take the seed and the last day with data."""
        self._settings = settings

    def answer(self, call: Call) -> Answer:
        """See `Family.answer`."""
        artist = ARTIST_BY_UUID.get(call.artist.lower())
        if artist is None:
            raise Refusal(404)
        broadcasts = self._asked_for(call, artist)
        offset, limit = paging(call)
        if call.kind is Kind.BROADCASTS:
            # Nobody may count on the order; these come newest first.
            items = [each.encoded() for each in broadcasts[offset : offset + limit]]
            total = len(broadcasts)
        else:
            counts = Counter(each.station for each in broadcasts)
            groups = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].slug))
            items = [
                encode({"playCount": count, "radio": station.described()})
                for station, count in groups[offset : offset + limit]
            ]
            total = len(groups)
        block = page_block(call.path, call.query, offset, limit, total)
        return collection(items, block, encode(light(artist)))

    def _asked_for(self, call: Call, artist: Artist) -> list[Broadcast]:
        today = self._settings.last_day()
        last = _day(call, "endDate") or today
        first = _day(call, "startDate") or last - timedelta(days=DEFAULT_DAYS_BACK)
        if first > last:
            raise Refusal(400, "The start date must not be after the end date.")
        country = call.query.get("countryCode", "")
        if country and not _COUNTRY.fullmatch(country):
            raise Refusal(400, f'Invalid country code "{country}".')
        slugs = set(filter(None, call.query.get("radioSlugs", "").split(",")))
        last = min(last, today)
        return [
            broadcast
            for back in range((last - first).days + 1)
            for broadcast in _broadcasts(self._settings.seed, artist, last - timedelta(days=back))
            if (not country or broadcast.station.country == country.upper())
            and (not slugs or broadcast.station.slug in slugs)
            and broadcast.day + timedelta(days=broadcast.late) <= today
        ]


@lru_cache(maxsize=1024)
def _broadcasts(seed: int, artist: Artist, day: date) -> tuple[Broadcast, ...]:
    """List an artist's broadcasts on a day, newest first."""
    broadcasts = [broadcast for song in _played(artist) for broadcast in _of_song(seed, song, day)]
    return tuple(sorted(broadcasts, key=lambda each: (-each.second, each.station.slug, each.song.uuid)))


@lru_cache(maxsize=1024)
def _played(artist: Artist) -> tuple[ChartSong, ...]:
    """List the songs of an artist that radio plays, those of another artist with this one among them."""
    others = {song.artists[0] for song in songs_of(artist.uuid)} - {artist}
    as_guest = (song for other in others for song in _most_streamed(other) if artist in song.artists)
    return (*_most_streamed(artist), *as_guest)


def _most_streamed(artist: Artist) -> list[ChartSong]:
    return [song for song in songs_of(artist.uuid) if song.artists[0] is artist][:SONGS_ON_RADIO]


def _of_song(seed: int, song: ChartSong, day: date) -> list[Broadcast]:
    if day < song.released:
        return []
    rolls = dice(seed, "spins", song.uuid, day, size=len(STATIONS) * _ROLLS)
    week = day.isocalendar()
    season = between(0.7, 1.3, seed, "season", song.uuid, week.year, week.week)
    broadcasts = []
    for number, station in enumerate(STATIONS):
        own = rolls[number * _ROLLS : (number + 1) * _ROLLS]
        usual = _usual_spins(seed, song, station) * season
        count = min(int(usual) + (own[0] < (usual - int(usual)) * 256), _MOST_SPINS)
        for nth in range(count):
            high, low, delay = own[1 + 3 * nth : 4 + 3 * nth]
            # A station has a song in each part of its day at most once, so no two begin together.
            part = _SECONDS // count
            second = nth * part + part * (high * 256 + low) // 65_536
            broadcasts.append(Broadcast(day, second, station, song, _days_late(delay / 256)))
    return broadcasts


@lru_cache(maxsize=200_000)
def _usual_spins(seed: int, song: ChartSong, station: Station) -> float:
    """Say how often a station plays a song on an ordinary day; most stations abroad do not play it at all."""
    liked = min(song.streams / 400_000, 2.0)
    if station.country == song.home:
        return liked * station.turnover
    abroad = _ABROAD.get(song.home, 0.04)
    if fraction(seed, "plays", song.uuid, station.slug) > abroad + 0.1:
        return 0.0
    return liked * station.turnover * abroad


def _days_late(chance: float) -> int:
    """Say how many days late a broadcast is recognised: nearly all are on the day itself."""
    return 0 if chance < 0.97 else 1 + int((chance - 0.97) / 0.03 * _MOST_DAYS_LATE)


def _day(call: Call, name: str) -> date | None:
    text = call.query.get(name, "")
    if not text:
        return None
    try:
        # `fromisoformat` alone would let other ISO forms through, such as 20240901.
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f'Invalid date "{text}" for "{name}", expected YYYY-MM-DD.') from None
