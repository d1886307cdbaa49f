"""The contracts of ChartStore and SongStore, held to by DynamoDB and by their twins in memory alike."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from linernotes.aws.items import key_item
from linernotes.charts.chart_codec import encode_artists
from linernotes.charts.chart_days import ListedChart
from linernotes.charts.chart_items import song_key
from linernotes.charts.charts import (
    Chart,
    Frequency,
    Month,
    RankedSong,
    Ranking,
    RankingKey,
    Song,
    SongArtist,
    expires_on,
)
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.dynamo_songs import DynamoSongStore
from linernotes.charts.ports import (
    ArtistCharts,
    ChartGroup,
    KnownSong,
    RankingMark,
    RankingState,
    SongStore,
)
from linernotes.charts.tallies import ChartEntry, Tally, tally
from linernotes.model.errors import StoreBusy
from linernotes.model.periods import Period
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, september
from tests.unit.chart_memory import MemoryChartStore, MemorySongStore
from tests.unit.memory import Clock

RETENTION_DAYS = 365
SEPTEMBER = Month(2024, 9)
ALL_OF_IT = Period(SEPTEMBER.first, SEPTEMBER.last)
WORLD = Chart("top-200-global", "Top 200", "spotify", Frequency.DAILY)
ITALY = Chart("top-200-it", "Top 200 Italia", "spotify", Frequency.DAILY, "IT")
FRANCE = Chart("top-200-fr", "Top 200 France", "spotify", Frequency.DAILY, "FR")
WEEK = Chart("weekly-top-200-it", "Weekly Top 200", "spotify", Frequency.WEEKLY, "IT")
BY_LAURO = SongArtist(LAURO.uuid, LAURO.name)
BY_ELISA = SongArtist(ELISA.uuid, ELISA.name)
LAURO_DAILY = ArtistCharts(LAURO.uuid, "spotify", Frequency.DAILY)
ELISA_DAILY = replace(LAURO_DAILY, artist_uuid=ELISA.uuid)

ROLLS = RankedSong("song-rolls", "Rolls Royce", "Achille Lauro", 3, 1_000_000, 5)
MALEDUCATA = RankedSong("song-maleducata", "Maleducata", "Achille Lauro", 7, 400_000, 2)
LUCE = RankedSong("song-luce", "Luce", "Elisa", 9, 90_000, 40)

Store = DynamoChartStore | MemoryChartStore
Songs = Mapping[SongArtist, Sequence[RankedSong]]


class Watched:
    """DynamoDB that notes what it is asked, lets a test act after it, and is as strict on batches as AWS."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.exceptions = client.exceptions
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.after: dict[int, Callable[[], None]] = {}

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        call = getattr(self._client, operation)

        def watched(**asked: Any) -> Any:
            self.asked.append((operation, asked))
            if operation == "batch_write_item":
                refuse_what_aws_would(asked["RequestItems"])
            act = self.after.pop(len(self.asked), None)
            answer = call(**asked)
            if act:
                act()
            return answer

        return watched

    @property
    def writes(self) -> list[dict[str, Any]]:
        """List what single items were put."""
        return [asked for operation, asked in self.asked if operation == "put_item"]


