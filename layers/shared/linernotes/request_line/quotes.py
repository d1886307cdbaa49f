"""Quotes around names in a request line: what is in them is a name, whatever words it has.

Double ones of every country's kind are always quotes. Single ones are apostrophes, too, as in "'Til Tuesday"
and "Guns N' Roses": they are quotes where one stands before a name and another right behind it.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

from linernotes.model.names import unseen
from linernotes.model.uuids import UUID_PATTERN
from linernotes.request_line.lookalikes import without_lookalikes
from linernotes.request_line.words import CLAUSE_WORDS
from linernotes.request_line.written import LineArtist

_QUOTE = "\ue001"
"""Stands, with a number between two of them, for what was in quotes; it is no character a line can have."""
_PLACEHOLDER = re.compile(rf"{_QUOTE}(\d+){_QUOTE}")
_PAIRS = (r"[“„]([^”“]*)[”“]", *(f"{a}([^{b}]*){b}" for a, b in ("«»", "»«", "‹›", "›‹", "「」", "『』")))
_SINGLE = "['‘’‚]([^\"]+?)['’‘]"
_ENDS_A_NAME = rf"(?=\s*[.!?]?\s*$|\s*[,;\[]|\s+(?:[&+]\s|{CLAUSE_WORDS.pattern}))"
_QUOTED = re.compile(
    "|".join([r'"((?:[^"]|"")*)"', *_PAIRS, rf"(?:(?<=^)|(?<=[,;])|(?<=[,;]\s)){_SINGLE}{_ENDS_A_NAME}"]),
    re.IGNORECASE,
)
_WHOLE_IN_SINGLE = re.compile(_SINGLE)
_NAMED_UUID = re.compile(
    rf"(?:(?P<name>.*?)\s*\[(?P<uuid>{UUID_PATTERN})\]|(?P<bare>{UUID_PATTERN}))", re.IGNORECASE
)
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒−－", "-"))
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Zs", "Zl", "Zp"})


class Quotes:
    """What was in quotes in a line, kept aside while the rest is read."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def put_aside(self, text: str) -> str:
        """Give a line with something that has no words in the place of all that is in quotes.

        The rest of it is as it is read: composed, in its own characters, none unseen.
        """
        left = _QUOTED.sub(self._kept_aside, _one_line(text).strip())
        seen = "".join(char for char in without_lookalikes(left) if not unseen(char))
        return normalize("NFC", seen.translate(_HYPHENS))

    def artist(self, segment: str) -> LineArtist:
        """Read a name, a uuid or both; without either if nobody could see what is there."""
        found = _NAMED_UUID.fullmatch(segment)
        uuid = (found["uuid"] or found["bare"]).lower() if found else None
        written = (found["name"] or "") if found else segment
        if alone := _WHOLE_IN_SINGLE.fullmatch(written):
            written = alone[1]
        whole = _PLACEHOLDER.fullmatch(written)
        name = (
            self._kept[int(whole[1])]
            if whole
            else _PLACEHOLDER.sub(lambda quoted: f'"{self._kept[int(quoted[1])]}"', written)
        )
        name = " ".join(name.split())
        if not whole and all(unseen(char) or char.isspace() for char in name):
            name = ""
        return LineArtist(name or None, uuid, apart=bool(whole or alone))

    def _kept_aside(self, found: re.Match[str]) -> str:
        inner = next(group for group in found.groups() if group is not None)
        self._kept.append(inner.replace('""', '"') if found[1] is not None else inner)
        return f"{_QUOTE}{len(self._kept) - 1}{_QUOTE}"


def _one_line(text: str) -> str:
    """Put blanks for what is no text: controls, ends of lines, and private use, which stands for clauses."""
    return "".join(" " if category(char) in _NO_TEXT else char for char in text)


def has_quotes(segment: str) -> bool:
    """Say whether any of a segment was in quotes, which makes it a name."""
    return _QUOTE in segment or _WHOLE_IN_SINGLE.fullmatch(segment) is not None
