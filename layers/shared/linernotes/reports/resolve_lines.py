"""Say of each of several lines which artist it means: a name, a uuid or an address, as people paste them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import category

from linernotes.model.artist_addresses import (
    ArtistAddress,
    Directory,
    NotAnArtistsAddress,
    is_address,
    read_address,
)
from linernotes.model.errors import StoreBusy, UpstreamError
from linernotes.model.names import has_dot_segment, search_term
from linernotes.model.plain_text import encodable
from linernotes.reports.resolve_artists import NO_DOT_SEGMENT, called, candidate_json
from linernotes.threads import in_threads

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist
    from linernotes.reports import answer_types as answers
    from linernotes.reports.ports import ArtistDirectory

MOST_LINES = 50
SHORTEST_LINE, LONGEST_LINE = 2, 200
LONGEST_ADDRESS = 1_000
"""What people copy from an app goes on after the artist with what it tells its maker."""
MOST_CANDIDATES = 5
ASKED_AT_ONCE = 8
BEGUN_WITHIN_S = 12.0
"""No search is begun later: one takes 5 s at most, an artist by slug three of them, and the API has 29 s."""
_NO_TIME = "there was no time left to ask Soundcharts: send this line again"
_BUSY = "too much is being stored at this moment: send this line again in a few seconds"

NOT_READABLE = "it has characters that cannot be read"
_NOBODY = {
    Directory.UUID: "Soundcharts knows no artist with this uuid",
    Directory.SLUG: "the artist was not found by this address: give the name",
}
_NOT_THERE = "Soundcharts knows no artist at this address"


class LineStatus(StrEnum):
    """What came of a line; `not_asked` may become any of the others when it is sent again."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """A line and the one artist it means, or those it may mean; `note` is for the person who reads it."""

    line: str
    status: LineStatus
    artist: FoundArtist | None = None
    candidates: tuple[FoundArtist, ...] = ()
    note: str | None = None


def is_too_long(line: str) -> bool:
    """Say whether a line, or a search, is longer than what it is may be: a name, or an address."""
    return len(line) > LONGEST_LINE and (len(line) > LONGEST_ADDRESS or not is_address(line))


def resolve_lines(
    lines: Sequence[str], *, directory: ArtistDirectory, monotonic: Callable[[], float]
) -> list[ResolvedLine]:
    """Find whom each line means, several at a time, the same asked for once; answers are in their order.

    Names mean what they mean in a request (`resolve_artists`). Nothing is raised for a line: whatever keeps
    it from being asked is its note.
    """
    begun_before = monotonic() + BEGUN_WITHIN_S

    def resolve(line: str) -> ResolvedLine:
        if monotonic() >= begun_before:
            return ResolvedLine(line, LineStatus.NOT_ASKED, note=_NO_TIME)
        try:
            return _resolved(line, directory)
        except StoreBusy:
            return ResolvedLine(line, LineStatus.NOT_ASKED, note=_BUSY)
        except UpstreamError as error:
            return ResolvedLine(line, LineStatus.NOT_ASKED, note=str(error))

    first: dict[ArtistAddress | str, str] = {}
    for line in lines:
        first.setdefault(_sameness(line), line)
    resolved = in_threads(resolve, first.values(), at_once=ASKED_AT_ONCE)
    of_each = dict(zip(first, resolved, strict=True))
    return [replace(of_each[_sameness(line)], line=line) for line in lines]


def resolved_json(resolved: ResolvedLine) -> answers.ResolvedLine:
    """Give a line as JSON."""
    return {
        "line": resolved.line,
        "status": resolved.status,
        "artist": None if resolved.artist is None else candidate_json(resolved.artist),
        "candidates": [candidate_json(entry) for entry in resolved.candidates],
        "note": resolved.note,
    }


def _sameness(line: str) -> ArtistAddress | str:
    """Give what two lines have in common that mean the same."""
    try:
        return read_address(line) or search_term(line).lower()
    except NotAnArtistsAddress:
        return line


def _resolved(line: str, directory: ArtistDirectory) -> ResolvedLine:
    name = search_term(line)
    if encodable(line) != line:
        return ResolvedLine(line, LineStatus.UNKNOWN, note=NOT_READABLE)
    if any(category(char) == "Cc" for char in name):
        return ResolvedLine(line, LineStatus.UNKNOWN, note="no artist's name has control characters in it")
    try:
        address = read_address(line)
    except NotAnArtistsAddress as error:
        return ResolvedLine(line, LineStatus.UNKNOWN, note=str(error))
    if address is not None:
        return _looked_up(line, address, directory)
    if has_dot_segment(name):
        return ResolvedLine(line, LineStatus.UNKNOWN, note=NO_DOT_SEGMENT)
    found = directory.search(name)
    same = called(name, found)
    if len(same) == 1:
        return ResolvedLine(line, LineStatus.FOUND, same[0])
    if same:
        note = f"{len(same)} artists are called so: choose one"
        return ResolvedLine(line, LineStatus.AMBIGUOUS, candidates=tuple(same[:MOST_CANDIDATES]), note=note)
    note = "no artist is called exactly so" if found else "Soundcharts knows no artist of this name"
    return ResolvedLine(line, LineStatus.UNKNOWN, candidates=tuple(found[:MOST_CANDIDATES]), note=note)


def _looked_up(line: str, address: ArtistAddress, directory: ArtistDirectory) -> ResolvedLine:
    found = directory.look_up(address)
    if found:
        return ResolvedLine(line, LineStatus.FOUND, found[0])
    return ResolvedLine(line, LineStatus.UNKNOWN, note=_NOBODY.get(address.directory, _NOT_THERE))