def refuse_what_aws_would(batch: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Hold a batch to its size, and to naming each item once: moto does not."""
    for requests in batch.values():
        changes = [change.get("Item") or change["Key"] for request in requests for change in request.values()]
        assert len(changes) <= 25
        assert len({(item["pk"]["S"], item["sk"]["S"]) for item in changes}) == len(changes)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ChartEntriesTable")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def dynamo_store(dynamodb: Any, table: str, clock: Clock) -> DynamoChartStore:
    return DynamoChartStore(
        Watched(OneAtATime(dynamodb)),
        table,
        retention_days=RETENTION_DAYS,
        clock=clock,
        sleep=lambda _: None,
    )


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Store:
    if request.param == "memory":
        return MemoryChartStore(clock, retention_days=RETENTION_DAYS)
    dynamo: DynamoChartStore = request.getfixturevalue("dynamo_store")
    return dynamo


@pytest.fixture(params=["dynamo", "memory"])
def songs(request: pytest.FixtureRequest) -> SongStore:
    if request.param == "memory":
        return MemorySongStore()
    dynamodb, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("table")
    return DynamoSongStore(Watched(OneAtATime(dynamodb)), table)


def key_of(day: date, chart: Chart = ITALY, moment: str = "T12:00:00+00:00") -> RankingKey:
    return RankingKey(chart, f"{day}{moment}")


def a_ranking(
    day: date, *ranked: RankedSong, chart: Chart = ITALY, metric: str | None = "streams"
) -> Ranking:
    return Ranking(key_of(day, chart), ranked, metric)


def write(store: Store, ranking: Ranking, by: Songs, gone: Collection[str] = ()) -> None:
    store.write_entries(ranking, by, gone)


def chart_lauro(
    store: Store, day: date, *ranked: RankedSong, chart: Chart = ITALY, metric: str | None = "streams"
) -> None:
    """Store songs of Achille Lauro on a ranking."""
    write(store, a_ranking(day, *ranked, chart=chart, metric=metric), {BY_LAURO: ranked})


def lauro_entry(
    day: date, song: RankedSong, chart: Chart = ITALY, metric: str | None = "streams"
) -> ChartEntry:
    return ChartEntry(day, chart.slug, chart.country, song, metric, LAURO.name)


def september_of(
    store: Store, country: str | None = None, charts: ArtistCharts = LAURO_DAILY
) -> Tally | None:
    return store.months(charts, country, SEPTEMBER, SEPTEMBER).get(SEPTEMBER)


def mark_of(store: Store, key: RankingKey) -> RankingMark | None:
    return store.marks(key.chart.slug, Period(key.day, key.day)).get(key.day)


# --- Marks ----------------------------------------------------------------------------------------


def test_a_ranking_nobody_began_has_no_mark(store: Store) -> None:
    store.begin(key_of(september(2)), [])
    assert store.marks(ITALY.slug, Period(september(3), september(30))) == {}
    assert store.marks(FRANCE.slug, ALL_OF_IT) == {}


def test_the_marks_of_a_period_are_those_of_its_days_first_and_last_with_them(store: Store) -> None:
    for day in range(1, 6):
        store.begin(key_of(september(day)), [])
    marks = store.marks(ITALY.slug, Period(september(2), september(4)))
    assert list(marks) == [september(2), september(3), september(4)]
    assert marks[september(3)] == RankingMark(RankingState.BEGUN, "2024-09-03T12:00:00+00:00", 1)


def test_a_ranking_begun_and_finished_is_stored_with_its_songs_and_artists(store: Store) -> None:
    key = key_of(september(1))
    mark = store.begin(key, {LAURO.uuid, ELISA.uuid})
    assert mark == RankingMark(RankingState.BEGUN, key.moment, 1, artists=frozenset({LAURO.uuid, ELISA.uuid}))
    assert mark_of(store, key) == mark
    assert store.finish(key, mark, {LAURO.uuid}, songs=200)
    assert mark_of(store, key) == RankingMark(
        RankingState.STORED, key.moment, 1, 200, frozenset({LAURO.uuid})
    )


def test_an_empty_ranking_is_stored_as_one(store: Store) -> None:
    key = key_of(september(1))
    assert store.finish(key, store.begin(key, []), [], songs=0)
    assert mark_of(store, key) == RankingMark(RankingState.STORED, key.moment, 1)


def test_a_stored_ranking_begun_again_is_begun_with_the_artists_of_both_times(store: Store) -> None:
    key, later = key_of(september(1)), key_of(september(1), moment="T18:00:00+00:00")
    store.finish(key, store.begin(key, {LAURO.uuid}), {LAURO.uuid}, songs=1)
    mark = store.begin(later, {ELISA.uuid})
    assert mark == RankingMark(
        RankingState.BEGUN, later.moment, 2, artists=frozenset({LAURO.uuid, ELISA.uuid})
    )
    assert mark_of(store, key) == mark


def test_a_ranking_begun_anew_since_is_not_finished_by_the_first(store: Store) -> None:
    key = key_of(september(1))
    first = store.begin(key, {LAURO.uuid})
    second = store.begin(key, {ELISA.uuid})
    assert not store.finish(key, first, {LAURO.uuid}, songs=1)
    assert mark_of(store, key) == second
    assert store.finish(key, second, {ELISA.uuid}, songs=1)
    assert mark_of(store, key) == RankingMark(RankingState.STORED, key.moment, 2, 1, frozenset({ELISA.uuid}))


def test_a_ranking_nobody_began_is_not_finished(store: Store) -> None:
    key = key_of(september(1))
    assert not store.finish(key, RankingMark(RankingState.BEGUN, key.moment, 1), [], songs=1)
    assert mark_of(store, key) is None


def test_of_ten_that_begin_a_ranking_at_once_no_artist_is_lost_and_one_can_finish(store: Store) -> None:
    key = key_of(september(1))
    uuids = [f"artist-{number}" for number in range(10)]
    with ThreadPoolExecutor(max_workers=10) as pool:
        marks = list(pool.map(lambda uuid: store.begin(key, {uuid}), uuids))
    assert sorted(mark.version for mark in marks) == list(range(1, 11))
    last = max(marks, key=lambda mark: mark.version)
    assert last.artists == frozenset(uuids)
    assert [store.finish(key, mark, uuids, songs=10) for mark in marks].count(True) == 1


def test_a_ranking_given_up_says_why(store: Store) -> None:
    key = key_of(september(1))
    store.fail(key, "Soundcharts answered 404")
    assert mark_of(store, key) == RankingMark(
        RankingState.FAILED, key.moment, 0, reason="Soundcharts answered 404"
    )


def test_a_ranking_given_up_keeps_the_artists_that_may_have_entries(store: Store) -> None:
    key = key_of(september(1))
    store.begin(key, {LAURO.uuid})
    store.fail(key, "Soundcharts answered 500")
    failed = mark_of(store, key)
    assert failed == RankingMark(
        RankingState.FAILED, key.moment, 1, 0, frozenset({LAURO.uuid}), "Soundcharts answered 500"
    )
    again = store.begin(key, {ELISA.uuid})
    assert again == RankingMark(
        RankingState.BEGUN, key.moment, 2, artists=frozenset({LAURO.uuid, ELISA.uuid})
    )
    assert mark_of(store, key) == again


def test_a_stored_ranking_is_not_given_up(store: Store) -> None:
    key = key_of(september(1))
    store.finish(key, store.begin(key, {LAURO.uuid}), {LAURO.uuid}, songs=1)
    stored = mark_of(store, key)
    store.fail(key, "delivered too often")
    assert mark_of(store, key) == stored


def test_a_correction_given_up_is_not_taken_for_stored(store: Store) -> None:
    key, later = key_of(september(1)), key_of(september(1), moment="T18:00:00+00:00")
    store.finish(key, store.begin(key, {LAURO.uuid}), {LAURO.uuid}, songs=4)
    store.fail(later, "Soundcharts answered 500")
    assert mark_of(store, key) == RankingMark(
        RankingState.FAILED, later.moment, 1, 4, frozenset({LAURO.uuid}), "Soundcharts answered 500"
    )


def test_who_finishes_a_ranking_given_up_meanwhile_has_stored_it(store: Store) -> None:
    key = key_of(september(1))
    mark = store.begin(key, {LAURO.uuid})
    store.fail(key_of(september(1), moment="T18:00:00+00:00"), "delivered too often")
    assert store.finish(key, mark, {LAURO.uuid}, songs=1)
    assert mark_of(store, key) == RankingMark(RankingState.STORED, key.moment, 1, 1, frozenset({LAURO.uuid}))


def test_how_many_rows_of_a_ranking_were_not_read_is_on_its_mark(store: Store) -> None:
    key = key_of(september(1))
    store.finish(key, store.begin(key, []), [], songs=199, unreadable_rows=1)
    mark = mark_of(store, key)
    assert mark is not None
    assert (mark.songs, mark.unreadable_rows) == (199, 1)


# --- Which days are stored ------------------------------------------------------------------------

IN_ITALY = ChartGroup.of(ITALY)


def finish(
    store: Store, day: date, chart: Chart = ITALY, *, songs: int = 1, unreadable_rows: int = 0
) -> None:
    """Store a ranking from its mark alone."""
    key = key_of(day, chart)
    assert store.finish(key, store.begin(key, []), [], songs=songs, unreadable_rows=unreadable_rows)


def test_the_day_of_a_ranking_finished_is_stored_with_its_chart_and_the_rows_not_read(store: Store) -> None:
    fifty = replace(ITALY, slug="top-50-it")
    finish(store, september(1))
    finish(store, september(1), fifty, unreadable_rows=2)
    finish(store, september(30))
    finish(store, date(2024, 10, 1))
    assert store.stored_days(IN_ITALY, ALL_OF_IT) == {
        september(1): {ITALY.slug: 0, fifty.slug: 2},
        september(30): {ITALY.slug: 0},
    }
    assert store.stored_days(IN_ITALY, Period(september(2), date(2024, 10, 31))).keys() == {
        september(30), date(2024, 10, 1),
    }  # fmt: skip


def test_days_are_those_of_one_country_platform_and_frequency_or_of_all_countries(store: Store) -> None:
    for day, chart in enumerate((WORLD, ITALY, FRANCE, WEEK, replace(ITALY, platform="deezer")), start=1):
        finish(store, september(day), chart)
    for day, group in enumerate(map(ChartGroup.of, (WORLD, ITALY, FRANCE, WEEK)), start=1):
        assert list(store.stored_days(group, ALL_OF_IT)) == [september(day)]
    daily = store.days_anywhere("spotify", Frequency.DAILY, ALL_OF_IT)
    assert daily == {september(1), september(2), september(3)}
    assert store.days_anywhere("spotify", Frequency.WEEKLY, ALL_OF_IT) == {september(4)}
    assert store.days_anywhere("spotify", Frequency.DAILY, Period(september(2), september(2))) == {
        september(2)
    }


def test_the_day_of_a_ranking_begun_failed_or_without_songs_is_not_stored(store: Store) -> None:
    store.begin(key_of(september(1)), [])
    store.fail(key_of(september(2)), "Soundcharts answered 404")
    finish(store, september(3), songs=0)
    assert store.stored_days(IN_ITALY, ALL_OF_IT) == {}
    assert store.days_anywhere("spotify", Frequency.DAILY, ALL_OF_IT) == set()


def test_a_day_whose_ranking_turns_out_empty_is_not_stored_any_longer(store: Store) -> None:
    finish(store, september(1))
    finish(store, september(2))
    finish(store, september(1), songs=0)
    assert list(store.stored_days(IN_ITALY, ALL_OF_IT)) == [september(2)]


def test_days_can_be_noted_without_a_mark(store: Store) -> None:
    store.note_days(key_of(september(1)), songs=7, unreadable_rows=3)
    assert store.stored_days(IN_ITALY, ALL_OF_IT) == {september(1): {ITALY.slug: 3}}


def test_days_stay_when_marks_and_entries_have_expired(store: Store, clock: Clock) -> None:
    finish(store, september(1))
    assert store.keeps_entries_of(september(1))
    clock.advance((RETENTION_DAYS + 60) * 86_400)
    assert not store.keeps_entries_of(september(1))
    assert store.stored_days(IN_ITALY, ALL_OF_IT) == {september(1): {ITALY.slug: 0}}


def test_ten_that_note_days_of_a_month_at_once_lose_none(store: Store) -> None:
    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(lambda day: finish(store, september(day)), range(1, 31)))
    assert len(store.stored_days(IN_ITALY, ALL_OF_IT)) == 30


# --- Which charts there are -----------------------------------------------------------------------


def test_charts_that_were_listed_are_read_back(store: Store) -> None:
    charts = (
        ListedChart("a-chart", 200, date(2020, 1, 1), september(1)),
        ListedChart("b-chart"),
    )
    store.note_charts({IN_ITALY: charts, ChartGroup.of(WEEK): charts[:1]})
    assert store.listed_charts(IN_ITALY) == charts
    assert store.listed_charts(ChartGroup.of(WEEK)) == charts[:1]
    assert store.listed_charts(ChartGroup.of(WORLD)) == ()


def test_a_chart_that_is_not_listed_any_longer_stays_known_with_its_days(store: Store) -> None:
    old = ListedChart("old", 200, date(2020, 1, 1), september(1))
    store.note_charts({IN_ITALY: [old, ListedChart("new", 100, september(1), september(1))]})
    store.note_charts({IN_ITALY: [ListedChart("new", 150, None, september(9))]})
    assert store.listed_charts(IN_ITALY) == (ListedChart("new", 150, september(1), september(9)), old)


# --- Names ----------------------------------------------------------------------------------------


def test_an_artist_is_named_as_some_month_of_a_platform_has_it(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS)
    store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
    assert store.artist_name(LAURO.uuid, "spotify") == LAURO.name
    assert store.artist_name(LAURO.uuid, "deezer") is None
    assert store.artist_name(ELISA.uuid, "spotify") is None


# --- Entries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", [WORLD, ITALY], ids=["worldwide", "of a country"])
@pytest.mark.parametrize("metric", ["streams", None])
def test_entries_are_read_back_as_they_were_written(store: Store, chart: Chart, metric: str | None) -> None:
    ranked = (
        ROLLS,
        replace(MALEDUCATA, metric=Decimal("0.10"), weeks=None),
        RankedSong("song-3", 'Città 🎵 "=1+1"', position=0),
    )
    chart_lauro(store, september(1), *ranked, chart=chart, metric=metric)
    assert store.entries(LAURO_DAILY, ALL_OF_IT) == [
        lauro_entry(september(1), song, chart, metric) for song in ranked
    ]


def test_entries_come_by_day_and_those_of_other_days_do_not(store: Store) -> None:
    for day in (5, 1, 4, 2, 3):
        chart_lauro(store, september(day), ROLLS)
    entries = store.entries(LAURO_DAILY, Period(september(2), september(4)))
    assert [entry.day for entry in entries] == [september(2), september(3), september(4)]


def test_a_long_period_is_read_whole_from_its_first_to_its_last_day(store: Store) -> None:
    days = [date(2024, 3, 30) + timedelta(days=index) for index in range(200)]
    for day in days:
        chart_lauro(store, day, ROLLS)
    entries = store.entries(LAURO_DAILY, Period(days[0], days[-1]))
    assert [entry.day for entry in entries] == days


def test_with_a_country_only_its_charts_count_without_one_all(store: Store) -> None:
    for chart in (WORLD, ITALY, FRANCE):
        chart_lauro(store, september(1), ROLLS, chart=chart)
    of_italy = store.entries(LAURO_DAILY, ALL_OF_IT, "IT")
    assert [entry.chart for entry in of_italy] == [ITALY.slug]
    everywhere = store.entries(LAURO_DAILY, ALL_OF_IT)
    assert [entry.country for entry in everywhere] == [None, "FR", "IT"]


def test_artists_platforms_and_frequencies_are_kept_apart(store: Store) -> None:
    elsewhere = replace(ITALY, platform="deezer")
    write(store, a_ranking(september(1), ROLLS, LUCE), {BY_LAURO: [ROLLS], BY_ELISA: [LUCE]})
    chart_lauro(store, september(1), MALEDUCATA, chart=elsewhere)
    chart_lauro(store, september(1), MALEDUCATA, chart=WEEK)

    def songs_of(charts: ArtistCharts) -> list[str]:
        return [entry.song.uuid for entry in store.entries(charts, ALL_OF_IT)]

    assert songs_of(LAURO_DAILY) == [ROLLS.uuid]
    assert songs_of(ELISA_DAILY) == [LUCE.uuid]
    assert songs_of(replace(LAURO_DAILY, platform="deezer")) == [MALEDUCATA.uuid]
    assert songs_of(replace(LAURO_DAILY, frequency=Frequency.WEEKLY)) == [MALEDUCATA.uuid]
    assert songs_of(replace(LAURO_DAILY, artist_uuid=GIORGIA.uuid)) == []


def test_a_song_of_two_artists_is_an_entry_of_each(store: Store) -> None:
    write(store, a_ranking(september(1), ROLLS), {BY_LAURO: [ROLLS], BY_ELISA: [ROLLS]})
    assert store.entries(LAURO_DAILY, ALL_OF_IT) == [lauro_entry(september(1), ROLLS)]
    assert store.entries(ELISA_DAILY, ALL_OF_IT) == [
        replace(lauro_entry(september(1), ROLLS), artist_name=ELISA.name)
    ]


def test_two_charts_of_a_country_and_day_are_two_entries_whatever_their_slugs_hold(store: Store) -> None:
    other = replace(ITALY, slug="viral#50#it")
    chart_lauro(store, september(1), ROLLS)
    chart_lauro(store, september(1), ROLLS, chart=other)
    entries = store.entries(LAURO_DAILY, ALL_OF_IT, "IT")
    assert [entry.chart for entry in entries] == [ITALY.slug, other.slug]


def test_an_artist_known_by_two_names_has_one_entry_with_the_songs_of_both(store: Store) -> None:
    renamed, unnamed = SongArtist(LAURO.uuid, "Lauro"), SongArtist(LAURO.uuid)
    third = replace(ROLLS, uuid="song-3")
    write(
        store,
        a_ranking(september(1), ROLLS, MALEDUCATA, third),
        {BY_LAURO: [ROLLS], renamed: [MALEDUCATA], unnamed: [third]},
    )
    entries = store.entries(LAURO_DAILY, ALL_OF_IT)
    assert [entry.song for entry in entries] == [ROLLS, MALEDUCATA, third]
    assert {entry.artist_name for entry in entries} == {"Lauro"}


def test_an_artist_whose_name_nobody_knows_has_entries(store: Store) -> None:
    write(store, a_ranking(september(1), ROLLS), {SongArtist(LAURO.uuid): [ROLLS]})
    assert [entry.artist_name for entry in store.entries(LAURO_DAILY, ALL_OF_IT)] == [None]


def test_a_ranking_written_twice_is_there_once(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS, MALEDUCATA)
    chart_lauro(store, september(1), ROLLS, MALEDUCATA)
    assert len(store.entries(LAURO_DAILY, ALL_OF_IT)) == 2


def test_a_corrected_ranking_replaces_what_was_there_and_drops_who_is_gone(store: Store) -> None:
    write(store, a_ranking(september(1), ROLLS, LUCE), {BY_LAURO: [ROLLS, MALEDUCATA], BY_ELISA: [LUCE]})
    write(store, a_ranking(september(2), LUCE), {BY_ELISA: [LUCE]})
    corrected = replace(ROLLS, metric=7)
    write(store, a_ranking(september(1), corrected), {BY_LAURO: [corrected]}, gone={ELISA.uuid})
    assert store.entries(LAURO_DAILY, ALL_OF_IT) == [lauro_entry(september(1), corrected)]
    assert [entry.day for entry in store.entries(ELISA_DAILY, ALL_OF_IT)] == [september(2)]


def test_an_artist_named_as_gone_who_has_songs_keeps_them(store: Store) -> None:
    write(store, a_ranking(september(1), ROLLS), {BY_LAURO: [ROLLS]}, gone=[LAURO.uuid, GIORGIA.uuid])
    assert store.entries(LAURO_DAILY, ALL_OF_IT) == [lauro_entry(september(1), ROLLS)]


def test_a_ranking_without_artists_writes_nothing(store: Store) -> None:
    write(store, a_ranking(september(1)), {})
    assert list(store.artists_months()) == []


def test_a_ranking_of_150_artists_is_written_whole(store: Store) -> None:
    artists = [SongArtist(f"artist-{number}") for number in range(150)]
    ranking = a_ranking(september(1), ROLLS)
    write(store, ranking, {artist: [ROLLS] for artist in artists[:100]})
    write(
        store,
        ranking,
        {artist: [ROLLS] for artist in artists[50:]},
        gone=[artist.uuid for artist in artists[:50]],
    )
    have = [
        bool(store.entries(replace(LAURO_DAILY, artist_uuid=artist.uuid), ALL_OF_IT)) for artist in artists
    ]
    assert have == [False] * 50 + [True] * 100


# --- Months ---------------------------------------------------------------------------------------


def test_a_month_is_made_from_its_entries_for_each_country_and_for_all(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS, MALEDUCATA)
    chart_lauro(store, september(30), replace(ROLLS, metric=Decimal("0.5")))
    chart_lauro(store, september(30), ROLLS, chart=FRANCE)
    chart_lauro(store, date(2024, 8, 31), replace(ROLLS, metric=2**60))
    chart_lauro(store, date(2024, 10, 1), replace(ROLLS, metric=2**60))
    store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
    entries = store.entries(LAURO_DAILY, ALL_OF_IT)
    assert september_of(store) == tally(entries, None)
    italy = september_of(store, "IT")
    assert italy == tally(entries, "IT")
    assert italy.total == Decimal("1400000.5")
    assert september_of(store, "FR") is None


def test_months_are_those_asked_for_first_and_last_with_them(store: Store) -> None:
    months = [Month(2024, 7), Month(2024, 8), SEPTEMBER, Month(2024, 10), Month(2025, 1)]
    for month in months:
        chart_lauro(store, month.first, ROLLS)
        store.update_months(LAURO_DAILY, month, {None, "IT"}, tally)
    assert sorted(store.months(LAURO_DAILY, None, months[1], months[3])) == months[1:4]
    assert sorted(store.months(LAURO_DAILY, "IT", months[3], Month(2030, 12))) == months[3:]
    assert store.months(LAURO_DAILY, "US", months[0], months[-1]) == {}
    assert store.months(ELISA_DAILY, None, months[0], months[-1]) == {}


def test_the_months_of_daily_and_weekly_charts_are_kept_apart(store: Store) -> None:
    weekly = replace(LAURO_DAILY, frequency=Frequency.WEEKLY)
    chart_lauro(store, september(1), ROLLS)
    chart_lauro(store, september(1), MALEDUCATA, chart=WEEK)
    for charts in (LAURO_DAILY, weekly):
        store.update_months(charts, SEPTEMBER, {None}, tally)
    daily_month, weekly_month = september_of(store), september_of(store, charts=weekly)
    assert daily_month is not None
    assert weekly_month is not None
    assert (list(daily_month.tracks), list(weekly_month.tracks)) == ([ROLLS.uuid], [MALEDUCATA.uuid])


def test_a_month_made_again_is_made_anew_not_added_to(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS)
    for _ in range(3):
        store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    chart_lauro(store, september(1), replace(ROLLS, metric=5))
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    month = september_of(store)
    assert month is not None
    assert month.total == 5


def test_a_month_left_without_entries_is_absent_and_can_come_back(store: Store) -> None:
    ranking = a_ranking(september(1), ROLLS)
    for _ in range(2):
        write(store, ranking, {BY_LAURO: [ROLLS]})
        store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
        assert september_of(store, "IT") is not None
        write(store, ranking, {}, gone={LAURO.uuid})
        store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
        assert september_of(store) is None
        assert september_of(store, "IT") is None


def test_who_updates_a_month_while_another_does_leaves_every_entry_in_it(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS)
    interrupted: list[str | None] = []

    def make(entries: Sequence[ChartEntry], country: str | None) -> Tally:
        """Let the other write and update between our reading the entries and our writing the month."""
        if not interrupted:
            interrupted.append(country)
            chart_lauro(store, september(2), MALEDUCATA)
            store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
        return tally(entries, country)

    store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, make)
    entries = store.entries(LAURO_DAILY, ALL_OF_IT)
    assert len(entries) == 2
    for country in (None, "IT"):
        assert september_of(store, country) == tally(entries, country)


def test_who_updates_a_month_while_its_entries_are_deleted_does_not_bring_them_back(store: Store) -> None:
    ranking = a_ranking(september(1), ROLLS)
    write(store, ranking, {BY_LAURO: [ROLLS]})
    interrupted: list[str | None] = []

    def make(entries: Sequence[ChartEntry], country: str | None) -> Tally:
        if not interrupted:
            interrupted.append(country)
            write(store, ranking, {}, gone={LAURO.uuid})
            store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
        return tally(entries, country)

    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, make)
    assert september_of(store) is None


def test_an_update_that_changes_no_figure_still_holds_up_who_read_the_entries_before_it(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS)
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    chart_lauro(store, september(2), ROLLS)
    interrupted: list[str | None] = []

    def make(entries: Sequence[ChartEntry], country: str | None) -> Tally:
        """Have a day of the two deleted: the figures are then what they were at first."""
        if not interrupted:
            interrupted.append(country)
            write(store, a_ranking(september(2), ROLLS), {}, gone={LAURO.uuid})
            store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
        return tally(entries, country)

    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, make)
    month = september_of(store)
    assert month is not None
    assert month.days == 1


def overtaken_by(store: Store) -> Callable[[Sequence[ChartEntry], str | None], Tally]:
    """Make figures while another ingests a day and writes the month, and has the next day's entries."""
    days = iter(range(2, 31))

    def make(entries: Sequence[ChartEntry], country: str | None) -> Tally:
        store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
        chart_lauro(store, september(next(days)), ROLLS)
        return tally(entries, country)

    return make


def test_who_is_always_overtaken_gives_up_with_a_named_error(store: Store) -> None:
    chart_lauro(store, september(1), ROLLS)
    with pytest.raises(StoreBusy, match=f"month 2024-09 of {LAURO.uuid}"):
        store.update_months(LAURO_DAILY, SEPTEMBER, {None}, overtaken_by(store))
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    assert september_of(store) == tally(store.entries(LAURO_DAILY, ALL_OF_IT), None)


def test_eight_that_ingest_a_month_at_once_leave_every_entry_in_it(store: Store) -> None:
    def ingest(day: int) -> None:
        chart_lauro(store, september(day), ROLLS)
        while True:
            try:
                return store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
            except StoreBusy:  # As the queue would, deliver it again.
                continue

    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(ingest, range(1, 17)))
    month = september_of(store)
    assert month is not None
    assert month.days == 16
    assert september_of(store, "IT") == tally(store.entries(LAURO_DAILY, ALL_OF_IT), "IT")


