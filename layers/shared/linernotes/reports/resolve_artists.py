"""Find which artist a name means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from linernotes.model.artist_addresses import is_address
from linernotes.model.errors import ArtistAmbiguous, ArtistUnknown, InvalidRequest
from linernotes.model.names import has_dot_segment, typed, written
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.ports import ArtistSearch
from linernotes.threads import in_threads

if TYPE_CHECKING:
    from linernotes.reports import answer_types as answers

SEARCHES_AT_ONCE = 10
NO_DOT_SEGMENT = "give an artist's name: . or .. cannot stand alone or between slashes"
"""Why what would be another path at Soundcharts is not searched for."""
NO_ADDRESS = "this is an address or a uuid, not a name: give the artist's name, or the uuid as it is"


def check_searchable(asked: Sequence[Artist | str]) -> None:
    """Raise InvalidRequest for what is no name: an address, or another path at Soundcharts."""
    wrong = [
        (f"artists.{index}.name", why)
        for index, wanted in enumerate(asked)
        if isinstance(wanted, str) and (why := _why_no_name(wanted))
    ]
    if wrong:
        raise InvalidRequest(wrong)


def _why_no_name(text: str) -> str | None:
    if is_address(text):
        return NO_ADDRESS
    return NO_DOT_SEGMENT if has_dot_segment(text) else None


def resolve_artists(asked: Sequence[Artist | str], *, upstream: ArtistSearch) -> tuple[Artist, ...]:
    """Turn what was asked for, artists or names, into artists; duplicates collapse, order stays.

    A name is taken if one artist found is called so, or, where nobody is, if one is called so but for what
    keyboards change and accents on Latin letters (contract 2). Raises ArtistAmbiguous if any name means
    several, else ArtistUnknown, both with candidates; InvalidRequest, before any search, for a name that
    would be another path; UpstreamError if Soundcharts does not answer.
    """
    check_searchable(asked)
    names = [name for name in asked if isinstance(name, str)]
    answers = in_threads(upstream.search, names, at_once=SEARCHES_AT_ONCE)
    found = dict(zip(names, answers, strict=True))
    artists: dict[str, Artist] = {}
    errors: list[tuple[str, str]] = []
    candidates: list[FoundArtist] = []
    refusal: type[ArtistAmbiguous | ArtistUnknown] = ArtistUnknown
    for index, wanted in enumerate(asked):
        if isinstance(wanted, Artist):
            artists.setdefault(wanted.uuid, wanted)
            continue
        same = called(wanted, found[wanted])
        if len(same) == 1:
            artists.setdefault(same[0].artist.uuid, same[0].artist)
            continue
        errors.append((f"artists.{index}.name", _why_not(wanted, same, found[wanted])))
        candidates.extend(same or found[wanted])
        refusal = ArtistAmbiguous if same else refusal
    if errors:
        raise refusal(errors, [candidate_json(entry) for entry in candidates])
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


def called(name: str, found: Sequence[FoundArtist]) -> list[FoundArtist]:
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
