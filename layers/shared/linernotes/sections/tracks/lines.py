"""The section's answer in a line for each artist and platform; those without tracks share a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.countries import in_country
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, listed
from linernotes.sections.tracks.track_notes import SUMMED

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
            if row["metric"]:
                told += f" {listed(row['metric'].split(', '))}"
    why = _why_at_least(row)
    return f"{told} (a lower bound: {why})" if why else told


def _why_at_least(row: Json) -> str:
    """Say why the figures are a lower bound (contract 5.1 and 5.4); nothing where they are none."""
    lacking = _is_lacking(row)
    reasons = [_stored(row)] if lacking else []
    if any(note["code"] == SUMMED.code for note in row["notes"]):
        reasons.append("otherwise countries' charts" if lacking else "in part from countries' charts")
    return ", ".join(reasons)


def _why_none(row: Json) -> str:
    """Say that there are no charts, or no entries on them and how many of them are stored."""
    if not all(note.get("has_charts", True) for note in row["notes"]):
        return "not known to have charts"
    words = RowStatus(row["status"]).words
    return f"{words}, {_stored(row)} stored" if _is_lacking(row) else words


def _is_lacking(row: Json) -> bool:
    return bool(row["chart_days"]["stored"] != row["chart_days"]["expected"])


def _stored(row: Json) -> str:
    days, country = row["chart_days"], row["country"]
    of = counted(days["expected"], "week" if row["frequency"] == "weekly" else "day")
    chart = f"charts {in_country(country)}" if country else "worldwide chart"
    return f"{days['stored']:,} of {of} of the {chart}"
