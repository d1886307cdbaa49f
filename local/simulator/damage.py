"""Answers that are whole but not what the API documents."""

from __future__ import annotations

import json
from typing import Any

from local.simulator.answers import Answer, encode
from local.simulator.calls import Call, Kind
from local.simulator.scenario import Fault

_MAINTENANCE_PAGE = (
    b"<!DOCTYPE html><html><head><title>Maintenance</title></head>"
    b"<body><h1>We will be back soon</h1></body></html>"
)

_SERIES = frozenset({Kind.STREAMING, Kind.LISTENING, Kind.SOCIAL, Kind.AUDIENCE})

_OLD_TYPES = {
    (Kind.STREAMING, "spotify"): "MONTHLY_LISTENERS",
    (Kind.LISTENING, "spotify"): "MONTHLY_LISTENERS",
    (Kind.STREAMING, "youtube"): "VIEWS",
    (Kind.LISTENING, "youtube"): "VIEWS",
}


def damaged(answer: Answer, call: Call, fault: Fault) -> Answer:
    """Put what is wrong into an answer; a fault that leaves the body alone changes nothing."""
    if answer.status != 200:
        return answer
    if fault is Fault.GARBAGE:
        return Answer(200, answer.body[: len(answer.body) // 2] + b"\x00<<")
    if fault is Fault.HTML:
        return Answer(200, _MAINTENANCE_PAGE, "text/html")
    if fault is Fault.WRONG_SHAPE:
        return Answer(200, encode({"status": "ok", "data": [{"day": "yesterday", "amount": "many"}]}))
    if fault is Fault.OLD_FORM:
        return _in_old_form(answer, call)
    return answer


def _in_old_form(answer: Answer, call: Call) -> Answer:
    """Rewrite a series in the form of the older in-house description; anything else stays as it is."""
    if call.kind not in _SERIES:
        return answer
    document = json.loads(answer.body)
    items = [_old_item(item, call) for item in document["items"]]
    return Answer(200, encode({"items": items, "total": document["page"]["total"]}))


def _old_item(item: dict[str, Any], call: Call) -> dict[str, Any]:
    metric = _OLD_TYPES.get((call.kind, call.platform))
    if metric is None:
        metric = "PLAYS" if call.kind is Kind.LISTENING else "FOLLOWERS"
    return {
        "source": call.platform,
        "type": f"{call.platform.upper().replace('-', '_')}_{metric}",
        "date": item["date"][:10],
        "value": item["value"] if "value" in item else item["followerCount"],
        "countryPlots": [
            {"countryCode": plot["countryCode"], "value": plot["value"]}
            for plot in item.get("countryPlots", [])
        ],
    }
