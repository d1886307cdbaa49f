"""Rankings from Soundcharts to the answer, on the deployed stack: ingested, asked for, asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from openpyxl import load_workbook

from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.rebuild_months import rebuild_months
from local.simulator import BILLIE_EILISH, artists_named
from ops.charts import BackfillError, Progress, backfill
from tests.e2e.caller import Caller
from tests.e2e.charted import Charts
from tests.e2e.wire import Moment, Wire
from tests.e2e.world import RANKINGS_VISIBILITY_S, World
from tests.unit.contract_5_oracle import ChartRow, Question, breakdown_by_contract, months_by_contract

ACHILLE_LAURO = artists_named("Achille Lauro")[0].uuid
WEEK = (date(2024, 9, 23), date(2024, 9, 29))
SPOTIFY_ITALY = {"platform": "spotify", "country": "IT"}
THE_WEEK = {"from": WEEK[0].isoformat(), "to": WEEK[1].isoformat(), **SPOTIFY_ITALY}


def _now() -> datetime:
    return datetime.now(UTC)


def quietly(progress: Progress) -> None:
    """Show nothing."""


def fill(world: World, **event: Any) -> Progress:
    """Run a backfill to its end."""
    return backfill(world.stack, event, show=quietly)


def tracks(caller: Caller, artist: str, **changes: str) -> requests.Response:
    asked = {
        "artist": artist,
        "platform": "spotify",
        "start_date": THE_WEEK["from"],
        "end_date": THE_WEEK["to"],
    }
    return caller.get("/tracks", **{**asked, "country": "IT", **changes})


@pytest.fixture(scope="module")
def upstream(world: World) -> Iterator[Charts]:
    charts = Charts(world.simulator.base_url)
    yield charts
    charts.close()


@pytest.fixture(scope="module")
def week(world: World, upstream: Charts) -> list[ChartRow]:
    """The week's rankings of Spotify in Italy: ingested by the stack, and as Soundcharts tells them."""
    world.simulator.reset()
    done = fill(world, **THE_WEEK)
    rows = list(upstream.rows("spotify", "IT", *WEEK))
    stored = {(row.chart, row.day) for row in rows if not row.city}
    assert (done.stored, done.failed) == (len(stored), {})
    assert len(stored) < len({(row.chart, row.day) for row in rows}), "there are charts of a city, too"
    return rows


@pytest.mark.parametrize("artist", [ACHILLE_LAURO, BILLIE_EILISH], ids=["of one country", "of the world"])
def test_the_tracks_of_a_week_are_those_of_the_rankings(
    caller: Caller, week: list[ChartRow], artist: str
) -> None:
    answer = tracks(caller, artist).json()
    expected = breakdown_by_contract(week, Question(artist, "spotify", *WEEK, "IT"))
    assert len(expected["tracks"]) > 1
    assert {name: answer[name] for name in expected} == expected
    assert (answer["chart_days"], answer["status"]) == ({"stored": 7, "expected": 7}, "measured")


def test_the_months_are_made_of_the_same_rankings(caller: Caller, week: list[ChartRow]) -> None:
    asked = {"platform": "spotify", "from": "2024-09", "to": "2024-09", "country": "IT"}
    (month,) = caller.get(f"/artists/{ACHILLE_LAURO}/monthly", **asked).json()["months"]
    (expected,) = months_by_contract(week, Question(ACHILLE_LAURO, "spotify", *WEEK, "IT"))
    assert {name: month[name] for name in expected} == expected
    assert (month["chart_days"], month["status"]) == ({"stored": 7, "expected": 30}, "lower_bound")


@pytest.mark.usefixtures("week")
def test_a_backfill_run_again_asks_for_no_ranking_and_no_song(world: World) -> None:
    assert fill(world, **THE_WEEK) == Progress()
    assert {call["endpoint"] for call in world.calls()} == {"chart_list", "chart_rankings"}


def test_a_ranking_asked_for_again_asks_for_each_of_its_songs_once_and_changes_nothing(
    world: World, caller: Caller, week: list[ChartRow]
) -> None:
    before = tracks(caller, ACHILLE_LAURO).json()
    world.simulator.reset()
    done = fill(world, **{**THE_WEEK, "from": THE_WEEK["to"]}, again=True)
    of_day = [row for row in week if row.day == WEEK[1] and not row.city]
    assert (done.stored, done.failed) == (len({row.chart for row in of_day}), {})
    asked = [call["path"] for call in world.calls() if call["endpoint"] == "song"]
    assert len(asked) == len(set(asked)) == len({row.song for row in of_day})
    assert tracks(caller, ACHILLE_LAURO).json() == before


