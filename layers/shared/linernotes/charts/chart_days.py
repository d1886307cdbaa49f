"""Of how many chart days figures are (contract 5.4): which charts there are, which days are stored.

A day is whole when its main chart is stored: the largest that Soundcharts lists of the country. A smaller one
alone does not make it so, whatever it holds. Of weekly charts what is said of a day goes for a week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from linernotes.charts.charts import Frequency
from linernotes.model.periods import Period

_RUNS_ON = timedelta(days=92)
"""How long before its first and after its last known ranking a chart is taken to have been there.

A day Soundcharts has no ranking of lacks one, but a chart given up years ago lacks nothing.
"""
_HALF_A_WEEK = 3
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class ListedChart:
    """A chart as the list of charts has it: `size` is how many songs it holds at most, 0 if that is not said.

    `first` and `last` are the days of its first and last ranking, None where they are not known.
    """

    slug: str
    size: int = 0
    first: date | None = None
    last: date | None = None

    def is_there_on(self, day: date) -> bool:
        """Say whether the chart is one to expect a ranking of on a day."""
        begun = self.first is None or day >= self.first - _RUNS_ON
        return begun and (self.last is None or day <= self.last + _RUNS_ON)

    def seen_again(self, newer: ListedChart) -> ListedChart:
        """Give what is known of it after it was listed once more: a day it was ever ranked on stays so."""
        return replace(
            newer,
            first=min((day for day in (self.first, newer.first) if day), default=None),
            last=max((day for day in (self.last, newer.last) if day), default=None),
        )


def listed_again(known: Iterable[ListedChart], newer: Iterable[ListedChart]) -> tuple[ListedChart, ...]:
    """Give the charts of a country after they were listed once more; one that is gone stays known."""
    charts = {chart.slug: chart for chart in known}
    for chart in newer:
        charts[chart.slug] = charts[chart.slug].seen_again(chart) if chart.slug in charts else chart
    return tuple(charts[slug] for slug in sorted(charts))


@dataclass(frozen=True, slots=True)
class ChartDays:
    """For how many days (or weeks) of a period charts are stored, of how many there are."""

    stored: int
    expected: int

    @property
    def are_whole(self) -> bool:
        """Say whether none is missing."""
        return self.stored == self.expected


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The charts an answer is from: daily or weekly ones, of how many days, with how many rows unread."""

    frequency: Frequency
    chart_days: ChartDays
    unreadable_rows: int = 0


@dataclass(frozen=True, slots=True)
class ChartCalendar:
    """What is stored of the charts that a question looks at.

    `days` has, of each day with a ranking stored, how many rows of it could not be read, by chart; `listed`
    the charts that Soundcharts has.
    """

    frequency: Frequency
    listed: tuple[ListedChart, ...] = ()
    days: Mapping[date, Mapping[str, int]] = field(default_factory=dict)

    def chart_days(self, period: Period) -> ChartDays:
        """Count the days of a period, or its weeks where charts are weekly."""
        spans = self._weeks(period) if self.frequency is Frequency.WEEKLY else _days(period)
        whole = [self._is_whole(day, span) for day, span in spans]
        return ChartDays(sum(whole), len(whole))

    def looked_at(self, period: Period) -> LookedAt:
        """Say of a period what an answer about it is from."""
        unreadable = sum(sum(charts.values()) for day, charts in self.days.items() if period.holds(day))
        return LookedAt(self.frequency, self.chart_days(period), unreadable)

    def _is_whole(self, day: date, span: Iterable[date]) -> bool:
        stored = {slug for each in span for slug in self.days.get(each, ())}
        main = main_charts(self.listed, day)
        return main <= stored if main else bool(stored)

    def _weeks(self, period: Period) -> Iterator[tuple[date, list[date]]]:
        """Give each day of the period on which a weekly ranking is due, with those it may come on as well."""
        weekday = self._weekday(period)
        for day, _ in _days(period):
            if day.weekday() == weekday:
                around = (day + timedelta(days=offset) for offset in range(-_HALF_A_WEEK, _HALF_A_WEEK + 1))
                yield day, [each for each in around if period.holds(each)]

    def _weekday(self, period: Period) -> int:
        """Say on which day of the week charts are ranked: the main one, else those stored, else Mondays."""
        main = main_charts(self.listed, period.end)
        lasts = [chart.last for chart in self.listed if chart.slug in main and chart.last is not None]
        known = Counter(day.weekday() for day in lasts or self.days if lasts or period.holds(day))
        return min(known, key=lambda weekday: (-known[weekday], weekday), default=_MONDAY)


def main_charts(listed: Collection[ListedChart], day: date) -> frozenset[str]:
    """Name the largest of the charts that are there on a day; of several equally large each is needed."""
    there = [chart for chart in listed if chart.is_there_on(day)]
    size = max((chart.size for chart in there), default=0)
    return frozenset(chart.slug for chart in there if chart.size == size)


def _days(period: Period) -> Iterator[tuple[date, Sequence[date]]]:
    for offset in range(period.days):
        day = period.start + timedelta(days=offset)
        yield day, (day,)
