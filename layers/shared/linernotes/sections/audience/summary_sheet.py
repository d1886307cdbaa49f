"""The sheet Summary: the answer in words, a row per platform, and a chart per metric family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from openpyxl.utils import get_column_letter

from linernotes.model.period_words import day_in_words
from linernotes.model.report import Report, Status
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.checks import WrittenSummary
from linernotes.sections.audience.figure_values import figure_values
from linernotes.sections.audience.lines import Family
from linernotes.sections.audience.plot_data import DAY_COLUMN, ChartData, chart_data_of
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import POINTS_OF_ALL, SUMMARY
from linernotes.sections.audience.words import answers, finding, growth, subject_in_words
from linernotes.workbook.anchors import ROWS_PER_CHART, DescribedAnchor, places
from linernotes.workbook.cells import Cell, fitted, header_cells, row_cells, row_height
from linernotes.workbook.checks import Check
from linernotes.workbook.looks import FACTS, SENTENCE, TITLE
from linernotes.workbook.plots import line_plot
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import color_by_sign

_LEGEND_BELOW = 4
"""Up to so many lines are named below their chart, which then takes half the width; more need the room."""

_ONE_PAGE = 3
"""So many rows of charts are still legible when the sheet is printed on one page."""

_HEADER_POINTS = 32
_MIDDLE = SUMMARY.headers.index("Peak date")
_TOLD_IN_ALT_TEXT = 3


def summary_rows(result: Result) -> list[WrittenSummary]:
    """Give the rows of the per-platform table, in the order asked for."""
    return [
        WrittenSummary(
            summary,
            {
                "Platform": summary.source.name,
                "Metric": summary.source.metric,
                **figure_values(summary.figures),
                POINTS_OF_ALL: summary.figures.data_points,
                "Days with a total": len(summary.totals),
                "Status": summary.status.value,
                "Note": summary.note,
            },
        )
        for summary in result.summaries
    ]


def texts_above(
    report: Report, result: Result, status: Status, made_at: datetime, checks: Sequence[Check]
) -> tuple[list[str], list[str]]:
    """Give the lines above the table: the answer in sentences, then the facts on the report."""
    made = made_at.astimezone(UTC)
    passed = sum(check.passed for check in checks)
    facts = [
        f"Report {report.report_id}",
        f"revision {report.revision}",
        status.value,
        f"made {day_in_words(made.date())}, {made:%H:%M} UTC",
        f"{passed} of {len(checks)} checks passed",
    ]
    if report.request.title:
        facts.insert(0, report.request.title)
    reading = (
        "Differences compare the first and the latest day measured. A blank is never a zero: "
        "Status and Note say why it is blank. Sources, gaps and checks are on Notes."
    )
    if len(report.request.artists) > 1:
        reading += (
            " Figures are daily totals of all artists with points, interpolated between the days each was "
            "measured: a person is counted once for each artist."
        )
    grown = growth(report.request, result)
    answer = answers(report.request, result) + ([grown] if grown else [])
    return answer, [" · ".join(facts), reading]


def write_summary(
    sheet: Sheet,
    report: Report,
    result: Result,
    rows: Sequence[WrittenSummary],
    answer: Sequence[str],
    facts: Sequence[str],
) -> None:
    """Write the texts, the table with the charts' numbers beside it, and the charts below."""
    data = chart_data_of(result)
    columns = fitted(SUMMARY.columns, [item.values for item in rows])
    header_row = len(answer) + len(facts) + 2
    first_row = header_row + 1
    sheet.set_widths([*columns, *data.columns])
    sheet.freeze_panes = f"A{first_row}"
    sheet.sheet_view.showGridLines = False

    sheet.add_row([Cell(1, answer[0], TITLE)], height=27)
    for sentence in answer[1:]:
        sheet.add_row([Cell(1, sentence, SENTENCE)])
    for fact in facts:
        sheet.add_row([Cell(1, fact, FACTS)])
    sheet.add_row()
    headers = [*header_cells(columns), *header_cells(data.columns[1:], DAY_COLUMN)]
    height = row_height([*columns, *data.columns], headers)
    sheet.add_row(headers, height=max(_HEADER_POINTS, height or 0))
    for index in range(max(len(rows), len(data.days))):
        cells = row_cells(columns, rows[index].values) if index < len(rows) else []
        sheet.add_row([*cells, *data.cells(index)], height=row_height(columns, cells))

    last_row = header_row + len(rows)
    last_letter = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{header_row}:{last_letter}{last_row}"
    color_by_sign(sheet, SUMMARY, first_row, last_row)
    last_row = _add_charts(sheet, report.request, result, data, first_row, last_row)
    sheet.print_area = f"A1:{last_letter}{last_row}"


def _add_charts(
    sheet: Sheet, request: ReportRequest, result: Result, data: ChartData, first_row: int, last_row: int
) -> int:
    """Place the charts below the table; returns the last row they cover."""
    if not data.families:
        return last_row
    wide = [len(family.lines) > _LEGEND_BELOW or len(data.families) == 1 for family, _ in data.families]
    laid_out = places(wide, top=last_row + 2, middle=_MIDDLE, right=len(SUMMARY.columns))
    for (family, columns), place in zip(data.families, laid_out, strict=True):
        chart = line_plot(
            family.name,
            family.unit,
            data.axis(first_row, request.start_date, request.end_date),
            data.plots(columns, first_row),
            legend=None if len(family.lines) == 1 else "b" if len(family.lines) <= _LEGEND_BELOW else "r",
        )
        alt_text = _alt_text(request, result, family)
        sheet.place_chart(chart, DescribedAnchor(place, name=f"Chart of {family.name}", alt_text=alt_text))
    rows_of_charts = len({place.row for place in laid_out})
    sheet.page_setup.fitToHeight = 1 if rows_of_charts <= _ONE_PAGE else 0
    return laid_out[-1].row + ROWS_PER_CHART - 1


def _alt_text(request: ReportRequest, result: Result, family: Family) -> str:
    """Say in words what a chart shows and what is to be seen in it."""
    together = len(request.artists) > 1
    told = [
        f"{finding(summary, cadence=summary.source.cadence_of(request.country), together=together)}."
        for summary in family.summaries[:_TOLD_IN_ALT_TEXT]
    ]
    more = len(family.summaries) - len(told)
    if more:
        told.append(f"{more} more in the table above.")
    lines = "1 line" if len(family.lines) == 1 else f"{len(family.lines)} lines"
    subject = subject_in_words(request, result.artists)
    return f"Line chart of daily {family.unit}, {subject}, {lines}. {' '.join(told)}"
