from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.charts.charts import Month, RankingKey
from linernotes.charts.ingest_rankings import TOO_LATE, Ingested
from linernotes.charts.ports import WORTH_TRYING, ChartGroup, RankingState
from linernotes.charts.rebuild_months import rebuild_months
from linernotes.model.errors import (
    BadCredentials,
    BrokenAnswer,
    NotFound,
    NotInPlan,
    QuotaSpent,
    RequestRefused,
    StoreBusy,
    Throttled,
    Unavailable,
    UpstreamError,
)
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, september
from tests.unit.chart_world import (
    AMORE,
    BANALE,
    BUDGET_S,
    CENERE,
    DUE,
    MAX_TRIES,
    ChartWorld,
    Kept,
    a_job,
    charts_of,
    key_of,
)
from tests.unit.track_cases import FRANCE, GLOBAL, ITALY, VIEWS, a_song

SEPTEMBER = Month(2024, 9)
TENTH = key_of(september(10))
TENTH_LATER = key_of(september(10), hour=13)
BROKEN = Unavailable("Soundcharts answered 500")


@pytest.fixture
def world() -> ChartWorld:
    return ChartWorld()


def songs_of(world: ChartWorld, key: RankingKey = TENTH) -> dict[str, list[str]]:
    """Give the songs that are stored of a ranking, by artist."""
    return {
        charts.artist_uuid: [entry.song.uuid for entry in entries]
        for (charts, (day, _, slug)), entries in world.kept.entries.items()
        if (day, slug) == (key.day, key.chart.slug)
    }


def total(world: ChartWorld, country: str | None = None, artist: str = LAURO.uuid) -> object:
    charts = replace(charts_of(LAURO), artist_uuid=artist)
    found = world.charts.months(charts, country, SEPTEMBER, SEPTEMBER)
    return found[SEPTEMBER].total if found else None


# --- Storing --------------------------------------------------------------------------------------


def test_a_ranking_is_stored_by_artist_with_its_months(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE, BANALE, DUE)
    assert world.ingest(TENTH) == Ingested(stored=1, entries=4)
    assert songs_of(world) == {LAURO.uuid: [AMORE, DUE], ELISA.uuid: [BANALE, DUE]}
    assert [total(world, country) for country in (None, "IT", "FR")] == [200, 200, None]
    mark = world.mark(TENTH)
    assert (mark.state, mark.moment, mark.songs) == (RankingState.STORED, TENTH.moment, 3)
    assert mark.artists == {LAURO.uuid, ELISA.uuid}
    assert world.kept.days == {(ChartGroup.of(ITALY), TENTH.day): {ITALY.slug: 0}}


def test_rankings_and_songs_are_asked_for_as_of_when_they_were_planned(world: ChartWorld) -> None:
    world.clock.now += timedelta(minutes=40)
    world.publish(TENTH, AMORE)
    world.ingest(TENTH)
    assert world.source.asked_since == [NOW, NOW]


def test_what_a_ranking_says_is_on_every_entry(world: ChartWorld) -> None:
    song = a_song(AMORE, 1_234, position=7, weeks=3)
    world.publish(TENTH, song, metric="spins")
    world.ingest(TENTH)
    ((entry,),) = world.kept.entries.values()
    assert (entry.song, entry.metric, entry.country, entry.chart) == (song, "spins", "IT", ITALY.slug)
    assert entry.artist_name == LAURO.name


def test_a_worldwide_ranking_counts_in_no_country(world: ChartWorld) -> None:
    worldwide = world.publish(key_of(september(10), GLOBAL), AMORE)
    world.ingest(worldwide)
    assert {country for _, country, _ in world.kept.months} == {None}


def test_an_empty_ranking_is_stored_with_no_songs(world: ChartWorld) -> None:
    world.publish(TENTH)
    assert world.ingest(TENTH) == Ingested(stored=1)
    assert (world.mark(TENTH).state, world.mark(TENTH).songs) == (RankingState.STORED, 0)
    assert (world.kept.entries, world.kept.months) == ({}, {})


def test_a_song_soundcharts_does_not_know_is_nobodys_and_the_others_are_stored(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE, "unknown-song")
    assert world.ingest(TENTH) == Ingested(stored=1, entries=1)
    assert songs_of(world) == {LAURO.uuid: [AMORE]}
    assert world.mark(TENTH).songs == 2


