"""What Idempotency-Keys were first used for, in DynamoDB: an item for each, for 24 hours."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.items import Item, key_item, seconds, text
from linernotes.reports.ports import Remembered

_KEPT_FOR = timedelta(hours=24)


class DynamoRemembered:
    """Keeps keys in the table of reports."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def remember(
        self, owner: str, key: str, fingerprint: str, report_id: str, *, now: datetime
    ) -> Remembered:
        """See `ReportStore.remember`."""
        pk = _item_key(owner, key)
        item = {
            **pk,
            "report_id": text(report_id),
            "fingerprint": text(fingerprint),
            "expires_at": seconds(now + _KEPT_FOR),
        }
        try:
            # The table deletes expired items late, so age is checked here.
            self._client.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk) OR expires_at < :now",
                ExpressionAttributeValues={":now": seconds(now)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            found = self._client.get_item(TableName=self._table, Key=pk, ConsistentRead=True)["Item"]
            return Remembered(found["report_id"]["S"], found["fingerprint"]["S"])
        return Remembered(report_id, fingerprint)

    def recall(self, owner: str, key: str, *, now: datetime) -> Remembered | None:
        """See `ReportStore.recall`."""
        pk = _item_key(owner, key)
        found = self._client.get_item(TableName=self._table, Key=pk, ConsistentRead=True).get("Item")
        if found is None or int(found["expires_at"]["N"]) < now.timestamp():
            return None
        return Remembered(found["report_id"]["S"], found["fingerprint"]["S"])


def _item_key(owner: str, key: str) -> Item:
    return key_item(f"KEY#{owner}#{hashlib.sha256(key.encode()).hexdigest()}")
