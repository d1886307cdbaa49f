"""The addresses of artists that people copy from a browser or an app, and what each names.

An address is told from a name by how it begins: a scheme, `www.`, or the host of a site that is known here.
So "AC/DC" and "will.i.am" are names, and "open.spotify.com/artist/…" without its https is an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from linernotes.model.names import unseen
from linernotes.model.uuids import UUID_PATTERN, uuid_in_lower_case


class Directory(StrEnum):
    """Whose identifier an address has: a platform by Soundcharts' code, or Soundcharts by uuid or slug."""

    SPOTIFY = "spotify"
    APPLE_MUSIC = "apple-music"
    YOUTUBE = "youtube"
    UUID = "uuid"
    SLUG = "slug"


@dataclass(frozen=True, slots=True)
class ArtistAddress:
    """An artist by an identifier, in the letters the directory writes it in."""

    directory: Directory
    identifier: str


class NotAnArtistsAddress(ValueError):
    """An address that is of no artist, or of a site nobody can be looked up by; it says what is allowed."""


ALLOWED = (
    "give a name, a Soundcharts uuid, or the address of an artist on Spotify (open.spotify.com/artist/…, "
    "spotify:artist:…), Apple Music (music.apple.com/…/artist/…), YouTube (youtube.com/channel/UC…) or "
    "Soundcharts (app.soundcharts.com/app/artist/…)"
)

_AROUND = " \t\r\n<>()[]\"'“”‘’,;"
"""What a text an address was copied from may have around it."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SPOTIFY_URI = re.compile(r"spotify:(?P<what>[a-z]+)(?::(?P<rest>.*))?", re.IGNORECASE | re.DOTALL)
_SPOTIFY_ID = "[0-9A-Za-z]{22}"
_YOUTUBE_ID = "UC[0-9A-Za-z_-]{22}"
_SLUG = "[0-9a-z]+(?:-+[0-9a-z]+)*"
_COUNTRY = "[a-z]{2}"
_PATHS = {
    Directory.SPOTIFY: re.compile(rf"/(?:intl-[a-z-]+/)?(?:embed/)?artist/(?P<id>{_SPOTIFY_ID})(?:/.*)?"),
    Directory.APPLE_MUSIC: re.compile(
        rf"(?:/{_COUNTRY})?/artist/(?:[^/]+/)?(?:id)?(?P<id>[1-9][0-9]{{0,19}})(?:/.*)?", re.DOTALL
    ),
    Directory.YOUTUBE: re.compile(rf"/channel/(?P<id>{_YOUTUBE_ID})(?:/.*)?"),
    Directory.SLUG: re.compile(
        rf"(?:/[a-z]{{2}})?/app/artist/(?P<id>{UUID_PATTERN}|{_SLUG})(?:/.*)?", re.IGNORECASE
    ),
}
_SITES = {
    "open.spotify.com": Directory.SPOTIFY,
    "play.spotify.com": Directory.SPOTIFY,
    "music.apple.com": Directory.APPLE_MUSIC,
    "geo.music.apple.com": Directory.APPLE_MUSIC,
    "itunes.apple.com": Directory.APPLE_MUSIC,
    "youtube.com": Directory.YOUTUBE,
    "m.youtube.com": Directory.YOUTUBE,
    "music.youtube.com": Directory.YOUTUBE,
    "app.soundcharts.com": Directory.SLUG,
}
_WWW = "www."
_WHY_NOT = {
    Directory.SPOTIFY: "this Spotify address is not an artist's",
    Directory.APPLE_MUSIC: "this Apple Music address is not an artist's",
    Directory.YOUTUBE: "of YouTube only addresses with /channel/UC… can be looked up, not handles or videos",
    Directory.SLUG: "this Soundcharts address is not an artist's",
}


def read_address(text: str) -> ArtistAddress | None:
    """Read the address or uuid of an artist; None for what is a name.

    Raises NotAnArtistsAddress for an address that is of something else.
    """
    text = "".join(char for char in text if not unseen(char)).strip(_AROUND)
    if uuid := uuid_in_lower_case(text):
        return ArtistAddress(Directory.UUID, uuid)
    if found := _SPOTIFY_URI.fullmatch(text):
        return _spotify_uri(found["what"].lower(), found["rest"] or "")
    site, path = _parts(text)
    if site is None:
        return None
    directory = _SITES.get(site)
    if directory is None:
        raise NotAnArtistsAddress(f"this address is of no site artists can be looked up by: {ALLOWED}")
    named = _PATHS[directory].fullmatch(path)
    if named is None:
        raise NotAnArtistsAddress(f"{_WHY_NOT[directory]}: {ALLOWED}")
    if directory is not Directory.SLUG:
        return ArtistAddress(directory, named["id"])
    uuid = uuid_in_lower_case(named["id"])
    return ArtistAddress(Directory.UUID, uuid) if uuid else ArtistAddress(directory, named["id"].lower())


def is_address(text: str) -> bool:
    """Say whether a text is an address or uuid, be it an artist's or something else's, and no name."""
    try:
        return read_address(text) is not None
    except NotAnArtistsAddress:
        return True


def words_of(slug: str) -> tuple[str, ...]:
    """Give what to search for to find the artist a slug stands for, until the artist of that slug is found.

    They are its words; those without its number, which tells artists of one name apart, or belongs to the
    name, as in "blink-182"; and its longest word alone, as the name may have signs between the others, as
    "AC/DC" and "Tyler, The Creator" have.
    """
    parts = [part for part in slug.split("-") if part]
    words = " ".join(parts)
    name, _, number = words.rpartition(" ")
    numbered = [name] if name and number.isdigit() else []
    return tuple(dict.fromkeys([words, *numbered, max(parts, key=len)]))


def _spotify_uri(what: str, rest: str) -> ArtistAddress:
    if what == "artist" and re.fullmatch(_SPOTIFY_ID, rest):
        return ArtistAddress(Directory.SPOTIFY, rest)
    raise NotAnArtistsAddress(f"{_WHY_NOT[Directory.SPOTIFY]}: {ALLOWED}")


def _parts(text: str) -> tuple[str | None, str]:
    """Give the site of an address, without `www.`, and the path on it; None for what is no address."""
    has_scheme = _SCHEME.match(text) is not None
    try:
        parts = urlsplit(text if has_scheme else f"https://{text}")
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:  # as brackets that hold no IP address
        return ("", "") if has_scheme else (None, "")
    site = host.removeprefix(_WWW)
    known = site in _SITES and parts.path not in ("", "/")
    if not (has_scheme or known or (host.startswith(_WWW) and "." in site)):
        return None, ""
    return (site if parts.scheme.lower() in ("http", "https") else ""), unquote(parts.path).rstrip("/") or "/"
