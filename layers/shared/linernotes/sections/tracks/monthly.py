"""An artist's figures by month (contract 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linernotes.charts.chart_days import ChartCalendar, LookedAt
from linernotes.charts.charts import Frequency, Month
from linernotes.charts.tallies import Tally
from linernotes.model.periods import Period
from linernotes.model.row_status import RowStatus
from linernotes.sections.tracks.tracks import ChartStatus, TrackQuestion, has_charts

MAX_MONTHS = 240


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What an artist's tracks did in a month, and which charts of it that is from."""

    tally: Tally
    looked_at: LookedAt

    @property
    def status(self) -> ChartStatus:
        """Say whether the total may be too small."""
        whole = not self.tally.summed and self.looked_at.chart_days.are_whole
        return RowStatus.MEASURED if whole else RowStatus.LOWER_BOUND


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """What an artist's tracks did in each month of a question's period that has entries, in order of time.

    `looked_at` is of the whole period, months without entries included.
    """

    question: TrackQuestion
    looked_at: LookedAt
    months: Mapping[Month, MonthFigures]

    @property
    def frequency(self) -> Frequency:
        """Say which charts counted."""
        return self.looked_at.frequency

    @property
    def status(self) -> ChartStatus:
        """Say of what worth the months are, or why there are none."""
        if not self.months:
            there_are_charts = has_charts(self.question.platform, self.looked_at)
            return RowStatus.NO_DATA if there_are_charts else RowStatus.NOT_PUBLISHED
        return RowStatus.LOWER_BOUND if self.is_lower_bound else RowStatus.MEASURED

    @property
    def summed(self) -> bool:
        """Say whether some figure is a sum over countries."""
        return any(figures.tally.summed for figures in self.months.values())

    @property
    def is_lower_bound(self) -> bool:
        """Say whether some total may be too small."""
        return self.summed or not self.looked_at.chart_days.are_whole

    @property
    def metrics(self) -> frozenset[str]:
        """Give the kinds of figures that went in."""
        return frozenset().union(*(figures.tally.metrics for figures in self.months.values()))


def monthly_figures_of(
    question: TrackQuestion, calendar: ChartCalendar, stored: Mapping[Month, Tally]
) -> MonthlyFigures:
    """Make the answer from the months stored, with the newest name they know of the artist."""
    months = {
        month: MonthFigures(figures, calendar.looked_at(_asked_of(month, question.period)))
        for month, figures in sorted(stored.items())
    }
    known = [figures.tally.artist_name for figures in months.values() if figures.tally.artist_name]
    artist = question.artist
    name = artist.name or (known[-1] if known else None)
    return MonthlyFigures(
        replace(question, artist=replace(artist, name=name)), calendar.looked_at(question.period), months
    )


def _asked_of(month: Month, period: Period) -> Period:
    """Give the days of a month that are asked for: of the current one those up to today."""
    return Period(max(month.first, period.start), min(month.last, period.end))
