"""Colours and columns that several sheets share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from linernotes.workbook.looks import BAD, GOOD
from linernotes.workbook.schema import SheetSchema
from linernotes.workbook.sheet import Sheet


def color_by_sign(
    sheet: Sheet,
    schema: SheetSchema,
    first_row: int,
    last_row: int,
    headers: Sequence[str] = ("Difference", "Change %"),
) -> None:
    """Colour the differences and changes of some rows: green above zero, red below."""
    if last_row < first_row:
        return
    for header in headers:
        column = letter_of(schema, header)
        cells = f"{column}{first_row}:{column}{last_row}"
        sheet.conditional_formatting.add(cells, colored_if("greaterThan", "0", GOOD))
        sheet.conditional_formatting.add(cells, colored_if("lessThan", "0", BAD))


def colored_if(operator: Literal["equal", "greaterThan", "lessThan"], operand: str, color: str) -> Rule:
    """Make a rule that colours the text of cells which compare so to the operand."""
    style = DifferentialStyle(font=Font(color=color))
    return Rule(type="cellIs", operator=operator, formula=[operand], dxf=style)


def letter_of(schema: SheetSchema, header: str) -> str:
    """Give the letter of a column."""
    return get_column_letter(schema.headers.index(header) + 1)
