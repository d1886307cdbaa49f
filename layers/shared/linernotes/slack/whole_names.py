"""Names of a line that are one artist's though they have a comma, as "Earth, Wind & Fire"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from linernotes.model.request import Artist
from linernotes.reports.resolve_artists import SEARCHES_AT_ONCE, called, check_searchable, resolve_artists
from linernotes.request_line.written import LineArtist, RequestLine
from linernotes.threads import in_threads

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist
    from linernotes.reports.ports import ArtistSearch

_MOST_PARTS = 4
"""As "Crosby, Stills, Nash & Young" has three, and hardly anybody more."""


class SearchedOnce:
    """A search that remembers what it found, so that no name is searched for twice."""

    def __init__(self, upstream: ArtistSearch) -> None:
        self._upstream = upstream
        self._found: dict[str, list[FoundArtist]] = {}

    def search(self, name: str) -> list[FoundArtist]:
        """See `ArtistSearch.search`."""
        if name not in self._found:
            self._found[name] = self._upstream.search(name)
        return self._found[name]

    def among(self, found: Sequence[FoundArtist], name: str) -> bool:
        """Say whether any of those found is called so, and take them for what a search for it would find."""
        if same := called(name, found):
            self._found.setdefault(name, same)
        return bool(same)


def in_whole_names(line: RequestLine, search: SearchedOnce) -> RequestLine:
    """Give the line with the names whole that commas have parted; each is in quotes from then on.

    Raises InvalidRequest, before any search, for a name that would be another path, and UpstreamError.
    """
    check_searchable([one.name for one in line.artists if one.name and not one.uuid])
    if not may_be_parted(line.artists):
        return line
    return replace(line, artists=whole_names(line.artists, search=search))


def artists_of(line: RequestLine, search: SearchedOnce) -> tuple[Artist, ...]:
    """Find whom a line in whole names is about. Raises as `resolve_artists` does."""
    asked = [Artist(one.uuid, one.name) if one.uuid else one.name or "" for one in line.artists]
    return resolve_artists(asked, upstream=search)


def whole_names(artists: Sequence[LineArtist], *, search: SearchedOnce) -> tuple[LineArtist, ...]:
    """Put names together that commas have parted, where an artist is called by all of them.

    Neighbours count that have no uuid and were not in quotes. The names joined are looked for first among
    what the search of the first or the last part finds, which costs nothing. Only where one of two neighbours
    alone means nobody, or several, the two together are searched for, one search more a pair. An artist who
    is found so is meant: "Tyler, The Creator" is never Tyler and The Creator; whoever means those puts quotes
    around each. Raises UpstreamError.
    """
    loose = [artist.name for artist in artists if artist.name and _loose(artist)]
    in_threads(search.search, list(dict.fromkeys(loose)), at_once=SEARCHES_AT_ONCE)
    whole: list[LineArtist] = []
    at = 0
    while at < len(artists):
        parts = _parts_of_one(artists[at:], search)
        names = [artist.name or "" for artist in artists[at : at + parts]]
        whole.append(artists[at] if parts == 1 else LineArtist(", ".join(names), apart=True))
        at += parts
    return tuple(whole)


def may_be_parted(artists: Sequence[LineArtist]) -> bool:
    """Say whether any two neighbours may be one artist."""
    return any(_loose(one) and _loose(other) for one, other in pairwise(artists))


def _parts_of_one(artists: Sequence[LineArtist], search: SearchedOnce) -> int:
    """Say of how many of the first of these the name of one artist is made; 1 if the first is one alone."""
    names: list[str] = []
    for artist in artists[:_MOST_PARTS]:
        if artist.name is None or not _loose(artist):
            break
        names.append(artist.name)
    for parts in range(len(names), 1, -1):
        found = [*search.search(names[0]), *search.search(names[parts - 1])]
        if search.among(found, ", ".join(names[:parts])):
            return parts
    if len(names) > 1 and any(len(called(name, search.search(name))) != 1 for name in names[:2]):
        joined = ", ".join(names[:2])
        return 2 if called(joined, search.search(joined)) else 1
    return 1


def _loose(artist: LineArtist) -> bool:
    return artist.name is not None and artist.uuid is None and not artist.apart
