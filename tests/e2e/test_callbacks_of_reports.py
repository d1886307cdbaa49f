"""Callbacks, from the end of a report to the caller's own server."""

from __future__ import annotations

from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from linernotes.callbacks.secret import owner_secret
from linernotes.reports.messages import ReportCheck, check_text
from linernotes.reports.ports import CheckReason
from local.receiver import Delivery
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def secret_of(caller: Caller) -> str:
    secret: str = caller.get("/webhook-secret").json()["secret"]
    return secret


def verified(delivery: Delivery, secret: str) -> Any:
    """Check a callback as its receiver does, by the library of the standard; gives its document."""
    return Webhook(secret).verify(
        delivery.body, {name.lower(): value for name, value in delivery.headers.items()}
    )


def test_a_callback_is_sent_once_and_signed(world: World, caller: Caller) -> None:
    path = "/signed"
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))

    world.settle()

    (delivery,) = world.receiver.at(path)
    event = verified(delivery, secret_of(caller))
    assert (event["type"], event["timestamp"]) == ("report.finished", report["finished_at"])
    assert {name: event["data"][name] for name in ("report_id", "revision", "status", "progress")} == {
        name: report[name] for name in ("report_id", "revision", "status", "progress")
    }
    told = caller.get(f"/reports/{report['report_id']}").json()["callback"]
    assert told == {"status": "delivered", "tries": 1, "last_error": None, "next_try_at": None}


def test_the_secret_of_one_owner_does_not_verify_what_another_gets(world: World, caller: Caller) -> None:
    path = "/forged"
    caller.make(world.a_request(callback_url=world.receiver.url(path)))
    world.settle()

    (delivery,) = world.receiver.at(path)
    secrets = world.stack.client("secretsmanager")
    master = secrets.get_secret_value(SecretId=world.outputs["CallbackSecret"])["SecretString"]
    secrets.close()
    with pytest.raises(WebhookVerificationError):
        verified(delivery, owner_secret(master, "another owner"))


def test_a_callback_is_sent_once_more_when_its_caller_asks(world: World, caller: Caller) -> None:
    path = "/once-more"
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))
    world.settle()

    answer = caller.post(f"/reports/{report['report_id']}/redeliver")

    assert (answer.status_code, answer.json()["callback"]["status"]) == (202, "pending")
    eventually(lambda: len(world.receiver.at(path)) == 2, "second delivery")
    first, second = world.receiver.at(path)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_callbacks_wait_in_the_turns_of_their_owners(world: World, caller: Caller) -> None:
    with world.paused("NotifyFunction"):
        report = caller.make(world.a_request(callback_url=world.receiver.url("/in-turn")))
        eventually(lambda: world.waiting_in("NotifyQueue") == 1, "the end of the report")
        (message,) = world.sqs.receive_message(
            QueueUrl=world.queue_url("NotifyQueue"),
            VisibilityTimeout=0,
            MessageSystemAttributeNames=["MessageGroupId"],
        )["Messages"]

    assert message["Attributes"]["MessageGroupId"] == owner_of(world, report)


def owner_of(world: World, report: dict[str, Any]) -> str:
    """Read whose a report is, which no answer says."""
    key = {"pk": {"S": f"REPORT#{report['report_id']}"}}
    owner: str = world.dynamodb.get_item(TableName=world.outputs["ReportsTableName"], Key=key)["Item"][
        "owner"
    ]["S"]
    return owner


def test_a_receiver_that_is_gone_is_left_alone(world: World, caller: Caller) -> None:
    path = "/gone"
    world.receiver.refuse_next(path, times=5, status=410)
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))

    world.settle()

    assert len(world.receiver.at(path)) == 1
    told = caller.get(f"/reports/{report['report_id']}").json()["callback"]
    assert (told["status"], told["tries"]) == ("failed", 1)
    assert "410" in told["last_error"]


def test_a_callback_is_tried_again_when_its_receiver_fails(world: World, caller: Caller) -> None:
    path = "/in-trouble"
    world.receiver.refuse_next(path, times=1)

    caller.make(world.a_request(callback_url=world.receiver.url(path)))

    eventually(lambda: len(world.receiver.at(path)) == 2, "second delivery")
    world.settle()
    first, second = world.receiver.at(path)
    assert (first.answered, second.answered) == (500, 204)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_watch_and_deadline_of_an_ended_report_send_no_second_callback(world: World, caller: Caller) -> None:
    path = "/once"
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))
    eventually(lambda: world.receiver.at(path), "callback")

    for check_reason in (CheckReason.WATCH, CheckReason.DEADLINE):
        world.send("ReportChecksQueue", check_text(ReportCheck(report["report_id"], 1, check_reason)))
    world.settle()

    assert len(world.receiver.at(path)) == 1
