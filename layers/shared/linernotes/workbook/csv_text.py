"""Text and numbers as fields of a CSV file that no spreadsheet takes for formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from linernotes.model.plain_text import plain_text

Separator = Literal[",", ";"]


WORLDWIDE = "Worldwide"


_FORMULA_AHEAD = re.compile(
    r"(?:^|(?<=[,;|]))"  # where a field begins, or where it would be cut in two
    '[\\s"“”„‟«»″＂\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\uffa0]*'
    "(?=[=+\\-@＝＋－＠﹦﹢﹣﹫−])"
)
"""A place behind which a spreadsheet may see a formula: the signs that begin one, in every width they have.

Spaces, quotation marks and what is not seen may stand before the sign, as some programs take them away.
"""


def _fields(texts: Sequence[str], separator: Separator) -> str:
    return separator.join(_quoted(harmless(text)) for text in texts)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking text, or any part of it, for a formula; numbers never come here.

    An apostrophe is put before a sign that begins a formula, at the start and behind whatever separates
    fields in one program or another: not all of them heed quotation marks.
    """
    return _FORMULA_AHEAD.sub(lambda found: f"{found[0]}'", plain_text(text))
