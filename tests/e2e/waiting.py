"""Waiting for what must become true, and saying what did not."""

from __future__ import annotations

import time
from collections.abc import Callable

_PAUSE_S = 0.1


def eventually[T](look: Callable[[], T], what: str, *, within_s: float = 60.0) -> T:
    """Look until something is there (is true); gives it. Fails the test if it does not come in time."""
    until = time.monotonic() + within_s
    while not (found := look()):
        if time.monotonic() > until:
            raise AssertionError(f"within {within_s:g} s there was no {what}; the last look gave {found!r}")
        time.sleep(_PAUSE_S)
    return found
