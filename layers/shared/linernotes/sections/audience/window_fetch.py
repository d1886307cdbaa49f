"""Fetching many windows at once: pages run in a pool, and one thread, the caller's, decides what is next.

A page task never waits for another one, so that a pool of any size cannot lock up; what a page tells, that
there are more pages, goes back to the caller's thread, which sends those off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue

from linernotes.model.errors import BrokenAnswer, NotFound, NotInPlan, Unavailable, UpstreamError
from linernotes.reports.ports import Fetched, Wanted
from linernotes.sections.audience.windows import Outcome, WindowData
from linernotes.soundcharts.answers import Page, window_data
from linernotes.soundcharts.limits import Tally
from linernotes.soundcharts.paging import Paging

# Answers to calls sent together come within milliseconds of one another: one group saves the caller writes.
_TOGETHER_S = 0.02


class Abandoned(Exception):
    """A page task found that its window has ended: nothing was sent, and nobody wants the answer."""


@dataclass(slots=True)
class WindowFetch:
    """One wanted window while it is being fetched."""

    wanted: Wanted
    asked_at: datetime
    paging: Paging[Page] = field(default_factory=Paging)
    tally: Tally = field(default_factory=Tally)
    ended: bool = False


AskPage = Callable[[WindowFetch, int], Page]
"""Asks for the page of a window at an offset; raises UpstreamError, or Abandoned."""


@dataclass(frozen=True, slots=True)
class _Answer:
    fetch: WindowFetch
    offset: int
    future: Future[Page]


def no_time_left() -> Unavailable:
    """Make the error of a window whose answer did not come within the caller's budget."""
    return Unavailable("there was no time left to wait for Soundcharts")


def fetch_windows(
    fetches: Sequence[WindowFetch],
    ask: AskPage,
    *,
    pool: ThreadPoolExecutor,
    deadline: float,
    monotonic: Callable[[], float],
) -> Iterator[list[Fetched]]:
    """Fetch windows until `deadline`, in terms of `monotonic`; yields them as they end, in groups.

    What `ask` raises besides UpstreamError comes through, and ends the rest of the windows untold.
    """
    answers: SimpleQueue[_Answer] = SimpleQueue()

    def send(fetch: WindowFetch, offset: int) -> None:
        def tell(future: Future[Page]) -> None:
            answers.put(_Answer(fetch, offset, future))
            if not future.cancelled() and isinstance(future.exception(), UpstreamError):
                fetch.tally.close()  # Before this thread turns to another page of a window that is lost.

        pool.submit(ask, fetch, offset).add_done_callback(tell)

    try:
        for fetch in fetches:
            send(fetch, 0)
        in_flight = len(fetches)
        open_windows = len(fetches)
        while open_windows and (arrived := _arrived(answers, in_flight, deadline, monotonic)):
            group = []
            for answer in arrived:
                in_flight -= 1
                if answer.fetch.ended:
                    continue
                outcome = _take(answer)
                if isinstance(outcome, Fetched):
                    group.append(outcome)
                    continue
                for offset in outcome:
                    send(answer.fetch, offset)
                in_flight += len(outcome)
            open_windows -= len(group)
            if group:
                yield group
        late = [_ended(fetch, error=no_time_left()) for fetch in fetches if not fetch.ended]
        if late:
            yield late
    finally:
        # Also when the caller stops listening: page tasks still queued then send nothing.
        for fetch in fetches:
            fetch.tally.close()


def _arrived(
    answers: SimpleQueue[_Answer], in_flight: int, deadline: float, monotonic: Callable[[], float]
) -> list[_Answer]:
    """Wait for an answer and take those that come together with it; none if time is up."""
    arrived: list[_Answer] = []
    until = deadline
    try:
        while len(arrived) < in_flight:
            arrived.append(answers.get(timeout=max(until - monotonic(), 0.0)))
            until = min(until, monotonic() + _TOGETHER_S)
    except Empty:
        pass
    return arrived


def _take(answer: _Answer) -> Fetched | Sequence[int]:
    """Take a page: returns how the window ended, or the offsets to ask for next, none while some are out."""
    fetch = answer.fetch
    try:
        page = answer.future.result()
        offsets = fetch.paging.take(answer.offset, page)
    except (NotFound, NotInPlan) as error:
        return _ended_without_data(fetch, answer.offset, error)
    except UpstreamError as error:
        return _ended(fetch, error=error)
    if offsets or not fetch.paging.complete:
        return offsets
    return _ended_whole(fetch)


def _ended_whole(fetch: WindowFetch) -> Fetched:
    paging = fetch.paging
    try:
        data = window_data(fetch.wanted, paging.pages, fetched_at=fetch.asked_at, announced=paging.announced)
    except BrokenAnswer as error:
        return _ended(fetch, error=error)
    return _ended(fetch, data=data)


def _ended_without_data(fetch: WindowFetch, offset: int, error: NotFound | NotInPlan) -> Fetched:
    if offset:
        # The first page was delivered: half a window must not pass for a whole one, nor for none.
        return _ended(
            fetch, error=BrokenAnswer(f"Soundcharts delivered the first page, and of the rest said: {error}")
        )
    outcome = Outcome.NOT_FOUND if isinstance(error, NotFound) else Outcome.NOT_IN_PLAN
    wanted = fetch.wanted
    return _ended(fetch, data=WindowData(wanted.key, wanted.window, outcome, fetch.asked_at))


def _ended(
    fetch: WindowFetch, *, data: WindowData | None = None, error: UpstreamError | None = None
) -> Fetched:
    fetch.ended = True
    return Fetched(fetch.wanted, upstream_calls=fetch.tally.close(), data=data, error=error)
