"""PNG files read back: pictures of 8 bits a channel that are not interlaced (ISO/IEC 15948)."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

HEAD = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}


@dataclass(frozen=True)
class Pixels:
    """The pixels of a picture, row by row."""

    width: int
    height: int
    rows: list[bytes]

    def colors(self) -> Counter[str]:
        """Count the pixels of each colour, as #rrggbb."""
        size = len(self.rows[0]) // self.width
        counted = Counter(row[at : at + 3] for row in self.rows for at in range(0, len(row), size))
        return Counter({f"#{color.hex()}": count for color, count in counted.items()})

    def columns_of(self, color: str) -> list[int]:
        """Give the columns that have a pixel of exactly this colour, in order."""
        size, wanted = len(self.rows[0]) // self.width, bytes.fromhex(color[1:])
        return sorted(
            {at // size for row in self.rows for at in range(0, len(row), size) if row[at : at + 3] == wanted}
        )


def size_of(png: bytes) -> tuple[int, int]:
    """Give the width and height of a picture."""
    assert png.startswith(HEAD)
    width, height = unpack_from(">II", dict(_chunks(png))[b"IHDR"])
    return width, height


def pixels_of(png: bytes) -> Pixels:
    """Read a picture."""
    assert png.startswith(HEAD)
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = unpack_from(">IIBBBBB", dict(chunks)[b"IHDR"])
    assert (depth, interlaced) == (8, 0)
    channels = CHANNELS[kind]
    raw = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    length = width * channels
    rows, above = [], bytes(length)
    for at in range(0, len(raw), length + 1):
        above = _unfiltered(raw[at], raw[at + 1 : at + 1 + length], above, channels)
        rows.append(above)
    assert len(rows) == height
    return Pixels(width, height, rows)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(HEAD)
    while at < len(png):
        length, name = unpack_from(">I4s", png, at)
        content = png[at + 8 : at + 8 + length]
        assert unpack_from(">I", png, at + 8 + length)[0] == zlib.crc32(name + content)
        yield name, content
        at += 12 + length


def _unfiltered(kind: int, row: bytes, above: bytes, channels: int) -> bytes:
    if kind == 0:
        return row
    if kind == 2:
        return bytes([(one + up) & 0xFF for one, up in zip(row, above, strict=True)])
    done = bytearray(bytes(channels) + row)
    over = bytes(channels) + above
    for at in range(channels, len(done)):
        left, up, corner = done[at - channels], over[at], over[at - channels]
        match kind:
            case 1:
                guess = left
            case 3:
                guess = (left + up) // 2
            case _:
                guess = _paeth(left, up, corner)
        done[at] = (done[at] + guess) & 0xFF
    return bytes(done[channels:])


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda near: abs(estimate - near))
