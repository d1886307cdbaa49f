"""The artists the simulator knows, by uuid and by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

from local.simulator.artist_list import ARTIST_LINES

BILLIE_EILISH = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"
TONES_AND_I = "ca22091a-3c00-11e9-974f-549f35141000"

# Both are in Soundcharts' own sandbox; every other uuid is made from the name.
_SANDBOX_UUIDS = {"Billie Eilish": BILLIE_EILISH, "Tones and I": TONES_AND_I}

# Letters that Unicode does not take apart into a base letter and an accent.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
    # What a keyboard makes of an apostrophe or a hyphen finds the same.
    | {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist; `size` is roughly the millions of monthly listeners, and scales every figure."""

    uuid: str
    slug: str
    name: str
    country_code: str
    genre: str
    sub_genre: str
    size: float

    @property
    def career_stage(self) -> str:
        """Name the stage Soundcharts would file an artist of this size under."""
        if self.size >= 30:
            return "superstar"
        if self.size >= 8:
            return "mainstream"
        if self.size >= 1:
            return "mid_level"
        return "developing" if self.size >= 0.1 else "long_tail"


def folded(text: str) -> str:
    """Reduce a text to what search compares: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _uuid_for(name: str, nth: int) -> str:
    if nth == 1 and name in _SANDBOX_UUIDS:
        return _SANDBOX_UUIDS[name]
    digits = blake2b(f"simulated artist|{name}|{nth}".encode(), digest_size=16).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _slug_for(name: str, nth: int, uuid: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-") or f"artist-{uuid[:8]}"
    return slug if nth == 1 else f"{slug}-{nth}"


def _read_artists() -> tuple[Artist, ...]:
    artists: list[Artist] = []
    times_seen: dict[str, int] = {}
    for line in ARTIST_LINES.splitlines():
        name, country_code, genre, sub_genre, size = line.split("|")
        nth = times_seen[name] = times_seen.get(name, 0) + 1
        uuid = _uuid_for(name, nth)
        artists.append(
            Artist(uuid, _slug_for(name, nth, uuid), name, country_code, genre, sub_genre, float(size))
        )
    return tuple(artists)


ARTISTS = _read_artists()
"""Every artist the simulator knows."""

ARTIST_BY_UUID = {artist.uuid: artist for artist in ARTISTS}

_BY_FOLDED_NAME = sorted(
    ((folded(artist.name), artist) for artist in ARTISTS), key=lambda entry: (entry[0], entry[1].uuid)
)


def artists_named(name: str) -> list[Artist]:
    """List the artists of exactly this name: homonyms are more than one."""
    return [artist for artist in ARTISTS if artist.name == name]


def search(term: str) -> list[Artist]:
    """List the artists whose name contains the term, case and accents aside.

    Those of exactly that name come first, then by name; size is no help in telling homonyms apart.
    """
    wanted = folded(term).strip()
    found = [(name != wanted, artist) for name, artist in _BY_FOLDED_NAME if wanted in name]
    return [artist for _, artist in sorted(found, key=lambda entry: entry[0])]
