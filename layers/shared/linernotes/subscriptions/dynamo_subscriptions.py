"""Subscriptions and their runs in a table of DynamoDB: key `pk` and `sk`, and the index `due`.

A subscription is an item of its owner's; beside them one counts those that were made, and is written with
each new one on condition that nobody made another since, which is what keeps the owner's limit. A run is an
item of its subscription's, and for a run with a report a small one leads from the report to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.dynamo_batches import pages
from linernotes.aws.items import Item, int_of, number, text
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.errors import StoreBusy, TooManySubscriptions
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.store import Due
from linernotes.subscriptions.subscription import MOST_SUBSCRIPTIONS, Subscription
from linernotes.subscriptions.subscription_items import (
    DUE_SHARDS,
    due_of,
    due_text,
    is_subscription,
    owner_key,
    report_item,
    report_key,
    revision_key,
    run_item,
    run_key,
    run_of,
    subscription_item,
    subscription_of,
)
from linernotes.threads import in_threads

INDEX = "due"
_OVERTAKEN = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
_THROTTLED = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded"})
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Between tries of somebody who makes a subscription while the same owner makes others."""
_NOT_THERE = "attribute_not_exists(pk)"
_VERSION_BEFORE = "version = :before"


@busy_when_throttled
class DynamoSubscriptionStore:
    """Keeps subscriptions, of which none expires, and their runs, which do."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep runs for `retention_days` after they began, as long as their reports are."""
        self._client = client
        self._table = table
        self._kept = timedelta(days=retention_days)
        self._sleep = sleep

    def add(self, subscription: Subscription) -> None:
        """See `SubscriptionStore.add`."""
        for pause_s in (*_PAUSES_S, None):
            made, revision = self._made_by(subscription.owner)
            if subscription.subscription_id in made:
                return
            if len(made) >= MOST_SUBSCRIPTIONS:
                raise TooManySubscriptions(
                    f"You have {MOST_SUBSCRIPTIONS} subscriptions, as many as there can be: delete one first."
                )
            new = self._put(subscription_item(subscription), _NOT_THERE)
            if self._written(new, self._next_revision(subscription.owner, revision)):
                return
            if pause_s is not None:
                self._sleep(pause_s)
        raise StoreBusy("others keep making subscriptions of this owner")

    def get(self, owner: str, subscription_id: str) -> Subscription | None:
        """See `SubscriptionStore.get`."""
        item = self._read(owner_key(owner, subscription_id))
        return subscription_of(item) if item else None

    def of_owner(self, owner: str) -> list[Subscription]:
        """See `SubscriptionStore.of_owner`."""
        found = [subscription_of(item) for item in self._owners_items(owner) if is_subscription(item)]
        return sorted(found, key=lambda one: (one.created_at, one.subscription_id))

    def replace(self, subscription: Subscription) -> bool:
        """See `SubscriptionStore.replace`."""
        return self._replaced(subscription_item(subscription), subscription.version)

    def remove(self, owner: str, subscription_id: str) -> bool:
        """See `SubscriptionStore.remove`."""
        try:
            answer = self._client.delete_item(
                TableName=self._table, Key=owner_key(owner, subscription_id), ReturnValues="ALL_OLD"
            )
        except self._client.exceptions.TransactionConflictException as error:
            raise StoreBusy("the subscription is being changed") from error
        return "Attributes" in answer

    def due(self, now: datetime) -> Iterator[Due]:
        """See `SubscriptionStore.due`: by the index, whose parts are read side by side."""
        parts = in_threads(
            lambda shard: self._due_in(shard, due_text(now)), DUE_SHARDS, at_once=len(DUE_SHARDS)
        )
        found = [due for part in parts for due in part]
        return iter(sorted(found, key=lambda due: (due.due_at, due.subscription_id)))

    def begin(self, before: Subscription, after: Subscription, runs: Sequence[Run]) -> bool:
        """See `SubscriptionStore.begin`: one transaction, of at most 100 items."""
        key = owner_key(before.owner, before.subscription_id)
        seen = {":before": number(before.version)}
        if after == before:
            check = {"TableName": self._table, "Key": key, "ConditionExpression": _VERSION_BEFORE}
            writes = [{"ConditionCheck": {**check, "ExpressionAttributeValues": seen}}]
        else:
            writes = [self._put(subscription_item(after), _VERSION_BEFORE, seen)]
        for run in runs:
            writes.append(self._put(run_item(run, kept=self._kept), _NOT_THERE))
            if run.report_id is not None:
                writes.append(self._put(report_item(run, run.report_id, kept=self._kept)))
        return self._written(*writes)

    def run(self, subscription_id: str, run_id: str) -> Run | None:
        """See `SubscriptionStore.run`."""
        item = self._read(run_key(subscription_id, run_id))
        return run_of(item) if item else None

    def run_of_report(self, report_id: str) -> Run | None:
        """See `SubscriptionStore.run_of_report`."""
        item = self._read(report_key(report_id))
        return self.run(item["subscription_id"]["S"], item["run_id"]["S"]) if item else None

    def runs(self, subscription_id: str, *, limit: int, after: str | None = None) -> Sequence[Run]:
        """See `SubscriptionStore.runs`."""
        condition, values = "pk = :runs", {":runs": run_key(subscription_id, "")["pk"]}
        if after is not None:
            condition, values[":after"] = f"{condition} AND sk < :after", text(after)
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=limit,
        )
        return [run_of(item) for item in answer["Items"]]

    def replace_run(self, run: Run) -> bool:
        """See `SubscriptionStore.replace_run`."""
        return self._replaced(run_item(run, kept=self._kept), run.version)

    def replace_both(self, run: Run, subscription: Subscription) -> bool:
        """See `SubscriptionStore.replace_both`."""
        items = (
            (run_item(run, kept=self._kept), run.version),
            (subscription_item(subscription), subscription.version),
        )
        return self._written(
            *(self._put(item, _VERSION_BEFORE, {":before": number(version - 1)}) for item, version in items)
        )

    def _made_by(self, owner: str) -> tuple[set[str], int]:
        """Give the ids of an owner's subscriptions, and how many were ever made."""
        ids, revision = set(), 0
        for item in self._owners_items(owner, ProjectionExpression="sk, revision, subscription_id"):
            if is_subscription(item):
                ids.add(item["subscription_id"]["S"])
            else:
                revision = int_of(item, "revision")
        return ids, revision

    def _owners_items(self, owner: str, **asked: Any) -> Iterator[Item]:
        return pages(
            self._client.query,
            TableName=self._table,
            KeyConditionExpression="pk = :owner",
            ExpressionAttributeValues={":owner": revision_key(owner)["pk"]},
            ConsistentRead=True,
            **asked,
        )

    def _due_in(self, shard: str, now: str) -> list[Due]:
        found = pages(
            self._client.query,
            TableName=self._table,
            IndexName=INDEX,
            KeyConditionExpression="due_shard = :shard AND next_due <= :now",
            ExpressionAttributeValues={":shard": text(shard), ":now": text(now)},
        )
        return [due_of(item) for item in found]

    def _read(self, key: Item) -> Item | None:
        answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item

    def _put(self, item: Item, condition: str | None = None, values: Item | None = None) -> Item:
        put: Item = {"TableName": self._table, "Item": item}
        if condition is not None:
            put["ConditionExpression"] = condition
        if values is not None:
            put["ExpressionAttributeValues"] = values
        return {"Put": put}

    def _next_revision(self, owner: str, revision: int) -> Item:
        """Give the update of an owner's count, which fails if they have made another since."""
        values = {":next": number(revision + 1)}
        condition = _NOT_THERE
        if revision:
            condition, values[":seen"] = "revision = :seen", number(revision)
        return {
            "Update": {
                "TableName": self._table,
                "Key": revision_key(owner),
                "UpdateExpression": "SET revision = :next",
                "ConditionExpression": condition,
                "ExpressionAttributeValues": values,
            }
        }

    def _replaced(self, item: Item, version: int) -> bool:
        """Put an item in the place of its version before; False if that is not there, or is being written."""
        put = self._put(item, _VERSION_BEFORE, {":before": number(version - 1)})["Put"]
        try:
            self._client.put_item(**put)
        except (
            self._client.exceptions.ConditionalCheckFailedException,
            self._client.exceptions.TransactionConflictException,
        ):
            return False
        return True

    def _written(self, *writes: Item) -> bool:
        """Write all or nothing; False if another came before."""
        try:
            self._client.transact_write_items(TransactItems=list(writes))
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = {reason.get("Code", "") for reason in error.response.get("CancellationReasons", ())}
            if reasons & _THROTTLED:
                raise StoreBusy("the table takes no more for the moment") from error
            if reasons & _OVERTAKEN:
                return False
            raise
        except self._client.exceptions.TransactionInProgressException as error:
            raise StoreBusy("the same is being written already") from error
        return True
