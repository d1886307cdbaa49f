"""Keys and their owners in DynamoDB, in the table of reports: an item a key, and one an owner."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from linernotes.aws.items import Item, key_item, milliseconds, moment, moment_of, text
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.errors import OwnerBusy
from linernotes.reports.owners import NamedKey, is_named


@busy_when_throttled
class DynamoKeyStore:
    """Keeps keys in a table with the key `pk`; none of its items expires."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def find(self, digest: str) -> NamedKey | None:
        """See `KeyStore.find`."""
        answer = self._client.get_item(TableName=self._table, Key=_key(digest), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        return NamedKey(
            owner=item["owner"]["S"],
            key_id=item["key_id"]["S"],
            made_at=datetime.fromisoformat(item["made_at"]["S"]),
            revoked_at=moment_of(item, "revoked_at"),
        )

    def has_live_key(self, owner: str) -> bool:
        """Say whether an owner has a key that was not revoked.

        Whoever is no name is a key themselves, or a workspace of Slack: nothing here says that they are gone.
        """
        if not is_named(owner):
            return True
        answer = self._client.get_item(TableName=self._table, Key=_owner(owner), ConsistentRead=True)
        owned = answer.get("Item", {}).get("owned", {"M": {}})["M"]
        keys = (self.find(digest) for digest in owned)
        return any(key is not None and key.revoked_at is None for key in keys)

    def hold(self, owner: str, holder: str, *, now: datetime, until: datetime) -> Mapping[str, str]:
        """See `KeyStore.hold`. The map of keys is made here, as none can be put into a map there is not."""
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_owner(owner),
                UpdateExpression=(
                    "SET holder = :holder, held_until = :until, owned = if_not_exists(owned, :none)"
                ),
                ConditionExpression="attribute_not_exists(holder) OR held_until <= :now",
                ExpressionAttributeValues={
                    ":holder": text(holder),
                    ":until": milliseconds(until),
                    ":now": milliseconds(now),
                    ":none": {"M": {}},
                },
                ReturnValues="ALL_NEW",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise OwnerBusy("another is changing the keys of this owner") from error
        return {digest: key_id["S"] for digest, key_id in answer["Attributes"]["owned"]["M"].items()}

    def add(self, digest: str, key: NamedKey, holder: str) -> None:
        """See `KeyStore.add`: both items, or neither."""
        item = {
            **_key(digest),
            "owner": text(key.owner),
            "key_id": text(key.key_id),
            "made_at": moment(key.made_at),
        }
        new = {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        owned = {
            "TableName": self._table,
            "Key": _owner(key.owner),
            "UpdateExpression": "SET owned.#digest = :key_id",
            "ConditionExpression": "holder = :holder",
            "ExpressionAttributeNames": {"#digest": digest},
            "ExpressionAttributeValues": {":key_id": text(key.key_id), ":holder": text(holder)},
        }
        try:
            self._client.transact_write_items(TransactItems=[{"Put": new}, {"Update": owned}])
        except self._client.exceptions.TransactionCanceledException as error:
            raise OwnerBusy("another has taken over the keys of this owner") from error

    def revoke(self, digest: str, *, now: datetime) -> None:
        """See `KeyStore.revoke`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(digest),
                UpdateExpression="SET revoked_at = :now",
                ConditionExpression="attribute_exists(pk) AND attribute_not_exists(revoked_at)",
                ExpressionAttributeValues={":now": moment(now)},
            )

    def remove(self, owner: str, digest: str, holder: str) -> None:
        """See `KeyStore.remove`."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_owner(owner),
                UpdateExpression="REMOVE owned.#digest",
                ConditionExpression="holder = :holder",
                ExpressionAttributeNames={"#digest": digest},
                ExpressionAttributeValues={":holder": text(holder)},
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise OwnerBusy("another has taken over the keys of this owner") from error

    def release(self, owner: str, holder: str) -> None:
        """See `KeyStore.release`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_owner(owner),
                UpdateExpression="REMOVE holder, held_until",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":holder": text(holder)},
            )


def _key(digest: str) -> Item:
    return key_item(f"APIKEY#{digest}")


def _owner(owner: str) -> Item:
    return key_item(f"OWNER#{owner}")
