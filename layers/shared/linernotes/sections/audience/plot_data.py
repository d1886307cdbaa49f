"""The numbers the charts are drawn from: a day a row, a line a column, to the right of Summary's table.

They cannot be drawn from Daily data itself: all lines of a line chart share the days of the first one, and
platforms are not measured on the same days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

from linernotes.model.figures import ExactPoints
from linernotes.model.json_values import json_number
from linernotes.model.words import duplicates_told_apart
from linernotes.sections.audience.lines import Family, Line, families_of
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import SUMMARY
from linernotes.workbook.cells import Cell
from linernotes.workbook.looks import DAY, FIGURE, PLAIN
from linernotes.workbook.plots import Days, Plot
from linernotes.workbook.schema import Column

_DAY, _FIGURE = DAY.dense(), FIGURE.dense()

DAY_COLUMN = len(SUMMARY.columns) + 2
"""The column of the days: the table's columns and one left blank lie before it."""


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A line with the number of the column its values stand in, and the header above them."""

    line: Line
    number: int
    header: str
    values: dict[date, int | float]


@dataclass(frozen=True, slots=True)
class ChartData:
    """All numbers the charts are drawn from; without anything to draw, no days and no families."""

    days: Sequence[date]
    families: Sequence[tuple[Family, Sequence[ChartColumn]]]

    @property
    def _lines(self) -> list[ChartColumn]:
        return [column for _, columns in self.families for column in columns]

    @property
    def columns(self) -> list[Column]:
        """List the columns behind the table's, the blank one included."""
        if not self.days:
            return []
        lines = [Column(column.header, _FIGURE, 24) for column in self._lines]
        return [Column("", PLAIN, 3), Column("Day", _DAY, 12), *lines]

    def cells(self, index: int) -> list[Cell]:
        """Make the cells of the day of this index, none beyond the last."""
        if index >= len(self.days):
            return []
        day = self.days[index]
        values = [Cell(column.number, column.values.get(day), _FIGURE) for column in self._lines]
        return [Cell(DAY_COLUMN, day, _DAY), *values]

    def axis(self, first_row: int, start: date, end: date) -> Days:
        """Give the days as the charts take them; they stand from `first_row` on."""
        return Days(self._ref(DAY_COLUMN, first_row), self.days, start, end)

    def plots(self, columns: Sequence[ChartColumn], first_row: int) -> list[Plot]:
        """Make the lines of one chart ready to be drawn."""
        return [
            Plot(
                label=column.line.label,
                values_ref=self._ref(column.number, first_row),
                values=[column.values.get(day) for day in self.days],
                color=column.line.color,
                is_rest=column.line.is_rest,
            )
            for column in columns
        ]

    def _ref(self, number: int, first_row: int) -> str:
        letter = get_column_letter(number)
        return f"'{SUMMARY.name}'!${letter}${first_row}:${letter}${first_row + len(self.days) - 1}"


def chart_data_of(result: Result) -> ChartData:
    """Lay out the numbers of the charts; a family of single values has no line to draw."""
    families = [
        family for family in families_of(result) if any(len(line.points) > 1 for line in family.lines)
    ]
    headers = iter(duplicates_told_apart([line.full_name for family in families for line in family.lines]))
    laid_out: list[tuple[Family, list[ChartColumn]]] = []
    number = DAY_COLUMN
    for family in families:
        columns = []
        for line in family.lines:
            number += 1
            columns.append(ChartColumn(line, number, next(headers), _numbers(line.points)))
        laid_out.append((family, columns))
    return ChartData(sorted({day for family in families for day in family.days}), laid_out)


def _numbers(points: ExactPoints) -> dict[date, int | float]:
    numbers = ((day, json_number(value)) for day, value in points)
    return {day: number for day, number in numbers if number is not None}
