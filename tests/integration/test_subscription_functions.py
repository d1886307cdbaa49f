"""The functions of subscriptions as they are deployed, on moto, each held to what its role allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from functions.deliver_runs import app as deliver_runs_app
from functions.run_subscriptions import app as run_subscriptions_app
from functions.tick import app as tick_app
from linernotes.aws import clients as aws
from linernotes.reports.owners import key_digest, unnamed_owner
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.run import Run, RunStatus
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    Rhythm,
    Subscription,
    SubscriptionContent,
)
from local.receiver import Receiver, receiving
from local.simulator import Simulator, start_simulator
from tests.integration.api_events import KEY, call
from tests.integration.held_to_roles import at_work
from tests.integration.moto_stack import Context, MotoStack, moto_stack
from tests.unit.builders import a_request


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator(app_id="an-app", api_key="a-key") as made:
        yield made


@pytest.fixture(autouse=True)
def stack(receiver: Receiver, simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url, callback_hosts=receiver.host) as made:
        yield made


DUE = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)


class Subscribed:
    """A daily subscription to a webhook, stored as the API stores it: that takes no plain HTTP."""

    def __init__(self, stack: MotoStack, receiver: Receiver, path: str) -> None:
        self.owner = unnamed_owner(key_digest(KEY))
        self.store = DynamoSubscriptionStore(
            aws.client("dynamodb"), stack.names["SubscriptionsTable"], retention_days=90
        )
        content = SubscriptionContent(
            title="Every day",
            request=MovingRequest(MovingPeriod.LAST_7_DAYS, a_request()),
            rhythm=Rhythm(Every.DAY, DUE.time(), "UTC"),
            deliver=(CallbackTarget(receiver.url(path)),),
        )
        self.store.add(Subscription("s-1", self.owner, content, created_at=DUE, next_due=DUE))

    @property
    def run(self) -> Run:
        (run,) = self.store.runs("s-1", limit=5)
        return run


def tick(at: datetime) -> int:
    with at_work("TickFunction"):
        due: int = tick_app.handler({"time": at.isoformat()}, Context(time_left_s=60))["due"]
    return due


def test_from_the_tick_to_the_webhook_and_its_repair_no_role_is_overstepped(
    stack: MotoStack, receiver: Receiver
) -> None:
    subscribed = Subscribed(stack, receiver, "/daily")
    assert [tick(DUE) for _ in range(2)] == [1, 1]
    stack.deliver()
    run = subscribed.run
    assert run.status in (RunStatus.DELIVERED, RunStatus.PARTIAL), run.why
    (delivery,) = receiver.at("/daily")
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    told = Webhook(call("GET", "/webhook-secret").json["secret"]).verify(delivery.body, headers)
    assert told["data"]["report"]["report_id"] == run.report_id
    # As if its last days had not been there: what a repair reads and writes.
    due_now = replace(run, status=RunStatus.PARTIAL, repair_due=DUE, version=run.version + 1)
    assert subscribed.store.replace_run(due_now)
    assert tick(DUE) == 1
    stack.deliver()
    assert subscribed.run.status is RunStatus.PARTIAL
    assert "could not be repaired" in (subscribed.run.why or "")


def test_an_address_that_is_gone_fails_the_run_and_the_third_pauses_the_subscription(
    stack: MotoStack, receiver: Receiver
) -> None:
    receiver.refuse_next("/gone", times=5, status=410)
    subscribed = Subscribed(stack, receiver, "/gone")
    before = subscribed.store.get(subscribed.owner, "s-1")
    assert before is not None
    assert subscribed.store.replace(replace(before, failures=2, version=2))
    tick(DUE)
    stack.deliver()
    assert subscribed.run.status is RunStatus.FAILED
    assert "410" in (subscribed.run.why or "")
    after = subscribed.store.get(subscribed.owner, "s-1")
    assert after is not None
    assert after.paused is not None
    assert [json.loads(each.body)["type"] for each in receiver.at("/gone")] == [
        "subscription.delivered",
        "subscription.paused",
    ]


@pytest.mark.parametrize("app", [run_subscriptions_app, deliver_runs_app], ids=["runs", "deliveries"])
def test_a_message_that_is_none_of_ours_is_left_to_the_dead_letters(app: Any) -> None:
    record = {
        "messageId": "m-1",
        "receiptHandle": "h-1",
        "body": json.dumps({"of": "nobody"}),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    answer = app.handler({"Records": [record]}, Context(time_left_s=30))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}


def test_both_queues_park_what_is_received_too_often(stack: MotoStack) -> None:
    sqs = aws.client("sqs")
    for queue in ("RunsQueue", "DeliveriesQueue"):
        attributes = sqs.get_queue_attributes(QueueUrl=stack.names[queue], AttributeNames=["RedrivePolicy"])
        policy = json.loads(attributes["Attributes"]["RedrivePolicy"])
        assert policy["deadLetterTargetArn"] == stack.names["ParkedMessages.Arn"]