@pytest.mark.usefixtures("week")
def test_a_report_opens_its_rows_into_tracks(caller: Caller) -> None:
    report = caller.make(
        {
            "artists": [ACHILLE_LAURO],
            "platforms": ["spotify"],
            "start_date": THE_WEEK["from"],
            "end_date": THE_WEEK["to"],
            "country": "IT",
            "sections": ["tracks"],
        }
    )
    alone = tracks(caller, ACHILLE_LAURO).json()
    (of_row,) = report["result"]["sections"]["tracks"]["rows"]
    assert (of_row["tracks"], of_row["chart_days"]) == (alone["tracks"], alone["chart_days"])
    book = load_workbook(BytesIO(requests.get(report["download_url"], timeout=30).content), read_only=True)
    cells = {cell for row in book["Tracks"].iter_rows(values_only=True) for cell in row}
    assert {alone["top_track"]["track_name"], alone["top_track"]["total_streams"]} <= cells


def test_an_artist_of_whom_nothing_is_stored_is_not_found_with_no_command_of_operators(
    caller: Caller, week: list[ChartRow]
) -> None:
    nobody = next(iter(uuid for uuid in _uuids() if not any(uuid in row.artists for row in week)))
    answer = tracks(caller, nobody)
    assert (answer.status_code, answer.json()["success"]) == (404, False)
    assert answer.json()["chart_days"] == {"stored": 7, "expected": 7}
    assert "make " not in answer.json()["detail"]


def _uuids() -> Iterator[str]:
    return (artist.uuid for artist in artists_named("Nirvana"))


@pytest.mark.usefixtures("week")
def test_lost_months_are_made_anew_by_the_rebuild(world: World, caller: Caller) -> None:
    table = world.outputs["ChartEntriesTableName"]
    key = {"pk": {"S": f"{ACHILLE_LAURO}#spotify"}, "sk": {"S": "month#daily#IT#2024-09"}}
    asked = {"platform": "spotify", "from": "2024-09", "to": "2024-09", "country": "IT"}
    before = caller.get(f"/artists/{ACHILLE_LAURO}/monthly", **asked).json()
    assert world.dynamodb.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")["Attributes"]
    assert caller.get(f"/artists/{ACHILLE_LAURO}/monthly", **asked).json() != before
    store = DynamoChartStore(
        world.dynamodb, table, retention_days=int(world.outputs["ChartRetentionDays"]), clock=_now
    )
    assert rebuild_months(store, workers=4) > 100
    assert caller.get(f"/artists/{ACHILLE_LAURO}/monthly", **asked).json() == before


def test_a_range_that_is_not_kept_is_refused_by_name(world: World) -> None:
    with pytest.raises(BackfillError, match=r"^FROM: .*not be kept"):
        fill(world, **{**THE_WEEK, "from": "2012-01-01"})


def test_a_song_linked_to_its_artist_later_is_learnt_when_it_is_asked_for_again(
    world: World, caller: Caller, upstream: Charts
) -> None:
    day = date(2024, 8, 19)
    one_day = {"from": f"{day}", "to": f"{day}", **SPOTIFY_ITALY}
    rows = list(upstream.rows("spotify", "IT", day, day))
    mine = {row.song for row in rows if BILLIE_EILISH in row.artists and not row.city}
    world.simulator.misbehave(charts={"songs_without_artists": sorted(mine)})
    fill(world, **one_day, again=True)
    asked = {"start_date": f"{day}", "end_date": f"{day}"}
    assert tracks(caller, BILLIE_EILISH, **asked).status_code == 404
    world.simulator.reset()
    fill(world, **one_day)
    assert tracks(caller, BILLIE_EILISH, **asked).status_code == 404
    fill(world, **one_day, again=True)
    expected = breakdown_by_contract(rows, Question(BILLIE_EILISH, "spotify", day, day, "IT"))
    answer = tracks(caller, BILLIE_EILISH, **asked).json()
    assert {name: answer[name] for name in expected} == expected


def test_rows_that_cannot_be_read_cost_themselves_and_a_word(world: World, caller: Caller) -> None:
    world.simulator.misbehave(charts={"broken_rows": ["top-songs-29"]})
    done = fill(world, **{"from": "2024-08-20", "to": "2024-08-20", **SPOTIFY_ITALY})
    assert (done.problems, done.stored) == ([], 2)
    answer = tracks(caller, BILLIE_EILISH, start_date="2024-08-20", end_date="2024-08-20").json()
    assert answer["chart_days"] == {"stored": 1, "expected": 1}
    assert {"code": "unreadable_rows", "rows": 2} in answer["notes"]


# --- Faults ---------------------------------------------------------------------------------------


@pytest.fixture
def quick_rankings(world: World) -> Iterator[None]:
    """What a killed function leaves is delivered again soon."""
    world.deliver_again_after("ChartRankingsQueue", 4)
    yield
    world.deliver_again_after("ChartRankingsQueue", RANKINGS_VISIBILITY_S)


