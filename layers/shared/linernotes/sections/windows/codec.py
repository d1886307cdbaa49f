"""Fetched windows as bytes: columns of days and values, JSON, zlib.

A 90-day window of one figure a day takes about half a KB so, where maps of the same would pass DynamoDB's
400 KB. Days are counted from the window's first.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from linernotes.model.points import Number
from linernotes.model.windows import WINDOW_DAYS, Window
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey


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
        places=_PackedPlaces(packed, key.first) if document["places"] else {},
        unreadable=_days(unreadable, key.first),
        unreadable_places=_days(unreadable_places, key.first),
    )


class _PackedPlaces(Mapping[str, Mapping[date, Number]]):
    """A window's figures by country, unpacked when a country is asked for.

    Unpacked they are most of a window, where a report wants one country of it or none.
    """

    def __init__(self, packed: bytes, first: date) -> None:
        self._packed = packed
        self._first = first

    def __getitem__(self, country: str) -> Mapping[date, Number]:
        return _points(self._columns()[country], self._first)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns())

    def __len__(self) -> int:
        return len(self._columns())

    def _columns(self) -> dict[str, list[list[Any]]]:
        places: dict[str, list[list[Any]]] = json.loads(zlib.decompress(self._packed))["places"]
        return places


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
    dates = _days_from(first)
    return {
        dates[day]: value if isinstance(value, int) else Decimal(value)
        for day, value in zip(days, values, strict=True)
    }


@lru_cache(maxsize=128)
def _days_from(first: date) -> tuple[date, ...]:
    """Give a window's days; the same ones to all windows that begin there, of which a report has many."""
    return tuple(first + timedelta(days=day) for day in range(WINDOW_DAYS))
