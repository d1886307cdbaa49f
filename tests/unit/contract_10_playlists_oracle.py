"""Contract 10.5 in plain Python, over the rows Soundcharts gave: nothing of the product is used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

COUNTED = ("Editorial", "Algotorial", "Major", "Charts")
WITH_REACH = ("spotify", "deezer", "youtube")
Row = dict[str, Any]


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def within(text: str | None, first: date, last: date) -> bool:
    day = day_of(text)
    return day is not None and first <= day <= last


def name_of(row: Row) -> tuple[str, str]:
    return row["playlist"]["uuid"], row["song"]["uuid"]


def happened(stays: Sequence[Row], first: date, last: date) -> tuple[set[Any], set[Any]]:
    """Give the placements that were added and those that were removed from the first to the last day."""
    counted = [row for row in stays if row["playlist"]["type"] in COUNTED]
    return (
        {name_of(row) for row in counted if within(row["entryDate"], first, last)},
        {name_of(row) for row in counted if within(row["exitDate"], first, last)},
    )


def events_of(stays: Sequence[Row], largest: Sequence[Row], first: date, last: date) -> dict[Any, str]:
    """Give what happened to each placement that has a row. `largest` are the 25 with most followers now."""
    added, removed = happened(stays, first, last)
    events = dict.fromkeys(added, "added") | dict.fromkeys(removed, "removed")
    events |= dict.fromkeys(added & removed, "added_and_removed")
    for row in largest:
        name = name_of(row)
        # Of lists that do not count only those the song is on now are looked at.
        seen = [stay for stay in stays if stay["playlist"]["type"] in COUNTED or stay in largest]
        began = [stay for stay in seen if name_of(stay) == name and str(stay["entryDate"])[:10] <= str(last)]
        if name in events or any(str(stay["entryDate"])[:10] >= str(first) for stay in began):
            continue
        if any(stay["exitDate"] is None or str(stay["exitDate"])[:10] >= str(first) for stay in began):
            events[name] = "held"
    return events


def series_figures(rows: Sequence[Row], field: str, first: date, last: date) -> dict[str, Any]:
    told = [row for row in rows if within(row["date"], first, last) and row[field] is not None]
    days = {day_of(row["date"]): row[field] for row in told}
    values = [days[day] for day in sorted(day for day in days if day)]
    if not values:
        return {"first": None, "latest": None, "difference": None, "average": None, "peak": None}
    cents = (200 * sum(values) + len(values)) // (2 * len(values))
    return {
        "first": values[0],
        "latest": values[-1],
        "difference": values[-1] - values[0] if len(values) > 1 else None,
        "average": cents / 100,
        "peak": max(values),
    }


def total_of(
    stays: Sequence[Row], reach: Sequence[Row], platform: str, first: date, last: date
) -> dict[str, Any]:
    """Give the total of a platform worldwide, where everything could be fetched."""
    added, removed = happened(stays, first, last)
    counts = series_figures(reach, "playlistCount", first, last)
    followers = series_figures(reach if platform in WITH_REACH else [], "playlistReach", first, last)
    total = {f"playlists_{name}": counts[name] for name in ("first", "latest", "difference", "peak")}
    total |= {f"reach_{name}": value for name, value in followers.items()}
    total["added"] = len(added)
    total["removed"] = len(removed) if removed or last >= date(2025, 8, 1) else None
    return total