# --- Retention ------------------------------------------------------------------------------------


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def test_entries_and_marks_of_a_month_are_gone_together_when_they_expire(store: Store, clock: Clock) -> None:
    for day in (september(1), september(30), date(2024, 10, 1)):
        chart_lauro(store, day, ROLLS)
        store.begin(key_of(day), {LAURO.uuid})
    period = Period(september(1), date(2024, 10, 1))
    clock.now = midnight(expires_on(september(1), RETENTION_DAYS)) - timedelta(seconds=1)
    assert len(store.entries(LAURO_DAILY, period)) == 3
    assert len(store.marks(ITALY.slug, period)) == 3
    clock.advance(1)
    assert [entry.day for entry in store.entries(LAURO_DAILY, period, "IT")] == [date(2024, 10, 1)]
    assert list(store.marks(ITALY.slug, period)) == [date(2024, 10, 1)]
    assert [month for _, month, _ in store.artists_months()] == [Month(2024, 10)]


def test_a_month_stays_as_it_is_when_its_entries_have_expired(store: Store, clock: Clock) -> None:
    chart_lauro(store, september(1), ROLLS)
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    before = september_of(store)
    clock.now = midnight(expires_on(september(1), RETENTION_DAYS))
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    assert september_of(store) == before
    assert before is not None


