"""The secrets callbacks are signed with: each owner's own, worked out from the stack's and never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def owner_secret(master: str, owner: str) -> str:
    """Give an owner's secret as Standard Webhooks writes one: `whsec_` and 32 bytes in base64.

    Raises ValueError for an empty master secret, from which anybody could work it out.
    """
    if not master:
        raise ValueError("an empty secret signs nothing")
    key = hmac.new(master.encode(), f"callbacks:{owner}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def owner_secrets(masters: Iterable[str], owner: str) -> list[str]:
    """Give an owner's secret of each master secret, in their order."""
    return [owner_secret(master, owner) for master in masters]
