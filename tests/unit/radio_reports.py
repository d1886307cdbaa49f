"""Reports of radio over a Soundcharts that tells of given broadcasts: made, and asked for their parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from linernotes.model.request import ReportRequest
from linernotes.sections.radio.section import SECTION as RADIO
from tests.unit.builders import LAURO, a_request, september
from tests.unit.radio_upstream import (
    BBC,
    ROSA,
    RTL,
    VIOLA,
    RadioUpstream,
    aired,
)
from tests.unit.world import REPORT_ID, World

SEPTEMBER = a_request(sections=("radio",))
AUGUST_TOO = a_request(sections=("radio",), start_date=date(2024, 8, 20))
IN_ITALY = a_request(sections=("radio",), country="IT")

SOME = (
    aired(september(1), RTL, ROSA, second=60),
    aired(september(2), RTL, VIOLA),
    aired(september(2), BBC, ROSA, second=5),
    aired(september(30), RTL, ROSA, second=86_399),
)


def made(
    upstream: RadioUpstream, request: ReportRequest = SEPTEMBER, *, world: World | None = None
) -> tuple[World, dict[str, Any]]:
    """Run a report to its end."""
    world = world or World()
    world.calls.answer = upstream
    world.request(request)
    world.run()
    return world, dict(world.result(REPORT_ID)["sections"]["radio"])


def total_of(upstream: RadioUpstream, request: ReportRequest = SEPTEMBER) -> dict[str, Any]:
    (total,) = made(upstream, request)[1]["totals"]
    return dict(total)


def asked(world: World) -> list[tuple[str, str, int]]:
    """List the calls made: endpoint, first day, offset."""
    return [
        (get.path.rpartition("/")[2], str(get.params["startDate"]), int(get.params.get("offset", 0)))
        for get in world.calls.asked
    ]


def lines_of(answer: dict[str, Any], **changes: Any) -> Sequence[str]:
    told = RADIO.lines({**answer, **changes})
    assert list(told) == [LAURO.uuid]
    return told[LAURO.uuid]
