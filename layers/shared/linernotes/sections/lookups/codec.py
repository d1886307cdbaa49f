"""Lookups as bytes: JSON, zlib. The content is a dataclass, written and read by its type."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime
from typing import Any

import msgspec

from linernotes.sections.lookups.lookup import Content, Lookup, LookupKey
from linernotes.sections.windows.window_data import Outcome

LATEST_FORM = 1
"""Raise this when a content changes its meaning: what is stored in another form is fetched again."""


def encode_lookup(lookup: Lookup[Any]) -> bytes:
    """Pack a lookup."""
    head = {
        "form": LATEST_FORM,
        "outcome": lookup.outcome.value,
        "fetched_at": lookup.fetched_at.isoformat(),
        "asked_to": lookup.asked_to.isoformat() if lookup.asked_to else None,
        "calls": lookup.calls,
    }
    content = b"" if lookup.content is None else msgspec.json.encode(lookup.content)
    return zlib.compress(json.dumps(head).encode() + b"\n" + content)


def decode_lookup[C: Content](key: LookupKey, content: type[C], packed: bytes) -> Lookup[C] | None:
    """Unpack a lookup; None where it was written in a form that is not read any more."""
    line, _, rest = zlib.decompress(packed).partition(b"\n")
    head = json.loads(line)
    if head["form"] != LATEST_FORM:
        return None
    try:
        held = msgspec.json.decode(rest, type=content) if rest else None
    except msgspec.ValidationError:
        return None
    return Lookup(
        key,
        datetime.fromisoformat(head["fetched_at"]),
        Outcome(head["outcome"]),
        held,
        date.fromisoformat(head["asked_to"]) if head["asked_to"] else None,
        head["calls"],
    )