@pytest.mark.usefixtures("quick_rankings")
@pytest.mark.parametrize(
    ("operation", "mentioning", "moment", "day"),
    [
        ("BatchWriteItem", "entry#", Moment.AFTER, "2024-08-05"),
        ("PutItem", "month#", Moment.AFTER, "2024-08-06"),
        ("UpdateItem", "stored", Moment.BEFORE, "2024-08-07"),
    ],
    ids=["after the entries", "amid the months", "before it is stored"],
)
def test_killed_at_any_moment_rankings_are_stored_as_if_it_had_not_been(
    world: World,
    caller: Caller,
    upstream: Charts,
    wires: dict[str, Wire],
    operation: str,
    mentioning: str,
    moment: Moment,
    day: str,
) -> None:
    strike = wires["IngestRankingsFunction"].kill_on(operation, mentioning=mentioning, moment=moment)
    done = fill(world, **{"from": day, "to": day, **SPOTIFY_ITALY})
    assert strike.struck == 1
    assert done.failed == {}
    that_day = date.fromisoformat(day)
    rows = list(upstream.rows("spotify", "IT", that_day, that_day))
    expected = breakdown_by_contract(rows, Question(BILLIE_EILISH, "spotify", that_day, that_day, "IT"))
    answer = tracks(caller, BILLIE_EILISH, start_date=day, end_date=day).json()
    assert {name: answer[name] for name in expected} == expected


def test_a_broken_upstream_and_a_throttle_are_waited_out(world: World) -> None:
    world.simulator.misbehave(
        rules=[
            {"match": {"path": "/ranking/"}, "then": "per_minute", "times": 3, "reset_s": 0},
            {"match": {"path": "/song/"}, "then": 500, "probability": 0.05},
        ]
    )
    done = fill(world, **{"from": "2024-08-12", "to": "2024-08-13", **SPOTIFY_ITALY})
    statuses = world.simulator.calls()["by_status"]
    assert (statuses["429"], done.failed) == (3, {})
    assert statuses["500"] > 0
    assert done.stored >= 4


def test_a_ranking_that_cannot_be_had_fails_with_the_reason_and_the_next_run_gets_it(world: World) -> None:
    one_day = {"from": "2024-08-14", "to": "2024-08-14", **SPOTIFY_ITALY}
    world.simulator.misbehave(rules=[{"match": {"path": "/weekly-top-3/ranking/"}, "then": 403}])
    done = fill(world, **one_day)
    ((chart, _), reason) = next(iter(done.failed.items()))
    assert (chart, len(done.failed)) == ("weekly-top-3", 1)
    assert "plan" in reason
    world.simulator.reset()
    again = fill(world, **one_day)
    assert (again.sent, again.stored, again.failed) == (1, 1, {})


def test_a_day_whose_main_chart_failed_is_told_and_is_whole_once_it_came(
    world: World, caller: Caller
) -> None:
    two_days = {"from": "2024-08-26", "to": "2024-08-27", **SPOTIFY_ITALY}
    asked = {"start_date": two_days["from"], "end_date": two_days["to"]}
    world.simulator.misbehave(rules=[{"match": {"path": "/top-songs-29/ranking/2024-08-26"}, "then": 403}])
    assert len(fill(world, **two_days).failed) == 1
    part = tracks(caller, BILLIE_EILISH, **asked).json()
    assert (part["chart_days"], part["status"]) == ({"stored": 1, "expected": 2}, "lower_bound")
    assert "1 of 2 chart days" in part["note"]
    world.simulator.reset()
    fill(world, **two_days)
    whole = tracks(caller, BILLIE_EILISH, **asked).json()
    assert (whole["chart_days"], whole["status"]) == ({"stored": 2, "expected": 2}, "measured")


def test_charts_that_cannot_be_asked_are_problems_of_the_backfill_and_hold_up_no_other(world: World) -> None:
    one_day = {"from": "2024-08-15", "to": "2024-08-15", **SPOTIFY_ITALY}
    world.simulator.misbehave(rules=[{"match": {"path": "/weekly-top-3/available-rankings"}, "then": 403}])
    done = fill(world, **one_day)
    assert (done.stored > 0, set(done.not_asked)) == (True, {"weekly-top-3"})
    assert "weekly-top-3" in done.problems[0]
    world.simulator.reset()
    assert fill(world, **one_day).problems == []


def test_a_platform_asked_for_by_name_that_has_no_charts_is_a_problem(world: World) -> None:
    done = fill(world, **{"from": "2024-08-15", "to": "2024-08-15", "platform": "nowhere"})
    assert (done.sent, set(done.not_asked)) == (0, {"nowhere"})