def test_a_song_without_artists_is_nobodys_and_is_not_asked_for_again(world: ChartWorld) -> None:
    world.source.artists[CENERE] = ()
    world.ingest(world.publish(TENTH, CENERE), world.publish(key_of(september(11)), CENERE))
    world.ingest(world.publish(key_of(september(12)), CENERE))
    assert world.kept.entries == {}
    assert world.source.asked_songs == [CENERE]


def test_a_ranking_without_a_metric_is_stored_with_its_positions(world: ChartWorld) -> None:
    world.publish(TENTH, a_song(AMORE, position=4), metric=None)
    assert world.ingest(TENTH) == Ingested(stored=1, entries=1)
    (figures,) = world.charts.months(charts_of(LAURO), "IT", SEPTEMBER, SEPTEMBER).values()
    assert (figures.total, figures.best_position, figures.metrics) == (None, 4, frozenset())


def test_one_song_without_its_figure_leaves_the_others_theirs(world: ChartWorld) -> None:
    world.publish(TENTH, a_song(AMORE), a_song(DUE, 70, position=2))
    world.ingest(TENTH)
    assert total(world) == 70
    assert total(world, artist=ELISA.uuid) == 70


def test_charts_of_other_countries_and_frequencies_are_kept_apart(world: ChartWorld) -> None:
    day = date(2024, 9, 12)
    keys = [world.publish(key_of(day, chart), AMORE) for chart in (ITALY, FRANCE, VIEWS)]
    assert world.ingest(*keys).stored == 3
    assert [total(world, country) for country in (None, "IT", "FR")] == [200, 100, 100]
    weekly = world.charts.months(charts_of(LAURO, VIEWS), None, SEPTEMBER, SEPTEMBER)
    assert weekly[SEPTEMBER].total == 100


# --- What is stored already -----------------------------------------------------------------------


def test_a_stored_ranking_is_not_asked_for(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE)
    world.ingest(TENTH)
    before, writes = world.kept, world.fuse.writes
    assert world.ingest(TENTH) == Ingested()
    assert (world.kept, world.fuse.writes, world.source.asked_rankings) == (before, writes, [TENTH])


def test_a_stored_ranking_is_asked_for_again_if_told_to(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE)
    world.ingest(TENTH)
    world.publish(TENTH, BANALE)
    assert world.ingest(a_job(TENTH, again=True)) == Ingested(stored=1, entries=1)
    assert songs_of(world) == {ELISA.uuid: [BANALE]}


def test_a_correction_moves_songs_between_artists_and_the_months_of_both_are_right(
    world: ChartWorld,
) -> None:
    world.ingest(world.publish(TENTH, AMORE, CENERE), world.publish(key_of(september(11)), AMORE))
    world.publish(TENTH_LATER, BANALE, CENERE)
    assert world.ingest(TENTH_LATER) == Ingested(stored=1, entries=2)
    assert songs_of(world) == {ELISA.uuid: [BANALE], GIORGIA.uuid: [CENERE]}
    assert [total(world, artist=artist.uuid) for artist in (LAURO, ELISA, GIORGIA)] == [100, 100, 100]
    assert world.mark(TENTH).artists == {ELISA.uuid, GIORGIA.uuid}


def test_who_has_no_song_left_has_no_month_left(world: ChartWorld) -> None:
    world.ingest(world.publish(TENTH, AMORE))
    world.ingest(world.publish(TENTH_LATER))
    assert (world.kept.entries, world.kept.months) == ({}, {})


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
def test_of_a_days_moments_the_latest_is_stored_in_any_order_of_delivery(
    world: ChartWorld, order: tuple[int, ...], together: bool
) -> None:
    songs = (AMORE, BANALE, CENERE)
    keys = [world.publish(key_of(september(10), hour=6 + nth), song) for nth, song in enumerate(songs)]
    for batch in [[keys[nth] for nth in order]] if together else [[keys[nth]] for nth in order]:
        world.ingest(*batch)
    assert songs_of(world) == {GIORGIA.uuid: [CENERE]}
    assert world.mark(TENTH).moment == keys[-1].moment
    assert {charts.artist_uuid for charts, _, _ in world.kept.months} == {GIORGIA.uuid}


