"""How much of a report's part an answer has room for, and what it says of the rest (contract 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from linernotes.mcp.arguments import MOST_ROWS, SUMMARY, GetReport
from linernotes.mcp.parts import MOST_WITHIN
from linernotes.mcp.results import bytes_of
from linernotes.mcp.scope import Row, artists_of, platforms_of
from linernotes.model.words import sentence

if TYPE_CHECKING:
    from linernotes.mcp import answers

Lists = Mapping[str, Sequence[Row]]

_FEWEST_DAYS = 7
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
_SHORT_COMPARED = {"change", "change_percent", "status", "note"}
_LONGEST_SHORT_NOTE = 160


def fitted(lists: Lists, room: int, *, limit: int | None) -> dict[str, list[Row]]:
    """Give as much of the lists as fits into so many bytes, of each from its beginning.

    Lists come by their importance: the first has all the room it needs, but that totals leave rows half of
    it. Where rows of metric sources, sums and sections without their lines do not all fit, rows and sums are
    given in short. Of all sections the first lines come before any second one. With a `limit` at most so many
    of each list are given, the days of series and sections aside.
    """
    kept: dict[str, list[Row]] = {}
    short = "sections" in lists and _without_lines(lists, limit) > room
    for name, rows in lists.items():
        if name == "sections":
            kept[name], room = _sections(rows, room, limit or MOST_WITHIN)
            continue
        wanted = rows if name == "series" else rows[:limit]
        if short:
            wanted = [in_short(row) for row in wanted]
        held_back = room // 2 if name == "totals" and lists.get("rows") else 0
        kept[name], left = _beginning(wanted, room - held_back)
        room = left + held_back
        if name == "series" and len(kept[name]) < len(rows):
            kept[name] += _fewer_days(rows[len(kept[name])], room)
    if "totals" in kept:
        more, room = _beginning(lists["totals"][:limit][len(kept["totals"]) :], room)
        kept["totals"] += more
    return kept


def _without_lines(lists: Lists, limit: int | None) -> int:
    """Give how many bytes a summary is with everything but the lines of its sections."""
    heads = [_with_lines(section, 0) for section in lists["sections"]]
    return bytes_of([heads, *(rows[:limit] for name, rows in lists.items() if name != "sections")])


def in_short(row: Row) -> Row:
    """Give a row of a metric source with the figures that matter most, and say how many it lacks."""
    told = {name: _rounded(name, value) for name, value in row.items() if name in _SHORT}
    if row.get("compared"):
        told["compared"] = {
            name: _short_note(value) if name == "note" else _rounded(name, value)
            for name, value in row["compared"].items()
            if name in _SHORT_COMPARED and not (name == "note" and value is None)
        }
    told["note"] = _short_note(row.get("note"))
    lacks = len(row) - len(told)
    if row.get("compared"):
        lacks += len(row["compared"]) - len(told["compared"])
    return {**told, "fields_left_out": lacks}


def _rounded(name: str, value: Any) -> Any:
    return round(value, 2) if name.endswith("_percent") and value is not None else value


def _short_note(note: str | None) -> str | None:
    if note is None or len(note) <= _LONGEST_SHORT_NOTE:
        return note
    return note[: _LONGEST_SHORT_NOTE - 1] + "…"


def _beginning(rows: Sequence[Row], room: int) -> tuple[list[Row], int]:
    """Give the first rows there is room for, and the room that is left."""
    kept: list[Row] = []
    for row in rows:
        taken = bytes_of(row) + 1
        if taken > room:
            break
        kept.append(row)
        room -= taken
    return kept, room


def _sections(sections: Sequence[Row], room: int, most: int) -> tuple[list[Row], int]:
    """Give sections with as many of their lines as there is room for, at most so many of each."""
    heads, room = _beginning([_with_lines(section, 0) for section in sections], room)
    kept = [0] * len(heads)
    whole = [min(most, len(section["lines"])) for section in sections[: len(heads)]]
    for turn in range(max(whole, default=0)):
        for index, section in enumerate(sections[: len(heads)]):
            if kept[index] < turn or turn >= whole[index]:  # one before had no room, or there are no more
                continue
            taken = bytes_of(section["lines"][turn]) + 1
            if taken <= room:
                kept[index] += 1
                room -= taken
    return [_with_lines(section, lines) for section, lines in zip(sections, kept, strict=False)], room


def _with_lines(section: Row, most: int) -> Row:
    """Give a section with its first lines, and say how many more there are."""
    lines = section["lines"]
    return {**section, "lines": lines[:most], "lines_left_out": max(0, len(lines) - most)}


def _fewer_days(row: Row, room: int) -> list[Row]:
    """Give a series with its latest days, as many as there is room for; none if that is next to none."""
    points = row["points"]
    left_out = row.get("points_left_out", 0)
    while len(points) > _FEWEST_DAYS:
        points = points[len(points) // 4 + 1 :]
        cut = {**row, "points": points, "points_left_out": left_out + len(row["points"]) - len(points)}
        if bytes_of(cut) < room:
            return [cut]
    return []


def cut_of(
    kept: Lists, lists: Lists, how_to_narrow: str, *, lines: tuple[int, int] = (0, 0)
) -> answers.Cut | None:
    """Say what there was no room for; None if all is there.

    `lines` are those of the text: how many it has, and of how many.
    """
    shown, of = _counted(kept), _counted(lists)
    if lines[0] != lines[1]:
        shown["text_lines"], of["text_lines"] = lines
    if shown == of and not _lacks(list(kept.values())):
        return None
    return {"shown": shown, "of": of, "how_to_narrow": how_to_narrow}


def has_no_room(kept: Lists, lists: Lists, *, limit: int | None) -> bool:
    """Say whether fewer are given than were asked for, as there is no room for them."""
    return any(
        len(kept[name]) < len(rows if name in ("series", "sections") else rows[:limit])
        for name, rows in lists.items()
    )


def how_to_narrow(result: Mapping[str, Any], asked: GetReport, *, full: bool, workbook: bool) -> str:
    """Say what gives more of what was left out: only what was not asked for yet and can be.

    With `full` there is no room for more however many are asked for.
    """
    ways = []
    if asked.artist is None and len(artists_of(result)) > 1:
        ways.append("artist")
    if asked.platform is None and len(platforms_of(result, asked.part)) > 1:
        ways.append("platform")
    if asked.part == SUMMARY and result.get("sections"):
        ways.append("a section's name as part")
    if asked.limit is None:
        ways.append(f"limit (up to {MOST_ROWS}) for a longer answer")
    elif asked.limit < MOST_ROWS and not full:
        ways.append(f"a higher limit (up to {MOST_ROWS})")
    rest = "the workbook has everything" if workbook else "the page has everything"
    if not ways:
        return sentence(rest)
    return f"Give {' or '.join(filter(None, [', '.join(ways[:-1]), *ways[-1:]]))}. {sentence(rest)}"


def _counted(lists: Lists) -> dict[str, int]:
    """Count the entries of lists, and the lines within sections."""
    counts = {name: len(rows) for name, rows in lists.items()}
    if "sections" in lists:
        counts["section_lines"] = sum(len(section["lines"]) for section in lists["sections"])
    return counts


def _lacks(value: Any) -> bool:
    """Say whether something anywhere within says that it was cut."""
    if isinstance(value, Mapping):
        return any((name.endswith("_left_out") and each) or _lacks(each) for name, each in value.items())
    return isinstance(value, list) and any(_lacks(each) for each in value)
