"""Tables of a report's sections: each a sheet, continued on further ones where it is full, and a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from linernotes.workbook.audit import Audit
from linernotes.workbook.book import Book
from linernotes.workbook.cells import Value, fitted, row_cells, row_height
from linernotes.workbook.checks import Check
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.styling import letter_of


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows by header.

    `rows` gives them each time it is called, so that none need be kept. `widest` need the most room in
    columns of names and numbers. `scrolls_from` is the header of the first column that scrolls, `printed_to`
    that of the last that is printed. `audit` checks what was written.
    """

    schema: SheetSchema
    rows: Callable[[], Iterator[Mapping[str, Value]]]
    audit: Callable[[], Audit]
    widest: Sequence[Mapping[str, Value]] = ()
    scrolls_from: str | None = None
    printed_to: str = "Note"


def write_table(book: Book, table: Table, *, rows_per_sheet: int, footer: str) -> list[Check]:
    """Write a table's rows, on further sheets where one is full; returns the checks of what was written."""
    columns = fitted(table.schema.columns, table.widest)
    audit = table.audit()
    sheets = [_new_sheet(book, table, columns, 1, footer)]
    for values in table.rows():
        if sheets[-1].rows > rows_per_sheet:
            sheets.append(_new_sheet(book, table, columns, len(sheets) + 1, footer))
        cells = row_cells(columns, values)
        sheets[-1].add_row(cells, height=row_height(columns, cells))
        audit.see(values)
    for sheet in sheets:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.rows}"
        sheet.print_area = f"A1:{letter_of(table.schema, table.printed_to)}{sheet.rows}"
    return audit.checks()


def _new_sheet(book: Book, table: Table, columns: Sequence[Column], number: int, footer: str) -> Sheet:
    schema = table.schema
    name = schema.name if number == 1 else f"{schema.name} {number}"
    freeze = f"{letter_of(schema, table.scrolls_from)}2" if table.scrolls_from else "A2"
    sheet = book.add_sheet(name, columns, freeze=freeze, repeat_row=1, footer=footer)
    sheet.add_header(columns)
    return sheet
