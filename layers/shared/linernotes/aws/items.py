"""Values of DynamoDB items, written and read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

Item = dict[str, Any]
"""Attributes by name, each as DynamoDB has it; or one attribute, its value by its type."""


def text(value: str) -> Item:
    """Write a text."""
    return {"S": str(value)}


def number(value: float) -> Item:
    """Write a number."""
    return {"N": str(value)}


def moment(value: datetime) -> Item:
    """Write a moment as text, its zone included."""
    return text(value.isoformat())


def seconds(value: datetime) -> Item:
    """Write a moment as whole seconds since 1970, as items expire by them."""
    return number(int(value.timestamp()))


def milliseconds(value: datetime) -> Item:
    """Write a moment as whole milliseconds since 1970."""
    return number(round(value.timestamp() * 1000))


def key_item(pk: str, sk: str | None = None) -> Item:
    """Write a key: `pk`, and `sk` in a table that has it."""
    return {"pk": text(pk)} if sk is None else {"pk": text(pk), "sk": text(sk)}


def text_of(item: Item, name: str) -> str | None:
    """Read a text; None if the item does not have it."""
    return item[name]["S"] if name in item else None


def int_of(item: Item, name: str, default: int = 0) -> int:
    """Read a whole number; the default if the item does not have it."""
    return int(item[name]["N"]) if name in item else default


def moment_of(item: Item, name: str) -> datetime | None:
    """Read a moment written as text; None if the item does not have it."""
    return datetime.fromisoformat(item[name]["S"]) if name in item else None
