"""The UUIDs of Soundcharts: 8-4-4-4-12 hexadecimal digits of any version (contract 2), here in lower case."""

from __future__ import annotations

import re

UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""A UUID within other text."""

WHOLE_UUID_PATTERN = f"^{UUID_PATTERN}$"
"""A text that is a UUID, as JSON Schema writes it."""

_UUID = re.compile(UUID_PATTERN)


def uuid_in_lower_case(text: str) -> str | None:
    """Read a UUID in capitals or small letters; None if the text is something else."""
    lower = text.lower()
    return lower if _UUID.fullmatch(lower) else None
