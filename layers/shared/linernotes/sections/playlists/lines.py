"""The section's answer in two lines for each artist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.model.row_status import RowStatus
from linernotes.model.words import figure

Json = Mapping[str, Any]

_QUALIFIED = (RowStatus.LOWER_BOUND, RowStatus.PARTIAL)


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say what was added and removed on each platform, and on which list it matters most."""
    totals: dict[str, list[Json]] = {}
    for total in answer["totals"]:
        totals.setdefault(total["artist__uuid"], []).append(total)
    rows: dict[str, list[Json]] = {}
    for row in answer["rows"] or ():
        rows.setdefault(row["artist__uuid"], []).append(row)
    return {uuid: [_moves(of), *_largest(rows.get(uuid, []))] for uuid, of in totals.items()}


def _moves(totals: Sequence[Json]) -> str:
    # What has figures first: a message may have no room for the rest.
    told = [_moved(total) for total in sorted(totals, key=lambda total: not _has_figures(total))]
    return f"Playlists: {'; '.join(told)}"


def _moved(total: Json) -> str:
    status, name = RowStatus(total["status"]), total["platform__name"]
    if not _has_figures(total):
        return f"{name} {status.words}"
    if total["added"] is None:
        told = f"{name} additions not known"
    elif total["removed"] is None:
        told = f"{name} {figure(total['added'])} added, removals not known"
    else:
        told = f"{name} {figure(total['added'])} added, {figure(total['removed'])} removed"
    if total["playlists_latest"] is not None:
        told += f", on {figure(total['playlists_latest'])} lists"
    return f"{told} ({status.words})" if status in _QUALIFIED else told


def _has_figures(total: Json) -> bool:
    return total["added"] is not None or total["playlists_latest"] is not None


def _largest(rows: Sequence[Json]) -> list[str]:
    """Name the list with most followers on which something happened."""
    moved = [row for row in rows if row["event"] != "held" and row["followers"] is not None]
    if not moved:
        return []
    row = max(moved, key=lambda row: row["followers"])
    what = row["event"].replace("_", " ")
    song = f"“{row['track_name']}” " if row["track_name"] else ""
    return [
        f"Largest list: {song}{what} {_on(row)}{row['playlist']} "
        f"({row['platform__name']}, {figure(row['followers'])} followers today)"
    ]


def _on(row: Json) -> str:
    return "from " if row["event"] == "removed" else "to " if row["event"] == "added" else "on "
