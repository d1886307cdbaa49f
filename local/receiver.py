"""A caller's own server on this machine, at which callbacks arrive."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Delivery:
    """A callback as it arrived, and what it was answered with; `at` is when, in seconds since 1970."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    answered: int
    at: float

    @property
    def document(self) -> Any:
        """Give the body as JSON."""
        return json.loads(self.body)


class Receiver:
    """Keeps what arrives; `host` is what a stack must allow callbacks to."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._deliveries: list[Delivery] = []
        self._refusals: dict[str, int] = {}
        self._refused_with: dict[str, int] = {}

    def url(self, path: str) -> str:
        """Give a callback URL of this receiver."""
        return f"http://{self.host}{path}"

    @property
    def deliveries(self) -> list[Delivery]:
        """List all that arrived."""
        return list(self._deliveries)

    def refuse_next(self, path: str, *, times: int, status: int = 500) -> None:
        """Answer the next callbacks to a path with this status."""
        self._refusals[path] = times
        self._refused_with[path] = status

    def at(self, path: str) -> list[Delivery]:
        """List what arrived at a path."""
        return [delivery for delivery in self._deliveries if delivery.path == path]

    def take(self, path: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take a callback; gives the status to answer with."""
        refusals = self._refusals.get(path, 0)
        self._refusals[path] = refusals - 1
        status = self._refused_with[path] if refusals > 0 else 204
        self._deliveries.append(Delivery(path, headers, body, status, time.time()))
        return status


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive callbacks as long as the context is open."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(self.path, dict(self.headers), body))
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, name="receiver", daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