def test_a_ranking_begun_after_its_mark_expired_does_not_get_a_version_given_before(
    store: Store, clock: Clock
) -> None:
    key = key_of(september(1))
    first = store.begin(key, [])
    clock.now = midnight(expires_on(september(1), RETENTION_DAYS))
    assert store.begin(key, []).version == first.version + 1


# --- What a rebuild goes by -----------------------------------------------------------------------


def test_a_rebuild_finds_every_artists_months_with_the_countries_and_none(store: Store) -> None:
    by = {BY_LAURO: [ROLLS], BY_ELISA: [LUCE]}
    write(store, a_ranking(september(1), ROLLS, LUCE), by)
    write(store, a_ranking(september(2), ROLLS, LUCE, chart=WORLD), by)
    chart_lauro(store, september(3), ROLLS, chart=FRANCE)
    chart_lauro(store, date(2024, 10, 1), ROLLS, chart=WORLD)
    chart_lauro(store, september(1), ROLLS, chart=WEEK)
    chart_lauro(store, september(1), ROLLS, chart=replace(ITALY, platform="deezer"))
    store.update_months(LAURO_DAILY, SEPTEMBER, {None}, tally)
    store.begin(key_of(september(1)), {LAURO.uuid})
    found: defaultdict[tuple[ArtistCharts, Month], set[str | None]] = defaultdict(set)
    for charts, month, countries in store.artists_months():
        assert None in countries
        found[charts, month] |= countries
    assert found == {
        (LAURO_DAILY, SEPTEMBER): {None, "IT", "FR"},
        (LAURO_DAILY, Month(2024, 10)): {None},
        (replace(LAURO_DAILY, frequency=Frequency.WEEKLY), SEPTEMBER): {None, "IT"},
        (replace(LAURO_DAILY, platform="deezer"), SEPTEMBER): {None, "IT"},
        (ELISA_DAILY, SEPTEMBER): {None, "IT"},
    }


