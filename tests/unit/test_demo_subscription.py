"""The end of `make demo`: what it subscribes to, what it takes for delivered, and what it says of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from linernotes.api.subscriptions.bodies import Rules, parse_subscription
from linernotes.subscriptions.when import next_due, period_at
from local.demo_subscription import Told, a_subscription, subscription_text, verified
from local.receiver import Delivery
from tests.unit.builders import LAURO

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DATA: dict[str, Any] = {
    "title": "Half past eight in Italy",
    "report": {
        "status": "succeeded",
        "request": {"start_date": "2026-11-23", "end_date": "2026-11-29"},
    },
}


def a_webhook(secret: str) -> Delivery:
    body = json.dumps({"type": "subscription.delivered", "data": DATA})
    now = datetime.now(UTC)
    headers = {
        "Webhook-Id": "run-1_1_delivered",
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": Webhook(secret).sign("run-1_1_delivered", now, body),
    }
    return Delivery("/every-week", headers, body.encode(), 204, now.timestamp())


@pytest.mark.parametrize(
    ("now", "due", "first_day"),
    [
        ("2026-12-01T07:29:59Z", "2026-12-01T07:30:00Z", "2026-11-23"),
        ("2026-12-01T07:30:00Z", "2026-12-02T07:30:00Z", "2026-11-23"),
        ("2026-12-05T23:30:00Z", "2026-12-06T07:30:00Z", "2026-11-23"),
        ("2026-12-06T12:00:00Z", "2026-12-07T07:30:00Z", "2026-11-30"),
        ("2026-10-24T12:00:00Z", "2026-10-25T07:30:00Z", "2026-10-12"),
    ],
)
def test_it_is_due_at_the_next_half_past_eight_about_a_week_that_is_over(
    now: str, due: str, first_day: str
) -> None:
    at = datetime.fromisoformat(now)
    rules = Rules(at, ("127.0.0.1",), sends_mail=False, delivers_to_slack=False)
    content = parse_subscription(a_subscription("http://127.0.0.1:1/every-week", at), rules).resolved([LAURO])
    due_at = next_due(content.rhythm, at)
    assert due_at == datetime.fromisoformat(due)
    period = period_at(content.request.period, due_at, content.rhythm.time_zone)
    assert (period.start.isoformat(), period.days) == (first_day, 7)
    assert period.end < due_at.date()


def test_only_what_the_owners_secret_signed_counts_as_delivered() -> None:
    assert verified(a_webhook(SECRET), SECRET) == DATA
    other = "whsec_" + SECRET.removeprefix("whsec_")[::-1]
    with pytest.raises(WebhookVerificationError):
        verified(a_webhook(other), SECRET)


def test_it_says_when_it_was_due_what_two_ticks_made_and_the_receipt() -> None:
    receipt = {"run_id": "run-1", "status": "delivered", "targets": [{"status": "delivered"}]}
    told = Told("2026-12-02T07:30:00Z", (1, 0), receipt, DATA, reports=1, deliveries=1)
    when, what, how, *rest = subscription_text(told).splitlines()
    assert when == (
        "“Half past eight in Italy”, due Wednesday, 2 December at 08:30 (Europe/Rome), "
        "about 2026-11-23 to 2026-11-29."
    )
    assert what == (
        "Ticks at that time: 2, which found 1 and 0 due. Reports: 1. Webhooks: 1, signed with your secret."
    )
    assert how == "The report is succeeded, its run delivered. The receipt:"
    assert json.loads("\n".join(rest)) == receipt
