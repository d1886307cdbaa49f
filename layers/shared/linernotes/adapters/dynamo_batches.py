"""What DynamoDB gives and takes in pieces: batches of items, and pages of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import Any

_READ_AT_ONCE = 100
_WRITE_AT_ONCE = 25
_READERS = 8
_LONGEST_PAUSE_S = 2.0

Item = dict[str, Any]


def read_items(
    client: Any, table: str, keys: Iterable[tuple[str, str]], *, sleep: Callable[[float], None]
) -> dict[tuple[str, str], Item]:
    """Read items by `pk` and `sk`, each named once, as of the last write; those not there are absent."""

    def read(chunk: Sequence[tuple[str, str]]) -> list[Item]:
        return _read_chunk(client, table, chunk, sleep)

    found = in_threads(read, batched(keys, _READ_AT_ONCE), at_once=_READERS)
    return {(item["pk"]["S"], item["sk"]["S"]): item for items in found for item in items}


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


def in_threads[T, R](work: Callable[[T], R], things: Iterable[T], *, at_once: int) -> list[R]:
    """Do the same with several things at a time, and give what came of each, in their order."""
    listed = list(things)
    threads = min(len(listed), at_once)
    if threads <= 1:
        return [work(thing) for thing in listed]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(work, listed))


def _read_chunk(
    client: Any, table: str, keys: Sequence[tuple[str, str]], sleep: Callable[[float], None]
) -> list[Item]:
    left: Any = {
        table: {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], "ConsistentRead": True}
    }
    items: list[Item] = []
    pause_s = 0.05
    while left:
        answer = client.batch_get_item(RequestItems=left)
        items.extend(answer["Responses"].get(table, ()))
        left = answer.get("UnprocessedKeys")
        if left:
            sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
    return items


def _write_chunk(client: Any, table: str, requests: Sequence[Item], sleep: Callable[[float], None]) -> None:
    left: Any = list(requests)
    pause_s = 0.05
    while left:
        answer = client.batch_write_item(RequestItems={table: left})
        left = answer.get("UnprocessedItems", {}).get(table, [])
        if left:
            sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
