"""An artist as the several endpoints show it."""

from __future__ import annotations

import string
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import blake2b
from typing import Any

from local.simulator.artists import ARTISTS, Artist
from local.simulator.platforms import NO_PROFILE, PLATFORMS

IDENTIFIED = {**{code: platform.name for code, platform in PLATFORMS.items()}, "apple-music": "Apple Music"}
"""The platforms artists are identified on, by code: those with figures, and Apple Music, which has none."""

_BASE_62 = string.digits + string.ascii_letters
_SPOTIFY_LETTERS = 22
_URLS = {
    "spotify": "https://open.spotify.com/artist/{}",
    "apple-music": "https://music.apple.com/artist/{}",
    "youtube": "https://www.youtube.com/channel/{}",
}


def light(artist: Artist) -> dict[str, Any]:
    """Give the short form that other answers relate to."""
    return {
        "uuid": artist.uuid,
        "slug": artist.slug,
        "name": artist.name,
        "appUrl": f"https://app.soundcharts.com/app/artist/{artist.slug}/overview",
        "imageUrl": f"https://assets.soundcharts.com/artist/c/1/c/{artist.uuid}.jpg",
    }


def search_item(artist: Artist) -> dict[str, Any]:
    """Give the form of search: nothing in it ranks homonyms."""
    return {
        **light(artist),
        "countryCode": artist.country_code,
        "genres": _genres(artist),
        "isni": None,
        "careerStage": artist.career_stage,
    }


def artist_object(artist: Artist) -> dict[str, Any]:
    """Give the full form of metadata. Of people nothing is made up: such fields are null."""
    return {
        **light(artist),
        "webUrl": None,
        "countryCode": artist.country_code,
        "genres": _genres(artist),
        "biography": None,
        "isni": None,
        "ipi": None,
        "gender": None,
        "type": None,
        "birthDate": None,
        "careerStage": artist.career_stage,
        "growthLevel": None,
        "cityName": None,
    }


def identifier_of(artist: Artist, platform: str, *, nth: int = 1) -> str:
    """Give an artist's identifier on a platform, in the form of that platform where it is known."""
    digest = blake2b(f"{artist.uuid}|{platform}|{nth}".encode(), digest_size=16).digest()
    match platform:
        case "spotify":
            return "".join(
                _BASE_62[int.from_bytes(digest) // 62**place % 62] for place in range(_SPOTIFY_LETTERS)
            )
        case "youtube":
            return "UC" + urlsafe_b64encode(digest).decode().rstrip("=")
        case "apple-music":
            return str(10**9 + int.from_bytes(digest[:4]) % 10**9)
        case _:
            return digest[:11].hex()


def url_of(platform: str, identifier: str) -> str:
    """Give the address of an artist on a platform."""
    return _URLS.get(platform, f"https://{platform}.example/{{}}").format(identifier)


def artist_by_identifier(platform: str, identifier: str) -> Artist | None:
    """Find an artist by any identifier on a platform, in the very letters of it."""
    return _by_identifier(platform).get(identifier)


@cache
def _by_identifier(platform: str) -> dict[str, Artist]:
    return {
        item["identifier"]: artist
        for artist in ARTISTS
        for item in identifier_items(artist, platform=platform, only_default=False)
    }


def identifier_items(artist: Artist, *, platform: str | None, only_default: bool) -> list[dict[str, Any]]:
    """List the artist's profiles; Spotify alone has a second one, which is not the default."""
    missing = NO_PROFILE.get(artist.name, frozenset())
    items = []
    for code, name in IDENTIFIED.items():
        if code in missing or platform not in (None, code):
            continue
        for nth in (1, 2) if code == "spotify" and not only_default else (1,):
            identifier = identifier_of(artist, code, nth=nth)
            items.append(
                {
                    "platformName": name,
                    "platformCode": code,
                    "identifier": identifier,
                    "url": url_of(code, identifier),
                    "default": nth == 1,
                }
            )
    return items


def _genres(artist: Artist) -> list[dict[str, Any]]:
    return [{"root": artist.genre, "sub": [artist.sub_genre]}]
