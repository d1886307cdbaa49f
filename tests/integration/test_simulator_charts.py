"""The simulated Soundcharts has charts as they are documented, whose figures agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
import requests

from local.simulator import (
    ARTISTS,
    BAD_GUY,
    BILLIE_EILISH,
    CHART_BY_SLUG,
    CHARTS,
    SONG_WITHOUT_METADATA,
    SONGS_WITHOUT_ARTISTS,
    ControlError,
    SimulatedChart,
    Simulator,
    artists_named,
    songs_of,
    start_simulator,
)

TODAY = date(2026, 6, 30)
CREDENTIALS = {"x-app-id": "soundcharts", "x-api-key": "soundcharts"}
ACHILLE_LAURO = artists_named("Achille Lauro")[0].uuid

WORLD, ITALY, ITALY_TOP_50, USA, GERMANY = (
    CHART_BY_SLUG[slug] for slug in ("global-28", "top-songs-29", "weekly-top-3", "italia-55", "global-2")
)
WORLD_WEEKLY = CHART_BY_SLUG["hits-31"]
AIRPLAY_ITALY = CHART_BY_SLUG["airplay-9"]
AIRPLAY_WORLD = CHART_BY_SLUG["airplay-daily"]

Item = dict[str, Any]


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with start_simulator(today=TODAY) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running


def get(simulator: Simulator, path: str, **query: Any) -> requests.Response:
    return requests.get(simulator.base_url + path, query, headers=CREDENTIALS, timeout=10)


def items(simulator: Simulator, path: str, **query: Any) -> list[Any]:
    """Read every page of a collection."""
    found: list[Any] = []
    while True:
        response = get(simulator, path, **query, offset=len(found))
        assert response.status_code == 200, response.text
        document = response.json()
        found += document["items"]
        if len(found) >= document["page"]["total"]:
            return found


def available_path(chart: SimulatedChart) -> str:
    return f"/api/v2/chart/song/{chart.slug}/available-rankings"


def ranking_path(chart: SimulatedChart, moment: str = "latest") -> str:
    return f"/api/v2.14/chart/song/{chart.slug}/ranking/{moment}"


@cache
def moments(simulator: Simulator, chart: SimulatedChart) -> list[str]:
    """List when a chart was ranked, oldest first."""
    return sorted(items(simulator, available_path(chart)))


def moment_on(simulator: Simulator, chart: SimulatedChart, day: str) -> str:
    (moment,) = (each for each in moments(simulator, chart) if each.startswith(day))
    return moment


@cache
def ranking(simulator: Simulator, chart: SimulatedChart, moment: str) -> list[Item]:
    return items(simulator, ranking_path(chart, moment))


def ranking_on(simulator: Simulator, chart: SimulatedChart, day: str) -> list[Item]:
    return ranking(simulator, chart, moment_on(simulator, chart, day))


def september(simulator: Simulator, chart: SimulatedChart) -> list[list[Item]]:
    days = [moment for moment in moments(simulator, chart) if moment.startswith("2024-09")]
    return [ranking(simulator, chart, moment) for moment in days]


def by_song(ranked: list[Item]) -> dict[str, Item]:
    return {item["song"]["uuid"]: item for item in ranked}


def days(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text[:10]) for text in texts]


# The list of charts


def test_the_platforms_with_charts_are_listed_by_name_and_code(simulator: Simulator) -> None:
    platforms = items(simulator, "/api/v2/chart/song/platforms")
    assert {"name": "Apple Music", "code": "apple-music"} in platforms
    assert {chart.platform for chart in CHARTS} < {platform["code"] for platform in platforms}


def test_charts_are_listed_by_platform_and_country(simulator: Simulator) -> None:
    spotify = items(simulator, "/api/v2/chart/song/by-platform/spotify")
    assert {chart["slug"] for chart in spotify} == {
        chart.slug for chart in CHARTS if chart.platform == "spotify"
    }
    assert next(chart for chart in spotify if chart["slug"] == "italia-55") == {
        "name": "Top 200 United States",
        "type": "SONG",
        "slug": "italia-55",
        "platform": "spotify",
        "frequency": "daily",
        "countryCode": "US",
        "countryName": "United States",
        "cityName": "",
        "maxResultsCount": 200,
        "webUrl": "https://spotify.example/charts/italia-55",
    }
    italian = items(simulator, "/api/v2/chart/song/by-platform/spotify", countryCode="IT")
    assert italian == [chart for chart in spotify if chart["countryCode"] == "IT"]
    assert {chart["cityName"] for chart in italian} == {"", "Milan"}


def test_the_list_of_charts_comes_in_pages_and_a_platform_can_have_none(simulator: Simulator) -> None:
    page = get(simulator, "/api/v2/chart/song/by-platform/spotify", limit=2, offset=2).json()
    assert page.keys() == {"items", "page", "errors"}
    assert len(page["items"]) == 2
    assert page["page"]["next"] == "/api/v2/chart/song/by-platform/spotify?offset=4&limit=2"
    assert items(simulator, "/api/v2/chart/song/by-platform/itunes") == []


def test_there_are_daily_and_weekly_charts_of_every_kind_of_figure_and_of_none() -> None:
    kinds = {(chart.frequency, chart.metric) for chart in CHARTS}
    assert {("daily", "streams"), ("weekly", "streams"), ("weekly", "views"), ("daily", "spins")} < kinds
    assert {("daily", None), ("weekly", None), ("weekly", "videos")} < kinds
    assert len([chart for chart in CHARTS if chart.frequency in ("daily", "weekly")]) >= 14


# Which rankings there are


def test_a_daily_chart_is_ranked_on_the_120_days_and_the_latest_30(simulator: Simulator) -> None:
    of_2024 = [date(2024, 7, 4) + timedelta(days=nth) for nth in range(120)]
    latest = [TODAY - timedelta(days=nth) for nth in range(30, 0, -1)]
    assert days(moments(simulator, ITALY)) == of_2024 + latest
    assert of_2024[-1] == date(2024, 10, 31)


def test_a_weekly_chart_is_ranked_on_thursdays(simulator: Simulator) -> None:
    found = days(moments(simulator, WORLD_WEEKLY))
    assert {day.weekday() for day in found} == {3}
    assert len([day for day in found if day.year == 2024]) == 18


def test_rankings_are_listed_as_plain_moments_of_another_time_each_day(simulator: Simulator) -> None:
    document = get(simulator, available_path(ITALY)).json()
    assert document["related"]["slug"] == ITALY.slug
    assert document["page"]["total"] == 150
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", each) for each in document["items"])
    assert len({moment[11:] for moment in moments(simulator, ITALY)}) > 140


def test_some_charts_miss_a_day_and_some_are_ranked_twice_on_one(simulator: Simulator) -> None:
    with_gaps = days(moments(simulator, CHART_BY_SLUG["top-100-12"]))
    assert 135 < len(with_gaps) < 150
    counted_twice = days(moments(simulator, AIRPLAY_ITALY))
    assert 150 == len(set(counted_twice)) < len(counted_twice) < 165


def test_of_two_rankings_on_a_day_the_later_has_the_higher_figures(simulator: Simulator) -> None:
    known = moments(simulator, AIRPLAY_ITALY)
    first, second = next(pair for pair in pairwise(known) if pair[0][:10] == pair[1][:10])
    provisional, final = ranking(simulator, AIRPLAY_ITALY, first), ranking(simulator, AIRPLAY_ITALY, second)
    assert [item["song"] for item in provisional] == [item["song"] for item in final]
    assert sum(item["metric"] or 0 for item in provisional) < sum(item["metric"] or 0 for item in final)


# A ranking


def test_a_ranking_is_found_by_its_exact_moment_escaped_or_not(simulator: Simulator) -> None:
    moment = moment_on(simulator, ITALY, "2024-09-01")
    raw = requests.get(
        simulator.base_url + ranking_path(ITALY, moment), headers=CREDENTIALS, timeout=10
    ).json()
    assert get(simulator, ranking_path(ITALY, quote(moment, safe=""))).json() == raw
    for another in (moment[:10], moment.replace("+00:00", "Z"), moment.replace("2024", "2023")):
        assert get(simulator, ranking_path(ITALY, another)).status_code == 404


def test_the_latest_ranking_is_that_of_yesterday(simulator: Simulator) -> None:
    document = get(simulator, ranking_path(WORLD)).json()
    assert document["related"]["date"] == moments(simulator, WORLD)[-1]
    assert document["related"]["date"][:10] == "2026-06-29"


def test_a_ranking_says_what_its_figures_are_in_the_chart_it_relates_to(simulator: Simulator) -> None:
    charts = {
        slug: get(simulator, ranking_path(CHART_BY_SLUG[slug])).json()["related"]["chart"]
        for slug in ("italia-55", "airplay-daily", "discovery-8", "top-100-44")
    }
    assert charts["italia-55"]["metric"] == {"type": "streams", "description": "Streams in the period"}
    assert charts["airplay-daily"]["metric"]["type"] == "spins"
    assert charts["discovery-8"]["metric"] is None
    assert "metric" not in charts["top-100-44"]
    assert (charts["italia-55"]["countryCode"], charts["airplay-daily"]["countryCode"]) == ("US", "")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.slug)
def test_a_ranking_has_each_position_once_with_falling_figures(
    simulator: Simulator, chart: SimulatedChart
) -> None:
    ranked = ranking(simulator, chart, moments(simulator, chart)[-1])
    assert [item["position"] for item in ranked] == list(range(1, chart.size + 1))
    assert len(by_song(ranked)) == chart.size
    figures = [item["metric"] for item in ranked if item["metric"] is not None]
    assert figures == sorted(figures, reverse=True)
    assert all(figure > 0 for figure in figures)
    assert bool(figures) == (chart.metric is not None)


def test_now_and_then_a_song_has_no_figure(simulator: Simulator) -> None:
    found = [item["metric"] for ranked in september(simulator, ITALY) for item in ranked]
    assert 1 <= found.count(None) < len(found) / 100


def test_positions_and_stays_follow_from_one_ranking_to_the_next(simulator: Simulator) -> None:
    for before, after in pairwise(september(simulator, ITALY)):
        known = by_song(before)
        for uuid, item in by_song(after).items():
            old = known.get(uuid)
            if old is None:
                assert item["oldPosition"] is item["positionEvolution"] is None
                assert item["entryState"] == ("NEW" if item["timeOnChart"] == 1 else "RE_ENTRY")
                continue
            assert item["oldPosition"] == old["position"]
            assert item["positionEvolution"] == old["position"] - item["position"]
            assert item["timeOnChart"] == old["timeOnChart"] + 1
            assert item["entryDate"] == old["entryDate"] < item["rankDate"]


def test_a_new_song_enters_on_the_day_of_the_ranking(simulator: Simulator) -> None:
    states = set()
    for ranked in september(simulator, ITALY):
        for item in ranked:
            states.add(item["entryState"])
            if item["entryState"] == "NEW":
                assert (item["timeOnChart"], item["entryDate"]) == (1, item["rankDate"])
    assert states == {"NEW", "RE_ENTRY", "UP", "DOWN", "STABLE"}


@pytest.mark.parametrize(("chart", "unit"), [(ITALY, "DOC"), (WORLD_WEEKLY, "WOC")])
def test_stays_are_counted_in_days_or_weeks_since_the_entry(
    simulator: Simulator, chart: SimulatedChart, unit: str
) -> None:
    ranked = ranking(simulator, chart, moments(simulator, chart)[0])
    assert {item["timeOnChartUnit"] for item in ranked} == {unit}
    staying = [item for item in ranked if item["oldPosition"] is not None]
    assert len(staying) > chart.size * 0.8
    for item in staying:
        since, now = (datetime.fromisoformat(item[name]).date() for name in ("entryDate", "rankDate"))
        assert (now - since).days == (item["timeOnChart"] - 1) * chart.days


def test_a_chart_drifts_slowly_over_the_month(simulator: Simulator) -> None:
    month = september(simulator, ITALY)
    for before, after in pairwise(month):
        assert len(by_song(before).keys() & by_song(after).keys()) >= 190
    stayed = len(by_song(month[0]).keys() & by_song(month[-1]).keys())
    assert 120 < stayed < 195


def test_rankings_depend_on_the_seed_alone_not_on_what_was_asked_before(simulator: Simulator) -> None:
    path = ranking_path(ITALY, moment_on(simulator, ITALY, "2024-10-15"))
    with start_simulator(today=date(2026, 7, 3)) as another, start_simulator(seed=2, today=TODAY) as chance:
        assert get(another, path).json() == get(simulator, path).json()
        elsewhere = next(each for each in items(chance, available_path(ITALY)) if "2024-10-15" in each)
        assert items(chance, ranking_path(ITALY, elsewhere)) != items(simulator, path)


# How charts agree


@pytest.mark.parametrize(
    ("chart", "world"), [(ITALY, WORLD), (USA, WORLD), (GERMANY, WORLD), (AIRPLAY_ITALY, AIRPLAY_WORLD)]
)
def test_a_country_has_no_more_than_the_world(
    simulator: Simulator, chart: SimulatedChart, world: SimulatedChart
) -> None:
    everywhere = by_song(ranking_on(simulator, world, "2024-09-10"))
    compared = [
        (item["metric"], everywhere[uuid]["metric"])
        for uuid, item in by_song(ranking_on(simulator, chart, "2024-09-10")).items()
        if uuid in everywhere and item["metric"] and everywhere[uuid]["metric"]
    ]
    assert len(compared) >= 15
    assert all(here < worldwide for here, worldwide in compared)


def test_two_charts_of_a_country_and_day_have_other_figures_the_larger_on_the_longer(
    simulator: Simulator,
) -> None:
    whole = by_song(ranking_on(simulator, ITALY, "2024-09-10"))
    top = by_song(ranking_on(simulator, ITALY_TOP_50, "2024-09-10"))
    both = [(whole[uuid]["metric"], item["metric"]) for uuid, item in top.items() if uuid in whole]
    assert len(both) >= 45
    assert all(larger > smaller for larger, smaller in both if larger and smaller)


def test_the_charts_of_a_country_favour_its_own_artists(simulator: Simulator) -> None:
    italian = {song.uuid for artist in ARTISTS for song in songs_of(artist.uuid) if song.home == "IT"}
    at_home = by_song(ranking_on(simulator, ITALY, "2024-09-10")).keys() & italian
    abroad = by_song(ranking_on(simulator, USA, "2024-09-10")).keys() & italian
    assert len(at_home) > 60 > 5 > len(abroad)


@pytest.mark.parametrize("artist", [ACHILLE_LAURO, BILLIE_EILISH])
def test_both_artists_of_the_demo_have_several_tracks_in_italy_in_september(
    simulator: Simulator, artist: str
) -> None:
    mine = {song.uuid for song in songs_of(artist)}
    tracks = {uuid for ranked in september(simulator, ITALY) for uuid in by_song(ranked)} & mine
    assert 3 <= len(tracks) <= 8


# Songs


def test_metadata_of_a_song_name_its_artists(simulator: Simulator) -> None:
    document = get(simulator, f"/api/v2.25/song/{BAD_GUY}").json()
    assert document["type"] == "song"
    song = document["object"]
    assert (song["uuid"], song["name"], song["creditName"]) == (BAD_GUY, "bad guy", "Billie Eilish")
    (artist,) = song["artists"]
    assert artist.keys() == {"uuid", "slug", "name", "appUrl", "imageUrl"}
    assert (artist["uuid"], artist["name"]) == (BILLIE_EILISH, "Billie Eilish")
    assert song["isrc"].keys() == {"value", "countryCode", "countryName"}
    assert song["releaseDate"] == "2019-03-29T00:00:00+00:00"


def test_an_artist_has_3_to_15_songs_of_its_own_and_some_with_another(simulator: Simulator) -> None:
    for artist in ARTISTS:
        own = [song.name for song in songs_of(artist.uuid) if song.artists[0] is artist]
        assert 3 <= len(set(own)) == len(own) <= 15
    assert len(songs_of(ACHILLE_LAURO)) < len(songs_of(BILLIE_EILISH))
    assert BAD_GUY in {song.uuid for song in songs_of(BILLIE_EILISH)}
    together = next(song for song in songs_of(BILLIE_EILISH) if len(song.artists) == 2)
    named = get(simulator, f"/api/v2.25/song/{together.uuid}").json()["object"]["artists"]
    assert [artist["uuid"] for artist in named] == [artist.uuid for artist in together.artists]
    assert all(together in songs_of(artist.uuid) for artist in together.artists)


def test_songs_without_artists_and_one_without_metadata_are_on_charts(simulator: Simulator) -> None:
    charted = by_song(ranking_on(simulator, WORLD, "2024-09-10"))
    assert {song.uuid for song in (*SONGS_WITHOUT_ARTISTS, SONG_WITHOUT_METADATA)} <= charted.keys()
    for song in SONGS_WITHOUT_ARTISTS:
        shown = get(simulator, f"/api/v2.25/song/{song.uuid}").json()["object"]
        assert (shown["creditName"], shown["artists"]) == (song.credit, [])
    assert get(simulator, f"/api/v2.25/song/{SONG_WITHOUT_METADATA.uuid}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/chart/song/by-platform/myspace",
        "/api/v2/chart/song/nowhere/available-rankings",
        "/api/v2.14/chart/song/nowhere/ranking/latest",
        "/api/v2/chart/song/global-28/ranking/latest",
        f"/api/v2/song/{BAD_GUY}",
        f"/api/v2.25/song/{BILLIE_EILISH}",
    ],
)
def test_what_is_not_known_is_404(simulator: Simulator, path: str) -> None:
    assert get(simulator, path).json()["errors"] == [{"key": "access", "code": 404, "message": "Not found."}]


# What can be the matter


def test_a_chart_that_is_gone_is_neither_listed_nor_found(simulator: Simulator) -> None:
    simulator.misbehave(charts={"gone": [ITALY.slug]})
    listed = items(simulator, "/api/v2/chart/song/by-platform/spotify", countryCode="IT")
    assert ITALY.slug not in {chart["slug"] for chart in listed}
    assert get(simulator, available_path(ITALY)).status_code == 404
    assert get(simulator, ranking_path(ITALY)).status_code == 404
    simulator.reset()
    assert get(simulator, ranking_path(ITALY)).status_code == 200


def test_an_empty_ranking_is_still_available(simulator: Simulator) -> None:
    simulator.misbehave(charts={"empty": [ITALY.slug]})
    document = get(simulator, ranking_path(ITALY)).json()
    assert (document["items"], document["page"]["total"]) == ([], 0)
    assert document["related"]["chart"]["slug"] == ITALY.slug
    assert get(simulator, available_path(ITALY)).json()["page"]["total"] == 150


def test_a_revised_chart_has_other_positions_figures_and_one_other_song(simulator: Simulator) -> None:
    moment = moment_on(simulator, ITALY, "2024-09-10")
    before = items(simulator, ranking_path(ITALY, moment))
    simulator.misbehave(charts={"revised": [ITALY.slug]})
    assert moment in items(simulator, available_path(ITALY))
    after = items(simulator, ranking_path(ITALY, moment))
    assert [item["position"] for item in after] == list(range(1, 201))
    assert len(by_song(before).keys() - by_song(after).keys()) == 1
    assert all(old["song"] != new["song"] for old, new in zip(before, after, strict=True))
    assert after[0]["metric"] < before[0]["metric"]


def test_a_republished_chart_lists_each_ranking_again_an_hour_later(simulator: Simulator) -> None:
    known = list(moments(simulator, ITALY))
    before = items(simulator, ranking_path(ITALY, known[0]))
    simulator.misbehave(charts={"republished": [ITALY.slug]})
    listed = sorted(items(simulator, available_path(ITALY)))
    assert listed[::2] == known
    first, again = map(datetime.fromisoformat, listed[:2])
    assert again - first == timedelta(hours=1)
    corrected = items(simulator, ranking_path(ITALY, listed[1]))
    assert {item["rankDate"] for item in corrected} == {listed[1]}
    assert [item["song"] for item in corrected] != [item["song"] for item in before]


def test_a_song_can_lose_its_artists(simulator: Simulator) -> None:
    simulator.misbehave(charts={"songs_without_artists": [BAD_GUY]})
    assert get(simulator, f"/api/v2.25/song/{BAD_GUY}").json()["object"]["artists"] == []


def test_a_ranking_can_have_a_row_without_a_song_and_a_position_that_is_a_text(simulator: Simulator) -> None:
    before = items(simulator, ranking_path(ITALY))
    simulator.misbehave(charts={"broken_rows": [ITALY.slug]})
    first, second, *others = items(simulator, ranking_path(ITALY))
    assert (first["song"], second["position"], others) == (None, "second", before[2:])
    assert {**first, "song": before[0]["song"]} == before[0]
    assert {**second, "position": 2} == before[1]


def test_a_chart_can_miss_a_day(simulator: Simulator) -> None:
    known = items(simulator, available_path(ITALY))
    simulator.misbehave(charts={"unranked": {ITALY.slug: ["2024-09-10"]}})
    left = items(simulator, available_path(ITALY))
    assert [moment[:10] for moment in known if moment not in left] == ["2024-09-10"]
    assert len(items(simulator, available_path(ITALY_TOP_50))) == len(known)


@pytest.mark.parametrize(
    ("charts", "why"),
    [
        ([], "charts must be an object"),
        ({"unranked": {"top-italy": []}}, "unranked has no top-italy"),
        ({"unranked": {ITALY.slug: ["10 September"]}}, "unranked has lists of days"),
        ({"lost": []}, "charts has no lost"),
        ({"gone": "global-28"}, "gone must be a list"),
        ({"revised": ["top-italy"]}, "revised names what there is not: top-italy"),
        ({"songs_without_artists": [BILLIE_EILISH]}, "songs_without_artists names what there is not"),
    ],
)
def test_trouble_that_is_not_understood_is_refused(simulator: Simulator, charts: object, why: str) -> None:
    with pytest.raises(ControlError, match=re.escape(why)):
        simulator.misbehave(charts=charts)


def test_rules_strike_calls_for_charts_by_path_and_leave_their_form(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"match": {"path": "available-rankings"}, "then": 503}, {"then": "old_form"}])
    assert get(simulator, available_path(ITALY)).status_code == 503
    listed = get(simulator, "/api/v2/chart/song/by-platform/youtube")
    assert [chart["platform"] for chart in listed.json()["items"]] == ["youtube"] * 3


def test_calls_for_charts_are_counted_by_endpoint(simulator: Simulator) -> None:
    for path in (
        "/api/v2/chart/song/platforms",
        "/api/v2/chart/song/by-platform/spotify",
        available_path(ITALY),
        ranking_path(ITALY),
        ranking_path(ITALY, "never"),
        f"/api/v2.25/song/{BAD_GUY}",
    ):
        get(simulator, path)
    assert simulator.calls()["by_endpoint"] == {
        "chart_platforms": 1,
        "chart_list": 1,
        "chart_rankings": 1,
        "ranking": 2,
        "song": 1,
    }
