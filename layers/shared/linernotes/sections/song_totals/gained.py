"""What a song gained in a period: the difference of a running total that has gaps and is corrected at times.

All of it is contract 10.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from linernotes.model.figures import rounded
from linernotes.model.period_words import day_in_words
from linernotes.model.periods import Need, Period
from linernotes.model.points import Number
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.lookups.lookup import Lookup
from linernotes.sections.lookups.plan import Answers
from linernotes.sections.song_totals.platforms import SOUND_PLATFORMS
from linernotes.sections.song_totals.song_window import LOOK_BACK, SongWindow, song_window
from linernotes.sections.windows.window_data import Outcome

_FALL_PERCENT, _RISE_PERCENT = 1, 60
_RISE_COUNTS_FROM = 100_000
_NEW = timedelta(days=30)
"""A song that came out no longer ago may well double overnight."""

_NO_EARLIER = "as there is no value of the 7 days before the period"
NOT_STORED = "what was fetched for this is no longer stored"
"""The reason where a job ended done."""


@dataclass(frozen=True, slots=True)
class SongTotals:
    """What is known of a song's running total on a platform, over some windows.

    `identifiers` is how many the song has there, on the day with most. `missing` says that a window is not
    there, `outcomes` what came of the others, `unreadable` how many days could not be read, `lost` how many
    were announced and did not come.
    """

    values: Mapping[date, Number] = field(default_factory=dict)
    identifiers: Mapping[date, int] = field(default_factory=dict)
    missing: bool = False
    outcomes: frozenset[Outcome] = frozenset()
    unreadable: int = 0
    lost: int = 0

    @property
    def words_of_lost(self) -> str | None:
        """Say what of the answer is not there; None if nothing."""
        told = []
        if self.unreadable:
            told.append(f"{counted(self.unreadable, 'row')} of Soundcharts' answer could not be read.")
        if self.lost:
            told.append(f"{counted(self.lost, 'row')} that Soundcharts announced did not come.")
        return " ".join(told) or None


@dataclass(frozen=True, slots=True)
class Gained:
    """What a song gained, from the day of one total to that of another.

    `status` is measured, partial, restated, or says why there is nothing; `note` says what a manager has to
    know of it. `gained` is None where there is no difference to give, `avg_daily` has 2 decimals.
    `data_points` counts the period's days with a value. `identifiers` is how many the song had on the day
    with most, `start_identifiers` and `end_identifiers` how many on the first and the last, None where the
    first is no value of anybody's. `incomplete` says that something was not fetched.
    """

    status: RowStatus
    note: str | None = None
    start_total: Number | None = None
    start_date: date | None = None
    end_total: Number | None = None
    end_date: date | None = None
    gained: Number | None = None
    avg_daily: Decimal | None = None
    data_points: int = 0
    identifiers: int | None = None
    start_identifiers: int | None = None
    end_identifiers: int | None = None
    incomplete: bool = False

    @property
    def days(self) -> int | None:
        """Give the days from the first total to the last; None without any."""
        return (self.end_date - self.start_date).days if self.start_date and self.end_date else None


def other_days(pairs: Iterable[tuple[Gained | None, Gained | None]]) -> str | None:
    """Say of how many songs the days are more in one period than in the other; None if of none."""
    songs = sum(differ_in_days(now, before) for now, before in pairs)
    if not songs:
        return None
    return f"Counted over more days in one period than in the other: {counted(songs, 'song')}."


def differ_in_days(now: Gained | None, before: Gained | None) -> bool:
    """Say whether what a song gained in two periods is over as many days; not where one of them has none."""
    if now is None or before is None or None in (now.days, before.days):
        return False
    return now.days != before.days


def totals_of_song(answers: Answers, song_uuid: str, platform: str, needs: Sequence[Need]) -> SongTotals:
    """Put the windows of a song together, as far as they are there.

    Of a day it is the largest value, or where identifiers are different sounds their sum.
    """
    lookups = [answers.lookup(song_window(song_uuid, platform, need)) for need in needs]
    found: list[Lookup[SongWindow]] = [lookup for lookup in lookups if lookup is not None]
    windows = [lookup.content for lookup in found if lookup.content is not None]
    values: dict[date, Number] = {}
    identifiers: dict[date, int] = {}
    for window in windows:
        of_days = window.sums if platform in SOUND_PLATFORMS else window.largest
        values.update(zip(window.days, of_days, strict=True))
        identifiers.update(zip(window.days, window.identifiers, strict=True))
    return SongTotals(
        values,
        identifiers,
        missing=len(found) < len(lookups),
        outcomes=frozenset(lookup.outcome for lookup in found),
        unreadable=sum(window.unreadable - window.lost for window in windows),
        lost=sum(window.lost for window in windows),
    )


def gained_in(
    period: Period, totals: SongTotals, released: date | None, *, reason: str = NOT_STORED
) -> Gained:
    """Say what a song gained in a period, given its totals in it and on the 7 days before.

    `reason` says why what is missing could not be fetched.
    """
    inside = sorted((day, value) for day, value in totals.values.items() if period.holds(day))
    if not inside:
        return _nothing(totals, reason)
    start_date, start_total, late = _start(period, totals.values, released, inside)
    end_date, end_total = inside[-1]
    days = (end_date - start_date).days
    notes = []
    if late:
        # Where not all days came there may well be a value of those before the period.
        why = _NO_EARLIER if totals.words_of_lost is None else "the first day with a value that came"
        notes.append(f"Counted from {day_in_words(start_date)}, {why}.")
    elif start_date < period.start - timedelta(days=1):
        notes.append(f"Counted from {day_in_words(start_date)}: {counted(days, 'day')}.")
    if end_date < period.end:
        notes.append(f"Counted to {day_in_words(end_date)}, the last day with a value.")
    if totals.missing:
        notes.append(f"Some of the days could not be fetched: {reason}.")
    if totals.words_of_lost:
        notes.append(totals.words_of_lost)
    # The total a new song starts from is nobody's value, and nothing was corrected after it.
    walked = [(start_date, start_total), *(point for point in inside if point[0] > start_date)]
    corrected = _correction(walked, released)
    gained: Number | None = end_total - start_total
    if corrected:
        notes.insert(0, corrected)
    if corrected or not days:
        gained = None
    if not days:
        notes.append("One value: there is no difference to give.")
    return Gained(
        status=_status(corrected=corrected is not None, partial=late or totals.missing),
        note=" ".join(notes) or None,
        start_total=start_total,
        start_date=start_date,
        end_total=end_total,
        end_date=end_date,
        gained=gained,
        avg_daily=None if gained is None else rounded(Fraction(gained) / days, 2),
        data_points=len(inside),
        identifiers=max(totals.identifiers.get(day, 1) for day, _ in inside),
        start_identifiers=totals.identifiers.get(start_date),
        end_identifiers=totals.identifiers.get(end_date),
        incomplete=totals.missing,
    )


def _start(
    period: Period,
    values: Mapping[date, Number],
    released: date | None,
    inside: Sequence[tuple[date, Number]],
) -> tuple[date, Number, bool]:
    """Give the day and the total to count from, and whether that is later than it should be."""
    before = [day for day in values if period.start - LOOK_BACK <= day < period.start]
    if before:
        return max(before), values[max(before)], False
    (first_day, first_total), (last_day, _) = inside[0], inside[-1]
    if released and period.holds(released):
        eve = released - timedelta(days=1)
        # What had a total before its eve came out earlier than it is said to have.
        if eve <= first_day and eve < last_day:
            return eve, 0, False
    return first_day, first_total, True


def _correction(points: Sequence[tuple[date, Number]], released: date | None) -> str | None:
    """Say between which days a total was corrected, the last time it was; None if it never was."""
    for (before, old), (after, new) in reversed(list(pairwise(points))):
        # In whole numbers: fractions take some ten times as long, and a report may have millions of days.
        fell = 100 * (old - new) > _FALL_PERCENT * max(old, -old)
        jumped = old >= _RISE_COUNTS_FROM and 100 * (new - old) >= _RISE_PERCENT * old
        is_new = jumped and released is not None and after - released <= _NEW
        if fell or (jumped and not is_new):
            return (
                f"The counter was corrected between {day_in_words(before)} and {day_in_words(after)}, from "
                f"{old:,} to {new:,}: what was gained across that cannot be told."
            )
    return None


def _status(*, corrected: bool, partial: bool) -> RowStatus:
    if corrected:
        return RowStatus.RESTATED
    return RowStatus.PARTIAL if partial else RowStatus.MEASURED


def _nothing(totals: SongTotals, reason: str) -> Gained:
    """Say why there is no value in a period."""
    if totals.missing:
        return Gained(RowStatus.FAILED, f"Could not be fetched: {reason}.", incomplete=True)
    if Outcome.NOT_IN_PLAN in totals.outcomes:
        return Gained(RowStatus.NOT_IN_PLAN, "Figures of songs are not in the Soundcharts plan in use.")
    if totals.outcomes == {Outcome.NOT_FOUND}:
        return Gained(RowStatus.NOT_FOUND, "Soundcharts has no figures of this song here.")
    if totals.words_of_lost:
        return Gained(RowStatus.NO_DATA, f"No value in the period came. {totals.words_of_lost}")
    return Gained(RowStatus.NO_DATA, "No value in the period.")
