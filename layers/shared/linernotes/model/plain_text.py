"""Text from outside as one line that says what it shows: for every cell, title and name of a file."""

from __future__ import annotations

import re

_REMOVED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters, but for those that break a line or space it
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates: they can show a text in another order
    "\ud800-\udfff"  # halves of a surrogate pair, which no encoding can hold
    "\ufdd0-\ufdef\ufeff"  # what is no character, and the mark of an encoding
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_SPACE = re.compile(r"\s+")
_BREAKS = frozenset("\t\n\x0b\x0c\r\x85\u2028\u2029")
"""Tabs, and all that ends a line for one program or another."""


def plain_text(text: str) -> str:
    """Give the text as one line without anything unseen that a reader or a program could be misled by.

    Control characters, direction overrides and what is no character are taken out; a tab or an end of line
    becomes a space, together with the spaces around it, and nothing at either end. All else stays as it is,
    spaces and the marks of right-to-left scripts included. What has been made plain once stays so
    (contract 6).
    """
    if text.isprintable():
        return text
    clean = _REMOVED.sub("", text)
    if _BREAKS.isdisjoint(clean):
        return clean
    last = len(clean)
    return _SPACE.sub(lambda run: _space(run, last), clean)


def encodable(text: str) -> str:
    """Give the text with halves of surrogate pairs replaced, which JSON can name and no encoding hold."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def _space(run: re.Match[str], last: int) -> str:
    if _BREAKS.isdisjoint(run[0]):
        return run[0]
    return "" if run.start() == 0 or run.end() == last else " "
