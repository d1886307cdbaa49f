"""Where charts lie on a sheet, and the alt text that says what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.descriptors import NoneSet, Typed
from openpyxl.drawing.graphic import GraphicFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from linernotes.model.plain_text import plain_text

ROWS_PER_CHART = 19
"""Rows of the default height, 15 points, that a chart and the gap below it take."""

_GAP_EMU = 120_000
"""A third of a centimetre."""
_EMU_PER_PIXEL = 9_525


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart lies: its first row (1-based), and the columns (0-based) it begins at and ends before."""

    row: int
    left: int
    right: int


def places(wide: Sequence[bool], *, top: int, middle: int, right: int) -> list[Place]:
    """Lay charts out from row `top` on: wide ones on their own, others two beside each other.

    The left half ends before column `middle` (0-based), the right half and wide charts before `right`.
    """
    found: list[Place] = []
    row, left = top, 0
    for is_wide in wide:
        if is_wide and left:
            row, left = row + ROWS_PER_CHART, 0
        if is_wide:
            found.append(Place(row, 0, right))
        else:
            found.append(Place(row, left, right if left else middle))
        if is_wide or left:
            row, left = row + ROWS_PER_CHART, 0
        else:
            left = middle
    return found


class _DescribedFrame(Typed):  # type: ignore[type-arg]
    """Gives a chart's frame its anchor's name and alt text: openpyxl makes the frame itself, without."""

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None:
            properties = value.nvGraphicFramePr.cNvPr
            properties.name = instance.name
            properties.descr = instance.alt_text
        super().__set__(instance, value)


class DescribedAnchor(TwoCellAnchor):
    """Places a chart, with a name and an alt text. It moves with its cells but keeps its size."""

    tagname = "twoCellAnchor"
    # openpyxl writes what a class names itself, under openpyxl's own names.
    editAs = NoneSet(values=("twoCell", "oneCell", "absolute"))  # type: ignore[assignment]  # noqa: N815
    graphicFrame = _DescribedFrame(expected_type=GraphicFrame, allow_none=True)  # noqa: N815
    __elements__ = TwoCellAnchor.__elements__

    def __init__(self, place: Place, *, name: str, alt_text: str) -> None:
        self.name = plain_text(name)
        self.alt_text = plain_text(alt_text)
        super().__init__(
            editAs="oneCell",
            _from=AnchorMarker(col=place.left, row=place.row - 1, colOff=_GAP_EMU if place.left else 0),
            to=AnchorMarker(col=place.right, row=place.row + ROWS_PER_CHART - 2),
        )


class SizedAnchor(OneCellAnchor):
    """Places a chart that keeps its size whatever the height of the rows it covers; see `DescribedAnchor`."""

    tagname = "oneCellAnchor"
    # openpyxl writes what a class names itself, under openpyxl's own names.
    graphicFrame = _DescribedFrame(expected_type=GraphicFrame, allow_none=True)  # noqa: N815
    __elements__ = OneCellAnchor.__elements__

    def __init__(
        self, *, row: int, column: int, width_px: int, height_px: int, name: str, alt_text: str
    ) -> None:
        """`row` is 1-based, `column` 0-based."""
        self.name = plain_text(name)
        self.alt_text = plain_text(alt_text)
        super().__init__(
            _from=AnchorMarker(col=column, row=row - 1),
            ext=XDRPositiveSize2D(width_px * _EMU_PER_PIXEL, height_px * _EMU_PER_PIXEL),
        )
