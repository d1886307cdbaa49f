"""The contract of ConversationStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linernotes.slack.conversation import Conversation, FileState, ResponseUrl, Route, UploadedFile
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.ports import LAST_KEPT, ConversationStore, LeaseLost
from tests.integration.template_tables import create_table, expiry_attribute
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
            picture=UploadedFile(2, FileState.SHARED, "F1"),
            file_ids=("F1", "F0"),
            waiting=("U1", "U2"),
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


def test_a_forgotten_conversation_is_gone_for_good_and_nobody_holds_it(store: ConversationStore) -> None:
    store.begin(CONVERSATION)
    store.claim(ID, "a", now=NOW, until=SOON)
    store.forget(ID)
    assert store.get(ID) is None
    with pytest.raises(LeaseLost):
        store.save(CONVERSATION, "a")
    store.release(ID, "a")
    assert store.claim(ID, "b", now=SOON, until=SOON + timedelta(seconds=60)) is None
    assert not store.begin(CONVERSATION)
    assert store.get(ID) is None
    store.forget(ID)


def test_forgetting_what_there_never_was_keeps_nobody_from_beginning_it(store: ConversationStore) -> None:
    store.forget(ID)
    assert store.begin(CONVERSATION)
    assert store.get(ID) == CONVERSATION


def test_nothing_people_said_stays_in_the_table_of_a_forgotten_conversation(
    dynamodb: Any, table: str, dynamo_store: DynamoConversationStore
) -> None:
    dynamo_store.begin(CONVERSATION)
    dynamo_store.note_last(CONVERSATION)
    dynamo_store.claim(ID, "a", now=NOW, until=SOON)
    dynamo_store.forget(ID)
    (left,) = dynamodb.scan(TableName=table)["Items"]
    assert left.keys() == {"pk", "expires_at"}
    assert left["pk"]["S"] == f"CONVERSATION#{ID}"


def test_a_forgotten_conversation_is_none_of_the_last_and_the_others_are_still(
    store: ConversationStore,
) -> None:
    for number in range(3):
        store.begin(asked_at(number))
        store.note_last(asked_at(number))
    store.forget("conversation-1")
    store.forget("conversation-1")
    assert store.last_of("T0", "U0") == ["conversation-2", "conversation-0"]


def test_a_conversation_that_was_never_among_the_last_takes_none_of_them_with_it(
    store: ConversationStore,
) -> None:
    store.note_last(asked_at(0))
    store.begin(asked_at(1))
    store.forget("conversation-1")
    assert store.last_of("T0", "U0") == ["conversation-0"]


def test_what_has_expired_is_among_nobodys_last_once_they_ask_again(
    dynamodb: Any, table: str, dynamo_store: DynamoConversationStore
) -> None:
    dynamo_store.note_last(replace(asked_at(0), asked_at=NOW - timedelta(days=RETENTION_DAYS, seconds=1)))
    dynamo_store.note_last(asked_at(1))
    (left,) = dynamodb.scan(TableName=table)["Items"]
    assert "conversation-0" not in str(left)
    assert dynamo_store.last_of("T0", "U0") == ["conversation-1"]


def test_what_a_user_asks_in_an_hour_is_counted_once_each_and_by_user_and_hour(
    store: ConversationStore,
) -> None:
    def asked(conversation_id: str, *, user: str = "U0", later_s: int = 0) -> int:
        return store.asked_this_hour("T0", user, conversation_id, now=NOW + timedelta(seconds=later_s))

    assert [asked("one"), asked("one"), asked("two", later_s=3_599)] == [1, 1, 2]
    assert asked("three", user="U1") == 1
    assert asked("four", later_s=3_600) == 1


def asked_at(number: int, *, user: str = "U0", workspace: str = "T0") -> Conversation:
    return replace(
        CONVERSATION,
        conversation_id=f"conversation-{number}",
        user=user,
        workspace=workspace,
        asked_at=NOW + timedelta(milliseconds=500 * number),
    )


def test_a_users_last_conversations_are_known_newest_first_in_whatever_order_and_however_often_told(
    store: ConversationStore,
) -> None:
    numbers = [*range(25), 3, 24, 0]
    for number in (*reversed(numbers), *numbers):
        store.note_last(asked_at(number))
    last = [f"conversation-{number}" for number in range(24, 24 - LAST_KEPT, -1)]
    assert store.last_of("T0", "U0") == last


def test_the_last_conversations_of_others_are_theirs(store: ConversationStore) -> None:
    for number, (workspace, user) in enumerate([("T0", "U0"), ("T0", "U1"), ("T1", "U0")]):
        store.note_last(asked_at(number, user=user, workspace=workspace))
    assert store.last_of("T0", "U0") == ["conversation-0"]
    assert store.last_of("T1", "U0") == ["conversation-2"]
    assert store.last_of("T1", "U1") == []


def test_no_more_is_kept_of_a_user_than_twice_what_is_told(
    dynamodb: Any, table: str, dynamo_store: DynamoConversationStore
) -> None:
    for number in range(100):
        dynamo_store.note_last(asked_at(number))
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert len(item["asked"]["SS"]) < 2 * LAST_KEPT
    expires = int(item[expiry_attribute("ConversationsTable")]["N"])
    assert expires == (NOW + timedelta(days=RETENTION_DAYS)).timestamp()


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
