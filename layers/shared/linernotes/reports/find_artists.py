"""Find artists by what somebody typed: a name, or an address or uuid of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.model.artist_addresses import NotAnArtistsAddress, read_address
from linernotes.model.errors import InvalidRequest
from linernotes.model.names import has_dot_segment
from linernotes.model.plain_text import encodable
from linernotes.reports.resolve_artists import NO_DOT_SEGMENT
from linernotes.reports.resolve_lines import NOT_READABLE, SHORTEST_LINE, is_too_long

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist
    from linernotes.reports.ports import ArtistDirectory

MOST_FOUND = 20


def find_artists(term: str, *, directory: ArtistDirectory) -> list[FoundArtist]:
    """Give up to 20 artists, the likeliest first. Raises InvalidRequest of `q`, and UpstreamError."""
    term = term.strip()
    if len(term) < SHORTEST_LINE or is_too_long(term):
        raise InvalidRequest([("q", "give 2 to 200 characters of an artist's name, or an artist's address")])
    if encodable(term) != term:
        raise InvalidRequest([("q", NOT_READABLE)])
    try:
        address = read_address(term)
    except NotAnArtistsAddress as error:
        raise InvalidRequest([("q", str(error))]) from error
    if address is None and has_dot_segment(term):
        raise InvalidRequest([("q", NO_DOT_SEGMENT)])
    found = directory.search(term) if address is None else directory.look_up(address)
    return found[:MOST_FOUND]
