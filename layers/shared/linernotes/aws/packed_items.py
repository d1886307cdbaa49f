"""Bytes kept in DynamoDB under a key: one item where they fit it, else further parts beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.dynamo_batches import read_items
from linernotes.aws.items import Item, key_item, moment, number, seconds
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.errors import StoreBusy
from linernotes.threads import in_threads

PART_BYTES = 350_000
"""DynamoDB takes items of 400 KB; the rest is for keys and attributes."""
_WRITERS = 8

_NOT_FRESH = "attribute_not_exists(pk) OR fresh_until <= :fetched_at"
_FETCHED_EARLIER = "attribute_not_exists(pk) OR fetched_at < :fetched_at"
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0)
_IN_THE_WAY = {
    "None",
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
}
"""Why a transaction is not taken for the moment."""

ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fresh:
    """Until when bytes may be used, and the mark that is raised where others take their place before that."""

    until: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes to be kept under a key, when they were fetched, and `fresh`, if that matters to anybody."""

    key: ItemKey
    data: bytes
    fetched_at: datetime
    fresh: Fresh | None = None


def mark_key(mark: str) -> ItemKey:
    """Say where a mark is kept."""
    return f"mark/{mark}", "version"


@busy_when_throttled
class DynamoPackedItems:
    """Keeps bytes in a table with the keys `pk` and `sk`; of the same key those fetched last stay."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        part_bytes: int = PART_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`retention_days` is how long they are kept."""
        self._client = client
        self._table = table
        self._retention = timedelta(days=retention_days)
        self._part_bytes = part_bytes
        self._sleep = sleep
        self._jitter = jitter

    def read(self, keys: Iterable[ItemKey]) -> dict[ItemKey, bytes]:
        """Read as of the last write, each key named once; those not stored are absent. Raises StoreBusy."""
        firsts = read_items(self._client, self._table, keys, sleep=self._sleep)
        part_keys = {item_key: _part_keys(first) for item_key, first in firsts.items()}
        further = read_items(
            self._client,
            self._table,
            [part_key for of_item in part_keys.values() for part_key in of_item],
            sleep=self._sleep,
        )
        found = {}
        for item_key, first in firsts.items():
            parts = [first, *(further[key] for key in part_keys[item_key] if key in further)]
            # A part may be missing only where it has expired: then so has the whole.
            if len(parts) == int(first["parts"]["N"]):
                found[item_key] = b"".join(part["data"]["B"] for part in parts)
        return found

    def write(self, packed: Iterable[Packed]) -> None:
        """Store each unless one fetched later is there already. Raises StoreBusy.

        The first part is what makes it be there, so of several it is written last, and only over one fetched
        earlier; a batch write, which would be cheaper, takes no condition.
        """
        in_threads(self._write, packed, at_once=_WRITERS)

    def _write(self, packed: Packed) -> None:
        first, *further = self._items(packed)
        for item in further:
            self._client.put_item(TableName=self._table, Item=item)
        if packed.fresh is None:
            with suppress(self._client.exceptions.ConditionalCheckFailedException):
                self._client.put_item(**self._put(first, _FETCHED_EARLIER))
            return
        first["fresh_until"] = moment(packed.fresh.until)
        try:
            self._client.put_item(**self._put(first, _NOT_FRESH))
        except self._client.exceptions.ConditionalCheckFailedException:
            self._replace_fresh(first, packed.fresh.mark)

    def _replace_fresh(self, first: Item, mark: str) -> None:
        """Write over what is fresh still, unless that was fetched later, and raise its mark at once with it.

        Both or none: a mark raised before or after could be missed by who reads between the two, or by a
        death there. Raises StoreBusy.
        """
        raise_mark = {
            "TableName": self._table,
            "Key": key_item(*mark_key(mark)),
            "UpdateExpression": "ADD version :one",
            "ExpressionAttributeValues": {":one": number(1)},
        }
        for pause_s in _PAUSES_S:
            try:
                self._client.transact_write_items(
                    TransactItems=[{"Put": self._put(first, _FETCHED_EARLIER)}, {"Update": raise_mark}]
                )
            except self._client.exceptions.TransactionCanceledException as error:
                codes = {reason.get("Code") for reason in error.response["CancellationReasons"]}
                if "ConditionalCheckFailed" in codes:
                    return
                if not codes <= _IN_THE_WAY:
                    raise
                self._sleep(pause_s * self._jitter())
            else:
                return
        raise StoreBusy("others kept changing what is kept beside it")

    def _put(self, item: Item, condition: str) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {":fetched_at": item["fetched_at"]},
        }

    def _items(self, packed: Packed) -> list[Item]:
        data = packed.data
        parts = [data[at : at + self._part_bytes] for at in range(0, len(data), self._part_bytes)]
        fetched_at = packed.fetched_at.isoformat()
        return [
            {
                **key_item(pk, sk),
                "data": {"B": part},
                "parts": number(len(parts)),
                "fetched_at": moment(packed.fetched_at),
                "expires_at": seconds(packed.fetched_at + self._retention),
            }
            for index, part in enumerate(parts)
            for pk, sk in (_part_key(packed.key, fetched_at, index) if index else packed.key,)
        ]


def _part_key(first_key: ItemKey, fetched_at: str, part: int) -> ItemKey:
    """Give the key of a further part: each fetch has its own, so that none takes another's away."""
    pk, sk = first_key
    return pk, f"{sk}#{fetched_at}#{part}"


def _part_keys(first: Item) -> list[ItemKey]:
    first_key = first["pk"]["S"], first["sk"]["S"]
    return [
        _part_key(first_key, first["fetched_at"]["S"], part) for part in range(1, int(first["parts"]["N"]))
    ]
