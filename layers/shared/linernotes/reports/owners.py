"""Owners of reports, and the API keys that are theirs (contract 2, "Owners")."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from linernotes.model.errors import KeyRevoked

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What an owner may be called."""
KNOWN_FOR_S = 60.0
"""How long what was found of a key is believed, and so how long a revoked one may still be taken here."""
MOST_KNOWN = 1_000

_NAMED = "name:"
"""Stands before a name, which so is no workspace of Slack and no digest of a key without a name."""
_DIGEST_KEPT = 32


@dataclass(frozen=True, slots=True)
class NamedKey:
    """What is kept of a key. The key itself is known to its owner, and stored nowhere.

    `key_id` is API Gateway's name of it. `revoked_at` is when it was ended.
    """

    owner: str
    key_id: str
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the owner of the reports that are asked for, and the key's id if the key is a name's."""

    owner: str
    key_id: str | None = None


class KeyStore(Protocol):
    """Keeps keys by their digest, and for each owner which of them there are.

    What an owner has is changed by whoever holds the owner, one at a time.
    """

    def find(self, digest: str) -> NamedKey | None:
        """Give a key as of the last write, revoked or not; None if it is nobody's. Raises StoreBusy."""

    def has_live_key(self, owner: str) -> bool:
        """Say whether an owner has a live key; who is no name is taken to have one. Raises StoreBusy."""

    def hold(self, owner: str, holder: str, *, now: datetime, until: datetime) -> Mapping[str, str]:
        """Hold an owner until then at most; gives the ids at API Gateway of their keys, by digest.

        Raises OwnerBusy while another holds them.
        """

    def add(self, digest: str, key: NamedKey, holder: str) -> None:
        """Store a new key of an owner who is held. Raises OwnerBusy if they no longer are, by this holder."""

    def revoke(self, digest: str, *, now: datetime) -> None:
        """Note that a key is not to be taken any more; one revoked before stays as it was."""

    def remove(self, owner: str, digest: str, holder: str) -> None:
        """Note that API Gateway has the key no more; it stays known as revoked. Raises OwnerBusy as `add`."""

    def release(self, owner: str, holder: str) -> None:
        """Let the owner go; does nothing if another holds them."""


class KnownCallers:
    """Tells callers by their keys, remembering for a while what the store said; safe for several threads."""

    def __init__(self, keys: KeyStore, *, monotonic: Callable[[], float]) -> None:
        """Know nobody yet; `monotonic` is a clock in seconds."""
        self._keys = keys
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, tuple[NamedKey | None, float]] = {}

    def caller_of(self, key: str) -> Caller:
        """Say whose a key is: a key nobody has given a name is its own owner. Raises KeyRevoked."""
        digest = key_digest(key)
        found = self._found(digest)
        if found is None:
            return Caller(unnamed_owner(digest))
        return _caller(found)

    def named_caller_of(self, key: str) -> Caller | None:
        """Say whose a key with a name is; None for any other, which may be nobody's. Raises KeyRevoked.

        For what API Gateway does not guard: which keys without a name there are, it alone knows.
        """
        found = self._found(key_digest(key))
        return _caller(found) if found is not None else None

    def _found(self, digest: str) -> NamedKey | None:
        now = self._monotonic()
        with self._lock:
            known, believed_until = self._known.get(digest, (None, now))
        if now < believed_until:
            return known
        found = self._keys.find(digest)
        with self._lock:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[digest] = found, now + KNOWN_FOR_S
        return found


def _caller(key: NamedKey) -> Caller:
    if key.revoked_at is not None:
        raise KeyRevoked("This API key was revoked. Send one that was not in the header x-api-key.")
    return Caller(key.owner, key.key_id)


def key_digest(key: str) -> str:
    """Give what a key is kept under, from which it cannot be had."""
    return hashlib.sha256(key.encode()).hexdigest()


def named_owner(name: str) -> str:
    """Give the owner of a name, which no key without a name and no workspace of Slack can be."""
    return f"{_NAMED}{name}"


def is_named(owner: str) -> bool:
    """Say whether an owner is a name's."""
    return owner.startswith(_NAMED)


def unnamed_owner(digest: str) -> str:
    """Give the owner that a key without a name is: so it was before there were names."""
    return digest[:_DIGEST_KEPT]
