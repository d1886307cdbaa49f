"""`make mcp-demo`: an assistant's exchange by MCP, shown in the terminal.

It works on the local stack that runs, else on one of its own.
The official client stands in for the assistant: each call is printed as it is sent, and each answer as a
model reads it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

import anyio
import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ResourceLink, TextContent

from local.processes import StackError, port_is_free
from local.stack import HOME, LocalStack, down, running, up
from ops.keys import KeyDesk, KeyRefused, Wanted, desk_of

NAME = "mcp-demo"
SEPTEMBER = {"start_date": "2024-09-01", "end_date": "2024-09-30", "country": "IT"}
_HOME = HOME / "mcp-demo"
_MOST_SHOWN = 700
_TIMEOUT_S = 40.0


async def show(url: str, key: str) -> None:
    """Have a conversation and print it."""
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=_TIMEOUT_S, trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        listed = await client.list_tools()
        print(f"Connected to {url}: {', '.join(tool.name for tool in listed.tools)}", flush=True)
        await _say(client, "Who is Nirvana?", "find_artists", {"q": "Nirvana"})
        found = await _say(client, "I mean Billie Eilish.", "find_artists", {"q": "Billie Eilish"})
        uuid = found["artists"][0]["uuid"]
        request = {
            "artists": [uuid],
            "platforms": ["spotify", "instagram", "deezer"],
            **SEPTEMBER,
            "sections": ["radio"],
        }
        asked = "How did she do in Italy in September 2024, and what would it cost?"
        await _say(client, asked, "preview_report", {"request": request})
        made = await _say(client, "Make it.", "create_report", {"request": request, "wait_s": 20})
        report = {"report_id": made["report_id"]}
        if made["status"] not in ("succeeded", "partial", "failed"):
            await _say(client, "And now?", "get_report", {**report, "wait_s": 20})
        await _say(client, "Which stations?", "get_report", {**report, "part": "radio", "limit": 3})
        await _say(client, "And on Shazam?", "get_report", {**report, "part": "shazam"})


async def _say(client: Client, asked: str, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Print a question, the call it leads to, and its answer; gives what is structured of it."""
    print(f"\n> {asked}\n  → {tool} {json.dumps(arguments, ensure_ascii=False)}", flush=True)
    started = time.monotonic()
    answer = await client.call_tool(tool, dict(arguments))
    _print(answer, took_s=time.monotonic() - started)
    return answer.structured_content or {}


def _print(answer: CallToolResult, *, took_s: float) -> None:
    size = len(answer.model_dump_json(by_alias=True, exclude_none=True))
    error = ", an error for the assistant to mend" if answer.is_error else ""
    print(f"  ← {size:,} bytes in {took_s:.2f} s{error}")
    for block in answer.content:
        if isinstance(block, TextContent):
            print("\n".join(f"    {line}" for line in block.text.splitlines()))
        elif isinstance(block, ResourceLink):
            print(f"    [{block.title}] {block.uri}")
    if answer.structured_content:
        told = json.dumps(answer.structured_content, ensure_ascii=False)
        print(f"    {told[:_MOST_SHOWN]}{'…' if len(told) > _MOST_SHOWN else ''}", flush=True)


def main() -> int:
    """Run the demo, on the stack that runs or else on one of its own."""
    stack = running()
    own = stack is None
    try:
        stack = stack or _started()
        key, desk = _key(stack)
        try:
            anyio.run(show, f"{stack.api_url}/mcp", key)
        finally:
            desk.change(NAME, Wanted.REVOKE, show=lambda _: None)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if own:
            down(home=_HOME)
    return 0


def _started() -> LocalStack:
    print("Starting a local stack…", flush=True)
    port = next(port for port in range(4567, 4667) if port_is_free(port))
    return up({"STACK_PORT": str(port), **os.environ}, home=_HOME)


def _key(stack: LocalStack) -> tuple[str, KeyDesk]:
    """Make a key for the demo, in place of one that a demo left which was interrupted."""
    desk, keys = desk_of(stack), list[str]()
    try:
        desk.change(NAME, Wanted.MAKE, show=keys.append)
    except KeyRefused:
        desk.change(NAME, Wanted.ROTATE, show=keys.append)
    return keys[-1], desk


if __name__ == "__main__":
    raise SystemExit(main())
