"""What the tests of playlists are about: December 2025 on Spotify, looked at in January."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from linernotes.model.request import ReportRequest
from tests.unit.builders import a_request
from tests.unit.openapi import errors_in
from tests.unit.playlist_upstream import PlaylistUpstream, a_stay
from tests.unit.world import World

NOW = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
FIRST, LAST = date(2025, 12, 1), date(2025, 12, 31)
BEFORE = date(2025, 3, 1)
PERIOD: Any = {"start_date": FIRST, "end_date": LAST}
DECEMBER = a_request(start_date=FIRST, end_date=LAST, sections=("playlists",))
Answer = dict[str, Any]


def a_world(upstream: PlaylistUpstream, *, now: datetime = NOW) -> World:
    world = World()
    world.clock.now = now
    world.calls.answer = upstream
    return world


def made(world: World, request: ReportRequest = DECEMBER, report_id: str = "report-1") -> Answer:
    world.request(request, report_id=report_id)
    world.run()
    section: Answer = world.result(report_id)["sections"]["playlists"]
    assert errors_in(section, "PlaylistsSection") == []
    return section


def total_in(section: Answer, platform: str = "spotify") -> Answer:
    (total,) = [total for total in section["totals"] if total["platform__slug"] == platform]
    return dict(total)


def entries_asked(world: World, platform: str = "spotify") -> list[tuple[str, int]]:
    """List the calls for entries: the type, or `top`, and the offset."""
    return [
        ("top" if get.params["currentOnly"] else str(get.params["type"]), int(get.params.get("offset", 0)))
        for get in world.calls.asked
        if get.path.endswith(f"/playlist/current/{platform}")
    ]


def a_crowd(count: int, *, type_: str = "editorial", seen: date = TODAY) -> list[dict[str, Any]]:
    return [a_stay(f"{type_} {number}", "a", BEFORE, type_=type_, seen=seen) for number in range(count)]
