"""The envelopes every answer comes in, and the bodies of errors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

NOT_IN_PLAN = (
    "This endpoint is not included in your current plan, "
    "reach out to help@soundcharts.com if you want access."
)
QUOTA_SPENT = "You have used up the API quota of your plan for this month."
TOO_MANY_CALLS = "You have exceeded the maximum request count per minute."

_MESSAGES = {
    400: "Invalid request.",
    401: "Invalid credentials.",
    403: NOT_IN_PLAN,
    404: "Not found.",
    405: "Method not allowed.",
    429: "Too many requests.",
    500: "Internal server error.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, apart from the headers that tell of quota and rate."""

    status: int
    body: bytes
    content_type: str = "application/json"


class Refusal(Exception):
    """The call is refused; `answer` is what the caller gets."""

    def __init__(self, status: int, message: str | None = None) -> None:
        super().__init__(message or default_message(status))
        self.answer = error(status, message)


def default_message(status: int) -> str:
    """Give the text an error of this status has when nothing better is known."""
    return _MESSAGES.get(status) or HTTPStatus(status).phrase + "."


def encode(document: object) -> bytes:
    """Encode a document the way the API does: compact, with letters as they are."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def error(status: int, message: str | None = None) -> Answer:
    """Answer with an error body; `code` in it repeats the status."""
    key = "argument" if status == HTTPStatus.BAD_REQUEST else "access"
    entry = {"key": key, "code": status, "message": message or default_message(status)}
    return Answer(status, encode({"errors": [entry]}))


def single(kind: str, entity: Mapping[str, Any]) -> Answer:
    """Answer with one object."""
    return Answer(HTTPStatus.OK, encode({"type": kind, "object": entity, "errors": []}))


def collection(items: Sequence[bytes], page: Mapping[str, Any], related: bytes | None = None) -> Answer:
    """Answer with encoded items; `related` is encoded too, and left out of pure lists."""
    head = b"" if related is None else b'"related":' + related + b","
    body = b"".join(
        (b"{", head, b'"items":[', b",".join(items), b'],"page":', encode(page), b',"errors":[]}')
    )
    return Answer(HTTPStatus.OK, body)


def page_block(path: str, query: Mapping[str, str], offset: int, limit: int, total: int) -> dict[str, Any]:
    """Describe a page; `next` and `previous` are relative and keep every other parameter."""

    def link(to: int) -> str:
        kept = {name: value for name, value in query.items() if name not in ("offset", "limit")}
        return f"{path}?{urlencode({**kept, 'offset': to, 'limit': limit})}"

    return {
        "offset": offset,
        "limit": limit,
        "next": link(offset + limit) if offset + limit < total else None,
        "previous": link(max(0, offset - limit)) if offset > 0 else None,
        "total": total,
    }