# --- Songs ----------------------------------------------------------------------------------------

SOON = NOW + timedelta(minutes=2)


def test_a_song_is_read_back_as_it_was_written(songs: SongStore) -> None:
    kept = [
        Song("song-1", (BY_ELISA, BY_LAURO)),
        Song("song-2", (SongArtist(GIORGIA.uuid),)),
        Song("song-3"),
    ]
    songs.write(iter(kept), learnt_at=NOW)
    assert songs.read(["song-1", "song-2", "song-3", "song-4", "song-1"]) == {
        song.uuid: KnownSong(song, NOW) for song in kept
    }
    assert songs.read([]) == {}


def test_a_song_written_twice_is_the_latter(songs: SongStore) -> None:
    songs.write([Song("song-1"), Song("song-1", (BY_LAURO,))], learnt_at=NOW)
    assert songs.read(["song-1"]) == {"song-1": KnownSong(Song("song-1", (BY_LAURO,)), NOW)}
    songs.write([Song("song-1", (BY_ELISA,))], learnt_at=SOON)
    assert songs.read(["song-1"]) == {"song-1": KnownSong(Song("song-1", (BY_ELISA,)), SOON)}


def test_120_songs_are_claimed_written_and_read_at_once(songs: SongStore) -> None:
    uuids = [f"song-{number}" for number in range(120)]
    assert songs.claim(dict.fromkeys(uuids), now=NOW, until=SOON) == set(uuids)
    songs.write((Song(uuid, (BY_LAURO,)) for uuid in uuids), learnt_at=NOW)
    assert songs.read(uuids).keys() == set(uuids)


