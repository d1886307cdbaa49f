"""Songs' artists in DynamoDB: one item a song, next to the chart entries."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from linernotes.aws.dynamo_batches import read_items, write_items
from linernotes.aws.items import Item, key_item, milliseconds, number
from linernotes.charts.chart_codec import decode_artists, encode_artists
from linernotes.charts.chart_items import song_key
from linernotes.charts.charts import Song
from linernotes.charts.ports import KnownSong
from linernotes.threads import in_threads

_CLAIMERS = 8
_WRITERS = 4


class DynamoSongStore:
    """Keeps songs in the chart table.

    An item holds the song's artists and when they were learnt, in milliseconds, and until when somebody asks
    for them. One written before times were kept has none: it is as old as can be.
    """

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def read(self, uuids: Iterable[str]) -> dict[str, KnownSong]:
        """See `SongStore.read`."""
        by_key = {song_key(uuid): uuid for uuid in uuids}
        items = read_items(self._client, self._table, by_key, sleep=self._sleep)
        return {
            by_key[key]: KnownSong(
                Song(by_key[key], decode_artists(item["artists"]["B"])), _moment(item.get("learnt_at"))
            )
            for key, item in items.items()
            if "artists" in item
        }

    def claim(self, known: Mapping[str, datetime | None], *, now: datetime, until: datetime) -> set[str]:
        """See `SongStore.claim`."""

        def claimed(uuid: str) -> bool:
            return self._claim(uuid, known[uuid], now, until)

        asked = list(known)
        answers = in_threads(claimed, asked, at_once=_CLAIMERS)
        return {uuid for uuid, is_ours in zip(asked, answers, strict=True) if is_ours}

    def write(self, songs: Iterable[Song], *, learnt_at: datetime) -> None:
        """See `SongStore.write`."""
        # A batch may not name an item twice.
        by_uuid = {song.uuid: song for song in songs}
        requests = [{"PutRequest": {"Item": _item(song, learnt_at)}} for song in by_uuid.values()]
        write_items(self._client, self._table, requests, sleep=self._sleep, at_once=_WRITERS)

    def release(self, uuids: Collection[str]) -> None:
        """See `SongStore.release`."""
        in_threads(self._release, uuids, at_once=_CLAIMERS)

    def _release(self, uuid: str) -> None:
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key_item(*song_key(uuid)),
                UpdateExpression="SET claimed_until = :never",
                ConditionExpression="attribute_exists(claimed_until)",
                ExpressionAttributeValues={":never": number(0)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def _claim(self, uuid: str, learnt_at: datetime | None, now: datetime, until: datetime) -> bool:
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key_item(*song_key(uuid)),
                UpdateExpression="SET claimed_until = :until",
                # Who learns a song takes the claim off it, and notes when.
                ConditionExpression="(attribute_not_exists(claimed_until) OR claimed_until < :now) "
                "AND (attribute_not_exists(learnt_at) OR learnt_at <= :read)",
                ExpressionAttributeValues={
                    ":now": number(now.timestamp()),
                    ":until": number(until.timestamp()),
                    ":read": number(-1) if learnt_at is None else milliseconds(learnt_at),
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _item(song: Song, learnt_at: datetime) -> Item:
    return {
        **key_item(*song_key(song.uuid)),
        "artists": {"B": encode_artists(song.artists)},
        "learnt_at": milliseconds(learnt_at),
    }


def _moment(item: Item | None) -> datetime | None:
    return None if item is None else datetime.fromtimestamp(int(item["N"]) / 1000, UTC)
