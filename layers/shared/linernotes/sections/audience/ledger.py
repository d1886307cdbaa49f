"""The books kept while Daily data is written: every figure worked out again from the written numbers.

It is a second reckoning, in another way than the domain's own (floating point, every day of the period), so
that a row lost or written twice on the way into the workbook shows on Notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

Number = int | float

_INEXACT = 1e-12


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The figures of a row as they follow from written numbers.

    `count` is how many there were, on so many `days`; `changes` says whether any series had two.
    """

    count: int
    days: int
    changes: bool
    first: Number
    latest: Number
    average: float
    peak: Number
    peak_date: date
    first_date: date
    latest_date: date


@dataclass(slots=True)
class _Totals:
    """Daily totals of one metric source over the whole period, growing artist by artist."""

    values: list[float]
    measured: bytearray
    points: int = 0
    changes: bool = False


@dataclass(slots=True)
class Ledger:
    """Keeps books on the period from `start` to `end`, in memory that does not grow with the artists.

    `rows` counts the rows written, `misplaced` those out of order, given twice or outside the period.
    """

    start: date
    end: date
    rows: int = 0
    misplaced: int = 0
    series: dict[tuple[str, str], Recomputed] = field(default_factory=dict)
    _totals: dict[str, _Totals] = field(default_factory=dict)

    def add_series(
        self, artist_uuid: str, source_slug: str, days: Sequence[date], values: Sequence[Number]
    ) -> None:
        """Enter one artist's rows of one metric source, as written; there is at least one."""
        peak = max(values)
        misplaced = sum(later <= earlier for earlier, later in pairwise(days))
        misplaced += sum(not self.start <= day <= self.end for day in days)
        self.rows += len(values)
        self.misplaced += misplaced
        self.series[artist_uuid, source_slug] = Recomputed(
            count=len(values),
            days=len(values),
            changes=len(values) > 1,
            first=values[0],
            latest=values[-1],
            average=sum(values) / len(values),
            peak=peak,
            peak_date=days[values.index(peak)],
            first_date=days[0],
            latest_date=days[-1],
        )
        if not misplaced:
            self._add_to_totals(source_slug, [(day - self.start).days for day in days], values)

    def _add_to_totals(self, source_slug: str, offsets: Sequence[int], values: Sequence[Number]) -> None:
        length = (self.end - self.start).days + 1
        totals = self._totals.setdefault(source_slug, _Totals([0.0] * length, bytearray(length)))
        totals.points += len(values)
        totals.changes |= len(values) > 1
        daily = totals.values
        for offset in range(offsets[0]):
            daily[offset] += values[0]
        left, left_value = offsets[0], values[0]
        for right, right_value in zip(offsets, values, strict=True):
            totals.measured[right] = 1
            daily[right] += right_value
            for between in range(left + 1, right):
                share = (between - left) / (right - left)
                daily[between] += left_value + (right_value - left_value) * share
            left, left_value = right, right_value
        for offset in range(offsets[-1] + 1, length):
            daily[offset] += values[-1]

    def total(self, source_slug: str) -> Recomputed | None:
        """Give a metric source's figures over all artists (contract 4.5); None if it has no row."""
        totals = self._totals.get(source_slug)
        if totals is None:
            return None
        days = [offset for offset, measured in enumerate(totals.measured) if measured]
        values = [totals.values[offset] for offset in days]
        peak = max(values)
        # Totals of interpolated days are inexact in the last digits; equal ones must still count as equal.
        reached = next(index for index, value in enumerate(values) if value >= peak - abs(peak) * _INEXACT)
        return Recomputed(
            count=totals.points,
            days=len(days),
            changes=totals.changes,
            first=values[0],
            latest=values[-1],
            average=sum(values) / len(values),
            peak=peak,
            peak_date=self._day(days[reached]),
            first_date=self._day(days[0]),
            latest_date=self._day(days[-1]),
        )

    def _day(self, offset: int) -> date:
        return date.fromordinal(self.start.toordinal() + offset)
