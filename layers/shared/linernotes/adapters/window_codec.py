"""Fetched windows as bytes: columns of days and values, JSON, zlib.

A 90-day window of one figure a day takes about half a KB so, where maps of the same would pass DynamoDB's
400 KB. Days are counted from the window's first.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from linernotes.domain.series import Number, Outcome, WindowData, WindowKey
from linernotes.domain.windows import Window


def encode_window(data: WindowData) -> bytes:
    """Pack a window."""
    first = data.window.first
    document: dict[str, Any] = {
        "outcome": data.outcome.value,
        "last": data.window.last.isoformat(),
        "fetched_at": data.fetched_at.isoformat(),
        "name": data.artist_name,
        "image": data.artist_image_url,
        "crawled_at": data.crawled_at,
        "announced": data.announced,
        "values": _columns(data.values, first),
        "places": {country: _columns(points, first) for country, points in data.places.items()},
    }
    if data.unreadable or data.unreadable_places:
        document["unreadable"] = [_offsets(data.unreadable, first), _offsets(data.unreadable_places, first)]
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def decode_window(key: WindowKey, packed: bytes) -> WindowData:
    """Unpack a window."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed))
    unreadable, unreadable_places = document.get("unreadable", ((), ()))
    return WindowData(
        key=key,
        window=Window(key.first, date.fromisoformat(document["last"])),
        outcome=Outcome(document["outcome"]),
        fetched_at=datetime.fromisoformat(document["fetched_at"]),
        artist_name=document["name"],
        artist_image_url=document["image"],
        crawled_at=document["crawled_at"],
        announced=document["announced"],
        values=_points(document["values"], key.first),
        places={country: _points(columns, key.first) for country, columns in document["places"].items()},
        unreadable=_days(unreadable, key.first),
        unreadable_places=_days(unreadable_places, key.first),
    )


def _offsets(days: Sequence[date | None], first: date) -> list[int | None]:
    return [None if day is None else (day - first).days for day in days]


def _days(offsets: Sequence[int | None], first: date) -> tuple[date | None, ...]:
    return tuple(None if offset is None else first + timedelta(days=offset) for offset in offsets)


def _columns(points: Mapping[date, Number], first: date) -> list[list[int | str]]:
    """Write points as [days], [values]; a decimal is written as text, so that no digit is lost."""
    return [
        [(day - first).days for day in points],
        [value if isinstance(value, int) else str(value) for value in points.values()],
    ]


def _points(columns: list[list[Any]], first: date) -> dict[date, Number]:
    days, values = columns
    return {
        first + timedelta(days=day): value if isinstance(value, int) else Decimal(value)
        for day, value in zip(days, values, strict=True)
    }
