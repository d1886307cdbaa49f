"""What Soundcharts' answers about charts and songs mean: one bad field or row costs no more than itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.charts.chart_answers import (
    ItemPage,
    charts_of,
    moments_of,
    parse_item_page,
    parse_song,
    ranking_of,
)
from linernotes.charts.charts import Chart, Frequency, RankingKey, Song, SongArtist
from linernotes.model.errors import BrokenAnswer
from tests.unit.builders import LAURO
from tests.unit.track_cases import ITALY

KEY = RankingKey(ITALY, "2024-09-10T12:00:00+00:00")


def row(uuid: str = "song-1", **fields: Any) -> dict[str, Any]:
    song = {"uuid": uuid, "name": "AMOR", "creditName": "Achille Lauro"}
    return {
        "song": song,
        "position": 3,
        "metric": 1_000,
        "timeOnChart": 8,
        "timeOnChartUnit": "DOC",
        **fields,
    }


GOOD = row("good")


def ranked(*rows: Any, related: Any = None) -> Any:
    body = json.dumps({"items": list(rows), "page": {"total": len(rows)}, "related": related})
    return ranking_of(KEY, [parse_item_page(body.encode())])


# --- Rankings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        None, 7, "song", [], {}, {"position": 1}, row(song=None), row(song="AMOR"), row(song=[]),
        row(song={}), row(song={"uuid": None}), row(song={"uuid": 7, "name": "AMOR"}), row(song={"uuid": ""}),
    ],
    ids=str,
)  # fmt: skip
def test_a_row_that_does_not_say_which_song_it_is_costs_itself(bad: Any) -> None:
    ranking = ranked(bad, GOOD, bad)

    assert [song.uuid for song in ranking.songs] == ["good"]
    assert ranking.unreadable_rows == 2


@pytest.mark.parametrize("value", ["12", True, -1, 1.5, [], {}, 10**19], ids=str)
@pytest.mark.parametrize(("field", "read"), [("position", "position"), ("timeOnChart", "weeks")])
def test_a_count_that_is_none_costs_itself_and_leaves_the_rest_of_its_row(
    field: str, read: str, value: Any
) -> None:
    ranking = ranked(row("bad", **{field: value}), GOOD)
    bad, good = ranking.songs

    assert (getattr(bad, read), bad.metric, ranking.unreadable_rows) == (None, 1_000, 1)
    assert {getattr(bad, other) for other in ("position", "weeks") if other != read} == {
        getattr(good, other) for other in ("position", "weeks") if other != read
    }


@pytest.mark.parametrize("value", ["1,000", True, [], {}, 10**19], ids=str)
def test_a_figure_that_is_none_costs_itself_and_leaves_the_rest_of_its_row(value: Any) -> None:
    ranking = ranked(row("bad", metric=value), GOOD)

    assert [(song.metric, song.position, song.weeks) for song in ranking.songs] == [
        (None, 3, 2),
        (1_000, 3, 2),
    ]
    assert ranking.unreadable_rows == 1


def test_what_is_not_said_is_no_fault() -> None:
    ranking = ranked(row(position=None, metric=None, timeOnChart=None, timeOnChartUnit=None))

    assert ranking.unreadable_rows == 0
    assert [(song.position, song.metric, song.weeks) for song in ranking.songs] == [(None, None, None)]


def test_a_row_with_several_bad_fields_is_one_row() -> None:
    assert ranked(row(position="3", metric="many", timeOnChart="long")).unreadable_rows == 1


def test_decimals_and_large_figures_are_read_exactly() -> None:
    assert ranked(row(metric=0.25)).songs[0].metric == Decimal("0.25")
    assert ranked(row(metric=10**18)).songs[0].metric == 10**18


@pytest.mark.parametrize("body", ["[]", "7", "{", '{"items": 7}', '{"items": {}}', "{}"])
def test_an_answer_that_is_no_list_is_broken(body: str) -> None:
    with pytest.raises(BrokenAnswer):
        parse_item_page(body.encode())


def test_a_ranking_that_says_it_is_a_citys_counts_for_no_country() -> None:
    ranking = ranked(GOOD, related={"chart": {"cityName": "Milan", "countryCode": "IT"}})
    country = ranked(GOOD, related={"chart": {"cityName": "", "countryCode": "IT"}})

    assert (ranking.songs, len(country.songs)) == ((), 1)


# Whatever a row looks like, the others are read as if it were not there.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
FIELDS = ("song", "position", "metric", "timeOnChart", "timeOnChartUnit")


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    if draw(st.booleans()):
        return draw(JSON)
    bad = deepcopy(row("bad"))
    for field in draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1)):
        bad[field] = draw(JSON)
    return bad


@given(bad=spoilt(), before=st.integers(0, 3), after=st.integers(0, 3))
def test_whatever_a_row_looks_like_the_others_are_read_as_if_it_were_not_there(
    bad: Any, before: int, after: int
) -> None:
    good = [row(f"good-{number}") for number in range(before + after)]
    with_bad, without = ranked(*good[:before], bad, *good[before:]), ranked(*good)

    assert [song for song in with_bad.songs if song.uuid.startswith("good-")] == list(without.songs)
    assert with_bad.unreadable_rows <= 1


# --- Lists ----------------------------------------------------------------------------------------

LISTED = {
    "slug": "it-29", "name": "Top 200 Italy", "platform": "spotify", "frequency": "daily",
    "countryCode": "it", "cityName": "", "maxResultsCount": 200,
}  # fmt: skip


def test_a_chart_is_listed_with_its_country_and_size() -> None:
    read = charts_of([LISTED, {**LISTED, "slug": "global", "countryCode": ""}], "spotify")

    assert read.found == (
        Chart("it-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT", size=200),
        Chart("global", "Top 200 Italy", "spotify", Frequency.DAILY, size=200),
    )


def test_a_citys_chart_is_listed_as_one() -> None:
    (chart,) = charts_of([{**LISTED, "cityName": "Milan"}], "spotify").found

    assert (chart.country, chart.city) == ("IT", "Milan")


@pytest.mark.parametrize("size", [None, "200", True, -1, 1.5, []], ids=str)
def test_a_size_that_is_none_costs_itself(size: Any) -> None:
    read = charts_of([{**LISTED, "maxResultsCount": size}], "spotify")

    assert ([chart.size for chart in read.found], read.unreadable) == ([0], 0)


@pytest.mark.parametrize(
    "bad", [None, 7, "global", [], {"frequency": "daily"}, {**LISTED, "slug": 7}], ids=str
)
def test_a_chart_that_cannot_be_read_costs_itself(bad: Any) -> None:
    read = charts_of([bad, LISTED], "spotify")

    assert ([chart.slug for chart in read.found], read.unreadable) == (["it-29"], 1)


@pytest.mark.parametrize("bad", [None, 7, "soon", "2024-09-10", "2024-09-10T12:00:00", [], {}], ids=str)
def test_a_time_that_cannot_be_read_costs_itself(bad: Any) -> None:
    read = moments_of([bad, KEY.moment, KEY.moment])

    assert (read.found, read.unreadable) == ((KEY.moment,), 1)


# --- Songs ----------------------------------------------------------------------------------------


def song_of(artists: Any) -> Song:
    return parse_song("song-1", json.dumps({"object": {"uuid": "song-1", "artists": artists}}).encode())


@pytest.mark.parametrize(
    "bad", [None, 7, "Lauro", [], {}, {"name": "Lauro"}, {"uuid": None}, {"uuid": 7}], ids=str
)
def test_an_artist_of_a_song_that_cannot_be_read_costs_itself(bad: Any) -> None:
    song = song_of([bad, {"uuid": LAURO.uuid.upper(), "name": "Achille Lauro"}])

    assert song.artists == (SongArtist(LAURO.uuid, "Achille Lauro"),)


@pytest.mark.parametrize("nobody", [None, []])
def test_a_song_may_have_no_artists(nobody: Any) -> None:
    assert song_of(nobody).artists == ()


@pytest.mark.parametrize("artists", [7, "Lauro", {}], ids=str)
def test_artists_that_are_no_list_are_broken(artists: Any) -> None:
    with pytest.raises(BrokenAnswer):
        song_of(artists)


@pytest.mark.parametrize("read", [charts_of, lambda items, _: moments_of(items)])
def test_of_nothing_nothing_is_read(read: Callable[[Any, str], Any]) -> None:
    assert read([], "spotify").found == ()
    assert ranking_of(KEY, [ItemPage(())]).songs == ()
