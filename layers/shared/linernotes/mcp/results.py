"""What a tool answers, whatever the protocol makes of it, and how large that is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.model.plain_text import encodable, plain_text

MOST_BYTES = 8_000
"""The most an answer has unless more is asked for (contract 12): some 2,500 tokens."""
MOST_ASKED_BYTES = 200_000
"""The most an answer has that was asked to be larger: above this a model reads a file better."""
_AROUND_BYTES, _AROUND_LINK_BYTES = 300, 110
"""What the protocol writes around an answer and each of its links, at most."""
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A link for the user, whom the assistant hands it."""

    name: str
    title: str
    description: str
    uri: str
    media_type: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """A tool's answer: a short text, the same and more as JSON, and links.

    An error has a text alone, which says how to mend it: what is checked against a tool's output schema must
    not be something else.
    """

    text: str
    structured: Mapping[str, Any] | None = None
    links: Sequence[Link] = ()

    @property
    def is_error(self) -> bool:
        """Say whether the tool did not do what it was asked to."""
        return self.structured is None


def size_of(result: ToolResult) -> int:
    """Give how many bytes an answer is as it is sent, at most."""
    links = [[link.name, link.title, link.description, link.uri, link.media_type] for link in result.links]
    return _AROUND_BYTES + _AROUND_LINK_BYTES * len(links) + bytes_of([result.text, links, result.structured])


def bytes_of(value: Any) -> int:
    """Give how many bytes JSON is on the wire, where other letters than ASCII are written by number."""
    return len(json.dumps(value, separators=(",", ":")))


def beginning[T](items: Sequence[T], room: int) -> list[T]:
    """Give as many of the first items, given as JSON, as fit into so many bytes together."""
    kept: list[T] = []
    for item in items:
        room -= bytes_of(item) + 1
        if room < 0:
            break
        kept.append(item)
    return kept


def clean(value: Any) -> Any:
    """Give JSON in which every text is one plain line of some length: names and titles are from outside."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {name: clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def shown(text: str, most: int = _LONGEST_TEXT) -> str:
    """Give a text as one plain line of at most so many characters, nothing unseen in it."""
    plain = encodable(plain_text(text))
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def quoted(name: str | None, most: int = 120) -> str:
    """Put a name from outside in quotation marks, so that what it says is read as a name."""
    return json.dumps(shown(name or "", most), ensure_ascii=False)
