"""The daily values of a report as CSV: the rows of the workbook's Daily data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from linernotes.model.plain_text import plain_text
from linernotes.model.report import Report, Status
from linernotes.sections.audience.result import Result, label_of, point_status

Separator = Literal[",", ";"]

HEADERS = ("Artist", "Artist UUID", "Platform", "Metric", "Country", "Date", "Value", "Status")
WORLDWIDE = "Worldwide"

_FORMULA_AHEAD = re.compile(
    r"(?:^|(?<=[,;|]))"  # where a field begins, or where it would be cut in two
    '[\\s"“”„‟«»″＂\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\uffa0]*'
    "(?=[=+\\-@＝＋－＠﹦﹢﹣﹫−])"
)
"""A place behind which a spreadsheet may see a formula: the signs that begin one, in every width they have.

Spaces, quotation marks and what is not seen may stand before the sign, as some programs take them away.
"""


def write_csv(
    path: Path,
    report: Report,
    result: Result,
    *,
    made_at: datetime,  # noqa: ARG001
    status: Status,  # noqa: ARG001
    separator: Separator = ",",
) -> None:
    """Write one row a point, ordered by artist, platform and date.

    UTF-8 with the mark Excel needs to see that it is; every field in quotation marks, so that no program
    cuts one in two. Numbers have a point for the decimals or, with the semicolon, a comma: spreadsheets
    that expect one expect the other too.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(f"{separator.join(map(_quoted, HEADERS))}\r\n")
        file.writelines(_lines(report, result, separator))


def _lines(report: Report, result: Result, separator: Separator) -> Iterator[str]:
    country = report.request.country or WORLDWIDE
    point = "," if separator == ";" else "."
    days = {day: day.isoformat() for row in result.breakdown for day, _ in row.points}
    after_day = f'"{separator}"'
    for row in result.breakdown:
        artist, source = row.artist, row.source
        start = _fields([label_of(artist), artist.uuid, source.name, source.metric, country], separator)
        start += f'{separator}"'
        end = f'"{separator}{_fields([point_status(row, report.request.country).value], separator)}\r\n'
        for day, value in row.points:
            number = format(value, "f").replace(".", point) if isinstance(value, Decimal) else value
            yield f"{start}{days[day]}{after_day}{number}{end}"


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