def test_later_is_told_by_the_clock_and_not_by_the_text(world: ChartWorld) -> None:
    early = replace(TENTH, moment="2024-09-10T12:30:00+02:00")
    late = replace(TENTH, moment="2024-09-10T11:00:00+00:00")
    world.publish(early, AMORE)
    world.publish(late, BANALE)
    world.ingest(late)
    world.ingest(early)
    assert songs_of(world) == {ELISA.uuid: [BANALE]}


def test_in_a_batch_a_ranking_is_asked_for_once_and_all_its_messages_share_its_fate(
    world: ChartWorld,
) -> None:
    world.publish(TENTH, AMORE)
    assert world.ingest(TENTH, TENTH, TENTH).stored == 1
    assert world.source.asked_rankings == [TENTH]
    eleventh = world.publish(key_of(september(11)), AMORE)
    world.source.errors[eleventh] = [BROKEN]
    assert world.ingest(TENTH, eleventh, TENTH, eleventh).again.keys() == {1, 3}


def test_asking_again_for_one_of_two_equal_messages_asks_again(world: ChartWorld) -> None:
    world.ingest(world.publish(TENTH, AMORE))
    world.ingest(TENTH, a_job(TENTH, again=True))
    assert len(world.source.asked_rankings) == 2


def test_a_superseded_moment_that_asks_again_has_the_latest_asked_for_again(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE)
    world.ingest(world.publish(TENTH_LATER, BANALE))
    world.ingest(TENTH_LATER, a_job(TENTH, again=True))
    assert world.source.asked_rankings == [TENTH_LATER, TENTH_LATER]


# --- Dying in between -----------------------------------------------------------------------------


def a_day_to_correct() -> ChartWorld:
    """Make a world with a ranking stored that has been published again: songs came, stayed and went."""
    world = ChartWorld()
    world.ingest(world.publish(TENTH, AMORE, CENERE), world.publish(key_of(september(11)), AMORE, BANALE))
    world.publish(TENTH_LATER, BANALE, DUE, AMORE)
    world.publish(key_of(september(12)), CENERE)
    return world


def undisturbed() -> tuple[Kept, int]:
    """Give what one run of the correction leaves, and how many writes it takes."""
    world = a_day_to_correct()
    before = world.fuse.writes
    assert world.ingest(TENTH_LATER, key_of(september(12))).stored == 2
    return world.kept, world.fuse.writes - before


RIGHT, WRITES = undisturbed()


