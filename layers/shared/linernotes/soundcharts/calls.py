"""Calls to Soundcharts sent as they are thought of, and their answers as they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any, Protocol, Self

from linernotes.model.errors import UpstreamError
from linernotes.soundcharts.limits import Tally
from linernotes.soundcharts.lists import Abandoned

_TOGETHER_S = 0.02
"""Answers to calls sent together come within milliseconds of one another: one group saves writes."""


@dataclass(frozen=True, slots=True)
class Get:
    """A call: what is asked for at which path."""

    path: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a call, by the tag it was sent with: the body of a 200, or the error."""

    tag: Any
    body: bytes | UpstreamError


class Calls(Protocol):
    """Calls that are made within one budget of time. Leaving the context sends nothing more."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """Send nothing more."""

    def send(self, tag: Any, call: Get, tally: Tally) -> None:
        """Send a call, counted in `tally`; nothing is sent of a tally that was closed."""

    def arrived(self) -> Sequence[Arrived]:
        """Wait for an answer and take those that come together with it.

        None once the budget is spent, or where no call is out. What the making of a call raises besides
        UpstreamError comes through.
        """


class CallSource(Protocol):
    """Soundcharts, as far as single calls are made to it."""

    def open_calls(self, *, asked_since: datetime, budget_s: float) -> Calls:
        """Begin calls; see `SoundchartsClient.open_calls`."""


class PooledCalls:
    """Calls made in a pool of threads; see `Calls`."""

    def __init__(
        self,
        ask: Callable[[Get, Tally], bytes],
        *,
        pool: ThreadPoolExecutor,
        deadline: float,
        monotonic: Callable[[], float],
    ) -> None:
        """`ask` gives a body, or raises UpstreamError or Abandoned; `deadline` is in terms of `monotonic`."""
        self._ask = ask
        self._pool = pool
        self._deadline = deadline
        self._monotonic = monotonic
        self._answers: SimpleQueue[tuple[Any, Future[bytes]]] = SimpleQueue()
        self._out = 0
        self._tallies: list[Tally] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for tally in self._tallies:
            tally.close()

    def send(self, tag: Any, call: Get, tally: Tally) -> None:
        """See `Calls.send`."""
        self._tallies.append(tally)
        self._out += 1
        future = self._pool.submit(self._ask, call, tally)
        future.add_done_callback(lambda ended: self._answers.put((tag, ended)))

    def arrived(self) -> Sequence[Arrived]:
        """See `Calls.arrived`."""
        arrived: list[Arrived] = []
        until = self._deadline
        try:
            while self._out:
                tag, future = self._answers.get(timeout=max(until - self._monotonic(), 0.0))
                self._out -= 1
                error = future.exception()
                if isinstance(error, Abandoned):
                    continue
                until = min(until, self._monotonic() + _TOGETHER_S)
                arrived.append(Arrived(tag, error if isinstance(error, UpstreamError) else future.result()))
        except Empty:
            pass
        return arrived
