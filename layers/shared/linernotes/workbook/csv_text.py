"""Text and numbers as fields of a CSV file that no spreadsheet takes for formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from linernotes.model.plain_text import plain_text

Separator = Literal[",", ";"]
SEPARATORS: tuple[Separator, ...] = (",", ";")

WORLDWIDE = "Worldwide"

Value = str | int | float | Decimal | date | datetime | None
"""What a field may be given; None leaves it blank."""


_TEXTS_KEPT = 1_000
"""The same texts stand in many rows, one after the other."""

_FORMULA_AHEAD = re.compile(
    r"(?:^|(?<=[,;|]))"  # where a field begins, or where it would be cut in two
    '[\\s"“”„‟«»″＂\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\uffa0]*'
    "(?=[=+\\-@＝＋－＠﹦﹢﹣﹫−])"
)
"""A place behind which a spreadsheet may see a formula: the signs that begin one, in every width they have.

Spaces, quotation marks and what is not seen may stand before the sign, as some programs take them away.
"""


def write_rows(
    path: Path, headers: Sequence[str], rows: Iterable[Mapping[str, Value]], *, separator: Separator
) -> None:
    """Write rows by header, in UTF-8 with the mark Excel needs to see that it is.

    Every field is in quotation marks, so that no program cuts one in two. Numbers have a point for the
    decimals or, with the semicolon, a comma: spreadsheets that expect one expect the other too.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(f"{fields(headers, separator)}\r\n")
        for row in rows:
            written = [_field(row.get(header), separator) for header in headers]
            file.write(f"{separator.join(written)}\r\n")


def _field(value: Value, separator: Separator) -> str:
    if isinstance(value, str):
        return _text_field(value)
    if value is None:
        return '""'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    number = format(Decimal(str(value)), "f")
    return f'"{number.replace(".", ",") if separator == ";" else number}"'


@lru_cache(maxsize=_TEXTS_KEPT)
def _text_field(text: str) -> str:
    return quoted(harmless(text))


def fields(texts: Sequence[str], separator: Separator) -> str:
    """Write texts as fields of a row."""
    return separator.join(quoted(harmless(text)) for text in texts)


def quoted(text: str) -> str:
    """Put a field in quotation marks."""
    return '"' + text.replace('"', '""') + '"'


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking text, or any part of it, for a formula; numbers never come here.

    An apostrophe is put before a sign that begins a formula, at the start and behind whatever separates
    fields in one program or another: not all of them heed quotation marks.
    """
    return _FORMULA_AHEAD.sub(lambda found: f"{found[0]}'", plain_text(text))
