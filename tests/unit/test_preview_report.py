from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linernotes.api.resource import preview_json
from linernotes.model.periods import Comparison
from linernotes.model.request import ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.reports.preview_report import Preview, preview_report
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import Outcome, WindowKey, WindowRequest
from tests.unit.builders import A_BUDGET, ELISA, LAURO, NOW, a_request, a_window
from tests.unit.memory import full_window
from tests.unit.world import World, windows_of

YEAR = a_request(
    artists=(LAURO, ELISA),
    platforms=("spotify", "deezer"),
    start_date=date(2024, 1, 1),
    end_date=date(2024, 12, 31),
)
WINDOWS = windows_of(YEAR)


@pytest.fixture
def world() -> World:
    return World()


def preview(world: World, request: ReportRequest) -> Preview:
    stores = Stores(world.windows, world.charts, world.lookups)
    return preview_report(request, now=world.clock(), stores=stores)


def store(world: World, source: str, index: int, age: timedelta) -> None:
    key = WindowKey(LAURO.uuid, source, WINDOWS[index].first)
    world.windows.windows[key] = full_window(WindowRequest(key, WINDOWS[index]), NOW - age)


def test_a_preview_counts_jobs_and_one_call_a_window(world: World) -> None:
    seen = preview(world, YEAR)
    assert (seen.jobs, seen.upstream_calls, seen.cached) == (4, 4 * len(WINDOWS), 0)
    assert seen.unanswerable == []


def test_a_preview_counts_cached_windows_that_are_still_fresh(world: World) -> None:
    store(world, "spotify", 0, timedelta(hours=23))
    store(world, "spotify", 1, timedelta(hours=24))
    store(world, "deezer", 1, timedelta(seconds=1))
    assert preview(world, YEAR).cached == 2


def test_with_fresh_nothing_counts_as_cached(world: World) -> None:
    store(world, "spotify", 0, timedelta(seconds=1))
    assert preview(world, replace(YEAR, fresh=True)).cached == 0


def test_an_answer_that_there_is_nothing_saves_its_call_too(world: World) -> None:
    data = a_window(outcome=Outcome.NOT_FOUND, fetched_at=NOW - timedelta(minutes=5))
    world.windows.windows[data.key] = data
    assert preview(world, a_request()).cached == 1


def test_cells_no_call_could_answer_are_listed_with_the_reason(world: World) -> None:
    request = replace(YEAR, country="IT")
    seen = preview(world, request)
    assert (seen.jobs, seen.upstream_calls) == (2, 2 * len(WINDOWS))
    document = preview_json(seen, request.canonical(), limit=3_000, budget=A_BUDGET)
    assert document["unanswerable"] == [
        {
            "artist__uuid": artist.uuid,
            "platform__slug": "deezer",
            "status": "not_published",
            "reason": "Deezer Fans are not published by country.",
        }
        for artist in (LAURO, ELISA)
    ]
    assert document["request"] == request.canonical()


def test_what_can_never_be_compared_is_told_before_asking(world: World) -> None:
    # From Tuesday to Thursday there is no Monday, the only day on which Spotify's places have figures.
    request = a_request(
        platforms=("spotify", "instagram", "deezer"),
        start_date=date(2024, 9, 3),
        end_date=date(2024, 9, 5),
        country="IT",
        compare=Comparison.PREVIOUS_YEAR,
    )

    document = preview_json(preview(world, request), request.canonical(), limit=3_000, budget=A_BUDGET)

    assert [
        (row["artist__uuid"], row["status"], row["reason"])
        for row in document["unanswerable"]
        if row["platform__slug"] == "spotify"
    ] == [
        (
            artist.uuid,
            "no_data",
            "The period has no Monday, and figures by country come once a week (Mondays).",
        )
        for artist in request.artists
    ]
    assert document["not_comparable"] == [
        {
            "platform__slug": "spotify",
            "status": "not_comparable",
            "reason": "Not compared: this period has no Monday.",
            "notes": [
                {
                    "code": "not_compared",
                    "periods": [{"which": "this", "data_points": 0, "expected_points": 0}],
                }
            ],
        }
    ]


def test_platforms_without_charts_are_told_before_asking_for_tracks(world: World) -> None:
    request = a_request(platforms=("spotify", "spotify-followers", "instagram"), sections=("tracks",))

    told = preview(world, request).unanswerable

    assert [(blank.artist, blank.platform, blank.section) for blank in told] == [
        (artist, "instagram", "tracks") for artist in request.artists
    ]
    assert {(blank.status, blank.reason) for blank in told} == {
        (RowStatus.NOT_PUBLISHED, "Instagram is not known to have charts.")
    }


@pytest.mark.parametrize(
    "overrides",
    [
        {"compare": None},
        {"country": None},
        {"start_date": date(2024, 9, 2), "end_date": date(2024, 9, 30)},
    ],
    ids=["nothing is compared", "worldwide figures are daily", "both periods have Mondays"],
)
def test_what_can_be_compared_is_not_warned_of(world: World, overrides: dict[str, Any]) -> None:
    request = a_request(
        **{
            "platforms": ("spotify", "instagram", "deezer"),
            "start_date": date(2024, 9, 3),
            "end_date": date(2024, 9, 5),
            "country": "IT",
            "compare": Comparison.PREVIOUS_YEAR,
            **overrides,
        }
    )

    assert preview(world, request).not_comparable == []


def test_a_preview_does_nothing(world: World) -> None:
    preview(world, YEAR)
    assert (world.fuse.writes, world.upstream.asked) == (0, [])


def test_a_preview_says_what_the_report_then_does(world: World) -> None:
    store(world, "spotify", 0, timedelta(hours=1))
    seen = preview(world, YEAR)
    world.request(YEAR)
    world.run()
    report = world.report()
    assert (report.upstream_calls, report.cache_hits) == (seen.upstream_calls - seen.cached, seen.cached)
