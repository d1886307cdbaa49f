"""`make parked` and `make redrive`: what no function could place, why, and back to where it is worked on.

Both work on the stack STACK_NAME on AWS if one is named, with the credentials of the environment, else on
the local stack. Messages get to ParkedMessages by way of queues of dead letters, whose function would only
try again to end their work as failed. So each is read, and sent to the queue where its work is done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from linernotes.charts.messages import ranking_from
from linernotes.model.errors import MessageBroken
from linernotes.reports.messages import check_from, job_from
from linernotes.reports.report_ended import report_ended_from
from linernotes.slack.queue import slack_message_from
from linernotes.subscriptions.delivery_messages import DeliveryMessage, delivery_message_from
from linernotes.subscriptions.messages import due_message_from
from ops.stacks import NO_STACK, Stack, stack_of

PARKED = "ParkedMessages"
"""The queue that nothing reads."""
REASONS = {
    "FetchJobsDeadLetters": "it killed the fetch function, and could not be ended as failed either",
    "ChartRankingsDeadLetters": "it killed its function, and could not be marked failed either",
    "ReportChecksDeadLetters": "it killed the finalize function, and could not be ended as failed either",
    "SlackDeadLetters": "it killed the slack_messages function, and nobody could be told either",
    "NotifyQueue": "the notify function could not do it, however often it was delivered",
    "RunsQueue": "the run_subscriptions function could not do it, however often it was delivered",
    "DeliveriesQueue": "the deliver_runs function could not do it, however often it was delivered",
}
"""Why a message is parked, by the queue it came from."""
UNDELIVERED = "the topic could not deliver it to its queue"
UNKNOWN = "SQS does not say where it came from"
_TELL = ("SentTimestamp", "DeadLetterQueueSourceArn", "MessageGroupId")
_A_CALL = 10
_EMPTY_ENOUGH = 3
"""After so many answers without a new message all were seen: SQS may leave some out of an answer."""
_HIDDEN_S = 120
"""How long a message is hidden from others who look, unless it is put back earlier."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a message asks for, and the queues where that is done.

    `listened_for` says that it is an event, which a topic delivers.
    """

    what: str
    queues: tuple[str, ...]
    listened_for: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked message. `work` is None if it is none of ours, which `why` then says.

    `group` is the one it waited in, in which it takes its owner's turn.
    """

    message_id: str
    receipt: str
    body: str
    sent_at: datetime
    group: str
    why: str
    work: Work | None

    @property
    def line(self) -> str:
        """Say what it is, since when it is parked and why."""
        what = self.work.what if self.work else self.body[:200]
        return f"{self.message_id}  {self.sent_at:%Y-%m-%d %H:%M} UTC  {what}: {self.why}"


def work_of(body: str) -> Work:
    """Say what a message asks for. Raises MessageBroken for one that no function reads."""
    for read in (_job, _check, _ended, _ranking, _delivery, _due):
        try:
            return read(body)
        except MessageBroken:
            continue
    return _slack(body)


def _job(body: str) -> Work:
    job = job_from(body)
    queue = "BulkFetchJobsQueue" if job.bulk else "FetchJobsQueue"
    return Work(f"fetch job {job.job_id} of report {job.report_id}", (queue,))


def _check(body: str) -> Work:
    asked = check_from(body)
    return Work(f"report {asked.report_id} to look after ({asked.check_reason})", ("ReportChecksQueue",))


def _ended(body: str) -> Work:
    ended = report_ended_from(body)
    listeners = [
        ("NotifyQueue", ended.has_callback),
        ("SlackQueue", ended.door == "slack"),
        ("DeliveriesQueue", ended.door == "subscription"),
    ]
    queues = tuple(queue for queue, listens in listeners if listens)
    return Work(
        f"end of report {ended.report_id}, revision {ended.revision}, to be told", queues, listened_for=True
    )


def _ranking(body: str) -> Work:
    key = ranking_from(body).key
    return Work(f"ranking {key.chart.slug} of {key.day}", ("ChartRankingsQueue",))


def _delivery(body: str) -> Work:
    asked = delivery_message_from(body)
    if not isinstance(asked, DeliveryMessage):
        raise MessageBroken("not about a delivery")
    what = "notice" if asked.notice else f"revision {asked.revision}"
    return Work(f"delivery {asked.place + 1} of run {asked.run_id}, {what}", ("DeliveriesQueue",))


def _due(body: str) -> Work:
    asked = due_message_from(body)
    what = f"run {asked.run_id}" if asked.run_id else f"what was due {asked.due_at:%Y-%m-%d %H:%M} UTC"
    return Work(f"{what} of subscription {asked.subscription_id}", ("RunsQueue",))


def _slack(body: str) -> Work:
    message = slack_message_from(body)
    return Work(f"{message.action} in Slack conversation {message.conversation_id}", ("SlackQueue",))


