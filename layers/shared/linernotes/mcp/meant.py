"""Which value an assistant plainly meant by a word that is none: "Spotify" for spotify, "Italy" for IT.

It is said in the refusal, and not taken: an assistant then knows the value for its next call too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linernotes.mcp.results import quoted
from linernotes.model.countries import codes_by_name
from linernotes.model.errors import InvalidRequest
from linernotes.model.names import typed
from linernotes.model.platforms import platform_name
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES

_LONGEST_WORD = 60
_FIELD_IN_REQUEST = re.compile(r"(?P<name>country|platforms|sections)(?:\.(?P<index>\d+))?")


def with_what_is_meant(message: str, given: Any, meant: str | None) -> str:
    """Begin a refusal with the value to give, if there is one that is plainly meant."""
    if meant is None or meant == given:
        return message
    return f"for {quoted(given, _LONGEST_WORD)} give {meant}; {message}"


def with_what_is_meant_in(request: Mapping[str, Any], error: InvalidRequest) -> InvalidRequest:
    """Give the refusal of a request with the values that are plainly meant in its fields."""
    told = [
        (field, with_what_is_meant(message, *_given_and_meant(field, request)))
        for field, message in error.errors
    ]
    return type(error)(told, error.candidates)


def _given_and_meant(field: str, request: Mapping[str, Any]) -> tuple[Any, str | None]:
    """Give what a request has in a field, named as errors name it, and the value that is meant by it."""
    found = _FIELD_IN_REQUEST.fullmatch(field)
    given = request.get(found["name"]) if found else None
    if found and found["index"] is not None:
        given = given[int(found["index"])] if isinstance(given, list) else None
    if found is None or not isinstance(given, str):
        return given, None
    match found["name"]:
        case "country":
            return given, country_meant(given)
        case "platforms":
            return given, platform_meant(given, list(SOURCES))
        case _:
            return given, part_meant(given, list(SECTIONS))


def country_meant(word: str) -> str | None:
    """Give the code of the country that English calls so."""
    name = " ".join(typed(word).split()).removeprefix("the ")
    return {typed(known): code for known, code in codes_by_name().items()}.get(name)


def platform_meant(word: str, among: Sequence[str]) -> str | None:
    """Give the slug among these that a platform's name means: "Spotify" its listeners, if they are there."""
    from linernotes.request_line.words import platform_names

    likeliest = platform_names().get(" ".join(word.lower().split()))
    if likeliest in among:
        return likeliest
    return _only({slug: (slug, *_names_of(slug)) for slug in among}, word)


def part_meant(word: str, among: Sequence[str]) -> str | None:
    """Give the part of a report among these that is called so, or is a section with this title."""
    return _only({part: (part, SECTIONS[part].title if part in SECTIONS else part) for part in among}, word)


def _names_of(slug: str) -> Iterable[str]:
    source = SOURCES.get(slug)
    own = (source.name, f"{source.name} {source.metric}") if source else ()
    return (*own, platform_name(slug))


def _only(names: Mapping[str, Iterable[str]], word: str) -> str | None:
    """Give the value with this name, case, blanks and dashes aside; None where there are several or none."""
    wanted = _letters(word)
    alike = [value for value, own in names.items() if wanted and wanted in map(_letters, own)]
    return alike[0] if len(alike) == 1 else None


def _letters(text: str) -> str:
    return "".join(char for char in typed(text) if char.isalnum())
