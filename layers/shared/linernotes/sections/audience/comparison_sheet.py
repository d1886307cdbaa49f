"""The sheet Comparison: every row of Breakdown held against the same of the period compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from linernotes.model.json_values import json_number
from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus
from linernotes.sections.audience.comparison import Compared
from linernotes.sections.audience.figure_values import of_one
from linernotes.sections.audience.result import BreakdownRow, Result, label_of
from linernotes.sections.audience.schema import COMPARISON
from linernotes.workbook.cells import Value, fitted, row_cells, row_height
from linernotes.workbook.schema import WORLDWIDE
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import color_by_sign, letter_of

_CHANGES = ("Change", "Change %", "Latest change", "Latest change %")


def comparison_rows(report: Report, result: Result) -> list[dict[str, Value]]:
    """Give the rows of the sheet by header, in the order asked for; none where nothing is compared."""
    country = report.request.country or WORLDWIDE
    return [_values(row, row.compared, country) for row in result.breakdown if row.compared is not None]


def write_comparison(sheet: Sheet, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write the sheet. It is printed up to Note, as Breakdown is."""
    columns = fitted(COMPARISON.columns, rows)
    sheet.set_widths(columns)
    sheet.add_header(columns)
    for values in rows:
        cells = row_cells(columns, values)
        sheet.add_row(cells, height=row_height(columns, cells))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.rows}"
    sheet.print_area = f"A1:{letter_of(COMPARISON, 'Note')}{sheet.rows}"
    color_by_sign(sheet, COMPARISON, 2, sheet.rows, _CHANGES)


def _values(row: BreakdownRow, compared: Compared, country: str) -> dict[str, Value]:
    now, before = row.figures, compared.figures
    return {
        "Artist": label_of(row.artist),
        "Platform": row.source.name,
        "Metric": row.source.metric,
        "Country": country,
        "Average": json_number(now.period_average),
        "Compared average": json_number(before.period_average),
        "Change": json_number(compared.change),
        "Change %": of_one(compared.change_percent),
        "Latest value": json_number(now.latest_value),
        "Compared latest": json_number(before.latest_value),
        "Latest change": json_number(compared.latest_change),
        "Latest change %": of_one(compared.latest_change_percent),
        "Data points": now.data_points,
        "Expected points": now.expected_points,
        "Coverage": float(now.coverage),
        "Compared points": before.data_points,
        "Compared expected": before.expected_points,
        "Compared coverage": float(before.coverage),
        "Compared from": compared.period.start,
        "Compared to": compared.period.end,
        "Compared status": compared.status.value,
        "Note": _note(row, compared),
        "Artist UUID": row.artist.uuid,
    }


def _note(row: BreakdownRow, compared: Compared) -> str | None:
    """Say why a cell is blank, whichever period is at fault, and what to bear in mind of the others."""
    notes = [compared.note] if compared.note else []
    at_fault = row.status is RowStatus.PARTIAL or not row.points
    if at_fault and row.note and row.note not in (compared.note or ""):
        notes.append(f"This period: {row.note}")
    if compared.change is not None and compared.change_percent is None:
        notes.append("No Change %: the compared average is 0.")
    if compared.latest_change is not None and compared.latest_change_percent is None:
        notes.append("No Latest change %: the compared latest value is 0.")
    return " ".join(notes) or None
