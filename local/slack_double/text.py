"""Messages as text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local.slack_double.limits import texts_of


def as_text(body: Mapping[str, Any]) -> str:
    """Give a message's blocks as lines of text."""
    return "\n".join(line for block in body["blocks"] for line in _lines(block))


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"].upper()
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element)
        case "actions":
            yield " ".join(f"[{element['text']['text']}]" for element in block["elements"])
        case _:
            yield from (f"({text})" for text in texts_of(block))


def _rich(element: Mapping[str, Any]) -> Iterator[str]:
    match element["type"]:
        case "rich_text_list":
            yield from (f"  • {''.join(texts_of(item))}" for item in element["elements"])
        case "rich_text_preformatted":
            yield from (f"  │ {line}" for line in "".join(texts_of(element)).splitlines())
        case _:
            yield "".join(texts_of(element))
