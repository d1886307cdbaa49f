"""A POST to the protocol's path: what is refused before the SDK reads it, and batches (contract 12).

The SDK takes one message a POST. The revision of 2025-03-26, and that alone, has batches; each message of one
is handed to the SDK as a POST of its own, and the answers are put together here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import mcp_types as types
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

VERSIONS = (
    *MODERN_PROTOCOL_VERSIONS,
    *(version for version in reversed(HANDSHAKE_PROTOCOL_VERSIONS) if version != "2024-11-05"),
)
"""The protocol's revisions that are spoken, the newest first; the first of all had another transport."""
MOST_MESSAGES = 20
"""In a batch: they are answered one after the other, while the caller waits."""

_JSON = "application/json"
_NOT_ACCEPTABLE = 406
_WITH_BATCHES = (None, "2025-03-26")
"""Versions in the header that may send batches; a client that names none is of that revision."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A POST, its key and origin checked. Headers as often as they were sent, names in lower case."""

    headers: Sequence[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """Give a header, the first of several."""
        return next((value for sent, value in self.headers if sent == name), None)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What to answer; a notification has no body."""

    status: int
    headers: Mapping[str, str]
    body: str


def refused_head(request: HttpRequest) -> HttpAnswer | None:
    """Refuse for its headers alone what the SDK would answer in plain text or without a word."""
    if not (request.header("content-type") or "").lower().startswith(_JSON):
        return _error(415, f"Content-Type must be {_JSON}.")
    return None


def messages_of(request: HttpRequest) -> Sequence[HttpRequest] | HttpAnswer | None:
    """Give the messages of a batch, each as a POST of its own; None if it is no batch.

    An answer refuses a batch where there are none, or one that is none.
    """
    version = request.header("mcp-protocol-version")
    batch = _read(request)
    if not isinstance(batch, list) or version in MODERN_PROTOCOL_VERSIONS:  # which the SDK refuses
        return None
    if version not in _WITH_BATCHES:
        return _error(400, "Send one message a POST: this version of the protocol has no batches.")
    if not 1 <= len(batch) <= MOST_MESSAGES:
        return _error(400, f"A batch has 1 to {MOST_MESSAGES} messages.")
    return [replace(request, body=json.dumps(message).encode()) for message in batch]


def together(answers: Sequence[HttpAnswer]) -> HttpAnswer:
    """Answer a batch: with the answers of its requests, and with nothing if it has none."""
    if answers[0].status == _NOT_ACCEPTABLE:  # and so are all others
        return answers[0]
    bodies = [answer.body for answer in answers if answer.body]
    if not bodies:
        return HttpAnswer(202, {}, "")
    return HttpAnswer(200, {"content-type": _JSON}, f"[{','.join(bodies)}]")


def refused_message(request: HttpRequest) -> HttpAnswer | None:
    """Refuse a message for another reason than the SDK would tell, or in other words than its own."""
    message, version = _read(request), request.header("mcp-protocol-version")
    if message is _UNREADABLE:  # which the SDK says
        return None
    if version is None or version in HANDSHAKE_PROTOCOL_VERSIONS:
        try:
            types.jsonrpc_message_adapter.validate_python(message, by_name=False)
        except ValueError:
            return _error(400, "The body must be a request, a notification or a response of JSON-RPC 2.0.")
        return None
    if version in VERSIONS or not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return None
    meta = params.get("_meta") if isinstance(params := message.get("params"), dict) else None
    if isinstance(meta, dict) and types.PROTOCOL_VERSION_META_KEY in meta:
        return None  # the SDK holds header and body against each other
    return _error(
        400,
        "Unsupported protocol version",
        code=types.UNSUPPORTED_PROTOCOL_VERSION,
        data={"supported": list(VERSIONS), "requested": version},
        request_id=message.get("id"),
    )


def in_words(answer: HttpAnswer) -> HttpAnswer:
    """Give the SDK's answer, with a body where it refuses a caller who takes no JSON."""
    return (
        _error(_NOT_ACCEPTABLE, f"Accept must have {_JSON}.") if answer.status == _NOT_ACCEPTABLE else answer
    )


_UNREADABLE = object()


def _read(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return _UNREADABLE


def _error(
    status: int, message: str, *, code: int = types.INVALID_REQUEST, data: Any = None, request_id: Any = None
) -> HttpAnswer:
    identity = request_id if isinstance(request_id, str | int) and not isinstance(request_id, bool) else None
    error = {"code": code, "message": message, **({} if data is None else {"data": data})}
    body = {"jsonrpc": "2.0", "id": identity, "error": error}
    return HttpAnswer(status, {"content-type": _JSON}, json.dumps(body))