@pytest.mark.parametrize("writes", range(WRITES))
def test_wherever_a_function_dies_the_next_delivery_leaves_what_one_run_would(writes: int) -> None:
    world = a_day_to_correct()
    messages = world.send(TENTH_LATER, key_of(september(12)))
    assert world.deliver(*messages, kill_after=writes)
    world.run()
    assert world.kept == RIGHT


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_function_that_dies_again_and_again_gets_there_as_well(writes: int) -> None:
    world = a_day_to_correct()
    messages = world.send(TENTH_LATER, key_of(september(12)))
    for left in (writes, writes // 2, writes):
        world.deliver(*messages, kill_after=left)
        world.clock.advance(200)
    world.run()
    assert world.kept == RIGHT


@pytest.mark.parametrize("writes", range(WRITES))
def test_what_a_dead_run_wrote_too_much_is_gone_when_the_ranking_was_corrected_since(writes: int) -> None:
    world = a_day_to_correct()
    world.publish(TENTH_LATER, CENERE)
    messages = world.send(TENTH_LATER, key_of(september(12)))
    world.deliver(*messages, kill_after=writes)
    world.publish(TENTH_LATER, BANALE, DUE, AMORE)
    if world.charts.kept_marks[ITALY.slug, TENTH.day].state is RankingState.STORED:
        world.send(a_job(TENTH_LATER, again=True))
    world.run()
    assert world.kept == RIGHT


def test_a_message_that_kills_its_function_every_time_ends_as_a_dead_letter(world: ChartWorld) -> None:
    (message,) = world.send(world.publish(TENTH, AMORE))
    while world.deliver(message, kill_after=0):
        world.clock.advance(200)
    assert world.queue.messages == []
    assert world.mark(TENTH).state is RankingState.FAILED


# --- Two at once ----------------------------------------------------------------------------------


def two_at_once(
    at: int, *, kill_one: int | None = None, kill_other: int | None = None, meanwhile: str = "corrected"
) -> ChartWorld:
    """Have another function ingest the ranking when one is `at` a write, or after it; deliver what is left.

    In between the ranking may be corrected: what the one asked for is not what it should store, and the other
    is told to ask again.
    """
    world = a_day_to_correct()
    if meanwhile == "corrected":
        world.publish(TENTH_LATER, CENERE)
    one, other = world.send(TENTH_LATER, a_job(TENTH_LATER, again=meanwhile == "corrected"))

    def interfere() -> None:
        world.publish(TENTH_LATER, BANALE, DUE, AMORE)
        world.deliver(other, kill_after=kill_other)

    world.fuse.meanwhile[world.fuse.writes + at] = interfere
    world.deliver(one, kill_after=kill_one)
    if world.fuse.meanwhile:
        world.fuse.meanwhile.clear()
        interfere()
    world.run()
    world.ingest(key_of(september(12)))
    return world


@pytest.mark.parametrize("meanwhile", ["the same", "corrected"])
@pytest.mark.parametrize("at", range(WRITES))
def test_two_that_ingest_a_ranking_at_once_leave_what_one_would(at: int, meanwhile: str) -> None:
    assert two_at_once(at, meanwhile=meanwhile).kept == RIGHT


@pytest.mark.parametrize("at", range(WRITES))
def test_two_at_once_of_which_the_first_dies_leave_what_one_would(at: int) -> None:
    for writes in range(at, WRITES + 2):
        assert two_at_once(at, kill_one=writes).kept == RIGHT


@pytest.mark.parametrize("at", range(WRITES))
def test_two_at_once_of_which_the_second_dies_leave_what_one_would(at: int) -> None:
    for writes in range(WRITES + 2):
        assert two_at_once(at, kill_other=writes).kept == RIGHT


@pytest.mark.parametrize("at", range(WRITES))
@pytest.mark.parametrize("earlier_first", [True, False])
def test_an_earlier_and_a_later_moment_at_once_leave_the_later(at: int, earlier_first: bool) -> None:
    world = a_day_to_correct()
    between = world.publish(replace(TENTH, moment="2024-09-10T12:30:00+00:00"), CENERE)
    one, other = world.send(between, TENTH_LATER) if earlier_first else world.send(TENTH_LATER, between)
    world.fuse.meanwhile[world.fuse.writes + at] = lambda: assert_alive(world.deliver(other))
    world.deliver(one)
    world.run()
    world.ingest(key_of(september(12)))
    assert world.kept == RIGHT


def assert_alive(died: bool) -> None:
    assert not died


def test_the_loser_of_two_at_once_sends_the_ranking_anew_a_little_later(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE)
    (message,) = world.send(TENTH)
    # When the loser has begun.
    world.fuse.meanwhile[world.fuse.writes + 3] = lambda: assert_alive(world.deliver(copy(message)))
    world.deliver(message)
    (again,) = world.queue.messages
    assert (again.job.key, again.job.again) == (TENTH, True)
    assert 1 <= (again.due - world.clock()).total_seconds() <= 11
    assert world.mark(TENTH).state is RankingState.BEGUN
    world.run()
    assert world.mark(TENTH).state is RankingState.STORED


@pytest.mark.parametrize("at", range(5))
def test_a_correction_amid_another_days_ingest_is_in_the_month_they_share(at: int) -> None:
    world = a_day_to_correct()
    world.ingest(world.publish(TENTH_LATER, CENERE))

    def correct() -> None:
        world.publish(TENTH_LATER, BANALE, DUE, AMORE)
        assert world.ingest(a_job(TENTH_LATER, again=True)).stored == 1

    world.fuse.meanwhile[world.fuse.writes + at] = correct
    world.ingest(key_of(september(12)))
    assert not world.fuse.meanwhile
    assert world.kept == RIGHT


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [BROKEN, BrokenAnswer("not JSON")])
@pytest.mark.parametrize("of", [TENTH, AMORE], ids=["the ranking", "a song"])
def test_what_may_be_better_next_time_comes_again_after_ever_more_seconds_and_fails_in_the_end(
    world: ChartWorld, of: RankingKey | str, error: UpstreamError
) -> None:
    world.publish(TENTH, AMORE, BANALE)
    delays = []
    for number in range(1, MAX_TRIES):
        world.source.errors[of] = [error]
        delays.append(world.ingest(TENTH, number=number).again[0])
        assert world.kept.marks == {}
    assert delays == sorted(set(delays))
    assert (1 <= delays[0] <= 2, delays[-1] <= 30) == (True, True)
    world.source.errors[of] = [error]
    assert world.ingest(TENTH, number=MAX_TRIES) == Ingested(failed=1)
    mark = world.mark(TENTH)
    assert (mark.state, mark.reason) == (RankingState.FAILED, str(error))
    assert (world.kept.entries, world.kept.months) == ({}, {})


