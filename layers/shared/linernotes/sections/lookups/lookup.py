"""A lookup: one thing asked of Soundcharts and kept, as a list, a range of days or a window of a series."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.calls import Get

_SETTLES_IN = timedelta(days=7)
_FRESH_RECENT = timedelta(hours=1)
_FRESH_SETTLED = timedelta(hours=24)

type Fetching[C] = Generator[Sequence[Get], Sequence[bytes], C]
"""Makes the content of a lookup: yields the calls to make at once, takes their bodies in the same order.

An UpstreamError of any of them is raised where it waits.
"""


class Content(Protocol):
    """What a lookup holds: a frozen dataclass of what JSON can say, numbers, dates and moments."""

    @property
    def unreadable(self) -> int:
        """Count the items that could not be read: with any, it is asked for again after an hour."""


@dataclass(frozen=True, slots=True)
class LookupKey:
    """Names a lookup: `subject` is what it is of, an artist or a song first, `part` what of that."""

    subject: str
    part: str


@dataclass(frozen=True, slots=True)
class Question[C: Content]:
    """A lookup that is needed.

    `content` is the type of what it holds, `fetch` begins fetching it. `asks_to` is the last day that is
    asked for, None of a list as it stands now, which reaches to the day it is asked on; `needed_to` is the
    last day that is needed, None where any list will do. `settles_in` is how long after a day its figures may
    still change. `calls` is how many calls it takes: exactly, or with
    `at_most` no more than that. With `leads_on`, what else is needed depends on it.
    """

    key: LookupKey
    content: type[C] = field(compare=False)
    fetch: Callable[[], Fetching[C]] = field(compare=False)
    asks_to: date | None = field(default=None, compare=False)
    needed_to: date | None = field(default=None, compare=False)
    settles_in: timedelta = field(default=_SETTLES_IN, compare=False)
    calls: int = field(default=1, compare=False)
    at_most: bool = field(default=False, compare=False)
    leads_on: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lookup[C: Content]:
    """What was found.

    `content` is there where Soundcharts delivered, None where it knows of nothing or the plan lacks it.
    `calls` is what it took.
    `asked_to` is the last day that was asked for, of a list as it stood then the day it was asked on.
    """

    key: LookupKey
    fetched_at: datetime
    outcome: Outcome
    content: C | None = None
    asked_to: date | None = None
    calls: int = 0


def serves(
    question: Question[Any], lookup: Lookup[Any], *, now: datetime, requested_at: datetime, fresh: bool
) -> bool:
    """Say whether a stored lookup serves a report that was requested at that time.

    As for windows: it does if it was fetched since, for whomever, or if it is fresh now; with `fresh` only
    the former. What reached into days not settled when it was fetched, the last 7 unless the question says
    otherwise, or could not be read whole, is fresh for an hour, anything else for 24 hours. Of a list as it
    stands now, which always reaches into them, what counts is whether such days are needed.
    """
    if question.needed_to and (lookup.asked_to is None or lookup.asked_to < question.needed_to):
        return False
    if lookup.fetched_at >= requested_at:
        return True
    return not fresh and now < fresh_until(question, lookup)


def fresh_until(question: Question[Any], lookup: Lookup[Any]) -> datetime:
    """Say until when a stored lookup answers a question; see `serves`."""
    reaches = question.needed_to if question.asks_to is None else lookup.asked_to
    recent = reaches is not None and reaches >= lookup.fetched_at.date() - question.settles_in
    return lookup.fetched_at + _FRESH_RECENT if recent else fresh_at_most_until(lookup)


def fresh_at_most_until(lookup: Lookup[Any]) -> datetime:
    """Say until when a stored lookup may answer anything, whatever is asked."""
    whole = lookup.content is not None and not lookup.content.unreadable
    return lookup.fetched_at + (_FRESH_SETTLED if whole else _FRESH_RECENT)
