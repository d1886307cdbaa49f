"""Radio is fetched in few calls, kept, and fetched again where something went wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from linernotes.model.errors import NotFound, NotInPlan, RequestRefused, Throttled, Unavailable
from linernotes.model.periods import Comparison
from linernotes.model.report import FetchJob, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.preview_report import preview_report
from linernotes.sections.section import Stores
from linernotes.soundcharts.calls import Get
from local.simulator.artists import artists_named
from tests.unit.builders import LAURO, NOW, a_request, september
from tests.unit.radio_reports import AUGUST_TOO, IN_ITALY, SEPTEMBER, SOME, asked, lines_of, made
from tests.unit.radio_upstream import (
    BBC,
    RadioUpstream,
    aired,
    many,
)
from tests.unit.simulated import simulated
from tests.unit.world import World


def priced(world: World, request: ReportRequest) -> tuple[int, int, bool]:
    stores = Stores(world.windows, world.charts, world.lookups)
    seen = preview_report(request, now=world.clock(), stores=stores)
    (price,) = [price for section, price in seen.prices if section.name == "radio"]
    return price.upstream_calls, price.cached, price.at_most


def test_the_calls_of_a_month_are_few_and_the_preview_says_them_before() -> None:
    for spins, calls in ((0, 2), (1, 2), (101, 3), (300, 4), (2_000, 21), (2_001, 3)):
        world = World()
        most, cached, at_most = priced(world, IN_ITALY)
        made(RadioUpstream(many(spins, september(3)) if spins else []), IN_ITALY, world=world)
        assert len(world.calls.asked) == calls <= most
        assert (cached, at_most) == (0, True)
        # Once the stations are known, so is what is left.
        world.clock.advance(60)
        price = priced(world, IN_ITALY)
        assert price[0] == price[1]


def test_the_preview_is_off_by_a_page_at_most_once_the_stations_are_known() -> None:
    world = World()
    failing = RadioUpstream(
        many(1_250, september(3)),
        fails=lambda get: NotInPlan("403") if get.path.endswith("/broadcasts") else None,
    )
    made(failing, IN_ITALY, world=world)
    world.clock.advance(2 * 3_600)
    stored_stations = 1
    assert priced(world, IN_ITALY) == (stored_stations + 14, stored_stations, True)


@pytest.mark.parametrize(("broadcasts", "listed"), [(200, True), (201, False), (3_900, False)])
@pytest.mark.parametrize("refused", [False, True])
def test_more_broadcasts_than_stations_tell_of_cost_no_more_calls_than_the_preview_said(
    broadcasts: int, *, listed: bool, refused: bool
) -> None:
    world = World()
    upstream = RadioUpstream(
        many(broadcasts, september(3)),
        changed=lambda endpoint, items: [] if endpoint == "broadcast-groups" else items,
    )
    stations_alone = RadioUpstream(
        changed=lambda endpoint, _: (
            [{"playCount": 0, "radio": BBC}] if endpoint == "broadcast-groups" else []
        ),
        fails=lambda get: Unavailable("503") if get.path.endswith("/broadcasts") else None,
    )
    made(stations_alone, IN_ITALY, world=world)
    most, cached, at_most = priced(world, IN_ITALY)
    assert (most - cached, at_most) == (2, True)
    world.calls.asked.clear()
    world.calls.answer = upstream
    if refused:
        upstream.fails = lambda get: RequestRefused("offset") if get.params["limit"] == 1 else None
    world.repair()
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert len(world.calls.asked) == 2
    (total,) = world.result()["sections"]["radio"]["totals"]
    assert (total["spins"], total["broadcasts"], total["tie_out"]) == (0, broadcasts, "fail")
    assert (total["songs"] is not None, total["days"] is not None) == (listed, listed)
    assert ("by day are not listed, as there are so many more" in total["note"]) is not listed
    if listed or not refused:
        assert (total["first_spin_at"], total["last_spin_at"]) != (None, None)
    else:
        assert (total["first_spin_at"], total["last_spin_at"]) == (None, None)


@pytest.mark.parametrize(
    ("broadcasts", "pages", "listed"), [(1_900, 19, True), (2_100, 21, True), (2_101, 2, False)]
)
def test_broadcasts_of_a_station_that_cannot_be_read_are_listed_up_to_two_thousand(
    broadcasts: int, pages: int, *, listed: bool
) -> None:
    unreadable = [{"playCount": None, "radio": BBC}]
    world, answer = made(
        RadioUpstream(
            many(broadcasts, september(3)),
            changed=lambda endpoint, items: unreadable if endpoint == "broadcast-groups" else items,
        ),
        IN_ITALY,
    )
    (total,) = answer["totals"]
    assert (total["status"], total["songs"] is not None) == ("lower_bound", listed)
    assert len(world.calls.asked) == 1 + pages <= priced(World(), IN_ITALY)[0]
    assert world.report().status is Status.SUCCEEDED


def test_a_second_report_makes_no_call_and_a_longer_one_only_those_of_its_other_days() -> None:
    world, _ = made(RadioUpstream(SOME))
    world.calls.asked.clear()
    again = a_request(sections=("radio",), title="again")
    world.request(again, report_id="report-2")
    world.run()
    assert world.calls.asked == []
    assert world.report("report-2").cache_hits >= 2
    world.request(AUGUST_TOO, report_id="report-3")
    world.run()
    assert asked(world) == [("broadcast-groups", "2024-08-20", 0), ("broadcasts", "2024-08-20", 0)]
    assert world.result("report-3")["sections"]["radio"]["totals"][0]["spins"] == 4


def test_a_country_is_not_answered_by_what_is_stored_of_another() -> None:
    world, _ = made(RadioUpstream(SOME), IN_ITALY)
    world.request(a_request(sections=("radio",), country="GB"), report_id="report-2")
    world.run()
    assert world.result("report-2")["sections"]["radio"]["totals"][0]["spins"] == 1


def test_a_range_is_settled_three_days_after_its_end() -> None:
    for days_after, calls in ((3, 2), (4, 0)):
        end = NOW.date() - timedelta(days=days_after)
        request = a_request(sections=("radio",), start_date=end - timedelta(days=1), end_date=end)
        world, answer = made(RadioUpstream(), request)
        assert ("may still be added" in answer["totals"][0]["note"]) == bool(calls)
        (line,) = lines_of(answer)
        assert line.endswith("(spins of the last 3 days may still be added)") == bool(calls)
        world.clock.advance(2 * 3_600)
        world.calls.asked.clear()
        world.request(request, report_id="report-2")
        world.run()
        assert len(world.calls.asked) == calls


def test_without_the_endpoint_in_the_plan_and_of_an_unknown_artist_figures_are_null() -> None:
    for error, status in ((NotInPlan("403"), "not_in_plan"), (NotFound("404"), "not_found")):
        world, answer = made(RadioUpstream(SOME, fails=lambda _, error=error: error))  # type: ignore[misc]
        (total,) = answer["totals"]
        assert (total["status"], answer["status"], answer["rows"]) == (status, status, [])
        named = ("spins", "stations", "spins_per_day", "tie_out", "first_spin_at", "songs", "days")
        assert [total[name] for name in named] == [None] * len(named)
        assert total["note"]
        assert world.report().status is Status.SUCCEEDED


def test_where_broadcasts_alone_are_not_in_the_plan_spins_are_told_without_a_verdict() -> None:
    upstream = RadioUpstream(
        SOME, fails=lambda get: NotInPlan("403") if get.path.endswith("/broadcasts") else None
    )
    world, answer = made(upstream)
    (total,) = answer["totals"]
    assert (total["status"], total["spins"], total["tie_out"], total["songs"]) == ("measured", 4, None, None)
    assert "does not deliver the broadcasts of September 2024" in total["note"]
    assert world.report().status is Status.SUCCEEDED


def test_a_range_that_failed_makes_spins_partial_and_repair_fetches_it_alone() -> None:
    broken = RadioUpstream(
        [*SOME, aired(date(2024, 8, 25), BBC)],
        fails=lambda get: Unavailable("no luck") if str(get.params["startDate"]) < "2024-09" else None,
    )
    world, answer = made(broken, AUGUST_TOO)
    (total,) = answer["totals"]
    # A day that is not known must not read as one without spins.
    assert (total["songs"], total["days"]) == (None, None)
    assert (total["status"], total["spins"], total["spins_per_day"]) == ("partial", 4, None)
    assert (total["tie_out"], total["first_spin_at"], total["broadcasts"]) == (None, None, None)
    assert "The spins of 20 to 31 August 2024 could not be fetched: " in total["note"]
    assert "no luck" in total["note"]
    assert {row["status"] for row in answer["rows"]} == {"partial"}
    assert world.report().status is Status.PARTIAL
    assert lines_of(answer)[0].endswith("(partly fetched)")

    broken.fails = lambda _: None
    world.calls.asked.clear()
    world.repair()
    world.run()
    assert asked(world) == [("broadcast-groups", "2024-08-20", 0), ("broadcasts", "2024-08-20", 0)]
    (total,) = world.result()["sections"]["radio"]["totals"]
    assert (total["status"], total["spins"], total["tie_out"]) == ("measured", 5, "pass")
    assert world.report().status is Status.SUCCEEDED


def test_broadcasts_that_failed_make_the_total_partial_and_leave_the_stations_measured() -> None:
    upstream = RadioUpstream(
        SOME, fails=lambda get: Unavailable("no luck") if get.path.endswith("/broadcasts") else None
    )
    world, answer = made(upstream)
    (total,) = answer["totals"]
    assert (total["status"], total["spins"], total["tie_out"], total["songs"]) == ("partial", 4, None, None)
    assert "The broadcasts of September 2024 could not be fetched: " in total["note"]
    assert "no luck" in total["note"]
    assert {row["status"] for row in answer["rows"]} == {"measured"}
    assert world.report().status is Status.PARTIAL


def test_with_nothing_fetched_the_section_is_failed_and_says_why() -> None:
    world, answer = made(RadioUpstream(SOME, fails=lambda _: Unavailable("no luck")))
    (total,) = answer["totals"]
    assert (answer["status"], total["status"], total["spins"]) == ("failed", "failed", None)
    assert total["note"] == answer["note"]
    assert "no luck" in total["note"]
    assert lines_of(answer) == ["Radio worldwide: could not be fetched"]
    assert world.report().status is Status.PARTIAL


def test_calls_that_are_throttled_or_never_answered_are_made_again_and_the_report_is_whole() -> None:
    refusals = [Throttled("slow down", 5.0), Throttled("slow down", 5.0)]
    world, answer = made(RadioUpstream(SOME, fails=lambda _: refusals.pop() if refusals else None))
    assert (world.report().status, answer["totals"][0]["tie_out"]) == (Status.SUCCEEDED, "pass")

    world = World()
    world.calls.late_after = 1
    world.calls.answer = RadioUpstream(SOME)
    world.request(SEPTEMBER)
    world.run_due()
    world.calls.late_after = None
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert asked(world) == [("broadcast-groups", "2024-09-01", 0), ("broadcasts", "2024-09-01", 0)]


def test_a_busy_table_and_a_death_between_any_two_writes_cost_nothing_but_time() -> None:
    for busy in range(1, 4):
        world = World()
        world.calls.answer = RadioUpstream(SOME)
        world.request(SEPTEMBER)
        world.fuse.busy = busy
        world.run()
        assert world.report().status is Status.SUCCEEDED
    died = 0
    for kill_after in range(6):
        world = World()
        world.calls.answer = RadioUpstream(SOME)
        world.request(SEPTEMBER)
        jobs = [message for message in world.queue.messages if isinstance(message.body, FetchJob)]
        died += world.deliver(*jobs, kill_after=kill_after)
        world.run()
        (total,) = world.result()["sections"]["radio"]["totals"]
        assert (world.report().status, total["spins"], total["tie_out"]) == (Status.SUCCEEDED, 4, "pass")
    assert died >= 3


def test_a_report_over_the_simulator_ties_out_within_the_calls_the_preview_said() -> None:
    artists = (LAURO, simulated_artist("Achille Lauro"), simulated_artist("Annalisa"))
    request = a_request(
        sections=("radio",), artists=artists, start_date=date(2024, 7, 20), country="IT",
        compare=Comparison.PREVIOUS_YEAR,
    )  # fmt: skip
    world = World()
    most, _, at_most = priced(world, request)
    world.calls.answer = simulated()
    world.request(request)
    world.run()
    answer = world.result()["sections"]["radio"]
    assert world.report().status is Status.SUCCEEDED
    assert [total["tie_out"] for total in answer["totals"]] == ["pass"] * 3
    assert [total["compared"]["tie_out"] for total in answer["totals"]] == ["pass"] * 3
    assert len(world.calls.asked) == answer["upstream_calls"] <= most
    assert at_most
    assert {row["country_code"] for row in answer["rows"]} == {"IT"}


def test_the_simulator_refuses_what_soundcharts_would() -> None:
    answer = simulated()
    path = f"/api/v2/artist/{LAURO.uuid}"
    for endpoint in ("broadcasts", "broadcast-groups"):
        for params in ({"limit": 101}, {"offset": -1}, {"countryCode": "ITA"}, {"startDate": "1 May"}):
            assert isinstance(answer(Get(f"{path}/{endpoint}", params)), RequestRefused)
        unknown = f"/api/v2/artist/00000000-0000-0000-0000-000000000000/{endpoint}"
        assert isinstance(answer(Get(unknown)), NotFound)


def simulated_artist(name: str) -> Artist:
    return Artist(artists_named(name)[0].uuid, name)
