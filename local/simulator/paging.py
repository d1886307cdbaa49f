"""Paging as every collection does it: `offset` and `limit`."""

from __future__ import annotations

from local.simulator.answers import Refusal
from local.simulator.calls import Call

MAX_LIMIT = 100


def paging(call: Call, most: int = MAX_LIMIT) -> tuple[int, int]:
    """Read the offset and the limit of a page, at most (and unless told) `most` items. Raises `Refusal`."""
    offset = _whole_number(call, "offset", 0)
    limit = _whole_number(call, "limit", most)
    if not 1 <= limit <= most:
        raise Refusal(400, f'"limit" must be from 1 to {most}.')
    return offset, limit


def _whole_number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Refusal(400, f'"{name}" must be a whole number.')
    return int(text)
