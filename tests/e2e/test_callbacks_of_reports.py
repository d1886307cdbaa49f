"""Callbacks, from the end of a report to the caller's own server."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from linernotes.reports.messages import ReportCheck, check_text
from linernotes.reports.ports import CheckReason
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def test_a_callback_is_sent_once_and_signed(world: World, caller: Caller) -> None:
    path = "/signed"
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))

    world.settle()

    (delivery,) = world.receiver.at(path)
    secrets = world.stack.client("secretsmanager")
    secret = secrets.get_secret_value(SecretId=world.outputs["CallbackSecret"])["SecretString"]
    secrets.close()
    parts = dict(part.split("=", 1) for part in delivery.headers["Liner-Notes-Signature"].split(","))
    signed = parts["t"].encode() + b"." + delivery.body
    assert hmac.compare_digest(parts["v1"], hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest())
    assert abs(time.time() - int(parts["t"])) < 120
    document = json.loads(delivery.body)
    assert {name: document[name] for name in ("report_id", "revision", "status", "progress")} == {
        name: report[name] for name in ("report_id", "revision", "status", "progress")
    }


def test_a_callback_is_tried_again_when_its_receiver_fails(world: World, caller: Caller) -> None:
    path = "/in-trouble"
    world.receiver.refuse_next(path, times=1)

    caller.make(world.a_request(callback_url=world.receiver.url(path)))

    eventually(lambda: len(world.receiver.at(path)) == 2, "second delivery")
    world.settle()
    first, second = world.receiver.at(path)
    assert (first.answered, second.answered) == (500, 204)
    assert first.headers["Liner-Notes-Delivery"] == second.headers["Liner-Notes-Delivery"]


def test_watch_and_deadline_of_an_ended_report_send_no_second_callback(world: World, caller: Caller) -> None:
    path = "/once"
    report = caller.make(world.a_request(callback_url=world.receiver.url(path)))
    eventually(lambda: world.receiver.at(path), "callback")

    for check_reason in (CheckReason.WATCH, CheckReason.DEADLINE):
        world.send("ReportChecksQueue", check_text(ReportCheck(report["report_id"], 1, check_reason)))
    world.settle()

    assert len(world.receiver.at(path)) == 1
