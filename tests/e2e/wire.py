"""The wire between a function and AWS, at which a test can strike at an exact moment.

A function calls AWS through a wire when its environment says so (`AWS_ENDPOINT_URL`). Calls pass unchanged,
but for those a test has an intent for: on them it can kill the function before the call arrives or right
after it was carried out, and it can have each message sent twice. Nothing of this is known to the function.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_TIMEOUT_S = 60
_SENDS = ("SendMessage", "SendMessageBatch", "Publish")


class Moment(StrEnum):
    """When to strike: the call is not carried out at all, or is and its answer never arrives."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class AwsCall:
    """A call of a function to AWS; `operation` is `PutItem` and the like."""

    operation: str
    path: str
    body: bytes

    def mentions(self, text: str) -> bool:
        """Say whether the text is in the call's path or body."""
        return text in self.path or text.encode() in self.body


@dataclass(slots=True)
class Strike:
    """An intent to kill on the next calls of an operation that mention a text.

    `struck` counts how often it did, and found a process to kill.
    """

    operation: str
    mentioning: str
    moment: Moment
    times: int
    struck: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def falls_on(self, call: AwsCall, moment: Moment) -> bool:
        """Say whether to strike now, and count it as done."""
        with self.lock:
            hit = (
                moment is self.moment
                and self.times > 0
                and call.operation == self.operation
                and call.mentions(self.mentioning)
            )
            self.times -= hit
        return hit


class Wire:
    """The wire of one function; `url` is what the function takes for AWS."""

    def __init__(self, url: str, kill: Callable[[], int]) -> None:
        self.url = url
        self._kill = kill
        self._strikes: list[Strike] = []
        self._doubles = False
        self._passed: list[AwsCall] = []

    def passed(self, operation: str, *, mentioning: str) -> int:
        """Count the calls of an operation that mention a text and were carried out since it was calm."""
        return sum(call.operation == operation and call.mentions(mentioning) for call in self._passed)

    def kill_on(
        self, operation: str, *, mentioning: str, moment: Moment = Moment.BEFORE, times: int = 1
    ) -> Strike:
        """Kill the function on the next calls of an operation that mention a text."""
        strike = Strike(operation, mentioning, moment, times)
        self._strikes.append(strike)
        return strike

    def double_messages(self) -> None:
        """Have every message sent twice from now on."""
        self._doubles = True

    def calm(self) -> None:
        """Let every call pass unchanged again."""
        self._strikes = []
        self._doubles = False
        self._passed = []

    def note(self, call: AwsCall) -> None:
        """Take note of a call that was carried out."""
        self._passed.append(call)

    def struck(self, call: AwsCall, moment: Moment) -> bool:
        """Kill the function if that is intended for this call at this moment; True if it was."""
        for strike in self._strikes:
            if strike.falls_on(call, moment):
                strike.struck += self._kill() > 0
                return True
        return False

    def repeats(self, call: AwsCall) -> bool:
        """Say whether the call is to be carried out a second time."""
        return self._doubles and call.operation in _SENDS


@contextmanager
def strung_to(aws_url: str, kill: Callable[[], int]) -> Iterator[Wire]:
    """String a wire to AWS as long as the context is open; `kill` kills the function that uses it.

    It gives how many of the function's processes there were.
    """
    host = urlsplit(aws_url).netloc
    server = _Server(("127.0.0.1", 0), _Handler)
    server.aws_host = host
    server.wire = wire = Wire(f"http://127.0.0.1:{server.server_port}", kill)
    thread = threading.Thread(target=server.serve_forever, name="wire", daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    aws_host: str
    wire: Wire

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A function that was killed leaves broken connections, which is what was wanted."""


class _Handler(BaseHTTPRequestHandler):
    """One connection of a function, and one of its own to AWS for as long."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server
    _aws: HTTPConnection

    def setup(self) -> None:
        super().setup()
        self._aws = HTTPConnection(self.server.aws_host, timeout=_TIMEOUT_S)

    def finish(self) -> None:
        self._aws.close()
        super().finish()

    def handle_expect_100(self) -> bool:
        """Ask for the body of an upload at once, which `wbufsize` would otherwise hold back."""
        asked = super().handle_expect_100()
        self.wfile.flush()
        return asked

    def _pass_on(self) -> None:
        body = self._body()
        call = AwsCall(self._operation(body), self.path, body)
        if self.server.wire.struck(call, Moment.BEFORE):
            self.close_connection = True
            return
        if self.server.wire.repeats(call):
            self._carry_out(body)
        status, headers, answer = self._carry_out(body)
        self.server.wire.note(call)
        if self.server.wire.struck(call, Moment.AFTER):
            self.close_connection = True
            return
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815 - named by http.server

    def _operation(self, body: bytes) -> str:
        """Name the operation: the JSON services do so in a header, SNS in its form, S3 by its method."""
        if target := self.headers.get("X-Amz-Target", ""):
            return target.rpartition(".")[2]
        if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            return parse_qs(body.decode())["Action"][0]
        return f"{self.command.capitalize()}Object"

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _carry_out(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Send the call on, signature and all; its host is signed, so it stays that of the wire."""
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in ("transfer-encoding", "expect", "connection")
        }
        try:
            return self._answer_to(body, headers)
        except (HTTPException, ConnectionError):
            self._aws.close()  # A kept connection may have been closed at the other end.
            return self._answer_to(body, headers)

    def _answer_to(self, body: bytes, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
        self._aws.request(self.command, self.path, body or None, headers)
        response = self._aws.getresponse()
        return response.status, response.getheaders(), response.read()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""
