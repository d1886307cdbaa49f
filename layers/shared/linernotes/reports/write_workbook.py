"""Writes the workbook of a finished report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from linernotes.model.report import Report, Status
from linernotes.reports.notes_sheet import HEADER_ROW, write_notes
from linernotes.reports.workbook_schema import NOTES
from linernotes.sections.audience.breakdown_sheet import breakdown_rows, write_breakdown
from linernotes.sections.audience.checks import tie_out
from linernotes.sections.audience.comparison_sheet import comparison_rows, write_comparison
from linernotes.sections.audience.daily_sheet import write_daily
from linernotes.sections.audience.ledger import Ledger
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import BREAKDOWN, COMPARISON, SUMMARY
from linernotes.sections.audience.summary_sheet import summary_rows, texts_above, write_summary
from linernotes.sections.audience.words import subject_in_words
from linernotes.workbook.book import Book
from linernotes.workbook.checks import Check
from linernotes.workbook.schema import MAX_DATA_ROWS
from linernotes.workbook.tables import Remark, write_table


def write_workbook(
    path: Path,
    report: Report,
    result: Result,
    *,
    made_at: datetime,
    version: str,
    status: Status,
    rows_per_sheet: int = MAX_DATA_ROWS,
) -> None:
    """Write a report and its result as an Excel workbook, replacing what is at `path`.

    `made_at` (aware of its time zone) becomes the workbook's date: the same arguments give the same bytes.
    `version` is the code's, `status` the one the report is about to end with. Daily data and the sheets of
    sections go on on further ones after `rows_per_sheet` rows. Memory does not grow with the rows; the
    temporary folder needs about 500 bytes a row. Raises OSError when it cannot be written, and then leaves no
    file.
    """
    request = report.request
    with Book() as book:
        footer = f"Liner Notes, report {report.report_id}, revision {report.revision}"
        summary_sheet = book.add_sheet(SUMMARY.name, SUMMARY.columns, repeat_row=1, footer=footer)
        breakdown_sheet = book.add_sheet(
            BREAKDOWN.name, BREAKDOWN.columns, freeze="D2", repeat_row=1, footer=footer
        )
        ledger = Ledger(request.start_date, request.end_date)
        write_daily(book, request, result, ledger, rows_per_sheet=rows_per_sheet, footer=footer)
        of_sections: list[Check] = []
        remarks: list[tuple[str, Remark]] = []
        for answer in result.sections.values():
            for table in answer.tables():
                of_sections += write_table(book, table, rows_per_sheet=rows_per_sheet, footer=footer)
                remarks += ((table.schema.name, remark) for remark in table.remarks)
        if request.compare is not None:
            comparison_sheet = book.add_sheet(
                COMPARISON.name, COMPARISON.columns, freeze="D2", repeat_row=1, footer=footer
            )
            write_comparison(comparison_sheet, comparison_rows(report, result))
        notes_sheet = book.add_sheet(
            NOTES.name, NOTES.columns, freeze=f"C{HEADER_ROW + 1}", repeat_row=HEADER_ROW, footer=footer
        )

        breakdown = breakdown_rows(report, result)
        summary = summary_rows(result)
        checks = [*tie_out(request, ledger, breakdown, summary), *of_sections]
        sentences, facts = texts_above(report, result, status, made_at, checks)
        write_breakdown(breakdown_sheet, breakdown)
        write_summary(summary_sheet, report, result, summary, sentences, facts)
        write_notes(
            notes_sheet, report, result, checks, remarks, made_at=made_at, version=version, status=status
        )
        book.save(
            path,
            title=request.title or subject_in_words(request, result.artists),
            description=sentences[0],
            made_at=made_at,
        )
