"""The playlists of an artist's songs: which song was on which list from when to when.

Placements begin in every month of the past and last for days or months, by chance alone, so that whatever was
true of a day stays true of it as days go by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

from local.simulator.artists import Artist
from local.simulator.chance import between, fraction
from local.simulator.chart_songs import ChartSong, songs_of
from local.simulator.platforms import NO_PROFILE

PLATFORMS = ("amazon", "apple-music", "deezer", "spotify", "youtube")
"""The platforms with playlists."""

WITH_FOLLOWERS = frozenset({"deezer", "spotify", "youtube"})
"""Those of whose lists the followers are known."""

BY_STOREFRONT = frozenset({"amazon", "apple-music"})
"""Those where each list has an edition a country."""

LABELS = {
    "editorial": "Editorial",
    "algotorial": "Algotorial",
    "algorithmic": "Algorithmic",
    "major": "Major",
    "charts": "Charts",
    "curators_listeners": "Curators & Listeners",
    "radios": "Radios",
    "this_is": "This Is",
}
"""Every type of list, and what a list says of it."""

_FIRST_MONTH = (2022, 1)

# How many placements of a type begin in a month, for an artist of a million listeners.
_A_MONTH = {
    "editorial": 0.5,
    "algotorial": 0.25,
    "algorithmic": 0.1,
    "major": 0.2,
    "charts": 0.3,
    "curators_listeners": 3.0,
    "radios": 0.1,
    "this_is": 0.02,
}
_SHARE = {"spotify": 1.0, "apple-music": 0.2, "deezer": 0.5, "youtube": 0.4, "amazon": 0.15}
_MOST_A_MONTH = 24
_LARGEST = {"editorial": 6e6, "algotorial": 2e6, "charts": 9e6, "major": 8e5, "this_is": 3e6}
_STOREFRONTS = ("IT", "US", "GB", "DE", "FR", "ES", "BR", "JP")
_NAMES = (
    "Today's Hits",
    "New Music Friday",
    "Fresh Finds",
    "Mood Booster",
    "Hot Rotation",
    "Night Drive",
    "Indie Radar",
    "Deep Focus",
    "Summer Songs",
    "Viral Now",
    "Top 50",
    "Rap Life",
    "Rock This",
    "Pop Rising",
    "Chill Tracks",
    "Women of Music",
    "Made at Home",
    "Feel Good",
    "Workout",
    "Sunday Morning",
)


@dataclass(frozen=True, slots=True)
class ListOfSongs:
    """A playlist; `market` is "" where it is of no country, `followers` None where nobody tells."""

    uuid: str
    name: str
    type: str
    market: str
    followers: int | None

    @property
    def small(self) -> bool:
        """Say whether it is looked at only every few days."""
        return (self.followers or 1_000) <= 50


@dataclass(frozen=True, slots=True)
class Stay:
    """A song on a list from the day it entered up to the day it was not there any more."""

    playlist: ListOfSongs
    song: ChartSong
    entered: date
    left: date
    position: int
    peak_position: int
    peak_on: date

    def lasts_on(self, day: date) -> bool:
        """Say whether the song was on the list on a day."""
        return self.entered <= day < self.left


@lru_cache(maxsize=256)
def stays_of(seed: int, artist: Artist, platform: str, today: date) -> tuple[Stay, ...]:
    """List the stays of an artist's songs on lists of a platform that had begun by a day."""
    if platform in NO_PROFILE.get(artist.name, ()) or not songs_of(artist.uuid):
        return ()
    return tuple(
        stay
        for type_ in LABELS
        for month in _months(today)
        for nth in range(_begin_in(seed, artist, platform, type_, month))
        for stay in _editions(seed, artist, platform, type_, month, nth)
        if stay.entered <= today
    )


def _months(today: date) -> Iterator[date]:
    year, month = _FIRST_MONTH
    while (first := date(year, month, 1)) <= today:
        yield first
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _begin_in(seed: int, artist: Artist, platform: str, type_: str, month: date) -> int:
    usual = min(_A_MONTH[type_] * artist.size * _SHARE[platform], _MOST_A_MONTH)
    chance = fraction(seed, artist.uuid, platform, type_, month, "how many")
    return int(usual * (0.5 + chance) + fraction(seed, artist.uuid, platform, type_, month, "and one"))


def _editions(seed: int, artist: Artist, platform: str, type_: str, month: date, nth: int) -> Iterator[Stay]:
    """Give a stay, or one in each storefront that has the list."""
    names = (artist.uuid, platform, type_, month, nth)
    songs = songs_of(artist.uuid)
    song = songs[int(fraction(seed, *names, "song") ** 2 * len(songs))]
    number = int(fraction(seed, *names, "list") * len(_NAMES) * 3)
    for market in _markets(seed, artist, platform, names):
        entered = month + timedelta(days=int(fraction(seed, *names, market, "day") * 28))
        stays = 1 + int(between(0.2, 1, seed, *names, market, "stays") ** 3 * 240)
        peak = 1 + int(fraction(seed, *names, market, "peak") * 60)
        yield Stay(
            _list_of(seed, platform, type_, number, market),
            song,
            entered,
            entered + timedelta(days=stays),
            peak + int(fraction(seed, *names, market, "fell") * 30),
            peak,
            entered + timedelta(days=int(fraction(seed, *names, market, "peak day") * stays)),
        )


def _markets(seed: int, artist: Artist, platform: str, names: tuple[object, ...]) -> list[str]:
    if platform in BY_STOREFRONT:
        return [
            market
            for market in _STOREFRONTS
            if fraction(seed, *names, market, "has it") < (0.9 if market == artist.country_code else 0.3)
        ]
    # Most lists name no market; where one does, it is where its editors are.
    editors = fraction(seed, *names, "editors")
    return ["" if editors > 0.2 else artist.country_code if editors > 0.08 else "US"]


@lru_cache(maxsize=8192)
def _list_of(seed: int, platform: str, type_: str, number: int, market: str) -> ListOfSongs:
    text = f"simulated list|{platform}|{type_}|{number}|{market}"
    digits = blake2b(text.encode(), digest_size=16).hexdigest()
    uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    round_, name = divmod(number, len(_NAMES))
    title = _NAMES[name] if not round_ else f"{_NAMES[name]} {round_ + 1}"
    followers = None
    if platform in WITH_FOLLOWERS:
        largest = _LARGEST.get(type_, 40_000)
        followers = 6 + int(largest * fraction(seed, uuid, "followers") ** 4)
    return ListOfSongs(uuid, title, type_, market, followers)
