"""How much of a report's part an answer has room for, and what it says of the rest (contract 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from linernotes.mcp.arguments import MOST_ROWS, SUMMARY, GetReport
from linernotes.mcp.brief import Footnotes, beginning_with_footnotes, fields_of
from linernotes.mcp.parts import BLANK, MOST_WITHIN
from linernotes.mcp.results import bytes_of
from linernotes.mcp.scope import Row, artists_of, platforms_of
from linernotes.model.words import sentence

if TYPE_CHECKING:
    from linernotes.mcp import answers

Lists = Mapping[str, Sequence[Row]]

_FEWEST_DAYS = 7


def fitted(lists: Lists, room: int, *, limit: int | None) -> dict[str, list[Row]]:
    """Give as much of the lists as fits into so many bytes, of each from its beginning.

    Lists come by their importance: the first has all the room it needs, but that totals leave rows half of
    it. Of all sections the first lines come before any second one. With a `limit` at most so many of each
    list are given, the days of series and sections aside.
    """
    kept: dict[str, list[Row]] = {}
    for name, rows in lists.items():
        if name == "sections":
            kept[name], room = _sections(rows, room, limit or MOST_WITHIN)
            continue
        wanted = rows if name == "series" else rows[:limit]
        held_back = room // 2 if name == "totals" and lists.get("rows") else 0
        kept[name], left = _beginning(wanted, room - held_back)
        room = left + held_back
        if name == "series" and len(kept[name]) < len(rows):
            kept[name] += _fewer_days(rows[len(kept[name])], room)
    if "totals" in kept:
        more, room = _beginning(lists["totals"][:limit][len(kept["totals"]) :], room)
        kept["totals"] += more
    return kept


def fits_with_a_line_each(lists: Lists, room: int, *, limit: int | None) -> bool:
    """Say whether a summary fits into so many bytes with at least a line of each section."""
    heads = [_with_lines(section, 1) for section in lists["sections"]]
    return bytes_of([heads, *(rows[:limit] for name, rows in lists.items() if name != "sections")]) <= room


def fitted_in_short(
    lists: Lists, room: int, footnotes: Footnotes, *, limit: int | None
) -> dict[str, list[Row]]:
    """Give as much of a summary as fits: rows in short, a line of each section, sums, more lines.

    What rows and sums say in `footnotes` has its room too.
    """
    rows, room = beginning_with_footnotes(lists["rows"][:limit], room, footnotes)
    _, left = _sections(lists["sections"], room, 1)
    sums, less = beginning_with_footnotes(lists.get("sums", ())[:limit], left, footnotes, after=rows)
    sections, _ = _sections(lists["sections"], room - (left - less), limit or MOST_WITHIN)
    return {"rows": rows, **({"sums": sums} if "sums" in lists else {}), "sections": sections}


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
    """Give sections with as many of their lines as there is room for, at most so many of each.

    Those that have no figures, as status and note say already, come last.
    """
    heads, room = _beginning([_with_lines(section, 0) for section in sections], room)
    kept = [0] * len(heads)
    whole = [min(most, len(section["lines"])) for section in sections[: len(heads)]]
    order = sorted(enumerate(sections[: len(heads)]), key=lambda each: each[1]["status"] in BLANK)
    for turn in range(max(whole, default=0)):
        for index, section in order:
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
    if "row_fields" in of and shown["row_fields"] == of["row_fields"]:
        del shown["row_fields"], of["row_fields"]
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
    """Count the entries of lists, the fields of a summary's first row, and the lines within sections."""
    counts = {name: len(rows) for name, rows in lists.items()}
    if "sections" in lists:
        counts["row_fields"] = fields_of(lists["rows"][0]) if lists["rows"] else 0
    if "sections" in lists:
        counts["section_lines"] = sum(len(section["lines"]) for section in lists["sections"])
    return counts


def _lacks(value: Any) -> bool:
    """Say whether something anywhere within says that it was cut."""
    if isinstance(value, Mapping):
        return any((name.endswith("_left_out") and each) or _lacks(each) for name, each in value.items())
    return isinstance(value, list) and any(_lacks(each) for each in value)
