"""What may be posted besides a request for a report, field by field. Without pydantic, as it loads slowly."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from linernotes.api.fields import invalid_request, read_uuid
from linernotes.model.errors import InvalidRequest
from linernotes.reports.resolve_lines import (
    LONGEST_ADDRESS,
    LONGEST_LINE,
    MOST_LINES,
    SHORTEST_LINE,
    is_too_long,
)
from linernotes.rosters.roster import (
    LONGEST_NAME,
    MOST_ARTISTS,
    RosterArtist,
    RosterContent,
    once_each,
)

LONGEST_ARTISTS_NAME = 300
LONGEST_PICTURE = 500
LARGEST_ROSTER_BYTES = 40_000
"""Of a roster's artists; with as many rosters as there can be, a list still is what a function may answer."""

_COUNTRY = re.compile("[A-Za-z]{2}")
_PICTURE = re.compile(r"https?://[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class AskedRoster:
    """A roster as it was put: what it shall be, and at which version the caller saw it."""

    content: RosterContent
    version: int


def parse_lines(body: Any) -> list[str]:
    """Read lines that each name an artist. Raises InvalidRequest naming every field that is wrong."""
    fields = Fields(body, ("lines",))
    lines = fields.required("lines", partial(read_list, most=MOST_LINES))
    for index, line in enumerate(lines or ()):
        fields.check(f"lines.{index}", partial(_line, line))
    if fields.errors or lines is None:
        raise fields.refusal()
    return lines


def parse_new_roster(body: Any) -> RosterContent:
    """Read a roster to keep. Raises InvalidRequest naming every field that is wrong."""
    fields = Fields(body, ("name", "artists", "starred"))
    starred = fields.required("starred", read_flag) if "starred" in fields else False
    return _content(fields, starred=starred or False)


def parse_changed_roster(body: Any) -> AskedRoster:
    """Read a roster to change, all of it. Raises InvalidRequest naming every field that is wrong."""
    fields = Fields(body, ("name", "artists", "starred", "version"))
    starred = fields.required("starred", read_flag)
    version = fields.required("version", partial(read_version, of="roster"))
    content = _content(fields, starred=starred or False)
    assert version is not None  # noqa: S101 - else that was refused
    return AskedRoster(content, version)


def _content(fields: Fields, *, starred: bool) -> RosterContent:
    name = fields.required("name", _name)
    given = fields.required("artists", partial(read_list, most=MOST_ARTISTS)) or []
    read = [_artist(fields, f"artists.{index}", artist) for index, artist in enumerate(given)]
    artists = once_each([artist for artist in read if artist is not None])
    if not fields.errors and _bytes_of(artists) > LARGEST_ROSTER_BYTES:
        fields.errors.append(("artists", "the names and pictures are too long to be kept together"))
    if fields.errors or name is None:
        raise fields.refusal()
    return RosterContent(name, artists, starred=starred)


def _bytes_of(artists: Sequence[RosterArtist]) -> int:
    """Say how large the artists are as JSON, as they are kept and without what none has."""
    told = [
        {name: value for name, value in asdict(artist).items() if value is not None} for artist in artists
    ]
    return len(json.dumps(told, ensure_ascii=False).encode())


def _artist(fields: Fields, where: str, given: Any) -> RosterArtist | None:
    of_it = Fields(given, ("uuid", "name", "image_url", "country_code"), where=f"{where}.")
    uuid = of_it.required("uuid", _uuid)
    name = of_it.optional("name", _artists_name)
    picture = of_it.optional("image_url", _picture)
    country = of_it.optional("country_code", _country)
    fields.errors.extend(of_it.errors)
    return None if uuid is None else RosterArtist(uuid, name, picture, country)


class Fields:
    """Fields of an object as they are read; `errors` gathers what is wrong with them. null is none given."""

    def __init__(self, body: Any, known: Collection[str], *, where: str = "") -> None:
        self._where = where
        self.errors: list[tuple[str, str]] = []
        self._given: Mapping[str, Any] = body if isinstance(body, dict) else {}
        self._is_object = isinstance(body, dict)
        if not self._is_object:
            self.errors.append((where.removesuffix(".") or "body", "give a JSON object"))
        rule = f"unknown field; known are {', '.join(known)}"
        self.errors += [(f"{where}{name}", rule) for name in self._given if name not in known]

    def __contains__(self, name: str) -> bool:
        """Say whether a field is there, be it null."""
        return name in self._given

    def get(self, name: str) -> Any:
        """Give a field as it was given; None if it was not."""
        return self._given.get(name)

    def required[T](self, name: str, read: Callable[[Any], T]) -> T | None:
        """Read a field that must be there; None if there is anything wrong."""
        if self._is_object and self._given.get(name) is None:
            self.errors.append((f"{self._where}{name}", "this field is required"))
        return self.optional(name, read)

    def optional[T](self, name: str, read: Callable[[Any], T]) -> T | None:
        """Read a field; None if it is not there or there is anything wrong."""
        value = self._given.get(name)
        return None if value is None else self.check(f"{self._where}{name}", partial(read, value))

    def check[T](self, field: str, rule: Callable[[], T]) -> T | None:
        """Apply a rule to a field; None if it is broken."""
        try:
            return rule()
        except ValueError as error:
            self.errors.append((field, str(error)))
            return None

    def refusal(self) -> InvalidRequest:
        """Make the error that names all that is wrong."""
        return invalid_request(self.errors, whole="body")


def read_list(value: Any, *, most: int) -> list[Any]:
    """Read a list that is not empty. Raises ValueError for another."""
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise ValueError(f"give a list of 1 to {most}")
    return value


def _line(value: Any) -> None:
    if not isinstance(value, str) or len(value.strip()) < SHORTEST_LINE or is_too_long(value):
        raise ValueError(
            f"give text of {SHORTEST_LINE} to {LONGEST_LINE} characters, or an address of at most "
            f"{LONGEST_ADDRESS:,}"
        )


def _name(value: Any) -> str:
    name = " ".join(read_text(value).split())
    # Whatever form its accents are written in, what a person counts as one letter counts as one.
    if not 1 <= min(len(name), len(unicodedata.normalize("NFC", name))) <= LONGEST_NAME:
        raise ValueError(f"give text of 1 to {LONGEST_NAME} characters")
    return name


def _artists_name(value: Any) -> str | None:
    name = " ".join(read_text(value).split())
    if len(name) > LONGEST_ARTISTS_NAME:
        raise ValueError(f"at most {LONGEST_ARTISTS_NAME} characters")
    return name or None


def read_text(value: Any) -> str:
    """Read text; what cannot be stored or shown, as halves of characters, is left out."""
    if not isinstance(value, str):
        raise ValueError("give text")
    return "".join(char for char in value if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs"))


def _picture(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_PICTURE or not _PICTURE.fullmatch(value):
        raise ValueError(f"give the address of a picture, of at most {LONGEST_PICTURE} characters, or null")
    return value


def _country(value: Any) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise ValueError("give the two letters of a country, such as IT, or null")
    return value.upper()


def _uuid(value: Any) -> str:
    return read_uuid(value if isinstance(value, str) else "", "GET /artists finds it by name")


def read_flag(value: Any) -> bool:
    """Read true or false. Raises ValueError for anything else."""
    if not isinstance(value, bool):
        raise ValueError("give true or false")
    return value


def read_version(value: Any, *, of: str) -> int:
    """Read the version of what is called so. Raises ValueError."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not 1 <= value < _LARGEST_VERSION:
        raise ValueError(f"give the version of the {of} as you read it, a whole number from 1 on")
    return int(value)


_LARGEST_VERSION = 10**15
