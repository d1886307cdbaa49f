"""The songs that can be on charts: of every artist a few, the larger the artist the more.

The songs of Soundcharts' own sandbox are real; every other title is made up. What is here does not depend on
the seed, only how the songs do on the charts does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from math import sqrt
from typing import Any

from linernotes.model.countries import COUNTRY_NAMES
from local.simulator.artists import ARTISTS, BILLIE_EILISH, TONES_AND_I, Artist
from local.simulator.chance import between, dice, fraction
from local.simulator.profiles import light

BAD_GUY = "7d534228-5165-11e9-9375-549f35161576"

_SANDBOX_SONGS = {
    BILLIE_EILISH: (BAD_GUY, "bad guy", date(2019, 3, 29)),
    TONES_AND_I: ("2ffc5f25-f191-4551-a1b4-40fe9ddcc075", "Ur So F**kinG cOoL", date(2020, 9, 25)),
}

_CATALOGUE = 0
"""The seed of all that is no matter of seed."""

_STREAMS_PER_LISTENER = 0.085
"""How often a monthly listener hears the artist's largest song in a day, on average."""

_OLDEST = date(2012, 1, 6)
_NEW_FROM, _NEW_WEEKS = date(2024, 7, 5), 16
"""New songs come out on Fridays of the summer and autumn of 2024, the others long before."""

_WORDS = {
    "it": (
        "Notte|Estate|Luna|Strada|Neve|Cenere|Fortuna|Polvere|Canzone|Febbre|Domenica|Pioggia|Stazione|"
        "Bugia|Marea|Cartolina",
        "di vetro|senza nome|d'agosto|a Milano|in due|di nessuno|a colori|sul mare|per sbaglio|del Sud|"
        "di carta|fino a lunedì|sottovoce|senza fine|di seta|a metà",
    ),
    "es": (
        "Noche|Luna|Calle|Fiebre|Playa|Herida|Promesa|Madrugada|Sombra|Lluvia|Canción|Fuego|Ventana|"
        "Mentira|Orilla|Ceniza",
        "de cristal|sin nombre|de enero|en la ciudad|de papel|para dos|de nadie|sin final|del sur|en rojo|"
        "de sal|a oscuras|de seda|otra vez|sin ti|a medias",
    ),
    "en": (
        "Paper|Midnight|Silver|Borrowed|Hollow|Electric|Slow|Velvet|Broken|Northern|Golden|Quiet|Second|"
        "Distant|Neon|Careless",
        "Rain|Hearts|Summer|Satellite|Mirrors|Avenue|Fever|Letters|Garden|Horizon|Machine|Weather|"
        "Season|Tigers|Signal|Promise",
    ),
}
_LANGUAGES = {"IT": "it"} | dict.fromkeys(("ES", "MX", "CO", "AR", "PR", "CL"), "es")


@dataclass(frozen=True, slots=True, eq=False)
class ChartSong:
    """A song; of each there is one object.

    `streams` are those of an ordinary day in the whole world; `home_share` of them are in the country `home`.
    """

    uuid: str
    name: str
    credit: str
    artists: tuple[Artist, ...]
    home: str
    home_share: float
    streams: float
    released: date


def _uuid_for(*names: object) -> str:
    digits = blake2b("|".join(map(str, ("simulated song", *names))).encode(), digest_size=16).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _nameless(name: str, credit: str, streams: float) -> ChartSong:
    uuid = _uuid_for(credit, name)
    return ChartSong(uuid, name, credit, (), "US", 0.3, streams, date(2023, 11, 3))


SONGS_WITHOUT_ARTISTS = (
    _nameless("Rain on a Tin Roof", "Sleep Sounds", 3_100_000),
    _nameless("Crackling Fire", "Various Artists", 2_400_000),
)
"""Songs whose metadata name no artist, whatever the credit says."""

SONG_WITHOUT_METADATA = _nameless("Untitled Demo", "Unknown", 2_700_000)
"""A song on charts of which there are no metadata: 404."""


def _songs_by(artist: Artist) -> list[ChartSong]:
    title_dice = dice(_CATALOGUE, artist.uuid, "titles", size=2)
    # With an odd step no title comes twice: there are 256.
    start, step = title_dice[0], title_dice[1] | 1
    songs = []
    for nth in range(min(15, 3 + round(1.4 * sqrt(artist.size)))):
        uuid = _uuid_for(artist.uuid, nth)
        name = title_of(artist, (start + nth * step) % 256)
        released = _release_day(uuid)
        if nth == 0 and artist.uuid in _SANDBOX_SONGS:
            uuid, name, released = _SANDBOX_SONGS[artist.uuid]
        artists = (artist, *_company(artist, uuid)) if nth else (artist,)
        songs.append(
            ChartSong(
                uuid=uuid,
                name=name,
                credit=" & ".join(each.name for each in artists),
                artists=artists,
                home=artist.country_code,
                home_share=_home_share(artist),
                streams=artist.size * 1e6 * _STREAMS_PER_LISTENER * _liked(uuid, nth),
                released=released,
            )
        )
    return songs


