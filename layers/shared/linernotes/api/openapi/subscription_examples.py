"""One example of each answer about subscriptions; a test holds them to the schemas."""

from __future__ import annotations

from typing import Any

from linernotes.api.openapi.examples import ARTIST, REPORT_EVENT, REPORT_ID
from linernotes.api.subscriptions import answer_types as answers
from linernotes.api.subscriptions.event_types import SubscriptionEvent
from linernotes.subscriptions.run import DeliveryStatus, RunStatus
from linernotes.subscriptions.subscription import Every, MovingPeriod, Skip

SUBSCRIPTION_ID = "7c2f9a10-3d84-4b6e-a1f5-2e9d0c8b7a61"
_REQUEST: dict[str, Any] = {
    "period": MovingPeriod.LAST_WEEK,
    "artists": [ARTIST],
    "platforms": ["spotify"],
    "country": "IT",
}

TO_CREATE: answers.WeeklySubscription = {
    "title": "Monday in Italy",
    "request": {**_REQUEST, "artists": [{"name": "Billie Eilish"}]},
    "every": "week",
    "on": 1,
    "at": "08:30",
    "time_zone": "Europe/Rome",
    "deliver": [{"slack_channel": "C0123456789"}, {"email": "ada@label.example"}],
}
TO_CHANGE: answers.SubscriptionToChange = {"at": "09:00", "version": 1}
_CONTENT: answers.Content = {
    "title": "Monday in Italy",
    "request": _REQUEST,
    "every": Every.WEEK,
    "on": 1,
    "at": "08:30",
    "time_zone": "Europe/Rome",
    "deliver": [{"slack_channel": "C0123456789"}, {"email": "ada@label.example"}],
    "skip": Skip.NEVER,
    "only_when": None,
}
_COST: answers.SubscriptionCost = {
    "runs_a_month": 5,
    "upstream_calls_per_run": 1,
    "upstream_calls_a_month": 5,
    "fits": True,
    "budget": {
        "limit": 100_000,
        "spent": 1_240,
        "left": 98_760,
        "resets_at": "2024-11-01T00:00:00Z",
    },
}
SUBSCRIPTION: answers.Subscription = {
    "subscription_id": SUBSCRIPTION_ID,
    **_CONTENT,
    "artists": [{"uuid": ARTIST, "name": "Billie Eilish"}],
    "created_at": "2024-10-01T08:00:00Z",
    "version": 1,
    "next_due": "2024-10-07T06:30:00Z",
    "paused": None,
    "failures": 0,
    "cost": _COST,
    "scheduled": True,
}
CHANGED: answers.Subscription = {
    **SUBSCRIPTION,
    "at": "09:00",
    "version": 2,
    "next_due": "2024-10-07T07:00:00Z",
}
LISTED: answers.Subscriptions = {"subscriptions": [SUBSCRIPTION]}
PREVIEW: answers.SubscriptionPreview = {
    **_CONTENT,
    "artists": [{"uuid": ARTIST, "name": "Billie Eilish"}],
    "next_due": "2024-10-07T06:30:00Z",
    "due": ["2024-10-07T06:30:00Z", "2024-10-14T06:30:00Z", "2024-10-21T06:30:00Z"],
    "first_period": {"start": "2024-09-30", "end": "2024-10-06", "days": 7},
    "cost": _COST,
    "scheduled": True,
}
BEGUN: answers.SubscriptionRun = {
    "run_id": f"20241002T091500Z-{SUBSCRIPTION_ID}-now-1f3a9c20",
    "due_at": None,
    "started_at": "2024-10-02T09:15:00Z",
    "late_s": 0,
    "report_id": REPORT_ID,
    "revision": 1,
    "status": RunStatus.RUNNING,
    "why": None,
    "calls": 0,
    "targets": [],
    "repair_due": None,
}
RUNS: answers.SubscriptionRuns = {
    "runs": [
        {
            **BEGUN,
            "run_id": f"20241007T063000Z-{SUBSCRIPTION_ID}",
            "due_at": "2024-10-07T06:30:00Z",
            "started_at": "2024-10-07T06:32:41Z",
            "late_s": 161,
            "status": RunStatus.DELIVERED,
            "calls": 1,
            "targets": [
                {
                    "target": {"slack_channel": "C0123456789"},
                    "status": DeliveryStatus.DELIVERED,
                    "at": "2024-10-07T06:32:55Z",
                    "link": "https://label.slack.com/archives/C0123456789/p1728282775000100",
                    "error": None,
                },
                {
                    "target": {"email": "ada@label.example"},
                    "status": DeliveryStatus.FAILED,
                    "at": "2024-10-07T06:32:56Z",
                    "link": None,
                    "error": "the address does not take mail from here",
                },
            ],
        }
    ]
}
EVENT: SubscriptionEvent = {
    "type": "subscription.delivered",
    "timestamp": REPORT_EVENT["timestamp"],
    "data": {
        "subscription_id": SUBSCRIPTION_ID,
        "title": "Monday in Italy",
        "run": {
            "run_id": f"20241007T063000Z-{SUBSCRIPTION_ID}",
            "due_at": "2024-10-07T06:30:00Z",
            "started_at": "2024-10-07T06:32:41Z",
            "late_s": 161,
            "report_id": REPORT_ID,
            "revision": 1,
            "calls": 1,
        },
        "why": None,
        "why_it_came": "You get this because of the subscription “Monday in Italy”, every Monday at 08:30 "
        "(Europe/Rome).",
        "subscription_url": f"https://page.example.org/#subscription={SUBSCRIPTION_ID}",
        "unusual": [],
        "report": REPORT_EVENT["data"],
    },
}
