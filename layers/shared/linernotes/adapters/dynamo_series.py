"""Fetched windows in DynamoDB: one packed item a window, in parts where one item could not hold it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from linernotes.adapters.dynamo_batches import Item, read_items, write_items
from linernotes.adapters.window_codec import decode_window, encode_window
from linernotes.domain.series import WindowData, WindowKey

_PART_BYTES = 350_000
"""DynamoDB takes items of 400 KB; the rest is for keys and attributes."""


class DynamoSeriesStore:
    """Keeps windows in a table with the keys `pk` (artist and source) and `sk` (first day, part)."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        part_bytes: int = _PART_BYTES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`retention_days` is how long a window is kept: for its freshness, and for repairs."""
        self._client = client
        self._table = table
        self._retention = timedelta(days=retention_days)
        self._part_bytes = part_bytes
        self._sleep = sleep

    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:
        """See `SeriesStore.read`."""
        by_item_key = {_item_key(key, 0): key for key in keys}
        items = read_items(self._client, self._table, list(by_item_key), sleep=self._sleep)
        further = [
            _item_key(key, part)
            for item_key, key in by_item_key.items()
            if item_key in items
            for part in range(1, int(items[item_key]["parts"]["N"]))
        ]
        items.update(read_items(self._client, self._table, further, sleep=self._sleep))
        windows = {}
        for item_key, key in by_item_key.items():
            packed = _joined(key, items) if item_key in items else None
            if packed is not None:
                windows[key] = decode_window(key, packed)
        return windows

    def write(self, windows: Iterable[WindowData]) -> None:
        """See `SeriesStore.write`.

        The first part is what makes a window be there, so of a window in parts it is written last.
        """
        firsts: list[Item] = []
        further: list[Item] = []
        for data in windows:
            first, *rest = self._items(data)
            firsts.append(first)
            further.extend(rest)
        for item in (*further, *firsts) if further else ():
            self._client.put_item(TableName=self._table, Item=item)
        if not further:
            requests = [{"PutRequest": {"Item": item}} for item in firsts]
            write_items(self._client, self._table, requests, sleep=self._sleep)

    def _items(self, data: WindowData) -> list[Item]:
        packed = encode_window(data)
        parts = [packed[at : at + self._part_bytes] for at in range(0, len(packed), self._part_bytes)]
        expires_at = int((data.fetched_at + self._retention).timestamp())
        return [
            {
                "pk": {"S": pk},
                "sk": {"S": sk},
                "data": {"B": part},
                "parts": {"N": str(len(parts))},
                # Parts of two fetches must not be joined: they carry the fetch they are of.
                "fetched_at": {"S": data.fetched_at.isoformat()},
                "expires_at": {"N": str(expires_at)},
            }
            for index, part in enumerate(parts)
            for pk, sk in (_item_key(data.key, index),)
        ]


def _item_key(key: WindowKey, part: int) -> tuple[str, str]:
    sort_key = key.first.isoformat() if part == 0 else f"{key.first.isoformat()}#{part}"
    return f"{key.artist_uuid}#{key.source_slug}", sort_key


def _joined(key: WindowKey, items: dict[tuple[str, str], Item]) -> bytes | None:
    """Join a window's parts; None while another fetch of it is half written, as if it were not there."""
    first = items[_item_key(key, 0)]
    parts = [items.get(_item_key(key, part)) for part in range(int(first["parts"]["N"]))]
    whole = [part for part in parts if part is not None and part["fetched_at"] == first["fetched_at"]]
    return b"".join(part["data"]["B"] for part in whole) if len(whole) == len(parts) else None
