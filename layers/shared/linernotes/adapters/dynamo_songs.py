"""Songs' artists in DynamoDB: one item a song, next to the chart entries."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from linernotes.adapters.chart_codec import decode_artists, encode_artists
from linernotes.adapters.chart_items import key_item, number, song_key
from linernotes.adapters.dynamo_batches import Item, in_threads, read_items, write_items
from linernotes.domain.charts import Song

_CLAIMERS = 8
_WRITERS = 4


class DynamoSongStore:
    """Keeps songs in the chart table: an item holds its artists, or until when somebody asks for them."""

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def read(self, uuids: Iterable[str]) -> dict[str, Song]:
        """See `SongStore.read`."""
        by_key = {song_key(uuid): uuid for uuid in uuids}
        items = read_items(self._client, self._table, by_key, sleep=self._sleep)
        return {
            by_key[key]: Song(by_key[key], decode_artists(item["artists"]["B"]))
            for key, item in items.items()
            if "artists" in item
        }

    def claim(self, uuids: Iterable[str], *, now: datetime, until: datetime) -> set[str]:
        """See `SongStore.claim`."""

        def claimed(uuid: str) -> bool:
            return self._claim(uuid, now, until)

        asked = list(uuids)
        answers = in_threads(claimed, asked, at_once=_CLAIMERS)
        return {uuid for uuid, is_ours in zip(asked, answers, strict=True) if is_ours}

    def write(self, songs: Iterable[Song]) -> None:
        """See `SongStore.write`."""
        # A batch may not name an item twice.
        by_uuid = {song.uuid: song for song in songs}
        requests = [{"PutRequest": {"Item": _item(song)}} for song in by_uuid.values()]
        write_items(self._client, self._table, requests, sleep=self._sleep, at_once=_WRITERS)

    def release(self, uuids: Collection[str]) -> None:
        """See `SongStore.release`."""
        in_threads(self._release, uuids, at_once=_CLAIMERS)

    def _release(self, uuid: str) -> None:
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key_item(song_key(uuid)),
                UpdateExpression="SET claimed_until = :never",
                ConditionExpression="attribute_exists(claimed_until)",
                ExpressionAttributeValues={":never": number(0)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def _claim(self, uuid: str, now: datetime, until: datetime) -> bool:
        try:
            self._client.put_item(
                TableName=self._table,
                Item={**key_item(song_key(uuid)), "claimed_until": number(until.timestamp())},
                # A song that is known has lost its claim with the item that held it.
                ConditionExpression="attribute_not_exists(pk) OR claimed_until < :now",
                ExpressionAttributeValues={":now": number(now.timestamp())},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _item(song: Song) -> Item:
    return {**key_item(song_key(song.uuid)), "artists": {"B": encode_artists(song.artists)}}
