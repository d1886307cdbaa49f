"""Settings of channels in DynamoDB, beside the conversations: an item each, which does not expire."""

from __future__ import annotations

import json
from typing import Any

from linernotes.request_line.channel_defaults import NO_DEFAULTS, ChannelDefaults


class DynamoChannelStore:
    """Keeps settings of channels in a table with the key `pk`."""

    def __init__(self, client: Any, table: str) -> None:
        """Take a DynamoDB client and the table's name."""
        self._client = client
        self._table = table

    def defaults(self, workspace: str, channel: str) -> ChannelDefaults:
        """See `ChannelStore.defaults`."""
        answer = self._client.get_item(
            TableName=self._table, Key=_key(workspace, channel), ConsistentRead=True
        )
        if "Item" not in answer:
            return NO_DEFAULTS
        stored = json.loads(answer["Item"]["defaults"]["S"])
        return ChannelDefaults(tuple(stored["platforms"]), stored["country"], tuple(stored["sections"]))

    def keep(self, workspace: str, channel: str, defaults: ChannelDefaults) -> None:
        """See `ChannelStore.keep`."""
        key = _key(workspace, channel)
        if not defaults:
            self._client.delete_item(TableName=self._table, Key=key)
            return
        stored = {name: getattr(defaults, name) for name in ChannelDefaults.__dataclass_fields__}
        self._client.put_item(TableName=self._table, Item={**key, "defaults": {"S": json.dumps(stored)}})


def _key(workspace: str, channel: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"CHANNEL#{workspace}#{channel}"}}
