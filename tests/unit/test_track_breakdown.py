"""Questions about tracks: what is read of the store, and what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.charts.chart_days import ChartDays, ListedChart
from linernotes.charts.charts import Chart, Frequency, Month
from linernotes.charts.ports import ArtistCharts, ChartGroup
from linernotes.charts.tallies import ChartEntry, Tally, tally
from linernotes.model.periods import Period
from linernotes.model.platforms import platform_name
from linernotes.model.report import Status
from linernotes.model.request import Artist
from linernotes.sections.tracks.track_breakdown import monthly_figures, track_breakdown, track_breakdowns
from linernotes.sections.tracks.tracks import TrackQuestion, break_down
from tests.unit.builders import ELISA, LAURO, NOW, a_request, september
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import Clock
from tests.unit.track_cases import (
    AMOR,
    FRANCE,
    GLOBAL,
    ITALY,
    ROLLS_ROYCE,
    VIEWS,
    a_song,
    song_uuid,
    stored,
    stored_daily,
)
from tests.unit.workbook_cases import breakdowns_of
from tests.unit.world import World

OF_LAURO = ArtistCharts(LAURO.uuid, "spotify", Frequency.DAILY)


class AskedStore(MemoryChartStore):
    """A store that counts what it is asked, and keeps the periods it was asked entries of."""

    def __init__(self) -> None:
        super().__init__(Clock(NOW))
        self.asked: Counter[str] = Counter()
        self.periods: list[Period] = []

    def entries(self, charts: ArtistCharts, period: Period, country: str | None = None) -> list[ChartEntry]:
        self.asked["entries"] += 1
        self.periods.append(period)
        return super().entries(charts, period, country)

    def months(
        self, charts: ArtistCharts, country: str | None, first: Month, last: Month
    ) -> dict[Month, Tally]:
        self.asked["months"] += 1
        return super().months(charts, country, first, last)

    def stored_days(self, group: ChartGroup, period: Period) -> dict[date, dict[str, int]]:
        self.asked["days"] += 1
        return super().stored_days(group, period)

    def days_anywhere(self, platform: str, frequency: Frequency, period: Period) -> set[date]:
        self.asked["days of all"] += 1
        return super().days_anywhere(platform, frequency, period)


@pytest.fixture
def charts() -> AskedStore:
    return AskedStore()


def asked(start: date, end: date, **overrides: Any) -> TrackQuestion:
    return replace(TrackQuestion(LAURO, "spotify", Period(start, end)), **overrides)


def half_a_year() -> AskedStore:
    """Store 1 March to 31 August 2024: rankings worldwide and of Italy with songs that come and go."""
    charts = AskedStore()
    for index in range(184):
        day = date(2024, 3, 1) + timedelta(days=index)
        songs = [
            a_song(song_uuid(number), 1_000 * number + index, position=number, weeks=index // 7 or None)
            for number in range(1, 5)
            if (index + number) % 3
        ]
        stored(charts, GLOBAL, day, songs)
        stored(charts, ITALY, day, [*songs[:1], a_song(AMOR, Decimal(index) / 4, position=9)])
    return charts


HALF_A_YEAR = half_a_year()
DAYS = st.dates(date(2024, 2, 15), date(2024, 9, 15))


def stored_of(question: TrackQuestion) -> tuple[int, int]:
    """Count the days of a period that `half_a_year` stored of what is asked, and all of them."""
    first, last = date(2024, 3, 1), date(2024, 8, 31)
    if question.country == "FR":
        return 0, question.period.days
    both = min(last, question.period.end) - max(first, question.period.start)
    return max(0, both.days + 1), question.period.days


# --- Periods -----------------------------------------------------------------------------------------


@given(st.tuples(DAYS, DAYS).map(sorted), st.sampled_from([None, "IT", "FR"]))
def test_months_and_edges_add_up_to_what_the_entries_of_the_period_say(
    days: Sequence[date], country: str | None
) -> None:
    question = asked(days[0], days[1], country=country)
    entries = MemoryChartStore.entries(HALF_A_YEAR, OF_LAURO, question.period)

    answer = track_breakdown(question, HALF_A_YEAR)

    assert answer == break_down(question, answer.looked_at, tally(entries, country))
    assert answer.looked_at.chart_days == ChartDays(*stored_of(question))


@pytest.mark.parametrize(
    ("start", "end", "queries"),
    [
        (date(2024, 4, 1), date(2024, 4, 30), {"months": 1}),
        (date(2024, 4, 2), date(2024, 4, 30), {"entries": 1}),
        (date(2024, 3, 31), date(2024, 6, 30), {"months": 1, "entries": 1}),
        (date(2024, 3, 31), date(2024, 8, 1), {"months": 1, "entries": 2}),
        (date(2020, 1, 2), date(2024, 12, 30), {"months": 1, "entries": 2}),
    ],
)
def test_a_period_however_long_takes_one_query_for_its_months_and_one_for_each_edge(
    charts: AskedStore, start: date, end: date, queries: dict[str, int]
) -> None:
    stored(charts, GLOBAL, end, [a_song(metric=5)])
    charts.asked.clear()
    charts.periods.clear()

    track_breakdown(asked(start, end), charts)

    assert charts.asked == {"days": 1, **queries}
    assert all(Month.of(period.start) == Month.of(period.end) for period in charts.periods)


def test_a_platform_without_any_ranking_is_not_asked_for_entries(charts: AskedStore) -> None:
    answer = track_breakdown(asked(september(2), september(29)), charts)

    assert (answer.rows, answer.frequency, answer.top) == ((), Frequency.DAILY, None)
    assert answer.looked_at.chart_days == ChartDays(0, 28)
    assert charts.asked == {"days": 2, "days of all": 2}


# --- Which charts count ----------------------------------------------------------------------------


WEEKLY_ITALY = replace(ITALY, slug="it-week", frequency=Frequency.WEEKLY)


def test_weekly_charts_count_only_where_no_daily_ones_of_what_is_asked_are_stored(charts: AskedStore) -> None:
    stored_daily(charts, WEEKLY_ITALY, september(2), 2, a_song(metric=70))
    before = track_breakdown(asked(september(1), september(30)), charts)
    stored(charts, GLOBAL, september(20), [a_song(metric=3)])

    after = track_breakdown(asked(september(1), september(30)), charts)

    assert (before.frequency, before.total_streams) == (Frequency.WEEKLY, 140)
    assert before.rows[0].avg_daily_streams == 10
    assert (after.frequency, after.total_streams) == (Frequency.DAILY, 3)


@pytest.mark.parametrize(
    ("chart", "day"),
    [
        (FRANCE, september(20)),
        (GLOBAL, september(20)),
        (ITALY, date(2024, 8, 31)),
        (ITALY, date(2024, 10, 1)),
    ],
    ids=["another country", "worldwide", "the day before", "the day after"],
)
def test_a_daily_chart_of_something_else_leaves_weekly_answers_what_they_are(
    charts: AskedStore, chart: Chart, day: date
) -> None:
    stored_daily(charts, WEEKLY_ITALY, september(5), 4, a_song(metric=70))
    question = asked(september(1), september(30), country="IT")
    before = track_breakdown(question, charts), monthly_figures(question, charts)
    stored(charts, chart, day, [a_song(metric=3)])

    assert (track_breakdown(question, charts), monthly_figures(question, charts)) == before
    assert (before[0].frequency, before[0].total_streams) == (Frequency.WEEKLY, 280)
    assert before[0].looked_at.chart_days == ChartDays(4, 4)


# --- Of how many chart days ------------------------------------------------------------------------


def test_a_few_days_of_a_month_do_not_pass_for_the_month(charts: AskedStore) -> None:
    stored_daily(charts, ITALY, date(2024, 10, 10), 3, a_song(metric=100))
    question = asked(date(2024, 10, 1), date(2024, 10, 31), country="IT")

    answer, months = track_breakdown(question, charts), monthly_figures(question, charts)

    assert (answer.total_streams, answer.looked_at.chart_days) == (300, ChartDays(3, 31))
    assert answer.is_lower_bound
    assert months.months[Month(2024, 10)].looked_at.chart_days == ChartDays(3, 31)


def listed(charts: MemoryChartStore, *sized: tuple[Chart, int]) -> None:
    """Note which charts there are, and how large."""
    for chart, size in sized:
        charts.note_charts({ChartGroup.of(chart): [ListedChart(chart.slug, size)]})


def test_a_day_with_a_smaller_chart_alone_lacks_its_main_one(charts: AskedStore) -> None:
    fifty = replace(ITALY, slug="it-50")
    listed(charts, (ITALY, 200), (fifty, 50))
    stored_daily(charts, fifty, september(1), 30, a_song(metric=90))
    stored_daily(charts, ITALY, september(1), 28, a_song(metric=100))

    answer = track_breakdown(asked(september(1), september(30), country="IT"), charts)

    assert (answer.total_streams, answer.looked_at.chart_days) == (2_980, ChartDays(28, 30))


def test_without_a_country_the_worldwide_chart_makes_a_day_whole(charts: AskedStore) -> None:
    listed(charts, (GLOBAL, 200), (ITALY, 200))
    stored_daily(charts, ITALY, september(1), 30, a_song(metric=1))
    stored_daily(charts, GLOBAL, september(1), 2, a_song(metric=100))

    answer = track_breakdown(asked(september(1), september(30)), charts)

    assert answer.looked_at.chart_days == ChartDays(2, 30)


def test_where_the_worldwide_chart_is_not_stored_its_days_are_missing_and_the_countries_sum_is_a_lower_bound(
    charts: AskedStore,
) -> None:
    listed(charts, (ITALY, 200))
    stored_daily(charts, ITALY, september(1), 30, a_song(metric=1))

    answer = track_breakdown(asked(september(1), september(30)), charts)

    assert (answer.looked_at.chart_days, answer.is_lower_bound) == (ChartDays(0, 30), True)


def test_days_whose_entries_have_expired_are_missing_from_a_part_of_a_month_but_not_from_a_whole_one() -> (
    None
):
    clock = Clock(NOW)
    charts = MemoryChartStore(clock, retention_days=365)
    stored_daily(charts, ITALY, september(1), 30, a_song(metric=1))
    clock.advance(400 * 86_400)

    part = track_breakdown(asked(september(2), september(30), country="IT"), charts)
    whole = track_breakdown(asked(september(1), september(30), country="IT"), charts)

    assert (part.rows, part.looked_at.chart_days) == ((), ChartDays(0, 29))
    assert (whole.total_streams, whole.looked_at.chart_days) == (30, ChartDays(30, 30))


def test_where_nothing_is_stored_the_charts_that_are_listed_are_those_that_are_missing(
    charts: AskedStore,
) -> None:
    listed(charts, (WEEKLY_ITALY, 100))

    answer = track_breakdown(asked(september(1), september(30), country="IT"), charts)

    assert (answer.frequency, answer.looked_at.chart_days) == (Frequency.WEEKLY, ChartDays(0, 5))


def test_the_name_of_an_artist_without_entries_is_known_from_another_month(charts: AskedStore) -> None:
    stored(charts, GLOBAL, date(2024, 3, 3), {replace(LAURO, name="Lauro"): [a_song(metric=1)]})
    question = asked(september(2), september(29), artist=Artist(LAURO.uuid), country="IT")

    assert track_breakdown(question, charts).question.artist.name == "Lauro"
    assert monthly_figures(question, charts).question.artist.name == "Lauro"


@pytest.mark.parametrize("slug", ["spotify", "spotify-followers"])
def test_a_metric_sources_slug_asks_for_its_platforms_charts(charts: AskedStore, slug: str) -> None:
    stored(charts, GLOBAL, september(3), [a_song(metric=7)])

    answer = track_breakdown(asked(september(1), september(29), platform=slug), charts)

    assert (answer.total_streams, answer.question.platform) == (7, slug)


@pytest.mark.parametrize(("country", "total"), [("IT", 40), ("FR", 10), ("DE", None), (None, 130)])
@pytest.mark.parametrize("end", [29, 30], ids=["from entries", "from months"])
def test_with_a_country_its_charts_alone_count(
    charts: AskedStore, country: str | None, total: int | None, end: int
) -> None:
    stored(charts, GLOBAL, september(3), [a_song(metric=100)])
    stored(charts, ITALY, september(3), [a_song(metric=20), a_song(ROLLS_ROYCE)])
    stored(charts, FRANCE, september(3), [a_song(ROLLS_ROYCE, 10)])
    stored(charts, ITALY, september(4), [a_song(metric=20)])

    answer = track_breakdown(asked(september(1), september(end), country=country), charts)

    assert answer.total_streams == total
    assert answer.summed is (country is None)


def test_the_artists_name_comes_from_the_entries_unless_it_is_known(charts: AskedStore) -> None:
    stored(charts, GLOBAL, september(3), {replace(LAURO, name="Lauro"): [a_song(metric=1)]})

    unknown = track_breakdown(asked(september(2), september(29), artist=Artist(LAURO.uuid)), charts)
    known = track_breakdown(asked(september(2), september(29)), charts)

    assert unknown.question.artist.name == "Lauro"
    assert known.question.artist.name == "Achille Lauro"


# --- Months ----------------------------------------------------------------------------------------


def test_months_are_those_with_entries_in_order_of_time(charts: AskedStore) -> None:
    for day in (date(2024, 11, 5), date(2024, 7, 1), date(2024, 9, 30), date(2024, 12, 1)):
        stored(charts, GLOBAL, day, [a_song(metric=day.month)])
    charts.asked.clear()

    figures = monthly_figures(asked(date(2024, 7, 1), date(2024, 11, 30)), charts)

    assert [(str(month), of.tally.total) for month, of in figures.months.items()] == [
        ("2024-07", 7), ("2024-09", 9), ("2024-11", 11),
    ]  # fmt: skip
    assert charts.asked == {"days": 1, "months": 1}


def test_a_month_equals_the_breakdown_of_its_days() -> None:
    figures = monthly_figures(asked(date(2024, 3, 1), date(2024, 8, 31)), HALF_A_YEAR)

    assert len(figures.months) == 6
    for month, of in figures.months.items():
        breakdown = track_breakdown(asked(month.first, month.last), HALF_A_YEAR)
        assert (of.tally.total, of.tally.summed) == (breakdown.total_streams, breakdown.summed)
        assert of.looked_at == breakdown.looked_at
        assert set(of.tally.tracks) == {row.uuid for row in breakdown.rows}


def test_months_are_of_the_current_month_too_as_far_as_it_is(charts: AskedStore) -> None:
    stored(charts, ITALY, september(3), [a_song(metric=5)])

    figures = monthly_figures(asked(september(1), september(4), country="IT"), charts)

    assert [of.tally.total for of in figures.months.values()] == [5]


# --- In a report -----------------------------------------------------------------------------------


def test_a_report_asks_for_each_artist_on_each_platform_of_charts_in_order(charts: AskedStore) -> None:
    request = a_request(
        artists=(LAURO, ELISA), platforms=("youtube-subscribers", "spotify", "youtube", "spotify-followers")
    )
    stored(charts, GLOBAL, september(3), {ELISA: [a_song(metric=4)]})
    charts.asked.clear()

    answers = track_breakdowns(request, request.artists, charts)

    assert [(answer.question.artist.name, answer.question.platform) for answer in answers] == [
        ("Achille Lauro", "youtube"), ("Achille Lauro", "spotify"),
        ("Elisa", "youtube"), ("Elisa", "spotify"),
    ]  # fmt: skip
    assert [len(answer.rows) for answer in answers] == [0, 0, 0, 1]
    assert charts.asked == {"days": 3, "days of all": 2, "months": 2}


def test_a_report_that_asks_for_tracks_has_them_in_its_answer_and_for_its_workbook() -> None:
    world = World()
    stored_daily(world.charts, GLOBAL, september(1), 30, a_song(metric=100), a_song(ROLLS_ROYCE, 900))
    stored(world.charts, VIEWS, september(6), {ELISA: [a_song(metric=70)]}, "views")
    world.request(a_request(artists=(LAURO, ELISA), platforms=("spotify", "youtube"), sections=("tracks",)))
    world.run()

    of_lauro, without, also_without, of_elisa = world.result()["sections"]["tracks"]["rows"]

    assert world.report().status is Status.SUCCEEDED
    assert (of_lauro["artist"]["uuid"], of_lauro["platform"]["slug"]) == (LAURO.uuid, "spotify")
    assert [(row["track_name"], row["total_streams"]) for row in of_lauro["tracks"]] == [
        ("Rolls Royce", 27_000), ("AMOR", 3_000),
    ]  # fmt: skip
    assert (of_elisa["artist"]["uuid"], of_elisa["summary"]["total_streams"]) == (ELISA.uuid, 70)
    assert [of["problem"]["status"] for of in (without, also_without)] == [404, 404]
    assert of_elisa["artist"]["name"] == world.result()["detailed_breakdown"][-1]["artist__name"]
    ((_, given, _),) = world.write_workbook.written
    assert [platform_name(of.question.platform) for of in breakdowns_of(given)] == ["Spotify", "YouTube"] * 2


def test_a_report_that_does_not_ask_for_tracks_asks_the_charts_nothing() -> None:
    world = World()
    world.charts = AskedStore()
    world.request(a_request())
    world.run()

    assert "tracks" not in world.result()
    assert world.charts.asked == {}
