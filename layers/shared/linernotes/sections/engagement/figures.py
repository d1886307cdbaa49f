"""The arithmetic of contract 10.6: what was gained, and what videos were liked and commented on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from linernotes.model.figures import Exact, change_between, rounded
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.sections.engagement.found import Piece
from linernotes.sections.engagement.platforms import Measure
from linernotes.sections.engagement.reading import Video

_RATE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Gain:
    """How much there was more on the last day with a value than on the first one.

    `gained` is None where there is no second value.
    """

    first_day: date
    latest_day: date
    gained: Exact | None

    @property
    def days(self) -> int:
        """Give the days from the first value to the last."""
        return (self.latest_day - self.first_day).days

    def covers(self, period: Period) -> bool:
        """Say whether it is of at least half of a period's days."""
        return 2 * (self.days + 1) >= period.days


def gains_of(pieces: Iterable[Piece], period: Period) -> dict[Measure, Gain]:
    """Say what was gained in a period, of each measure that has a value in it."""
    values: dict[Measure, dict[date, Number]] = {}
    for piece in pieces:
        for measure, series in piece.counts.items():
            within = {day: value for day, value in series.items() if period.holds(day)}
            if within:
                values.setdefault(measure, {}).update(within)
    return {measure: _gain(values[measure]) for measure in Measure if measure in values}


def change_of(
    now: Mapping[Measure, Gain], before: Mapping[Measure, Gain], measure: Measure, periods: Sequence[Period]
) -> Exact | None:
    """Say how much more was gained than in the period compared with.

    None unless there is a gain in both and each is of at least half of its period: of a few days on one side
    there is nothing to compare.
    """
    gains = now.get(measure), before.get(measure)
    for gain, period in zip(gains, periods, strict=True):
        if gain is None or not gain.covers(period):
            return None
    return change_between(*(gain.gained if gain else None for gain in reversed(gains)))[0]


def rate_of(videos: Iterable[Video]) -> Decimal | None:
    """Give likes and comments over views of the videos of which all three are known.

    None where none has any view.
    """
    rated = [video for video in videos if is_rated(video)]
    views = sum(video.views or 0 for video in rated)
    if not views:
        return None
    reactions = sum((video.likes or 0) + (video.comments or 0) for video in rated)
    return rounded(Fraction(reactions, views), _RATE_PLACES)


def is_rated(video: Video) -> bool:
    """Say whether a video has a rate: views, likes and comments are known, and there are views."""
    return bool(video.views) and video.likes is not None and video.comments is not None


def published_in(videos: Iterable[Video], period: Period) -> list[Video]:
    """List the videos published in a period, those with most views first."""
    return sorted(
        (video for video in videos if period.holds(video.published_on)),
        key=lambda video: (
            video.views is None,
            -(video.views or 0),
            -video.published_on.toordinal(),
            video.identifier,
        ),
    )


def _gain(values: Mapping[date, Number]) -> Gain:
    first, latest = min(values), max(values)
    gained, _ = change_between(values[first], values[latest]) if first < latest else (None, None)
    return Gain(first, latest, gained)
