"""Requests as API Gateway hands them to a function, and the function's answer as API Gateway reads it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

import jsonschema_rs

from functions.api import app as api_app
from functions.subscriptions import app as subscriptions_app
from tests.integration.held_to_roles import at_work
from tests.integration.moto_stack import Context
from tests.unit.openapi import DOCUMENT

KEY = "key-of-a-caller"
STAGE_URL = "https://api.example/v1"
LARGEST_ANSWER_BYTES = 6 * 1024 * 1024
"""What Lambda lets a function answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over HTTP; names in `headers` are in lower case. `url` is what was called."""

    status: int
    headers: Mapping[str, str]
    text: str
    url: str

    @property
    def json(self) -> Any:
        """The body, which must be JSON to the letter: without NaN and the like."""
        return json.loads(self.text, parse_constant=_refuse_constant)

    @property
    def media_type(self) -> str:
        """What the body is, its character set left out."""
        return self.headers["content-type"].split(";")[0]

    @property
    def location(self) -> str:
        """The path below the stage that Location leads to."""
        return urljoin(self.url, self.headers["location"]).removeprefix(STAGE_URL)


def call(
    method: str,
    path: str,
    body: Any = None,
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    key: str = KEY,
) -> Answer:
    """Call the api function; `path` is below the stage, `body` is sent as JSON."""
    text = None if body is None else json.dumps(body)
    return send(an_event(method, path, text, query=query, headers={"x-api-key": key, **(headers or {})}))


def an_event(
    method: str,
    path: str,
    body: str | None = None,
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make the event of a REST API's proxy integration (payload 1.0); names of headers stay as they are."""
    headers = dict(headers or {})
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()}
        if query
        else None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdefghij",
            "httpMethod": method,
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "a caller"},
            "path": f"/v1{path}",
            "protocol": "HTTP/1.1",
            "requestId": "e6b1a2f0-6a55-4b44-8f0a-0c1b2d3e4f50",
            "resourcePath": path,
            "stage": "v1",
        },
        "body": body,
        "isBase64Encoded": False,
    }


def in_base64(event: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Give the event as API Gateway makes it for a media type that it was told is binary."""
    return {**event, "body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def send(event: dict[str, Any]) -> Answer:
    """Hand an event to the function its path is of, and its answer through what happens to it on the way.

    Whatever a test is about, the answer must get through and must be one the OpenAPI document describes.
    """
    function, handler = "ApiFunction", api_app.handler
    if event["path"].startswith(("/subscriptions", "/unsubscribe/")):
        function, handler = "SubscriptionsFunction", subscriptions_app.handler
    with at_work(function):
        answered = handler(event, Context(time_left_s=29))
    # The runtime of Python 3.13 writes UTF-8 without escapes: what cannot be written so never gets out.
    written = json.dumps(answered, ensure_ascii=False).encode()
    assert len(written) <= LARGEST_ANSWER_BYTES, f"{len(written)} bytes are more than a function may answer"
    headers = {name.lower(): ", ".join(values) for name, values in answered["multiValueHeaders"].items()}
    text = answered["body"]
    assert answered["isBase64Encoded"] is (headers.get("content-encoding") == "gzip")
    if answered["isBase64Encoded"]:
        text = gzip.decompress(base64.b64decode(text, validate=True)).decode()
    answer = Answer(answered["statusCode"], headers, text, STAGE_URL + event["path"])
    if event["httpMethod"] != "HEAD":
        _assert_described(event["httpMethod"], event["path"], answer)
    return answer


def _assert_described(method: str, path: str, answer: Answer) -> None:
    operation = _operation(method, path)
    if operation is None:
        return
    assert str(answer.status) in operation["responses"], f"{method} {path} may not answer {answer.status}"
    content = operation["responses"][str(answer.status)].get("content")
    if content is None:
        assert answer.text == ""
        return
    assert answer.media_type in content
    if answer.media_type.endswith("json"):
        schema = json.dumps(content[answer.media_type]["schema"])
        errors = [f"{list(error.instance_path)}: {error.message}" for error in _errors(schema, answer)]
        assert errors == []


def _errors(schema: str, answer: Answer) -> list[jsonschema_rs.ValidationError]:
    return list(_validator(schema).iter_errors(answer.json))


@cache
def _validator(schema: str) -> jsonschema_rs.Validator:
    described = {**json.loads(schema), "components": DOCUMENT["components"]}
    return jsonschema_rs.validator_for(described, validate_formats=True)


def _operation(method: str, path: str) -> dict[str, Any] | None:
    """Find what is documented for a call; None if nothing is, as nothing is there."""
    paths: dict[str, Any] = DOCUMENT["paths"]
    # A path without parameters comes before one that has them.
    for template in sorted(paths, key=lambda template: template.count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            operation: dict[str, Any] | None = paths[template].get(method.lower())
            return operation
    return None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
