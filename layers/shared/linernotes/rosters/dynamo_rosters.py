"""Rosters in DynamoDB, in the table of reports: an item a roster, and one an owner that names them all.

The owner's item is written with every roster added or changed, on condition that nobody did so since: that is
what makes names unique. It keeps the ids of deleted rosters for a while, so that one whose item is restored
is in the list again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from linernotes.aws.dynamo_batches import read_keyed
from linernotes.aws.items import Item, int_of, key_item, moment, moment_of, number, text
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.errors import StoreBusy
from linernotes.rosters.roster import Roster, RosterArtist, RosterContent
from linernotes.rosters.store import OwnersRosters

_MOST_FORGOTTEN = 50
"""Ids of deleted rosters that are kept; reading an item that is not there costs as much as a small one."""
_OVERTAKEN = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
_THROTTLED = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded"})


@busy_when_throttled
class DynamoRosterStore:
    """Keeps rosters in a table with the key `pk`; none of its items expires."""

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """`sleep` pauses between reads that DynamoDB left undone."""
        self._client = client
        self._table = table
        self._sleep = sleep

    def read(self, owner: str) -> OwnersRosters:
        """See `RosterStore.read`."""
        answer = self._client.get_item(TableName=self._table, Key=_owner(owner), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return OwnersRosters()
        ids = tuple(entry["S"] for entry in item["ids"]["L"])
        keys = [_key(owner, roster_id) for roster_id in ids]
        found = read_keyed(self._client, self._table, keys, sleep=self._sleep)
        return OwnersRosters(int_of(item, "revision"), ids, tuple(map(_roster_of, found)))

    def add(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        """See `RosterStore.add`."""
        new = {
            "TableName": self._table,
            "Item": _item(owner, roster),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        ids = {"L": [text(known) for known in (*_worth_knowing(seen), roster.roster_id)]}
        return self._written({"Put": new}, {"Update": self._next_revision(owner, seen, ids=ids)})

    def replace(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        """See `RosterStore.replace`."""
        changed = {
            "TableName": self._table,
            "Item": _item(owner, roster),
            "ConditionExpression": "version = :before",
            "ExpressionAttributeValues": {":before": number(roster.version - 1)},
        }
        return self._written({"Put": changed}, {"Update": self._next_revision(owner, seen)})

    def remove(self, owner: str, roster_id: str) -> bool:
        """See `RosterStore.remove`."""
        try:
            answer = self._client.delete_item(
                TableName=self._table, Key=_key(owner, roster_id), ReturnValues="ALL_OLD"
            )
        except self._client.exceptions.TransactionConflictException as error:
            raise StoreBusy("the roster is being changed") from error
        return "Attributes" in answer

    def _next_revision(self, owner: str, seen: OwnersRosters, *, ids: Item | None = None) -> Item:
        """Give the update of the owner's item, which fails if others have written since."""
        values = {":next": number(seen.revision + 1)}
        update, condition = "SET revision = :next", "attribute_not_exists(pk)"
        if seen.revision:
            condition, values[":seen"] = "revision = :seen", number(seen.revision)
        if ids is not None:
            update, values[":ids"] = f"{update}, ids = :ids", ids
        return {
            "TableName": self._table,
            "Key": _owner(owner),
            "UpdateExpression": update,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": values,
        }

    def _written(self, *writes: Item) -> bool:
        """Write both or neither; False if another came before."""
        try:
            self._client.transact_write_items(TransactItems=list(writes))
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = _reasons(error)
            if reasons & _THROTTLED:
                raise StoreBusy("the table takes no more for the moment") from error
            if reasons & _OVERTAKEN:
                return False
            raise
        except self._client.exceptions.TransactionInProgressException as error:
            raise StoreBusy("the same is being written already") from error
        return True


def _reasons(error: Any) -> set[str]:
    return {reason.get("Code", "") for reason in error.response.get("CancellationReasons", ())}


def _worth_knowing(seen: OwnersRosters) -> list[str]:
    """Give the ids of the rosters there are, and of those deleted last, in the order they were added."""
    there = {roster.roster_id for roster in seen.rosters}
    gone = [roster_id for roster_id in seen.ids if roster_id not in there][-_MOST_FORGOTTEN:]
    return [roster_id for roster_id in seen.ids if roster_id in there.union(gone)]


def _owner(owner: str) -> Item:
    return key_item(f"ROSTERS#{owner}")


def _key(owner: str, roster_id: str) -> Item:
    return key_item(f"ROSTER#{owner}#{roster_id}")


def _item(owner: str, roster: Roster) -> Item:
    artists = [
        [artist.uuid, artist.name, artist.image_url, artist.country_code] for artist in roster.content.artists
    ]
    return {
        **_key(owner, roster.roster_id),
        "roster_id": text(roster.roster_id),
        "name": text(roster.name),
        "starred": {"BOOL": roster.content.starred},
        "artists": text(json.dumps(artists, ensure_ascii=False)),
        "version": number(roster.version),
        "updated_at": moment(roster.updated_at),
    }


def _roster_of(item: Item) -> Roster:
    updated_at = moment_of(item, "updated_at")
    assert updated_at is not None  # noqa: S101 - every roster has it
    artists = tuple(RosterArtist(*fields) for fields in json.loads(item["artists"]["S"]))
    content = RosterContent(item["name"]["S"], artists, starred=item["starred"]["BOOL"])
    return Roster(item["roster_id"]["S"], content, int_of(item, "version"), updated_at)
