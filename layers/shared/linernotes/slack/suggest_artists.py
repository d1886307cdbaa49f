"""Suggest artists while somebody types: soon, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from linernotes.model.errors import StoreBusy, UpstreamError
from linernotes.model.names import has_dot_segment

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist

SHORTEST_TERM = 2


def suggest_artists(
    term: str, search: Callable[[str], Sequence[FoundArtist]], *, within_s: float
) -> Sequence[FoundArtist]:
    """Find artists by a part of their name; none rather than later than so many seconds, or an error.

    Nor is there any by what would be another path at Soundcharts.
    """
    term = " ".join(term.split())
    if len(term) < SHORTEST_TERM or within_s <= 0 or has_dot_segment(term):
        return ()
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        return pool.submit(search, term).result(timeout=within_s)
    except (TimeoutError, UpstreamError, StoreBusy):
        return ()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
