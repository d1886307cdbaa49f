"""Exchanges in DynamoDB: an item each, written by whoever holds its lease."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from linernotes.slack.exchange import Exchange, FileState, Hook, Route, UploadedFile
from linernotes.slack.ports import LeaseLost

_COUNTED_FOR = timedelta(hours=2)

Item = dict[str, dict[str, Any]]


class DynamoExchangeStore:
    """Keeps exchanges in a table with the key `pk`; items expire by `expires_at`."""

    def __init__(
        self, client: Any, table: str, *, retention_days: int, clock: Callable[[], datetime]
    ) -> None:
        """`retention_days` is how long an exchange is kept after its line was typed, as reports are."""
        self._client = client
        self._table = table
        self._retention = timedelta(days=retention_days)
        self._clock = clock

    def begin(self, exchange: Exchange) -> bool:
        """See `ExchangeStore.begin`."""
        item = {
            **_key(exchange.exchange_id),
            "exchange": {"S": _text(exchange)},
            "expires_at": _seconds(exchange.asked_at + self._retention),
        }
        try:
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def get(self, exchange_id: str) -> Exchange | None:
        """See `ExchangeStore.get`."""
        answer = self._client.get_item(TableName=self._table, Key=_key(exchange_id), ConsistentRead=True)
        item = answer.get("Item")
        # The table deletes expired items late, and by then the report is gone.
        if item is None or int(item["expires_at"]["N"]) <= self._clock().timestamp():
            return None
        return _exchange(item["exchange"]["S"])

    def claim(self, exchange_id: str, holder: str, *, now: datetime, until: datetime) -> Exchange | None:
        """See `ExchangeStore.claim`."""
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(exchange_id),
                UpdateExpression="SET holder = :holder, leased_until = :until",
                ConditionExpression=(
                    "attribute_exists(pk) AND (attribute_not_exists(holder) OR leased_until <= :now)"
                ),
                ExpressionAttributeValues={
                    ":holder": {"S": holder},
                    ":until": _milliseconds(until),
                    ":now": _milliseconds(now),
                },
                ReturnValues="ALL_NEW",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return _exchange(answer["Attributes"]["exchange"]["S"])

    def save(self, exchange: Exchange, holder: str) -> None:
        """See `ExchangeStore.save`."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(exchange.exchange_id),
                UpdateExpression="SET exchange = :exchange",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":exchange": {"S": _text(exchange)}, ":holder": {"S": holder}},
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise LeaseLost("another function has taken the exchange over") from error

    def release(self, exchange_id: str, holder: str) -> None:
        """See `ExchangeStore.release`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(exchange_id),
                UpdateExpression="REMOVE holder, leased_until",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":holder": {"S": holder}},
            )

    def asked_this_hour(self, workspace: str, user: str, exchange_id: str, *, now: datetime) -> int:
        """See `ExchangeStore.asked_this_hour`: a set of ids, so that a message told twice counts once."""
        answer = self._client.update_item(
            TableName=self._table,
            Key={"pk": {"S": f"ASKED#{workspace}#{user}#{now:%Y-%m-%dT%H}"}},
            UpdateExpression="ADD asked :asked SET expires_at = :expires",
            ExpressionAttributeValues={
                ":asked": {"SS": [exchange_id]},
                ":expires": _seconds(now + _COUNTED_FOR),
            },
            ReturnValues="ALL_NEW",
        )
        return len(answer["Attributes"]["asked"]["SS"])


def _key(exchange_id: str) -> Item:
    return {"pk": {"S": f"EXCHANGE#{exchange_id}"}}


def _seconds(moment: datetime) -> dict[str, str]:
    return {"N": str(int(moment.timestamp()))}


def _milliseconds(moment: datetime) -> dict[str, str]:
    return {"N": str(int(moment.timestamp() * 1000))}


def _text(exchange: Exchange) -> str:
    stored: dict[str, Any] = {
        name: getattr(exchange, name)
        for name in Exchange.__dataclass_fields__
        if name not in ("asked_at", "posting_since", "hook", "file")
    }
    stored["asked_at"] = exchange.asked_at.isoformat()
    stored["hook"] = {
        "url": exchange.hook.url,
        "since": exchange.hook.since.isoformat(),
        "uses": exchange.hook.uses,
        "replaces": exchange.hook.replaces,
    }
    if exchange.posting_since is not None:
        stored["posting_since"] = exchange.posting_since.isoformat()
    if exchange.file is not None:
        stored["file"] = {name: getattr(exchange.file, name) for name in UploadedFile.__dataclass_fields__}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def _exchange(text: str) -> Exchange:
    stored = json.loads(text)
    stored["asked_at"] = datetime.fromisoformat(stored["asked_at"])
    stored["clicks"] = tuple(stored["clicks"])
    stored["route"] = Route(stored["route"])
    hook = stored["hook"]
    stored["hook"] = Hook(hook["url"], datetime.fromisoformat(hook["since"]), hook["uses"], hook["replaces"])
    if "posting_since" in stored:
        stored["posting_since"] = datetime.fromisoformat(stored["posting_since"])
    if "file" in stored:
        stored["file"] = UploadedFile(**{**stored["file"], "state": FileState(stored["file"]["state"])})
    return Exchange(**stored)
