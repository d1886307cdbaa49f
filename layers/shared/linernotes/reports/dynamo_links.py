"""Shared links in DynamoDB: an item each in the table of reports, under the digest of its token."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linernotes.reports.sharing import SharedLink


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
                **_key(digest),
                "report_id": {"S": link.report_id},
                "created_at": {"S": link.created_at.isoformat()},
                "valid_until": {"S": link.expires_at.isoformat()},
                # When the table may delete the item, which it does late: what counts is the moment above.
                "expires_at": {"N": str(int(link.expires_at.timestamp()) + 1)},
            },
        )

    def find(self, digest: str) -> SharedLink | None:
        """See `SharedLinkStore.find`."""
        answer = self._client.get_item(TableName=self._table, Key=_key(digest), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        return SharedLink(
            report_id=item["report_id"]["S"],
            created_at=datetime.fromisoformat(item["created_at"]["S"]),
            expires_at=datetime.fromisoformat(item["valid_until"]["S"]),
        )


def _key(digest: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"SHARED#{digest}"}}
