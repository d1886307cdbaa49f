"""Moments in whole reports: what is fetched, what that costs, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from linernotes.model.errors import Unavailable
from linernotes.model.periods import Comparison
from linernotes.model.report import FetchJob, Status
from linernotes.model.request import ReportRequest
from linernotes.model.windows import windows_covering
from linernotes.reports.preview_report import preview_report
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey, WindowRequest
from tests.unit.builders import LAURO, NOW, september
from tests.unit.moments_cases import (
    FIRST,
    asked,
    spiking,
)
from tests.unit.world import World


@pytest.fixture
def world() -> World:
    world = World()
    world.upstream.usual = spiking
    return world


REQUEST = asked("spotify", platforms=("spotify", "youtube", "deezer"))
BEFORE, WITHIN = windows_covering(FIRST, september(30), today=NOW.date())


def price_of(world: World, request: ReportRequest) -> tuple[int, int, int, bool]:
    stores = Stores(world.windows, world.charts, world.lookups)
    preview = preview_report(request, now=world.clock(), stores=stores)
    price = next(price for section, price in preview.prices if section.name == "moments")
    return price.jobs, price.upstream_calls, price.cached, price.at_most


def test_what_comes_before_the_rows_own_windows_is_fetched_once_and_its_price_is_known_beforehand(
    world: World,
) -> None:
    assert price_of(world, REQUEST) == (2, 2, 0, False)
    world.request(REQUEST)
    world.run()
    report = world.report()
    section = world.result()["sections"]["moments"]
    assert report.status is Status.SUCCEEDED
    assert report.upstream_calls == len(world.upstream.asked) == 5
    assert (section["upstream_calls"], section["cache_hits"], len(section["rows"])) == (2, 0, 1)
    assert {(wanted.key.source_slug, wanted.window.first) for wanted in world.upstream.asked} == {
        ("spotify", BEFORE.first), ("youtube", BEFORE.first),
        *((source, WITHIN.first) for source in ("spotify", "youtube", "deezer")),
    }  # fmt: skip


def test_the_same_again_takes_no_call(world: World) -> None:
    world.request(REQUEST)
    world.run()
    asked_for = len(world.upstream.asked)
    assert price_of(world, REQUEST) == (2, 2, 2, False)
    world.request(REQUEST, report_id="again")
    world.run()
    section = world.result("again")["sections"]["moments"]
    assert len(world.upstream.asked) == asked_for
    assert (section["upstream_calls"], section["cache_hits"]) == (0, 2)
    assert section["rows"] == world.result()["sections"]["moments"]["rows"]


def test_where_the_rows_own_windows_reach_back_far_enough_there_is_no_job(world: World) -> None:
    late = asked("spotify", start_date=WITHIN.first + timedelta(days=31), end_date=WITHIN.last)
    early = asked("spotify", start_date=WITHIN.first + timedelta(days=30), end_date=WITHIN.last)
    compared = asked("spotify", compare=Comparison.PREVIOUS_PERIOD)
    assert price_of(world, late) == (0, 0, 0, False)
    assert price_of(world, early) == (1, 1, 0, False)
    # August is fetched for the comparison.
    assert price_of(world, compared) == (0, 0, 0, False)
    world.request(compared)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert len(world.result()["sections"]["moments"]["rows"]) == 1


def test_a_country_needs_nine_weeks_before(world: World) -> None:
    october = asked("spotify", start_date=date(2024, 10, 23), end_date=date(2024, 10, 31))
    assert price_of(world, october) == (0, 0, 0, False)
    assert price_of(world, replace(october, country="IT")) == (1, 1, 0, False)
    assert price_of(world, replace(october, start_date=date(2024, 10, 24), country="IT")) == (0, 0, 0, False)


def test_what_fails_before_the_period_makes_the_report_partial_and_repair_mends_it(world: World) -> None:
    key = WindowKey(LAURO.uuid, "spotify", BEFORE.first)
    world.upstream.scripts[key] = [Unavailable("Soundcharts answered 500")] * 20
    world.request(REQUEST)
    world.run()
    report = world.report()
    assert report.status is Status.PARTIAL
    assert [(failure.job.section, failure.job.platform) for failure in report.failures] == [
        ("moments", "spotify")
    ]
    totals = world.result()["sections"]["moments"]["totals"]
    assert [total["status"] for total in totals] == ["partial", "measured", "not_published"]
    world.upstream.scripts.clear()
    asked_for = len(world.upstream.asked)
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert [wanted.key for wanted in world.upstream.asked[asked_for:]] == [key]
    assert len(world.result()["sections"]["moments"]["rows"]) == 1


def test_what_is_not_in_the_plan_ends_the_job_and_says_so(world: World) -> None:
    def refused(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        return WindowData(wanted.key, wanted.window, Outcome.NOT_IN_PLAN, asked_at)

    world.upstream.usual = refused
    world.request(REQUEST)
    world.run()
    totals = world.result()["sections"]["moments"]["totals"]
    assert [total["status"] for total in totals] == ["not_in_plan", "not_in_plan", "not_published"]
    assert world.report().failures == []


def test_a_window_that_is_gone_at_the_end_is_fetched_again(world: World) -> None:
    key = WindowKey(LAURO.uuid, "spotify", BEFORE.first)
    world.request(REQUEST)
    while world.queue.jobs:
        world.run_due()
        if key in world.windows.windows and not world.report().refetches:
            break
    world.windows.windows.pop(key, None)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert len(world.result()["sections"]["moments"]["rows"]) == 1


@pytest.mark.parametrize("kill_after", range(12))
def test_whenever_a_function_dies_the_answer_is_the_same(world: World, kill_after: int) -> None:
    world.request(REQUEST)
    waiting = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
    world.deliver(*waiting, kill_after=kill_after)
    world.run()
    assert world.report().status is Status.SUCCEEDED
    rows = world.result()["sections"]["moments"]["rows"]
    assert [(row["from"], row["to"]) for row in rows] == [("2024-09-10", "2024-09-14")]
    assert len({wanted.key for wanted in world.upstream.asked}) == 5
