"""The daily values of a report as CSV: the rows of the workbook's Daily data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from linernotes.model.report import Report, Status
from linernotes.sections.audience.result import Result, label_of, point_status
from linernotes.workbook.csv_text import WORLDWIDE, Separator, fields, quoted

HEADERS = ("Artist", "Artist UUID", "Platform", "Metric", "Country", "Date", "Value", "Status")


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
        file.write(f"{separator.join(map(quoted, HEADERS))}\r\n")
        file.writelines(_lines(report, result, separator))


def _lines(report: Report, result: Result, separator: Separator) -> Iterator[str]:
    country = report.request.country or WORLDWIDE
    point = "," if separator == ";" else "."
    days = {day: day.isoformat() for row in result.breakdown for day, _ in row.points}
    after_day = f'"{separator}"'
    for row in result.breakdown:
        artist, source = row.artist, row.source
        start = fields([label_of(artist), artist.uuid, source.name, source.metric, country], separator)
        start += f'{separator}"'
        end = f'"{separator}{fields([point_status(row.source, report.request.country).value], separator)}\r\n'
        for day, value in row.points:
            number = format(value, "f").replace(".", point) if isinstance(value, Decimal) else value
            yield f"{start}{days[day]}{after_day}{number}{end}"
