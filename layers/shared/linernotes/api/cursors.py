"""Cursors: where a list goes on, as callers carry it from one answer to the next call."""

from __future__ import annotations

import base64
import hmac
from binascii import Error as NotBase64

_SEAL_BYTES = 12
_LONGEST_POSITION = 200
"""Characters: more than a moment and a report's id, and less than a key of the table may have."""


def cursor_of(position: str, owner: str) -> str:
    """Write a position in an owner's list, sealed for that owner."""
    return base64.urlsafe_b64encode(_seal(position, owner) + position.encode()).decode().rstrip("=")


def position_of(cursor: str, owner: str) -> str:
    """Read the position of a cursor.

    Raises ValueError for one that was made for somebody else, or is not as it was given. The seal keeps
    mistakes out, not people: whose list is read follows from the key, whatever the cursor says.
    """
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        seal, position = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:].decode()
    except (NotBase64, ValueError):
        seal, position = b"", ""
    if len(position) > _LONGEST_POSITION:
        seal, position = b"", ""
    # And as it was written: base64 has bits to spare, which could be anything.
    if not hmac.compare_digest(seal, _seal(position, owner)) or cursor_of(position, owner) != cursor:
        raise ValueError("give `next` of the answer before, as it was, with the same API key")
    return position


def _seal(position: str, owner: str) -> bytes:
    return hmac.digest(owner.encode(), position.encode(), "sha256")[:_SEAL_BYTES]
