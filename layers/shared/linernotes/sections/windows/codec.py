"""Fetched windows as bytes: columns of days and values, JSON, zlib.

A 90-day window of one figure a day takes about half a KB so, where maps of the same would pass DynamoDB's
400 KB. Days are counted from the window's first. Cities, which few reports want, follow as a part of their
own that is left packed until it is asked for; windows kept before cities were have no such part. So do
counts, after them: how many bytes they take is said at the beginning.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from linernotes.model.points import Number
from linernotes.model.windows import WINDOW_DAYS, Window
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey


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
    lost = (data.unreadable, data.unreadable_places, data.unreadable_cities, data.unreadable_counts)
    if any(lost):
        document["unreadable"] = [_offsets(days, first) for days in lost]
    cities = counts = b""
    if data.cities is not None:
        cities = _pack([[*city, *_columns(points, first)] for city, points in data.cities.items()])
    if data.counts is not None:
        counts = _pack({name: _columns(points, first) for name, points in data.counts.items()})
        document["counts"] = len(counts)
    return _pack(document) + cities + counts


def decode_window(key: WindowKey, packed: bytes) -> WindowData:
    """Unpack a window."""
    document, rest = _unpack(packed)
    lost = (*document.get("unreadable", ()), (), (), (), ())
    ends_at = len(rest) - document.get("counts", 0)
    cities, counts = rest[:ends_at], rest[ends_at:]
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
        places=_Packed(packed, key.first, _countries) if document["places"] else {},
        cities=_Packed(cities, key.first, _cities) if cities else None,
        counts=_Packed(counts, key.first, _counts) if counts else None,
        unreadable=_days(lost[0], key.first),
        unreadable_places=_days(lost[1], key.first),
        unreadable_cities=_days(lost[2], key.first),
        unreadable_counts=_days(lost[3], key.first),
    )


class _Packed[K](Mapping[K, Mapping[date, Number]]):
    """A window's figures by country, by city or by what is counted, unpacked when they are asked for.

    Unpacked they are most of a window, where a report wants one country of it or none. `read` finds them in
    what is packed.
    """

    def __init__(self, packed: bytes, first: date, read: Callable[[bytes], dict[K, list[list[Any]]]]) -> None:
        self._packed = packed
        self._first = first
        self._read = read

    def __getitem__(self, place: K) -> Mapping[date, Number]:
        return _points(self._columns()[place], self._first)

    def __iter__(self) -> Iterator[K]:
        return iter(self._columns())

    def __len__(self) -> int:
        return len(self._columns())

    def items(self) -> ItemsView[K, Mapping[date, Number]]:
        """Unpack all of them, once."""
        return {place: _points(columns, self._first) for place, columns in self._columns().items()}.items()

    def _columns(self) -> dict[K, list[list[Any]]]:
        return self._read(self._packed)


def _pack(document: Any) -> bytes:
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def _unpack(packed: bytes) -> tuple[Any, bytes]:
    """Unpack the first part; returns it, and the next one still packed, empty where there is none."""
    first = zlib.decompressobj()
    return json.loads(first.decompress(packed)), first.unused_data


def _countries(packed: bytes) -> dict[str, list[list[Any]]]:
    document, _ = _unpack(packed)
    countries: dict[str, list[list[Any]]] = document["places"]
    return countries


def _cities(packed: bytes) -> dict[City, list[list[Any]]]:
    cities, _ = _unpack(packed)
    return {City(country, name, region): [days, values] for country, name, region, days, values in cities}


def _counts(packed: bytes) -> dict[str, list[list[Any]]]:
    counts: dict[str, list[list[Any]]]
    counts, _ = _unpack(packed)
    return counts


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
