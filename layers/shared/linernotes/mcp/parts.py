"""The parts of a finished report, from its stored answer: what of it an assistant is given, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.mcp.arguments import SERIES, SUMMARY
from linernotes.mcp.results import bytes_of
from linernotes.sections.registry import SECTIONS

Row = dict[str, Any]

_LEFT_OUT = {
    "series",
    "platform__color",
    "platform__name",
    "current_audience",  # latest_value by another name
    "month_average",  # period_average by another name
    "notes",  # note, by codes
    "imageUrl",
    "image_url",
}
_MOST_WITHIN = 5
"""How many entries of a list within a row are given unless more are asked for."""
_FEWEST_DAYS = 7


def lists_of(
    result: Mapping[str, Any], part: str, *, artist: str | None, platform: str | None, limit: int | None
) -> dict[str, list[Row]]:
    """Give the lists of a part, the most important first, narrowed to an artist and a platform."""

    def narrowed(rows: Sequence[Row] | None) -> list[Row]:
        return [
            row
            for row in rows or ()
            if (artist is None or row.get("artist__uuid", artist) == artist)
            and (platform is None or row.get("platform__slug", platform) == platform)
        ]

    rows = narrowed(result["detailed_breakdown"])
    if part == SERIES:
        return {"series": [_series(row, limit) for row in rows]}
    if part == SUMMARY:
        several = len(result["metadata"]["artists"]) > 1 and artist is None
        sums = narrowed(result["platform_summaries"]) if several else []
        return {
            "sections": [_section(name, answer) for name, answer in result.get("sections", {}).items()],
            "rows": [_row(row, limit) for row in rows],
            **({"sums": [_row(row, limit) for row in sums]} if sums else {}),
        }
    answer = result["sections"][part]
    return {
        "totals": [_row(row, limit) for row in narrowed(answer["totals"])],
        "rows": [_row(row, limit) for row in narrowed(answer["rows"])],
    }


def fitted(lists: Mapping[str, list[Row]], room: int, *, limit: int | None) -> dict[str, list[Row]]:
    """Give as much of the lists as fits into so many bytes, of each from its beginning.

    With a `limit` at most so many of each list are given, the days of series aside.
    """
    kept: dict[str, list[Row]] = {}
    for name, rows in lists.items():
        kept[name] = []
        for row in rows[:limit] if name != "series" else rows:
            taken = bytes_of(row) + 1
            if taken > room:
                if name == "series" and (cut := _fewer_days(row, room)):
                    kept[name].append(cut)
                    room -= bytes_of(cut) + 1
                break
            kept[name].append(row)
            room -= taken
    return kept


def _fewer_days(row: Row, room: int) -> Row | None:
    """Give a series with its latest days, as many as there is room for; None if that is next to none."""
    points = row["points"]
    left_out = row.get("points_left_out", 0)
    while len(points) > _FEWEST_DAYS:
        points = points[len(points) // 4 + 1 :]
        cut = {**row, "points": points, "points_left_out": left_out + len(row["points"]) - len(points)}
        if bytes_of(cut) < room:
            return cut
    return None


def _section(name: str, answer: Mapping[str, Any]) -> Row:
    lines = [line for told in SECTIONS[name].lines(answer).values() for line in told]
    return {
        "name": name,
        "status": answer["status"],
        "note": answer["note"],
        "totals": len(answer["totals"]),
        "rows": len(answer["rows"] or ()),
        "lines": lines[:_MOST_WITHIN],
    }


def _row(row: Row, limit: int | None) -> Row:
    """Give a row without what says the same again; long lists within it are cut, and it says so."""
    told: Row = {}
    for name, value in row.items():
        if name in _LEFT_OUT:
            continue
        if isinstance(value, dict):
            value = _row(value, limit)
        if isinstance(value, list) and len(value) > (most := limit or _MOST_WITHIN):
            told[f"{name}_left_out"] = len(value) - most
            value = value[:most]
        told[name] = value
    return told


def _series(row: Row, limit: int | None) -> Row:
    points = row["series"] or []
    told = {
        name: row[name]
        for name in ("artist__name", "artist__uuid", "platform__slug", "metric_kind", "status", "note")
    }
    if limit is not None and len(points) > limit:
        return {**told, "points": points[-limit:], "points_left_out": len(points) - limit}
    return {**told, "points": points}
