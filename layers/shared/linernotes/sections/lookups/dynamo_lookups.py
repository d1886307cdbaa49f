"""Lookups in DynamoDB, beside the windows: one packed item each, in parts where one could not hold it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from linernotes.aws.packed_items import DynamoPackedItems, Fresh, ItemKey, Packed
from linernotes.model.marks import data_mark
from linernotes.sections.lookups.codec import decode_lookup, encode_lookup
from linernotes.sections.lookups.lookup import Lookup, LookupKey, Question, fresh_at_most_until


class DynamoLookupStore:
    """Keeps lookups in the table of windows, under their subject and part."""

    def __init__(self, client: Any, table: str, *, retention_days: int) -> None:
        """`retention_days` is how long a lookup is kept: for its freshness, and for repairs."""
        self._items = DynamoPackedItems(client, table, retention_days=retention_days)

    def read(self, questions: Collection[Question[Any]]) -> dict[LookupKey, Lookup[Any]]:
        """See `LookupStore.read`."""
        by_item_key = {_item_key(question.key): question for question in questions}
        found = {}
        for item_key, packed in self._items.read(by_item_key).items():
            question = by_item_key[item_key]
            lookup = decode_lookup(question.key, question.content, packed)
            if lookup is not None:
                found[question.key] = lookup
        return found

    def write(self, lookups: Iterable[Lookup[Any]]) -> None:
        """See `LookupStore.write`."""
        self._items.write(
            Packed(
                _item_key(lookup.key),
                encode_lookup(lookup),
                lookup.fetched_at,
                Fresh(fresh_at_most_until(lookup), data_mark(lookup.key.subject)),
            )
            for lookup in lookups
        )


def _item_key(key: LookupKey) -> ItemKey:
    # The stroke keeps them apart from windows, whose keys have none.
    return f"lookup/{key.subject}", key.part
