"""What a sheet is: its name and its columns, which readers of the workbook may rely on."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.workbook.looks import Look

MAX_DATA_ROWS = 1_048_575
"""Rows of a sheet below its header: Excel ends at row 1,048,576."""

WORLDWIDE = "Worldwide"
"""What the Country columns hold without a country, so that no pivot table shows a "(blank)"."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its header: how its cells look, and its width in characters, the least there is."""

    header: str
    look: Look
    width: float


@dataclass(frozen=True, slots=True)
class SheetSchema:
    """A sheet by its name, and its columns from A on."""

    name: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """List the column headers in order."""
        return tuple(column.header for column in self.columns)
