"""Owners whose API keys were all revoked: what runs by itself stops with them (contract 11.3)."""

from __future__ import annotations

from typing import Protocol

from linernotes.subscriptions.subscription import Subscription

NO_KEY = "Its owner has no API key any more: every one was revoked."


class LiveKeys(Protocol):
    """Knows the keys of owners."""

    def has_live_key(self, owner: str) -> bool:
        """Say whether an owner has a key that was not revoked. Raises StoreBusy."""


class KeyOwners:
    """Tells by the keys of a name. Whoever is no name, as a workspace of Slack, is taken to be there."""

    def __init__(self, keys: LiveKeys) -> None:
        self._keys = keys

    def why_gone(self, subscription: Subscription) -> str | None:
        """See `Owners.why_gone`."""
        return None if self._keys.has_live_key(subscription.owner) else NO_KEY