def test_a_ranking_is_stored_when_every_call_fails_the_first_times(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE, BANALE)
    world.source.errors |= {TENTH: [BROKEN, BROKEN], AMORE: [BROKEN], BANALE: [BrokenAnswer("not JSON")]}
    world.send(TENTH)
    world.run()
    assert songs_of(world) == {LAURO.uuid: [AMORE], ELISA.uuid: [BANALE]}
    assert world.clock() - NOW < timedelta(seconds=30)


def test_a_song_that_failed_may_be_asked_for_at_once_and_those_that_came_are_kept(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE, BANALE)
    world.source.errors[AMORE] = [BROKEN]
    world.ingest(TENTH)
    assert world.songs.claims.keys() & {AMORE} == set()
    assert world.ingest(TENTH, number=2).stored == 1
    assert (world.source.asked_songs, world.slept) == ([AMORE, BANALE, AMORE], [])


@pytest.mark.parametrize("of", [TENTH, AMORE], ids=["the ranking", "a song"])
def test_a_throttled_ranking_is_sent_anew_to_wait_and_has_all_its_tries_left(
    world: ChartWorld, of: RankingKey | str
) -> None:
    world.publish(TENTH, AMORE)
    world.source.errors[of] = [Throttled("slow down", 40)]
    (message,) = world.send(TENTH)
    message.received = MAX_TRIES - 1
    world.deliver(message)
    (again,) = world.queue.messages
    assert (again.job, again.received) == (message.job, 0)
    assert 40 <= (again.due - NOW).total_seconds() <= 50
    assert world.kept.marks == {}
    world.run()
    assert world.mark(TENTH).state is RankingState.STORED


def test_a_ranking_throttled_until_it_is_not_worth_trying_any_longer_fails(world: ChartWorld) -> None:
    world.publish(TENTH, AMORE)
    world.source.errors[TENTH] = [Throttled("slow down", 600)] * 100
    world.send(TENTH)
    world.run()
    mark = world.mark(TENTH)
    assert (mark.state, mark.reason) == (RankingState.FAILED, "slow down")
    assert len(world.source.asked_rankings) > 10
    assert NOW + WORTH_TRYING - timedelta(seconds=900) < world.clock() < NOW + WORTH_TRYING


def test_a_ranking_that_waited_in_the_queue_too_long_fails_without_being_asked_for(
    world: ChartWorld,
) -> None:
    world.publish(TENTH, AMORE)
    world.clock.now = NOW + WORTH_TRYING
    assert world.ingest(TENTH) == Ingested(failed=1)
    assert (world.mark(TENTH).reason, world.source.asked_rankings) == (TOO_LATE, [])


