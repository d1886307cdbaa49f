"""The same done with several things at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor


def in_threads[T, R](work: Callable[[T], R], things: Iterable[T], *, at_once: int) -> list[R]:
    """Do the same with several things at a time, and give what came of each, in their order.

    What work raises is raised once all that was begun has ended.
    """
    listed = list(things)
    threads = min(len(listed), at_once)
    if threads <= 1:
        return [work(thing) for thing in listed]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(work, listed))
