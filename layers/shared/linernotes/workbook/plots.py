"""Native line charts that need no editing: axes shown, days readable, the numbers cached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from openpyxl.chart import LineChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.axis import ChartLines, DateAxis, NumericAxis
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.descriptors.nested import NestedInteger, NestedText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.xml.functions import Element, SubElement

from linernotes.model.plain_text import plain_text
from linernotes.workbook.looks import INK, MUTED, RULE
from linernotes.workbook.sheet import day_serial

Number = int | float

_AXIS_LINE = "9AA4AF"
_DAY_AXIS, _VALUE_AXIS, _HIDDEN_DAY_AXIS, _REST_AXIS = 500, 100, 600, 200
_FEW_POINTS = 45
"""Up to so many points a line shows them as dots: a few days far apart would be lost in a bare line."""

_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Plot:
    """A line ready to be drawn: the range its values stand in, the values themselves, and its looks.

    `is_rest` says that the line is a sum of others, drawn dashed.
    """

    label: str
    values_ref: str
    values: Sequence[Number | None]
    color: str
    is_rest: bool = False

    @property
    def top(self) -> Number:
        """Give the highest value."""
        return max(value for value in self.values if value is not None)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a chart: the range they stand in, and from when to when its axis goes."""

    ref: str
    days: Sequence[date]
    start: date
    end: date


class PointCache(NumData):
    """The values of a range, kept in the chart as well: viewers that do not look ranges up draw from here."""

    # openpyxl writes what a class names itself, under openpyxl's own names.
    formatCode = NestedText(expected_type=str, allow_none=True)  # noqa: N815
    ptCount = NestedInteger(allow_none=True)  # noqa: N815
    __elements__ = ("formatCode", "ptCount")

    def __init__(self, number_format: str, values: Sequence[Number | None]) -> None:
        super().__init__(formatCode=number_format, ptCount=len(values))
        self.values = values

    def to_tree(self, *_: Any, **__: Any) -> Element:
        """Make the element; a point at a time through openpyxl's own classes takes ten times as long."""
        tree: Element = super().to_tree("numCache")
        for index, value in enumerate(self.values):
            if value is not None:
                point = SubElement(tree, "pt", {"idx": str(index)})
                SubElement(point, "v").text = repr(value)
        return tree


def line_plot(
    title: str, unit: str, days: Days, plots: Sequence[Plot], *, legend: Literal["b", "r"] | None
) -> LineChart:
    """Make a line chart of daily values; days without a value are bridged.

    `unit` is the title of the value axis. A sum of many lines that is higher than any single one gets an
    axis of its own on the right, lest it press the others flat.
    """
    chart = LineChart()
    chart_frame(chart, title)
    chart.x_axis = _day_axis(days)
    chart.y_axis = value_axis(unit)
    chart.legend = None if legend is None else Legend(legendPos=legend, overlay=False, txPr=small_print())
    single = [plot for plot in plots if not plot.is_rest]
    rest = [plot for plot in plots if plot.is_rest]
    apart = bool(rest) and rest[0].top > max(plot.top for plot in single)
    serials = [day_serial(day) for day in days.days]
    for index, plot in enumerate(single if apart else plots):
        chart.series.append(_series(index, plot, days.ref, serials))
    if apart:
        chart += _rest_chart(_series(len(single), rest[0], days.ref, serials), rest[0].label, days)
    return chart


def chart_frame(chart: ChartBase, title: str) -> None:
    """Give a chart its title and its frame."""
    chart.title = chart_title(title, size=1300, bold=True, color=INK)
    chart.roundedCorners = False
    chart.display_blanks = "span"
    chart.visible_cells_only = False  # filtering the table beside the numbers must not thin out the chart
    chart.graphical_properties = GraphicalProperties(
        solidFill="FFFFFF", ln=LineProperties(solidFill=RULE, w=9525)
    )


