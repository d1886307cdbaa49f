"""Talk to a host that somebody else chose, without being led to one that is not public.

The host is resolved once, all its addresses must be public, and the connection goes to one of exactly
those addresses: a name that answers differently the second time (DNS rebinding) gains nothing by it.
Certificates are verified against the name. Nothing of the environment (proxies) is looked at, redirects
are handed back instead of followed. Of an answer to a POST only the status and headers are read, of one to a
GET as much of the body as was asked for.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from linernotes.model.errors import LinerNotesError
from linernotes.outbound.address_rules import CallbackTarget, is_public_address

Resolve = Callable[[str, int], list[str]]
"""Gives the IP addresses of a host name and port, best first. Raises OSError."""

_FAILURES = (HTTPError, http.client.HTTPException, OSError)


class AddressRefused(LinerNotesError):
    """The host is at an address that is not public. Nothing was connected to."""


class NotReached(LinerNotesError):
    """The host was not found, could not be connected to, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, for a redirect where to, and `Retry-After` if it came."""

    status: int
    location: str | None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a GET gave: the status, the media type in lower case, and the body or its beginning."""

    status: int
    media_type: str
    body: bytes


class Deadline:
    """The moment by which a delivery, redirects and all, must be over."""

    def __init__(self, total_s: float) -> None:
        self._total_s = total_s
        self._ends = monotonic() + total_s

    def left_s(self) -> float:
        """Give the seconds left, more than 0. Raises NotReached when there are none."""
        left = self._ends - monotonic()
        if left <= 0:
            raise NotReached(f"there was no answer within {self._total_s:g} seconds")
        return left


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system's resolver for the addresses of a host, best first. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def checked_addresses(target: CallbackTarget, resolve: Resolve, deadline: Deadline) -> list[str]:
    """Give the addresses of the target's host, all of them public unless the host is trusted.

    Raises AddressRefused if any is not, NotReached if the name cannot be resolved in the time left.
    """
    addresses = [target.host] if target.is_address else _resolved(target, resolve, deadline)
    # One private address among public ones is refused as a whole: no honest host has both.
    if not target.trusted and not all(map(is_public_address, addresses)):
        raise AddressRefused(f"{target.host} is at an address that is not public")
    return addresses


def post(
    target: CallbackTarget,
    addresses: Sequence[str],
    body: bytes,
    headers: Mapping[str, str],
    *,
    connect_timeout_s: float,
    read_timeout_s: float,
    deadline: Deadline,
    tls: ssl.SSLContext,
) -> Answer:
    """POST to the first of these addresses that can be connected to, whatever the host's name says now.

    Once connected no other address is tried, so that nothing is delivered twice. Raises NotReached.
    """
    with _response_to(
        "POST",
        target,
        addresses,
        headers=headers,
        connect_timeout_s=connect_timeout_s,
        read_timeout_s=read_timeout_s,
        deadline=deadline,
        tls=tls,
        body=body,
    ) as response:
        found = response.headers
        return Answer(response.status, found.get("Location"), found.get("Retry-After"))


def get(
    target: CallbackTarget,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    *,
    most_bytes: int,
    connect_timeout_s: float,
    read_timeout_s: float,
    deadline: Deadline,
    tls: ssl.SSLContext,
) -> Document:
    """GET from the first of these addresses that can be connected to. Raises NotReached.

    Of a body longer than `most_bytes` one byte more than those is read, so that it can be told.
    """
    with _response_to(
        "GET",
        target,
        addresses,
        headers=headers,
        connect_timeout_s=connect_timeout_s,
        read_timeout_s=read_timeout_s,
        deadline=deadline,
        tls=tls,
    ) as response:
        media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        return Document(response.status, media_type, response.read(most_bytes + 1))


@contextmanager
def _response_to(
    method: str,
    target: CallbackTarget,
    addresses: Sequence[str],
    *,
    headers: Mapping[str, str],
    connect_timeout_s: float,
    read_timeout_s: float,
    deadline: Deadline,
    tls: ssl.SSLContext,
    body: bytes | None = None,
) -> Iterator[BaseHTTPResponse]:
    """Send a request and hand over its response, for as long as the context is open. Raises NotReached."""
    with closing(_connected(target, addresses, connect_timeout_s, deadline, tls)) as connection:
        connection.timeout = min(read_timeout_s, deadline.left_s())
        # A read time-out starts again with every byte; a host that trickles is stopped by hanging up.
        hang_up = Timer(deadline.left_s(), _hang_up, [connection.sock])
        hang_up.start()
        try:
            connection.request(
                method,
                target.path,
                body=body,
                headers={"Host": target.authority, "Connection": "close", **headers},
                preload_content=False,
            )
            with closing(connection.getresponse()) as response:
                yield response
            deadline.left_s()  # what was read of an answer that was hung up on does not count
        except _FAILURES as error:
            deadline.left_s()
            raise NotReached(f"{target.host} did not answer: {_root_of(error)}") from error
        finally:
            hang_up.cancel()


def _resolved(target: CallbackTarget, resolve: Resolve, deadline: Deadline) -> list[str]:
    """Resolve the name in a thread, as the system's resolver takes no time-out."""
    outcome: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def work() -> None:
        try:
            outcome.put(resolve(target.host, target.port))
        except Exception as error:  # raised again below, in the thread that asked
            outcome.put(error)

    Thread(target=work, daemon=True).start()
    try:
        found = outcome.get(timeout=deadline.left_s())
    except Empty:
        raise NotReached(f"the name {target.host} was not resolved in time") from None
    if isinstance(found, OSError):
        raise NotReached(f"the name {target.host} could not be resolved: {found}") from found
    if isinstance(found, Exception):
        raise found
    if not found:
        raise NotReached(f"the name {target.host} has no address")
    return found


def _connected(
    target: CallbackTarget,
    addresses: Sequence[str],
    connect_timeout_s: float,
    deadline: Deadline,
    tls: ssl.SSLContext,
) -> HTTPConnection:
    """Connect to the first address that lets us. Raises NotReached with the last one's reason."""
    failure: Exception | None = None
    for address in addresses:
        # The connection and the TLS handshake may take this long each.
        timeout_s = min(connect_timeout_s, deadline.left_s() / 2)
        connection = _connection(target, address, timeout_s, tls)
        try:
            connection.connect()
        except _FAILURES as error:
            connection.close()
            failure = error
        else:
            return connection
    deadline.left_s()
    raise NotReached(f"{target.host} could not be connected to: {_root_of(failure)}") from failure


def _connection(
    target: CallbackTarget, address: str, timeout_s: float, tls: ssl.SSLContext
) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=timeout_s)
    # With `assert_hostname` urllib3 would switch OpenSSL's own check of the name off in the shared context.
    return HTTPSConnection(
        address,
        target.port,
        timeout=timeout_s,
        server_hostname=target.host,
        ssl_context=tls,
        cert_reqs=ssl.CERT_REQUIRED,
    )


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        # The plain socket's method: that of a TLS socket would take the encryption off a read under way.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _root_of(error: BaseException | None) -> str:
    """Put an error in words: urllib3's own carry object addresses, what they stem from does not."""
    while error is not None and error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__
