"""Shared links in DynamoDB: an item each in the table of reports, under the digest of its token."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linernotes.aws.items import key_item, moment, number, text
from linernotes.aws.throttling import busy_when_throttled
from linernotes.reports.sharing import SharedLink


@busy_when_throttled
class DynamoLinkStore:
    """Keeps shared links in a table with the key `pk`; items expire by `expires_at`."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def add(self, digest: str, link: SharedLink) -> None:
        """See `SharedLinkStore.add`."""
        self._client.put_item(
            TableName=self._table,
            Item={
                **key_item(f"SHARED#{digest}"),
                "report_id": text(link.report_id),
                "created_at": moment(link.created_at),
                "valid_until": moment(link.expires_at),
                # When the table may delete the item, which it does late: what counts is the moment above.
                "expires_at": number(int(link.expires_at.timestamp()) + 1),
            },
        )

    def find(self, digest: str) -> SharedLink | None:
        """See `SharedLinkStore.find`."""
        answer = self._client.get_item(
            TableName=self._table, Key=key_item(f"SHARED#{digest}"), ConsistentRead=True
        )
        item = answer.get("Item")
        if item is None:
            return None
        return SharedLink(
            report_id=item["report_id"]["S"],
            created_at=datetime.fromisoformat(item["created_at"]["S"]),
            expires_at=datetime.fromisoformat(item["valid_until"]["S"]),
        )
