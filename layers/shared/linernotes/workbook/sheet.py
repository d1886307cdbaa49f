"""A write-only sheet that streams typed rows to disk.

Rows are written as text: making elements of them takes several times as long.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import escape

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
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import xmlfile

from linernotes.workbook.cells import Cell, header_cells
from linernotes.workbook.looks import Holds, Look
from linernotes.workbook.schema import Column
from linernotes.workbook.text import cell_text

_TEXTS_KEPT = 1_000
"""The same texts stand in many rows, one after the other."""

_DAY_ZERO = date(1899, 12, 30).toordinal()

Content = str | int | float | date | datetime
"""What a cell that is not blank may be given."""


def day_serial(day: date) -> int:
    """Give a day as the number Excel stores."""
    return day.toordinal() - _DAY_ZERO


def cell_xml(reference: str, style_id: str, holds: Holds, value: Content | None) -> str:
    """Write a cell as XML, its value as what the cell is meant to hold; None leaves it blank."""
    start = f'<c r="{reference}" s="{style_id}"'
    if value is None:
        return f"{start}/>"
    if holds is Holds.TEXT:
        return f'{start} t="inlineStr"><is>{_text_xml(str(value))}</is></c>'
    number: Any = value
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        number = to_excel(moment)  # type: ignore[no-untyped-call]
    elif isinstance(value, date):
        number = day_serial(value)
    return f"{start}><v>{number!r}</v></c>"


@lru_cache(maxsize=_TEXTS_KEPT)
def _text_xml(text: str) -> str:
    content = cell_text(text)
    space = "" if content == content.strip() else ' xml:space="preserve"'
    return f"<t{space}>{escape(content)}</t>"


class _Writer(openpyxl_writer.WorksheetWriter):
    """openpyxl's writer of a sheet, with its file at hand for rows, which are written as text."""

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

    def set_widths(self, columns: Sequence[Column], start: int = 1) -> None:
        """Set the widths of columns, the first of them being column number `start`; before any row."""
        for number, column in enumerate(columns, start):
            self.column_dimensions[get_column_letter(number)].width = column.width

    def cell_text(self, look: Look, value: Content) -> str:
        """Give a cell as XML, from behind its reference: `" s="3"><v>1</v></c>`."""
        return cell_xml("", self._style_id(look), look.holds, value).removeprefix('<c r="')

    def add_row(self, cells: Iterable[Cell] = (), *, height: float | None = None) -> int:
        """Write a row; `height` is in points. Returns the number of the row."""
        number = self.rows + 1
        written = []
        for cell in cells:
            value = None if cell.value == "" else cell.value
            if value is not None or cell.look.ruled:
                reference = f"{get_column_letter(cell.column)}{number}"
                written.append(cell_xml(reference, self._style_id(cell.look), cell.look.holds, value))
        start = f'<row r="{number}"'
        if height is not None:
            start += f' ht="{height}" customHeight="1"'
        self.add_text_rows(f"{start}>{''.join(written)}</row>" if written else f"{start}/>", 1)
        return number

    def add_text_rows(self, rows: str, count: int) -> None:
        """Write so many rows that are XML already, numbered from `rows` + 1 on."""
        self.append((rows,))
        self.rows += count

    def _style_id(self, look: Look) -> str:
        style_id = self._style_ids.get(look)
        if style_id is None:
            style_id = self._style_ids[look] = look.register(self)
        return style_id

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

    def _write_rows(self) -> Generator[None, tuple[str, ...]]:
        """Write the XML that `append` is given; openpyxl calls this once, at the first row."""
        writer = cast(_Writer, self._writer)  # append has just opened it
        stream: Any = writer.xf.send(True)
        with stream.element("sheetData"), contextlib.suppress(GeneratorExit):
            # What lxml has gathered goes first: all below is written past it.
            stream.flush()
            while True:
                for rows in (yield):
                    writer.file.write(rows.encode("ascii", "xmlcharrefreplace"))
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
