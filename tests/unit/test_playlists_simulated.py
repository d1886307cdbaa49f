"""Playlists over the simulator: what it tells, told again by the report, and its faults mended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from linernotes.model.errors import UpstreamError
from linernotes.model.report import Status
from linernotes.model.request import Artist
from linernotes.sections.playlists.questions import PLATFORMS
from linernotes.soundcharts.calls import Get
from local.simulator.artists import Artist as SimulatedArtist
from local.simulator.artists import artists_named
from local.simulator.scenario import Fault, Match, Rule, Scenario
from tests.unit import contract_10_playlists_oracle as oracle
from tests.unit.builders import a_request
from tests.unit.playlist_cases import (
    NOW,
    made,
    total_in,
)
from tests.unit.simulated import simulated
from tests.unit.world import World

JUNE: Any = {"start_date": date(2026, 6, 1), "end_date": date(2026, 6, 30)}
JULY_FIRST = date(2026, 7, 1)
TAYLOR_SWIFT, MINA = artists_named("Taylor Swift")[0], artists_named("Mina")[0]


def a_simulated_world() -> World:
    world = World()
    world.clock.now = NOW.replace(year=2026, month=7, day=1)
    world.calls.answer = simulated(today=JULY_FIRST)
    return world


def everything(answer: Callable[[Get], bytes | UpstreamError], path: str, **params: str) -> list[Any]:
    """Read a list of the simulator to its end."""
    items: list[Any] = []
    while True:
        body = answer(Get(path, {**params, "limit": 100, "offset": len(items)}))
        assert isinstance(body, bytes)
        page = json.loads(body)
        items += page["items"]
        if len(items) >= page["page"]["total"]:
            return items


@pytest.mark.parametrize("artist", [TAYLOR_SWIFT, MINA], ids=["a star", "a small artist"])
def test_of_a_simulated_artist_every_platform_has_what_the_contract_says(artist: SimulatedArtist) -> None:
    world = a_simulated_world()
    request = a_request(artists=(Artist(artist.uuid, artist.name),), sections=("playlists",), **JUNE)
    section = made(world, request)
    asked = len(world.calls.asked)
    # The audience's own calls are not among those.
    assert section["upstream_calls"] == asked
    assert asked <= (15 if artist is MINA else 60)
    answer = simulated(today=JULY_FIRST)
    for platform in PLATFORMS:
        stays = everything(answer, f"/api/v2.20/artist/{artist.uuid}/playlist/current/{platform}")
        reach = everything(
            answer,
            f"/api/v2/artist/{artist.uuid}/playlist/reach/{platform}",
            startDate="2026-06-01",
            endDate="2026-06-30",
        )
        total = total_in(section, platform)
        assert total["status"] == "measured"
        for row in stays:
            # An edition is a list of its own even where it has the name of another.
            row["playlist"]["uuid"] += row["playlist"]["countryCode"]
        stated = oracle.total_of(stays, reach, platform, JUNE["start_date"], JUNE["end_date"])
        assert {name: total[name] for name in stated} == stated
    made(world, request, report_id="report-2")
    assert len(world.calls.asked) == asked


def test_faults_of_the_simulator_end_within_the_report_and_a_repair_mends_them() -> None:
    fault = Scenario(
        rules=(
            Rule(then=500, match=Match(path=re.compile("/playlist/current/"), platform="deezer")),
            Rule(then=429, match=Match(path=re.compile("/playlist/reach/"), platform="spotify")),
            Rule(then=403, match=Match(path=re.compile("/playlist/reach/"), platform="youtube")),
            Rule(then=Fault.WRONG_SHAPE, match=Match(path=re.compile("/current/"), platform="amazon")),
        )
    )
    world = a_simulated_world()
    world.calls.answer = simulated(fault, today=JULY_FIRST)
    request = a_request(artists=(Artist(MINA.uuid, MINA.name),), sections=("playlists",), **JUNE)
    section = made(world, request)
    statuses = {total["platform__slug"]: total["status"] for total in section["totals"]}
    assert statuses == {
        "spotify": "partial",
        "apple-music": "measured",
        "deezer": "partial",
        "amazon": "partial",
        "youtube": "measured",
    }
    assert total_in(section, "youtube")["playlists_first"] is None
    assert world.report().status is Status.PARTIAL

    world.calls.answer = simulated(today=JULY_FIRST)
    world.repair()
    world.run()
    mended = world.result()["sections"]["playlists"]
    assert {total["status"] for total in mended["totals"]} == {"measured"}
    assert world.report().status is Status.SUCCEEDED
