"""What of a report's part an answer gives: lists for programs, lines for readers (contract 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from linernotes.mcp.arguments import MOST_ROWS
from linernotes.mcp.brief import Footnotes, in_short, section_in_short
from linernotes.mcp.fitting import Lists, fits_with_a_line_each, fitted, fitted_in_short
from linernotes.mcp.words import as_many, as_many_in_short

_BYTES_OF_COUNTS = 50
"""What counting what is given takes besides, and the name of the footnotes."""

type SizeOf = Callable[[Choice], int]
"""Gives how many bytes the answer with a choice is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is given, of what: lists with the footnotes of their rows, and lines with what is around them."""

    lists: Lists
    of: Lists
    told: Sequence[str]
    lines: Sequence[str]
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    footnotes: Sequence[str] = ()
    with_changes: bool = True


@dataclass(frozen=True, slots=True)
class ShortLines:
    """A line for each row, and what is said of all of them before the first."""

    about: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Brief:
    """How a summary is told in short: of each row a line with and one without changes, and what is said once.

    With `told_apart` the names of artists say who they are, without uuids.
    """

    rows: ShortLines
    rows_without_changes: ShortLines
    sections: Sequence[str]
    statuses: Sequence[str]
    footnotes: Footnotes
    told_apart: bool


def chosen(whole: Choice, brief: Brief | None, most: int, size_of: SizeOf, *, limit: int | None) -> Choice:
    """Choose as much as `most` bytes hold; a summary of which less than a line of each section fits is brief.

    `whole` has all lists and lines.
    """
    choice = replace(whole, lists={name: [] for name in whole.of}, told=as_many(whole.lines, limit))
    room = most - size_of(choice) - _BYTES_OF_COUNTS
    if brief is None or fits_with_a_line_each(whole.of, room, limit=limit):
        return replace(choice, lists=fitted(whole.of, room, limit=limit))
    return max(_briefs(whole.of, brief, most, size_of, limit=limit), key=_worth)


def _briefs(lists: Lists, brief: Brief, most: int, size_of: SizeOf, *, limit: int | None) -> Iterator[Choice]:
    """Give choices with and without changes in texts of several lengths, and uuids of artists in lists."""
    uuids = (True, False) if brief.told_apart else (True,)
    shorts = [_short(lists, brief, with_uuid=with_uuid, limit=limit) for with_uuid in uuids]
    for short, rows in product(shorts, (brief.rows, brief.rows_without_changes)):
        lines = [*rows.lines, *brief.sections]
        for told in as_many_in_short(lines) if limit is None else [as_many(lines, limit)]:
            after = [*brief.footnotes.told(told), *([] if len(told) >= len(rows.lines) else brief.statuses)]
            choice = Choice({name: [] for name in lists}, lists, told, lines, [rows.about], after)
            room = most - size_of(choice) - _BYTES_OF_COUNTS
            kept = fitted_in_short(short, room, brief.footnotes, limit=limit)
            noted = brief.footnotes.told_of([*kept["rows"], *kept.get("sums", ())])
            yield replace(choice, lists=kept, footnotes=noted, with_changes=rows is brief.rows)


def _short(lists: Lists, brief: Brief, *, with_uuid: bool, limit: int | None) -> Lists:
    return {
        name: [
            section_in_short(row, with_uuid=with_uuid)
            if name == "sections"
            else in_short(row, brief.footnotes, with_uuid=with_uuid)
            for row in rows[: limit or MOST_ROWS]
        ]
        for name, rows in lists.items()
    }


def _worth(choice: Choice) -> tuple[int, ...]:
    """Say what a choice is worth: figures of all platforms first, then a line of each section."""
    rows = choice.lists["rows"]
    count = len(choice.of["rows"])
    return (
        len(rows),
        min(len(choice.told), count),
        sum(1 + bool(section["lines"]) for section in choice.lists["sections"]),
        int(choice.with_changes),
        int(bool(rows) and "artist__uuid" in rows[0]),
        min(len(choice.told), count + len(choice.of["sections"])),
        len(choice.lists.get("sums", ())),
        len(choice.told),
    )
