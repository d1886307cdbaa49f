"""Conversations in DynamoDB: an item each, written by whoever holds its lease."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from linernotes.slack.conversation import Conversation, FileState, ResponseUrl, Route, UploadedFile
from linernotes.slack.ports import LAST_KEPT, LeaseLost

_COUNTED_FOR = timedelta(hours=2)
_FILES = ("file", "picture")

Item = dict[str, dict[str, Any]]


class DynamoConversationStore:
    """Keeps conversations in a table with the key `pk`; items expire by `expires_at`."""

    def __init__(
        self, client: Any, table: str, *, retention_days: int, clock: Callable[[], datetime]
    ) -> None:
        """`retention_days` is how long a conversation is kept after its line was typed, as reports are."""
        self._client = client
        self._table = table
        self._retention = timedelta(days=retention_days)
        self._clock = clock

    def begin(self, conversation: Conversation) -> bool:
        """See `ConversationStore.begin`."""
        item = {
            **_key(conversation.conversation_id),
            "conversation": {"S": _text(conversation)},
            "expires_at": _seconds(conversation.asked_at + self._retention),
        }
        try:
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def get(self, conversation_id: str) -> Conversation | None:
        """See `ConversationStore.get`."""
        answer = self._client.get_item(TableName=self._table, Key=_key(conversation_id), ConsistentRead=True)
        item = answer.get("Item")
        # The table deletes expired items late, and by then the report is gone.
        if item is None or int(item["expires_at"]["N"]) <= self._clock().timestamp():
            return None
        if "conversation" not in item:
            return None
        return _conversation(item["conversation"]["S"])

    def claim(
        self, conversation_id: str, holder: str, *, now: datetime, until: datetime
    ) -> Conversation | None:
        """See `ConversationStore.claim`."""
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(conversation_id),
                UpdateExpression="SET holder = :holder, leased_until = :until",
                ConditionExpression=(
                    "attribute_exists(conversation) AND "
                    "(attribute_not_exists(holder) OR leased_until <= :now)"
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
        return _conversation(answer["Attributes"]["conversation"]["S"])

    def save(self, conversation: Conversation, holder: str) -> None:
        """See `ConversationStore.save`."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(conversation.conversation_id),
                UpdateExpression="SET conversation = :conversation",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={
                    ":conversation": {"S": _text(conversation)},
                    ":holder": {"S": holder},
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise LeaseLost("another function has taken the conversation over") from error

    def release(self, conversation_id: str, holder: str) -> None:
        """See `ConversationStore.release`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(conversation_id),
                UpdateExpression="REMOVE holder, leased_until",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":holder": {"S": holder}},
            )

    def forget(self, conversation_id: str) -> None:
        """See `ConversationStore.forget`: what is left says no more than that there was one.

        It goes from the last of who asked first, as nobody could tell afterwards whose it was.
        """
        answer = self._client.get_item(TableName=self._table, Key=_key(conversation_id), ConsistentRead=True)
        if "conversation" in answer.get("Item", {}):
            self._take_from_last(_conversation(answer["Item"]["conversation"]["S"]))
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(conversation_id),
                UpdateExpression="REMOVE conversation, holder, leased_until",
                ConditionExpression="attribute_exists(pk)",
            )

    def asked_this_hour(self, workspace: str, user: str, conversation_id: str, *, now: datetime) -> int:
        """See `ConversationStore.asked_this_hour`: a set of ids, so that a message told twice counts once."""
        answer = self._client.update_item(
            TableName=self._table,
            Key={"pk": {"S": f"ASKED#{workspace}#{user}#{now:%Y-%m-%dT%H}"}},
            UpdateExpression="ADD asked :asked SET expires_at = :expires",
            ExpressionAttributeValues={
                ":asked": {"SS": [conversation_id]},
                ":expires": _seconds(now + _COUNTED_FOR),
            },
            ReturnValues="ALL_NEW",
        )
        return len(answer["Attributes"]["asked"]["SS"])

    def note_last(self, conversation: Conversation) -> None:
        """See `ConversationStore.note_last`.

        A set of ids, each behind the moment it was asked at: adding to it and taking from it may be done
        twice and by several at once. One write an ask, and a second one with every tenth, and where one of
        them has expired.
        """
        key = _last_key(conversation.workspace, conversation.user)
        answer = self._client.update_item(
            TableName=self._table,
            Key=key,
            UpdateExpression="ADD asked :asked SET expires_at = :expires",
            ExpressionAttributeValues={
                ":asked": {"SS": [_last_entry(conversation)]},
                ":expires": _seconds(self._clock() + self._retention),
            },
            ReturnValues="ALL_NEW",
        )
        asked = sorted(answer["Attributes"]["asked"]["SS"])
        oldest = (self._clock() - self._retention).isoformat()
        old = [entry for entry in asked if entry < oldest]
        if len(asked) >= 2 * LAST_KEPT:
            old = asked[:-LAST_KEPT]
        if old:
            self._client.update_item(
                TableName=self._table,
                Key=key,
                UpdateExpression="DELETE asked :old",
                ExpressionAttributeValues={":old": {"SS": old}},
            )

    def _take_from_last(self, conversation: Conversation) -> None:
        """Take a conversation from the last of who asked; of somebody with no other nothing is left."""
        key = _last_key(conversation.workspace, conversation.user)
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=key,
                UpdateExpression="DELETE asked :one",
                ConditionExpression="attribute_exists(asked)",
                ExpressionAttributeValues={":one": {"SS": [_last_entry(conversation)]}},
            )
            self._client.delete_item(
                TableName=self._table, Key=key, ConditionExpression="attribute_not_exists(asked)"
            )

    def last_of(self, workspace: str, user: str) -> list[str]:
        """See `ConversationStore.last_of`."""
        answer = self._client.get_item(
            TableName=self._table, Key=_last_key(workspace, user), ConsistentRead=True
        )
        asked = answer.get("Item", {}).get("asked", {}).get("SS", ())
        return [entry.partition("#")[2] for entry in sorted(asked, reverse=True)[:LAST_KEPT]]


def _last_entry(conversation: Conversation) -> str:
    return f"{conversation.asked_at.isoformat()}#{conversation.conversation_id}"


def _last_key(workspace: str, user: str) -> Item:
    return {"pk": {"S": f"LAST#{workspace}#{user}"}}


def _key(conversation_id: str) -> Item:
    return {"pk": {"S": f"CONVERSATION#{conversation_id}"}}


def _seconds(moment: datetime) -> dict[str, str]:
    return {"N": str(int(moment.timestamp()))}


def _milliseconds(moment: datetime) -> dict[str, str]:
    return {"N": str(int(moment.timestamp() * 1000))}


def _text(conversation: Conversation) -> str:
    stored: dict[str, Any] = {
        name: getattr(conversation, name)
        for name in Conversation.__dataclass_fields__
        if name not in ("asked_at", "posting_since", "response_url", *_FILES)
    }
    stored["asked_at"] = conversation.asked_at.isoformat()
    stored["response_url"] = {
        "url": conversation.response_url.url,
        "since": conversation.response_url.since.isoformat(),
        "uses": conversation.response_url.uses,
        "replaces": conversation.response_url.replaces,
    }
    if conversation.posting_since is not None:
        stored["posting_since"] = conversation.posting_since.isoformat()
    for name in _FILES:
        file = getattr(conversation, name)
        if file is not None:
            stored[name] = {field: getattr(file, field) for field in UploadedFile.__dataclass_fields__}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def _conversation(text: str) -> Conversation:
    """Read a conversation: an older release may not have stored every field, a newer one more of them."""
    stored = json.loads(text)
    stored["asked_at"] = datetime.fromisoformat(stored["asked_at"])
    for several in ("clicks", "waiting", "file_ids"):
        stored[several] = tuple(stored.get(several, ()))
    stored["route"] = Route(stored["route"])
    response_url = stored["response_url"]
    stored["response_url"] = ResponseUrl(
        response_url["url"],
        datetime.fromisoformat(response_url["since"]),
        response_url["uses"],
        response_url["replaces"],
    )
    if "posting_since" in stored:
        stored["posting_since"] = datetime.fromisoformat(stored["posting_since"])
    for name in _FILES:
        if name in stored:
            stored[name] = UploadedFile(**{**stored[name], "state": FileState(stored[name]["state"])})
    return Conversation(
        **{name: stored[name] for name in Conversation.__dataclass_fields__ if name in stored}
    )
