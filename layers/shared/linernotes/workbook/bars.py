"""Native bar charts that need no editing: the largest on top, labels readable, the numbers cached."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from linernotes.model.plain_text import plain_text
from linernotes.workbook.plots import Number, PointCache, chart_frame, small_print, value_axis

_CATEGORY_AXIS, _VALUE_AXIS = 500, 100
_BAR = "2F6DB5"


def bar_plot(
    title: str,
    unit: str,
    *,
    labels: Sequence[str],
    labels_ref: str,
    values: Sequence[Number],
    values_ref: str,
) -> BarChart:
    """Make a chart of horizontal bars, one for each label, from top to bottom in the order given.

    `unit` is the title of the value axis; the references are the ranges labels and values stand in.
    """
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 45
    chart_frame(chart, title)
    chart.legend = None
    series = Series(idx=0, order=0)
    series.tx = SeriesLabel(v=plain_text(unit))
    points = [StrVal(idx=index, v=plain_text(label)) for index, label in enumerate(labels)]
    series.cat = AxDataSource(strRef=StrRef(f=labels_ref, strCache=StrData(ptCount=len(points), pt=points)))
    series.val = NumDataSource(numRef=NumRef(f=values_ref, numCache=PointCache("#,##0", values)))
    series.spPr = GraphicalProperties(solidFill=_BAR, ln=LineProperties(noFill=True))
    series.invertIfNegative = False
    series.dLbls = DataLabelList(
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        numFmt="#,##0",
        txPr=small_print(),
    )
    chart.series.append(series)
    chart.x_axis.axId, chart.x_axis.crossAx = _CATEGORY_AXIS, _VALUE_AXIS
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top
    chart.x_axis.delete = False
    chart.x_axis.title = None
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.txPr = small_print()
    chart.y_axis = value_axis(unit)
    chart.y_axis.axId, chart.y_axis.crossAx = _VALUE_AXIS, _CATEGORY_AXIS
    chart.y_axis.crossBetween = "between"
    chart.y_axis.axPos = "b"
    chart.y_axis.crosses = "max"  # at the bottom, as the labels run from top to bottom
    chart.y_axis.scaling.min = min(0, *values) if values else 0
    return chart
