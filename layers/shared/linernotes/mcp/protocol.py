"""The Model Context Protocol over HTTP, one request at a time (contract 12). All of it is the official SDK's.

The SDK's session manager is made for a web server. Here it is called in process, stateless and with answers
in JSON, for one message and in an event loop of its own: nothing of it outlives the request. It speaks the
revision of 2026-07-28 and those before it, which begin with `initialize`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

import anyio
import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from linernotes import __version__
from linernotes.mcp.posts import (
    HttpAnswer,
    HttpRequest,
    in_words,
    messages_of,
    refused_head,
    refused_message,
    together,
)
from linernotes.mcp.results import ToolResult
from linernotes.mcp.tools import INSTRUCTIONS, NoSuchTool, Tool

NAME, TITLE = "liner-notes", "Liner Notes"
TOOLS_KEPT_MS = 3_600_000
"""For how long a client may keep the list of tools, which is everybody's: it changes with a release only."""

type CallTool = Callable[[str, Mapping[str, Any]], ToolResult]
"""Calls a tool by name with its arguments. Raises NoSuchTool."""


def answer_request(request: HttpRequest, tools: Sequence[Tool], call: CallTool) -> HttpAnswer:
    """Answer one POST. `call` may wait: nothing else is done meanwhile."""
    if refused := refused_head(request):
        return refused
    messages = messages_of(request)
    if isinstance(messages, HttpAnswer):
        return messages
    if messages is None:
        return _answered(request, tools, call)
    return together([_answered(message, tools, call) for message in messages])


def _answered(message: HttpRequest, tools: Sequence[Tool], call: CallTool) -> HttpAnswer:
    return refused_message(message) or in_words(anyio.run(_exchange, message, _server(tools, call)))


async def _exchange(request: HttpRequest, server: Server[Any]) -> HttpAnswer:
    manager = StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        # Hosts are API Gateway's business, and the handler has refused pages of other origins.
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    body_read = False
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal body_read
        if body_read:
            await anyio.sleep_forever()  # until the answer is there: the caller does not hang up before
        body_read = True
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async with manager.run():
        await manager.handle_request(_scope(request), receive, send)
    start, *parts = sent
    return HttpAnswer(
        start["status"],
        {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts).decode(),
    )


def _scope(request: HttpRequest) -> dict[str, Any]:
    """Describe the request as ASGI does."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
        "client": None,
        "server": None,
    }


def _server(tools: Sequence[Tool], call: CallTool) -> Server[Any]:
    async def list_tools(
        context: ServerRequestContext[Any],  # noqa: ARG001 - the SDK calls it so
        params: types.PaginatedRequestParams | None,  # noqa: ARG001
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools])

    async def call_tool(
        context: ServerRequestContext[Any],  # noqa: ARG001
        params: types.CallToolRequestParams,
    ) -> types.CallToolResult:
        try:
            return _as_told(call(params.name, params.arguments or {}))
        except NoSuchTool as error:
            known = ", ".join(tool.name for tool in tools)
            raise MCPError(types.INVALID_PARAMS, f"There is no such tool; there are {known}.") from error

    hint = CacheHint(ttl_ms=TOOLS_KEPT_MS, scope="public")
    return Server(
        NAME,
        title=TITLE,
        version=__version__,
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": hint, "server/discover": hint},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=dict(tool.input_schema),
        output_schema=dict(tool.output_schema),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.read_only,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=tool.open_world,
        ),
    )


def _as_told(result: ToolResult) -> types.CallToolResult:
    text: list[types.ContentBlock] = [types.TextContent(text=result.text)]
    links = [
        types.ResourceLink(
            name=link.name,
            title=link.title,
            description=link.description,
            uri=link.uri,
            mime_type=link.media_type,
            annotations=types.Annotations(audience=["user"]),
        )
        for link in result.links
    ]
    if result.structured is None:
        return types.CallToolResult(content=text, is_error=result.is_error)
    return types.CallToolResult(content=[*text, *links], structured_content=dict(result.structured))
