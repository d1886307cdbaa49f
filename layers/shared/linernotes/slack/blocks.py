"""Blocks of messages, by slack_sdk's models, which hold them to Slack's limits.

Whatever comes from outside, names above all, goes into rich text or plain text: Slack looks for no markup,
links or mentions there, so a name does nothing but stand there. Only the text for notifications is read as
markup, and `harmless` takes that out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
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
"""What the app is called by; the manifest in the README says so, too."""
LONGEST_TEXT = 3_000
"""The most characters a block may have."""
LONGEST_HEADER = 150
LONGEST_BUTTON_VALUE = 2_000
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


def header(text: str) -> Block:
    """Give a heading."""
    return HeaderBlock(text=PlainTextObject(text=cut(text, LONGEST_HEADER), emoji=False))


def small_print(*texts: str) -> Block:
    """Give what matters less."""
    return ContextBlock(
        elements=[PlainTextObject(text=cut(text, LONGEST_TEXT), emoji=False) for text in texts]
    )


def message(text: str, blocks: Iterable[Block]) -> dict[str, Any]:
    """Give a message: its blocks, and the text for notifications and screen readers."""
    return {"text": cut(harmless(text), LONGEST_TEXT), "blocks": [block.to_dict() for block in blocks]}
