"""Finished answers and who has them in DynamoDB, beside the reports; and the marks that end them.

| pk | holds |
|---|---|
| `ANSWER#{digest}` | the answer to what the digest stands for |
| `HELD#{report}` | the reports that hold its files besides itself; `closed` once it is deleted |
| `MAKING#{digest}` | the report of it that is being made, and those that follow it |
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.dynamo_batches import read_items
from linernotes.aws.items import Item, int_of, key_item, moment, number, seconds, text
from linernotes.aws.packed_items import mark_key
from linernotes.aws.throttling import busy_when_throttled
from linernotes.charts.chart_items import changes_key
from linernotes.model.marks import platform_of
from linernotes.model.request import Artist
from linernotes.reports.same_again import MOST_HOLDERS, FinishedAnswer


@busy_when_throttled
class DynamoAnswers:
    """Keeps answers in the table of reports; items expire by `expires_at`."""

    def __init__(self, client: Any, table: str, *, retention_days: int) -> None:
        """`retention_days` is how long reports are kept."""
        self._client = client
        self._table = table
        self._retention = timedelta(days=retention_days)

    def find(self, digest: str) -> FinishedAnswer | None:
        """See `AnswerStore.find`."""
        answer = self._client.get_item(TableName=self._table, Key=_answer_key(digest), ConsistentRead=True)
        return _answer_of(answer["Item"]) if "Item" in answer else None

    def keep(self, digest: str, answer: FinishedAnswer) -> None:
        """See `AnswerStore.keep`."""
        self._client.put_item(TableName=self._table, Item=_answer_item(digest, answer))

    def forget(self, digest: str, report_id: str) -> None:
        """See `AnswerStore.forget`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.delete_item(
                TableName=self._table,
                Key=_answer_key(digest),
                ConditionExpression="report_id = :report_id",
                ExpressionAttributeValues={":report_id": text(report_id)},
            )

    def hold(self, report_id: str, holder: str, *, until: datetime) -> bool:
        """See `AnswerStore.hold`."""
        return (
            self._update(
                _held_key(report_id),
                "SET expires_at = :until ADD holders :holder",
                {":until": seconds(until), ":holder": {"SS": [holder]}, ":most": number(MOST_HOLDERS)},
                "attribute_not_exists(closed) AND (attribute_not_exists(holders) OR size(holders) < :most)",
            )
            is not None
        )

    def let_go(self, report_id: str, holder: str) -> bool:
        """See `AnswerStore.let_go`."""
        left = self._update(
            _held_key(report_id),
            "DELETE holders :holder",
            {":holder": {"SS": [holder]}},
            "attribute_exists(pk)",
        )
        return left is not None and "closed" in left and "holders" not in left

    def close(self, report_id: str, *, now: datetime) -> bool:
        """See `AnswerStore.close`."""
        held = self._update(
            _held_key(report_id),
            "SET closed = :yes, expires_at = :until",
            {":yes": {"BOOL": True}, ":until": seconds(now + self._retention)},
        )
        return held is None or "holders" not in held

    def lead(self, digest: str, report_id: str, *, now: datetime, until: datetime) -> str:
        """See `AnswerStore.lead`."""
        key = _making_key(digest)
        try:
            # The table deletes expired items late.
            self._client.put_item(
                TableName=self._table,
                Item={**key, "report_id": text(report_id), "expires_at": seconds(until)},
                ConditionExpression="attribute_not_exists(pk) OR expires_at <= :now",
                ExpressionAttributeValues={":now": seconds(now)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
            # Gone since: it has just ended.
            leader: str = found["Item"]["report_id"]["S"] if "Item" in found else report_id
            return leader
        return report_id

    def follow(self, digest: str, leader: str, follower: str) -> bool:
        """See `AnswerStore.follow`."""
        return (
            self._update(
                _making_key(digest),
                "ADD followers :follower",
                {
                    ":follower": {"SS": [follower]},
                    ":leader": text(leader),
                    ":most": number(MOST_HOLDERS),
                },
                "report_id = :leader AND (attribute_not_exists(followers) OR size(followers) < :most)",
            )
            is not None
        )

    def end_lead(self, digest: str, leader: str) -> set[str]:
        """See `AnswerStore.end_lead`."""
        try:
            answer = self._client.delete_item(
                TableName=self._table,
                Key=_making_key(digest),
                ConditionExpression="report_id = :leader",
                ExpressionAttributeValues={":leader": text(leader)},
                ReturnValues="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return set()
        return set(answer["Attributes"].get("followers", {"SS": ()})["SS"])

    def _update(self, key: Item, expression: str, values: Item, condition: str = "") -> Item | None:
        """Change an item; gives it as it is then, None where the condition does not hold."""
        conditions = {"ConditionExpression": condition} if condition else {}
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=key,
                UpdateExpression=expression,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                **conditions,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        item: Item = answer["Attributes"]
        return item


@busy_when_throttled
class DynamoChanges:
    """Reads the marks of what is fetched in the table of windows, those of charts in the table of charts."""

    def __init__(
        self,
        client: Any,
        windows_table: str,
        charts_table: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`sleep` pauses between reads that DynamoDB left undone."""
        self._client = client
        self._tables = (windows_table, charts_table)
        self._sleep = sleep

    def read(self, marks: Collection[str]) -> dict[str, int]:
        """See `Changes.read`."""
        keys = {mark: _place_of(mark) for mark in marks}
        found: dict[tuple[int, tuple[str, str]], int] = {}
        for number_of_table, table in enumerate(self._tables):
            of_table = {key for of_charts, key in keys.values() if of_charts == number_of_table}
            if of_table:
                items = read_items(self._client, table, of_table, sleep=self._sleep)
                found |= {(number_of_table, key): int_of(item, "version") for key, item in items.items()}
        return {mark: found.get(place, 0) for mark, place in keys.items()}


def _place_of(mark: str) -> tuple[int, tuple[str, str]]:
    """Say in which of the two tables a mark is, and under which key."""
    platform = platform_of(mark)
    return (0, mark_key(mark)) if platform is None else (1, changes_key(platform))


def _answer_key(digest: str) -> Item:
    return key_item(f"ANSWER#{digest}")


def _held_key(report_id: str) -> Item:
    return key_item(f"HELD#{report_id}")


def _making_key(digest: str) -> Item:
    return key_item(f"MAKING#{digest}")


def _answer_item(digest: str, answer: FinishedAnswer) -> Item:
    artists = [[artist.uuid, artist.name, artist.image_url] for artist in answer.artists]
    return {
        **_answer_key(digest),
        "report_id": text(answer.report_id),
        "folder": text(answer.folder),
        "artists": text(json.dumps(artists, ensure_ascii=False, separators=(",", ":"))),
        "hits": number(answer.hits),
        "fresh_until": moment(answer.fresh_until),
        "files_until": moment(answer.expires_at),
        "marks": {"M": {mark: number(version) for mark, version in answer.marks.items()}},
        "expires_at": seconds(min(answer.fresh_until, answer.expires_at)),
    }


def _answer_of(item: Item) -> FinishedAnswer:
    return FinishedAnswer(
        report_id=item["report_id"]["S"],
        folder=item["folder"]["S"],
        artists=tuple(Artist(*artist) for artist in json.loads(item["artists"]["S"])),
        hits=int(item["hits"]["N"]),
        fresh_until=datetime.fromisoformat(item["fresh_until"]["S"]),
        expires_at=datetime.fromisoformat(item["files_until"]["S"]),
        marks={mark: int(version["N"]) for mark, version in item["marks"]["M"].items()},
    )
