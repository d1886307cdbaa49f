"""A proxy between the functions and their AWS, which keeps what went through it.

MiniStack sends no bill, and the functions are measured as they are: so their calls are counted on the way.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

_TIMEOUT_S = 60
# What belongs to one connection is not passed on to the next.
_NOT_PASSED_ON = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "expect"})
_SCOPE = re.compile(r"Credential=[^/,&]+/\d{8}/[^/]+/([^/]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of a function and what it was answered.

    `action` is empty where the method says it; `at` is when it was answered, in seconds that never go back.
    """

    service: str
    method: str
    action: str
    request: bytes
    status: int
    answer: bytes
    at: float = 0.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target).netloc
        self.exchanges: list[Exchange] = []


class CountingProxy:
    """A running proxy."""

    def __init__(self, server: _Server) -> None:
        """Take the server."""
        self._server = server
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    def taken(self) -> list[Exchange]:
        """Give what went through since this was last asked."""
        exchanges, self._server.exchanges = self._server.exchanges, []
        return exchanges


@contextmanager
def counting_proxy(target: str) -> Iterator[CountingProxy]:
    """Pass requests on to a URL as long as the context is open."""
    with _Server(target) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield CountingProxy(server)
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Serves one connection of a function."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def pass_on(self) -> None:
        """Send the request on as it is, the signed Host included, and the answer back."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            self.send_error(411)
            return
        request = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer, body = self._ask(request)
        self.server.exchanges.append(
            Exchange(
                service=service_of(self.headers.get("Authorization", ""), self.path),
                method=self.command,
                action=self.headers.get("X-Amz-Target", "").rpartition(".")[2],
                request=request,
                status=answer.status,
                answer=body,
                at=time.monotonic(),
            )
        )
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = pass_on  # noqa: N815 - http.server looks for these

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""

    def _ask(self, request: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        # A connection for each request: one that is kept may be closed by the other side at any moment.
        with closing(http.client.HTTPConnection(self.server.target, timeout=_TIMEOUT_S)) as onwards:
            onwards.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _NOT_PASSED_ON:
                    onwards.putheader(name, value)
            onwards.putheader("Content-Length", str(len(request)))
            onwards.endheaders(request)
            answer = onwards.getresponse()
            return answer, answer.read()


def service_of(authorization: str, path: str) -> str:
    """Name the service a request is signed for, in a header or in its link; "" if it is not signed."""
    found = _SCOPE.search(authorization) or _SCOPE.search(
        unquote(path).replace("X-Amz-Credential", "Credential")
    )
    return found[1] if found else ""
