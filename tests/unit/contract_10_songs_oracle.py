"""Contract 10.3 once more, as plainly as it can be said: from Soundcharts' JSON to rows and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]

ADD_UP = ("tiktok", "instagram")
FIGURES = (
    "status",
    "start_total",
    "start_date",
    "end_total",
    "end_date",
    "gained",
    "avg_daily",
    "data_points",
)


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def songs_looked_at(songs: Sequence[Row], limit: int, start: date, end: date) -> list[Row]:
    """Give the first by streams, and those released from 90 days before the period to its end."""
    looked_at = list(songs[:limit])
    for song in songs[limit:]:
        released = day_of(song["releaseDate"])
        if released is not None and start - timedelta(days=90) <= released <= end:
            looked_at.append(song)
    return looked_at


def stated_row(song: Row, items: Sequence[Row], platform: str, start: date, end: date) -> Row:
    """Give the figures of a song in a period."""
    values: dict[date, int] = {}
    for item in items:
        of_day = [plot["value"] for plot in item["plots"]]
        if of_day:
            values[date.fromisoformat(item["date"][:10])] = sum(of_day) if platform in ADD_UP else max(of_day)
    inside = sorted(day for day in values if start <= day <= end)
    if not inside:
        return dict.fromkeys(FIGURES) | {"status": "no_data", "data_points": 0}

    week = [day for day in values if timedelta(0) < start - day <= timedelta(days=7)]
    released = day_of(song["releaseDate"])
    status = "lower_bound" if platform in ADD_UP else "measured"
    first, last = inside[0], inside[-1]
    if week:
        first = max(week)
        from_total = values[first]
    elif (
        released
        and start <= released <= end
        and released - timedelta(days=1) <= min(first, last - timedelta(days=1))
    ):
        first, from_total = released - timedelta(days=1), 0
    else:
        from_total, status = values[first], "partial"

    walk = [from_total] + [values[day] for day in inside if day > first]
    walked = [first] + [day for day in inside if day > first]
    for step in range(1, len(walk)):
        old, new = walk[step - 1], walk[step]
        fell = (old - new) * 100 > old
        is_new = released is not None and (walked[step] - released).days <= 30
        if fell or (old >= 100_000 and 10 * (new - old) >= 6 * old and not is_new):
            status = "restated"
    days = (last - first).days
    gained = values[last] - from_total if status != "restated" and days else None
    average = None
    if gained is not None:
        exact = Decimal(gained) / Decimal(days)
        average = float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return {
        "status": status,
        "start_total": from_total,
        "start_date": first.isoformat(),
        "end_total": values[last],
        "end_date": last.isoformat(),
        "gained": gained,
        "avg_daily": average,
        "data_points": len(inside),
    }


def stated_total(rows: Mapping[str, Row], listed: int, platform: str) -> Row:
    """Give what songs come to together; rows are by the uuid of the song."""
    gained = {uuid: row["gained"] for uuid, row in rows.items() if row["gained"] is not None}
    best = max(gained.values(), default=None)
    lower = platform in ADD_UP or len(gained) < listed
    return {
        "songs_counted": len(gained),
        "songs_listed": listed,
        "gained": sum(gained.values()) if gained else None,
        "top_gained": best,
        "lower_bound": bool(gained) and lower,
    }
