"""The daily values of a report as CSV: the rows of the workbook's Daily data."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from linernotes.domain.report import Report, Status
from linernotes.domain.result import Result, label_of, point_status

HEADERS = ("Artist", "Artist UUID", "Platform", "Metric", "Country", "Date", "Value", "Status")
WORLDWIDE = "Worldwide"
_FORMULA_STARTS = ("=", "+", "-", "@")


def write_csv(path: Path, report: Report, result: Result, *, made_at: datetime, status: Status) -> None:  # noqa: ARG001
    """Write one row a point, ordered by artist, platform and date.

    UTF-8 with the mark Excel needs to see that it is; numbers plain, with a point for the decimals.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(_rows(report, result))


def _rows(report: Report, result: Result) -> Iterator[tuple[str, ...]]:
    country = report.request.country or WORLDWIDE
    for row in result.breakdown:
        constant = (
            harmless(label_of(row.artist)),
            row.artist.uuid,
            row.source.name,
            row.source.metric,
            country,
        )
        status = point_status(row, report.request.country).value
        for day, value in row.points:
            yield (
                *constant,
                day.isoformat(),
                format(value, "f" if isinstance(value, Decimal) else "d"),
                status,
            )


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula, by an apostrophe; numbers never come here."""
    clean = "".join(char for char in text if unicodedata.category(char) != "Cc")
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean
