"""The sheet Notes: where every figure comes from, what is missing, and if the workbook agrees with itself.

One table whose rows are of several sections, so that it has one header and one filter: Source rows fill the
columns of the coverage matrix, Check rows Count and Expected, and so on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from linernotes.model.periods import Comparison
from linernotes.model.report import Report, Status
from linernotes.reports.jobs import job_in_words
from linernotes.reports.workbook_schema import NOTES, WORKBOOK_SCHEMA_VERSION
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.source_notes import Note, gap_notes, source_notes
from linernotes.sections.audience.words import artist_names, days_in_words
from linernotes.workbook.cells import Cell, Value, row_cells, row_height
from linernotes.workbook.checks import Check
from linernotes.workbook.looks import BAD, FACTS, GOOD, TITLE
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import colored_if, letter_of
from linernotes.workbook.tables import Remark

HEADER_ROW = 4


_MAY_HELP = "trying again may help"
_WILL_NOT_HELP = "trying again will not help"

_COMPARED_WITH = {
    Comparison.PREVIOUS_PERIOD: "as many days right before",
    Comparison.PREVIOUS_YEAR: "the same days a year earlier",
}


def write_notes(
    sheet: Sheet,
    report: Report,
    result: Result,
    checks: Sequence[Check],
    remarks: Sequence[tuple[str, Remark]],
    *,
    made_at: datetime,
    version: str,
    status: Status,
) -> None:
    """Write the sheet; `remarks` are those on rows of a sheet, each with its name."""
    sheet.add_row([Cell(1, "Notes: where every figure comes from, and what is missing", TITLE)], height=27)
    sheet.add_row([Cell(1, "One table; the filter of Section shows one part of it.", FACTS)])
    sheet.add_row()
    sheet.add_header(NOTES.columns)
    for note in _request(report):
        # Not wrapped: it is to be copied in one piece, and would make its row very tall.
        sheet.add_row(
            [
                replace(cell, look=replace(cell.look, wrap=False, ruled=False))
                for cell in row_cells(NOTES.columns, note)
            ]
        )
    for note in (
        *_report(report, made_at, version, status),
        *_checks(checks),
        *source_notes(report, result),
        *_failures(report, result),
        *gap_notes(report, result),
        *_remarks(remarks),
        *_reading(result),
    ):
        cells = row_cells(NOTES.columns, note)
        sheet.add_row(cells, height=row_height(NOTES.columns, cells))
    last_cell = f"{letter_of(NOTES, NOTES.headers[-1])}{sheet.rows}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last_cell}"
    sheet.print_area = f"A1:{last_cell}"  # or a long request would be printed far to the right
    verdicts = letter_of(NOTES, "Result")
    for word, color in (("PASS", GOOD), ("FAIL", BAD)):
        cells_of_verdicts = f"{verdicts}{HEADER_ROW + 1}:{verdicts}{sheet.rows}"
        sheet.conditional_formatting.add(cells_of_verdicts, colored_if("equal", f'"{word}"', color))


def _request(report: Report) -> Iterator[Note]:
    # Whoever has a shared link has the workbook, and the callback's address is the owner's alone.
    shown = replace(report.request, callback_url=None)
    canonical = json.dumps(shown.canonical(), ensure_ascii=False, separators=(",", ":"))
    yield {"Section": "Request", "Subject": "POST this to make the report again", "Detail": canonical}
    request = report.request
    if request.compare is not None:
        period = request.period.compared_by(request.compare)
        yield {
            "Section": "Request",
            "Subject": "Period compared with",
            "Detail": f"{period.start} to {period.end}: {_COMPARED_WITH[request.compare]}",
            "Result": days_in_words(period.days),
        }


def _report(report: Report, made_at: datetime, version: str, status: Status) -> Iterator[Note]:
    def note(subject: str, **values: Value) -> Note:
        return {"Section": "Report", "Subject": subject, **values}

    yield note("Report id", Detail=report.report_id)
    yield note("Status", Detail=report.failure, Result=status.value)
    yield note("Revision", Count=report.revision)
    yield {**note("Asked for"), "Time (UTC)": report.created_at}
    yield {**note("Fetching began"), "Time (UTC)": report.started_at}
    yield {**note("Workbook made"), "Time (UTC)": made_at}
    yield note(
        "Upstream calls", Detail="Calls to Soundcharts, repeated ones included.", Count=report.upstream_calls
    )
    hits = "What was needed and took no call: windows of up to 90 days, and lists."
    yield note("Cache hits", Detail=hits, Count=report.cache_hits)
    yield note("Failures", Count=len(report.failures))
    yield note("Code version", Detail=version)
    yield note("Workbook schema version", Count=WORKBOOK_SCHEMA_VERSION)


def _checks(checks: Sequence[Check]) -> Iterator[Note]:
    for check in checks:
        yield {
            "Section": "Check",
            "Subject": check.name,
            "Detail": check.detail,
            "Result": check.verdict,
            "Count": check.found,
            "Expected": check.expected,
        }


def _failures(report: Report, result: Result) -> Iterator[Note]:
    names = artist_names(result.artists)
    for failure in report.failures:
        yield {
            "Section": "Failure",
            "Subject": f"{names[failure.job.artist.uuid]} · {job_in_words(failure.job)}",
            "Detail": failure.reason,
            "Result": _MAY_HELP if failure.retryable else _WILL_NOT_HELP,
        }


def _remarks(remarks: Sequence[tuple[str, Remark]]) -> Iterator[Note]:
    for name, remark in remarks:
        yield {
            "Section": "Total",
            "Subject": f"{name}: {remark.subject}",
            "Detail": remark.text,
            "Result": remark.status,
        }


def _reading(result: Result) -> Iterator[Note]:
    of_sections = [line for answer in result.sections.values() for line in answer.reading()]
    for subject, detail in (*result.reading(), *of_sections):
        yield {"Section": "Reading", "Subject": subject, "Detail": detail}
