"""Blocks of messages, by slack_sdk's models, which hold them to Slack's limits.

Whatever comes from outside, names above all, goes into rich text or plain text: Slack looks for no markup,
links or mentions there, so a name does nothing but stand there. Only the text for notifications is read as
markup, and `harmless` takes that out of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextSectionElement,
)

from linernotes.slack.markup import harmless

COMMAND = "/report"
"""What the app is called by; its manifest says so, too."""
LONGEST_TEXT = 3_000
"""The most characters a block may have."""
LONGEST_HEADER = 150
LONGEST_BUTTON_VALUE = 2_000
LONGEST_BUTTON = 75
LONGEST_ACTIONS = 25
"""The most buttons a block may have."""
_BLANK = re.compile(r"[\s\u200b\u2060]+")

Part = RichTextElement


def cut(text: str, longest: int) -> str:
    """Shorten text, visibly."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def words(text: str, *, bold: bool = False, italic: bool = False) -> Part:
    """Give text as it is. Slack takes none that is empty."""
    style = {key: True for key, on in (("bold", bold), ("italic", italic)) if on}
    shown = text if _BLANK.sub("", text) else "–"
    return RichTextElementParts.Text(text=shown, style=style or None)


def plain(text: str) -> PlainTextObject:
    """Give text as it is, for buttons, menus and forms."""
    return PlainTextObject(text=text, emoji=False)


def paragraph(*parts: Part) -> RichTextElement:
    """Give a line of text."""
    return RichTextSectionElement(elements=list(parts))


def bullets(lines: Iterable[Sequence[Part]]) -> RichTextElement:
    """Give a list of lines."""
    return RichTextListElement(
        style="bullet", elements=[RichTextSectionElement(elements=list(parts)) for parts in lines]
    )


def to_copy(text: str) -> RichTextElement:
    """Give text to copy, in a frame."""
    return RichTextPreformattedElement(elements=[words(text)])


def rich(*elements: RichTextElement) -> Block:
    """Give a block of rich text."""
    return RichTextBlock(elements=list(elements))


def moment(at: datetime, *, day: bool) -> str:
    """Give a moment in Slack's markup, with its day or not: to each reader in their own zone and way.

    Where Slack cannot say it so, in mails for one, it is in UTC.
    """
    form = "{date_short}, {time}" if day else "{time}"
    fallback = f"{at:%-d %B %Y, %H:%M} UTC" if day else f"{at:%H:%M} UTC"
    return f"<!date^{at.timestamp():.0f}^{form}|{fallback}>"


def markup(text: str) -> Block:
    """Give small print in Slack's markup: for dates and mentions, and nothing that comes from outside."""
    return ContextBlock(elements=[MarkdownTextObject(text=text)])


def header(text: str) -> Block:
    """Give a heading."""
    return HeaderBlock(text=PlainTextObject(text=cut(text, LONGEST_HEADER), emoji=False))


def small_print(*texts: str) -> Block:
    """Give what matters less."""
    return ContextBlock(
        elements=[PlainTextObject(text=cut(text, LONGEST_TEXT), emoji=False) for text in texts]
    )


def picture(file_id: str, in_words: str) -> Block:
    """Give an uploaded picture, with what it shows for whoever does not see it."""
    return ImageBlock(slack_file={"id": file_id}, alt_text=in_words)


def has_picture(message: Mapping[str, Any]) -> bool:
    """Say whether a message shows a picture."""
    return any(block["type"] == "image" for block in message["blocks"])


def without_picture(message: Mapping[str, Any]) -> dict[str, Any]:
    """Give a message without its picture."""
    return {**message, "blocks": [block for block in message["blocks"] if block["type"] != "image"]}


def message(text: str, blocks: Iterable[Block]) -> dict[str, Any]:
    """Give a message: its blocks, and the text for notifications and screen readers.

    Of a message with blocks screen readers read the text alone, so it has what the blocks say, as far as that
    fits, but for what is to be copied.
    """
    rendered = [block.to_dict() for block in blocks]
    spoken = [text]
    spoken += (
        line
        for block in rendered
        for line in _spoken(block)
        if line != text and not text.endswith(f": {line}")
    )
    return {"text": _as_markup("\n".join(spoken)), "blocks": rendered}


def _spoken(block: Mapping[str, Any]) -> Iterator[str]:
    for element in block["elements"] if block["type"] == "rich_text" else ():
        match element["type"]:
            case "rich_text_section":
                yield "".join(part["text"] for part in element["elements"])
            case "rich_text_list":
                for line in element["elements"]:
                    yield "".join(part["text"] for part in line["elements"])


def _as_markup(text: str) -> str:
    """Make text harmless, and cut it where it is too long; no escaped character is cut in two."""
    shown = harmless(text)
    if len(shown) <= LONGEST_TEXT:
        return shown
    ends = accumulate(len(harmless(char)) for char in text)
    return harmless(text[: bisect_left(list(ends), LONGEST_TEXT)].rstrip()) + "…"
