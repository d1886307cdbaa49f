"""That reports were deleted, in DynamoDB: an item in the place of each, which no change of state touches."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.dynamo_batches import read_keyed
from linernotes.aws.items import Item, moment, seconds, text_of
from linernotes.model.report import DEFAULT_DOOR
from linernotes.reports.ports import DeletedReport
from linernotes.reports.report_items import report_key

_KEPT_FOR = timedelta(days=14)
"""How long it is known that a report was deleted: as long as a message about it may wait in a queue."""


class DynamoDeletions:
    """Keeps what is left of deleted reports, in the table of reports, until it expires."""

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None]) -> None:
        """`sleep` pauses between reads that DynamoDB left undone."""
        self._client = client
        self._table = table
        self._sleep = sleep

    def bury(self, item: Item, *, now: datetime) -> bool:
        """Put what is left of a deleted report in its place; False if that is at another revision by now."""
        names = ("pk", "owner", "door", "revision", "groups")
        left: Item = {name: item[name] for name in names if name in item}
        try:
            self._client.put_item(
                TableName=self._table,
                Item={**left, "deleted_at": moment(now), "expires_at": seconds(now + _KEPT_FOR)},
                ConditionExpression="revision = :revision AND attribute_exists(#status)",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":revision": item["revision"]},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def mark_done(self, report_id: str) -> None:
        """Note that nothing else is left of a deleted report."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=report_key(report_id),
                UpdateExpression="SET deleted = :yes",
                ConditionExpression="attribute_exists(deleted_at)",
                ExpressionAttributeValues={":yes": {"BOOL": True}},
            )

    @staticmethod
    def deleted(item: Item) -> DeletedReport | None:
        """Read what is left of a deleted report; None from any other item, and from an empty one."""
        if "deleted_at" not in item:
            return None
        return DeletedReport(item["owner"]["S"], text_of(item, "door") or DEFAULT_DOOR)

    def among(self, report_ids: Collection[str]) -> set[str]:
        """Say which of these reports were deleted."""
        keys = [report_key(report_id) for report_id in sorted(set(report_ids))]
        items = read_keyed(self._client, self._table, keys, sleep=self._sleep)
        return {item["pk"]["S"].removeprefix("REPORT#") for item in items if "deleted_at" in item}
