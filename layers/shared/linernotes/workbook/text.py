"""Text on its way into a cell: made plain, cut where it is too long for Excel, and how much room it takes."""

from __future__ import annotations

import re
import unicodedata

from linernotes.model.plain_text import plain_text

MAX_TEXT = 32_767
"""The longest text of a cell, in the UTF-16 units Excel counts."""

CUT_MARK = " … [cut: longer than a cell can hold]"

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a reader would take for an escaped character and replace, e.g. "_x0041_" by "A"."""


_ZERO_WIDTH_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_UNSPACED = frozenset({"Mn", "Me", "Cf"})
"""Marks drawn over the letter before them, and what is not drawn."""


def cell_text(text: str) -> str:
    """Give the text as a cell can hold it: one plain line, visibly cut after 32,767 characters."""
    content = plain_text(text)
    # Characters beyond U+FFFF count twice, so only a text of more than half the limit can be too long.
    if len(content) > MAX_TEXT // 2 and _units(content) > MAX_TEXT:
        content = _cut(content, MAX_TEXT - len(CUT_MARK)) + CUT_MARK
    return _LOOKS_ESCAPED.sub("_x005F_", content)


def display_width(text: str) -> int:
    """Say how many columns of a fixed type face a text takes, after Unicode's East Asian Width.

    Two for a wide letter or an emoji, however many characters make it; none for a mark over a letter.
    """
    if text.isascii():
        return len(text)
    width, before, joined = 0, 0, False
    for char in text:
        if char == _AS_EMOJI:
            width, before = width + (before == 1), 2
        elif not joined and not (before and _SKIN_TONES.match(char)):
            before = _char_width(char) or before
            width += _char_width(char)
        joined = char == _ZERO_WIDTH_JOINER
    return width


def _char_width(char: str) -> int:
    if unicodedata.category(char) in _UNSPACED or "\u1160" <= char <= "\u11ff":
        return 0  # the latter are vowels and ends of a Korean syllable, drawn within its square
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def line_count(text: str, width: int) -> int:
    """Say how many lines a text takes when it is wrapped to so many columns.

    Lines end between words and, where there are wide letters, between any two: that is how those scripts are
    written. A word longer than a line is broken.
    """
    lines, used = 1, 0
    for word in text.split():
        needed = display_width(word)
        parted = needed > len(word) or needed > width
        space = 1 if used else 0
        if used + space + needed <= width:
            used += space + needed
        elif not parted:
            lines, used = lines + 1, needed
        else:
            used += space
            for char in word:
                if used + _char_width(char) > width:
                    lines, used = lines + 1, 0
                used += _char_width(char)
    return lines


def shortened(text: str, width: int) -> str:
    """Give the text in at most so many columns, with an ellipsis where something was left out."""
    if display_width(text) <= width:
        return text
    room, end = width - 1, 0
    for char in text:
        room -= _char_width(char)
        if room < 0:
            break
        end += 1
    return text[:end].rstrip(" " + _ZERO_WIDTH_JOINER) + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
