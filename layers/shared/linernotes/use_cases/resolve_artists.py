"""Find which artist a name means."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from linernotes.domain.errors import InvalidRequest
from linernotes.domain.request import Artist
from linernotes.use_cases.ports import FoundArtist, Upstream

_SEARCHES_AT_ONCE = 10


def resolve_artists(asked: Sequence[Artist | str], *, upstream: Upstream) -> tuple[Artist, ...]:
    """Turn what was asked for, artists or names, into artists; duplicates collapse, order stays.

    A name is taken if exactly one artist found has it, case and accents aside. Raises InvalidRequest
    with candidates for an ambiguous or unknown name, UpstreamError if Soundcharts does not answer.
    """
    names = [name for name in asked if isinstance(name, str)]
    found: dict[str, list[FoundArtist]] = {}
    if names:
        with ThreadPoolExecutor(max_workers=min(len(names), _SEARCHES_AT_ONCE)) as pool:
            found = dict(zip(names, pool.map(upstream.search, names), strict=True))
    artists: dict[str, Artist] = {}
    errors: list[tuple[str, str]] = []
    candidates: list[FoundArtist] = []
    for index, wanted in enumerate(asked):
        if isinstance(wanted, Artist):
            artists.setdefault(wanted.uuid, wanted)
            continue
        same = [entry for entry in found[wanted] if _folded(entry.artist.name or "") == _folded(wanted)]
        if len(same) == 1:
            artists.setdefault(same[0].artist.uuid, same[0].artist)
            continue
        errors.append((f"artists.{index}.name", _why_not(wanted, same, found[wanted])))
        candidates.extend(same or found[wanted])
    if errors:
        raise InvalidRequest(errors, [candidate_json(entry) for entry in candidates])
    return tuple(artists.values())


def candidate_json(entry: FoundArtist) -> dict[str, str | None]:
    """Give a found artist as JSON, for autocomplete and for choosing between candidates."""
    return {
        "uuid": entry.artist.uuid,
        "name": entry.artist.name,
        "slug": entry.slug,
        "image_url": entry.artist.image_url,
        "country_code": entry.country_code,
    }


def _why_not(name: str, same: Sequence[FoundArtist], found: Sequence[FoundArtist]) -> str:
    if same:
        return f"{len(same)} artists are called {name!r}: give the uuid of one of the candidates"
    if found:
        return f"no artist is called exactly {name!r}: give the uuid or the name of one of the candidates"
    return f"Soundcharts knows no artist called {name!r}"


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
