"""Assistants' clients before the mcp function, in process: the official one, and single posts."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import anyio.to_thread
import httpx2
import mcp_types as types
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from functions.mcp import app
from linernotes.aws import clients as aws
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import NamedKey, key_digest, named_owner
from tests.integration.api_events import Answer, an_event
from tests.integration.held_to_roles import at_work
from tests.integration.moto_stack import Context

DOMAIN = "api.example"
URL = f"https://{DOMAIN}/v1/mcp"
VERSION = "2026-07-28"
META = {types.PROTOCOL_VERSION_META_KEY: VERSION, types.CLIENT_CAPABILITIES_META_KEY: {}}


def make_key(name: str, key: str) -> None:
    """Have a key be a name's, as `make key` does."""
    keys = DynamoKeyStore(aws.client("dynamodb"), "ReportsTable")
    now = datetime.now(UTC)
    keys.hold(named_owner(name), "tests", now=now, until=now + timedelta(minutes=1))
    keys.add(key_digest(key), NamedKey(named_owner(name), f"id-of-{name}", now), "tests")
    keys.release(named_owner(name), "tests")


def revoke_key(key: str) -> None:
    """Revoke a key, as `make key REVOKE=1` does first."""
    DynamoKeyStore(aws.client("dynamodb"), "ReportsTable").revoke(key_digest(key), now=datetime.now(UTC))


def send(
    body: bytes | str,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    *,
    method: str = "POST",
) -> Answer:
    """Have the function answer a call; headers may come several times."""
    several: dict[str, list[str]] = {}
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        several.setdefault(name, []).append(value)
    text = body if isinstance(body, str) else body.decode()
    event = an_event(method, "/mcp", text, headers={name: values[-1] for name, values in several.items()})
    event["multiValueHeaders"] = several
    event["requestContext"]["domainName"] = DOMAIN
    with at_work("McpFunction"):
        answer = app.handler(event, Context(time_left_s=29))
    return Answer(
        answer["statusCode"],
        {name.lower(): value for name, value in answer["headers"].items()},
        answer["body"],
        URL,
    )


def headers_for(method: str, *, key: str, name: str | None = None) -> dict[str, str]:
    """Give the headers that a client of 2026-07-28 sends."""
    told = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": method,
    }
    return told if name is None else {**told, "Mcp-Name": name}


def request_of(method: str, **params: Any) -> dict[str, Any]:
    """Give a request as a client of 2026-07-28 writes it."""
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}


def called(tool: str, arguments: Mapping[str, Any], *, key: str) -> Any:
    """Call a tool by a single post; gives its result."""
    body = json.dumps(request_of("tools/call", name=tool, arguments=arguments))
    answer = send(body, headers_for("tools/call", key=key, name=tool))
    assert answer.status == 200, answer.text
    return answer.json["result"]


class _ToFunction(httpx2.AsyncBaseTransport):
    """Hands a client's calls to the function, each in a thread: it has an event loop of its own."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        pairs = [(name.decode(), value.decode()) for name, value in request.headers.raw]
        answer = await anyio.to_thread.run_sync(lambda: send(body, pairs, method=request.method))
        return httpx2.Response(answer.status, headers=dict(answer.headers), content=answer.text.encode())


def converse[T](work: Callable[[Client], Awaitable[T]], *, key: str, mode: str = "auto") -> T:
    """Do something with the official client, connected to the function."""

    async def connected() -> T:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(transport=_ToFunction(), headers=headers) as http,
            Client(streamable_http_client(URL, http_client=http), mode=mode) as client,
        ):
            return await work(client)

    return anyio.run(connected)
