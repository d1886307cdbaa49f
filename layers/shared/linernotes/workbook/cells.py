"""Cells before they are written: what they hold, made from a table's columns and a row's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from linernotes.model.plain_text import plain_text
from linernotes.workbook.looks import NAME, NAME_BESIDE_NUMBERS, PLAIN, Holds, Look, header_of
from linernotes.workbook.schema import Column
from linernotes.workbook.text import display_width, line_count

Value = str | int | float | date | datetime | None
"""What a cell may be given; None leaves it blank. A moment is aware of its time zone."""

_LINE_POINTS = 15.0
_TALL_LINE_POINTS = 19.0
"""Scripts beyond Latin, Greek and Cyrillic are drawn in a higher type face than the workbook's own."""
_TALL_SCRIPTS_FROM = "\u0590"
_MAX_ROW_POINTS = 409.0
_LETTERS_PER_DIGIT = 1.1
"""Column widths count digits; so many letters of a text take the room of one digit."""

_WIDE_FOR_TWO_DIGITS = 1.06
"""A wide letter takes a little more room than two digits of the workbook's type face."""

_MAX_NAME_WIDTH = 40.0
_MAX_DENSE_NAME_WIDTH = 80.0
"""Rows of one line each cannot wrap what is longer."""

_TEXTS_KEPT = 1_000
"""The same names stand in many rows, one after the other."""

_NAMES = (NAME, NAME_BESIDE_NUMBERS)
_DENSE_NAME = NAME.dense()


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
    cells = []
    known = 0
    for number, column in enumerate(columns, 1):
        known += column.header in values
        value = values.get(column.header)
        look = column.look
        if isinstance(value, str):
            if look.holds is not Holds.TEXT:
                look = PLAIN
            elif look in _NAMES and _name_width(value) > column.width:
                look = replace(look, wrap=True)
        cells.append(Cell(number, value, look))
    if known < len(values):
        raise KeyError(*(values.keys() - {column.header for column in columns}))
    return cells


def row_height(columns: Sequence[Column], cells: Iterable[Cell]) -> float | None:
    """Give the height in points that the wrapped texts of a row need, None if one line will do.

    Stated, because not every program works it out when it opens a file.
    """
    points = 0.0
    for cell in cells:
        if cell.look.wrap and isinstance(cell.value, str):
            text = plain_text(cell.value)
            tall = any(char >= _TALL_SCRIPTS_FROM for char in text)
            per_digit = 1 / _WIDE_FOR_TWO_DIGITS if tall else _LETTERS_PER_DIGIT
            lines = line_count(text, int((columns[cell.column - 1].width - cell.look.indent) * per_digit))
            if lines > 1:
                points = max(points, lines * (_TALL_LINE_POINTS if tall else _LINE_POINTS))
    return min(points, _MAX_ROW_POINTS) or None


def fitted(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> list[Column]:
    """Widen columns of names and numbers to what their rows hold, so that no cell shows "####"."""
    return [
        replace(column, width=max([column.width, *(_width(column, row.get(column.header)) for row in rows)]))
        for column in columns
    ]


def _width(column: Column, value: Value) -> float:
    if column.look.holds is Holds.NUMBER and isinstance(value, int | float):
        return len(f"{value:+,.0f}") + 1.5 if "%" not in column.look.number_format else 0
    if isinstance(value, str):
        if column.look in _NAMES:
            return min(_name_width(value), _MAX_NAME_WIDTH)
        if column.look == _DENSE_NAME:
            return min(_name_width(value), _MAX_DENSE_NAME_WIDTH)
    return 0


@lru_cache(maxsize=_TEXTS_KEPT)
def _name_width(name: str) -> float:
    text = plain_text(name)
    width = display_width(text)
    return (width if width <= len(text) else width * _WIDE_FOR_TWO_DIGITS) + 2.0
