"""Fetching many lists at once: pages run in a pool, and one thread, the caller's, decides what is next.

A page task never waits for another one, so that a pool of any size cannot lock up; what a page tells, that
there are more pages, goes back to the caller's thread, which sends those off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue

from linernotes.model.errors import BrokenAnswer, NotFound, NotInPlan, Unavailable, UpstreamError
from linernotes.soundcharts.limits import Tally
from linernotes.soundcharts.paging import Page, Paging

# Answers to calls sent together come within milliseconds of one another: one group saves the caller writes.
_TOGETHER_S = 0.02


class Abandoned(Exception):
    """A page task found that its list has ended: nothing was sent, and nobody wants the answer."""


@dataclass(frozen=True, slots=True)
class PagedList[K, P: Page]:
    """A list to ask Soundcharts for: known by `key`, its pages asked for at `path` and read by `read`.

    `read` raises BrokenAnswer.
    """

    key: K
    path: str
    params: Mapping[str, str | int]
    read: Callable[[bytes], P]


@dataclass(frozen=True, slots=True)
class FetchedList[K, P: Page]:
    """What came of a list: its pages in order of offset, or the error it ended with.

    `upstream_calls` is what it took, `asked_at` when it was asked for. `announced` is how many items
    Soundcharts said there were, when it then gave fewer.
    """

    key: K
    upstream_calls: int
    asked_at: datetime
    pages: Sequence[P] = ()
    announced: int | None = None
    error: UpstreamError | None = None


@dataclass(slots=True)
class ListFetch[K, P: Page]:
    """A list while it is being fetched."""

    wanted: PagedList[K, P]
    asked_at: datetime
    paging: Paging[P] = field(default_factory=Paging)
    tally: Tally = field(default_factory=Tally)
    ended: bool = False

    def end(self, *, error: UpstreamError | None = None) -> FetchedList[K, P]:
        """Have no more of it asked for, and say what came of it."""
        self.ended = True
        calls = self.tally.close()
        if error is not None:
            return FetchedList(self.wanted.key, calls, self.asked_at, error=error)
        return FetchedList(
            self.wanted.key, calls, self.asked_at, self.paging.pages, announced=self.paging.announced
        )


@dataclass(frozen=True, slots=True)
class _Answer[K, P: Page]:
    fetch: ListFetch[K, P]
    offset: int
    future: Future[P]


def no_time_left() -> Unavailable:
    """Make the error of what did not come within the caller's budget."""
    return Unavailable("there was no time left to wait for Soundcharts")


def fetch_lists[K, P: Page](
    fetches: Sequence[ListFetch[K, P]],
    ask: Callable[[ListFetch[K, P], int], P],
    *,
    pool: ThreadPoolExecutor,
    deadline: float,
    monotonic: Callable[[], float],
) -> Iterator[list[FetchedList[K, P]]]:
    """Fetch lists until `deadline`, in terms of `monotonic`; yields them as they end, in groups.

    `ask` gives the page of a list at an offset; it raises UpstreamError, or Abandoned. What it raises besides
    comes through, and ends the rest of the lists untold.
    """
    answers: SimpleQueue[_Answer[K, P]] = SimpleQueue()

    def send(fetch: ListFetch[K, P], offset: int) -> None:
        def tell(future: Future[P]) -> None:
            answers.put(_Answer(fetch, offset, future))
            if not future.cancelled() and isinstance(future.exception(), UpstreamError):
                fetch.tally.close()  # Before this thread turns to another page of a list that is lost.

        pool.submit(ask, fetch, offset).add_done_callback(tell)

    try:
        for fetch in fetches:
            send(fetch, 0)
        in_flight = len(fetches)
        open_lists = len(fetches)
        while open_lists and (arrived := _arrived(answers, in_flight, deadline, monotonic)):
            group = []
            for answer in arrived:
                in_flight -= 1
                if answer.fetch.ended:
                    continue
                outcome = _take(answer)
                if isinstance(outcome, FetchedList):
                    group.append(outcome)
                    continue
                for offset in outcome:
                    send(answer.fetch, offset)
                in_flight += len(outcome)
            open_lists -= len(group)
            if group:
                yield group
        late = [fetch.end(error=no_time_left()) for fetch in fetches if not fetch.ended]
        if late:
            yield late
    finally:
        # Also when the caller stops listening: page tasks still queued then send nothing.
        for fetch in fetches:
            fetch.tally.close()


def _arrived[K, P: Page](
    answers: SimpleQueue[_Answer[K, P]], in_flight: int, deadline: float, monotonic: Callable[[], float]
) -> list[_Answer[K, P]]:
    """Wait for an answer and take those that come together with it; none if time is up."""
    arrived: list[_Answer[K, P]] = []
    until = deadline
    try:
        while len(arrived) < in_flight:
            arrived.append(answers.get(timeout=max(until - monotonic(), 0.0)))
            until = min(until, monotonic() + _TOGETHER_S)
    except Empty:
        pass
    return arrived


def _take[K, P: Page](answer: _Answer[K, P]) -> FetchedList[K, P] | Sequence[int]:
    """Take a page: returns how the list ended, or the offsets to ask for next, none while some are out."""
    fetch = answer.fetch
    try:
        offsets = fetch.paging.take(answer.offset, answer.future.result())
    except (NotFound, NotInPlan) as error:
        if answer.offset:
            # The first page was delivered: half a list must not pass for a whole one, nor for none.
            return fetch.end(
                error=BrokenAnswer(f"Soundcharts delivered the first page, and of the rest said: {error}")
            )
        return fetch.end(error=error)
    except UpstreamError as error:
        return fetch.end(error=error)
    if offsets or not fetch.paging.complete:
        return offsets
    return fetch.end()
