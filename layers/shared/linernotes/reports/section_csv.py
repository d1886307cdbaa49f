"""The tables of a report's sections as CSV files, one for each separator."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from linernotes.model.report import Report, Status
from linernotes.reports.file_names import section_csv_name
from linernotes.reports.ports import Writer
from linernotes.sections.audience.result import Result
from linernotes.workbook.csv_text import SEPARATORS, Separator, write_rows


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
    write_rows(path, table.schema.headers, table.rows(), separator=separator)
