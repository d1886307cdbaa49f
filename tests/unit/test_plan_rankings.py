"""What the plan finds out on its way: cities' charts, which charts there are, days not noted yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from linernotes.charts.chart_days import ChartDays, ListedChart
from linernotes.charts.charts import Chart, Month, Ranking, SongArtist
from linernotes.charts.plan_rankings import Problem
from linernotes.charts.ports import ChartGroup, RankingState
from linernotes.charts.tallies import tally
from linernotes.model.errors import Unavailable
from linernotes.model.periods import Period
from linernotes.sections.tracks.track_breakdown import monthly_figures, track_breakdown
from linernotes.sections.tracks.tracks import TrackQuestion
from tests.unit.builders import LAURO, september
from tests.unit.chart_world import AMORE, BANALE, BY_ELISA, BY_LAURO, CENERE, ChartWorld, charts_of, key_of
from tests.unit.track_cases import FRANCE, GLOBAL, ITALY, a_song

MILAN = replace(ITALY, slug="it-milan", name="Local Pulse Milan", city="Milan", size=100)
TOP_200, TOP_50 = replace(ITALY, size=200), replace(ITALY, slug="it-50", size=50)
SEPTEMBER = Period(september(1), september(30))
IN_ITALY = TrackQuestion(LAURO, "spotify", SEPTEMBER, "IT")


@pytest.fixture
def world() -> ChartWorld:
    return ChartWorld()


def run(world: ChartWorld, *platforms: str, again: bool = False) -> None:
    """Plan and ingest all there is."""
    world.plan(*platforms, again=again)
    world.run()


# --- Cities ---------------------------------------------------------------------------------------


def test_a_citys_chart_is_neither_planned_nor_counted_for_its_country(world: ChartWorld) -> None:
    world.publish(key_of(september(2)), a_song(AMORE, 1_000, position=40))
    world.publish(key_of(september(2), MILAN), a_song(AMORE, 300, position=1), a_song(BANALE, 50))
    world.source.artists[BANALE] = (BY_LAURO,)

    plan = world.plan()
    world.run()

    assert (plan.charts, plan.rankings, set(plan.sent)) == (1, 1, {ITALY.slug})
    for question in (IN_ITALY, replace(IN_ITALY, country=None)):
        (row,) = track_breakdown(question, world.charts).rows
        assert (row.name, row.total_streams, row.best_position) == ("Song 0a", 1_000, 40)


def count_for_its_country(world: ChartWorld, day: date) -> None:
    """Store a city's ranking as it was stored when cities were not told from countries."""
    as_country = replace(MILAN, city=None)
    key, song = key_of(day, as_country), a_song(AMORE, 300)
    mark = world.charts.begin(key, {LAURO.uuid})
    world.charts.write_entries(Ranking(key, (song,), "streams"), {BY_LAURO: [song]}, gone=())
    world.charts.update_months(charts_of(LAURO), Month(2024, 9), {None, "IT"}, tally)
    assert world.charts.finish(key, mark, {LAURO.uuid}, songs=1)


@pytest.mark.parametrize("again", [False, True])
def test_what_was_stored_of_a_city_is_taken_back_without_a_call(world: ChartWorld, again: bool) -> None:
    count_for_its_country(world, september(2))
    world.publish(key_of(september(2), MILAN), a_song(AMORE, 300))
    assert track_breakdown(IN_ITALY, world.charts).total_streams == 300

    plan = world.plan(again=again)
    world.run()

    assert (plan.taken_back, plan.rankings, plan.stored) == (1, 0, 0)
    assert (world.source.asked_rankings, world.source.asked_songs) == ([], [])
    assert track_breakdown(IN_ITALY, world.charts).rows == ()
    assert monthly_figures(IN_ITALY, world.charts).months == {}
    assert world.charts.stored_days(ChartGroup.of(ITALY), SEPTEMBER) == {}
    assert world.plan().taken_back == 0, "once is enough"


def test_only_what_is_asked_for_is_taken_back(world: ChartWorld) -> None:
    count_for_its_country(world, september(2))
    count_for_its_country(world, september(9))
    world.publish(key_of(september(2), MILAN), a_song(AMORE, 300))

    assert world.plan(period=Period(september(8), september(9))).sent == {MILAN.slug: [september(9)]}
    assert world.plan(countries=("FR",)).taken_back == 0


# --- Which charts there are -----------------------------------------------------------------------


def test_the_charts_of_a_country_are_noted_with_their_size_and_first_and_last_day(world: ChartWorld) -> None:
    for day in (3, 1, 9):
        world.publish(key_of(september(day), TOP_200), AMORE)
    world.publish(key_of(september(2), replace(GLOBAL, size=200)), AMORE)
    world.publish(key_of(september(2), MILAN), AMORE)

    world.plan(period=Period(september(3), september(4)))

    assert world.charts.kept_listed == {
        ChartGroup.of(ITALY): (ListedChart(ITALY.slug, 200, september(1), september(9)),),
        ChartGroup.of(GLOBAL): (ListedChart(GLOBAL.slug, 200, september(2), september(2)),),
    }


def test_a_chart_that_was_never_ranked_is_none_to_wait_for(world: ChartWorld) -> None:
    world.source.listed["spotify"] = [TOP_200]

    world.plan()

    assert world.charts.kept_listed == {}


def test_a_chart_that_cannot_be_asked_for_its_days_is_there_all_the_same(world: ChartWorld) -> None:
    world.publish(key_of(september(2), TOP_50), AMORE)
    world.source.listed["spotify"].append(TOP_200)
    world.source.errors[TOP_200.slug] = [Unavailable("Soundcharts answered 500")]
    run(world)

    assert track_breakdown(IN_ITALY, world.charts).looked_at.chart_days == ChartDays(0, 30)


