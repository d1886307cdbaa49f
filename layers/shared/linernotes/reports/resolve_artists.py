"""Find which artist a name means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from linernotes.model.errors import InvalidRequest
from linernotes.model.names import typed, written
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.ports import ArtistSearch
from linernotes.threads import in_threads

if TYPE_CHECKING:
    from linernotes.reports import answer_types as answers

_SEARCHES_AT_ONCE = 10


def resolve_artists(asked: Sequence[Artist | str], *, upstream: ArtistSearch) -> tuple[Artist, ...]:
    """Turn what was asked for, artists or names, into artists; duplicates collapse, order stays.

    A name is taken if one artist found is called so, or, where nobody is, if one is called so but for what
    keyboards change and accents on Latin letters (contract 2). Raises InvalidRequest with candidates for an
    ambiguous or unknown name, UpstreamError if Soundcharts does not answer.
    """
    names = [name for name in asked if isinstance(name, str)]
    answers = in_threads(upstream.search, names, at_once=_SEARCHES_AT_ONCE)
    found = dict(zip(names, answers, strict=True))
    artists: dict[str, Artist] = {}
    errors: list[tuple[str, str]] = []
    candidates: list[FoundArtist] = []
    for index, wanted in enumerate(asked):
        if isinstance(wanted, Artist):
            artists.setdefault(wanted.uuid, wanted)
            continue
        same = _called(wanted, found[wanted])
        if len(same) == 1:
            artists.setdefault(same[0].artist.uuid, same[0].artist)
            continue
        errors.append((f"artists.{index}.name", _why_not(wanted, same, found[wanted])))
        candidates.extend(same or found[wanted])
    if errors:
        raise InvalidRequest(errors, [candidate_json(entry) for entry in candidates])
    return tuple(artists.values())


def candidate_json(entry: FoundArtist) -> answers.FoundArtist:
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


def _called(name: str, found: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Give those of the artists found that a name may mean, each once: the exact ones, if there are any."""
    return _alike(name, found, written) or _alike(name, found, typed)


def _alike(name: str, found: Sequence[FoundArtist], form: Callable[[str], str]) -> list[FoundArtist]:
    """Give those found whose name has the same form; one found twice counts once, no name is like none."""
    wanted = form(name)
    alike: dict[str, FoundArtist] = {}
    for entry in found:
        if wanted and form(entry.artist.name or "") == wanted:
            alike.setdefault(entry.artist.uuid, entry)
    return list(alike.values())
