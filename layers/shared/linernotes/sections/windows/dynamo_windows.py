"""Fetched windows in DynamoDB: one packed item a window, in parts where one item could not hold it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from linernotes.aws.dynamo_batches import read_items
from linernotes.aws.items import Item, key_item, moment, number, seconds
from linernotes.aws.throttling import busy_when_throttled
from linernotes.sections.windows.codec import decode_window, encode_window
from linernotes.sections.windows.window_data import WindowData, WindowKey
from linernotes.threads import in_threads

_PART_BYTES = 350_000
"""DynamoDB takes items of 400 KB; the rest is for keys and attributes."""
_WRITERS = 8

ItemKey = tuple[str, str]


@busy_when_throttled
class DynamoWindowStore:
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
        """See `WindowStore.read`."""
        by_item_key = {_item_key(key): key for key in keys}
        firsts = read_items(self._client, self._table, list(by_item_key), sleep=self._sleep)
        part_keys = {item_key: _part_keys(first) for item_key, first in firsts.items()}
        further = read_items(
            self._client,
            self._table,
            [part_key for of_window in part_keys.values() for part_key in of_window],
            sleep=self._sleep,
        )
        windows = {}
        for item_key, first in firsts.items():
            parts = [first, *(further[key] for key in part_keys[item_key] if key in further)]
            # A part may be missing only where it has expired: then so has the window.
            if len(parts) == int(first["parts"]["N"]):
                packed = b"".join(part["data"]["B"] for part in parts)
                windows[by_item_key[item_key]] = decode_window(by_item_key[item_key], packed)
        return windows

    def write(self, windows: Iterable[WindowData]) -> None:
        """See `WindowStore.write`.

        The first part is what makes a window be there, so of a window in parts it is written last, and only
        over one fetched earlier; a batch write, which would be cheaper, takes no condition.
        """
        in_threads(self._write, windows, at_once=_WRITERS)

    def _write(self, data: WindowData) -> None:
        first, *further = self._items(data)
        for item in further:
            self._client.put_item(TableName=self._table, Item=item)
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.put_item(
                TableName=self._table,
                Item=first,
                ConditionExpression="attribute_not_exists(pk) OR fetched_at < :fetched_at",
                ExpressionAttributeValues={":fetched_at": first["fetched_at"]},
            )

    def _items(self, data: WindowData) -> list[Item]:
        packed = encode_window(data)
        parts = [packed[at : at + self._part_bytes] for at in range(0, len(packed), self._part_bytes)]
        fetched_at = data.fetched_at.isoformat()
        first_key = _item_key(data.key)
        return [
            {
                **key_item(pk, sk),
                "data": {"B": part},
                "parts": number(len(parts)),
                "fetched_at": moment(data.fetched_at),
                "expires_at": seconds(data.fetched_at + self._retention),
            }
            for index, part in enumerate(parts)
            for pk, sk in (_part_key(first_key, fetched_at, index) if index else first_key,)
        ]


def _item_key(key: WindowKey) -> ItemKey:
    return f"{key.artist_uuid}#{key.source_slug}", key.first.isoformat()


def _part_key(first_key: ItemKey, fetched_at: str, part: int) -> ItemKey:
    """Give the key of a further part: each fetch has its own, so that none takes another's away."""
    pk, sk = first_key
    return pk, f"{sk}#{fetched_at}#{part}"


def _part_keys(first: Item) -> list[ItemKey]:
    first_key = first["pk"]["S"], first["sk"]["S"]
    return [
        _part_key(first_key, first["fetched_at"]["S"], part) for part in range(1, int(first["parts"]["N"]))
    ]
