"""An artist as the several endpoints show it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from local.simulator.artists import Artist
from local.simulator.platforms import NO_PROFILE, PLATFORMS


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


def identifier_items(artist: Artist, *, platform: str | None, only_default: bool) -> list[dict[str, Any]]:
    """List the artist's profiles; Spotify alone has a second one, which is not the default."""
    missing = NO_PROFILE.get(artist.name, frozenset())
    items = []
    for code, known in PLATFORMS.items():
        if code in missing or platform not in (None, code):
            continue
        for nth in (1, 2) if code == "spotify" and not only_default else (1,):
            identifier = blake2b(f"{artist.uuid}|{code}|{nth}".encode(), digest_size=11).hexdigest()
            items.append(
                {
                    "platformName": known.name,
                    "platformCode": code,
                    "identifier": identifier,
                    "url": f"https://{code}.example/{identifier}",
                    "default": nth == 1,
                }
            )
    return items


def _genres(artist: Artist) -> list[dict[str, Any]]:
    return [{"root": artist.genre, "sub": [artist.sub_genre]}]
