"""Tie-out checks: does the workbook agree with itself, by the numbers that were written into it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.model.request import ReportRequest
from linernotes.sections.audience.breakdown_sheet import WrittenRow
from linernotes.sections.audience.ledger import Ledger, Recomputed
from linernotes.sections.audience.result import PlatformSummary, label_of
from linernotes.sections.audience.schema import POINTS_OF_ALL
from linernotes.sections.audience.words import source_name
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of

_INEXACT = 1e-9
_HALF_A_CENT = 0.005 + 1e-9
"""How far an average may be off: it is written rounded to two decimals."""


@dataclass(frozen=True, slots=True)
class WrittenSummary:
    """A row of Summary with the values its cells were given, by header."""

    summary: PlatformSummary
    values: dict[str, Value]


def tie_out(
    request: ReportRequest,
    ledger: Ledger,
    breakdown: Sequence[WrittenRow],
    summaries: Sequence[WrittenSummary],
) -> list[Check]:
    """Check what was written on each sheet against the others."""
    return [
        _points(ledger, breakdown),
        _order(ledger),
        _breakdown(ledger, breakdown),
        _summary(ledger, summaries),
        _cells(request, breakdown),
    ]


def _points(ledger: Ledger, breakdown: Sequence[WrittenRow]) -> Check:
    return Check(
        "Rows in Daily data = data points in Breakdown",
        expected=sum(_int(item.values["Data points"]) for item in breakdown),
        found=ledger.rows,
        detail="Rows written on Daily data, against the sum of Breakdown's Data points.",
    )


def _order(ledger: Ledger) -> Check:
    return Check(
        "Daily data: each day once, in order, within the period",
        expected=ledger.rows,
        found=ledger.rows - ledger.misplaced,
        detail="Rows whose day follows the one above within its artist, platform and metric.",
    )


def _breakdown(ledger: Ledger, breakdown: Sequence[WrittenRow]) -> Check:
    off = [
        f"{label_of(item.row.artist)} · {source_name(item.row.source)}"
        for item in breakdown
        if not _agree(
            item.values, ledger.series.get((item.row.artist.uuid, item.row.source.slug)), "Data points"
        )
    ]
    return Check(
        "Breakdown = recomputed from Daily data",
        expected=len(breakdown),
        found=len(breakdown) - len(off),
        detail=detail_of("Rows whose values, dates, average, peak and points follow from Daily data.", off),
    )


def _summary(ledger: Ledger, summaries: Sequence[WrittenSummary]) -> Check:
    off = [
        source_name(item.summary.source)
        for item in summaries
        if not _agree(item.values, ledger.total(item.summary.source.slug), POINTS_OF_ALL)
    ]
    return Check(
        "Summary = recomputed from Daily data",
        expected=len(summaries),
        found=len(summaries) - len(off),
        detail=detail_of("Rows whose figures follow from the daily totals of Daily data.", off),
    )


def _cells(request: ReportRequest, breakdown: Sequence[WrittenRow]) -> Check:
    delivered = sum(1 for item in breakdown if item.values["Data points"])
    explained = sum(1 for item in breakdown if not item.values["Data points"] and item.values["Note"])
    return Check(
        "Artists \u00d7 platforms asked = delivered + explained",
        expected=len(request.artists) * len(request.platforms),
        found=delivered + explained,
        detail=f"{delivered} with data points, {explained} without, the reason in Breakdown's Note.",
    )


def _agree(values: dict[str, Value], recomputed: Recomputed | None, points: str) -> bool:
    """Say whether written figures follow from Daily data; without any rows there every figure is blank.

    `points` is the header of the column that counts the rows of Daily data.
    """
    if recomputed is None:
        blank = (value for header, value in values.items() if header in _FIGURE_HEADERS)
        return values[points] == 0 and all(value is None for value in blank)
    difference = recomputed.latest - recomputed.first if recomputed.changes else None
    change = None if difference is None or recomputed.first <= 0 else difference / recomputed.first
    size = max(abs(recomputed.first), abs(recomputed.latest))
    return (
        values[points] == recomputed.count
        and values.get("Days with a total", recomputed.days) == recomputed.days
        and _near(values["First value"], recomputed.first)
        and _near(values["Latest value"], recomputed.latest)
        and _near(values["Difference"], difference, within=size * _INEXACT)
        and _near(values["Change %"], change, within=_INEXACT)
        and _near(values["Average"], recomputed.average, within=_HALF_A_CENT)
        and _near(values["Peak"], recomputed.peak)
        and values["Peak date"] == recomputed.peak_date
        and values["First date"] == recomputed.first_date
        and values["Latest date"] == recomputed.latest_date
    )


_FIGURE_HEADERS = frozenset(
    (
        "First value",
        "Latest value",
        "Difference",
        "Change %",
        "Average",
        "Peak",
        "Peak date",
        "First date",
        "Latest date",
    )
)


def _near(written: Value, recomputed: float | None, within: float = 0.0) -> bool:
    if written is None or recomputed is None:
        return written is None and recomputed is None
    if not isinstance(written, int | float):
        return False
    return math.isclose(written, recomputed, rel_tol=_INEXACT, abs_tol=within)


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0
