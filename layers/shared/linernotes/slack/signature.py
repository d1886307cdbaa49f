"""Whether a request is Slack's: its signature over the very bytes that came, and its age."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.signature import Clock, SignatureVerifier


class _Clock(Clock):
    """The time as the caller tells it."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds()


def raw_body(event: Mapping[str, Any]) -> bytes:
    """Give the body as Slack sent and signed it; API Gateway may have wrapped it in base64."""
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return b""


def is_from_slack(
    body: bytes, headers: Mapping[str, str], *, signing_secret: str, seconds: Callable[[], float]
) -> bool:
    """Say whether a request was signed by Slack in the last five minutes; `seconds` is the time now.

    The signatures are compared in constant time, by slack_sdk.
    """
    verifier = SignatureVerifier(signing_secret, clock=_Clock(seconds))
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (ValueError, TypeError, OverflowError):  # a timestamp that is none, bytes that are no text
        return False