def _rest_chart(series: Series, label: str, days: Days) -> LineChart:
    """Make the chart that is laid over the first, with its own axis on the right, from zero on."""
    chart = LineChart()
    chart.x_axis = _day_axis(days)
    chart.x_axis.axId, chart.x_axis.crossAx = _HIDDEN_DAY_AXIS, _REST_AXIS
    chart.x_axis.title = None
    chart.x_axis.delete = True  # the days are those of the first chart
    chart.y_axis = value_axis(label)
    chart.y_axis.axId, chart.y_axis.crossAx = _REST_AXIS, _HIDDEN_DAY_AXIS
    chart.y_axis.axPos = "r"
    chart.y_axis.crosses = "max"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = None
    chart.series.append(series)
    return chart


def _series(index: int, plot: Plot, days_ref: str, serials: Sequence[int]) -> Series:
    series = Series(idx=index, order=index)
    series.tx = SeriesLabel(v=plain_text(plot.label))
    series.cat = AxDataSource(numRef=NumRef(f=days_ref, numCache=PointCache("yyyy-mm-dd", serials)))
    series.val = NumDataSource(numRef=NumRef(f=plot.values_ref, numCache=PointCache("#,##0", plot.values)))
    dash: Literal["sysDash"] | None = "sysDash" if plot.is_rest else None
    series.spPr = GraphicalProperties(
        ln=LineProperties(solidFill=plot.color, w=25400, cap="rnd", prstDash=dash)
    )
    series.smooth = False
    few = sum(value is not None for value in plot.values) <= _FEW_POINTS
    series.marker = Marker(symbol="circle" if few else "none", size=5 if few else None)
    series.marker.spPr = GraphicalProperties(solidFill=plot.color, ln=LineProperties(solidFill=plot.color))
    return series


def _day_axis(days: Days) -> DateAxis:
    count = (days.end - days.start).days + 1
    axis = DateAxis(axId=_DAY_AXIS, crossAx=_VALUE_AXIS, auto=False, baseTimeUnit="days")
    axis.title = chart_title("Date", size=900, bold=False, color=MUTED)
    axis.scaling.min, axis.scaling.max = day_serial(days.start), day_serial(days.end)
    axis.axPos = "b"
    axis.delete = False
    axis.tickLblPos = "low"
    axis.majorTickMark = "out"
    if count <= 7 * _MOST_TICKS:
        axis.number_format = "d mmm"
        axis.majorTimeUnit = "days"
        axis.majorUnit = next(step for step in (1, 2, 7) if count <= step * _MOST_TICKS)
    else:
        axis.number_format = "mmm yyyy"
        axis.majorTimeUnit = "months"
        axis.majorUnit = next(step for step in (1, 2, 3, 6, 12) if count <= step * 30.5 * _MOST_TICKS)
    axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=_AXIS_LINE))
    axis.txPr = small_print(level=True)
    return axis


def value_axis(unit: str) -> NumericAxis:
    """Make the axis of values, with its unit as title."""
    axis = NumericAxis(axId=_VALUE_AXIS, crossAx=_DAY_AXIS, crossBetween="midCat")
    axis.title = chart_title(unit, size=900, bold=False, color=MUTED)
    axis.delete = False
    axis.number_format = "#,##0"
    axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=RULE)))
    axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    axis.txPr = small_print()
    return axis


def chart_title(text: str, *, size: int, bold: bool, color: str) -> Title:
    """Make a title; `size` is in hundredths of a point, `color` RRGGBB."""
    face = CharacterProperties(sz=size, b=bold, solidFill=color)
    run = RegularTextRun(rPr=face, t=plain_text(text))
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=face), r=[run])])
    return Title(tx=Text(rich=rich), overlay=False)


def small_print(*, level: bool = False) -> RichText:
    """Give the type face of labels; `level` keeps them from being turned."""
    face = CharacterProperties(sz=900, solidFill=MUTED)
    body = RichTextProperties(rot=0) if level else RichTextProperties()
    return RichText(bodyPr=body, p=[Paragraph(pPr=ParagraphProperties(defRPr=face), endParaRPr=face)])
