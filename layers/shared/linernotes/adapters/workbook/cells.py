"""Cells before they are written: what they hold, made from a table's columns and a row's values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from linernotes.adapters.workbook.looks import NAME, PLAIN, Holds, Look, header_of
from linernotes.adapters.workbook.schema import Column

Value = str | int | float | date | datetime | None
"""What a cell may be given; None leaves it blank. A moment is aware of its time zone."""

_LINE_POINTS = 15.0
_MAX_ROW_POINTS = 409.0
_LETTERS_PER_DIGIT = 1.1
"""Column widths count digits; so many letters of a text take the room of one digit."""

_MAX_NAME_WIDTH = 40.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row to be written: its column (1 is A), what it holds and its look."""

    column: int
    value: Value
    look: Look


def header_cells(columns: Sequence[Column], start: int = 1) -> list[Cell]:
    """Make the header cells of columns, the first of them being column number `start`."""
    return [
        Cell(number, column.header, header_of(column.look)) for number, column in enumerate(columns, start)
    ]


def row_cells(columns: Sequence[Column], values: Mapping[str, Value]) -> list[Cell]:
    """Make the cells of one row from values by header; a text where a number is expected stays a text.

    Raises KeyError for a value without a column.
    """
    for header in values.keys() - {column.header for column in columns}:
        raise KeyError(header)
    cells = []
    for number, column in enumerate(columns, 1):
        value = values.get(column.header)
        misplaced = isinstance(value, str) and column.look.holds is not Holds.TEXT
        cells.append(Cell(number, value, PLAIN if misplaced else column.look))
    return cells


def row_height(columns: Sequence[Column], cells: Iterable[Cell]) -> float | None:
    """Give the height in points that the wrapped texts of a row need, None if one line will do.

    Stated, because not every program works it out when it opens a file.
    """
    lines = 1
    for cell in cells:
        if cell.look.wrap and isinstance(cell.value, str):
            width = (columns[cell.column - 1].width - cell.look.indent) * _LETTERS_PER_DIGIT
            if len(cell.value) > width:
                lines = max(lines, len(textwrap.wrap(cell.value, int(width))))
    return None if lines == 1 else min(lines * _LINE_POINTS, _MAX_ROW_POINTS)


def fitted(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> list[Column]:
    """Widen columns of names and numbers to what their rows hold, so that no cell shows "####"."""
    return [
        replace(column, width=max([column.width, *(_width(column, row.get(column.header)) for row in rows)]))
        for column in columns
    ]


def _width(column: Column, value: Value) -> float:
    if column.look.holds is Holds.NUMBER and isinstance(value, int | float):
        return len(f"{value:+,.0f}") + 1.5 if "%" not in column.look.number_format else 0
    if column.look in (NAME, NAME.dense()) and isinstance(value, str):
        return min(len(value) + 2.0, _MAX_NAME_WIDTH)
    return 0
