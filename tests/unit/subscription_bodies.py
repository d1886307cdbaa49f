"""What is posted to make a subscription: say what a test is about, the rest is sound."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.unit.builders import LAURO

REQUEST: dict[str, Any] = {
    "artists": [LAURO.uuid],
    "platforms": ["spotify", "instagram"],
    "country": "IT",
    "period": "last_week",
}
WEEKLY: dict[str, Any] = {
    "title": "Monday in Rome",
    "request": REQUEST,
    "every": "week",
    "on": 1,
    "at": "08:30",
    "time_zone": "Europe/Rome",
    "deliver": [
        {"slack_channel": "C0123456789"},
        {"callback_url": "https://label.example/hook"},
        {"email": "ada@label.example"},
    ],
}


def body(**fields: Any) -> dict[str, Any]:
    """Make the body of a weekly subscription, with other fields."""
    return {**deepcopy(WEEKLY), **fields}


def asking(**fields: Any) -> dict[str, Any]:
    """Make the body of a subscription whose request has other fields; None leaves one out."""
    request = {**REQUEST, **fields}
    return body(request={name: value for name, value in request.items() if value is not None})
