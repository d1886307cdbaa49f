"""Tables of a report's sections: each a sheet, continued on further ones where it is full, and a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from openpyxl.utils import get_column_letter

from linernotes.workbook.audit import Audit
from linernotes.workbook.book import Book
from linernotes.workbook.cells import Value, fitted, header_cells, row_cells, row_height
from linernotes.workbook.checks import Check
from linernotes.workbook.drawings import Drawing, PlacedDrawing
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import letter_of

_HEADER_POINTS = 32


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be known of some rows of a table together: of whom they are, of what worth, and in words."""

    subject: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows by header.

    `rows` gives them each time it is called, so that none need be kept. `widest` need the most room in
    columns of names and numbers. `scrolls_from` is the header of the first column that scrolls, `printed_to`
    that of the last that is printed. `audit` checks what was written, `checks` are what the section itself
    found by comparing its data. `remarks` are about several of its rows and stand on Notes: beside the first
    of them they would be read as that row's own. `drawing` is a chart that lies right of the table.
    """

    schema: SheetSchema
    rows: Callable[[], Iterator[Mapping[str, Value]]]
    audit: Callable[[], Audit]
    widest: Sequence[Mapping[str, Value]] = ()
    scrolls_from: str | None = None
    printed_to: str = "Note"
    checks: Sequence[Check] = ()
    remarks: Sequence[Remark] = ()
    drawing: Drawing | None = None


def write_table(book: Book, table: Table, *, rows_per_sheet: int, footer: str) -> list[Check]:
    """Write a table's rows, on further sheets where one is full; returns the checks of what was written."""
    columns = fitted(table.schema.columns, table.widest)
    audit = table.audit()
    drawn = PlacedDrawing(table.drawing, width=len(columns)) if _has_numbers(table.drawing) else None
    sheets = [_new_sheet(book, table, columns, 1, footer, drawn)]
    for values in table.rows():
        if sheets[-1].rows > rows_per_sheet:
            sheets.append(_new_sheet(book, table, columns, len(sheets) + 1, footer))
        cells = row_cells(columns, values)
        beside = drawn.cells(sheets[0].rows - 1) if drawn and len(sheets) == 1 else []
        sheets[-1].add_row([*cells, *beside], height=row_height(columns, cells))
        audit.see(values)
    filled = [sheet.rows for sheet in sheets]
    if drawn:
        for index in range(filled[0] - 1, drawn.height):
            sheets[0].add_row(drawn.cells(index))
        drawn.place(sheets[0])
    for sheet, rows in zip(sheets, filled, strict=True):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows}"
        sheet.print_area = f"A1:{letter_of(table.schema, table.printed_to)}{rows}"
    return [*audit.checks(), *table.checks]


def _has_numbers(drawing: Drawing | None) -> TypeGuard[Drawing]:
    return drawing is not None and drawing.height > 0


def _new_sheet(
    book: Book,
    table: Table,
    columns: Sequence[Column],
    number: int,
    footer: str,
    drawn: PlacedDrawing | None = None,
) -> Sheet:
    schema = table.schema
    name = schema.name if number == 1 else f"{schema.name} {number}"
    freeze = f"{letter_of(schema, table.scrolls_from)}2" if table.scrolls_from else "A2"
    beside = drawn.columns if drawn else []
    sheet = book.add_sheet(name, [*columns, *beside], freeze=freeze, repeat_row=1, footer=footer)
    further = [cell for at, column in drawn.header() for cell in header_cells([column], at)] if drawn else []
    headers = [*header_cells(columns), *further]
    height = row_height([*columns, *beside], headers)
    sheet.add_row(headers, height=max(_HEADER_POINTS, height or 0))
    return sheet
