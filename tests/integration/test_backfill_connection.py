"""The connection that `make backfill` waits at for minutes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import urllib3.util.connection
from botocore.config import Config
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from ops.charts import BackfillError, backfill, probe_idle_connections

A_MINUTE_S = 60


@Request.application
def nothing_sent(request: Request) -> Response:
    """Answer as a plan_rankings function that finds nothing missing."""
    assert request.path.endswith("/invocations")
    return Response('{"sent": {}, "left": 0, "problems": []}', mimetype="application/json")


@pytest.fixture
def aws_url() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, nothing_sent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Stack:
    """A stack of which Lambda answers at an address."""

    stack_name = "a-stack"

    def __init__(self, url: str) -> None:
        self.url = url

    def client(self, service: str, config: Config | None = None) -> Any:
        sdk: Any = boto3
        return sdk.client(service, config=config, endpoint_url=self.url, region_name="eu-west-1")

    def outputs(self) -> dict[str, str]:
        return {
            "ChartEntriesTableName": "charts",
            "ChartRetentionDays": "1830",
            "PlanRankingsFunctionName": "plan",
        }


def test_it_is_probed_when_it_has_been_idle_for_a_minute(
    aws_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = urllib3.util.connection.create_connection
    seen: list[tuple[int, int, int]] = []

    def watched(*args: Any, **kwargs: Any) -> socket.socket:
        connection = connect(*args, **kwargs)
        idle, interval = (
            connection.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL)
        )
        seen.append((connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), idle, interval))
        return connection

    monkeypatch.setattr(urllib3.util.connection, "create_connection", watched)
    done = backfill(Stack(aws_url), {"from": "2024-09-01"}, show=lambda _: None)
    assert done.sent == 0
    assert seen == [(1, A_MINUTE_S, A_MINUTE_S)]


def test_a_connection_that_is_lost_says_that_the_work_goes_on() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(BackfillError, match="Run it again"):
        backfill(Stack(f"http://127.0.0.1:{port}"), {"from": "2024-09-01"}, show=lambda _: None)


def test_the_sdk_still_takes_what_connections_are_to_be_like() -> None:
    client = Stack("http://127.0.0.1:1").client("lambda")
    before = list(client._endpoint.http_session._socket_options)
    probe_idle_connections(client)
    assert client._endpoint.http_session._socket_options[: len(before)] == before
