"""API Gateway before the functions that answer the API, over HTTP in process, by the template's routes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from werkzeug.serving import WSGIRequestHandler, make_server

from functions.api import app as api_app
from functions.page import app as page_app
from functions.subscriptions import app as subscriptions_app
from tests.integration.api_events import KEY, an_event, in_base64
from tests.integration.held_to_roles import at_work
from tests.integration.moto_stack import Context
from tests.unit.template import TEMPLATE, routes_of

_HANDLERS = {
    "ApiFunction": api_app.handler,
    "SubscriptionsFunction": subscriptions_app.handler,
    "PageFunction": page_app.handler,
}


def _routes() -> list[tuple[re.Pattern[str], str, str, bool]]:
    """List the routes, the most particular first, as API Gateway chooses."""
    found = [
        (path, method, function, needs_key)
        for function in _HANDLERS
        for (method, path), needs_key in routes_of(function).items()
    ]
    found.sort(key=lambda route: ("+}" in route[0], route[0].count("{")))
    return [
        (re.compile(re.sub(r"\{\w+\+\}", ".+", re.sub(r"\{\w+\}", "[^/]+", path))), method, function, key)
        for path, method, function, key in found
    ]


ROUTES = _routes()


class _Quiet(WSGIRequestHandler):
    """Says nothing of each call."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Leave it unsaid."""


@contextmanager
def running_gateway() -> Iterator[str]:
    """Answer as long as the context is open; gives the address of the stage."""
    server = make_server("127.0.0.1", 0, gateway, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def gateway(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request below the stage."""
    method = environ["REQUEST_METHOD"]
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace").removeprefix("/v1") or "/"
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name == "CONTENT_TYPE" and value)
    }
    query = {
        name: values[-1]
        for name, values in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True).items()
    }
    route = next((found for found in ROUTES if found[1] == method and found[0].fullmatch(path)), None)
    if route is None:
        return _own("MISSING_AUTHENTICATION_TOKEN", start_response)
    _, _, function, needs_key = route
    if needs_key and headers.get("X-Api-Key") != KEY:
        return _own("INVALID_API_KEY", start_response)
    event = an_event(method, path, query=query, headers=headers)
    event["requestContext"]["path"] = environ["PATH_INFO"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    with at_work(function):
        answer = _HANDLERS[function](in_base64(event, body) if body else event, Context(time_left_s=29))
    given = answer["body"]
    content = base64.b64decode(given) if answer["isBase64Encoded"] else given.encode()
    status = answer["statusCode"]
    start_response(
        f"{status} {HTTPStatus(status).phrase}",
        [(name, value) for name, values in answer["multiValueHeaders"].items() for value in values],
    )
    return [content]


def _own(kind: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as API Gateway does by itself."""
    response = TEMPLATE["Resources"]["Api"]["Properties"]["GatewayResponses"][kind]
    text = response["ResponseTemplates"]["application/json"].replace("$context.requestId", "of-a-test")
    status = json.loads(text)["status"]
    headers = response["ResponseParameters"]["Headers"]
    start_response(
        f"{status} {HTTPStatus(status).phrase}", [(name, value.strip("'")) for name, value in headers.items()]
    )
    return [text.encode()]