def test_a_claimed_song_is_not_known_and_not_claimed_by_another(songs: SongStore) -> None:
    assert songs.claim({"song-1": None}, now=NOW, until=SOON) == {"song-1"}
    assert songs.claim({"song-1": None, "song-2": None}, now=SOON, until=SOON) == {"song-2"}
    assert songs.read(["song-1", "song-2"]) == {}


def test_a_claim_not_kept_is_void_once_its_time_has_passed(songs: SongStore) -> None:
    songs.claim({"song-1": None}, now=NOW, until=SOON)
    later = SOON + timedelta(milliseconds=1)
    assert songs.claim({"song-1": None}, now=later, until=later + timedelta(minutes=2)) == {"song-1"}
    assert songs.claim({"song-1": None}, now=later, until=later + timedelta(minutes=2)) == set()


def test_a_song_learnt_by_others_since_it_was_looked_for_is_not_claimed(songs: SongStore) -> None:
    songs.claim({"song-1": None}, now=NOW, until=SOON)
    songs.write([Song("song-1"), Song("song-2", (BY_LAURO,))], learnt_at=SOON)
    later = SOON + timedelta(days=2_000)
    assert songs.claim({"song-1": None, "song-2": NOW}, now=later, until=later) == set()


def test_a_song_that_is_as_it_was_read_is_claimed_by_one_and_stays_known_meanwhile(songs: SongStore) -> None:
    songs.write([Song("song-1"), Song("song-2", (BY_LAURO,))], learnt_at=NOW)
    known = {uuid: of.learnt_at for uuid, of in songs.read(["song-1", "song-2"]).items()}
    later = NOW + timedelta(days=40)
    assert songs.claim(known, now=later, until=later + timedelta(minutes=2)) == {"song-1", "song-2"}
    assert songs.claim(known, now=later, until=later + timedelta(minutes=2)) == set()
    assert songs.read(["song-2"]) == {"song-2": KnownSong(Song("song-2", (BY_LAURO,)), NOW)}
    songs.release(["song-1"])
    assert songs.claim(known, now=later, until=later) == {"song-1"}


