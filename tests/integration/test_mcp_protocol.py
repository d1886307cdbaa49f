"""The protocol as POST /mcp speaks it: headers, versions, methods and errors, in both eras (contract 12)."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest

from linernotes.bootstrap import mcp as bootstrap
from linernotes.reports.owners import KnownCallers, NamedKey, key_digest
from tests.integration.assistants import DOMAIN, META, VERSION, headers_for, request_of, send
from tests.unit.builders import NOW
from tests.unit.key_memory import MemoryKeyStore
from tests.unit.template import environment

KEY = "a-named-key"


@pytest.fixture(autouse=True)
def _deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Know two keys; what tools work with is asked for by none of these calls."""
    keys = MemoryKeyStore()
    keys.keys = {
        key_digest(KEY): NamedKey("name:ada", "id-1", NOW),
        key_digest("a-revoked-key"): NamedKey("name:eve", "id-2", NOW, revoked_at=NOW),
    }
    callers = KnownCallers(keys, monotonic=time.monotonic)
    monkeypatch.setattr(bootstrap, "callers", lambda: callers)
    monkeypatch.setattr(bootstrap, "services", lambda: None)
    with patch.dict(os.environ, environment("McpFunction")):
        yield


# ------------------------------------------------------------------------------------------------ 2026-07-28


@dataclass(frozen=True, slots=True)
class Exchange:
    """A call as a client of 2026-07-28 might make it, and the answer: a status, and an error's code."""

    name: str
    status: int
    code: int | None = None
    method: str = "tools/list"
    headers: dict[str, str | None] = field(default_factory=dict)
    body: Any = None
    meta: dict[str, Any] | None = None


CALL: dict[str, Any] = {"name": "list_sources", "arguments": {}}
TABLE = [
    Exchange("a list of tools", 200),
    Exchange("what the server can do", 200, method="server/discover"),
    Exchange(
        "a version in the header that is not the body's",
        400,
        -32020,
        meta={**META, "io.modelcontextprotocol/protocolVersion": "2027-01-01"},
    ),
    Exchange(
        "a version nobody knows",
        400,
        -32022,
        headers={"MCP-Protocol-Version": "2027-01-01"},
        meta={**META, "io.modelcontextprotocol/protocolVersion": "2027-01-01"},
    ),
    Exchange("a method in the header that is not the body's", 400, -32020, headers={"Mcp-Method": "ping"}),
    Exchange("no method in the header", 400, -32020, headers={"Mcp-Method": None}),
    Exchange(
        "a tool in the header that is not the body's",
        400,
        -32020,
        method="tools/call",
        headers={"Mcp-Name": "find_artists"},
    ),
    Exchange("no tool in the header", 400, -32020, method="tools/call", headers={"Mcp-Name": None}),
    Exchange("no version and capabilities in the body", 400, -32602, meta={}),
    Exchange("a method nobody knows", 404, -32601, method="tools/dance"),
    Exchange("a ping, which this version has no more", 404, -32601, method="ping"),
    Exchange("a handshake, which this version has no more", 404, -32601, method="initialize"),
    Exchange("resources, of which there are none", 404, -32601, method="resources/list"),
    Exchange("a notification", 202, body={"jsonrpc": "2.0", "method": "notifications/cancelled"}),
    Exchange("a batch", 400, -32600, body=[request_of("tools/list")]),
    Exchange("a body that is no JSON", 400, -32700, body="{"),
    Exchange("a body that is none", 400, -32700, body=""),
    Exchange("an answer in no form that is given", 406, headers={"Accept": "text/html"}),
    Exchange("another kind of body", 415, -32600, headers={"Content-Type": "text/plain"}),
    Exchange(
        "a version nobody knows in the header alone",
        400,
        -32022,
        headers={"MCP-Protocol-Version": "1999-01-01"},
        body={"jsonrpc": "2.0", "id": 7, "method": "tools/list"},
    ),
]


def sent(exchange: Exchange) -> Any:
    """Make a call of the table."""
    params = {**(CALL if exchange.method == "tools/call" else {})}
    body = request_of(exchange.method, **params) if exchange.body is None else exchange.body
    if exchange.meta is not None:
        body = {**body, "params": {**body["params"], "_meta": exchange.meta}}
    name = "list_sources" if exchange.method == "tools/call" else None
    headers = {**headers_for(exchange.method, key=KEY, name=name), **exchange.headers}
    text = body if isinstance(body, str) else json.dumps(body)
    return send(text, {name: value for name, value in headers.items() if value is not None})


