"""An owner's reports in DynamoDB, as the index of owners lists them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linernotes.aws.items import seconds, text
from linernotes.model.report import ListedReport
from linernotes.reports.report_items import listed_of

INDEX = "by-owner"
"""Has the reports that there are: what took the place of a deleted one has no position in any list."""


def list_reports(
    client: Any, table: str, owner: str, *, limit: int, after: str | None, now: datetime
) -> list[ListedReport]:
    """List reports of an owner that have not expired at `now`, newest first, from after a position."""
    condition, names, values = "#owner = :owner", {"#owner": "owner"}, {":owner": text(owner)}
    if after is not None:
        condition += " AND #position < :after"
        names["#position"], values[":after"] = "position", text(after)
    asked: dict[str, Any] = {
        "TableName": table,
        "IndexName": INDEX,
        "KeyConditionExpression": condition,
        # The table deletes expired items late.
        "FilterExpression": "expires_at > :now",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {**values, ":now": seconds(now)},
        "ScanIndexForward": False,
        "Limit": limit,
    }
    found: list[ListedReport] = []
    while True:
        answer = client.query(**asked)
        found += map(listed_of, answer["Items"])
        if len(found) >= limit or "LastEvaluatedKey" not in answer:
            return found[:limit]
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
