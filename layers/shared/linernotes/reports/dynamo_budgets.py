"""What owners spend, in DynamoDB: an item an account in the table of reports, with its open charges."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from linernotes.aws.items import Item, int_of, key_item, number, seconds, text, text_of
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.budget import Account, Charge
from linernotes.reports.budgets import Charged

_KEPT_FOR = timedelta(days=62)
"""How long an account is kept after its month."""

_CHARGE = "charge:"
"""How the attributes begin that hold open charges: the calls charged, and those the report made before."""


@busy_when_throttled
class DynamoBudgets:
    """Keeps accounts in a table with the key `pk`; items expire by `expires_at`.

    A charge is an attribute of its own rather than an entry of a map: an update cannot put something into a
    map and make the map where there is none, so the first charge of a month would take two.
    """

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def spent(self, account: Account) -> int:
        """See `Budgets.spent`."""
        return int_of(self._item(account), "spent")

    def charge(self, charge: Charge, calls: int, *, limit: int, calls_before: int = 0) -> Charged:
        """See `Budgets.charge`."""
        values: Item = {
            ":calls": number(calls),
            ":none": number(0),
            ":charge": text(f"{calls},{calls_before}"),
            ":expires_at": seconds(charge.account.resets_at + _KEPT_FOR),
        }
        conditions = ["attribute_not_exists(#charge)"]
        if 0 < calls <= limit:
            values[":room"] = number(limit - calls)
            conditions.append("(attribute_not_exists(spent) OR spent <= :room)")
        if calls <= limit or not calls:
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_key(charge.account),
                    UpdateExpression="SET spent = if_not_exists(spent, :none) + :calls, #charge = :charge, "
                    "expires_at = :expires_at",
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeNames={"#charge": _attribute(charge)},
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
                return _charged(answer["Attributes"], accepted=True)
            except self._client.exceptions.ConditionalCheckFailedException:
                pass  # Charged before, or too much: the item says which.
        item = self._item(charge.account)
        return _charged(item, accepted=_attribute(charge) in item)

    def settle(self, charge: Charge, upstream_calls: int | None) -> None:
        """See `Budgets.settle`: read first, as an update can add or subtract only once."""
        written = text_of(self._item(charge.account), _attribute(charge))
        if written is None:
            return
        charged, before = map(int, written.split(","))
        made = 0 if upstream_calls is None else upstream_calls - before
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(charge.account),
                UpdateExpression="SET spent = spent + :correction REMOVE #charge",
                ConditionExpression="#charge = :charge",
                ExpressionAttributeNames={"#charge": _attribute(charge)},
                ExpressionAttributeValues={":correction": number(made - charged), ":charge": text(written)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return  # Another has settled it since.

    def keep(self, charge: Charge) -> None:
        """See `Budgets.keep`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(charge.account),
                UpdateExpression="REMOVE #charge",
                ConditionExpression="attribute_exists(#charge)",
                ExpressionAttributeNames={"#charge": _attribute(charge)},
            )

    def _item(self, account: Account) -> Item:
        answer = self._client.get_item(TableName=self._table, Key=_key(account), ConsistentRead=True)
        item: Item = answer.get("Item", {})
        return item


def _charged(item: Item, *, accepted: bool) -> Charged:
    open_charges = [text_of(item, name) or "0" for name in item if name.startswith(_CHARGE)]
    in_flight = sum(int(written.partition(",")[0]) for written in open_charges)
    return Charged(accepted=accepted, spent=int_of(item, "spent"), in_flight=in_flight)


def _key(account: Account) -> Item:
    return key_item(f"BUDGET#{account.owner}#{account.month}")


def _attribute(charge: Charge) -> str:
    return f"{_CHARGE}{charge.report_id}/{charge.revision}"
