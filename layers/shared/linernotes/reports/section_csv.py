"""The tables of a report's sections as CSV files, one for each separator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from linernotes.model.report import Report, Status
from linernotes.reports.file_names import section_csv_name
from linernotes.reports.ports import Writer
from linernotes.sections.audience.result import Result
from linernotes.workbook.csv_text import SEPARATORS, Separator, Value, write_rows


def section_writers(result: Result) -> dict[str, Writer]:
    """Give the writers of the files of sections, by their names."""
    return {
        section_csv_name(section, separator): partial(_write, section=section, separator=separator)
        for section in result.sections
        for separator in SEPARATORS
    }


def _write(
    path: Path,
    report: Report,  # noqa: ARG001
    result: Result,
    *,
    made_at: datetime,  # noqa: ARG001
    status: Status,  # noqa: ARG001
    section: str,
    separator: Separator,
) -> None:
    """Write the section's first table, which has all there is of it; others show parts of it."""
    table = result.sections[section].tables()[0]
    write_rows(path, table.schema.headers, map(_in_percent, table.rows()), separator=separator)


def _in_percent(row: Mapping[str, Value]) -> Mapping[str, Value]:
    """Give what is headed "%" as a number of percent: a sheet has a fraction that its format shows so."""
    return {
        header: round(Decimal(str(value)) * 100, 4)
        if header.endswith("%") and isinstance(value, int | float)
        else value
        for header, value in row.items()
    }
