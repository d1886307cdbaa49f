"""What searches found, in DynamoDB beside the windows: an item a term, and a counter an owner and minute."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.items import int_of, key_item, number, seconds
from linernotes.aws.packed_items import DynamoPackedItems, ItemKey, Packed
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.kept_searches import KEPT_FOR, FoundArtists

LATEST_FORM = 1
"""Raise this when what is stored changes its form: what is in another is searched for again."""
_COUNTED_FOR = timedelta(hours=1)


@busy_when_throttled
class DynamoSearchStore:
    """Keeps searches in a table with the keys `pk` and `sk`; items expire by `expires_at`."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table
        self._items = DynamoPackedItems(client, table, retention_days=KEPT_FOR.days)

    def read(self, term: str) -> FoundArtists | None:
        """See `SearchStore.read`."""
        packed = self._items.read([_item_key(term)]).get(_item_key(term))
        return None if packed is None else _decoded(packed)

    def write(self, term: str, answer: FoundArtists) -> None:
        """See `SearchStore.write`."""
        self._items.write([Packed(_item_key(term), _encoded(answer), answer.searched_at)])

    def count(self, owner: str, *, now: datetime) -> int:
        """See `SearchStore.count`."""
        answer = self._client.update_item(
            TableName=self._table,
            Key=key_item(f"SEARCHES#{owner}", f"{now:%Y-%m-%dT%H:%M}"),
            UpdateExpression="ADD searches :one SET expires_at = :expires",
            ExpressionAttributeValues={":one": number(1), ":expires": seconds(now + _COUNTED_FOR)},
            ReturnValues="ALL_NEW",
        )
        return int_of(answer["Attributes"], "searches")


def _item_key(term: str) -> ItemKey:
    # The stroke keeps them apart from windows, whose keys have none, and the word from lookups.
    return f"search/{term}", "artists"


def _encoded(answer: FoundArtists) -> bytes:
    found = [
        [entry.artist.uuid, entry.artist.name, entry.artist.image_url, entry.slug, entry.country_code]
        for entry in answer.found
    ]
    written = {"form": LATEST_FORM, "searched_at": answer.searched_at.isoformat(), "found": found}
    return zlib.compress(json.dumps(written, ensure_ascii=False).encode())


def _decoded(packed: bytes) -> FoundArtists | None:
    written = json.loads(zlib.decompress(packed))
    if written["form"] != LATEST_FORM:
        return None
    found = tuple(
        FoundArtist(Artist(uuid, name, image_url), slug, country_code)
        for uuid, name, image_url, slug, country_code in written["found"]
    )
    return FoundArtists(found, datetime.fromisoformat(written["searched_at"]))
