"""Fetched windows in DynamoDB: one packed item a window, in parts where one item could not hold it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from linernotes.aws.packed_items import PART_BYTES, DynamoPackedItems, Fresh, ItemKey, Packed
from linernotes.model.marks import data_mark
from linernotes.sections.windows.codec import decode_window, encode_window
from linernotes.sections.windows.window_data import WindowData, WindowKey, fresh_until


class DynamoWindowStore:
    """Keeps windows in a table with the keys `pk` (artist and source) and `sk` (first day, part)."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        part_bytes: int = PART_BYTES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`retention_days` is how long a window is kept: for its freshness, and for repairs."""
        self._items = DynamoPackedItems(
            client, table, retention_days=retention_days, part_bytes=part_bytes, sleep=sleep
        )

    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:
        """See `WindowStore.read`."""
        by_item_key = {_item_key(key): key for key in keys}
        return {
            by_item_key[item_key]: decode_window(by_item_key[item_key], packed)
            for item_key, packed in self._items.read(by_item_key).items()
        }

    def write(self, windows: Iterable[WindowData]) -> None:
        """See `WindowStore.write`."""
        self._items.write(
            Packed(
                _item_key(data.key),
                encode_window(data),
                data.fetched_at,
                Fresh(fresh_until(data), data_mark(data.key.artist_uuid)),
            )
            for data in windows
        )


def _item_key(key: WindowKey) -> ItemKey:
    return f"{key.artist_uuid}#{key.source_slug}", key.first.isoformat()
