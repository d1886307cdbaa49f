"""The sheet Breakdown: one row per artist and platform, with a reason beside every blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.utils import get_column_letter

from linernotes.model.report import Report
from linernotes.sections.audience.figure_values import figure_values
from linernotes.sections.audience.lines import family_key
from linernotes.sections.audience.provenance import origin_of
from linernotes.sections.audience.result import BreakdownRow, Result, label_of
from linernotes.sections.audience.schema import BREAKDOWN
from linernotes.workbook.cells import Value, fitted, row_cells, row_height
from linernotes.workbook.looks import BAR
from linernotes.workbook.schema import WORLDWIDE
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import color_by_sign, letter_of


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row of Breakdown with the values its cells were given, by header."""

    row: BreakdownRow
    values: dict[str, Value]


def breakdown_rows(report: Report, result: Result) -> list[WrittenRow]:
    """Give the rows of the sheet, in the order asked for."""
    rows = []
    for row in result.breakdown:
        origin = origin_of([row], report.started_at)
        values: dict[str, Value] = {
            "Artist": label_of(row.artist),
            "Platform": row.source.name,
            "Metric": row.source.metric,
            "Country": report.request.country or WORLDWIDE,
            **figure_values(row.figures),
            "Data points": row.figures.data_points,
            "Status": row.status.value,
            "Note": row.note,
            "Origin": origin.words,
            "Fetched (UTC)": origin.fetched_from,
            "Artist UUID": row.artist.uuid,
        }
        rows.append(WrittenRow(row, values))
    return rows


def write_breakdown(sheet: Sheet, rows: Sequence[WrittenRow]) -> None:
    """Write the sheet. It is printed up to Note: what is behind is for audits, on screen."""
    columns = fitted(BREAKDOWN.columns, [item.values for item in rows])
    sheet.set_widths(columns)
    sheet.add_header(columns)
    for item in rows:
        cells = row_cells(columns, item.values)
        sheet.add_row(cells, height=row_height(columns, cells))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.rows}"
    sheet.print_area = f"A1:{letter_of(BREAKDOWN, 'Note')}{sheet.rows}"
    _add_bars(sheet, rows)
    color_by_sign(sheet, BREAKDOWN, 2, sheet.rows)


def _add_bars(sheet: Sheet, rows: Sequence[WrittenRow]) -> None:
    """Put data bars on the averages, with a scale for each metric family: no bar compares two metrics."""
    column = letter_of(BREAKDOWN, "Average")
    cells: dict[object, list[str]] = {}
    for number, item in enumerate(rows, 2):
        if item.values["Average"] is not None:
            cells.setdefault(family_key(item.row.source), []).append(f"{column}{number}")
    for references in cells.values():
        scale = [FormatObject(type="num", val=0), FormatObject(type="max")]
        bar = Rule(type="dataBar", dataBar=DataBar(cfvo=scale, color=BAR))
        sheet.conditional_formatting.add(" ".join(references), bar)
