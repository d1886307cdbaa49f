"""Shared links: a token that anybody may read exactly one report with, until it expires or is revoked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

TOKEN_BYTES = 32
"""Random bytes in a token: as many as nobody can guess, and as its digest has."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What so many bytes look like in base64url, the way `secrets.token_urlsafe` writes them."""

TOKEN_HEADER = "x-shared-token"  # noqa: S105 - the name of a header
"""What a token is sent in. Not in the address, which is traced, logged and kept in histories."""


@dataclass(frozen=True, slots=True)
class SharedLink:
    """What a token stands for. The token itself is known to those who hold the link, and stored nowhere."""

    report_id: str
    created_at: datetime
    expires_at: datetime

    def opens(self, *, now: datetime, unshared_at: datetime | None) -> bool:
        """Say whether the link still works; `unshared_at` is when the report's links were last revoked."""
        revoked = unshared_at is not None and self.created_at <= unshared_at
        return now < self.expires_at and not revoked


def token_digest(token: str) -> str:
    """Give what a link is kept under, from which its token cannot be had."""
    return hashlib.sha256(token.encode()).hexdigest()


def page_link(page_url: str, token: str, *, download: str | None = None) -> str:
    """Give the page's address that shows a shared report. A fragment is not sent to any server.

    With `download`, the format of a file, the page begins to download that by itself.
    """
    return f"{page_url}#shared={token}" + (f"&download={download}" if download else "")
