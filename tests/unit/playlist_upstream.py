"""Playlists as Soundcharts tells them, of rows a test makes: filtered, in order and in pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from linernotes.model.errors import NotFound, UpstreamError
from linernotes.soundcharts.calls import Get

LABELS = {
    "editorial": "Editorial",
    "algotorial": "Algotorial",
    "major": "Major",
    "charts": "Charts",
    "curators_listeners": "Curators & Listeners",
    "this_is": "This Is",
}
Row = dict[str, Any]


def a_stay(
    playlist: str,
    song: str,
    entered: date | None,
    *,
    left: date | None = None,
    seen: date | None = None,
    type_: str = "editorial",
    market: str = "",
    followers: int | None = 1_000,
    **fields: Any,
) -> Row:
    """Make a row of entries; by default the song is still on the list, and was seen there today."""
    row = {
        "playlist": {
            "uuid": f"uuid-of-{playlist}",
            "name": playlist,
            "countryCode": market,
            "latestSubscriberCount": followers,
            "type": LABELS[type_],
        },
        "position": 5,
        "peakPosition": 2,
        "entryDate": f"{entered}T00:00:00+02:00" if entered else None,
        "exitDate": f"{left}T00:00:00+00:00" if left else None,
        "positionDate": f"{seen or left or date(9999, 1, 1)}T00:00:00+00:00",
        "song": {"uuid": f"uuid-of-{song}", "name": song, "creditName": "Somebody"},
    }
    return row | fields


class PlaylistUpstream:
    """Answers for one platform, `spotify` unless told; others have nothing: 404.

    `gone` are rows that are on no list any more though nothing says so.
    """

    def __init__(
        self, stays: Sequence[Row] = (), *, reach: Sequence[Row] = (), platform: str = "spotify"
    ) -> None:
        self.stays = list(stays)
        self.gone: list[Row] = []
        self.reach = list(reach)
        self.platform = platform
        self.sorts = True
        self.extra_total = 0
        self.instead: dict[str, bytes | UpstreamError] = {}
        """What is answered in place of `reach`, of `top`, or of the entries of a type."""

    def __call__(self, get: Get) -> bytes | UpstreamError:
        if not get.path.endswith(f"/{self.platform}") or "/playlist/" not in get.path:
            return NotFound(get.path)
        query = {name: str(value) for name, value in get.params.items()}
        if "/reach/" in get.path:
            return self.instead.get("reach") or self._page(self._reach(query), query, 0)
        what = "top" if query["currentOnly"] == "1" else query["type"]
        return self.instead.get(what) or self._page(self.ranked(query), query, self.extra_total)

    def ranked(self, query: dict[str, str]) -> list[Row]:
        """List the rows a query asks for, in its order."""
        label = LABELS.get(query["type"])
        found = [
            row
            for row in self.stays
            if (label is None or row["playlist"].get("type") == label)
            and (query["currentOnly"] == "0" or not (row["exitDate"] or row in self.gone))
            and query.get("countryCode") in (None, row["playlist"].get("countryCode"))
        ]
        if not self.sorts:
            return found
        orders: dict[str, Callable[[Row], Any]] = {
            "positionDate": lambda row: str(row["positionDate"]),
            "subscriberCount": _followers_of,
        }
        assert query["sortOrder"] == "desc"
        return sorted(found, key=orders[query["sortBy"]], reverse=True)

    def _reach(self, query: dict[str, str]) -> list[Row]:
        days = (query["startDate"], query["endDate"])
        return [row for row in self.reach if days[0] <= str(row.get("date"))[:10] <= days[1]]

    @staticmethod
    def _page(rows: list[Row], query: dict[str, str], extra_total: int) -> bytes:
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 100))
        page = {"offset": offset, "limit": limit, "total": len(rows) + extra_total, "next": None}
        return json.dumps({"items": rows[offset : offset + limit], "page": page}).encode()


def _followers_of(row: Row) -> int:
    followers = row["playlist"]["latestSubscriberCount"]
    return followers if isinstance(followers, int) else 0


def a_reach_day(day: date, playlists: int | None, reach: int | None = None, **fields: Any) -> Row:
    """Make a row of counts and reach."""
    return {"date": f"{day}T00:00:00+00:00", "playlistCount": playlists, "playlistReach": reach, **fields}


def day_after(day: date, days: int = 1) -> date:
    """Give a day some days later."""
    return day + timedelta(days=days)
