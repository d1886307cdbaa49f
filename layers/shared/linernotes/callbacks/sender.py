"""Sends callbacks to a caller's `callback_url`: signed, and only to public hosts.

A receiver reads the raw body, checks `Liner-Notes-Signature` with `verify_signature` (or the few lines it
takes in another language) and answers 2xx. A delivery may come more than once: `Liner-Notes-Delivery` is
the same for each try, but it is not signed, so the report named in the body is what to tell them apart by.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from linernotes import __version__
from linernotes.model.errors import CallbackRefused, CallbackUnavailable
from linernotes.outbound.address_rules import CallbackRuleBroken, CallbackTarget, callback_target
from linernotes.outbound.safe_http import (
    AddressRefused,
    Answer,
    Deadline,
    NotReached,
    Resolve,
    checked_addresses,
    post,
    resolve_host,
)

MAX_REDIRECTS = 3

_FOLLOWED = (307, 308)
_WORTH_ANOTHER_TRY = (408, 425, 429)
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def sign(body: bytes, secret: str, *, at: datetime) -> str:
    """Make the `Liner-Notes-Signature` of a body sent at that time.

    It reads `t=<unix seconds>,v1=<hex>`, the hex being HMAC-SHA256 of "<unix seconds>." and the raw body.
    """
    timestamp = str(int(at.timestamp()))
    return f"t={timestamp},v1={_mac(timestamp, body, secret)}"


def verify_signature(header: str, body: bytes, secret: str, *, now: datetime, tolerance_s: int = 300) -> bool:
    """Say whether a callback came from the holder of the secret, unchanged, and not long ago.

    `header` is `Liner-Notes-Signature` and `body` the bytes as received, before any parsing. A signature
    made more than `tolerance_s` seconds before or after `now` does not count, so that an old callback
    cannot be replayed. Several `v1` may be given and one must match; parts of other names are ignored.
    """
    parts = [part.strip().partition("=") for part in header.split(",")]
    timestamps = [value for name, _, value in parts if name == "t"]
    if not secret or len(timestamps) != 1 or not _TIMESTAMP.fullmatch(timestamps[0]):
        return False
    if abs(now.timestamp() - int(timestamps[0])) > tolerance_s:
        return False
    expected = _mac(timestamps[0], body, secret).encode()
    given = [value.encode(errors="replace") for name, _, value in parts if name == "v1"]
    return any(hmac.compare_digest(expected, mac) for mac in given)


class CallbackSender:
    """Sends callbacks.

    `secret` gives the signing secret and is asked on every delivery. `allowed_hosts` is as for
    `check_callback_url`. Connecting, and the TLS handshake after it, may take `connect_timeout_s` each;
    `read_timeout_s` is the longest silence, `total_timeout_s` all a delivery may take with its redirects.
    `ssl_context` is for receivers whose certificates the system does not know.
    """

    def __init__(
        self,
        secret: Callable[[], str],
        allowed_hosts: Collection[str] = (),
        resolve: Resolve = resolve_host,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        connect_timeout_s: float = 3.0,
        read_timeout_s: float = 10.0,
        total_timeout_s: float = 20.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._secret = secret
        self._allowed_hosts = frozenset(allowed_hosts)
        self._resolve = resolve
        self._now = now
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._total_timeout_s = total_timeout_s
        self._ssl_context = ssl_context

    def send(self, url: str, document: Mapping[str, Any], *, delivery_id: str) -> None:
        """POST the document as JSON to a callback URL; any 2xx is success.

        Of redirects only 307 and 308 are followed, at most 3, each held to the same rules: they are the
        ones that ask for the same POST again, where 301, 302 and 303 have clients go on without the body.

        Raises CallbackRefused (a broken rule, a 4xx, another redirect: final) or CallbackUnavailable
        (5xx, 408, 425, 429, not found, not connected, not verified, not answered: may be tried again).
        """
        body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"liner-notes/{__version__}",
            "Liner-Notes-Delivery": delivery_id,
            "Liner-Notes-Signature": sign(body, self._secret(), at=self._now()),
        }
        deadline = Deadline(self._total_timeout_s)
        for _ in range(1 + MAX_REDIRECTS):
            try:
                target = callback_target(url, allowed_hosts=self._allowed_hosts)
                answer = self._post(target, body, headers, deadline)
            except CallbackRuleBroken as broken:
                raise CallbackRefused(f"the callback URL {broken}") from broken
            except AddressRefused as refused:
                raise CallbackRefused(str(refused)) from refused
            except NotReached as failure:
                raise CallbackUnavailable(str(failure)) from failure
            if answer.status not in _FOLLOWED:
                return _accept(target, answer.status)
            url = _next_url(url, target, answer)
        raise CallbackRefused(f"the callback was redirected more than {MAX_REDIRECTS} times")

    def _post(
        self, target: CallbackTarget, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> Answer:
        return post(
            target,
            checked_addresses(target, self._resolve, deadline),
            body,
            headers,
            connect_timeout_s=self._connect_timeout_s,
            read_timeout_s=self._read_timeout_s,
            deadline=deadline,
            tls=self._tls,
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Loading the system's certificates takes tens of milliseconds: once, and only when sending.
        return self._ssl_context or ssl.create_default_context()


def _mac(timestamp: str, body: bytes, secret: str) -> str:
    if not secret:
        raise ValueError("an empty secret signs nothing")
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _accept(target: CallbackTarget, status: int) -> None:
    """Pass a 2xx; raise what any other final status means."""
    if 200 <= status < 300:
        return
    message = f"{target.host} answered {status}"
    if status in _WORTH_ANOTHER_TRY or 500 <= status < 600:
        raise CallbackUnavailable(message)
    raise CallbackRefused(message)


def _next_url(url: str, target: CallbackTarget, answer: Answer) -> str:
    """Give where a redirect leads to; whether that is acceptable is the next round's question."""
    if not answer.location:
        raise CallbackRefused(f"{target.host} answered {answer.status} without saying where to go")
    try:
        return urljoin(url, answer.location)
    except ValueError as error:
        raise CallbackRefused(f"{target.host} redirected to something that is not a URL") from error
