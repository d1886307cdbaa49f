"""What functions do to tables, held to what the template allows them, by table, action and key.

moto looks at no policy, and MiniStack at no condition on the keys of items. So a write that the code makes
and its role forbids would first fail on AWS.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any

from tests.unit.template import functions, of_type, resolved

_at_work: Counter[str] = Counter()
"""The functions that run just now: those of a test share a process, and threads."""


@contextmanager
def at_work(function: str) -> Iterator[None]:
    """Hold what is done to tables to the role of this function, for as long as the context is open."""
    _at_work[function] += 1
    try:
        yield
    finally:
        _at_work[function] -= 1


def hold_to_roles(dynamodb: Any) -> None:
    """Have a client refuse what no function at work may do; outside of functions it may do anything."""
    dynamodb.meta.events.register(
        "before-parameter-build.dynamodb", _check, unique_id="held to the roles of functions"
    )


def allowed(function: str, action: str, table: str, keys: set[str]) -> bool:
    """Say whether a function may do something to items of a table, by the keys of their partitions.

    A table that a test makes several times has a number behind its name.
    """
    table = re.sub(r"-\d+$", "", table)
    role = str(resolved(functions()[function]["Role"])).removesuffix(".Arn")
    (policy,) = of_type("AWS::IAM::Role")[role]["Policies"]
    return any(
        action in statement["Action"]
        and {f"{table}.Arn", *(f"{table}.Arn/index/{index}" for index in ("by-owner", "due"))}
        & set(_listed(statement["Resource"]))
        and all(any(fnmatchcase(key, pattern) for pattern in _keys_of(statement)) for key in keys)
        for statement in resolved(policy["PolicyDocument"]["Statement"])
    )


def _check(params: dict[str, Any], model: Any, **_: Any) -> None:
    working = +_at_work
    for action, table, keys in _done(model.name, params):
        assert not working or any(allowed(function, action, table, keys) for function in working), (
            f"{sorted(working)} may not do {action} to {sorted(keys)} of {table}"
        )


def _done(operation: str, params: dict[str, Any]) -> Iterator[tuple[str, str, set[str]]]:
    """Give what a call does: actions, each with its table and keys; a transaction is not one of its own."""
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            for action, asked in item.items():
                for table, keys in _touched(asked).items():
                    yield f"dynamodb:{_IN_TRANSACTIONS[action]}", table, keys
        return
    for table, keys in _touched(params).items():
        yield f"dynamodb:{operation}", table, keys


_IN_TRANSACTIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


def _touched(params: dict[str, Any]) -> dict[str, set[str]]:
    """Give the keys of partitions a call is about, by table."""
    if "RequestItems" in params:
        found = {}
        for table, asked in params["RequestItems"].items():
            items = asked["Keys"] if "Keys" in asked else [_written(request) for request in asked]
            found[_logical(table)] = {item["pk"]["S"] for item in items}
        return found
    item = params.get("Key") or params.get("Item") or {}
    return (
        {_logical(params["TableName"]): {item["pk"]["S"]} if item else set()} if "TableName" in params else {}
    )


def _written(request: dict[str, Any]) -> dict[str, Any]:
    (how,) = request.values()
    item: dict[str, Any] = how.get("Item") or how["Key"]
    return item


def _logical(table: str) -> str:
    return table.removeprefix("liner-notes-")


def _keys_of(statement: dict[str, Any]) -> list[str]:
    condition = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
    patterns: list[str] = condition.get("dynamodb:LeadingKeys", ["*"])
    return patterns


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