def test_a_day_whose_main_chart_fails_is_missing_though_a_smaller_one_is_stored(world: ChartWorld) -> None:
    for day in (1, 2, 3):
        world.publish(key_of(september(day), TOP_50), a_song(AMORE, 90))
        world.publish(key_of(september(day), TOP_200), a_song(AMORE, 100), a_song(BANALE, 60))
    world.source.errors[key_of(september(2), TOP_200)] = [Unavailable("Soundcharts answered 500")] * 9
    run(world)
    answer = track_breakdown(replace(IN_ITALY, period=Period(september(1), september(3))), world.charts)

    assert world.mark(key_of(september(2), TOP_200)).state is RankingState.FAILED
    assert (answer.total_streams, answer.looked_at.chart_days) == (290, ChartDays(2, 3))


def test_a_main_chart_that_is_gone_from_the_list_is_missed_for_a_while_and_then_no_longer(
    world: ChartWorld,
) -> None:
    world.publish(key_of(september(1), TOP_200), AMORE)
    run(world)
    world.source.listed["spotify"] = []
    soon, late = september(30), september(1) + timedelta(days=93)
    for day in (soon, late):
        world.publish(key_of(day, TOP_50), AMORE)
    world.clock.advance(120 * 86_400)
    run(world)

    def stored_on(day: date) -> int:
        question = replace(IN_ITALY, period=Period(day, day))
        return track_breakdown(question, world.charts).looked_at.chart_days.stored

    assert [stored_on(day) for day in (september(1), soon, late)] == [1, 0, 1]


# --- Days that were not noted ----------------------------------------------------------------------


def test_days_stored_before_days_were_noted_are_noted_by_the_next_plan(world: ChartWorld) -> None:
    for day in (1, 2):
        world.publish(key_of(september(day), TOP_200), AMORE, unreadable_rows=day - 1)
    run(world)
    noted = world.kept.days
    world.charts.kept_days.clear()
    world.charts.kept_anywhere.clear()
    assert track_breakdown(IN_ITALY, world.charts).rows == ()

    plan = world.plan()

    assert (plan.stored, plan.sent) == (2, {})
    assert world.kept.days == noted
    assert track_breakdown(IN_ITALY, world.charts).looked_at.unreadable_rows == 1
    before = world.fuse.writes
    world.plan()
    assert world.fuse.writes == before + 1, "only which charts there are is written once more"


def test_an_empty_ranking_is_no_stored_day(world: ChartWorld) -> None:
    world.publish(key_of(september(1), TOP_200))
    run(world)
    world.plan()

    assert world.kept.days == {}


# --- What could not be read -----------------------------------------------------------------------


def test_items_of_lists_that_cannot_be_read_are_problems_and_cost_nothing_else(world: ChartWorld) -> None:
    world.publish(key_of(september(1), TOP_200), AMORE)
    world.source.unreadable.update({"spotify": 1, TOP_200.slug: 2})

    plan = world.plan()

    assert plan.sent == {TOP_200.slug: [september(1)]}
    assert plan.problems == [
        Problem("spotify", "1 of the charts listed could not be read", unreadable=True),
        Problem(TOP_200.slug, "2 of the times of rankings could not be read", unreadable=True),
    ]


def test_rows_that_could_not_be_read_are_kept_with_the_ranking_and_told_beside_its_figures(
    world: ChartWorld,
) -> None:
    key = world.publish(key_of(september(1), TOP_200), AMORE, unreadable_rows=1)
    outcome = world.ingest(key)

    assert (outcome.stored, outcome.unreadable) == (1, {(ITALY.slug, september(1)): 1})
    assert world.mark(key).unreadable_rows == 1
    assert track_breakdown(IN_ITALY, world.charts).looked_at.unreadable_rows == 1


# --- Asking again ---------------------------------------------------------------------------------


def test_a_song_linked_a_day_later_comes_by_itself_and_asking_again_brings_its_past(
    world: ChartWorld,
) -> None:
    world.source.artists[CENERE] = ()
    world.publish(key_of(september(1)), CENERE)
    run(world)
    world.source.artists[CENERE] = (BY_ELISA,)
    world.clock.advance(86_400)
    world.publish(key_of(september(2)), CENERE)
    run(world)
    of_elisa = replace(IN_ITALY, artist=replace(LAURO, uuid=BY_ELISA.uuid))
    assert track_breakdown(of_elisa, world.charts).total_streams == 100

    run(world, again=True)

    assert track_breakdown(of_elisa, world.charts).total_streams == 200


def test_asking_again_asks_for_each_song_once_on_however_many_rankings_it_is(world: ChartWorld) -> None:
    for day in range(1, 29):
        world.publish(key_of(september(day)), AMORE)
    run(world)
    world.source.artists[AMORE] = (SongArtist(BY_LAURO.uuid, "Achille Lauro, corrected"),)
    world.clock.advance(60)
    run(world, again=True)
    run(world)

    assert world.source.asked_songs == [AMORE, AMORE]
    unnamed = replace(IN_ITALY, artist=replace(LAURO, name=None))
    assert track_breakdown(unnamed, world.charts).question.artist.name == "Achille Lauro, corrected"


def test_a_chart_of_another_country_is_a_chart_of_its_own(world: ChartWorld) -> None:
    other = Chart(FRANCE.slug, FRANCE.name, "spotify", FRANCE.frequency, "FR", size=500)
    world.publish(key_of(september(1), other), AMORE)
    world.publish(key_of(september(1), TOP_200), AMORE)
    run(world)

    question = replace(IN_ITALY, period=Period(september(1), september(1)))
    assert track_breakdown(question, world.charts).looked_at.chart_days == ChartDays(1, 1)
