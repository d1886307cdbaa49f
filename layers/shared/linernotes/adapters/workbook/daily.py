"""The sheet Daily data: one row a point, ordered by artist, platform and date, ready for a pivot table.

Written in constant memory. Of the eight cells of a row only the day and the value change within a series,
so a series has one row element that is altered and sent off again for each of its points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl.xml.functions import Element, SubElement

from linernotes.adapters.workbook.book import Book
from linernotes.adapters.workbook.cells import Value, fitted
from linernotes.adapters.workbook.ledger import Ledger
from linernotes.adapters.workbook.schema import DAILY, WORLDWIDE, Column
from linernotes.adapters.workbook.sheet import Sheet, day_serial, fill
from linernotes.domain.request import ReportRequest
from linernotes.domain.result import BreakdownRow, Result, label_of, point_status
from linernotes.domain.series import Number

_COLUMNS = "ABCDEFGH"


def write_daily(
    book: Book, request: ReportRequest, result: Result, ledger: Ledger, *, rows_per_sheet: int, footer: str
) -> list[Sheet]:
    """Write every point, entering what was written into the ledger; returns the sheet or sheets it took."""
    columns = fitted(DAILY.columns, [{"Artist": label_of(artist)} for artist in result.artists])
    sheets = [_new_sheet(book, columns, 1, footer)]
    for row in result.breakdown:
        if not row.points:
            continue
        days = [day for day, _ in row.points]
        values = [_number(value) for _, value in row.points]
        series = _SeriesRows(sheets[0], row, request.country)
        for day, value in zip(days, values, strict=True):
            if sheets[-1].rows > rows_per_sheet:
                sheets.append(_new_sheet(book, columns, len(sheets) + 1, footer))
            series.send(sheets[-1], str(day_serial(day)), repr(value))
        ledger.enter(row.artist.uuid, row.source.slug, days, values)
    for sheet in sheets:
        sheet.auto_filter.ref = f"A1:{_COLUMNS[-1]}{sheet.rows}"
    return sheets


def _number(value: Number) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def _new_sheet(book: Book, columns: Sequence[Column], number: int, footer: str) -> Sheet:
    name = DAILY.name if number == 1 else f"{DAILY.name} {number}"
    sheet = book.add_sheet(name, columns, freeze="A2", repeat_row=1, footer=footer)
    sheet.add_header(columns, height=20)
    return sheet


class _SeriesRows:
    """The rows of one artist on one metric source, all made from the same element."""

    def __init__(self, sheet: Sheet, row: BreakdownRow, country: str | None) -> None:
        self._row = Element("row", {"r": "0"})
        self._references: list[tuple[Callable[[str, str], None], str]] = []
        constant: dict[str, Value] = {
            "Artist": label_of(row.artist),
            "Artist UUID": row.artist.uuid,
            "Platform": row.source.name,
            "Metric": row.source.metric,
            "Country": country or WORLDWIDE,
            "Status": point_status(row, country).value,
        }
        changing: dict[str, Element] = {}
        for letter, column in zip(_COLUMNS, DAILY.columns, strict=True):
            cell = sheet.cell(self._row, f"{letter}0", column.look)
            self._references.append((cell.set, letter))
            value = constant.get(column.header)
            if value is None:
                changing[column.header] = SubElement(cell, "v")
            else:
                fill(cell, column.look.holds, value)
        self._day = changing["Date"]
        self._value = changing["Value"]

    def send(self, sheet: Sheet, day: str, value: str) -> None:
        """Write the next row; called once a point, so it does as little as it can."""
        sheet.rows += 1
        number = str(sheet.rows)
        self._row.set("r", number)
        for set_attribute, letter in self._references:
            set_attribute("r", letter + number)
        self._day.text = day
        self._value.text = value
        sheet.append((self._row,))
