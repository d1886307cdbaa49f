"""A plan: which lookups a job needs, one after the other, and what is made of them.

The same plan says what to fetch, what a request would cost and what the answer is made from: fetching,
preview and finalizing run it over different sources.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linernotes.model.periods import Period
from linernotes.sections.lookups.lookup import Content, Lookup, Question
from linernotes.sections.lookups.store import StoredLookups


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is about: an artist, on a platform if it is of one, over periods up to `today`."""

    artist_uuid: str
    platform: str | None
    periods: tuple[Period, ...]
    country: str | None
    songs_limit: int
    today: date


class Answers:
    """The lookups there are of those a plan asked for."""

    def __init__(self, found: Mapping[Question[Any], Lookup[Any]]) -> None:
        self._found = found

    def lookup[C: Content](self, question: Question[C]) -> Lookup[C] | None:
        """Give what was found; None where it could not be fetched, or is not stored."""
        return self._found.get(question)

    def content[C: Content](self, question: Question[C]) -> C | None:
        """Give the content; None also where Soundcharts has nothing to deliver."""
        lookup = self._found.get(question)
        return None if lookup is None else lookup.content


type Plan[T] = Generator[Sequence[Question[Any]], Answers, T]
"""Yields the lookups needed at once, takes those there are, and returns what the job comes to.

Where a lookup is not there it goes on with the others, as far as they tell it what is needed.
"""


@dataclass(slots=True)
class Reading[T]:
    """What a plan came to over what is stored: `asked` are all its questions, `found` the lookups of them."""

    result: T
    asked: list[Question[Any]] = field(default_factory=list)
    found: dict[Question[Any], Lookup[Any]] = field(default_factory=dict)

    @property
    def lacks(self) -> list[Question[Any]]:
        """List the questions of which nothing is stored."""
        return [question for question in self.asked if question not in self.found]

    @property
    def fetched_at(self) -> list[datetime]:
        """List when what there is was fetched."""
        return [lookup.fetched_at for lookup in self.found.values()]


def read_plans[K, T](
    plans: Mapping[K, Plan[T]],
    store: StoredLookups,
    *,
    usable: Callable[[Question[Any], Lookup[Any]], bool],
) -> dict[K, Reading[T]]:
    """Run plans over what is stored and `usable`, all of them together. Raises StoreBusy."""
    ended: dict[K, Reading[T]] = {}
    asked: dict[K, list[Question[Any]]] = {key: [] for key in plans}
    found: dict[K, dict[Question[Any], Lookup[Any]]] = {key: {} for key in plans}
    answers: dict[K, Answers | None] = dict.fromkeys(plans)
    while answers:
        wanted: dict[K, Sequence[Question[Any]]] = {}
        for key, given in answers.items():
            try:
                # A plan that has not begun takes None.
                wanted[key] = plans[key].send(given)  # type: ignore[arg-type]
            except StopIteration as stop:
                ended[key] = Reading(stop.value, asked[key], found[key])
        stored = store.read({question for questions in wanted.values() for question in questions})
        answers = {}
        for key, questions in wanted.items():
            asked[key] += questions
            of_plan = {
                question: stored[question.key]
                for question in questions
                if question.key in stored and usable(question, stored[question.key])
            }
            found[key] |= of_plan
            answers[key] = Answers(of_plan)
    return ended
