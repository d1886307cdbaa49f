"""All songs of an artist: those that can be on charts, and the many that never were on any."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from math import sqrt

from local.simulator.artists import ARTISTS, Artist
from local.simulator.chance import between, fraction
from local.simulator.chart_songs import SONG_BY_UUID, ChartSong, songs_of, title_of

MOST_SONGS = 334
"""As many as were seen of one artist."""

_CATALOGUE = 0
"""The seed of all that is no matter of seed."""
_OLDEST, _NEWEST = date(2010, 1, 8), date(2026, 12, 25)
_TITLES = 256
_VERSIONS = ("", " (Live)", " (Acoustic)")


@lru_cache(maxsize=512)
def catalogue_of(artist: Artist) -> tuple[ChartSong, ...]:
    """List an artist's songs, those that can be on charts first; the larger the artist the more."""
    charted = songs_of(artist.uuid)
    wanted = min(MOST_SONGS, round(38 * sqrt(artist.size)))
    return (*charted, *(_uncharted(artist, nth) for nth in range(len(charted), wanted)))


def song_of(uuid: str) -> ChartSong | None:
    """Find a song; None where the simulator knows none."""
    if uuid in SONG_BY_UUID:
        return SONG_BY_UUID[uuid]
    artist = _artists_by_half().get(uuid[:18])
    return _by_uuid(artist).get(uuid) if artist else None


@lru_cache(maxsize=512)
def _by_uuid(artist: Artist) -> dict[str, ChartSong]:
    return {song.uuid: song for song in catalogue_of(artist)}


@cache
def _artists_by_half() -> dict[str, Artist]:
    """Give the artists by the first half of their songs' uuids, so that no list of all songs is needed."""
    return {_uuid_for(artist, 0)[:18]: artist for artist in ARTISTS}


def _uuid_for(artist: Artist, nth: int) -> str:
    halves = (
        blake2b("|".join(map(str, ("simulated song", *names))).encode(), digest_size=8).hexdigest()
        for names in (("of", artist.uuid), (artist.uuid, nth))
    )
    digits = "".join(halves)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _uncharted(artist: Artist, nth: int) -> ChartSong:
    uuid = _uuid_for(artist, nth)
    version, number = divmod(nth, _TITLES)
    weeks = (_NEWEST - _OLDEST).days // 7
    return ChartSong(
        uuid=uuid,
        name=title_of(artist, number) + _VERSIONS[version],
        credit=artist.name,
        artists=(artist,),
        home=artist.country_code,
        home_share=0.4,
        streams=artist.size * 1e6 * 0.03 * (nth + 1) ** -1.2 * between(0.6, 1.6, _CATALOGUE, uuid, "liked"),
        released=_OLDEST + timedelta(weeks=int(fraction(_CATALOGUE, uuid, "week") * weeks)),
    )
