"""What stands in links to unsubscribe: which address of which subscription, so that none is made up.

Nothing is stored of it, so a link of any age works, until the secret it is signed with was changed twice.
Mails are passed on, so nothing in a link can be read: it is covered by a pad that its signature chooses (a
synthetic initialization vector, as in RFC 5297), and the address is in it as a digest only. Whoever has the
link can do no more with it than unsubscribe that address.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from linernotes.subscriptions.subscription import EmailTarget, Subscription

_DIGEST_BYTES = 12
_SIGNATURE_BYTES = 16
_TOKEN = re.compile(r"([A-Za-z0-9_-]{16,600})\.([A-Za-z0-9_-]{22})")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address that a subscription is mailed to: `digest` is the address's."""

    owner: str
    subscription_id: str
    digest: bytes

    @classmethod
    def of(cls, subscription: Subscription, target: EmailTarget) -> Self:
        """Name who gets a subscription's mails at a target."""
        return cls(subscription.owner, subscription.subscription_id, digest_of(target))


def digest_of(target: EmailTarget) -> bytes:
    """Give what stands for an address in links, in whatever case it is written."""
    return hashlib.sha256(target.mailbox.encode()).digest()[:_DIGEST_BYTES]


def token_of(subscriber: Subscriber, secret: str) -> str:
    """Make the token of a link; of the same subscriber it is always the same."""
    named = f"{subscriber.subscription_id}:{subscriber.owner}".encode()
    said = subscriber.digest + named
    signature = _signature(said, secret)
    return f"{_written(_covered(said, signature, secret))}.{_written(signature)}"


def subscriber_of(token: str, secrets: Iterable[str]) -> Subscriber | None:
    """Read a token signed with one of these secrets; None if it is none."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return None
    try:
        covered, signature = map(_read, parts.groups())
    except binascii.Error:
        return None
    for secret in secrets:
        said = _covered(covered, signature, secret)
        if hmac.compare_digest(signature, _signature(said, secret)):
            return _named(said)
    return None


def _named(said: bytes) -> Subscriber:
    subscription_id, _, owner = said[_DIGEST_BYTES:].decode().partition(":")
    return Subscriber(owner, subscription_id, said[:_DIGEST_BYTES])


def _signature(said: bytes, secret: str) -> bytes:
    """Sign; by a key of its own, so that no signature of a callback is one of these."""
    return hmac.digest(_key(secret, b"unsubscribe"), said, "sha256")[:_SIGNATURE_BYTES]


def _covered(said: bytes, signature: bytes, secret: str) -> bytes:
    """Cover what is said by the pad of its signature; what is covered already is uncovered."""
    key = _key(secret, b"unsubscribe, covered")
    blocks = range(-(-len(said) // hashlib.sha256().digest_size))
    pad = b"".join(hmac.digest(key, signature + block.to_bytes(4), "sha256") for block in blocks)
    return bytes(one ^ other for one, other in zip(said, pad, strict=False))


def _key(secret: str, use: bytes) -> bytes:
    """Derive the key for a use from the secret."""
    if not secret:
        raise ValueError("an empty secret signs nothing")
    return hmac.digest(secret.encode(), use, "sha256")


def _written(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _read(text: str) -> bytes:
    """Read what `_written` gives, and nothing else. Raises binascii.Error."""
    value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _written(value) != text:
        raise binascii.Error("its last character has bits that say nothing")
    return value
