"""The Slack queue in SQS, and its messages as JSON text."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from linernotes.aws.message_version import VERSION, check_version
from linernotes.aws.queues import send_one
from linernotes.model.errors import MessageBroken
from linernotes.reports.report_ended import report_ended_from
from linernotes.slack.conversation import owner_of
from linernotes.slack.ports import SlackAction, SlackMessage

_LONGEST_DELAY_S = 900


class SqsSlackQueue:
    """Sends to the Slack queue."""

    def __init__(self, client: Any, url: str) -> None:
        """Take an SQS client and the queue's URL."""
        self._client = client
        self._url = url

    def send(self, message: SlackMessage, *, delay_s: int = 0) -> None:
        """See `SlackQueue.send`."""
        send_one(
            self._client,
            self._url,
            slack_message_text(message),
            delay_s=min(delay_s, _LONGEST_DELAY_S),
            # Workspaces take turns, by the name that the ends of their reports come with.
            group=owner_of(message.workspace) if message.workspace else "",
        )


def slack_message_text(message: SlackMessage) -> str:
    """Write a message, what is empty left out."""
    values = {name: getattr(message, name) for name in SlackMessage.__dataclass_fields__}
    if message.at is not None:
        values["at"] = message.at.isoformat()
    kept = {name: value for name, value in values.items() if value}
    return json.dumps({"v": VERSION, **kept}, ensure_ascii=False, separators=(",", ":"))


def slack_message_from(text: str) -> SlackMessage:
    """Read a message, or the end of a report as one; fields that a newer release adds are passed over.

    Raises MessageBroken.
    """
    try:
        body = json.loads(text)
        if "report_id" in body:
            ended = report_ended_from(text)
            return SlackMessage(SlackAction.REPORT_ENDED, ended.report_id, number=ended.revision)
        body["action"] = SlackAction(body["action"])
        if "at" in body:
            body["at"] = datetime.fromisoformat(body["at"])
        check_version(body.get("v", 1))
        message = SlackMessage(
            **{name: body[name] for name in SlackMessage.__dataclass_fields__ if name in body}
        )
        if not isinstance(message.conversation_id, str) or not isinstance(message.number, int):
            raise TypeError("a field is not what it should be")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise MessageBroken(f"not about Slack: {error!r}") from error
    return message
