"""What artists' tracks did on charts: within a period from its months and edges, or month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from linernotes.charts.chart_days import ChartCalendar
from linernotes.charts.charts import Frequency, Month, used_frequency
from linernotes.charts.ports import ArtistCharts, ChartGroup, ChartStore
from linernotes.charts.tallies import NOTHING, Tally, tally
from linernotes.model.periods import Period
from linernotes.model.request import Artist, ReportRequest
from linernotes.sections.sources import chart_platform
from linernotes.sections.tracks.monthly import MonthlyFigures, monthly_figures_of
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackQuestion, break_down, whole_months
from linernotes.threads import in_threads

_QUESTIONS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class ChartsAsked:
    """The charts of a platform, country and period that count, and whether any of them is stored."""

    calendar: ChartCalendar
    stored: bool


def track_breakdown(question: TrackQuestion, charts: ChartStore) -> TrackBreakdown:
    """Say what an artist's tracks did on a platform's charts; the platform may be a metric source's slug."""
    asked = _charts_asked(question, charts)
    breakdown = _answer(question, asked, charts)
    return breakdown if breakdown.rows else replace(breakdown, question=_named(question, charts))


def track_breakdowns(
    request: ReportRequest, artists: Sequence[Artist], charts: ChartStore
) -> tuple[TrackBreakdown, ...]:
    """Answer for each artist on each platform that has the charts of a requested metric source, in order."""
    platforms = dict.fromkeys(chart_platform(slug) for slug in request.platforms)
    questions = [
        TrackQuestion(artist, platform, request.period, request.country)
        for artist in artists
        for platform in platforms
    ]
    asked = {question.platform: _charts_asked(question, charts) for question in questions[: len(platforms)]}

    def answer(question: TrackQuestion) -> TrackBreakdown:
        return _answer(question, asked[question.platform], charts)

    return tuple(in_threads(answer, questions, at_once=_QUESTIONS_AT_ONCE))


def monthly_figures(question: TrackQuestion, charts: ChartStore) -> MonthlyFigures:
    """Say what an artist's tracks did in each month that the period touches."""
    asked = _charts_asked(question, charts)
    first, last = Month.of(question.period.start), Month.of(question.period.end)
    of = _charts_of(question, asked.calendar.frequency)
    months = charts.months(of, question.country, first, last) if asked.stored else {}
    named = question if months else _named(question, charts)
    return monthly_figures_of(named, asked.calendar, months)


def _charts_asked(question: TrackQuestion, charts: ChartStore) -> ChartsAsked:
    """Find out which charts count: daily ones where any that are asked for are stored, else weekly ones.

    That is contract 5.2. Where nothing is stored they are those that are listed.
    """
    daily = _of_frequency(question, Frequency.DAILY, charts)
    if daily.stored:
        return daily
    weekly = _of_frequency(question, Frequency.WEEKLY, charts)
    found = [asked.calendar.frequency for asked in (daily, weekly) if asked.stored]
    listed = [asked.calendar.frequency for asked in (daily, weekly) if asked.calendar.listed]
    return weekly if used_frequency(found or listed) is Frequency.WEEKLY else daily


def _of_frequency(question: TrackQuestion, frequency: Frequency, charts: ChartStore) -> ChartsAsked:
    """Read which charts of a frequency there are, and of which days they are stored.

    Without a country the worldwide chart makes a day whole, whatever countries' charts are stored: what those
    add up to is a lower bound, of days that lack their main chart.
    """
    platform, period = chart_platform(question.platform), question.period
    group = ChartGroup(platform, frequency, question.country)
    listed, days = charts.listed_charts(group), charts.stored_days(group, period)
    stored = bool(days)
    if question.country is None and not days:
        stored = bool(charts.days_anywhere(platform, frequency, period))
    return ChartsAsked(ChartCalendar(frequency, listed, days), stored)


def _answer(question: TrackQuestion, asked: ChartsAsked, charts: ChartStore) -> TrackBreakdown:
    months, edges = whole_months(question.period)
    calendar = _as_kept(asked.calendar, edges, charts)
    tallied = NOTHING
    if asked.stored:
        tallied = _tally_of(question, calendar.frequency, (months, edges), charts)
    return break_down(question, calendar.looked_at(question.period), tallied)


def _as_kept(calendar: ChartCalendar, edges: Sequence[Period], charts: ChartStore) -> ChartCalendar:
    """Leave out the days of which entries were stored and have expired; months stay for good."""
    expired = {
        day
        for day in calendar.days
        if any(edge.holds(day) for edge in edges) and not charts.keeps_entries_of(day)
    }
    kept = {day: of_day for day, of_day in calendar.days.items() if day not in expired}
    return replace(calendar, days=kept)


def _tally_of(
    question: TrackQuestion,
    frequency: Frequency,
    parts_of_period: tuple[Sequence[Month], Sequence[Period]],
    charts: ChartStore,
) -> Tally:
    """Add up the months a period holds whole, and the entries of the days before and after them."""
    of, country = _charts_of(question, frequency), question.country
    months, edges = parts_of_period
    parts = {edge.start: tally(charts.entries(of, edge, country), country) for edge in edges}
    if months:
        stored = charts.months(of, country, months[0], months[-1])
        parts.update({month.first: figures for month, figures in stored.items()})
    return reduce(Tally.and_later, (parts[day] for day in sorted(parts)), NOTHING)


def _charts_of(question: TrackQuestion, frequency: Frequency) -> ArtistCharts:
    return ArtistCharts(question.artist.uuid, chart_platform(question.platform), frequency)


def _named(question: TrackQuestion, charts: ChartStore) -> TrackQuestion:
    """Give the question with the artist's name, if the charts know it from another time or country."""
    artist = question.artist
    if artist.name:
        return question
    name = charts.artist_name(artist.uuid, chart_platform(question.platform))
    return replace(question, artist=replace(artist, name=name))
