"""How answers of the API are written, whatever they are about, and what a request's headers say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import ApiGatewayResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.api.problems import instance_of
from linernotes.api.refusals import UnreadableJson, check_is_json, parse_json
from linernotes.api.transfer import entity_tag, header_of, is_known
from linernotes.model.errors import InvalidRequest
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only some routes load
    from linernotes.reports.owners import KnownCallers
    from linernotes.reports.request_report import IdempotencyKey

NO_STORE = {"Cache-Control": "no-store"}
WITHOUT_KEY = ("/shared", "/unsubscribe/", "/openapi.json", "/health")
"""How the paths begin that no API key is needed for; the template says the same to API Gateway."""

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_request = APIGatewayRouter()  # type: ignore[no-untyped-call]
"""Knows the request that is being answered, as every router does."""


def json_answer(status: int, body: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Answer with JSON that is not to be kept by anybody."""
    return Response(
        status, content_type="application/json", body=body, headers={**NO_STORE, **(headers or {})}
    )


def nothing_to_say() -> Response[str]:
    """Answer that it is done, and no more."""
    return Response(204, headers=NO_STORE, body="")


def as_found(body: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Answer a GET with JSON, or say that the caller has it as it is."""
    headers = {"ETag": entity_tag(body), **(headers or {})}
    return not_modified(headers) or json_answer(200, body, headers)


def seldom_changed(body: str) -> Response[str]:
    """Answer with JSON that may be kept for some minutes, or say that the caller has it."""
    return as_found(body, {"Cache-Control": "max-age=300"})


def not_modified(headers: dict[str, str]) -> Response[str] | None:
    """Answer that the caller has what the entity tag in `headers` stands for; None if not."""
    if not is_known(header("if-none-match") or "", headers["ETag"]):
        return None
    return Response(304, headers={**NO_STORE, **headers, "Vary": "Accept-Encoding"}, body="")


def header(name: str) -> str | None:
    """Give a header of the request, whatever case its name came in."""
    return header_of(_request.current_event.raw_event, name)


def query() -> dict[str, list[str]]:
    """Give what the request asks for in its address, each parameter as often as it is there."""
    return _request.current_event.multi_value_query_string_parameters or {}


def refuse_body() -> None:
    """Refuse what was posted where nothing is read of it, so that nobody takes it as done.

    Raises InvalidRequest, which names its fields; an object without any asks for nothing and passes.
    """
    text = (_request.current_event.decoded_body or "").strip()
    if not text:
        return
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    if body != {}:
        fields = list(body) if isinstance(body, dict) else ["body"]
        raise InvalidRequest(
            [(field, "this call takes no fields: post it without a body") for field in fields]
        )


def posted() -> Any:
    """Give the JSON that was posted. Raises UnsupportedMediaType and UnreadableJson."""
    check_is_json(header("content-type"))
    try:
        text = _request.current_event.decoded_body
    except ValueError as error:  # base64 that is none, or of other bytes
        raise UnreadableJson("The body must be JSON: it is no text in UTF-8.") from error
    try:
        return parse_json(text)
    except ValueError as error:
        raise UnreadableJson(f"The body must be JSON: {error}.") from error


def idempotency_key(asked: Callable[[], Mapping[str, Any]]) -> IdempotencyKey | None:
    """Give the Idempotency-Key of what is asked, which is given as JSON; None without one.

    Raises InvalidRequest.
    """
    from linernotes.reports.request_report import IdempotencyKey

    key = header("idempotency-key")
    if key is None:
        return None
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise InvalidRequest([("Idempotency-Key", "give 1 to 255 printable ASCII characters without spaces")])
    return IdempotencyKey.of(key, asked())


def instance() -> str:
    """Name this call, as problem documents do."""
    return instance_of(_request.current_event.raw_event)


def owner() -> str:
    """Give the owner of what the caller asks for, whom `know_caller` has found by their API key."""
    found: str = _request.context["owner"]
    return found


def know_caller(callers: Callable[[], KnownCallers]) -> Callable[..., Response[str]]:
    """Make what refuses a key that was revoked, before anything else, and has all logs say who asked.

    API Gateway has checked the key, but what it knows of keys may be some seconds old. Raises KeyRevoked.
    """

    def known(app: ApiGatewayResolver, answer: NextMiddleware) -> Response[str]:
        about = app.current_event.raw_event["requestContext"]
        told = {
            "request_id": about.get("requestId"),
            "key_id": (about.get("identity") or {}).get("apiKeyId"),
        }
        _request.context.pop("owner", None)
        if not app.current_event.path.startswith(WITHOUT_KEY):
            caller = callers().caller_of(_api_key())
            _request.context["owner"] = caller.owner
            told |= {"owner": caller.owner} | ({"key_id": caller.key_id} if caller.key_id else {})
        logger.append_keys(**{name: value for name, value in told.items() if value})
        return answer(app)

    return known


def _api_key() -> str:
    """Give the key API Gateway has checked, which it tells; of two headers only one was."""
    identity = _request.current_event.raw_event["requestContext"].get("identity") or {}
    return identity.get("apiKey") or header("x-api-key") or ""
