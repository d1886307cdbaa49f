"""Contract 5 over random rankings: tallies, months and breakdowns, held against its plain statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.charts.chart_days import ChartCalendar
from linernotes.charts.charts import Frequency, Month, SongArtist, used_frequency
from linernotes.charts.tallies import NOTHING, ChartEntry, Tally, tally
from linernotes.model.errors import NotInPlan
from linernotes.model.periods import Period
from linernotes.model.request import Artist
from linernotes.sections.tracks.monthly import monthly_figures_of
from linernotes.sections.tracks.track_breakdown import track_breakdown
from linernotes.sections.tracks.track_json import breakdown_json, monthly_json
from linernotes.sections.tracks.track_notes import SUMMED
from linernotes.sections.tracks.tracks import TrackQuestion, break_down, whole_months
from tests.unit.builders import ELISA, LAURO
from tests.unit.chart_rows import (
    CITY_CHARTS,
    DAILY_CHARTS,
    DAYS,
    OTHER_CHARTS,
    PERIODS,
    ROWS,
    questions_of,
    ranked_song,
    rows_on,
)
from tests.unit.chart_world import ChartWorld, key_of
from tests.unit.contract_5_oracle import (
    ChartRow,
    Listed,
    Question,
    breakdown_by_contract,
    chart_days_by_contract,
    is_lower_bound,
    month_of,
    months_by_contract,
)

QUESTIONS = questions_of([LAURO.uuid])


def used_by(rows: Iterable[ChartRow], question: Question) -> Frequency:
    return used_frequency(
        Frequency(row.frequency)
        for row in rows
        if row.platform == question.platform
        and question.country in (None, row.country)
        and question.start <= row.day <= question.end
    )


def calendar_of(rows: Sequence[ChartRow], question: Question) -> ChartCalendar:
    """Give what is stored of the charts a question looks at, where it is not known which there are."""
    frequency = used_by(rows, question)
    of_charts = [row for row in rows if (row.platform, row.frequency) == (question.platform, frequency)]
    days: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for row in of_charts:
        if row.country == (question.country or ""):
            days[row.day][row.chart] = 0
    return ChartCalendar(frequency, days=days)


def entries_of(rows: Sequence[ChartRow], question: Question) -> list[ChartEntry]:
    """Give the artist's entries of the used charts on any day, as they are stored.

    The artist's name is another each day, and on some days missing, to show which of them is taken.
    """
    frequency = used_by(rows, question)
    return [
        ChartEntry(
            day=row.day,
            chart=row.chart,
            country=row.country or None,
            song=ranked_song(row),
            metric="streams",
            artist_name=f"Lauro on {row.day}" if row.day.day % 2 else None,
        )
        for row in rows
        if (row.platform, row.frequency) == (question.platform, frequency) and question.artist in row.artists
    ]


def tally_within(entries: Iterable[ChartEntry], period: Period, country: str | None) -> Tally:
    return tally([entry for entry in entries if period.holds(entry.day)], country)


def asked_of(question: Question) -> TrackQuestion:
    period = Period(question.start, question.end)
    return TrackQuestion(Artist(question.artist), question.platform, period, question.country)


def through_json(document: Any) -> Any:
    return json.loads(json.dumps(document, allow_nan=False))


# Answers


@settings(max_examples=80)
@given(rows=ROWS, question=QUESTIONS)
def test_any_breakdown_is_the_one_the_contract_states(rows: list[ChartRow], question: Question) -> None:
    asked = asked_of(question)
    tallied = tally_within(entries_of(rows, question), asked.period, question.country)

    looked_at = calendar_of(rows, question).looked_at(asked.period)
    document = through_json(breakdown_json(break_down(asked, looked_at, tallied)))

    expected = breakdown_by_contract(rows, question)
    assert {name: document[name] for name in expected} == expected
    assert document["chart_days"] == chart_days_by_contract(rows, question)
    assert tallied.summed is is_lower_bound(rows, question)
    assert (SUMMED.text in document.get("note", "")) is is_lower_bound(rows, question)


@settings(max_examples=60)
@given(rows=ROWS, question=QUESTIONS)
def test_the_months_of_any_period_are_those_the_contract_states(
    rows: list[ChartRow], question: Question
) -> None:
    entries = entries_of(rows, question)
    months = {Month.of(entry.day) for entry in entries if question.country in (None, entry.country)}
    stored = {
        month: tally_within(entries, Period(month.first, month.last), question.country)
        for month in months
        if Month.of(question.start) <= month <= Month.of(question.end)
    }

    figures = monthly_figures_of(asked_of(question), calendar_of(rows, question), stored)

    months = through_json(monthly_json(figures)["months"])
    expected = months_by_contract(rows, question)
    assert [of.items() & month.items() for of, month in zip(expected, months, strict=True)] == [
        of.items() for of in expected
    ]


# Parts and wholes


@settings(max_examples=60)
@given(rows=ROWS, question=QUESTIONS)
def test_months_and_edges_add_up_to_the_tally_of_the_whole_period(
    rows: list[ChartRow], question: Question
) -> None:
    entries, period = entries_of(rows, question), Period(question.start, question.end)
    months, edges = whole_months(period)
    parts = sorted(
        [*edges, *(Period(month.first, month.last) for month in months)], key=lambda part: part.start
    )

    added = reduce(
        Tally.and_later, (tally_within(entries, part, question.country) for part in parts), NOTHING
    )

    assert added == tally_within(entries, period, question.country)


@given(rows=ROWS, question=QUESTIONS, cut=st.sampled_from(DAYS), another=st.sampled_from(DAYS))
def test_tallies_add_up_wherever_days_are_cut_and_in_whatever_order_they_are_joined(
    rows: list[ChartRow], question: Question, cut: date, another: date
) -> None:
    entries, country = entries_of(rows, question), question.country
    first, second = sorted([cut, another])
    early = tally([entry for entry in entries if entry.day < first], country)
    middle = tally([entry for entry in entries if first <= entry.day < second], country)
    late = tally([entry for entry in entries if second <= entry.day], country)

    assert early.and_later(middle).and_later(late) == tally(entries, country)
    assert early.and_later(middle.and_later(late)) == tally(entries, country)


@given(rows=ROWS, question=QUESTIONS, shuffle=st.randoms(use_true_random=False))
def test_a_tally_does_not_depend_on_the_order_of_entries(
    rows: list[ChartRow], question: Question, shuffle: Any
) -> None:
    entries = entries_of(rows, question)
    shuffled = shuffle.sample(entries, len(entries))

    one, other = tally(entries, question.country), tally(shuffled, question.country)

    assert one == other
    asked = asked_of(question)
    looked_at = calendar_of(rows, question).looked_at(asked.period)
    assert break_down(asked, looked_at, one) == break_down(asked, looked_at, other)


# Months of a period


@given(period=PERIODS)
def test_every_day_of_a_period_lies_in_exactly_one_of_its_months_and_edges(period: Period) -> None:
    months, edges = whole_months(period)

    parts = [*edges, *(Period(month.first, month.last) for month in months)]
    for day in (period.start + timedelta(offset) for offset in range(period.days)):
        assert sum(part.holds(day) for part in parts) == 1
    assert sum(part.days for part in parts) == period.days, "none reaches beyond the period"


@given(period=PERIODS)
def test_no_month_that_a_period_holds_whole_is_left_to_its_edges(period: Period) -> None:
    months, edges = whole_months(period)

    assert months == sorted(set(months))
    assert len(edges) <= 2
    whole = {month_of(day) for day in days_of(period)} - {
        month_of(day)
        for end in (period.start, period.end)
        for day in days_of(whole_month_of(end))
        if not period.holds(day)
    }
    assert {str(month) for month in months} == whole


# From Soundcharts to the answer


ARTISTS_OF = {"song-a": (LAURO.uuid,), "song-b": (LAURO.uuid, ELISA.uuid), "song-c": (ELISA.uuid,)}
SIZES = {chart.slug: size for size, chart in enumerate(DAILY_CHARTS + OTHER_CHARTS, start=1)}
PUBLISHED = rows_on(DAILY_CHARTS + OTHER_CHARTS + CITY_CHARTS, sizes=(0, 8, 20))


@settings(max_examples=40)
@given(
    rows=PUBLISHED,
    questions=st.lists(questions_of([LAURO.uuid, ELISA.uuid]), min_size=3, max_size=3),
    equal_sizes=st.booleans(),
    failing=st.sets(st.integers(0, 40), max_size=4),
)
def test_whatever_is_published_and_ingested_answers_are_those_the_contract_states_of_what_is_stored(
    rows: list[ChartRow], questions: list[Question], equal_sizes: bool, failing: set[int]
) -> None:
    """Rankings of countries and cities are listed, planned and ingested; some of them cannot be had."""
    charts = {
        chart.slug: replace(chart, size=100 if equal_sizes else SIZES.get(chart.slug, 500))
        for chart in DAILY_CHARTS + OTHER_CHARTS + CITY_CHARTS
    }
    rows = [replace(row, artists=ARTISTS_OF[row.song]) for row in rows]
    places = sorted({(row.chart, row.day) for row in rows})
    world = ChartWorld()
    world.source.artists = {
        song: tuple(SongArtist(uuid, uuid.upper()) for uuid in uuids) for song, uuids in ARTISTS_OF.items()
    }
    lost = {place for number, place in enumerate(places) if number in failing}
    for slug, day in places:
        key = key_of(day, charts[slug])
        world.publish(key, *(ranked_song(row) for row in rows if (row.chart, row.day) == (slug, day)))
        if (slug, day) in lost:
            world.source.errors[key] = [NotInPlan("the plan does not hold this")]
    world.plan("spotify", "airplay")
    world.run()

    stored = [row for row in rows if (row.chart, row.day) not in lost]
    listed = [
        Listed(
            chart.slug,
            chart.platform,
            chart.country or "",
            chart.frequency.value,
            chart.size,
            min(day for slug, day in places if slug == chart.slug),
            max(day for slug, day in places if slug == chart.slug),
        )
        for chart in charts.values()
        if chart.city is None and any(slug == chart.slug for slug, _ in places)
    ]
    for question in questions:
        document = through_json(breakdown_json(track_breakdown(asked_of(question), world.charts)))
        expected = breakdown_by_contract(stored, question)
        assert {name: document[name] for name in expected} == expected
        assert document["chart_days"] == chart_days_by_contract(stored, question, listed)


def days_of(period: Period) -> list[date]:
    return [period.start + timedelta(offset) for offset in range(period.days)]


def whole_month_of(day: date) -> Period:
    around = [day + timedelta(offset) for offset in range(-31, 32)]
    within = [other for other in around if month_of(other) == month_of(day)]
    return Period(within[0], within[-1])
