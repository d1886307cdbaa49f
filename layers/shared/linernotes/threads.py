"""Several things done at a time: the same with each, or each its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue


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


def all_at_once[T](begin: Sequence[Callable[[], Iterator[T]]]) -> Iterator[T]:
    """Run several iterators, each in a thread of its own, and give what they give as it comes.

    What one raises is raised here, and the others are then gone on with no further than their next item.
    """
    if len(begin) == 1:
        yield from begin[0]()
        return
    told: SimpleQueue[tuple[T | None, BaseException | None, bool]] = SimpleQueue()
    stopped = threading.Event()

    def run(begun: Callable[[], Iterator[T]]) -> None:
        try:
            for item in begun():
                told.put((item, None, False))
                if stopped.is_set():
                    break
        except BaseException as error:
            told.put((None, error, True))
        else:
            told.put((None, None, True))

    threads = [threading.Thread(target=run, args=(begun,), daemon=True) for begun in begin]
    for thread in threads:
        thread.start()
    running = len(threads)
    try:
        while running:
            item, error, ended = told.get()
            if error is not None:
                raise error
            if ended:
                running -= 1
            else:
                yield item  # type: ignore[misc]  # what has not ended is an item
    finally:
        stopped.set()
