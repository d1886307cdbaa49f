"""A write-only sheet that streams typed rows to disk.

Rows come as elements or, where there are very many, as finished text, which takes a tenth of the time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from openpyxl import Workbook
from openpyxl.chart._chart import ChartBase
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet import _writer as openpyxl_writer
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.dimensions import ColumnDimension, DimensionHolder
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import WorksheetProperties
from openpyxl.xml.constants import SHEET_MAIN_NS, XML_NS
from openpyxl.xml.functions import Element, SubElement, tostring, xmlfile

from linernotes.workbook.cells import Cell, header_cells
from linernotes.workbook.looks import Holds, Look
from linernotes.workbook.schema import Column
from linernotes.workbook.text import cell_text

_DAY_ZERO = date(1899, 12, 30).toordinal()
_PRESERVE = f"{{{XML_NS}}}space"

Content = str | int | float | date | datetime
"""What a cell that is not blank may be given."""


def day_serial(day: date) -> int:
    """Give a day as the number Excel stores."""
    return day.toordinal() - _DAY_ZERO


def fill(element: Element, holds: Holds, value: Content) -> None:
    """Put a value into a `<c>` element, as what the cell is meant to hold."""
    if holds is Holds.TEXT:
        content = cell_text(str(value))
        element.set("t", "inlineStr")
        text = _child(_child(element, "is"), "t")
        text.text = content
        if content != content.strip():
            text.set(_PRESERVE, "preserve")
        return
    number: Any = value
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        number = to_excel(moment)  # type: ignore[no-untyped-call]
    elif isinstance(value, date):
        number = day_serial(value)
    _child(element, "v").text = repr(number)


def _child(element: Element, tag: str) -> Element:
    child: Element = SubElement(element, tag)
    return child


class _Writer(openpyxl_writer.WorksheetWriter):
    """openpyxl's writer of a sheet, with its file at hand for text that is written between elements."""

    file: BinaryIO

    def get_stream(self) -> Generator[Any, Any]:
        """Write what is sent; True asks for the stream itself. As openpyxl's own, but for the file."""
        with (
            Path(str(self.out)).open("wb") as self.file,
            xmlfile(self.file) as stream,
            stream.element("worksheet", xmlns=SHEET_MAIN_NS),
            contextlib.suppress(GeneratorExit),
        ):
            while True:
                element = yield
                if element is True:
                    yield stream
                elif element is not None:
                    stream.write(element)


class Sheet(WriteOnlyWorksheet):
    """A write-only sheet that is given finished rows.

    openpyxl's own write-only sheet guesses the type of every value and looks up the style of every cell;
    here both are stated, which leaves no way for a text to become a formula and takes a sixth of the time.
    `rows` counts what was written so far.
    """

    auto_filter: AutoFilter
    column_dimensions: DimensionHolder[str, ColumnDimension]
    conditional_formatting: ConditionalFormattingList
    page_margins: PageMargins
    page_setup: PrintPageSetup
    sheet_properties: WorksheetProperties
    HeaderFooter: Any
    _writer: _Writer | None

    def __init__(self, workbook: Workbook, title: str, style_ids: dict[Look, str]) -> None:
        super().__init__(workbook, title)
        self.rows = 0
        self._style_ids = style_ids
        self._stream: Any = None

    def set_widths(self, columns: Sequence[Column], start: int = 1) -> None:
        """Set the widths of columns, the first of them being column number `start`; before any row."""
        for number, column in enumerate(columns, start):
            self.column_dimensions[get_column_letter(number)].width = column.width

    def cell(self, row: Element, reference: str, look: Look) -> Element:
        """Add an empty `<c>` element of a look to a row."""
        if look not in self._style_ids:
            self._style_ids[look] = look.register(self)
        element: Element = SubElement(row, "c", {"r": reference, "s": self._style_ids[look]})
        return element

    def cell_text(self, look: Look, value: Content) -> str:
        """Give a cell as XML, from behind its reference: `" s="3"><v>1</v></c>`."""
        cell = self.cell(Element("row"), "", look)
        fill(cell, look.holds, value)
        text: Any = tostring(cell)
        return str(text.decode()).removeprefix('<c r="')

    def add_row(self, cells: Iterable[Cell] = (), *, height: float | None = None) -> int:
        """Write a row; `height` is in points. Returns the number of the row."""
        self.rows += 1
        row = Element("row", {"r": str(self.rows)})
        if height is not None:
            row.set("ht", str(height))
            row.set("customHeight", "1")
        for cell in cells:
            blank = cell.value is None or cell.value == ""
            if not blank or cell.look.ruled:
                element = self.cell(row, f"{get_column_letter(cell.column)}{self.rows}", cell.look)
                if cell.value is not None and not blank:
                    fill(element, cell.look.holds, cell.value)
        self.append((row,))
        return self.rows

    def add_text_rows(self, rows: str, count: int) -> None:
        """Write so many rows that are XML already, numbered from `rows` + 1 on; never the first row."""
        # What lxml has gathered goes first; the file is the same.
        self._stream.flush()
        cast(_Writer, self._writer).file.write(rows.encode())
        self.rows += count

    def add_header(self, columns: Sequence[Column], *, height: float = 32) -> int:
        """Write the header of a table whose first column is A. Returns the number of the row."""
        return self.add_row(header_cells(columns), height=height)

    def place_chart(self, chart: ChartBase, anchor: object) -> None:
        """Put a chart on the sheet, at an anchor of openpyxl's."""
        self.add_chart(chart, anchor)  # type: ignore[misc, arg-type]  # typed for another class of sheet

    def _get_writer(self) -> None:
        """Open the file at the first row; openpyxl calls this before each."""
        if self._writer is None:
            self._writer = _Writer(self)
            self._writer.write_top()

    def _write_rows(self) -> Generator[None, tuple[Element, ...]]:
        """Pass on what `append` is given, as it is; openpyxl calls this once, at the first row."""
        writer = cast(_Writer, self._writer)  # append has just opened it
        self._stream = writer.xf.send(True)
        with self._stream.element("sheetData"), contextlib.suppress(GeneratorExit):
            while True:
                for row in (yield):
                    self._stream.write(row)
        writer.xf.send(None)

    def discard(self) -> None:
        """Delete the sheet's temporary file, whatever state it is in; does nothing once it is saved."""
        if self._writer is None:
            return
        with contextlib.suppress(Exception):
            self.close()
        out = str(self._writer.out)
        Path(out).unlink(missing_ok=True)
        if out in openpyxl_writer.ALL_TEMP_FILES:
            openpyxl_writer.ALL_TEMP_FILES.remove(out)
