"""Webhooks of subscriptions: what is in them, and that they are the same at each try (contract 8 and 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from linernotes.api.resource import report_json
from linernotes.model.errors import CallbackRefused, CallbackUnavailable, DeliveryRefused, DeliveryUnavailable
from linernotes.model.report import Status
from linernotes.subscriptions.callback_delivery import TYPES, CallbackDeliverer
from linernotes.subscriptions.delivery import Links, Occasion, Parcel, Sent, UnusualLine
from linernotes.subscriptions.subscription import Pause, PausedBy
from tests.unit.builders import a_report, a_request
from tests.unit.openapi import DOCUMENT, errors_in
from tests.unit.subscription_builders import MONDAY, a_run, a_subscription
from tests.unit.subscription_world import HOOK

ENDED = a_report(
    a_request(callback_url="https://another.example"),
    status=Status.SUCCEEDED,
    finished_at=MONDAY + timedelta(minutes=4),
)
PARCEL = Parcel(
    Occasion.REPORT,
    a_subscription(),
    a_run(calls=7),
    Links("https://page.example/#subscription=s-1"),
    MONDAY + timedelta(minutes=5),
    report=ENDED,
)


@dataclass
class Address:
    refusal: Exception | None = None
    taken: list[tuple[str, Mapping[str, Any], str, str]] = field(default_factory=list)

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        self.taken.append((url, document, webhook_id, owner))
        if self.refusal is not None:
            raise self.refusal


def noted(progress: Mapping[str, str]) -> None:
    raise AssertionError(f"a webhook is one step, and {progress} was noted")


def deliver(parcel: Parcel, address: Address) -> Sent:
    return CallbackDeliverer(address, report_json).deliver(parcel, HOOK, {}, noted)


def test_a_webhook_has_the_run_and_the_report_as_callers_know_it() -> None:
    address = Address()
    assert deliver(PARCEL, address) == Sent()
    ((url, document, webhook_id, owner),) = address.taken
    assert (url, webhook_id, owner) == (HOOK.url, f"{PARCEL.run.run_id}_1_delivered", "ada")
    report = {name: value for name, value in report_json(ENDED).items() if name != "callback"}
    assert document == {
        "type": "subscription.delivered",
        "timestamp": "2025-01-20T07:34:00Z",
        "data": {
            "subscription_id": "s-1",
            "title": "Monday in Rome",
            "run": {
                "run_id": PARCEL.run.run_id,
                "due_at": "2025-01-20T07:30:00Z",
                "started_at": "2025-01-20T07:33:00Z",
                "late_s": 180,
                "report_id": "r-1",
                "revision": 1,
                "calls": 7,
            },
            "why": None,
            "why_it_came": "You get this because of the subscription “Monday in Rome”, every Monday at 08:30 "
            "(Europe/Rome).",
            "subscription_url": "https://page.example/#subscription=s-1",
            "unusual": [],
            "report": report,
        },
    }


def test_each_try_is_the_same_to_the_letter_whenever_it_is_made() -> None:
    address = Address()
    deliver(PARCEL, address)
    deliver(replace(PARCEL, now=PARCEL.now + timedelta(hours=7)), address)
    assert address.taken[0] == address.taken[1]


@pytest.mark.parametrize("occasion", TYPES)
def test_each_occasion_is_a_type_and_an_id_of_its_own_without_a_full_stop(occasion: Occasion) -> None:
    address = Address()
    line = UnusualLine("Achille Lauro gained 62 % more than usual.", 4.2)
    deliver(replace(PARCEL, occasion=occasion, unusual=(line,), why="It was paused."), address)
    ((_, document, webhook_id, _),) = address.taken
    assert document["type"] == TYPES[occasion]
    assert document["data"]["unusual"] == [line.sentence]
    assert document["data"]["why"] == "It was paused."
    assert webhook_id.endswith(TYPES[occasion].removeprefix("subscription."))
    assert "." not in webhook_id
    assert errors_in(document, "SubscriptionEvent") == []


def test_the_document_describes_a_webhook_of_each_type_and_no_other() -> None:
    (post,) = DOCUMENT["webhooks"]["subscriptionDelivered"].values()
    (body,) = post["requestBody"]["content"].values()
    assert body["schema"] == {"$ref": "#/components/schemas/SubscriptionEvent"}
    described = DOCUMENT["components"]["schemas"]["SubscriptionEvent"]["properties"]["type"]["enum"]
    assert sorted(described) == sorted(TYPES.values())
    assert errors_in(body["example"], body["schema"]) == []


def test_a_notice_without_a_report_is_of_when_it_was_paused() -> None:
    address = Address()
    pause = Pause(PausedBy.FAILURES, MONDAY + timedelta(minutes=9), "Three runs in a row failed.")
    paused = a_subscription(paused=pause, next_due=None)
    deliver(replace(PARCEL, occasion=Occasion.PAUSED, subscription=paused, report=None), address)
    ((_, document, _, _),) = address.taken
    assert (document["timestamp"], document["data"]["report"]) == ("2025-01-20T07:39:00Z", None)
    assert errors_in(document, "SubscriptionEvent") == []


def test_what_an_address_answers_says_whether_trying_again_may_help() -> None:
    with pytest.raises(DeliveryRefused, match="answered 410"):
        deliver(PARCEL, Address(CallbackRefused("hooks.example.org answered 410")))
    with pytest.raises(DeliveryUnavailable, match="answered 503") as caught:
        deliver(PARCEL, Address(CallbackUnavailable("hooks.example.org answered 503", 30)))
    assert caught.value.wait_s == 30
