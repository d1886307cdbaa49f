"""`make restore`: bring items of a table back as they were at a moment of the last 35 days.

DynamoDB restores into a new table, which the running functions know nothing of. So what is missing in the
running table is copied over from there, while it is in use. An item that is there stays as it is, unless
EVERYTHING=1: then whatever changed since that moment is lost. It works on the stack STACK_NAME on AWS if one
is named, else on the local stack. Run again after it was stopped, it goes on with the table it restored.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from linernotes.threads import in_threads
from ops.stacks import NO_STACK, Stack, stack_of

_SEGMENTS = 8
"""Parts of the restored table that are read at the same time."""
_LOOK_AGAIN_S = 20.0
_TTL = "expires_at"


class RestoreRefused(Exception):
    """Nothing was restored; the message says why, and what to do."""


@dataclass(slots=True)
class Restored:
    """How many items were copied, and how many were left as they are or had expired."""

    copied: int = 0
    there: int = 0
    expired: int = 0


def restore(
    dynamodb: Any,
    table: str,
    at: datetime,
    *,
    everything: bool,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> Restored:
    """Restore a table as of a moment beside itself, copy from there, and delete that again."""
    source = f"{table}-{at.astimezone(UTC):%Y%m%dT%H%M%S}"
    try:
        # Without its indexes it is there sooner: it is only read from end to end.
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=source, RestoreDateTime=at, GlobalSecondaryIndexOverride=[]
        )
    except (
        dynamodb.exceptions.TableAlreadyExistsException,
        dynamodb.exceptions.ResourceInUseException,
    ):
        pass  # an earlier run asked for it
    except dynamodb.exceptions.InvalidRestoreTimeException as refused:
        raise RestoreRefused(f"AT: {refused}") from refused
    while dynamodb.describe_table(TableName=source)["Table"]["TableStatus"] != "ACTIVE":
        sleep(_LOOK_AGAIN_S)
    done = copy_items(dynamodb, source, table, everything=everything, now=now())
    dynamodb.delete_table(TableName=source)
    return done


def copy_items(dynamodb: Any, source: str, table: str, *, everything: bool, now: datetime) -> Restored:
    """Copy the items of one table that another lacks, or with `everything` all of them."""
    (key, *_) = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    missing = {} if everything else {"ConditionExpression": f"attribute_not_exists({key['AttributeName']})"}

    def copy(segment: int) -> Restored:
        done = Restored()
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=source, Segment=segment, TotalSegments=_SEGMENTS, ConsistentRead=True
        )
        for item in (item for page in pages for item in page["Items"]):
            if _TTL in item and int(item[_TTL]["N"]) <= now.timestamp():
                done.expired += 1
                continue
            try:
                dynamodb.put_item(TableName=table, Item=item, **missing)
                done.copied += 1
            except dynamodb.exceptions.ConditionalCheckFailedException:
                done.there += 1
        return done

    parts = in_threads(copy, range(_SEGMENTS), at_once=_SEGMENTS)
    return Restored(
        sum(part.copied for part in parts),
        sum(part.there for part in parts),
        sum(part.expired for part in parts),
    )


def table_of(stack: Stack, name: str) -> str:
    """Give the table that the template calls by this name. Raises RestoreRefused."""
    pages = stack.client("cloudformation").get_paginator("list_stack_resources")
    tables = {
        found["LogicalResourceId"]: str(found["PhysicalResourceId"])
        for page in pages.paginate(StackName=stack.stack_name)
        for found in page["StackResourceSummaries"]
        if found["ResourceType"] == "AWS::DynamoDB::Table"
    }
    if name not in tables:
        raise RestoreRefused(f"TABLE: give one of {', '.join(sorted(tables))}")
    return tables[name]


def moment_of(env: Mapping[str, str]) -> datetime:
    """Read AT. Raises RestoreRefused."""
    try:
        at = datetime.fromisoformat(env.get("AT", ""))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise RestoreRefused("AT: give the moment with its zone, as 2026-11-30T08:15:00Z")
    return at


def main() -> int:
    """Restore what is missing of TABLE as it was AT a moment."""
    stack = stack_of(os.environ)
    if stack is None:
        print(NO_STACK, file=sys.stderr)
        return 1
    try:
        at, table = moment_of(os.environ), table_of(stack, os.environ.get("TABLE", ""))
        print(f"Restoring {table} as of {at:%Y-%m-%d %H:%M:%S %Z}; this may take an hour.", flush=True)
        done = restore(
            stack.client("dynamodb"),
            table,
            at,
            everything=os.environ.get("EVERYTHING", "") in ("1", "true"),
            now=lambda: datetime.now(UTC),
            sleep=time.sleep,
        )
    except RestoreRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{done.copied:,} items copied, {done.there:,} left as they are, {done.expired:,} had expired.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
