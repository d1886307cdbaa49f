"""`make restore`: what is missing of a table comes back, beside whatever was written since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from linernotes.aws import clients
from ops.restore import Restored, RestoreRefused, moment_of, restore
from tests.integration.moto_stack import warm_session
from tests.integration.template_tables import as_asked
from tests.unit.template import of_type

AT = datetime(2026, 11, 30, 8, 15, tzinfo=UTC)
NOW = AT + timedelta(hours=2)
TABLE = "chart-entries"
BEFORE = {"kept": "as it was", "changed": "as it was", "lost": "as it was"}


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(clients, "_session", warm_session)
    with mock_aws():
        dynamodb = clients.client("dynamodb")
        dynamodb.create_table(
            TableName=TABLE, **as_asked(of_type("AWS::DynamoDB::Table")["ChartEntriesTable"])
        )
        dynamodb.update_continuous_backups(
            TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        yield dynamodb


def put(dynamodb: Any, name: str, value: str, *, expires_at: datetime = NOW + timedelta(days=1)) -> None:
    item = {"pk": {"S": name}, "sk": {"S": "x"}, "value": {"S": value}}
    item["expires_at"] = {"N": str(int(expires_at.timestamp()))}
    dynamodb.put_item(TableName=TABLE, Item=item)


def values(dynamodb: Any) -> dict[str, str]:
    return {item["pk"]["S"]: item["value"]["S"] for item in dynamodb.scan(TableName=TABLE)["Items"]}


def damaged(dynamodb: Any) -> None:
    """Have a table as it was at AT beside the one in use, and damage that: moto restores it as it is now."""
    for name, value in BEFORE.items():
        put(dynamodb, name, value)
    put(dynamodb, "over", "as it was", expires_at=NOW)
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=TABLE, TargetTableName=f"{TABLE}-20261130T081500", RestoreDateTime=AT
    )
    for name in ("lost", "over"):
        dynamodb.delete_item(TableName=TABLE, Key={"pk": {"S": name}, "sk": {"S": "x"}})
    put(dynamodb, "changed", "since then")
    put(dynamodb, "new", "since then")


def restored(dynamodb: Any, *, everything: bool) -> Restored:
    return restore(
        dynamodb, TABLE, AT, everything=everything, now=lambda: NOW, sleep=lambda _: pytest.fail("it waited")
    )


def test_what_is_missing_comes_back_and_what_was_written_since_stays(dynamodb: Any) -> None:
    damaged(dynamodb)
    assert restored(dynamodb, everything=False) == Restored(copied=1, there=2, expired=1)
    assert values(dynamodb) == {**BEFORE, "changed": "since then", "new": "since then"}


def test_everything_is_as_it_was_if_that_is_asked_for(dynamodb: Any) -> None:
    damaged(dynamodb)
    assert restored(dynamodb, everything=True) == Restored(copied=3, there=0, expired=1)
    assert values(dynamodb) == {**BEFORE, "new": "since then"}


def test_the_table_it_was_copied_from_is_gone_after_it(dynamodb: Any) -> None:
    damaged(dynamodb)
    restored(dynamodb, everything=False)
    assert dynamodb.list_tables()["TableNames"] == [TABLE]


def test_a_table_is_restored_beside_itself_where_that_was_not_begun(dynamodb: Any) -> None:
    put(dynamodb, "kept", "as it was")
    assert restored(dynamodb, everything=False) == Restored(there=1)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-30T08:15:00"])
def test_a_moment_must_be_one(at: str) -> None:
    with pytest.raises(RestoreRefused, match="AT"):
        moment_of({"AT": at})


def test_a_moment_is_read_in_its_zone() -> None:
    assert moment_of({"AT": "2026-11-30T09:15:00+01:00"}) == AT
