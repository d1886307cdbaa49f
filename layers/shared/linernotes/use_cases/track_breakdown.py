"""What artists' tracks did on charts: within a period from its months and edges, or month by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce

from linernotes.domain.charts import Frequency, Month, chart_platform, used_frequency
from linernotes.domain.monthly import MonthlyFigures, monthly_figures_of
from linernotes.domain.request import Artist, ReportRequest
from linernotes.domain.tracks import (
    NOTHING,
    Tally,
    TrackBreakdown,
    TrackQuestion,
    break_down,
    tally,
    whole_months,
)
from linernotes.use_cases.chart_ports import ArtistCharts, ChartStore

_QUESTIONS_AT_ONCE = 8


def track_breakdown(question: TrackQuestion, charts: ChartStore) -> TrackBreakdown:
    """Say what an artist's tracks did on a platform's charts; the platform may be a metric source's slug."""
    return _answer(question, charts.frequencies(chart_platform(question.platform)), charts)


def track_breakdowns(
    request: ReportRequest, artists: Sequence[Artist], charts: ChartStore
) -> tuple[TrackBreakdown, ...]:
    """Answer for each artist on each platform that has the charts of a requested metric source, in order."""
    platforms = dict.fromkeys(chart_platform(slug) for slug in request.platforms)
    stored = {platform: charts.frequencies(platform) for platform in platforms}
    questions = [
        TrackQuestion(artist, platform, request.period, request.country)
        for artist in artists
        for platform in platforms
    ]

    def answer(question: TrackQuestion) -> TrackBreakdown:
        return _answer(question, stored[question.platform], charts)

    with ThreadPoolExecutor(max_workers=min(len(questions), _QUESTIONS_AT_ONCE)) as pool:
        return tuple(pool.map(answer, questions))


def monthly_figures(question: TrackQuestion, charts: ChartStore) -> MonthlyFigures:
    """Say what an artist's tracks did in each month that the period touches."""
    stored = charts.frequencies(chart_platform(question.platform))
    frequency = used_frequency(stored)
    first, last = Month.of(question.period.start), Month.of(question.period.end)
    of = _charts_of(question, frequency)
    months = charts.months(of, question.country, first, last) if stored else {}
    return monthly_figures_of(question, frequency, months)


def _answer(question: TrackQuestion, stored: Collection[Frequency], charts: ChartStore) -> TrackBreakdown:
    frequency = used_frequency(stored)
    tallied = _tally_of(question, frequency, charts) if stored else NOTHING
    return break_down(question, frequency, tallied)


def _tally_of(question: TrackQuestion, frequency: Frequency, charts: ChartStore) -> Tally:
    """Add up the months a period holds whole, and the entries of the days before and after them."""
    of, country = _charts_of(question, frequency), question.country
    months, edges = whole_months(question.period)
    parts = {edge.start: tally(charts.entries(of, edge, country), country) for edge in edges}
    if months:
        stored = charts.months(of, country, months[0], months[-1])
        parts.update({month.first: figures for month, figures in stored.items()})
    return reduce(Tally.and_later, (parts[day] for day in sorted(parts)), NOTHING)


def _charts_of(question: TrackQuestion, frequency: Frequency) -> ArtistCharts:
    return ArtistCharts(question.artist.uuid, chart_platform(question.platform), frequency)
