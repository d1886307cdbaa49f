"""The parts of a finished report, from its stored answer: what of it an assistant is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from typing import Any

from linernotes.mcp.arguments import SERIES, SUMMARY
from linernotes.mcp.scope import Row, Scope, artists_of
from linernotes.model.row_status import RowStatus
from linernotes.sections.registry import SECTIONS

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
MOST_WITHIN = 5
"""How many entries of a list within a row are given unless more are asked for."""
BLANK = {
    RowStatus.NO_DATA,
    RowStatus.NOT_PUBLISHED,
    RowStatus.NOT_AVAILABLE,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NOT_FOUND,
    RowStatus.FAILED,
}
"""Statuses of what has no figures."""
_FIGURES_COUNTED = {"total_tracks"}
"""Counts that the API gives as 0 where nothing is known (contract 10 has them as whole numbers)."""


def lists_of(
    result: Mapping[str, Any], part: str, scope: Scope, *, limit: int | None
) -> dict[str, list[Row]]:
    """Give the lists of a part, the most important first, narrowed to what is asked for."""
    rows = scope.of(result["detailed_breakdown"])
    if part == SERIES:
        return {"series": [_series(row, limit) for row in rows]}
    if part == SUMMARY:
        several = len(artists_of(result)) > 1 and scope.artist is None
        sums = scope.of(result["platform_summaries"]) if several else []
        return {
            "rows": [_row(row, limit) for row in rows],
            **({"sums": [_row(row, limit) for row in sums]} if sums else {}),
            "sections": [_section(name, answer) for name, answer in sections_of(result, scope)],
        }
    answer = result["sections"][part]
    return {
        "totals": [_row(row, limit) for row in scope.of(answer["totals"])],
        "rows": [_row(row, limit) for row in scope.of(answer["rows"])],
    }


def sections_of(result: Mapping[str, Any], scope: Scope) -> Iterator[tuple[str, Row]]:
    """Give the answers of sections by name, narrowed; those that have something of what is asked for."""
    for name, answer in result.get("sections", {}).items():
        narrowed = scope.of_section(answer)
        if narrowed["totals"] or narrowed["rows"] or not scope.narrows:
            yield name, narrowed


def lines_of_section(name: str, answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the lines of a section, each with its artist's uuid: every artist's first, then the second."""
    by_artist = [[(uuid, line) for line in told] for uuid, told in SECTIONS[name].lines(answer).items()]
    return [line for line in chain.from_iterable(zip_longest(*by_artist)) if line is not None]


def _section(name: str, answer: Row) -> Row:
    rows = [*answer["totals"], *(answer["rows"] or ())]
    names = {row["artist__uuid"]: row["artist__name"] for row in rows}
    return {
        "name": name,
        "status": answer["status"],
        "note": answer["note"],
        "totals": len(answer["totals"]),
        "rows": len(answer["rows"] or ()),
        "lines": [
            {"artist__uuid": uuid, "artist__name": names.get(uuid), "line": line}
            for uuid, line in lines_of_section(name, answer)
        ],
    }


def _row(row: Row, limit: int | None, status: str | None = None) -> Row:
    """Give a row without what says the same again; long lists within it are cut, and it says so.

    A count of figures is null where the status says that there are none. `status` is of what the row is
    within, for one that has none itself.
    """
    status = row.get("status", status)
    told: Row = {}
    for name, value in row.items():
        if name in _LEFT_OUT:
            continue
        if isinstance(value, dict):
            value = _row(value, limit, status)
        if isinstance(value, list) and len(value) > (most := limit or MOST_WITHIN):
            told[f"{name}_left_out"] = len(value) - most
            value = value[:most]
        told[name] = None if name in _FIGURES_COUNTED and value == 0 and status in BLANK else value
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
