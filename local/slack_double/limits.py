"""The limits Slack publishes for Block Kit, stated once more: what a message or form breaks of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_BLOCKS = {"message": 50, "modal": 100}
MOST_ELEMENTS = {"actions": 25, "context": 10}
MOST_OPTIONS = 100
LONGEST = {
    "text": 3_000,
    "header": 150,
    "button": 75,
    "value": 2_000,
    "url": 3_000,
    "action_id": 255,
    "block_id": 255,
    "option": 75,
    "option_value": 150,
    "placeholder": 150,
    "label": 2_000,
    "hint": 2_000,
    "modal_title": 24,
    "private_metadata": 3_000,
    "message_text": 40_000,
}
_KNOWN_BLOCKS = {"header", "section", "context", "actions", "divider", "rich_text", "input"}


def broken_limits(body: Mapping[str, Any]) -> list[str]:
    """List every limit a message breaks."""
    broken = list(_blocks(body.get("blocks", ()), "message"))
    if not body.get("text"):
        broken.append("a message has no text for notifications")
    return broken + list(_longer("message_text", body.get("text", "")))


def broken_by_view(view: Mapping[str, Any]) -> list[str]:
    """List every limit a modal breaks."""
    broken = list(_blocks(view.get("blocks", ()), "modal"))
    for name in ("title", "submit", "close"):
        broken += _longer("modal_title", view[name]["text"])
    return broken + list(_longer("private_metadata", view.get("private_metadata", "")))


def broken_by_options(answer: Mapping[str, Any]) -> list[str]:
    """List every limit an answer to a search for options breaks."""
    options = answer["options"]
    broken = [f"{len(options)} options"] if len(options) > MOST_OPTIONS else []
    return broken + [problem for option in options for problem in _option(option)]


def texts_of(value: Any) -> Iterator[str]:
    """Give every text of a message, wherever it stands."""
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from texts_of(part)


def _blocks(blocks: Sequence[Mapping[str, Any]], surface: str) -> Iterator[str]:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "two blocks have one id"
    for block in blocks:
        yield from _block(block)


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind not in _KNOWN_BLOCKS:
        yield f"there is no block {kind}"
    yield from _longer("block_id", block.get("block_id", ""))
    yield from _longer("text", "".join(texts_of(block)) if kind == "rich_text" else "")
    for text in texts_of(block):
        yield from _longer("header" if kind == "header" else "text", text)
        if not text:
            yield f"an empty text in a block {kind}"
    if len(block.get("elements", ())) > MOST_ELEMENTS.get(kind, 1_000):
        yield f"{len(block['elements'])} elements in a block {kind}"
    if kind == "input":
        yield from _longer("label", block["label"]["text"])
        yield from _longer("hint", block.get("hint", {}).get("text", ""))
        yield from _element(block["element"])
    if kind == "actions":
        for element in block["elements"]:
            yield from _element(element)


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer("action_id", element["action_id"])
    yield from _longer("placeholder", element.get("placeholder", {}).get("text", ""))
    if element["type"] == "button":
        yield from _longer("button", element["text"]["text"])
        yield from _longer("value", element.get("value", ""))
        yield from _longer("url", element.get("url", ""))
    options = element.get("options", ())
    if len(options) > MOST_OPTIONS:
        yield f"{len(options)} options"
    for option in (*options, *element.get("initial_options", ())):
        yield from _option(option)


def _option(option: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer("option", option["text"]["text"])
    yield from _longer("option", option.get("description", {}).get("text", ""))
    yield from _longer("option_value", option["value"])


def _longer(what: str, text: str) -> Iterator[str]:
    if len(text) > LONGEST[what]:
        yield f"{len(text)} characters of {what}, of which there may be {LONGEST[what]}"
