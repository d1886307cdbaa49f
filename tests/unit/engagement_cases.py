"""Soundcharts' answers for engagement, as a test lays them out, and the reports made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from linernotes.model.errors import NotFound, UpstreamError
from linernotes.model.periods import Comparison
from linernotes.model.request import ReportRequest
from linernotes.sections.windows.answers import parse_page, window_data
from linernotes.sections.windows.window_data import WindowData, WindowRequest
from linernotes.soundcharts.calls import Get
from tests.unit.builders import a_request
from tests.unit.memory import Answer
from tests.unit.world import World

Item = Mapping[str, Any]
Items = Sequence[Item] | UpstreamError

COUNTS = ("likeCount", "postCount", "viewCount")
ASKED = a_request(sections=("engagement",))
COMPARED = replace(ASKED, compare=Comparison.PREVIOUS_PERIOD)


def row(day: str, **figures: int | str | None) -> Item:
    """Make a row of an audience: all five fields, null but for those given."""
    nothing = dict.fromkeys(("followerCount", "followingCount", *COUNTS))
    return {"date": f"{day}T00:00:00+00:00", **nothing, **figures}


def video(identifier: str, day: str | None, **audience: int | str | None) -> Item:
    """Make an item of a list of videos, its figures as of the end of the year."""
    published = None if day is None else f"{day}T17:30:00+00:00"
    latest = {"date": "2024-12-31T00:00:00+00:00", **audience} if audience else None
    return {"identifier": identifier, "createdAt": published, "latestAudience": latest}


INSTAGRAM = [
    row("2024-08-31", followerCount=900, postCount=9),
    row("2024-09-02", followerCount=1_000, postCount=10),
    row("2024-09-10", followerCount=None, postCount=14),
    row("2024-09-29", followerCount=1_250, postCount=None),
    row("2024-10-01", followerCount=9_999, postCount=99),
]


def served(
    audience: Mapping[str, Items] | None = None, videos: Mapping[str, Items] | None = None
) -> Callable[[Get], bytes | UpstreamError]:
    """Answer for each platform with these items, page by page, and with none for others."""

    def answer(get: Get) -> bytes | UpstreamError:
        match = re.fullmatch(r"/api/v2/artist/[^/]+/(audience|shorts)/([a-z]+)(?:/videos)?", get.path)
        if match is None:
            return NotFound(f"no {get.path}")
        found = (audience if match[1] == "audience" else videos) or {}
        items = found.get(match[2], ())
        if isinstance(items, UpstreamError):
            return items
        offset, limit = int(get.params.get("offset", 0)), int(get.params["limit"])
        if "startDate" in get.params:
            first, last = str(get.params["startDate"]), str(get.params["endDate"])
            items = [item for item in items if first <= item["date"][:10] <= last]
        page = {"offset": offset, "limit": limit, "total": len(items)}
        return json.dumps({"items": items[offset : offset + limit], "page": page}).encode()

    return answer


def windows_of(items: Mapping[str, Sequence[Item]]) -> Answer:
    """Answer for the windows of metric sources with these items, by source."""

    def answer(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        body = json.dumps({"items": items.get(wanted.key.source_slug, ())}).encode()
        page = parse_page(body, "followerCount", COUNTS)
        return window_data(wanted, [page], fetched_at=asked_at, announced=None, counting=True)

    return answer


def made(
    audience: Mapping[str, Items] | None = None,
    videos: Mapping[str, Items] | None = None,
    windows: Mapping[str, Sequence[Item]] | None = None,
    request: ReportRequest = ASKED,
) -> World:
    """Make a report of what is laid out."""
    world = World()
    world.calls.answer = served(audience, videos)
    world.upstream.usual = windows_of(windows or {})
    world.request(request)
    world.run()
    return world


def answer_of(world: World) -> dict[str, Any]:
    """Give the section's answer."""
    answer: dict[str, Any] = world.result()["sections"]["engagement"]
    return answer


def total_of(world: World, platform: str) -> dict[str, Any]:
    """Give the total of the (first) artist on a platform."""
    totals = answer_of(world)["totals"]
    return next(total for total in totals if total["platform__slug"] == platform)


def gained(total: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what was gained: followers, posts, likes, views."""
    return tuple(total[f"{what}_gained"] for what in ("followers", "posts", "likes", "views"))


def days_of_september(step: int = 1) -> list[str]:
    """List days of September 2024."""
    return [date(2024, 9, day).isoformat() for day in range(1, 31, step)]