@pytest.mark.parametrize("exchange", TABLE, ids=lambda exchange: exchange.name)
def test_a_call_of_the_new_era_is_answered_by_its_status_and_code(exchange: Exchange) -> None:
    answer = sent(exchange)
    assert answer.status == exchange.status, answer.text
    if exchange.code is not None:
        assert answer.json["error"]["code"] == exchange.code
    elif exchange.status == 202:
        assert answer.text == ""
    assert answer.headers["cache-control"] == "no-store"
    assert "mcp-session-id" not in answer.headers


def test_a_version_nobody_knows_is_told_which_are() -> None:
    unknown, in_header = (exchange for exchange in TABLE if exchange.code == -32022)
    assert sent(unknown).json["error"]["data"]["supported"] == [VERSION]
    told = sent(in_header).json  # of which era its client is, nobody knows
    assert (told["id"], told["error"]["data"]["requested"]) == (7, "1999-01-01")
    assert told["error"]["data"]["supported"] == [VERSION, *EARLIER]


def test_results_say_that_they_are_whole_and_lists_how_long_they_may_be_kept() -> None:
    listed, discovered = (sent(exchange).json["result"] for exchange in TABLE[:2])
    for result in (listed, discovered):
        assert (result["resultType"], result["cacheScope"], result["ttlMs"]) == (
            "complete",
            "public",
            3_600_000,
        )
    assert discovered["supportedVersions"] == [VERSION]
    assert "not an instruction" in discovered["instructions"]
    assert "tools" in discovered["capabilities"]
    called = send(
        json.dumps(request_of("tools/call", **CALL)), headers_for("tools/call", key=KEY, name="list_sources")
    )
    assert called.json["result"]["resultType"] == "complete"
    assert sent(TABLE[0]).text == sent(TABLE[0]).text


def test_a_header_that_comes_twice_is_refused() -> None:
    headers = [*headers_for("tools/list", key=KEY).items(), ("Mcp-Method", "tools/call")]
    answer = send(json.dumps(request_of("tools/list")), headers)
    assert (answer.status, answer.json["error"]["code"]) == (400, -32020)


def test_a_tool_there_is_not_is_an_error_of_the_protocol_that_names_those_there_are() -> None:
    body = json.dumps(request_of("tools/call", name="drop_table", arguments={}))
    answer = send(body, headers_for("tools/call", key=KEY, name="drop_table"))
    assert answer.json["error"]["code"] == -32602
    assert "find_artists, list_sources" in answer.json["error"]["message"]


# ---------------------------------------------------------------------------------------------- before that


