"""Assistants' requests, by the Model Context Protocol (contract 12)."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.problems import (
    FOREIGN_ORIGIN,
    MEDIA_TYPE,
    NO_VALID_BEARER_KEY,
    instance_of,
    problem,
    problem_of,
)
from linernotes.api.refusals import MethodNotAllowed
from linernotes.api.transfer import header_of
from linernotes.bootstrap import mcp as bootstrap
from linernotes.bootstrap.page_address import page_url
from linernotes.mcp.posts import HttpRequest
from linernotes.mcp.protocol import answer_request
from linernotes.mcp.refusals import refusal_of
from linernotes.mcp.results import ToolResult
from linernotes.mcp.services import LONGEST_WAIT_S, Call
from linernotes.mcp.tools import NoSuchTool, call_tool
from linernotes.model.errors import KeyRevoked, LinerNotesError, StoreBusy
from linernotes.reports.owners import Caller
from linernotes.telemetry import logger

_BEARER = "bearer "


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request of an assistant's client."""
    logger.append_keys(request_id=event["requestContext"].get("requestId"))
    try:
        return _checked(event)
    except (MethodNotAllowed, StoreBusy) as error:
        status, body, headers = problem_of(error, instance=instance_of(event))
        logger.info("refused", status=status, error=type(error).__name__)
        return _answer(status, {**headers, "Content-Type": MEDIA_TYPE}, body)


def _checked(event: dict[str, Any]) -> dict[str, Any]:
    if event["httpMethod"] != "POST":
        raise MethodNotAllowed(["POST"])
    if _is_foreign(event):
        detail = "Browsers may not send this for pages of other sites. Use an assistant's own client."
        return _refused(FOREIGN_ORIGIN, detail, event)
    key = _key(event)
    try:
        caller = bootstrap.callers().named_caller_of(key) if key else None
    except KeyRevoked:
        caller = None
    if caller is None:
        detail = (
            "Send a key that was made with a name (make key NAME=…) in the header Authorization, as "
            "Bearer and the key: there was none, or it is not known or was revoked."
        )
        return _refused(NO_VALID_BEARER_KEY, detail, event, **{"WWW-Authenticate": "Bearer"})
    logger.append_keys(owner=caller.owner, key_id=caller.key_id)
    return _answered(event, caller)


def _answered(event: dict[str, Any], caller: Caller) -> dict[str, Any]:
    waits_until = time.monotonic() + LONGEST_WAIT_S
    call = Call(caller.owner, page_url(event, bootstrap.settings().page_address), waits_until)

    def called(name: str, arguments: Mapping[str, Any]) -> ToolResult:
        return _called(name, arguments, call, event)

    answer = answer_request(HttpRequest(_headers(event), _body(event)), bootstrap.tools(), called)
    logger.info("answered", status=answer.status)
    return _answer(answer.status, dict(answer.headers), answer.body)


def _called(name: str, arguments: Mapping[str, Any], call: Call, event: dict[str, Any]) -> ToolResult:
    """Call a tool; whatever goes wrong is a result, which an assistant can mend or tell."""
    logger.append_keys(tool=name)
    try:
        result = call_tool(name, arguments, call, bootstrap.services())
    except LinerNotesError as error:
        logger.info("refused", error=type(error).__name__)
        return refusal_of(error)
    except NoSuchTool:
        raise
    except Exception as error:
        logger.exception("failed", error=type(error).__name__)
        quote = instance_of(event)
        return ToolResult(f"Something broke on our side, and was recorded. Try again, or quote {quote}.")
    logger.info("tool called", report_id=(result.structured or {}).get("report_id"))
    return result


def _is_foreign(event: Mapping[str, Any]) -> bool:
    """Say whether a page of another site has a browser send this; other clients send no origin."""
    origin = header_of(event, "origin")
    if origin is None:
        return False
    ours = {event["requestContext"].get("domainName"), header_of(event, "host")}
    return urlsplit(origin).netloc not in ours - {None, ""}


def _key(event: Mapping[str, Any]) -> str:
    """Give the key as a bearer token, else in the header that the API takes it in; empty without one."""
    bearer = (header_of(event, "authorization") or "").strip()
    if bearer[: len(_BEARER)].lower() == _BEARER:
        return bearer[len(_BEARER) :].strip()
    return (header_of(event, "x-api-key") or "").strip()


def _headers(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the headers as often as they were sent, but for the key."""
    several: Mapping[str, list[str]] = event.get("multiValueHeaders") or {
        name: [value] for name, value in (event.get("headers") or {}).items()
    }
    return [
        (name.lower(), value.encode("latin-1", errors="replace").decode("latin-1"))
        for name, values in several.items()
        for value in values
        if name.lower() not in ("authorization", "x-api-key")
    ]


def _body(event: Mapping[str, Any]) -> bytes:
    body: str = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def _refused(kind: Any, detail: str, event: dict[str, Any], **headers: str) -> dict[str, Any]:
    logger.info("refused", status=kind.status, reason=kind.name)
    body = problem(kind, detail, instance=instance_of(event))
    return _answer(kind.status, {"Content-Type": MEDIA_TYPE, **headers}, body)


def _answer(status: int, headers: dict[str, str], body: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {**headers, "Cache-Control": "no-store"}, "body": body}
