"""Words that several readers' texts share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: "1 call", "2 calls"; `many` is a plural that is more than `one` and s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def sentence(text: str) -> str:
    """Make a sentence of a text: a capital letter at its beginning, one full stop at its end."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def in_brackets(note: str | None) -> str:
    """Write a note's sentences behind what they are about: " (first; second)". Nothing without a note."""
    if not note:
        return ""
    told = [part[:1].lower() + part[1:] for part in note.rstrip(".").split(". ")]
    return f" ({'; '.join(told)})"


def figure(value: float) -> str:
    """Write a figure for reading, in whole numbers rounded half up, as averages are everywhere."""
    return f"{Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP):,}"


def duplicates_told_apart(names: Sequence[str]) -> list[str]:
    """Make every name unique, whatever its case, by numbering those that come again."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name.casefold()] = again = seen.get(name.casefold(), 0) + 1
        unique.append(name if again == 1 else f"{name} ({again})")
    return unique
