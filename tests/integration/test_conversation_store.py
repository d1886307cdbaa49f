"""The contract of ConversationStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from linernotes.slack.conversation import Conversation, FileState, ResponseUrl, Route, UploadedFile
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.ports import ConversationStore, LeaseLost
from tests.integration.template_tables import aws_client, create_table, expiry_attribute
from tests.unit.builders import NOW
from tests.unit.memory import Clock
from tests.unit.slack_world import MemoryConversationStore

RETENTION_DAYS = 90
CONVERSATION = Conversation(
    conversation_id="a-conversation",
    workspace="T0",
    channel="C0",
    user="U0",
    line='"=1+1 🎵" on spotify for 2024-09',
    private=False,
    page_url="https://example.org/v1/",
    asked_at=NOW,
    response_url=ResponseUrl("https://hooks.slack.com/x", NOW),
)
ID = CONVERSATION.conversation_id
SOON = NOW + timedelta(seconds=60)


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        yield aws_client("dynamodb")


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ConversationsTable")


@pytest.fixture
def dynamo_store(dynamodb: Any, table: str) -> DynamoConversationStore:
    return DynamoConversationStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: NOW)


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> ConversationStore:
    if request.param == "memory":
        return MemoryConversationStore(Clock(NOW))
    dynamo: DynamoConversationStore = request.getfixturevalue("dynamo_store")
    return dynamo


@pytest.mark.parametrize(
    "conversation",
    [
        CONVERSATION,
        replace(
            CONVERSATION,
            private=True,
            route=Route.RESPONSE_URL,
            fallback_reason="not_in_channel",
            home="D0",
            posting_since=SOON,
            ts="1.2",
            shown="digest",
            answered=2,
            polls=7,
            shared=False,
            closed=True,
            clicks=("one", "two"),
            response_url=ResponseUrl("https://hooks.slack.com/y", SOON, uses=3, replaces=True),
            file=UploadedFile(2, FileState.SHARING, "F0", "because"),
        ),
    ],
)
def test_an_conversation_is_read_back_as_it_was_begun(
    store: ConversationStore, conversation: Conversation
) -> None:
    assert store.begin(conversation)
    assert store.get(ID) == conversation


def test_an_conversation_begun_twice_is_left_alone_the_second_time(store: ConversationStore) -> None:
    store.begin(CONVERSATION)
    assert not store.begin(replace(CONVERSATION, line="another"))
    assert store.get(ID) == CONVERSATION


def test_there_is_no_conversation_nobody_began(store: ConversationStore) -> None:
    assert store.get(ID) is None
    assert store.claim(ID, "a", now=NOW, until=SOON) is None


def test_an_conversation_is_held_by_one_until_it_is_released_or_the_lease_is_over(
    store: ConversationStore,
) -> None:
    store.begin(CONVERSATION)
    assert store.claim(ID, "a", now=NOW, until=SOON) == CONVERSATION
    assert store.claim(ID, "b", now=NOW, until=SOON) is None
    assert store.claim(ID, "b", now=SOON, until=SOON + timedelta(seconds=60)) == CONVERSATION
    store.release(ID, "a")
    assert store.claim(ID, "c", now=SOON, until=SOON) is None
    store.release(ID, "b")
    assert store.claim(ID, "c", now=SOON, until=SOON) == CONVERSATION


def test_only_the_holder_saves(store: ConversationStore) -> None:
    store.begin(CONVERSATION)
    store.claim(ID, "a", now=NOW, until=SOON)
    changed = replace(CONVERSATION, ts="1.2", file=UploadedFile(1, FileState.PREPARED))
    store.save(changed, "a")
    assert store.get(ID) == changed
    store.claim(ID, "b", now=SOON, until=SOON + timedelta(seconds=60))
    with pytest.raises(LeaseLost):
        store.save(CONVERSATION, "a")
    assert store.get(ID) == changed


def test_what_a_user_asks_in_an_hour_is_counted_once_each_and_by_user_and_hour(
    store: ConversationStore,
) -> None:
    def asked(conversation_id: str, *, user: str = "U0", later_s: int = 0) -> int:
        return store.asked_this_hour("T0", user, conversation_id, now=NOW + timedelta(seconds=later_s))

    assert [asked("one"), asked("one"), asked("two", later_s=3_599)] == [1, 1, 2]
    assert asked("three", user="U1") == 1
    assert asked("four", later_s=3_600) == 1


def test_the_table_forgets_conversations_with_their_reports_and_counts_within_hours(
    dynamodb: Any, table: str, dynamo_store: DynamoConversationStore
) -> None:
    dynamo_store.begin(CONVERSATION)
    dynamo_store.asked_this_hour("T0", "U0", ID, now=NOW)
    expires = {
        item["pk"]["S"].partition("#")[0]: int(item[expiry_attribute("ConversationsTable")]["N"])
        for item in dynamodb.scan(TableName=table)["Items"]
    }
    assert expires["CONVERSATION"] == (NOW + timedelta(days=RETENTION_DAYS)).timestamp()
    assert NOW.timestamp() + 3_600 < expires["ASKED"] < NOW.timestamp() + 86_400


def test_what_has_expired_is_gone_though_the_table_still_has_it(dynamodb: Any, table: str) -> None:
    late = NOW + timedelta(days=RETENTION_DAYS)
    DynamoConversationStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: NOW).begin(
        CONVERSATION
    )
    store = DynamoConversationStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: late)
    assert store.get(ID) is None
