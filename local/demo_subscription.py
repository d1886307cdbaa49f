"""The end of `make demo`: a subscription that two ticks find due, its one report and its one delivery."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from local.live_functions import live_name
from local.processes import StackError
from local.stack import LocalStack

SUBSCRIPTION = {
    "title": "Italy last month",
    "request": {
        "artists": [{"name": "Achille Lauro"}, {"name": "Billie Eilish"}],
        "platforms": ["spotify", "instagram"],
        "country": "IT",
        "period": "last_month",
    },
    "every": "day",
    "at": "08:30",
    "time_zone": "Europe/Rome",
}
_TIMEOUT_S = 60
_LOOK_S = 0.2


class Mailbox:
    """A caller's own server, at which webhooks arrive; `host` is what a stack must allow them to."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.arrived: list[dict[str, Any]] = []


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Take webhooks as long as the context is open."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.arrived.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    taken = Mailbox(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def subscribe_and_tick(stack: LocalStack, taken: Mailbox) -> list[str]:
    """Subscribe, have the tick of its first due time come twice, and say what came of it, line by line."""
    with requests.Session() as session:
        session.headers["x-api-key"] = stack.api_key
        body = {**SUBSCRIPTION, "deliver": [{"callback_url": f"http://{taken.host}/every-day"}]}
        made = _checked(session.post(f"{stack.api_url}/subscriptions", json=body, timeout=_TIMEOUT_S))
        address = f"{stack.api_url}/subscriptions/{made['subscription_id']}"
        for _ in range(2):
            tick(stack, made["next_due"])
        (run,) = _ended_runs(session, address)
        after = _checked(session.get(address, timeout=_TIMEOUT_S))
    if len(taken.arrived) != 1:
        raise StackError(f"{len(taken.arrived)} webhooks came of one run: {run}")
    (webhook,) = taken.arrived
    request = webhook["data"]["report"]["request"]
    return [
        f"“{made['title']}” was due {made['next_due']}, and two ticks said so: one run, {run['status']}, "
        f"{run['calls']} calls to Soundcharts.",
        f"One webhook came, {webhook['type']}: report {run['report_id']} about {request['start_date']} to "
        f"{request['end_date']}.",
        f"It is due next {after['next_due']}.",
    ]


def tick(stack: LocalStack, at: str) -> None:
    """Have the tick of a moment come, as the schedule would."""
    functions = stack.client("lambda")
    name = stack.outputs()["TickFunctionName"].removesuffix(":live")
    answer = functions.invoke(FunctionName=live_name(name), Payload=json.dumps({"time": at}).encode())
    if "FunctionError" in answer:
        raise StackError(f"the tick failed: {answer['Payload'].read().decode()}")
    functions.close()


def _ended_runs(session: requests.Session, address: str) -> list[dict[str, Any]]:
    """Wait until every run of a subscription has ended; gives their receipts."""
    until = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < until:
        runs: list[dict[str, Any]] = _checked(session.get(f"{address}/runs", timeout=_TIMEOUT_S))["runs"]
        if runs and all(run["status"] not in ("running", "delivering") for run in runs):
            return runs
        time.sleep(_LOOK_S)
    raise StackError(f"the run of the subscription did not end within {_TIMEOUT_S} s")


def _checked(answer: requests.Response) -> dict[str, Any]:
    if not answer.ok:
        raise StackError(f"the API answered {answer.status_code}: {answer.text}")
    body: dict[str, Any] = answer.json()
    return body
