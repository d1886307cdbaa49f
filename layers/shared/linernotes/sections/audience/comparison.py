"""One period held against another, like with like (contract 4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.model.figures import Exact, Figures, change_between
from linernotes.model.notes import Note, text_of
from linernotes.model.periods import Period
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.sections.sources import Cadence, MetricSource

THIS, OTHER = "this", "other"
"""The two periods in a note's parts: the one asked for, and the one compared with."""

_NAMES = {THIS: "this period", OTHER: "the period compared with"}


@dataclass(frozen=True, slots=True)
class Compared:
    """The same figures of the period compared with, and how much has changed since.

    `change` is of the period averages, `latest_change` of the latest values; with their percentages they are
    None, and `notes` say why, where the two periods cannot be compared.
    """

    period: Period
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    change: Exact | None = None
    change_percent: Exact | None = None
    latest_change: Exact | None = None
    latest_change_percent: Exact | None = None

    @property
    def note(self) -> str | None:
        """Give what the notes say."""
        return text_of(self.notes)


@dataclass(frozen=True, slots=True)
class Side:
    """A row or a summary in one of the two periods.

    `points` counts the days with a value, or with a total; `artists` are those who have any.
    """

    period: Period
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    points: int
    artists: Sequence[Artist]


def compare(now: Side, before: Side, cadence: Cadence | None) -> Compared:
    """Hold a row or a summary against the same of the earlier period; `cadence` is that of its figures.

    A sum is compared with a sum of the same artists only: one artist more is no growth of anybody's.
    """
    reason = _too_few(now, before, cadence) or _other_artists(now, before)
    if reason is not None:
        return Compared(before.period, before.figures, before.status, [reason, *before.notes])
    change, change_percent = change_between(before.figures.period_average, now.figures.period_average)
    latest, latest_percent = change_between(before.figures.latest_value, now.figures.latest_value)
    return Compared(
        before.period,
        before.figures,
        before.status,
        before.notes,
        change,
        change_percent,
        latest,
        latest_percent,
    )


def never_comparable(source: MetricSource, country: str | None, now: Period, before: Period) -> Note | None:
    """Say why two periods cannot be compared whatever data comes: one holds no day a figure could be of.

    None where they can, and where the source has no figures by country at all.
    """
    cadence = source.cadence_of(country)
    if cadence is None:
        return None
    expected = [
        (which, 0, cadence.expected_points(period.start, period.end))
        for which, period in ((THIS, now), (OTHER, before))
    ]
    empty = [period for period in expected if not period[2]]
    return _not_compared(empty, cadence) if empty else None


def needed(expected: int) -> int:
    """Say how many points a period must have: half of those expected, rounded up, 1 or more."""
    return max(1, (expected + 1) // 2)


def _too_few(now: Side, before: Side, cadence: Cadence | None) -> Note | None:
    thin = [
        (which, side.points, side.figures.expected_points)
        for which, side in ((THIS, now), (OTHER, before))
        if side.points < needed(side.figures.expected_points)
    ]
    return _not_compared(thin, cadence) if thin else None


def _not_compared(periods: Sequence[tuple[str, int, int]], cadence: Cadence | None) -> Note:
    """Say of which periods there is too little: each by its name, its points and how many there can be."""
    if cadence is None:
        text = "there are no figures by country."
    else:
        told = " and ".join(
            f"{_NAMES[which]} has {_have(points, expected, cadence)}" for which, points, expected in periods
        )
        half = any(expected > 1 for _, _, expected in periods)
        text = f"{told}, and half are needed." if half else f"{told}."
    return Note(
        "not_compared",
        f"Not compared: {text}",
        {
            "periods": [
                {"which": which, "data_points": points, "expected_points": expected}
                for which, points, expected in periods
            ]
        },
    )


def _have(points: int, expected: int, cadence: Cadence) -> str:
    return f"values for {cadence.counted(points, expected)}" if expected else f"no {cadence.unit}"


def _other_artists(now: Side, before: Side) -> Note | None:
    """Say who is in one of two sums only."""
    then, today = ({artist.uuid for artist in side.artists} for side in (before, now))
    if then == today:
        return None
    only = {
        THIS: [artist for artist in now.artists if artist.uuid not in then],
        OTHER: [artist for artist in before.artists if artist.uuid not in today],
    }
    told = [
        f"Only in {_NAMES[which]}: {', '.join(artist.label for artist in artists)}."
        for which, artists in only.items()
        if artists
    ]
    return Note(
        "not_same_artists",
        " ".join(["Not compared: the sums are not of the same artists.", *told]),
        {
            which: [{"uuid": artist.uuid, "name": artist.name} for artist in artists]
            for which, artists in only.items()
        },
    )
