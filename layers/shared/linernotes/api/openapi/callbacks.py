"""The calls about callbacks, and what is sent to callers' own addresses."""

from __future__ import annotations

from linernotes.api.openapi import examples, subscription_examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import LEADS_TO_REPORT, REPORT_ID, in_header, json_answer, operation

_WEBHOOK_HEADERS = {
    "webhook-id": "Names the event: the same each time it is sent.",
    "webhook-timestamp": "When this try was made, in seconds since 1970.",
    "webhook-signature": "`v1,` and, in base64, HMAC-SHA256 over id, timestamp and body, joined by full "
    "stops; several, separated by spaces, while the secret is changed.",
}


def of_callbacks() -> Schema:
    """Describe the calls about callbacks."""
    return {
        "/webhook-secret": {
            "get": operation(
                "getWebhookSecret",
                "Callbacks",
                "Give the secret your callbacks are signed with",
                "Each owner of reports has one of their own. Check callbacks with it by any library of "
                "Standard Webhooks.",
                {"200": json_answer("The secret.", "WebhookSecret", examples.WEBHOOK_SECRET)},
            )
        },
        "/reports/{report_id}/redeliver": {
            "post": operation(
                "redeliverReport",
                "Callbacks",
                "Send the callback of a report once more",
                "With the same `webhook-id`, and all its tries. A report that has not ended, or was asked "
                "for without a `callback_url`, has none.",
                {
                    "202": json_answer(
                        "The callback is sent again.",
                        "Report",
                        examples.REDELIVERED,
                        "Location",
                        links=LEADS_TO_REPORT,
                    )
                },
                parameters=[REPORT_ID],
                problems=("404", "409", "422", "503"),
            )
        },
    }


def callbacks() -> Schema:
    """Describe the POST a caller gets when the report has ended."""
    told = _signed_post(
        "reportEnded",
        "Callbacks",
        "The report has ended",
        "A repair that begins before it is taken takes its place: only `report.repaired` comes.",
        {"schema": ref("ReportEvent"), "example": examples.REPORT_EVENT},
    )
    return {"reportEnded": {"{$request.body#/callback_url}": {"post": told}}}


def webhooks() -> Schema:
    """Describe the POST that each `callback_url` among a subscription's targets gets.

    As a callback it would need an address by its place in the body, of which there are up to ten.
    """
    told = _signed_post(
        "subscriptionDelivered",
        "Subscriptions",
        "A subscription has something to tell",
        "Goes to each `callback_url` in `deliver` of a subscription: a report, its repair, what is unusual, "
        "or that the subscription was paused.",
        {"schema": ref("SubscriptionEvent"), "example": subscription_examples.EVENT},
    )
    return {"subscriptionDelivered": {"post": told}}


def _signed_post(name: str, tag: str, summary: str, description: str, body: Schema) -> Schema:
    """Describe a POST to an address of a caller's own."""
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "description": f"Signed as Standard Webhooks has it, and sent again over a day until it is taken. "
        f"{description}",
        "security": [],
        "parameters": [in_header(name, means, required=True) for name, means in _WEBHOOK_HEADERS.items()],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "2XX": {"description": "It was taken."},
            "410": {"description": "It is not wanted; it is not sent again."},
            "default": {"description": "It is sent again, not before `Retry-After`."},
        },
    }