@pytest.mark.parametrize("moment", [NOW, NOW.replace(microsecond=123_000), NOW.replace(microsecond=999_000)])
def test_a_moment_of_learning_is_read_back_to_the_millisecond(songs: SongStore, moment: datetime) -> None:
    songs.write([Song("song-1")], learnt_at=moment)
    assert songs.read(["song-1"])["song-1"].learnt_at == moment
    assert songs.claim({"song-1": moment}, now=SOON, until=SOON) == {"song-1"}


def test_a_song_written_before_times_were_kept_is_read_as_of_no_time_and_may_be_claimed(
    dynamodb: Any, table: str
) -> None:
    item = {**key_item(*song_key("song-1")), "artists": {"B": encode_artists((BY_LAURO,))}}
    dynamodb.put_item(TableName=table, Item=item)
    songs = DynamoSongStore(dynamodb, table)
    assert songs.read(["song-1"]) == {"song-1": KnownSong(Song("song-1", (BY_LAURO,)))}
    assert songs.claim({"song-1": None}, now=NOW, until=SOON) == {"song-1"}


def test_a_song_that_eight_claim_at_once_is_asked_for_by_one(songs: SongStore) -> None:
    uuids = [f"song-{number}" for number in range(10)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        claimed = list(pool.map(lambda _: songs.claim(dict.fromkeys(uuids), now=NOW, until=SOON), range(8)))
    assert Counter(uuid for ours in claimed for uuid in ours) == Counter(uuids)


# --- What DynamoDB holds, and how it is asked -----------------------------------------------------


@pytest.fixture
def watched(dynamodb: Any) -> Watched:
    return Watched(OneAtATime(dynamodb))


@pytest.fixture
def watched_store(watched: Watched, table: str, clock: Clock) -> DynamoChartStore:
    return DynamoChartStore(watched, table, retention_days=RETENTION_DAYS, clock=clock, sleep=lambda _: None)


def items_of(dynamodb: Any, table: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = dynamodb.scan(TableName=table)["Items"]
    return items


@pytest.mark.parametrize("at", [1, 2, 3, 4], ids=["versions", "entries", "a month", "another month"])
def test_wherever_another_update_of_a_month_gets_in_between_every_entry_is_in_it(
    watched: Watched, watched_store: DynamoChartStore, dynamo_store: DynamoChartStore, at: int
) -> None:
    chart_lauro(dynamo_store, september(1), ROLLS)

    def other() -> None:
        chart_lauro(dynamo_store, september(2), MALEDUCATA)
        dynamo_store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)

    watched.after[at] = other
    watched_store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
    assert not watched.after
    entries = dynamo_store.entries(LAURO_DAILY, ALL_OF_IT)
    for country in (None, "IT"):
        assert september_of(dynamo_store, country) == tally(entries, country)
    assert len(entries) == 2


def test_whoever_is_overtaken_waits_a_little_longer_each_time(
    dynamodb: Any, table: str, clock: Clock, dynamo_store: DynamoChartStore
) -> None:
    pauses: list[float] = []
    store = DynamoChartStore(
        OneAtATime(dynamodb),
        table,
        retention_days=RETENTION_DAYS,
        clock=clock,
        sleep=pauses.append,
        jitter=lambda: 0.5,
    )
    chart_lauro(store, september(1), ROLLS)
    with pytest.raises(StoreBusy):
        store.update_months(LAURO_DAILY, SEPTEMBER, {None}, overtaken_by(dynamo_store))
    assert pauses == sorted(pauses)
    assert len(pauses) == 9
    assert 0 < pauses[0] < pauses[-1] == 0.5


def test_entries_are_read_by_one_query_and_so_are_months_and_marks(
    watched: Watched, watched_store: DynamoChartStore
) -> None:
    period = Period(date(2020, 1, 1), date(2024, 12, 31))
    watched_store.entries(LAURO_DAILY, period, "IT")
    watched_store.months(LAURO_DAILY, "IT", Month(2020, 1), Month(2024, 12))
    watched_store.marks(ITALY.slug, period)
    assert [operation for operation, _ in watched.asked] == ["query"] * 3
    assert all(asked["ConsistentRead"] for _, asked in watched.asked)


def test_what_does_not_fit_on_a_page_is_read_from_the_next(
    watched: Watched, watched_store: DynamoChartStore
) -> None:
    # A page holds 1 MB, and numbers drawn by chance take half of what they take as text.
    chance = random.Random(3)  # noqa: S311 - it guards nothing
    ranked = [replace(ROLLS, uuid=f"{chance.getrandbits(1_600):0400x}") for _ in range(900)]
    for day in range(1, 8):
        chart_lauro(watched_store, september(day), *ranked)
    entries = watched_store.entries(LAURO_DAILY, ALL_OF_IT)
    assert [entry.song for entry in entries] == ranked * 7
    found = {month: countries for _, month, countries in watched_store.artists_months()}
    assert found == {SEPTEMBER: {None, "IT"}}
    operations = [operation for operation, _ in watched.asked]
    assert operations.count("query") > 1
    assert operations.count("scan") > 1


def test_entries_and_marks_expire_by_the_attribute_the_template_names_months_days_and_songs_do_not(
    dynamodb: Any, table: str, dynamo_store: DynamoChartStore
) -> None:
    key = key_of(september(1))
    mark = dynamo_store.begin(key, {LAURO.uuid})
    chart_lauro(dynamo_store, september(1), ROLLS)
    dynamo_store.update_months(LAURO_DAILY, SEPTEMBER, {None, "IT"}, tally)
    dynamo_store.finish(key, mark, {LAURO.uuid}, songs=1)
    dynamo_store.fail(key_of(september(2)), "Soundcharts answered 404")
    DynamoSongStore(dynamodb, table).write([Song(ROLLS.uuid, (BY_LAURO,))], learnt_at=NOW)
    attribute = expiry_attribute("ChartEntriesTable")
    expiring = {
        item["sk"]["S"]: datetime.fromtimestamp(int(item[attribute]["N"]), UTC)
        for item in items_of(dynamodb, table)
        if attribute in item
    }
    expected = midnight(date(2024, 9, 30) + timedelta(days=RETENTION_DAYS + 1))
    assert expiring == {
        "2024-09-01": expected,
        "2024-09-02": expected,
        "entry#daily#2024-09-01#IT#top-200-it": expected,
    }
    assert len(items_of(dynamodb, table)) == 3 + 2 + 2 + 1 + 1


def test_an_entry_of_five_songs_is_written_with_one_unit(
    dynamodb: Any, table: str, dynamo_store: DynamoChartStore
) -> None:
    songs = [
        RankedSong(
            f"{number}7bf5b37-e0b8-42e0-8dcf-dc8c4aefc000",
            f"A Song With A Rather Long Name, Part {number} (Radio Edit)",
            "Achille Lauro feat. Somebody Else",
            100 + number,
            12_345_678 + 1_000_003 * number,
            30 + number,
        )
        for number in range(5)
    ]
    slug = "a-chart-with-a-rather-long-slug-of-soundcharts-italy-1234"
    chart_lauro(dynamo_store, september(1), *songs, chart=replace(ITALY, slug=slug))
    (item,) = items_of(dynamodb, table)
    size = sum(len(name) + sum(len(value) for value in kept.values()) for name, kept in item.items())
    assert size < 1_000


def test_the_days_of_five_years_are_read_by_one_query_for_a_country_and_charts_by_one_call(
    watched: Watched, watched_store: DynamoChartStore
) -> None:
    period = Period(date(2020, 1, 1), date(2024, 12, 31))
    watched_store.stored_days(IN_ITALY, period)
    watched_store.days_anywhere("spotify", Frequency.DAILY, period)
    watched_store.listed_charts(IN_ITALY)
    assert [operation for operation, _ in watched.asked] == ["query", "query", "batch_get_item"]


def test_a_month_of_days_of_thirty_charts_is_one_item_of_modest_size(
    dynamodb: Any, table: str, dynamo_store: DynamoChartStore
) -> None:
    for number in range(30):
        chart = replace(ITALY, slug=f"a-chart-with-a-long-slug-{number}")
        for day in range(1, 31):
            dynamo_store.note_days(key_of(september(day), chart), songs=100)
    sizes = {
        item["sk"]["S"]: sum(len(name) + sum(map(len, value.values())) for name, value in item.items())
        for item in items_of(dynamodb, table)
    }
    assert sizes.keys() == {"days#daily#IT#2024-09", "days#daily#*#2024-09"}
    assert max(sizes.values()) < 40_000


def test_charts_that_have_not_changed_are_not_written_again(
    watched: Watched, watched_store: DynamoChartStore
) -> None:
    charts = {IN_ITALY: [ListedChart("a-chart", 200, september(1), september(9))]}
    watched_store.note_charts(charts)
    watched_store.note_charts(charts)
    operations = [operation for operation, _ in watched.asked]
    assert operations.count("batch_write_item") == 1


def test_a_mark_of_which_the_writing_always_comes_too_late_is_a_named_error(
    watched: Watched, watched_store: DynamoChartStore, dynamo_store: DynamoChartStore
) -> None:
    key = key_of(september(1))

    def other() -> None:
        dynamo_store.begin(key, [])

    # After each reading, before each writing.
    watched.after.update(dict.fromkeys(range(1, 100, 2), other))
    with pytest.raises(StoreBusy, match=r"mark of top-200-it of 2024-09-01"):
        watched_store.begin(key, {LAURO.uuid})
