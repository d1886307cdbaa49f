"""The calls that find an artist: by name, by Soundcharts' uuid, or by a platform's identifier."""

from __future__ import annotations

from urllib.parse import quote

from linernotes.model.artist_addresses import ArtistAddress, Directory
from linernotes.model.names import has_dot_segment, search_term
from linernotes.soundcharts.answers import MAX_FOUND
from linernotes.soundcharts.calls import Get


def search_call(name: str) -> Get | None:
    """Give the call that searches for a name, in its composed form (contract 2); None for what is none."""
    term = search_term(name)
    if has_dot_segment(term):
        return None  # As part of a path this means another path, and no artist has that name.
    return Get(f"/api/v2/artist/search/{quote(term, safe='')}", {"limit": MAX_FOUND})


def metadata_call(artist: ArtistAddress) -> Get:
    """Give the call for an artist's metadata. Raises ValueError for a slug, by which Soundcharts has none."""
    identifier = quote(artist.identifier, safe="")
    match artist.directory:
        case Directory.SLUG:
            raise ValueError("Soundcharts gives no artist by slug")
        case Directory.UUID:
            return Get(f"/api/v2.9/artist/{identifier}")
        case platform:
            return Get(f"/api/v2.9/artist/by-platform/{platform.value}/{identifier}")
