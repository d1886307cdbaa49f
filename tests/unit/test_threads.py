"""Iterators that are run at once: all they give comes, and an error of one is nobody's secret."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from linernotes.threads import all_at_once
from tests.unit.memory import one_after_the_other

type Together = Callable[[Sequence[Callable[[], Iterator[int]]]], Iterator[int]]


def counting(first: int, last: int) -> Iterator[int]:
    yield from range(first, last)


@pytest.mark.parametrize("together", [all_at_once, one_after_the_other])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_everything_comes_once_and_each_iterators_in_its_order(together: Together, count: int) -> None:
    begin = [partial(counting, 100 * number, 100 * number + 20) for number in range(count)]
    came = list(together(begin))
    assert sorted(came) == [100 * number + item for number in range(count) for item in range(20)]
    for number in range(count):
        of_one = [item for item in came if item // 100 == number]
        assert of_one == sorted(of_one)


def test_they_run_at_the_same_time() -> None:
    meeting = threading.Barrier(3, timeout=10)

    def met(number: int) -> Iterator[int]:
        meeting.wait()
        yield number

    assert sorted(all_at_once([partial(met, number) for number in range(3)])) == [0, 1, 2]


def test_what_one_raises_is_raised_and_the_others_stop_at_their_next_item() -> None:
    raised = threading.Event()
    ended = threading.Event()

    def failing() -> Iterator[int]:
        yield 1
        raise KeyError("broken")

    def waiting() -> Iterator[int]:
        try:
            raised.wait(10)
            yield 2
            yield 3  # never asked for
        finally:
            ended.set()

    with pytest.raises(KeyError, match="broken"):
        list(all_at_once([failing, waiting]))
    raised.set()
    assert ended.wait(10)


def test_who_stops_listening_stops_them() -> None:
    ended = threading.Event()
    went_on = threading.Event()

    def endless() -> Iterator[int]:
        number = 0
        try:
            while True:
                yield (number := number + 1)
                if number > 1:
                    went_on.wait(10)
        finally:
            ended.set()

    begin: list[Callable[[], Iterator[int]]] = [endless, partial(counting, 0, 1)]
    heard = all_at_once(begin)
    next(heard)
    heard.close()  # type: ignore[attr-defined]
    went_on.set()
    assert ended.wait(10)
