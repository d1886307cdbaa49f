"""A summary that has no room for all of it: rows in short, what several notes say said once (contract 12).

A sentence that is in several notes stands in them as a number, "[1]", and once at the end behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from linernotes.mcp.results import bytes_of, shown
from linernotes.model.names import written
from linernotes.model.row_status import RowStatus

Row = dict[str, Any]

_SHORT = {
    "artist__name",
    "artist__uuid",
    "platform__slug",
    "latest_value",
    "latest_date",
    "difference",
    "difference_percent",
    "status",
    "note",
}
_SHORT_COMPARED = {"change", "change_percent", "status"}
_LONGEST_NAME, _LONGEST_NOTE, _LONGEST_LINE, _LONGEST_FOOTNOTE = 120, 160, 120, 240
_SHORTEST_FOOTNOTE = 20
"""A shorter sentence is said as briefly as a number."""
_MEASURED = RowStatus.MEASURED.value
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Footnotes:
    """Sentences that several notes have, each with its number."""

    numbers: Mapping[str, int]

    @classmethod
    def of(cls, notes: Iterable[str | None]) -> Self:
        """Give numbers to what is said more than once, in the order in which it is said first."""
        times = Counter(sentence for note in notes for sentence in _sentences(note))
        several = [each for each, count in times.items() if count > 1 and len(each) > _SHORTEST_FOOTNOTE]
        return cls({sentence: number for number, sentence in enumerate(several, start=1)})

    def refer(self, note: str | None) -> str | None:
        """Give a note with numbers for the sentences that have one."""
        if note is None:
            return None
        return " ".join(
            f"[{self.numbers[each]}]" if each in self.numbers else each for each in _sentences(note)
        )

    def told(self, texts: Iterable[str | None]) -> list[str]:
        """Give the sentences whose numbers are in these texts, each behind its number."""
        there = {int(number) for text in texts for number in _NUMBER.findall(text or "")}
        return [
            shown(f"[{number}] {sentence}", _LONGEST_FOOTNOTE)
            for sentence, number in self.numbers.items()
            if number in there
        ]

    def told_of(self, rows: Sequence[Row]) -> list[str]:
        """Give the sentences whose numbers are in the notes of these rows in short."""
        return self.told(note for row in rows for note in _notes_of(row))


def footnotes_of(rows: Iterable[Row]) -> Footnotes:
    """Give numbers to what the notes of rows of metric sources say more than once."""
    return Footnotes.of(note for row in rows for note in (_note_in_short(row), _why_not_compared(row)))


def with_numbers(row: Row, footnotes: Footnotes) -> Row:
    """Give a row with all its figures, and numbers for what is said once at the end."""
    told = {**row, "note": footnotes.refer(_note_in_short(row))}
    if row.get("compared"):
        told["compared"] = {**row["compared"], "note": footnotes.refer(_why_not_compared(row))}
    return told


def in_short(row: Row, footnotes: Footnotes, *, with_uuid: bool = True) -> Row:
    """Give a row of a metric source with the figures that matter most.

    A percentage that is null is left out, and so are the change of an average that has one and what there is
    to say of a figure that is measured.
    """
    told = _short_fields(row, _SHORT)
    note = _note_in_short(row)
    told["note"] = _cut(footnotes.refer(note))
    if row["note"] and not note:
        del told["note"]
    if told.get("artist__name"):
        told["artist__name"] = shown(told["artist__name"], _LONGEST_NAME)
        if not with_uuid:
            told.pop("artist__uuid", None)
    if compared := row.get("compared"):
        told["compared"] = _short_fields(compared, _SHORT_COMPARED)
        if "change_percent" in told["compared"]:
            del told["compared"]["change"]
        if note := _cut(footnotes.refer(_why_not_compared(row))):
            told["compared"]["note"] = note
    return told


def fields_of(row: Row) -> int:
    """Count the fields of a row of a metric source, those of the period compared with too."""
    return len(row) + len(row.get("compared") or ())


def section_in_short(section: Row, *, with_uuid: bool) -> Row:
    """Give a section with lines of some length."""
    lines = [
        {
            **({"artist__uuid": line["artist__uuid"]} if with_uuid or not line["artist__name"] else {}),
            "artist__name": line["artist__name"] and shown(line["artist__name"], _LONGEST_NAME),
            "line": shown(line["line"], _LONGEST_LINE),
        }
        for line in section["lines"]
    ]
    return {**section, "note": _cut(section["note"]), "lines": lines}


def are_told_apart(names: Mapping[str, str | None]) -> bool:
    """Say whether every artist has a name, and no two the same as far as names are shown."""
    return len({written(shown(name, _LONGEST_NAME)) for name in names.values() if name}) == len(names)


def beginning_with_footnotes(
    rows: Sequence[Row], room: int, footnotes: Footnotes, *, after: Sequence[Row] = ()
) -> tuple[list[Row], int]:
    """Give the first rows there is room for with their footnotes, and the room left; `after` have theirs."""
    kept: list[Row] = []
    noted = footnotes.told_of(after)
    for row in rows:
        more = [note for note in footnotes.told_of([row]) if note not in noted]
        taken = bytes_of(row) + 1 + sum(bytes_of(note) + 1 for note in more)
        if taken > room:
            break
        kept.append(row)
        noted += more
        room -= taken
    return kept, room


def _short_fields(row: Row, names: set[str]) -> Row:
    told = {name: value for name, value in row.items() if name in names}
    for name in [name for name in told if name.endswith("_percent")]:
        if told[name] is None:
            del told[name]
        else:
            told[name] = round(told[name], 2)
    return told


def _notes_of(short: Row) -> tuple[str | None, str | None]:
    return short.get("note"), short.get("compared", {}).get("note")


def _note_in_short(row: Row) -> str | None:
    note: str | None = None if row["status"] == _MEASURED else row["note"]
    return note


def _why_not_compared(row: Row) -> str | None:
    """Give of the note of the figures compared with what a reader needs besides the row's own."""
    compared = row.get("compared")
    if not compared or not compared["note"] or row["latest_value"] is None:  # whose own note says why
        return None
    if compared["change"] is None:
        return next(_sentences(compared["note"]))
    note: str | None = None if compared["status"] == _MEASURED else compared["note"]
    return note


def _cut(note: str | None) -> str | None:
    return None if note is None else shown(note, _LONGEST_NOTE)


def _sentences(note: str | None) -> Iterator[str]:
    yield from _BETWEEN_SENTENCES.split(note) if note else ()
