"""Which figures of a source can be judged, since when they must be known, and in which windows they are.

The windows of the period are fetched for the rows of metric sources. What this section fetches besides are
the windows before those, as far as they hold days that the usual value is taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from linernotes.model.periods import Need, Period, needs_of
from linernotes.sections.sources import Cadence, Kind, MetricSource


class Measure(StrEnum):
    """What is compared with its usual value."""

    VALUE = "value"
    DAILY_CHANGE = "daily_change"
    WEEKLY_VALUE = "weekly_value"


DAYS_BEFORE = 28
DAYS_IN_MEAN = 3
WEEKS_BEFORE = 8

_WEEKLY = (Cadence.WEEKLY, Cadence.ABOUT_WEEKLY)
_DAYS_AHEAD = {
    # The first day's mean begins two days before it; the first of the 28 days has its change since the
    # day before.
    Measure.VALUE: DAYS_BEFORE + DAYS_IN_MEAN,
    Measure.DAILY_CHANGE: DAYS_BEFORE + DAYS_IN_MEAN,
    # A week more than eight, as weekly figures come a few days early or late.
    Measure.WEEKLY_VALUE: 7 * (WEEKS_BEFORE + 1),
}


def measure_of(source: MetricSource, country: str | None) -> Measure | None:
    """Say what is compared of a source's figures; None where they come too rarely to tell what is usual.

    Of a daily gauge or running total it is what it gained a day: of a million followers, a day on which
    three times as many came as on others moves the figure itself by next to nothing. A rolling figure, which
    is what happened in its last 28 days, is compared itself; so is a daily count.
    """
    cadence = source.cadence_of(country)
    if country is not None:
        return Measure.WEEKLY_VALUE if cadence in _WEEKLY else None
    if cadence is not Cadence.DAILY:
        return None
    return Measure.DAILY_CHANGE if source.kind in (Kind.GAUGE, Kind.TOTAL) else Measure.VALUE


def known_from(period: Period, measure: Measure) -> date:
    """Give the first day whose value has a part in what is said of a period."""
    return period.start - timedelta(days=_DAYS_AHEAD[measure])


def all_needs(period: Period, measure: Measure, *, today: date) -> list[Need]:
    """List the windows that what is said of a period is made from, in order."""
    return needs_of([Period(known_from(period, measure), period.end)], today=today)


def further_needs(periods: Sequence[Period], measure: Measure, *, today: date) -> list[Need]:
    """List those of the windows that are not fetched for the rows of metric sources anyway.

    `periods` are those of the request, the report's own first.
    """
    fetched = {need.window.first: need.to for need in needs_of(periods, today=today)}
    return [
        need
        for need in all_needs(periods[0], measure, today=today)
        if need.window.first not in fetched or fetched[need.window.first] < need.to
    ]