def title_of(artist: Artist, number: int) -> str:
    """Make up a title in the artist's language: one for each number below 256."""
    firsts, lasts = _WORDS[_LANGUAGES.get(artist.country_code, "en")]
    return f"{firsts.split('|')[number // 16]} {lasts.split('|')[number % 16]}"


def _release_day(uuid: str) -> date:
    if fraction(_CATALOGUE, uuid, "new") < 0.06:
        return _NEW_FROM + timedelta(weeks=int(fraction(_CATALOGUE, uuid, "week") * _NEW_WEEKS))
    weeks = (_NEW_FROM - _OLDEST).days // 7
    # Most songs on a chart are not old: the square root leans to the later weeks.
    return _OLDEST + timedelta(weeks=int(sqrt(fraction(_CATALOGUE, uuid, "week")) * weeks))


def _company(artist: Artist, uuid: str) -> list[Artist]:
    """Choose the other artist of every tenth song: one from the same country, if there is another."""
    if fraction(_CATALOGUE, uuid, "with another") > 0.1:
        return []
    others = [
        other for other in ARTISTS if other.country_code == artist.country_code and other.name != artist.name
    ]
    return [others[int(fraction(_CATALOGUE, uuid, "who") * len(others))]] if others else []


def _liked(uuid: str, nth: int) -> float:
    """Say how a song does beside the artist's largest: the tenth has about a sixth of it."""
    return float((nth + 1) ** -0.75 * between(0.75, 1.3, _CATALOGUE, uuid, "liked"))


def _home_share(artist: Artist) -> float:
    for at_least, share in ((40, 0.3), (10, 0.4), (4, 0.6)):
        if artist.size >= at_least:
            return share
    return 0.8


SONGS = (
    *(song for artist in ARTISTS for song in _songs_by(artist)),
    *SONGS_WITHOUT_ARTISTS,
    SONG_WITHOUT_METADATA,
)
"""Every song the simulator knows."""

SONG_BY_UUID = {song.uuid: song for song in SONGS}


def _by_artist() -> dict[str, tuple[ChartSong, ...]]:
    found: defaultdict[str, list[ChartSong]] = defaultdict(list)
    for song in SONGS:
        for artist in song.artists:
            found[artist.uuid].append(song)
    return {uuid: tuple(songs) for uuid, songs in found.items()}


_SONGS_BY_ARTIST = _by_artist()


def songs_of(artist_uuid: str) -> tuple[ChartSong, ...]:
    """List the songs of an artist, those with another artist included; none of an artist unknown."""
    return _SONGS_BY_ARTIST.get(artist_uuid, ())


def song_light(song: ChartSong) -> dict[str, Any]:
    """Give the short form that rankings name a song by."""
    return {
        "uuid": song.uuid,
        "name": song.name,
        "creditName": song.credit,
        "imageUrl": f"https://assets.soundcharts.com/song/{song.uuid[0]}/{song.uuid[1]}/{song.uuid}.jpg",
    }


def song_object(song: ChartSong, *, without_artists: bool = False) -> dict[str, Any]:
    """Give the full form of metadata; what is not made up is null or empty."""
    artists = [] if without_artists else [light(artist) for artist in song.artists]
    serial = int.from_bytes(dice(_CATALOGUE, song.uuid, "isrc", size=4), "big") % 100_000
    return {
        **song_light(song),
        "isrc": {
            "value": f"{song.home}SIM{song.released:%y}{serial:05}",
            "countryCode": song.home,
            "countryName": COUNTRY_NAMES.get(song.home, ""),
        },
        "iswcs": [],
        "artists": artists,
        "mainArtists": artists,
        "featuredArtists": [],
        "releaseDate": f"{song.released.isoformat()}T00:00:00+00:00",
        "copyright": None,
        "appUrl": f"https://app.soundcharts.com/app/song/{song.uuid}/overview",
        "duration": 120 + serial % 150,
        "explicit": False,
        "genres": [{"root": artist.genre, "sub": [artist.sub_genre]} for artist in song.artists[:1]],
        "composers": [],
        "producers": [],
        "labels": [],
        "audio": None,
        "distributor": None,
        "languageCode": None,
    }
