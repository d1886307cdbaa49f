"""What a request line compares its period with: the one right before it, or the same days a year earlier."""

from __future__ import annotations

import re
from datetime import date, timedelta

from linernotes.model.period_words import period_text
from linernotes.model.periods import Comparison, Period, whole_unit
from linernotes.request_line.periods import period_of


class NotComparable(Exception):
    """What a line names is neither of the two; `likely` is the one that is likelier to be meant."""

    def __init__(self, message: str, likely: Comparison) -> None:
        super().__init__(message)
        self.likely = likely


def comparison_of(found: re.Match[str], period: Period, *, today: date) -> Comparison:
    """Say which comparison a text means that COMPARED_WITH has found, for a report of a period.

    Any period may be named if it is exactly the one that would be compared with. Raises NotComparable.
    """
    unit = (found["unit_previous"] or found["unit_before"] or "").lower()
    if unit == "period":
        return Comparison.PREVIOUS_PERIOD
    if unit == "year":
        return Comparison.PREVIOUS_YEAR
    year_before = period.compared_by(Comparison.PREVIOUS_YEAR)
    try:
        named = whole_unit(unit, period.start - timedelta(days=1)) if unit else period_of(found, today=today)
    except ValueError:
        named = None
    if named == year_before or (named and found["same"] and _holds(named, year_before)):
        return Comparison.PREVIOUS_YEAR
    if named == period.compared_by(Comparison.PREVIOUS_PERIOD):
        return Comparison.PREVIOUS_PERIOD
    earlier = named is not None and named.start.year < period.start.year
    raise NotComparable(
        _allowed(found[0], period), Comparison.PREVIOUS_YEAR if earlier else Comparison.PREVIOUS_PERIOD
    )


def likely_comparison(found: re.Match[str], period: Period, *, today: date) -> Comparison:
    """Say which comparison a text that COMPARED_WITH has found is likeliest to mean."""
    try:
        return comparison_of(found, period, today=today)
    except NotComparable as error:
        return error.likely


def _holds(outer: Period, inner: Period) -> bool:
    return outer.holds(inner.start) and outer.holds(inner.end)


def _allowed(asked: str, period: Period) -> str:
    """Say what a report of a period can be compared with."""
    ways = " or ".join(f"{way.value} ({period_text(period.compared_by(way))})" for way in Comparison)
    return f"“{' '.join(asked.split())}” is not possible: {period_text(period)} can be compared with {ways}."
