"""Artists to choose from where a name means several or none, and the line with the one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from linernotes.model.errors import InvalidRequest
from linernotes.model.names import typed
from linernotes.request_line.reading import read_canonical
from linernotes.request_line.written import LineArtist, RequestLine, line_text


@dataclass(frozen=True, slots=True)
class Choice:
    """An artist who may be meant by the one at a place of the line, counted from 0."""

    place: int
    artist: LineArtist
    country: str | None

    @property
    def text(self) -> str:
        """Give what `line_with` reads."""
        return f"{self.place} {self.artist.uuid}"


def choices_of(error: InvalidRequest, line: RequestLine) -> Sequence[Choice]:
    """Give the candidates of an error, each for the artist of the line that is most like it.

    Only names are replaced that the error quotes; of a line without such a name there is nothing to choose.
    """
    quoted = " ".join(problem for _, problem in error.errors)
    places = [
        place
        for place, artist in enumerate(line.artists)
        if artist.uuid is None and repr(artist.name) in quoted
    ]

    def place_of(name: str) -> int:
        return max(places, key=lambda place: _likeness(line.artists[place].name or "", name))

    if not places:
        return ()
    return [
        Choice(
            place_of(candidate["name"] or ""),
            LineArtist(candidate["name"], candidate["uuid"]),
            candidate["country_code"],
        )
        for candidate in error.candidates
    ]


def line_with(text: str, choice: str, *, today: date) -> str:
    """Give the canonical line `text` with the artist of a choice, by uuid. Raises LineNotUnderstood."""
    line = read_canonical(text, today=today)
    place, _, uuid = choice.partition(" ")
    artists = list(line.artists)
    artists[int(place)] = replace(artists[int(place)], uuid=uuid)
    return line_text(replace(line, artists=tuple(artists)))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, typed(one), typed(other)).ratio()
