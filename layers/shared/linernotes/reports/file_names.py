"""What a report's files are called: where they are stored, and, after its artists, where they are saved."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.model.periods import Period
from linernotes.model.plain_text import plain_text
from linernotes.model.request import Artist, ReportRequest

WORKBOOK_NAME = "report.xlsx"
RESULT_NAME = "report.json"
CSV_NAME = "report.csv"
SEMICOLON_CSV_NAME = "report-semicolon.csv"
"""The same rows for spreadsheets of a language that writes decimals with a comma."""


def section_csv_name(section: str, separator: str) -> str:
    """Name the CSV file of a section's table by what separates its fields."""
    return f"{section}-semicolon.csv" if separator == ";" else f"{section}.csv"


LONGEST_NAME = 120
"""Characters of a whole name; with the name of a folder before it that is within every system's limit."""
MOST_BYTES = 240
"""Bytes of a whole name in UTF-8: most file systems end at 255."""
UNNAMED = "artist"
"""Stands for an artist whose name has nothing that could be written."""

_NOT_IN_NAMES = re.compile(r"[/\\:*?<>|]+")
"""What one system or another reads as part of a path, or does not allow."""
_NOT_IN_ASCII = re.compile(r"[^ !#$&'()+,.0-9=@A-Z\[\]^_`a-z{}~-]+")
"""Beyond that `;` and `%`, which some readers of headers take for something else."""
_EMPTY_BRACKETS = re.compile(r"\(\W*\)|\[\W*\]|\{\W*\}")
_LATIN = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "ng"}
    | {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"}
)
"""Letters of Latin alphabets that are no others with a mark, and signs that keyboards write otherwise."""
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name in two forms: as it is, and for programs that know no more than ASCII."""

    full: str
    ascii: str


def file_name(request: ReportRequest, artists: Sequence[Artist], name: str) -> FileName:
    """Name the file to save a report's file as: `liner-notes-<artist>-<country>-<period>.<extension>`.

    `name` is its name where it is stored; that of a section's file has the section before the extension.

    `artists` are the request's with the names that are known by now; of several the first is named, and how
    many more there are. Without a country there is none in the name. Neither form has a character of a path,
    or one that is not seen; both keep to `LONGEST_NAME` and `MOST_BYTES`.
    """
    first, others = artists[0], len(artists) - 1
    ending = f" and {others} more" if others else ""
    ending += f"-{request.country}" if request.country else ""
    stem, _, extension = name.rpartition(".")
    section = stem.removesuffix("-semicolon")
    ending += f"-{period_in_name(request.period)}"
    ending += f".{extension}" if section in ("", "report") else f"-{section}.{extension}"
    name = _writable(plain_text(first.name or "")) or first.uuid
    return FileName(_joined(name, ending), _joined(_in_ascii(name), ending))


def period_in_name(period: Period) -> str:
    """Write a period as short as can be: 2024-09, 2024-Q3, 2024, a day, or from one day to another."""
    start, end = period.start, period.end
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if start.year == end.year and whole_months:
        months = (start.month, end.month)
        if months == (1, 12):
            return f"{start.year}"
        if start.month == end.month:
            return f"{start:%Y-%m}"
        if start.month % 3 == 1 and end.month == start.month + 2:
            return f"{start.year}-Q{end.month // 3}"
    return f"{start}" if start == end else f"{start}_{end}"


def _joined(name: str, ending: str) -> str:
    """Put a name between the product's and the ending, cut so that the whole is not too long."""
    start = "liner-notes-"
    room = LONGEST_NAME - len(start) - len(ending)
    bytes_left = MOST_BYTES - len(start) - len(ending)
    cut = min(room, len(name))
    while len(name[:cut].encode()) > bytes_left or (cut < len(name) and _belongs_to_last(name, cut)):
        cut -= 1
    return f"{start}{_trimmed(name[:cut]) or UNNAMED}{ending}"


def _belongs_to_last(text: str, index: int) -> bool:
    """Say whether a character is part of what is seen before it, so that both are kept or neither."""
    following = text[index]
    is_mark = unicodedata.category(following).startswith("M")
    return is_mark or following in _JOINERS or text[index - 1] == "\u200d"


def _writable(name: str) -> str:
    """Give a name without what no file may be called by, and without unseen characters."""
    composed = unicodedata.normalize("NFC", name)
    seen = "".join(char for char in composed if char in _JOINERS or unicodedata.category(char) != "Cf")
    return _trimmed(" ".join(_NOT_IN_NAMES.sub("-", seen.replace('"', "'")).split()))


def _in_ascii(name: str) -> str:
    """Give a name in ASCII: accents left out, other scripts too; a name of nothing else is `UNNAMED`."""
    if name.isascii():
        return _trimmed(_NOT_IN_ASCII.sub("-", name))
    apart = unicodedata.normalize("NFKD", name.translate(_LATIN))
    plain = _NOT_IN_ASCII.sub("-", apart.encode("ascii", "ignore").decode())
    ascii_name = _trimmed(" ".join(_EMPTY_BRACKETS.sub("", plain).split()))
    # What is left of another script, a number or a sign, would name somebody else.
    return ascii_name if any(char.isalpha() for char in ascii_name) else UNNAMED


def _trimmed(name: str) -> str:
    return name.strip(" .-")
