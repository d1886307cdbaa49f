"""An assistant on the stack: the official client of the protocol, over HTTP, in both eras (contract 12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import Any

import anyio
import httpx2
import pytest
import requests
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ResourceLink

from ops.keys import Wanted, desk_of
from tests.e2e.caller import Caller
from tests.e2e.world import World

_numbers = count(1)
_TIMEOUT_S = 40.0
ENDED = ("succeeded", "partial", "failed")


@pytest.fixture
def key(world: World) -> Iterator[str]:
    """The key of somebody who has an assistant."""
    name, keys = f"assisted-{next(_numbers)}", list[str]()
    desk_of(world.stack).change(name, Wanted.MAKE, show=keys.append)
    yield keys[0]
    desk_of(world.stack).change(name, Wanted.REVOKE, show=keys.append)


def converse[T](world: World, work: Callable[[Client], Awaitable[T]], *, key: str, mode: str = "auto") -> T:
    """Do something with the official client, connected to the stack."""

    async def connected() -> T:
        headers = {"Authorization": f"Bearer {key}"}
        url = f"{world.stack.api_url}/mcp"
        async with (
            httpx2.AsyncClient(headers=headers, timeout=_TIMEOUT_S, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http), mode=mode) as client,
        ):
            return await work(client)

    return anyio.run(connected)


async def ended(client: Client, result: CallToolResult) -> CallToolResult:
    """Wait for a report's end as an assistant is told to."""
    while (told := result.structured_content or {})["status"] not in ENDED:
        result = await client.call_tool("get_report", {"report_id": told["report_id"], "wait_s": 20})
    return result


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_assistant_finds_previews_makes_reads_and_hands_over_a_report(
    mode: str, world: World, key: str
) -> None:
    request = world.a_request(platforms=["spotify", "deezer"], country="IT")

    async def conversation(client: Client) -> list[CallToolResult]:
        found = await client.call_tool("find_artists", {"q": "Nirvana"})
        previewed = await client.call_tool("preview_report", {"request": request})
        made = await client.call_tool("create_report", {"request": request})
        return [found, previewed, await ended(client, made)]

    found, previewed, report = converse(world, conversation, key=key, mode=mode)
    assert found.structured_content is not None
    assert found.structured_content["ask_the_user"] is True
    assert previewed.structured_content is not None
    assert previewed.structured_content["price"] == 1
    told: dict[str, Any] = report.structured_content or {}
    assert told["status"] == "succeeded"
    by_city, unpublished = (row["status"] for row in told["rows"])
    # Not every artist has cities there among the first fifty.
    assert by_city in ("lower_bound", "no_data")
    assert unpublished == "not_published"
    workbook, page = (block for block in report.content if isinstance(block, ResourceLink))
    token = page.uri.partition("#shared=")[2]
    assert page.uri.startswith(world.stack.page_url.partition("#")[0])
    assert workbook.uri == f"{page.uri}&download=xlsx"
    anybody = Caller(world.stack.api_url, None)
    download = anybody._session.get(
        f"{world.stack.api_url}/shared/download",
        headers={"x-shared-token": token},
        timeout=_TIMEOUT_S,
        allow_redirects=False,
    )
    assert download.status_code == 302
    assert requests.get(download.headers["location"], timeout=_TIMEOUT_S).content[:2] == b"PK"
    anybody.close()


def test_only_a_key_that_is_known_gets_in_and_nothing_but_a_post(world: World, key: str) -> None:
    url, body = f"{world.stack.api_url}/mcp", {"jsonrpc": "2.0", "id": 1, "method": "ping"}

    def status(method: str, **headers: str) -> int:
        return requests.request(method, url, json=body, headers=headers, timeout=_TIMEOUT_S).status_code

    # The stack's own key has no name; `make up` notes whose it is, as only API Gateway would know.
    for known in (key, world.stack.api_key):
        assert status("POST", Authorization=f"Bearer {known}", Accept="application/json") == 200
        assert status("POST", Accept="application/json", **{"x-api-key": known}) == 200
    for refused in ({}, {"Authorization": "Bearer nobodys"}, {"x-api-key": "nobodys"}):
        assert status("POST", **refused) == 401
    assert status("POST", Authorization=f"Bearer {key}", Origin="https://evil.example") == 403
    assert {status(method, Authorization=f"Bearer {key}") for method in ("GET", "DELETE")} == {405}
