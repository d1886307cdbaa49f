"""Answers by status: which error of ours each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from linernotes.model.errors import (
    BadCredentials,
    BrokenAnswer,
    NotFound,
    NotInPlan,
    RequestRefused,
    Unavailable,
    UpstreamError,
)
from linernotes.soundcharts.answers import message_of


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, read to its end; names in `headers` are found in any case.

    `sent_at` is when it was asked for: what it tells may be as old as that.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent_at: datetime


def error_of(reply: Reply) -> UpstreamError:
    """Make the error of an answer that is neither a 200 nor a 429."""
    message = message_of(reply.body) or "no reason given"
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            return BadCredentials("Soundcharts refuses the app id or API key (401)")
        case HTTPStatus.FORBIDDEN:
            return NotInPlan(f"Soundcharts does not offer this in the plan (403): {message}")
        case HTTPStatus.NOT_FOUND:
            return NotFound(f"Soundcharts knows nothing of this (404): {message}")
        case status if 400 <= status < 500:
            return RequestRefused(f"Soundcharts refused the request ({status}): {message}")
        case status if status >= 500:
            return Unavailable(f"Soundcharts has a fault of its own ({status}): {message}")
        case status:
            return BrokenAnswer(f"Soundcharts answered {status} where only 200 is documented")
