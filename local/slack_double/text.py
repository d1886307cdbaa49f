"""Messages as text, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from local.slack_double.limits import texts_of

_MOMENT = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
"""A moment as Slack writes it; a terminal shows its fallback."""


def as_text(body: Mapping[str, Any]) -> str:
    """Give a message's blocks as lines of text, or its text where it has none."""
    return "\n".join(line for block in body["blocks"] for line in _lines(block)) or str(body["text"])


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"].upper()
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element)
        case "image":
            yield f"[picture: {block['alt_text']}]"
        case "actions":
            yield " ".join(f"[{_label(element)}]" for element in block["elements"])
        case _:
            yield from (f"({_MOMENT.sub(r'\1', text)})" for text in texts_of(block))


def _label(element: Mapping[str, Any]) -> str:
    """Give what a button says, or what a menu behind three dots has."""
    if element["type"] == "overflow":
        return f"⋯ {', '.join(option['text']['text'] for option in element['options'])}"
    return str(element["text"]["text"])


def _rich(element: Mapping[str, Any]) -> Iterator[str]:
    match element["type"]:
        case "rich_text_list":
            yield from (f"  • {''.join(texts_of(item))}" for item in element["elements"])
        case "rich_text_preformatted":
            yield from (f"  │ {line}" for line in "".join(texts_of(element)).splitlines())
        case _:
            yield "".join(texts_of(element))
