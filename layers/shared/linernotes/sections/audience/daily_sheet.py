"""The sheet Daily data: one row a point, ordered by artist, platform and date, ready for a pivot table.

Written in constant memory, and as text: it can have two million rows. Of the eight cells of a row only the
day and the value change within a series; the others are made once, like every cell, and then repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from linernotes.model.points import Number
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.ledger import Ledger
from linernotes.sections.audience.result import BreakdownRow, Result, label_of, point_status
from linernotes.sections.audience.schema import DAILY
from linernotes.workbook.book import Book
from linernotes.workbook.cells import fitted
from linernotes.workbook.schema import WORLDWIDE, Column
from linernotes.workbook.sheet import Content, Sheet, day_serial

_COLUMNS = "ABCDEFGH"
_HEADERS = [column.header for column in DAILY.columns]
_BEHIND_DAY, _BEHIND_VALUE = _HEADERS.index("Date") + 2, _HEADERS.index("Value") + 2
"""The parts of a row that begin with the contents of these cells."""
_CHANGING = 0


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
        at = 0
        while at < len(days):
            if sheets[-1].rows > rows_per_sheet:
                sheets.append(_new_sheet(book, columns, len(sheets) + 1, footer))
            # A sheet's header is a row of it, too.
            end = at + rows_per_sheet + 1 - sheets[-1].rows
            series.write(sheets[-1], days[at:end], values[at:end])
            at = end
        ledger.add_series(row.artist.uuid, row.source.slug, days, values)
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
    """The rows of one artist on one metric source, as the text between what changes from row to row."""

    def __init__(self, sheet: Sheet, row: BreakdownRow, country: str | None) -> None:
        constant: dict[str, Content] = {
            "Artist": label_of(row.artist),
            "Artist UUID": row.artist.uuid,
            "Platform": row.source.name,
            "Metric": row.source.metric,
            "Country": country or WORLDWIDE,
            "Status": point_status(row.source, country).value,
        }
        cells = [
            sheet.cell_text(column.look, constant.get(column.header, _CHANGING)) for column in DAILY.columns
        ]
        # A row's number stands in its own tag and in the reference of each cell: between each two parts.
        before = ['"><c r="', *(f'{cell}<c r="' for cell in cells[:-1])]
        references = [text + letter for text, letter in zip(before, _COLUMNS, strict=True)]
        self._parts = ['<row r="', *references, f"{cells[-1]}</row>"]

    def write(self, sheet: Sheet, days: Sequence[date], values: Sequence[int | float]) -> None:
        """Write the next rows of the series."""
        parts = self._parts.copy()
        before_day, after_day = parts[_BEHIND_DAY].split(f">{_CHANGING}<")
        before_value, after_value = parts[_BEHIND_VALUE].split(f">{_CHANGING}<")
        rows = []
        for number, day, value in zip(count(sheet.rows + 1), days, values):
            parts[_BEHIND_DAY] = f"{before_day}>{day_serial(day)}<{after_day}"
            parts[_BEHIND_VALUE] = f"{before_value}>{value!r}<{after_value}"
            rows.append(str(number).join(parts))
        sheet.add_text_rows("".join(rows), len(rows))
