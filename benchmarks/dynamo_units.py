"""What DynamoDB charges for a request, worked out from what went over the wire.

By its documentation: an item is as long as its attributes' names and values; a write takes a unit for each KB
begun of the longer of the item before and after, and two in a transaction; a consistent read takes a unit for
each 4 KB begun of each item, half of that if it need not be consistent, and as much as for a small item where
there is none. What goes into indexes is not in it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NUMBER_OVERHEAD = 1
_CONTAINER_OVERHEAD = 3
_WRITE_UNIT_BYTES = 1_024
_READ_UNIT_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Units:
    """Request units."""

    write: float = 0.0
    read: float = 0.0

    def __add__(self, other: Units) -> Units:
        """Add up."""
        return Units(self.write + other.write, self.read + other.read)


def item_bytes(item: Mapping[str, Any]) -> int:
    """Give the length of an item, written as on the wire."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def units_of(action: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> Units:
    """Give the units of one request. Raises ValueError for an action that the functions do not use.

    An update whose answer does not hold the whole item is taken to be as long as its key and the values it
    gives, which is what there is to an item that it replaces but for the names. What was refused by its
    condition counts one unit, and so does a deletion: a small item is supposed.
    """
    match action:
        case "GetItem":
            return Units(read=_read_units(answer.get("Item"), request.get("ConsistentRead", False)))
        case "BatchGetItem":
            return Units(read=sum(_batch_read_units(request, answer)))
        case "PutItem":
            return Units(write=_write_units(request["Item"]))
        case "UpdateItem":
            given = {**request.get("Key", {}), **request.get("ExpressionAttributeValues", {})}
            return Units(write=_write_units(answer.get("Attributes", given)))
        case "DeleteItem":
            return Units(write=1)
        case "TransactWriteItems":
            puts = [each["Put"]["Item"] for each in request["TransactItems"] if "Put" in each]
            others = len(request["TransactItems"]) - len(puts)
            return Units(write=2 * (others + sum(map(_write_units, puts))))
        case "BatchWriteItem":
            return Units(write=sum(_batch_write_units(request)))
        case "Query":
            return Units(read=_query_units(request, answer))
    raise ValueError(f"nobody has worked out what {action} takes")


def keys_written(action: str, request: Mapping[str, Any]) -> list[str]:
    """Name the partition keys a request writes to, one for each item."""
    match action:
        case "PutItem":
            return [request["Item"]["pk"]["S"]]
        case "UpdateItem" | "DeleteItem":
            return [request["Key"]["pk"]["S"]]
        case "BatchWriteItem":
            writes = [write for group in request["RequestItems"].values() for write in group]
            return [
                write["PutRequest"]["Item"]["pk"]["S"]
                if "PutRequest" in write
                else write["DeleteRequest"]["Key"]["pk"]["S"]
                for write in writes
            ]
        case "TransactWriteItems":
            parts = [part for each in request["TransactItems"] for part in each.values()]
            return [(part.get("Item") or part["Key"])["pk"]["S"] for part in parts]
    return []


def _batch_read_units(request: Mapping[str, Any], answer: Mapping[str, Any]) -> list[float]:
    units: list[float] = []
    for table, asked in request["RequestItems"].items():
        consistent = asked.get("ConsistentRead", False)
        found = answer.get("Responses", {}).get(table, [])
        units += [_read_units(item, consistent) for item in found]
        units += [_read_units(None, consistent)] * (len(asked["Keys"]) - len(found))
    return units


def _batch_write_units(request: Mapping[str, Any]) -> list[float]:
    writes = [write for group in request["RequestItems"].values() for write in group]
    return [_write_units(write["PutRequest"]["Item"]) if "PutRequest" in write else 1 for write in writes]


def _query_units(request: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Add the items' lengths before they are rounded up: a query reads them as one."""
    begun = max(1, math.ceil(sum(map(item_bytes, answer["Items"])) / _READ_UNIT_BYTES))
    return begun if request.get("ConsistentRead", False) else begun / 2


def _read_units(item: Mapping[str, Any] | None, consistent: bool) -> float:
    begun = max(1, math.ceil(item_bytes(item or {}) / _READ_UNIT_BYTES))
    return begun if consistent else begun / 2


def _write_units(item: Mapping[str, Any]) -> float:
    return max(1, math.ceil(item_bytes(item) / _WRITE_UNIT_BYTES))


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return (len(content.lstrip("-").replace(".", "")) + 1) // 2 + _NUMBER_OVERHEAD
        case "NS":
            return _CONTAINER_OVERHEAD + sum(_value_bytes({"N": part}) for part in content)
        case "SS":
            return _CONTAINER_OVERHEAD + sum(len(part.encode()) for part in content)
        case "B":
            return len(base64.b64decode(content))
        case "BOOL" | "NULL":
            return 1
        case "M":
            return _CONTAINER_OVERHEAD + sum(
                len(name.encode()) + _value_bytes(part) + 1 for name, part in content.items()
            )
        case "L":
            return _CONTAINER_OVERHEAD + sum(_value_bytes(part) + 1 for part in content)
    raise ValueError(f"nobody has worked out how long a {kind} is")
