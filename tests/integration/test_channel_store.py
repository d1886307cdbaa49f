"""The contract of ChannelStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from typing import Any

import pytest

from linernotes.request_line.channel_defaults import NO_DEFAULTS, ChannelDefaults
from linernotes.slack.dynamo_channels import DynamoChannelStore
from linernotes.slack.ports import ChannelStore
from tests.integration.template_tables import create_table, expiry_attribute
from tests.unit.slack_world import MemoryChannelStore

ITALY = ChannelDefaults(("spotify", "deezer"), "IT", ("tracks",))


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ConversationsTable")


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> ChannelStore:
    if request.param == "memory":
        return MemoryChannelStore()
    return DynamoChannelStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


@pytest.mark.parametrize(
    "defaults", [ITALY, ChannelDefaults(("deezer",)), ChannelDefaults(country="FR"), NO_DEFAULTS]
)
def test_settings_are_read_back_as_they_were_kept(store: ChannelStore, defaults: ChannelDefaults) -> None:
    store.keep("T0", "C0", ChannelDefaults(("youtube",)))
    store.keep("T0", "C0", defaults)
    assert store.defaults("T0", "C0") == defaults


def test_settings_are_those_of_one_channel_of_one_workspace(store: ChannelStore) -> None:
    store.keep("T0", "C0", ITALY)
    assert store.defaults("T0", "C1") == store.defaults("T1", "C0") == NO_DEFAULTS


def test_settings_stay_until_they_are_cleared_and_leave_nothing_then(dynamodb: Any, table: str) -> None:
    store = DynamoChannelStore(dynamodb, table)
    store.keep("T0", "C0", ITALY)
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert expiry_attribute("ConversationsTable") not in item
    store.keep("T0", "C0", NO_DEFAULTS)
    assert dynamodb.scan(TableName=table)["Items"] == []