class ParkingPlace:
    """The parked messages of a stack."""

    def __init__(self, sqs: Any, urls: Mapping[str, str], *, wait_s: int = 1) -> None:
        """Take the stack's queues, by their names in the template, and how long SQS looks for more."""
        self._sqs = sqs
        self._urls = urls
        self._wait_s = wait_s

    def messages(self) -> Iterator[Parked]:
        """Receive all there is, each message once; they are hidden meanwhile, see `put_back`."""
        seen: set[str] = set()
        empty = 0
        while empty < _EMPTY_ENOUGH:
            answer = self._sqs.receive_message(
                QueueUrl=self._urls[PARKED],
                MaxNumberOfMessages=_A_CALL,
                MessageSystemAttributeNames=list(_TELL),
                VisibilityTimeout=_HIDDEN_S,
                WaitTimeSeconds=self._wait_s,
            )
            new = [message for message in answer.get("Messages", ()) if message["MessageId"] not in seen]
            empty = 0 if new else empty + 1
            seen.update(message["MessageId"] for message in new)
            yield from map(self._parked, new)

    def put_back(self, messages: Iterable[Parked]) -> None:
        """Let others see the messages again."""
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=self._urls[PARKED], ReceiptHandle=message.receipt, VisibilityTimeout=0
            )

    def send_back(self, message: Parked, work: Work) -> None:
        """Send a message to where its work is done, and then take it out: it may come twice, never not."""
        group = {"MessageGroupId": message.group} if message.group else {}
        for queue in work.queues:
            self._sqs.send_message(QueueUrl=self._urls[queue], MessageBody=message.body, **group)
        self._sqs.delete_message(QueueUrl=self._urls[PARKED], ReceiptHandle=message.receipt)

    def _parked(self, message: Mapping[str, Any]) -> Parked:
        told = message["Attributes"]
        source = told.get("DeadLetterQueueSourceArn", "").rpartition(":")[2]
        by_name = {url.rpartition("/")[2]: queue for queue, url in self._urls.items()}
        why = REASONS.get(by_name.get(source, ""), UNKNOWN)
        try:
            work = work_of(message["Body"])
            # The topic sends straight here what it could not deliver.
            why = UNDELIVERED if work.listened_for and not source else why
        except MessageBroken as broken:
            work, why = None, f"no function can read it: {broken}"
        return Parked(
            message["MessageId"],
            message["ReceiptHandle"],
            message["Body"],
            datetime.fromtimestamp(int(told["SentTimestamp"]) / 1000, UTC),
            told.get("MessageGroupId", ""),
            why,
            work,
        )


def place_of(stack: Stack) -> ParkingPlace:
    """Find the parked messages of a stack."""
    pages = stack.client("cloudformation").get_paginator("list_stack_resources")
    urls = {
        found["LogicalResourceId"]: found["PhysicalResourceId"]
        for page in pages.paginate(StackName=stack.stack_name)
        for found in page["StackResourceSummaries"]
        if found["ResourceType"] == "AWS::SQS::Queue"
    }
    return ParkingPlace(stack.client("sqs"), urls)


def list_parked(place: ParkingPlace, tell: Callable[[str], None]) -> int:
    """Tell of each message what it is and why it is parked, and leave all as they are; returns how many."""
    messages = list(place.messages())
    for message in sorted(messages, key=lambda one: one.sent_at):
        tell(message.line)
    place.put_back(messages)
    return len(messages)


def redrive(place: ParkingPlace, tell: Callable[[str], None], *, only: str = "") -> int:
    """Send messages back to where their work is done, all or the one named; returns how many.

    What nobody listens for any more is taken out. What no function can read stays.
    """
    sent, left = 0, []
    for message in list(place.messages()):
        if message.work is None or only not in ("", message.message_id):
            left.append(message)
            continue
        place.send_back(message, message.work)
        sent += 1
        tell(f"{message.message_id}  {message.work.what}: to {', '.join(message.work.queues) or 'nobody'}")
    place.put_back(left)
    for message in left:
        if message.work is None and only in ("", message.message_id):
            tell(f"{message.line} It stays.")
    return sent


def main() -> int:
    """List the parked messages, or send them back."""
    commands = ("list", "redrive")
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        print(f"usage: python -m ops.parked {'|'.join(commands)}", file=sys.stderr)
        return 2
    stack = stack_of(os.environ)
    if stack is None:
        print(NO_STACK, file=sys.stderr)
        return 1
    place = place_of(stack)
    if sys.argv[1] == "list":
        if not list_parked(place, print):
            print("Nothing is parked.")
        return 0
    only = os.environ.get("MESSAGE", "")
    sent = redrive(place, print, only=only)
    print(f"{sent} sent back.")
    return 1 if only and not sent else 0


if __name__ == "__main__":
    raise SystemExit(main())
