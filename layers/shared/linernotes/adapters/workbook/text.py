"""Text on its way into a cell: what XML cannot hold is taken out, and what is too long for Excel is cut."""

from __future__ import annotations

import re

MAX_TEXT = 32_767
"""The longest text of a cell, in the UTF-16 units Excel counts."""

CUT_MARK = " … [cut: longer than a cell can hold]"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of surrogate pairs and non-characters: not allowed in XML 1.0."""

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a reader would take for an escaped character and replace, e.g. "_x0041_" by "A"."""


def clean(text: str) -> str:
    """Give the text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def cell_text(text: str) -> str:
    """Give the text as a cell can hold it: nothing unwritable, and visibly cut after 32,767 characters."""
    content = clean(text)
    # Characters beyond U+FFFF count twice, so only a text of more than half the limit can be too long.
    if len(content) > MAX_TEXT // 2 and _units(content) > MAX_TEXT:
        content = _cut(content, MAX_TEXT - len(CUT_MARK)) + CUT_MARK
    return _LOOKS_ESCAPED.sub("_x005F_", content)


def shortened(text: str, length: int) -> str:
    """Give the text in at most `length` characters, with an ellipsis where something was left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
