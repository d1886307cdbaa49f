"""The calls about an owner's subscriptions."""

from __future__ import annotations

from linernotes.api.openapi import subscription_examples as examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import IF_NONE_MATCH, found, in_header, in_path, json_answer, operation
from linernotes.api.openapi.reports import CURSOR, LIMIT

_SUBSCRIPTION_ID = in_path(
    "subscription_id",
    {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
    examples.SUBSCRIPTION_ID,
    "What the subscription is called in `subscription_id`.",
)
_IDEMPOTENCY_KEY = in_header(
    "Idempotency-Key",
    "The same key stands for the same for 24 hours: sent again, nothing is made twice.",
    {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
_TO_CREATE: Schema = {"schema": ref("SubscriptionToCreate"), "example": examples.TO_CREATE}
_POSTED_PROBLEMS = ("400", "413", "415", "422", "502", "503")


def of_subscriptions() -> Schema:
    """Describe the calls about subscriptions."""
    return {
        "/subscriptions": {
            "get": operation(
                "listSubscriptions",
                "Subscriptions",
                "List the caller's subscriptions",
                "All of them, those first that were made first.",
                found("The subscriptions.", "Subscriptions", examples.LISTED),
                parameters=[IF_NONE_MATCH],
                problems=("503",),
            ),
            "post": operation(
                "createSubscription",
                "Subscriptions",
                "Have a report come by itself",
                "Names are looked up now, as for a report. Nothing is charged now: each run is, as its "
                "report is asked for. What a whole month's budget is too small for is refused.",
                {"201": json_answer("The subscription.", "Subscription", examples.SUBSCRIPTION, "Location")},
                body=_TO_CREATE,
                parameters=[_IDEMPOTENCY_KEY],
                problems=("409", *_POSTED_PROBLEMS),
            ),
        },
        "/subscriptions/preview": {
            "post": operation(
                "previewSubscription",
                "Subscriptions",
                "Say what a subscription would cost and when it would be due",
                "Makes none.",
                {"200": json_answer("What it would be.", "SubscriptionPreview", examples.PREVIEW)},
                body=_TO_CREATE,
                problems=_POSTED_PROBLEMS,
            )
        },
        "/subscriptions/{subscription_id}": {
            "get": operation(
                "getSubscription",
                "Subscriptions",
                "Give a subscription",
                "With when it is due next, or why it is paused.",
                found("The subscription.", "Subscription", examples.SUBSCRIPTION),
                parameters=[_SUBSCRIPTION_ID, IF_NONE_MATCH],
                problems=("404", "503"),
            ),
            "patch": operation(
                "changeSubscription",
                "Subscriptions",
                "Change a subscription, pause or resume it",
                "Only what is given. Resumed, or with another rhythm, it is due from now on. With `version`, "
                "only if nobody has changed it since: else 409 with the subscription as it is.",
                {"200": json_answer("The subscription as it is now.", "Subscription", examples.CHANGED)},
                body={"schema": ref("SubscriptionToChange"), "example": examples.TO_CHANGE},
                parameters=[_SUBSCRIPTION_ID],
                problems=("404", "409", *_POSTED_PROBLEMS),
            ),
            "delete": operation(
                "deleteSubscription",
                "Subscriptions",
                "Delete a subscription",
                "Reports that it made stay; what it is just making is not delivered any more.",
                {"204": {"description": "It is deleted."}},
                parameters=[_SUBSCRIPTION_ID],
                problems=("404", "503"),
            ),
        },
        "/subscriptions/{subscription_id}/run": {
            "post": operation(
                "runSubscription",
                "Subscriptions",
                "Run a subscription now",
                "Makes its report and delivers it, also if it is paused. When it is due next stays as it is. "
                "The report is there a moment later. Without any target it is refused.",
                {"202": json_answer("The run was begun.", "SubscriptionRun", examples.BEGUN, "Location")},
                parameters=[_SUBSCRIPTION_ID, _IDEMPOTENCY_KEY],
                problems=("404", "422", "503"),
            )
        },
        "/subscriptions/{subscription_id}/runs": {
            "get": operation(
                "listSubscriptionRuns",
                "Subscriptions",
                "List the runs of a subscription",
                "Newest first: what was due when, its report, and how the delivery to each target went.",
                found("A part of the list.", "SubscriptionRuns", examples.RUNS),
                parameters=[_SUBSCRIPTION_ID, LIMIT, CURSOR, IF_NONE_MATCH],
                problems=("404", "422", "503"),
            )
        },
    }