@pytest.mark.parametrize(
    "error",
    [
        BadCredentials("Soundcharts refused the credentials"),
        NotInPlan("the plan does not hold this"),
        NotFound("Soundcharts knows no such ranking"),
        RequestRefused("Soundcharts answered 400"),
        QuotaSpent("the month's calls are spent"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("of", [TENTH, AMORE], ids=["the ranking", "a song"])
def test_an_error_that_stays_fails_a_ranking_at_the_first_try_with_its_reason(
    world: ChartWorld, of: RankingKey | str, error: UpstreamError
) -> None:
    world.publish(TENTH, AMORE)
    world.source.errors[of] = [error]
    assert world.ingest(TENTH) == Ingested(failed=1)
    mark = world.mark(TENTH)
    assert (mark.state, mark.reason) == (RankingState.FAILED, str(error))


@pytest.mark.parametrize(
    ("errors", "decisive"),
    [
        ([BROKEN, Throttled("slow down", 5), QuotaSpent("spent")], "fails"),
        ([BROKEN, Throttled("slow down", 5)], "is sent again"),
        ([BROKEN, BROKEN], "comes again"),
    ],
)
def test_of_several_songs_errors_the_one_that_stays_decides_and_then_a_throttle(
    world: ChartWorld, errors: list[UpstreamError], decisive: str
) -> None:
    songs = (AMORE, BANALE, CENERE)
    for song, error in zip(songs, errors, strict=False):
        world.source.errors[song] = [error]
    outcome = world.ingest(world.publish(TENTH, *songs))
    assert bool(outcome.failed) == (decisive == "fails")
    assert bool(world.queue.jobs) == (decisive == "is sent again")
    assert bool(outcome.again) == (decisive == "comes again")


def test_a_correction_that_fails_leaves_what_was_stored_and_is_not_taken_for_it(world: ChartWorld) -> None:
    world.ingest(world.publish(TENTH, AMORE))
    assert world.ingest(TENTH_LATER).failed == 1
    assert songs_of(world) == {LAURO.uuid: [AMORE]}
    assert (world.mark(TENTH).state, world.mark(TENTH).moment) == (RankingState.FAILED, TENTH_LATER.moment)
    world.publish(TENTH_LATER, BANALE)
    assert world.ingest(TENTH_LATER).stored == 1
    assert songs_of(world) == {ELISA.uuid: [BANALE]}


def test_one_bad_ranking_of_a_batch_leaves_the_others_right(world: ChartWorld) -> None:
    keys = [world.publish(key_of(september(day)), AMORE) for day in range(1, 6)]
    del world.source.published[keys[0]]
    world.source.errors |= {keys[1]: [BROKEN], keys[2]: [Throttled("slow down", 5)]}
    outcome = world.ingest(*keys)
    assert (outcome.stored, outcome.failed, set(outcome.again)) == (2, 1, {1})
    assert [job.key for job in world.queue.jobs] == [keys[2]]
    assert total(world) == 200


def test_a_song_that_fails_holds_up_only_the_rankings_it_is_on(world: ChartWorld) -> None:
    world.source.errors[BANALE] = [NotInPlan("the plan does not hold this")]
    outcome = world.ingest(world.publish(TENTH, AMORE, BANALE), world.publish(key_of(september(11)), AMORE))
    assert (outcome.stored, outcome.failed) == (1, 1)
    assert world.mark(TENTH).state is RankingState.FAILED
    assert total(world) == 100


# --- Others in the way ----------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["begin", "update_months"])
def test_a_ranking_whose_items_others_keep_changing_comes_again_and_fails_in_the_end(
    world: ChartWorld, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("others kept changing it")

    world.publish(TENTH, AMORE)
    with monkeypatch.context() as patched:
        patched.setattr(world.charts, operation, busy)
        assert world.ingest(TENTH).again.keys() == {0}
        assert world.ingest(TENTH, number=MAX_TRIES) == Ingested(failed=1)
    assert world.mark(TENTH).reason == "others kept changing it"
    assert world.ingest(TENTH).stored == 1


def test_a_busy_month_holds_up_only_the_rankings_that_touch_it(
    world: ChartWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = world.charts.update_months

    def busy(*asked: object) -> None:
        if asked[0] == charts_of(ELISA):
            raise StoreBusy("others kept changing it")
        update(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(world.charts, "update_months", busy)
    eleventh = world.publish(key_of(september(11)), AMORE)
    outcome = world.ingest(world.publish(TENTH, DUE), eleventh)
    assert (outcome.stored, set(outcome.again)) == (1, {0})
    assert world.mark(eleventh).state is RankingState.STORED
    assert world.mark(TENTH).state is RankingState.BEGUN


def test_the_loser_of_two_that_cannot_begin_anew_comes_again(
    world: ChartWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(TENTH, AMORE)
    begin = world.charts.begin

    def begin_once(*asked: object, over: int | None = None) -> object:
        if over is None:
            raise StoreBusy("others kept changing it")
        return begin(*asked, over=over)  # type: ignore[arg-type]

    monkeypatch.setattr(world.charts, "begin", begin_once)
    monkeypatch.setattr(world.charts, "finish", lambda *_, **__: False)
    assert world.ingest(TENTH).again.keys() == {0}


def test_every_month_is_made_once_for_all_the_rankings_of_a_batch(
    world: ChartWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Counter[object] = Counter()
    update = world.charts.update_months

    def noted(*asked: object) -> None:
        made[asked[:2]] += 1
        update(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(world.charts, "update_months", noted)
    keys = [world.publish(key_of(september(day), chart), DUE) for day in (1, 2) for chart in (ITALY, FRANCE)]
    world.ingest(*keys)
    assert made == {(charts_of(artist), SEPTEMBER): 1 for artist in (LAURO, ELISA)}
    assert [total(world, country) for country in (None, "IT", "FR")] == [400, 200, 200]


# --- Time -----------------------------------------------------------------------------------------


def test_asking_for_rankings_leaves_time_for_their_songs_and_both_for_the_writing(world: ChartWorld) -> None:
    world.source.takes_s = 10
    keys = [world.publish(key_of(september(day)), AMORE) for day in range(1, 10)]
    outcome = world.ingest(*keys)
    assert world.source.budgets_s == [pytest.approx(BUDGET_S * 0.45), pytest.approx(BUDGET_S * 0.30)]
    assert (outcome.stored, outcome.failed, set(outcome.again)) == (5, 0, {5, 6, 7, 8})


def test_what_came_in_time_is_stored_and_the_rest_comes_again(world: ChartWorld) -> None:
    world.source.takes_s = 10
    keys = [world.publish(key_of(september(day)), AMORE) for day in range(1, 7)]
    outcome = world.ingest(*keys)
    assert (outcome.stored, set(outcome.again)) == (5, {5})


# --- Many at once ---------------------------------------------------------------------------------


def test_a_batch_of_many_is_stored_the_same_by_many_writers() -> None:
    def ingested(workers: int) -> Kept:
        world = ChartWorld(workers=workers)
        songs = (AMORE, BANALE, CENERE, DUE)
        keys = [
            world.publish(key_of(september(day), chart), songs[day % 4], songs[(day + 1) % 4])
            for day in range(1, 21)
            for chart in (ITALY, FRANCE, GLOBAL)
        ]
        assert world.ingest(*keys).stored == 60
        return world.kept

    assert ingested(workers=16) == ingested(workers=1)


# --- Everything that may go wrong, at once --------------------------------------------------------

SONGS = st.lists(st.sampled_from([AMORE, BANALE, CENERE, DUE, "unknown"]), unique=True, max_size=3)
KEYS = st.builds(
    key_of, st.integers(1, 2).map(september), st.sampled_from([ITALY, FRANCE]), st.integers(8, 10)
)
TROUBLES = st.sampled_from([BROKEN, Throttled("slow down", 20), BrokenAnswer("not JSON")])


def deliver_some(world: ChartWorld, data: st.DataObject) -> None:
    """Deliver some of the messages, in any order and some twice; the function may die at any write."""
    some = st.lists(st.sampled_from(world.queue.messages), unique_by=id, max_size=4)
    chosen = data.draw(some)
    messages = [copy(message) for message in chosen] if data.draw(st.booleans()) else chosen
    for message in messages:
        message.received = min(message.received, 1)
    died = world.deliver(*messages, kill_after=data.draw(st.none() | st.integers(0, 25)))
    if died:
        world.clock.advance(200)


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_happens_the_final_rankings_are_stored_and_months_made_of_them(data: st.DataObject) -> None:
    world = ChartWorld()
    for _ in range(data.draw(st.integers(1, 6))):
        key = world.publish(data.draw(KEYS), *data.draw(SONGS))
        world.send(a_job(key, again=data.draw(st.booleans())))
        if data.draw(st.booleans()):
            to_retry = data.draw(st.sampled_from([key, AMORE, DUE]))
            world.source.errors[to_retry].append(data.draw(TROUBLES))
        if data.draw(st.booleans()) and world.queue.messages:
            deliver_some(world, data)
    latest = {(key.chart, key.day): key for key in sorted(world.source.published, key=lambda key: key.moment)}
    # As the next run of the plan: what was published again at the same moment is asked for again.
    world.send(*(a_job(key, again=True) for key in latest.values()))
    for _ in range(data.draw(st.integers(0, 4))):
        if world.queue.messages:
            deliver_some(world, data)
    world.send(*(a_job(key, again=True) for key in latest.values()))
    world.run()
    assert world.kept == ingested_at_once(world, latest.values())


def ingested_at_once(world: ChartWorld, keys: Iterable[RankingKey]) -> Kept:
    """Give what storing these rankings leaves in a world where nothing goes wrong."""
    calm = ChartWorld()
    calm.source.published = world.source.published
    calm.ingest(*keys)
    before = calm.kept
    rebuild_months(calm.charts, workers=1)
    assert calm.kept == before
    return before
