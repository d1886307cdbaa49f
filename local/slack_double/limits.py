"""The limits Slack publishes for Block Kit, stated once more: what a message or form breaks of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_BLOCKS = {"message": 50, "modal": 100}
MOST_ELEMENTS = {"actions": 25, "context": 10}
MOST_OPTIONS = 100
MOST_IN_A_MENU = 5
_DATE = re.compile(
    r"<!date\^\d+\^(?:[^{}<>|^]|\{(?:date(?:_num|_short|_long|_pretty|_short_pretty|_long_pretty)?"
    r"|time|time_secs|ago)\})+(?:\^https?://[^|>]+)?\|[^<>|]+>"
)
"""A moment in the reader's own zone, as Slack's reference of formatting has it, with its fallback."""
LONGEST = {
    "text": 3_000,
    "header": 150,
    "button": 75,
    "confirm_title": 100,
    "confirm_text": 300,
    "confirm": 30,
    "deny": 30,
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
    "alt_text": 2_000,
}
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_FILE_ID = re.compile(r"F[A-Z0-9]{8,}")
_KNOWN_BLOCKS = {"header", "section", "context", "actions", "divider", "rich_text", "input", "image"}


def broken_limits(body: Mapping[str, Any]) -> list[str]:
    """List every limit a message breaks."""
    broken = list(_blocks(body.get("blocks", ()), "message"))
    if not body.get("text"):
        broken.append("a message has no text for notifications")
    if left_out := unspoken(body):
        broken.append(f"the text that screen readers read lacks {', '.join(left_out)}")
    return broken + list(_longer("message_text", body.get("text", "")))


def unspoken(body: Mapping[str, Any]) -> list[str]:
    """List the figures of a message's lists that its text lacks: with blocks, screen readers read that alone.

    A text that is as long as it may be lacks what it has no room for.
    """
    text = body.get("text", "")
    if len(text) > LONGEST["text"] * 0.8:
        return []
    lines = [
        "".join(texts_of(line))
        for block in body.get("blocks", ())
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_list"
        for line in element["elements"]
    ]
    return [figure for line in lines for figure in _FIGURE.findall(line) if figure not in text]


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
    yield from _dates(block)
    if len(block.get("elements", ())) > MOST_ELEMENTS.get(kind, 1_000):
        yield f"{len(block['elements'])} elements in a block {kind}"
    if kind == "input":
        yield from _longer("label", block["label"]["text"])
        yield from _longer("hint", block.get("hint", {}).get("text", ""))
        yield from _element(block["element"])
    if kind == "image":
        yield from _image(block)
    if kind == "actions":
        for element in block["elements"]:
            yield from _element(element)


def _image(block: Mapping[str, Any]) -> Iterator[str]:
    """List what is wrong with a picture: it has one source, of which there is one name, and words."""
    if not block.get("alt_text"):
        yield "a picture is not said in words"
    yield from _longer("alt_text", block.get("alt_text", ""))
    if ("image_url" in block) == ("slack_file" in block):
        yield "a picture has an address or an uploaded file, and not both"
    file = block.get("slack_file", {"id": "F00000000"})
    if file.keys() not in ({"id"}, {"url"}) or not _FILE_ID.fullmatch(file.get("id", "F00000000")):
        yield f"a picture is of no file: {dict(file)}"
    yield from _longer("url", block.get("image_url", ""))


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer("action_id", element["action_id"])
    yield from _longer("placeholder", element.get("placeholder", {}).get("text", ""))
    if element["type"] == "button":
        yield from _longer("button", element["text"]["text"])
        yield from _longer("value", element.get("value", ""))
        yield from _longer("url", element.get("url", ""))
    options = element.get("options", ())
    if len(options) > (MOST_IN_A_MENU if element["type"] == "overflow" else MOST_OPTIONS):
        yield f"{len(options)} options"
    for option in (*options, *element.get("initial_options", ())):
        yield from _option(option)
    if "confirm" in element:
        yield from _confirmation(element["confirm"])


def _confirmation(confirm: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer("confirm_title", confirm["title"]["text"])
    yield from _longer("confirm_text", confirm["text"]["text"])
    yield from _longer("confirm", confirm["confirm"]["text"])
    yield from _longer("deny", confirm["deny"]["text"])


def _option(option: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer("option", option["text"]["text"])
    yield from _longer("option", option.get("description", {}).get("text", ""))
    yield from _longer("option_value", option["value"])


def _dates(value: Any) -> Iterator[str]:
    """Find moments that Slack would not show as such: misspelt ones, and those where it reads no markup."""
    if isinstance(value, Mapping):
        text = value.get("text")
        if isinstance(text, str) and "<!date" in text:
            if value.get("type") != "mrkdwn":
                yield "a moment where Slack reads no markup"
            elif "<!date" in _DATE.sub("", text):
                yield f"no moment of Slack's: {text}"
        for part in value.values():
            yield from _dates(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _dates(part)


def _longer(what: str, text: str) -> Iterator[str]:
    if len(text) > LONGEST[what]:
        yield f"{len(text)} characters of {what}, of which there may be {LONGEST[what]}"
