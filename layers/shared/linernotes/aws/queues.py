"""Queues of SQS: messages sent in batches, and received ones that are to come back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from linernotes.model.errors import LinerNotesError
from linernotes.threads import in_threads

LONGEST_HIDDEN_S = 43_200
"""SQS hides a received message for 12 hours at most; one that is early is hidden once more."""

_MESSAGES_A_CALL = 10
_SENDERS = 8
_SENDS = 3


class QueueRefused(LinerNotesError):
    """SQS did not take messages, though asked several times."""


def send_all(client: Any, url: str, bodies: Sequence[str], *, delay_s: int = 0, group: str = "") -> None:
    """Send messages, ten a call and several calls at once. Raises QueueRefused if any was not taken.

    Of messages that wait, SQS hands out first those of the groups that have fewest in work, so that none
    waits behind all of another's (fair queues).
    """
    send_in_groups(client, url, [(body, group) for body in bodies], delay_s=delay_s)


def send_in_groups(client: Any, url: str, messages: Sequence[tuple[str, str]], *, delay_s: int = 0) -> None:
    """Send messages as `send_all` does, each a body with a group of its own. Raises QueueRefused."""

    def send(chunk: Sequence[tuple[str, str]]) -> None:
        _send_batch(client, url, chunk, delay_s)

    in_threads(send, batched(messages, _MESSAGES_A_CALL), at_once=_SENDERS)


def send_one(client: Any, url: str, body: str, *, delay_s: int = 0, group: str = "") -> None:
    """Send a message; `group` is as for `send_all`."""
    client.send_message(QueueUrl=url, MessageBody=body, DelaySeconds=delay_s, **_grouped(group))


def deliver_again(client: Any, url: str, delays_s: Mapping[str, int]) -> None:
    """Have received messages, by receipt handle, come back after so many seconds.

    Without it they would come back when the whole visibility timeout is over; that is also what happens to
    those for which SQS refuses the change, so its answer does not matter.
    """
    for chunk in batched(delays_s.items(), _MESSAGES_A_CALL):
        client.change_message_visibility_batch(
            QueueUrl=url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": handle, "VisibilityTimeout": delay_s}
                for index, (handle, delay_s) in enumerate(chunk)
            ],
        )


def hidden_s(until: datetime, now: datetime) -> int:
    """Give how long a message is to be hidden until a moment, in whole seconds, as far as SQS does."""
    left_s = math.ceil((until - now).total_seconds())
    return min(max(left_s, 1), LONGEST_HIDDEN_S)


def _send_batch(client: Any, url: str, messages: Sequence[tuple[str, str]], delay_s: int) -> None:
    """Send up to ten messages; SQS takes a batch in part, so what it refused is sent again."""
    left = [
        {
            "Id": str(index),
            "MessageBody": body,
            "DelaySeconds": delay_s,
            **_grouped(group),
        }
        for index, (body, group) in enumerate(messages)
    ]
    for _ in range(_SENDS):
        answer = client.send_message_batch(QueueUrl=url, Entries=left)
        refused = {failed["Id"] for failed in answer.get("Failed", ())}
        left = [entry for entry in left if entry["Id"] in refused]
        if not left:
            return
    raise QueueRefused(f"{len(left)} messages were not taken")


def _grouped(group: str) -> dict[str, str]:
    return {"MessageGroupId": group} if group else {}
