"""Tie-out checks: does the workbook agree with itself, by the numbers that were written into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.model.words import listed


@dataclass(frozen=True, slots=True)
class Check:
    """Two counts that must be equal; `detail` says what was compared, and what is off."""

    name: str
    expected: int
    found: int
    detail: str

    @property
    def passed(self) -> bool:
        """Say whether the counts are equal."""
        return self.expected == self.found

    @property
    def verdict(self) -> str:
        """Give PASS or FAIL."""
        return "PASS" if self.passed else "FAIL"


def detail_of(text: str, off: Sequence[str]) -> str:
    """Say what was compared and, by name, what is off."""
    return f"{text} Not so: {listed(off)}." if off else text
