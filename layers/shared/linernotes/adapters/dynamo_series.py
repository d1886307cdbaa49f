"""Fetched windows in DynamoDB: one packed item a window, in parts where one item could not hold it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import batched
from typing import Any

from linernotes.adapters.window_codec import decode_window, encode_window
from linernotes.domain.series import WindowData, WindowKey

_PART_BYTES = 350_000
"""DynamoDB takes items of 400 KB; the rest is for keys and attributes."""
_READ_AT_ONCE = 100
_WRITE_AT_ONCE = 25
_READERS = 8
_LONGEST_PAUSE_S = 2.0

Item = dict[str, Any]


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
        items = self._read_items(list(by_item_key))
        further = [
            _item_key(key, part)
            for item_key, key in by_item_key.items()
            if item_key in items
            for part in range(1, int(items[item_key]["parts"]["N"]))
        ]
        items.update(self._read_items(further))
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
            for chunk in batched(firsts, _WRITE_AT_ONCE):
                self._write_items(chunk)

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

    def _write_items(self, items: Sequence[Item]) -> None:
        left: list[Any] = [{"PutRequest": {"Item": item}} for item in items]
        pause_s = 0.05
        while left:
            answer = self._client.batch_write_item(RequestItems={self._table: left})
            left = answer.get("UnprocessedItems", {}).get(self._table, [])
            if left:
                self._sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _read_items(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Item]:
        chunks = list(batched(keys, _READ_AT_ONCE))
        if len(chunks) <= 1:
            found = [self._read_chunk(chunk) for chunk in chunks]
        else:
            with ThreadPoolExecutor(max_workers=min(len(chunks), _READERS)) as pool:
                found = list(pool.map(self._read_chunk, chunks))
        return {(item["pk"]["S"], item["sk"]["S"]): item for items in found for item in items}

    def _read_chunk(self, keys: Sequence[tuple[str, str]]) -> list[Item]:
        left: Any = {
            self._table: {
                "Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys],
                "ConsistentRead": True,
            }
        }
        items: list[Item] = []
        pause_s = 0.05
        while left:
            answer = self._client.batch_get_item(RequestItems=left)
            items.extend(answer["Responses"].get(self._table, ()))
            left = answer.get("UnprocessedKeys")
            if left:
                self._sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        return items


def _item_key(key: WindowKey, part: int) -> tuple[str, str]:
    sort_key = key.first.isoformat() if part == 0 else f"{key.first.isoformat()}#{part}"
    return f"{key.artist_uuid}#{key.source_slug}", sort_key


def _joined(key: WindowKey, items: dict[tuple[str, str], Item]) -> bytes | None:
    """Join a window's parts; None while another fetch of it is half written, as if it were not there."""
    first = items[_item_key(key, 0)]
    parts = [items.get(_item_key(key, part)) for part in range(int(first["parts"]["N"]))]
    whole = [part for part in parts if part is not None and part["fetched_at"] == first["fetched_at"]]
    return b"".join(part["data"]["B"] for part in whole) if len(whole) == len(parts) else None
