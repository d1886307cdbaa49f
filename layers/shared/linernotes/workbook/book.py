"""A workbook under construction: the sheets it has so far, and how it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from linernotes.model.plain_text import plain_text
from linernotes.workbook.archive import DatedZip
from linernotes.workbook.looks import Look
from linernotes.workbook.schema import Column
from linernotes.workbook.sheet import Sheet

CREATOR = "Liner Notes"
_A4 = 9
_EXCEL_2019 = 191029
"""The calculation engine the workbook names as its own; an older one would be worked out again."""


class Book:
    """A workbook under construction. Use it in a `with`: what fails inside leaves no temporary file."""

    def __init__(self) -> None:
        self._workbook = Workbook(write_only=True)
        # There is no formula to work out, so Excel need not do so on opening, nor offer to save on closing.
        self._workbook.calculation = CalcProperties(calcId=_EXCEL_2019, fullCalcOnLoad=False)
        self._sheets: list[Sheet] = []
        self._style_ids: dict[Look, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sheet in self._sheets:
            sheet.discard()

    def add_sheet(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        repeat_row: int,
        footer: str,
        freeze: str | None = None,
    ) -> Sheet:
        """Add a sheet with its widths, frozen panes and print set-up, which openpyxl wants before any row.

        `repeat_row` is printed on top of every page, `footer` below; `freeze` is the first cell that scrolls.
        """
        sheet = Sheet(self._workbook, name, self._style_ids)
        self._workbook._add_sheet(sheet)  # type: ignore[attr-defined]  # create_sheet makes its own class only
        self._sheets.append(sheet)
        sheet.set_widths(columns)
        if freeze is not None:
            sheet.freeze_panes = freeze
        sheet.print_title_rows = f"{repeat_row}:{repeat_row}"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.HeaderFooter.oddFooter.left.text = footer
        sheet.HeaderFooter.oddFooter.right.text = f"{name}, page &P of &N"
        return sheet

    def save(self, path: Path, *, title: str, description: str, made_at: datetime) -> None:
        """Write the workbook to a file. The same rows and the same `made_at` give the same bytes."""
        moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties = self._workbook.properties
        properties.title = plain_text(title)
        properties.description = plain_text(description)
        properties.creator = properties.lastModifiedBy = CREATOR
        properties.created = properties.modified = moment
        try:
            with DatedZip(path, moment) as archive:
                ExcelWriter(self._workbook, archive).save()
        except BaseException:
            # Whatever stopped it, half a workbook must not be taken for one.
            path.unlink(missing_ok=True)
            raise
