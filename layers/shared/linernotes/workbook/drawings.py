"""The chart beside a table: what it draws, and its numbers in columns of their own right of the table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from openpyxl.chart._chart import ChartBase
from openpyxl.utils import get_column_letter

from linernotes.workbook.anchors import SizedAnchor
from linernotes.workbook.bars import bar_plot
from linernotes.workbook.cells import Cell
from linernotes.workbook.looks import DAY, FIGURE, NAME, PLAIN
from linernotes.workbook.palette import PALETTE
from linernotes.workbook.plots import Days, Number, Plot, line_plot
from linernotes.workbook.schema import Column
from linernotes.workbook.sheet import Sheet

MOST_BARS = 15
MOST_LINES = len(PALETTE)
_FIRST_ROW = 2
_LABELS, _DAYS, _VALUES = NAME.dense(), DAY.dense(), FIGURE.dense()
_WIDTH_PX, _HEIGHT_PX, _BAR_PX, _AROUND_BARS_PX = 660, 320, 24, 110
_CHART_COLUMNS = 10
"""So many columns of the usual width have room for a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(ABC):
    """A chart; `unit` is the title of its value axis, `alt_text` says in words what it shows."""

    title: str
    unit: str
    alt_text: str

    @property
    @abstractmethod
    def height(self) -> int:
        """Count the rows its numbers take."""

    @property
    def height_px(self) -> int:
        """Give the height of the chart, in pixels."""
        return _HEIGHT_PX

    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """Give the columns of its numbers."""

    @abstractmethod
    def values(self, index: int) -> Sequence[str | date | Number | None]:
        """Give the numbers of a row, counted from 0."""

    @abstractmethod
    def plotted(self, refs: Sequence[str]) -> ChartBase:
        """Make the chart; `refs` are the ranges of its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Drawing):
    """Horizontal bars, from top to bottom in the order given; more than `MOST_BARS` cannot be read.

    `of` is what each bar is of.
    """

    of: str
    bars: Sequence[tuple[str, Number]]

    @property
    def height(self) -> int:
        """See `Drawing.height`."""
        return len(self.bars)

    @property
    def height_px(self) -> int:
        """See `Drawing.height_px`: the more bars the higher."""
        return _AROUND_BARS_PX + _BAR_PX * len(self.bars)

    def columns(self) -> Sequence[Column]:
        """See `Drawing.columns`."""
        return [Column(self.of, _LABELS, 30), Column(self.unit, _VALUES, 14)]

    def values(self, index: int) -> Sequence[str | date | Number | None]:
        """See `Drawing.values`."""
        return self.bars[index]

    def plotted(self, refs: Sequence[str]) -> ChartBase:
        """See `Drawing.plotted`."""
        labels_ref, values_ref = refs
        return bar_plot(
            self.title,
            self.unit,
            labels=[label for label, _ in self.bars],
            labels_ref=labels_ref,
            values=[value for _, value in self.bars],
            values_ref=values_ref,
        )


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a chart: its values by day."""

    label: str
    values: Sequence[Number | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Drawing):
    """Lines over days, each with as many values as there are days; at most `MOST_LINES` have colours."""

    days: Sequence[date]
    lines: Sequence[DrawnLine]

    @property
    def height(self) -> int:
        """See `Drawing.height`."""
        return len(self.days)

    def columns(self) -> Sequence[Column]:
        """See `Drawing.columns`."""
        return [Column("Day", _DAYS, 12), *(Column(line.label, _VALUES, 14) for line in self.lines)]

    def values(self, index: int) -> Sequence[str | date | Number | None]:
        """See `Drawing.values`."""
        return [self.days[index], *(line.values[index] for line in self.lines)]

    def plotted(self, refs: Sequence[str]) -> ChartBase:
        """See `Drawing.plotted`."""
        days_ref, *values_refs = refs
        plots = [
            Plot(line.label, ref, line.values, color)
            for line, ref, color in zip(self.lines, values_refs, PALETTE[: len(self.lines)], strict=True)
        ]
        days = Days(days_ref, self.days, self.days[0], self.days[-1])
        return line_plot(self.title, self.unit, days, plots, legend=None if len(plots) == 1 else "b")


class PlacedDrawing:
    """A drawing right of a table of `width` columns: the chart first, then its numbers."""

    def __init__(self, drawing: Drawing, *, width: int) -> None:
        """Lay it out; the chart begins after a blank column."""
        self._drawing = drawing
        self._chart_from = width + 1
        self._first = width + 1 + _CHART_COLUMNS + 1

    @property
    def height(self) -> int:
        """Count the rows below the header that its numbers take."""
        return self._drawing.height

    @property
    def columns(self) -> list[Column]:
        """List the columns right of the table, those below the chart included."""
        blank = [Column("", PLAIN, 9)] * (1 + _CHART_COLUMNS)
        return [*blank, *self._drawing.columns()]

    def header(self) -> list[tuple[int, Column]]:
        """Give the columns of its numbers, each by where it stands: no header comes twice on a sheet."""
        named = [replace(column, header=f"Chart: {column.header}") for column in self._drawing.columns()]
        return list(enumerate(named, self._first))

    def cells(self, index: int) -> list[Cell]:
        """Make the cells of a row below the header, counted from 0; none below its numbers."""
        if index >= self.height:
            return []
        columns = self._drawing.columns()
        return [
            Cell(self._first + number, value, columns[number].look)
            for number, value in enumerate(self._drawing.values(index))
        ]

    def place(self, sheet: Sheet) -> None:
        """Put the chart on the sheet."""
        last_row = _FIRST_ROW + self.height - 1
        letters = [get_column_letter(self._first + number) for number in range(len(self._drawing.columns()))]
        refs = [f"'{sheet.title}'!${letter}${_FIRST_ROW}:${letter}${last_row}" for letter in letters]
        anchor = SizedAnchor(
            row=_FIRST_ROW,
            column=self._chart_from,
            width_px=_WIDTH_PX,
            height_px=self._drawing.height_px,
            name=f"Chart of {self._drawing.title}",
            alt_text=self._drawing.alt_text,
        )
        sheet.place_chart(self._drawing.plotted(refs), anchor)
