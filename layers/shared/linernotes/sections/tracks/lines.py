"""The section's answer in a line for each artist and platform; those without tracks share a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, listed

Json = Mapping[str, Any]


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Name the best track on each platform's charts, or say why there is none, by artist."""
    lines: dict[str, list[str]] = {}
    without: dict[tuple[str, str], list[str]] = {}
    for row in answer["rows"] or ():
        uuid, platform = row["artist__uuid"], row["platform"]["name"]
        if row["success"]:
            lines.setdefault(uuid, []).append(_line(platform, row))
        else:
            without.setdefault((uuid, _why_none(row)), []).append(platform)
    for (uuid, why), platforms in without.items():
        lines.setdefault(uuid, []).append(f"Tracks on {listed(platforms)}: {why}")
    return lines


def _line(platform: str, row: Json) -> str:
    top = row["top_track"]
    if top is None:
        told = f"Tracks on {platform}: {row['summary']['total_tracks']:,}, by their positions only"
    else:
        told = f"Top track on {platform}: {top['track_name']}"
        if top["total_streams"] is not None:
            told += f", {figure(top['total_streams'])}"
    return f"{told}, of {_stored(row)}" if _is_lacking(row) else told


def _why_none(row: Json) -> str:
    """Say that there are no charts, or no entries on them and how many of them are stored."""
    if not all(note.get("has_charts", True) for note in row["notes"]):
        return "not known to have charts"
    words = RowStatus(row["status"]).words
    return f"{words}, {_stored(row)} stored" if _is_lacking(row) else words


def _is_lacking(row: Json) -> bool:
    return bool(row["chart_days"]["stored"] != row["chart_days"]["expected"])


def _stored(row: Json) -> str:
    days = row["chart_days"]
    unit = "chart week" if row["frequency"] == "weekly" else "chart day"
    return f"{days['stored']:,} of {counted(days['expected'], unit)}"
