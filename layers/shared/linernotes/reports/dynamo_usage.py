"""What Soundcharts told of the month's calls, in DynamoDB: one item in the table of reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.items import Item, key_item, moment, moment_of, number, seconds
from linernotes.reports.reserve import Usage
from linernotes.soundcharts.answers import Quota

_KEY = key_item("QUOTA")
_KEPT_FOR = timedelta(days=1)


class DynamoUsageStore:
    """Keeps the item in a table with the key `pk`; it expires by `expires_at`."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def read(self) -> Usage | None:
        """See `UsageStore.read`."""
        item = self._client.get_item(TableName=self._table, Key=_KEY).get("Item")
        if item is None:
            return None
        limit = int(item["limit"]["N"]) if "limit" in item else None
        quota = Quota(int(item["remaining"]["N"]), moment_of(item, "period_end"), limit=limit)
        return Usage(quota, datetime.fromisoformat(item["read_at"]["S"]))

    def write(self, usage: Usage) -> None:
        """See `UsageStore.write`."""
        quota = usage.quota
        item: Item = {
            **_KEY,
            "remaining": number(quota.remaining),
            "read_at": moment(usage.read_at),
            "expires_at": seconds(usage.read_at + _KEPT_FOR),
        }
        if quota.limit is not None:
            item["limit"] = number(quota.limit)
        if quota.period_end is not None:
            item["period_end"] = moment(quota.period_end)
        self._client.put_item(TableName=self._table, Item=item)
