"""Markdown tables, and how figures are written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

BLANK = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title; `notes` say below it how its figures were come by."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())

    def markdown(self) -> str:
        """Write the table as Markdown. Raises ValueError for a row that is not as long as the header."""
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"{len(row)} cells under {len(self.header)} headings: {row}")
        lines = [self.header, ["---"] * len(self.header), *self.rows]
        table = "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)
        notes = "".join(f"\n- {note}" for note in self.notes)
        return f"### {self.title}\n\n{table}\n" + (f"{notes}\n" if notes else "")


def seconds(value: float | None) -> str:
    """Write seconds: to the hundredth below ten, to the tenth below a hundred, else whole."""
    if value is None:
        return BLANK
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f}"


def times(ratio: float | None) -> str:
    """Write how many times as much, or as fast, something is."""
    return BLANK if ratio is None else f"{seconds(ratio)}×"


def whole(value: float | None) -> str:
    """Write a count, its thousands set off by commas."""
    return BLANK if value is None else f"{value:,.0f}"


def verdict(met: bool, target: str) -> str:
    """Say what was to be reached, and whether it was."""
    return f"{target}: {'met' if met else '**missed**'}"


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
