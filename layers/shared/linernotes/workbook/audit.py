"""Checks of a table, from what was written of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from linernotes.model.figures import Exact
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of

_INEXACT = 1e-9


@dataclass(slots=True)
class Audit:
    """Counts the rows of a sheet that have a value in one column, and adds up another by what rows are of.

    `expected_rows` is how many rows there should be; `expected_totals` what `total` adds up to in the rows
    that have the same values in the columns of `group`, by those values, each with a name for readers.
    """

    sheet: str
    counted: str
    expected_rows: int
    group: tuple[str, ...]
    total: str
    expected_totals: Mapping[tuple[str, ...], tuple[str, Exact]]
    rows: int = 0
    _totals: dict[tuple[str, ...], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def see(self, values: Mapping[str, Value]) -> None:
        """Take note of a row that was written."""
        if values.get(self.counted) is None:
            return
        self.rows += 1
        value = values.get(self.total)
        if isinstance(value, int | float):
            self._totals[self._group_of(values)] += Decimal(str(value))

    def checks(self) -> list[Check]:
        """Say whether what was written is what was to be written."""
        things = self.sheet.lower()
        off = [
            name
            for group, (name, expected) in self.expected_totals.items()
            if not math.isclose(float(self._totals[group]), float(expected), rel_tol=_INEXACT)
        ]
        return [
            Check(
                f"Rows in {self.sheet} = {things} in the result",
                expected=self.expected_rows,
                found=self.rows,
                detail=f"Rows written on {self.sheet}, those left out that say why there is nothing.",
            ),
            Check(
                f"{self.sheet}: totals add up to the result's",
                expected=len(self.expected_totals),
                found=len(self.expected_totals) - len(off),
                detail=detail_of(
                    f"{self.total} added up by {' and '.join(self.group)}, against the totals of the result.",
                    off,
                ),
            ),
        ]

    def _group_of(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        return tuple(str(values.get(header) or "") for header in self.group)
