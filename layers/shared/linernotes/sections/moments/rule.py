"""Which days are unusual, by sections 3.3 of what is known of music data: rare alarms, and early ones.

A day is judged by the mean of the three days that end with it against the median of the 28 days before
those three. Three days, because crawls are uneven: a value that comes late makes one day of two, and means
of three days hide that while they still show a real rise on its second or third day. The median and the
median absolute deviation, because a few strange days among the 28 move neither.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from linernotes.sections.moments.daily import Daily
from linernotes.sections.moments.needs import DAYS_BEFORE, DAYS_IN_MEAN
from linernotes.sections.sources import Kind

LEAST_DAYS_BEFORE = 14
"""So many of the 28 days must have a value."""
LEAST_SCORE = Fraction(35, 10)
LEAST_CHANGE = Fraction(30, 100)
LEAST_LEVEL = 1_000
"""A rolling figure or a number of followers below this is not judged."""
LEAST_A_DAY = 100
"""What happens less often a day than this is not judged."""
MOST_DAYS_UNSEEN = 7
"""Between two unusual days so many that could not be judged do not end a moment."""

MAD_TO_SIGMA = Fraction(14826, 10000)
"""Makes a median absolute deviation the standard deviation that normally spread values would have."""
LEAST_SIGMA = Fraction(5, 100)
_COARSE = Fraction(30, 100)
"""Steps of this much of the usual gain put a mean of three days off by up to a tenth."""


class Direction(StrEnum):
    """Whether a figure was above or below its usual value."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Judged:
    """A day that was judged: the figure, its usual value, and how far from that it was if it was unusual.

    `score` is the distance in robust standard deviations.
    """

    day: date
    now: Fraction
    usual: Fraction
    direction: Direction | None = None
    score: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Moment:
    """Unusual days in a row, all above or all below the usual; `most` is the most unusual of them."""

    first: date
    last: date
    direction: Direction
    most: Judged

    @property
    def change_percent(self) -> Fraction:
        """Say by how much the most unusual day was off its usual value."""
        return 100 * (self.most.now - self.most.usual) / self.most.usual


def judged_days(daily: Daily, kind: Kind, start: date, end: date) -> list[Judged]:
    """Judge the days from `start` to `end` as far as enough is known of them and of the days before."""
    judged = []
    window = _Window(daily)
    for at in range((start - daily.first).days, (end - daily.first).days + 1):
        since = daily.begins[at]
        mean = _sum(daily.figures[at - DAYS_IN_MEAN + 1 : at + 1])
        window.move(max(since, at - DAYS_IN_MEAN - DAYS_BEFORE + 1), at - DAYS_IN_MEAN + 1)
        if mean is None or at - DAYS_IN_MEAN + 1 < since or window.measured < LEAST_DAYS_BEFORE:
            continue
        now = Fraction(mean, DAYS_IN_MEAN * daily.scale)
        usual = Fraction(window.median_twice, 2 * daily.scale)
        if _large_enough(kind, now, usual, daily.levels[at - DAYS_IN_MEAN] if daily.levels else Fraction(0)):
            day = daily.first + timedelta(days=at)
            this = judge(day, now, usual, window.values, daily.scale)
            if this.direction and _by_rounding(this, window, daily.rounded_to(window.start, at + 1)):
                this = Judged(day, now, usual)
            judged.append(this)
    return judged


def judge(
    day: date,
    now: Fraction,
    usual: Fraction,
    before: Iterable[int],
    scale: int,
    *,
    least_score: Fraction = LEAST_SCORE,
) -> Judged:
    """Compare a figure with its usual value, a positive one: the median of `before`, in parts of `scale`."""
    distance = abs(now - usual)
    if distance < LEAST_CHANGE * usual:
        return Judged(day, now, usual)
    deviation = _median(sorted(abs(Fraction(value, scale) - usual) for value in before))
    sigma = max(MAD_TO_SIGMA * deviation, LEAST_SIGMA * usual)
    score = distance / sigma
    if score < least_score:
        return Judged(day, now, usual)
    return Judged(day, now, usual, Direction.UP if now > usual else Direction.DOWN, score)


def moments_of(judged: Iterable[Judged], *, most_days_apart: int) -> list[Moment]:
    """Join unusual days in a row into moments; a day judged usual, or unusual the other way, ends one."""
    moments: list[Moment] = []
    before: Judged | None = None
    for this in judged:
        goes_on = (
            before is not None
            and before.direction is this.direction
            and (this.day - before.day).days <= most_days_apart
        )
        if this.direction and goes_on:
            last = moments[-1]
            most = max(last.most, this, key=lambda one: one.score)
            moments[-1] = Moment(last.first, this.day, this.direction, most)
        elif this.direction:
            moments.append(Moment(this.day, this.day, this.direction, this))
        before = this
    return moments


def _large_enough(kind: Kind, now: Fraction, usual: Fraction, level: Fraction) -> bool:
    """Say whether a figure is large enough for its changes to mean anything.

    Followers come slowly to a small account, and then by the thousand on the day a video goes round. So of
    what a gauge gains, the usual may be little, but not nothing, if the larger of now and usual is not.
    """
    match kind:
        case Kind.GAUGE:
            return level >= LEAST_LEVEL and usual > 0 and max(now, usual) >= LEAST_A_DAY
        case Kind.TOTAL | Kind.COUNT:
            return usual >= LEAST_A_DAY
        case _:
            return usual >= LEAST_LEVEL


def _by_rounding(judged: Judged, window: _Window, step: Fraction) -> bool:
    """Say whether a gain may be off its usual value only because the platform rounds its figures to `step`.

    A large account on YouTube gains nothing on most days and 10,000 on some. The median of such days says
    little. Their mean must say the same, beyond what rounding may add to three days, which is one step; where
    a step is more than two days' gain, nothing can be said.
    """
    if step < _COARSE * judged.usual:
        return False
    least = LEAST_CHANGE * window.mean + step / DAYS_IN_MEAN
    return step > 2 * judged.usual or abs(judged.now - window.mean) < least


def _sum(figures: Sequence[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == DAYS_IN_MEAN else None


def _median(ordered: Sequence[Fraction]) -> Fraction:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


class _Window:
    """The figures of a range of days that moves on day by day, kept in order of size."""

    def __init__(self, daily: Daily) -> None:
        self._daily = daily
        self.values: list[int] = []
        self.measured = 0
        self.start = self.end = 0

    def move(self, start: int, end: int) -> None:
        """Move to the days from `start` up to but not including `end`, neither before the present one."""
        for at in range(max(self.end, start), end):
            figure = self._daily.figures[at]
            if figure is not None:
                insort(self.values, figure)
                self.measured += self._daily.measured[at]
        for at in range(self.start, min(start, self.end)):
            figure = self._daily.figures[at]
            if figure is not None:
                del self.values[bisect_left(self.values, figure)]
                self.measured -= self._daily.measured[at]
        self.start, self.end = start, max(end, start)

    @property
    def mean(self) -> Fraction:
        """Give the mean of the figures."""
        return Fraction(sum(self.values), len(self.values) * self._daily.scale)

    @property
    def median_twice(self) -> int:
        """Give twice the median, which is a whole number."""
        half = len(self.values) // 2
        if len(self.values) % 2:
            return 2 * self.values[half]
        return self.values[half - 1] + self.values[half]
