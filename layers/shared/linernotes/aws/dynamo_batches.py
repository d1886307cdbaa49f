"""What DynamoDB gives and takes in pieces: batches of items, and pages of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from linernotes.aws.items import Item, key_item
from linernotes.model.errors import StoreBusy
from linernotes.threads import in_threads

_READ_AT_ONCE = 100
_WRITE_AT_ONCE = 25
_READERS = 8
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0, 2.0)
"""What is left undone is asked for again after these: eleven seconds in all, less than any function has."""


def read_items(
    client: Any, table: str, keys: Iterable[tuple[str, str]], *, sleep: Callable[[float], None]
) -> dict[tuple[str, str], Item]:
    """Read items by `pk` and `sk`, each named once, as of the last write; those not there are absent."""
    asked = [key_item(pk, sk) for pk, sk in keys]
    found = read_keyed(client, table, asked, sleep=sleep)
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}


def read_one(client: Any, table: str, key: Item) -> Item:
    """Read an item as of the last write; an empty one where there is none."""
    answer = client.get_item(TableName=table, Key=key, ConsistentRead=True)
    item: Item = answer.get("Item", {})
    return item


def read_keyed(
    client: Any, table: str, keys: Iterable[Item], *, sleep: Callable[[float], None]
) -> list[Item]:
    """Read items by their whole keys, each named once, as of the last write, in any order."""

    def read(chunk: Sequence[Item]) -> list[Item]:
        return _read_chunk(client, table, chunk, sleep)

    found = in_threads(read, batched(keys, _READ_AT_ONCE), at_once=_READERS)
    return [item for items in found for item in items]


def write_items(
    client: Any, table: str, requests: Iterable[Item], *, sleep: Callable[[float], None], at_once: int = 1
) -> None:
    """Put and delete items, as requests of BatchWriteItem, each key once; `at_once` batches at a time."""

    def write(chunk: Sequence[Item]) -> None:
        _write_chunk(client, table, chunk, sleep)

    in_threads(write, batched(requests, _WRITE_AT_ONCE), at_once=at_once)


def pages(operation: Callable[..., Any], **asked: Any) -> Iterator[Item]:
    """Give every item of a query or scan, page after page."""
    while True:
        answer = operation(**asked)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _read_chunk(client: Any, table: str, keys: Sequence[Item], sleep: Callable[[float], None]) -> list[Item]:
    left: Any = {table: {"Keys": list(keys), "ConsistentRead": True}}
    items: list[Item] = []
    for pause_s in _PAUSES_S:
        answer = client.batch_get_item(RequestItems=left)
        items.extend(answer["Responses"].get(table, ()))
        left = answer.get("UnprocessedKeys")
        if not left:
            return items
        sleep(pause_s)
    raise StoreBusy("the table left items unread repeatedly")


def _write_chunk(client: Any, table: str, requests: Sequence[Item], sleep: Callable[[float], None]) -> None:
    left: Any = list(requests)
    for pause_s in _PAUSES_S:
        answer = client.batch_write_item(RequestItems={table: left})
        left = answer.get("UnprocessedItems", {}).get(table, [])
        if not left:
            return
        sleep(pause_s)
    raise StoreBusy("the table left items unwritten repeatedly")
