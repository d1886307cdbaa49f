"""Tracks and months over HTTP: the real handlers and tables on moto, rankings stored as an ingest does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from linernotes.bootstrap import api
from linernotes.model.request import Artist
from linernotes.routes import report_answers
from local.simulator import BILLIE_EILISH, Simulator, start_simulator
from tests.integration.api_events import Answer, an_event, call, send
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.builders import september
from tests.unit.track_cases import FRANCE, GLOBAL, ITALY, ROLLS_ROYCE, a_song, stored

BILLIE = Artist(BILLIE_EILISH, "Billie Eilish")
PERIOD = {"start_date": "2024-09-01", "end_date": "2024-09-30"}
SPOTIFY = {"artist": BILLIE_EILISH, "platform": "spotify", **PERIOD}
MONTHS = {"platform": "spotify", "from": "2024-08", "to": "2024-10"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    """A stack with two days of Spotify stored: one song worldwide, one in two countries."""
    with moto_stack(simulator.base_url) as stack:
        charts = api.services().charts
        for day in (september(2), september(3)):
            stored(charts, GLOBAL, day, {BILLIE: [a_song(metric=100 * day.day, weeks=4)]})
            for chart in (ITALY, FRANCE):
                stored(charts, chart, day, {BILLIE: [a_song(ROLLS_ROYCE, 10, position=7)]})
        yield stack


def refused(answer: Answer) -> list[str]:
    """Name the fields an answer refuses."""
    assert (answer.status, answer.media_type) == (422, "application/problem+json")
    return [error["field"] for error in answer.json["errors"]]


# --- GET /tracks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end_date", ["2024-09-30", "2024-09-29"], ids=["a whole month", "part of a month"])
def test_tracks_are_given_most_streams_first(end_date: str) -> None:
    answer = call("GET", "/tracks", query={**SPOTIFY, "end_date": end_date})

    assert (answer.status, answer.json["success"]) == (200, True)
    assert answer.headers["cache-control"] == "no-store"
    known = {"If-None-Match": answer.headers["etag"]}
    assert call("GET", "/tracks", query={**SPOTIFY, "end_date": end_date}, headers=known).status == 304
    assert call("GET", "/tracks", query={**SPOTIFY, "country": "IT"}, headers=known).status == 200
    assert answer.json["artist"] == {"name": "Billie Eilish", "uuid": BILLIE_EILISH}
    assert [(row["track_name"], row["total_streams"]) for row in answer.json["tracks"]] == [
        ("AMOR", 500), ("Rolls Royce", 40),
    ]  # fmt: skip
    assert answer.json["top_track"]["track_name"] == "AMOR"
    assert "a lower bound" in answer.json["note"]
    days = {"stored": 2, "expected": int(end_date[-2:])}
    assert (answer.json["chart_days"], answer.json["status"]) == (days, "lower_bound")
    assert f"2 of {days['expected']} chart days" in answer.json["note"]


def test_tracks_of_a_country_are_those_of_its_charts() -> None:
    answer = call("GET", "/tracks", query={**SPOTIFY, "country": "it"})

    assert answer.json["country"] == "IT"
    assert [(row["track_name"], row["total_streams"]) for row in answer.json["tracks"]] == [
        ("Rolls Royce", 20)
    ]


def test_an_artist_without_entries_is_a_problem_that_names_it_by_name_and_no_operators_command(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = call("GET", "/tracks", query={**SPOTIFY, "start_date": "2024-09-05", "country": "IT"})

    assert (answer.status, answer.json["artist"]["name"]) == (404, "Billie Eilish")
    assert answer.json["detail"] == (
        "No entries of Billie Eilish on the daily charts of Spotify in Italy for 5 to 30 September 2024. "
        "0 of 26 chart days are stored."
    )
    (told,) = [record for record in caplog.records if record.message == "chart days missing"]
    command = "make backfill FROM=2024-09-05 TO=2024-09-30 PLATFORM=spotify COUNTRY='IT'"
    assert {"stored": 0, "expected": 26, "command": command}.items() <= vars(told).items()


def test_an_artist_nothing_is_known_of_is_a_problem_that_names_its_uuid() -> None:
    answer = call("GET", "/tracks", query={**SPOTIFY, "platform": "youtube-subscribers", "country": "IT"})

    assert (answer.status, answer.media_type) == (404, "application/problem+json")
    assert (answer.json["success"], answer.json["status"]) == (False, 404)
    assert answer.json["artist"] == {"name": None, "uuid": BILLIE_EILISH}
    assert answer.json["platform"] == {"name": "YouTube", "slug": "youtube-subscribers"}
    assert answer.json["period"] == {"start": "2024-09-01", "end": "2024-09-30", "days": 30}
    assert answer.json["chart_days"]["stored"] == 0
    assert BILLIE_EILISH in answer.json["detail"]
    assert "make " not in answer.json["detail"]


def test_whatever_is_wrong_about_a_query_is_named_at_once() -> None:
    assert refused(call("GET", "/tracks")) == ["artist", "platform", "start_date", "end_date"]
    query = {**SPOTIFY, "platform": "myspace", "country": "XX", "end_date": "2024-08-31"}
    assert refused(call("GET", "/tracks", query=query)) == ["platform", "country", "start_date"]


def test_a_parameter_given_twice_is_refused() -> None:
    event = an_event("GET", "/tracks", query=SPOTIFY)
    event["multiValueQueryStringParameters"]["platform"] = ["spotify", "youtube"]

    assert refused(send(event)) == ["platform"]


# --- GET /artists/{uuid}/monthly ---------------------------------------------------------------------


def test_months_are_given_with_the_figures_of_all_tracks() -> None:
    answer = call("GET", f"/artists/{BILLIE_EILISH.upper()}/monthly", query=MONTHS)

    assert answer.status == 200
    assert answer.json["artist"] == {"name": "Billie Eilish", "uuid": BILLIE_EILISH}
    assert answer.json["months"] == [
        {
            "month": "2024-09",
            "tracks": 2,
            "total_streams": 540,
            "avg_daily_streams": 270,
            "peak_streams": 320,
            "best_position": 1,
            "data_points": 2,
            "chart_days": {"stored": 2, "expected": 30},
            "status": "lower_bound",
        }
    ]
    assert answer.json["chart_days"] == {"stored": 2, "expected": 92}
    assert "2 of 92 chart days" in answer.json["note"]


def test_without_months_the_answer_is_empty_and_says_what_there_is_none_of() -> None:
    query = {**MONTHS, "country": "DE", "platform": "apple-music"}
    answer = call("GET", f"/artists/{BILLIE_EILISH}/monthly", query=query)

    assert (answer.status, answer.json["months"]) == (200, [])
    assert "on the daily charts of Apple Music in Germany for 1 August to 31 October" in answer.json["note"]
    assert "make " not in answer.json["note"]


def test_months_of_what_is_no_artist_are_refused_by_field() -> None:
    assert refused(call("GET", "/artists/billie/monthly", query={"from": "now"})) == [
        "uuid", "platform", "from", "to",
    ]  # fmt: skip


# --- In a report -------------------------------------------------------------------------------------


def a_report_with_tracks(stack: MotoStack) -> dict[str, Any]:
    body = {"artists": [BILLIE_EILISH], "platforms": ["spotify", "deezer"], **PERIOD, "sections": ["tracks"]}
    path = call("POST", "/reports", body).location
    stack.deliver()
    resource: dict[str, Any] = call("GET", path).json
    assert resource["status"] == "succeeded"
    return resource


def test_a_reports_tracks_are_those_that_are_given_alone(stack: MotoStack) -> None:
    with_entries, without = a_report_with_tracks(stack)["result"]["sections"]["tracks"]["rows"]

    alone = call("GET", "/tracks", query=SPOTIFY).json
    assert {name: with_entries[name] for name in alone} == alone
    assert (without["success"], without["problem"]["status"]) == (False, 404)


def as_stored(result: dict[str, Any]) -> int:
    """Say how many bytes a result takes."""
    return len(json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_result_too_large_for_an_answer_comes_without_tracks_where_leaving_out_days_is_not_enough(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = a_report_with_tracks(stack)
    path = f"/reports/{whole['report_id']}"
    monkeypatch.setattr(report_answers, "LARGEST_RESULT_BYTES", as_stored(whole["result"]) - 1)
    without_days = call("GET", path).json
    monkeypatch.setattr(report_answers, "LARGEST_RESULT_BYTES", as_stored(without_days["result"]) - 1)
    without_tracks = call("GET", path).json

    tracks = whole["result"]["sections"]["tracks"]
    assert without_days["result"]["sections"]["tracks"] == tracks
    assert without_days["result"]["detailed_breakdown"][0]["series"] is None
    assert without_tracks["result"]["sections"]["tracks"] == {**tracks, "rows": None}
    assert without_tracks["result_url"]
