"""How wide text is in a typeface, and which characters it has: read from a TrueType file (OpenType 1.9).

resvg draws text and tells nobody how wide it is, and a legend must know.
"""

from __future__ import annotations

import unicodedata
from struct import Struct, unpack_from

_TABLE = Struct(">4sIII")
_SEGMENTS = 4
"""The format of a `cmap` table that every TrueType font has for the Basic Multilingual Plane."""
_NO_CHARACTER = 0xFFFF


class Typeface:
    """A typeface with the advance width of each of its characters, in parts of the font size."""

    def __init__(self, content: bytes) -> None:
        """Read a font file's content."""
        count = unpack_from(">H", content, 4)[0]
        entries = (_TABLE.unpack_from(content, 12 + _TABLE.size * index) for index in range(count))
        tables = {name: offset for name, _, offset, _ in entries}
        self._em: int = unpack_from(">H", content, tables[b"head"] + 18)[0]
        self._glyphs = _glyphs(content, tables[b"cmap"])
        wide = unpack_from(">H", content, tables[b"hhea"] + 34)[0]
        advances = unpack_from(f">{2 * wide}H", content, tables[b"hmtx"])[::2]
        self._advances: tuple[int, ...] = advances

    def has(self, text: str) -> bool:
        """Say whether there is something to be read, every character of which the typeface has."""
        return bool(text.strip()) and all(ord(char) in self._glyphs for char in text)

    def width(self, text: str, size: float) -> float:
        """Give the width of text that `has`, or nearly: pairs of letters may be set closer."""
        glyphs = (self._glyphs.get(ord(char), 0) for char in text)
        last = len(self._advances) - 1  # all glyphs beyond are as wide as the last one that is told
        return sum(self._advances[min(glyph, last)] for glyph in glyphs) * size / self._em

    def cut(self, text: str, size: float, longest: float) -> str:
        """Shorten text, visibly, to a width."""
        if self.width(text, size) <= longest:
            return text
        while text and self.width(f"{text}…", size) > longest:
            text = text[:-1]
        return f"{text.rstrip()}…"


def readable(text: str) -> str:
    """Give text with accents on their letters, where there are such, and without what is not seen."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(char for char in composed if unicodedata.category(char) != "Cf").split())


def _glyphs(content: bytes, cmap: int) -> dict[int, int]:
    """Read which glyph each character has, but for those without any."""
    count = unpack_from(">H", content, cmap + 2)[0]
    offsets = (unpack_from(">I", content, cmap + 8 + 8 * index)[0] for index in range(count))
    at = next(
        cmap + offset for offset in offsets if unpack_from(">H", content, cmap + offset)[0] == _SEGMENTS
    )
    segments = unpack_from(">H", content, at + 6)[0] // 2
    ends, starts, deltas, ranges = (
        unpack_from(f">{segments}H", content, at + 14 + 2 * (segments * index + (index > 0)))
        for index in range(4)
    )
    found = {}
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for char in range(start, end + 1):
            if offset:
                place = at + 16 + 6 * segments + 2 * index + offset + 2 * (char - start)
                glyph = unpack_from(">H", content, place)[0]
                glyph = (glyph + delta) % 0x10000 if glyph else 0
            else:
                glyph = (char + delta) % 0x10000
            if glyph and char != _NO_CHARACTER:
                found[char] = glyph
    return found
