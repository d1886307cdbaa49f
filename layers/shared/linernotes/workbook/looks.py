"""How cells look: what a cell holds, its number format and its type face."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet


class Holds(StrEnum):
    """What a cell may hold: stated, never guessed from the value, so that no text turns into a formula."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell holds and how that is shown.

    `color` and `fill` are RRGGBB, `size` is in points, `indent` in characters, `ruled` a hairline below.
    """

    holds: Holds
    number_format: str = "General"
    vertical: str | None = "top"
    horizontal: str | None = None
    indent: int = 0
    wrap: bool = False
    ruled: bool = False
    bold: bool = False
    size: int = 11
    color: str | None = None
    fill: str | None = None

    def dense(self) -> Look:
        """Give the same look without hairline and vertical alignment, for many rows of one line each."""
        return replace(self, vertical=None, ruled=False)

    def register(self, sheet: WriteOnlyWorksheet) -> str:
        """Enter the look into the style table of the sheet's workbook; returns its number there."""
        cell = WriteOnlyCell(sheet)
        cell.number_format = self.number_format
        if self.bold or self.color or self.size != 11:
            cell.font = Font(name="Calibri", size=self.size, bold=self.bold, color=self.color)
        if self.fill:
            cell.fill = PatternFill("solid", fgColor=self.fill)
        if self.ruled:
            cell.border = Border(bottom=Side("thin", color=RULE))
        if self.wrap or self.indent or self.vertical or self.horizontal:
            cell.alignment = Alignment(
                horizontal="left" if self.indent else self.horizontal,
                vertical=self.vertical,
                indent=self.indent,
                wrap_text=self.wrap or None,
            )
        return str(cell.style_id)


INK = "1F2A37"
MUTED = "5B6673"
GOOD = "1B7F4B"
BAD = "B42318"
BAR = "FF9DB8D9"
RULE = "E3E7EC"

# "@" keeps a name like "=1+1" a text even when somebody edits the cell and presses Enter.
NAME = Look(Holds.TEXT, "@", ruled=True)
NAME_BESIDE_NUMBERS = Look(Holds.TEXT, "@", indent=1, ruled=True)
WORD = Look(Holds.TEXT, indent=1, ruled=True)
NOTE = Look(Holds.TEXT, indent=1, wrap=True, ruled=True)
FIGURE = Look(Holds.NUMBER, "#,##0", ruled=True)
AVERAGE = Look(Holds.NUMBER, "[<1000]#,##0.00;#,##0", ruled=True)
DIFFERENCE = Look(Holds.NUMBER, "+#,##0;-#,##0;0", ruled=True)
CHANGE = Look(Holds.NUMBER, "+0.0%;-0.0%;0.0%", ruled=True)
SHARE = Look(Holds.NUMBER, "0.0%", ruled=True)
DAY = Look(Holds.DAY, "yyyy-mm-dd", ruled=True)
MOMENT = Look(Holds.MOMENT, "yyyy-mm-dd hh:mm", ruled=True)

TITLE = Look(Holds.TEXT, "@", vertical="center", bold=True, size=14, color=INK)
SENTENCE = Look(Holds.TEXT, color=INK)
FACTS = Look(Holds.TEXT, color=MUTED, size=10)
PLAIN = Look(Holds.TEXT)
_HEADER = Look(Holds.TEXT, vertical="center", wrap=True, bold=True, color="FFFFFF", fill=INK)


def header_of(look: Look) -> Look:
    """Give the look of the header above cells of a look: aligned as they are."""
    if look.holds is Holds.TEXT:
        return replace(_HEADER, indent=look.indent)
    return replace(_HEADER, horizontal="right")
