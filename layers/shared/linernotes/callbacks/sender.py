"""Sends callbacks to a caller's `callback_url`: signed, and only to public hosts.

Signed as Standard Webhooks 1.0.0 has it, for which there are libraries in every language: a receiver gives
one the raw body, the headers and its owner's secret, and answers 2xx. A callback may come more than once:
`webhook-id` is signed, too, and the same for each try.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

from linernotes import __version__
from linernotes.callbacks.secret import PREFIX
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
_SECONDS = re.compile(r"[0-9]{1,9}")


def sign(body: bytes, secret: str, *, webhook_id: str, timestamp: str) -> str:
    """Sign a callback with a `whsec_` secret: `v1,` and, in base64, HMAC-SHA256 of id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class CallbackSender:
    """Sends callbacks.

    `secrets` gives the secrets of an owner, the newest first, and is asked on every delivery: there are two
    while the stack's is being changed, and a callback then has a signature of each. `allowed_hosts` is as for
    `check_callback_url`. Connecting, and the TLS handshake after it, may take `connect_timeout_s` each;
    `read_timeout_s` is the longest silence, `total_timeout_s` all a delivery may take with its redirects.
    `ssl_context` is for receivers whose certificates the system does not know.
    """

    def __init__(
        self,
        secrets: Callable[[str], Sequence[str]],
        allowed_hosts: Collection[str] = (),
        resolve: Resolve = resolve_host,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        connect_timeout_s: float = 3.0,
        read_timeout_s: float = 10.0,
        total_timeout_s: float = 20.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._secrets = secrets
        self._allowed_hosts = frozenset(allowed_hosts)
        self._resolve = resolve
        self._now = now
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._total_timeout_s = total_timeout_s
        self._ssl_context = ssl_context

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        """POST the document as JSON to a callback URL; any 2xx is success.

        Of redirects only 307 and 308 are followed, at most 3, each held to the same rules: they are the
        ones that ask for the same POST again, where 301, 302 and 303 have clients go on without the body.

        Raises CallbackRefused (the URL itself breaks a rule, 410 Gone: final) or CallbackUnavailable (any
        other answer, a redirect that leads nowhere, not found, not connected, not verified, not answered: may
        be tried again). Where a redirect leads is the receiver's to mend, and may be another place by then.
        """
        body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        timestamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"liner-notes/{__version__}",
            "webhook-id": webhook_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": " ".join(
                sign(body, secret, webhook_id=webhook_id, timestamp=timestamp)
                for secret in self._secrets(owner)
            ),
        }
        deadline = Deadline(self._total_timeout_s)
        redirected_by: str | None = None
        for _ in range(1 + MAX_REDIRECTS):
            try:
                target = callback_target(url, allowed_hosts=self._allowed_hosts)
                answer = self._post(target, body, headers, deadline)
            except (CallbackRuleBroken, AddressRefused) as refused:
                raise _not_allowed(refused, redirected_by) from refused
            except NotReached as failure:
                raise CallbackUnavailable(str(failure)) from failure
            if answer.status not in _FOLLOWED:
                return _accept(target, answer, now=self._now())
            url, redirected_by = _next_url(url, target, answer), target.host
        raise CallbackUnavailable(
            f"the callback was redirected more than {MAX_REDIRECTS} times, the last time by {redirected_by}"
        )

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


def _not_allowed(
    refused: CallbackRuleBroken | AddressRefused, redirected_by: str | None
) -> CallbackRefused | CallbackUnavailable:
    """Make the error for an address that is not allowed: final if it is the callback URL's own."""
    is_rule = isinstance(refused, CallbackRuleBroken)
    if redirected_by is None:
        return CallbackRefused(f"the callback URL {refused}" if is_rule else str(refused))
    why = f"where it leads {refused}" if is_rule else str(refused)
    return CallbackUnavailable(f"the redirect of {redirected_by} was not followed: {why}")


def _accept(target: CallbackTarget, answer: Answer, *, now: datetime) -> None:
    """Pass a 2xx; raise what any other final status means."""
    if 200 <= answer.status < 300:
        return
    message = f"{target.host} answered {answer.status}"
    if answer.status == HTTPStatus.GONE:
        raise CallbackRefused(message)
    raise CallbackUnavailable(message, _asked_s(answer.retry_after, now))


def _asked_s(retry_after: str | None, now: datetime) -> float | None:
    """Read `Retry-After`, which is in seconds or a date; None for what is neither."""
    if retry_after is None:
        return None
    if _SECONDS.fullmatch(retry_after.strip()):
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):  # a year of twenty digits is the latter
        return None
    return None if moment.tzinfo is None else max(0.0, (moment - now).total_seconds())


def _next_url(url: str, target: CallbackTarget, answer: Answer) -> str:
    """Give where a redirect leads to; whether that is acceptable is the next round's question."""
    if not answer.location:
        raise CallbackUnavailable(f"{target.host} redirected the callback without saying where to")
    try:
        return urljoin(url, answer.location)
    except ValueError as error:
        raise CallbackUnavailable(
            f"{target.host} redirected the callback to something that is not a URL"
        ) from error
