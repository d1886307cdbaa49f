"""Whether a report says anything, and whether it says the same as the one before (contract 11, `skip`)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

_TOLD_OF_THE_MAKING = frozenset(
    {"summary", "metadata", "period", "notes", "upstream_calls", "cache_hits", "result_url", "success"}
)
"""What a report says of itself rather than of an artist."""
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_NO_FIGURES = frozenset({"expected_points", "data_points", "coverage", "days_looked_at", "days", "artists"})
"""Numbers that count what was looked at."""


def figures_digest(result: Json) -> str:
    """Give a digest of the figures of a report's JSON (contracts 4 and 10), with whom and what they are of.

    A period that moves has other dates each time, so dates are left out, as are sentences and what the
    making took: two reports are the same if their figures are, of whatever days.
    """
    text = json.dumps(_without_times(result), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_empty(result: Json) -> bool:
    """Say whether no row of a report's JSON has a figure. A zero is one, a blank is none."""
    rows = [*result.get("detailed_breakdown", ()), *(result.get("sections") or {}).values()]
    return not any(_has_figure(row) for row in rows)


def _without_times(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _without_times(inner)
            for name, inner in value.items()
            if name not in _TOLD_OF_THE_MAKING and not name.endswith(("note", "imageUrl", "color"))
        }
    if isinstance(value, list):
        return [_without_times(inner) for inner in value]
    return None if isinstance(value, str) and _TIME.fullmatch(value) else value


def _has_figure(value: Any) -> bool:
    """Say whether there is a number in a row or section that is a figure of an artist."""
    if isinstance(value, Mapping):
        return any(
            _has_figure(inner)
            for name, inner in value.items()
            if name not in _TOLD_OF_THE_MAKING and name not in _NO_FIGURES
        )
    if isinstance(value, list):
        return any(_has_figure(inner) for inner in value)
    return isinstance(value, int | float) and not isinstance(value, bool)