def old(method: str, *, version: str | None = None, request_id: int | None = 1, **params: Any) -> Any:
    """Call as a client of an earlier version does."""
    headers = {
        "Authorization": f"Bearer {KEY}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    if version is not None:
        headers["MCP-Protocol-Version"] = version
    body: dict[str, Any] = {"jsonrpc": "2.0", "method": method, **({"params": params} if params else {})}
    if request_id is not None:
        body["id"] = request_id
    return send(json.dumps(body), headers)


EARLIER = ["2025-11-25", "2025-06-18", "2025-03-26"]


@pytest.mark.parametrize("version", EARLIER)
def test_an_earlier_client_shakes_hands_pings_and_calls_without_a_session(version: str) -> None:
    client = {"name": "a client", "version": "1"}
    hello = old("initialize", protocolVersion=version, capabilities={}, clientInfo=client)
    assert hello.status == 200
    assert hello.json["result"]["protocolVersion"] == version
    assert hello.json["result"]["serverInfo"]["name"] == "liner-notes"
    assert "mcp-session-id" not in hello.headers
    assert old("notifications/initialized", version=version, request_id=None).status == 202
    assert old("ping", version=version).json["result"] == {}
    assert len(old("tools/list", version=version).json["result"]["tools"]) == 6
    result = old("tools/call", version=version, **CALL).json["result"]
    assert result["structuredContent"]["platforms"][0]["slug"] == "spotify"
    assert result["content"][0]["type"] == "text"


def test_a_client_of_a_version_nobody_knows_is_offered_the_newest_that_shakes_hands() -> None:
    client = {"name": "a client", "version": "1"}
    hello = old("initialize", protocolVersion="1999-01-01", capabilities={}, clientInfo=client)
    assert hello.json["result"]["protocolVersion"] == EARLIER[0]


def test_an_earlier_client_is_told_what_is_wrong_too() -> None:
    assert old("tools/dance", version="2025-06-18").json["error"]["code"] == -32601
    headers = {**headers_for("tools/list", key=KEY), "MCP-Protocol-Version": "2025-06-18"}
    assert send("{", headers).json["error"]["code"] == -32700
    for body in ("1", "{}", '{"jsonrpc": "1.0", "id": 1, "method": "ping"}'):
        refused = send(body, headers)
        assert (refused.status, refused.json["error"]["code"]) == (400, -32600)
        assert "JSON-RPC 2.0" in refused.json["error"]["message"]


def in_one_post(*messages: Any, version: str | None = "2025-03-26", accept: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", "Accept": accept}
    if version is not None:
        headers["MCP-Protocol-Version"] = version
    return send(json.dumps(messages), headers)


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


@pytest.mark.parametrize("version", ["2025-03-26", None])
def test_a_batch_is_answered_where_there_are_batches(version: str | None) -> None:
    calls = {"jsonrpc": "2.0", "id": "b", "method": "tools/call", "params": CALL}
    unknown = {"jsonrpc": "2.0", "id": 3, "method": "tools/dance"}
    answer = in_one_post(INITIALIZED, PING, calls, unknown, 5, version=version)
    assert (answer.status, answer.media_type) == (200, "application/json")
    pinged, called, refused, broken = answer.json
    assert (pinged["id"], pinged["result"]) == (1, {})
    assert (called["id"], called["result"]["structuredContent"]["platforms"][0]["slug"]) == ("b", "spotify")
    assert (refused["id"], refused["error"]["code"]) == (3, -32601)
    assert (broken["id"], broken["error"]["code"]) == (None, -32600)
    notified = in_one_post(INITIALIZED, version=version)
    assert (notified.status, notified.text) == (202, "")


def test_a_batch_of_none_or_of_too_many_or_for_who_takes_no_answer_is_refused() -> None:
    for answer in (in_one_post(), in_one_post(*[PING] * 21)):
        assert (answer.status, answer.json["error"]["code"]) == (400, -32600)
        assert "1 to 20 messages" in answer.json["error"]["message"]
    assert in_one_post(PING, accept="text/html").status == 406


@pytest.mark.parametrize("version", ["2025-11-25", "2025-06-18", "2024-11-05"])
def test_a_batch_is_refused_in_words_where_there_are_none(version: str) -> None:
    answer = in_one_post(PING, version=version)
    assert (answer.status, answer.json["error"]["code"]) == (400, -32600)
    assert "one message a POST" in answer.json["error"]["message"]


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {}])
def test_who_takes_no_json_is_told_so_in_every_version(headers: dict[str, str]) -> None:
    for version in (VERSION, *EARLIER):
        told = {**headers_for("tools/list", key=KEY), "MCP-Protocol-Version": version}
        del told["Accept"]
        answer = send(json.dumps(PING), {**told, **headers})
        assert (answer.status, answer.json["error"]["code"]) == (406, -32600)
        assert "Accept must have application/json" in answer.json["error"]["message"]


def test_a_notification_of_a_version_nobody_knows_is_told_all_that_are_spoken() -> None:
    headers = {**headers_for("notifications/cancelled", key=KEY), "MCP-Protocol-Version": "1999-01-01"}
    answer = send(json.dumps(INITIALIZED), headers)
    assert (answer.status, answer.json["id"]) == (400, None)
    assert answer.json["error"]["data"]["supported"] == [VERSION, *EARLIER]


# ---------------------------------------------------------------------------------------------------- who


NOT_JSON = "{"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nobodys-key"},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": "Bearer a-revoked-key"},
        {"x-api-key": "nobodys-key"},
        {"x-api-key": KEY, "Authorization": "Bearer nobodys-key"},
    ],
)
def test_without_a_named_key_nothing_is_read(headers: dict[str, str]) -> None:
    answer = send(NOT_JSON, headers)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.media_type == "application/problem+json"
    assert answer.json["type"].endswith("no-valid-bearer-key")


@pytest.mark.parametrize(
    "headers", [{"authorization": f"bearer {KEY}"}, {"AUTHORIZATION": f"Bearer  {KEY}"}, {"X-Api-Key": KEY}]
)
def test_a_named_key_is_taken_as_bearer_token_or_as_the_api_takes_it(headers: dict[str, str]) -> None:
    usual = {
        name: value for name, value in headers_for("tools/list", key=KEY).items() if name != "Authorization"
    }
    assert send(json.dumps(request_of("tools/list")), {**usual, **headers}).status == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (f"https://{DOMAIN}", 200),
        ("https://evil.example", 403),
        (f"https://{DOMAIN}.evil.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_site_cannot_have_a_browser_call(origin: str, status: int) -> None:
    headers = {**headers_for("tools/list", key=KEY), "Origin": origin}
    answer = send(json.dumps(request_of("tools/list")), headers)
    assert answer.status == status
    if status == 403:
        assert answer.json["type"].endswith("foreign-origin")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_no_stream_and_no_session_to_end(method: str) -> None:
    answer = send("", headers_for("tools/list", key=KEY), method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
