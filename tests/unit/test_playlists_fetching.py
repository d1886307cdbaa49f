"""Fetching playlists: as few calls as are right, what they cost, and what faults cost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from linernotes.api.resource import preview_json, report_json
from linernotes.model.errors import NothingToRepair, NotInPlan, Throttled, Unavailable, UpstreamError
from linernotes.model.periods import Comparison
from linernotes.model.report import Status
from linernotes.reports.preview_report import preview_report
from linernotes.sections.playlists.questions import PLATFORMS
from linernotes.sections.section import Stores
from linernotes.soundcharts.calls import Get
from tests.unit.builders import A_BUDGET, a_request
from tests.unit.openapi import errors_in
from tests.unit.playlist_cases import (
    BEFORE,
    DECEMBER,
    FIRST,
    LAST,
    NOW,
    PERIOD,
    a_crowd,
    a_world,
    entries_asked,
    made,
    total_in,
)
from tests.unit.playlist_upstream import PlaylistUpstream, a_reach_day, a_stay, day_after

# ------------------------------------------------------------------------------------------- lists and calls


def test_few_placements_take_one_list_of_all_types_and_one_of_the_largest() -> None:
    world = a_world(PlaylistUpstream(a_crowd(100)))
    made(world)
    assert sorted(entries_asked(world)) == [("all", 0), ("top", 0)]


def test_a_list_of_four_pages_is_still_cheaper_than_one_for_each_type() -> None:
    world = a_world(PlaylistUpstream([*a_crowd(399), a_stay("New", "b", FIRST, seen=FIRST)]))
    assert total_in(made(world))["added"] == 1
    assert sorted(entries_asked(world)) == [("all", 0), ("all", 100), ("all", 200), ("all", 300), ("top", 0)]


def test_many_placements_are_asked_for_by_type_and_curators_lists_are_left_alone() -> None:
    stays = [*a_crowd(3_000, type_="curators_listeners"), *a_crowd(150), a_stay("New", "b", FIRST)]
    world = a_world(PlaylistUpstream(stays))
    assert total_in(made(world))["added"] == 1
    assert sorted(entries_asked(world)) == [
        ("algotorial", 0),
        ("all", 0),
        ("charts", 0),
        ("editorial", 0),
        ("editorial", 100),
        ("major", 0),
        ("top", 0),
    ]


def test_a_list_is_followed_to_a_week_before_the_period_and_not_further() -> None:
    # A Monday is the day lists are followed back to, at least a week before the period.
    lately = [*a_crowd(150), a_stay("Small list", "b", BEFORE, left=FIRST, seen=day_after(FIRST, -7))]
    long_ago = a_crowd(240, type_="charts", seen=date(2025, 9, 30))
    world = a_world(PlaylistUpstream([*lately, *long_ago]))
    assert total_in(made(world))["removed"] == 1
    assert sorted(entries_asked(world)) == [("all", 0), ("all", 100), ("top", 0)]


def test_a_list_that_does_not_keep_the_order_asked_for_is_read_to_its_end() -> None:
    upstream = PlaylistUpstream(
        [
            *a_crowd(90),
            *a_crowd(5, type_="charts", seen=BEFORE),
            *a_crowd(60, type_="major"),
            a_stay("New", "b", FIRST),
        ]
    )
    upstream.sorts = False
    assert total_in(made(a_world(upstream)))["added"] == 1


def test_rows_that_do_not_say_of_what_type_they_are_are_asked_for_by_type() -> None:
    class WithoutTypes(PlaylistUpstream):
        def ranked(self, query: dict[str, str]) -> list[dict[str, Any]]:
            return [
                row | {"playlist": {**row["playlist"], "type": "Something new"}}
                for row in super().ranked(query)
            ]

    stays = [a_stay("Hits", "a", FIRST), a_stay("Fans", "a", FIRST, type_="curators_listeners")]
    section = made(a_world(WithoutTypes(stays)))
    assert [(row["playlist"], row["type"]) for row in section["rows"]] == [("Hits", "editorial")]


def test_more_placements_of_a_type_than_are_read_make_a_lower_bound() -> None:
    total = total_in(made(a_world(PlaylistUpstream([*a_crowd(1_001), a_stay("New", "b", FIRST)]))))
    assert total["status"] == "lower_bound"
    assert "Of each type the 1,000 placements seen last were read; there are more." in total["note"]


def test_placements_announced_and_not_delivered_are_said() -> None:
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)])
    upstream.extra_total = 7
    total = total_in(made(a_world(upstream)))
    assert (total["added"], total["status"]) == (1, "lower_bound")
    assert "announced 8 placements and delivered 1." in total["note"]


def test_a_second_report_takes_no_call_and_one_of_the_same_week_neither() -> None:
    world = a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 1, 1)]))
    made(world)
    asked = len(world.calls.asked)
    again = a_request(start_date=day_after(FIRST), end_date=day_after(LAST, -3), sections=("playlists",))
    section = made(world, again, report_id="report-2")
    assert len(world.calls.asked) == asked
    assert (section["upstream_calls"], section["cache_hits"]) == (0, 5 * 3)


@pytest.mark.parametrize("country", ["IT", None])
def test_reports_of_one_week_with_different_ends_share_one_list_and_take_nothing_from_each_other(
    country: str | None,
) -> None:
    world = a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST, market="IT")]))

    def request(days: int, report_id: str, *, fresh: bool = False) -> None:
        asked = a_request(
            start_date=FIRST, end_date=day_after(FIRST, days - 1), sections=("playlists",), country=country,
            fresh=fresh, title=report_id,
        )  # fmt: skip
        world.request(asked, report_id=report_id)

    request(7, "to the 7th")
    request(14, "to the 14th")
    world.run()
    assert sorted(entries_asked(world)) == [("all", 0), ("top", 0)]
    world.clock.advance(60)
    request(5, "fresh", fresh=True)
    world.run()
    for report_id in ("to the 7th", "to the 14th", "fresh"):
        report = world.report(report_id)
        assert (report.status, report.refetches) == (Status.SUCCEEDED, 0)
        with pytest.raises(NothingToRepair):
            world.repair(report_id)


def test_a_preview_says_the_calls_at_most_and_that_none_are_left_once_they_were_made() -> None:
    world = a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)]))
    stores = Stores(world.windows, world.charts, world.lookups)

    def price() -> tuple[int, int, int, bool]:
        prices = {
            section.name: price for section, price in preview_report(DECEMBER, now=NOW, stores=stores).prices
        }
        of = prices["playlists"]
        return of.jobs, of.upstream_calls, of.cached, of.at_most

    # A window of reach, a list of all types and one of the largest; placements by type if they are many.
    assert price() == (5, 5 * (3 + 40), 0, True)
    section = made(world)
    assert section["upstream_calls"] == 15
    assert price() == (5, 15, 15, False)


def test_a_preview_says_that_counts_and_reach_are_not_published_by_country() -> None:
    world = a_world(PlaylistUpstream())
    request = a_request(**PERIOD, country="IT", sections=("playlists",))
    preview = preview_report(request, now=NOW, stores=Stores(world.windows, world.charts, world.lookups))
    (price,) = [price for section, price in preview.prices if section.name == "playlists"]
    assert price.upstream_calls == 5 * (2 + 40)
    assert [(one.platform, one.status.value) for one in price.unanswerable] == [
        (platform, "not_published") for platform in PLATFORMS
    ]


# ---------------------------------------------------------------------------------------------------- faults

BAD: Sequence[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("position", lambda row: row.update(position="first")),
    ("peakPosition", lambda row: row.update(peakPosition=-3)),
    ("exitDate", lambda row: row.update(exitDate=20251130)),
    ("song", lambda row: row.update(song="a song")),
    ("song's name", lambda row: row["song"].update(name=5)),
    ("followers", lambda row: row["playlist"].update(latestSubscriberCount="many")),
    ("market", lambda row: row["playlist"].update(countryCode=39)),
    ("playlist's name", lambda row: row["playlist"].update(name=["Hits"])),
]


@pytest.mark.parametrize(("field", "spoil"), BAD, ids=[field for field, _ in BAD])
def test_a_bad_field_costs_no_more_than_itself(field: str, spoil: Callable[[dict[str, Any]], object]) -> None:
    bad = a_stay("Hits", "a", FIRST)
    spoil(bad)
    section = made(a_world(PlaylistUpstream([bad, a_stay("Other", "a", FIRST)])))
    total = total_in(section)
    assert (total["added"], total["status"]) == (2, "measured"), field
    assert "could not be read whole" in total["note"]
    (row,) = [row for row in section["rows"] if row["playlist"] != "Other"]
    assert row["note"] == "A field of Soundcharts' answer could not be read and is blank."
    assert (row["added_on"], row["playlist__uuid"]) == (str(FIRST), "uuid-of-Hits")


def test_a_row_that_names_no_playlist_costs_that_row_and_a_date_that_makes_no_sense_is_blank() -> None:
    nameless: list[Any] = [7, {"playlist": None}, {"playlist": {}, "entryDate": str(FIRST)}]
    unclear = a_stay("Hits", "a", FIRST) | {"entryDate": "2025-13-40"}
    upstream = PlaylistUpstream([a_stay("Other", "b", FIRST)])
    given = [*nameless, unclear, upstream.stays[0]]
    upstream.instead = dict.fromkeys(
        ("all", "top"), json.dumps({"items": given, "page": {"total": len(given)}}).encode()
    )
    section = made(a_world(upstream))
    assert total_in(section)["added"] == 1
    (held,) = [row for row in section["rows"] if row["event"] == "held"]
    assert (held["playlist"], held["added_on"]) == ("Hits", None)
    assert "The day it was added is not known." in held["note"]


def test_a_day_of_counts_that_cannot_be_read_costs_that_day() -> None:
    reach: list[Any] = [
        a_reach_day(FIRST, 3, 5),
        {"date": "soon"},
        a_reach_day(LAST, 4, None) | {"playlistReach": "x"},
    ]
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)])
    upstream.instead["reach"] = json.dumps({"items": reach, "page": {"total": 3}}).encode()
    total = total_in(made(a_world(upstream)))
    assert (total["playlists_latest"], total["reach_latest"], total["status"]) == (4, 5, "measured")
    assert "2 rows of Soundcharts' answer could not be read whole." in total["note"]


@pytest.mark.parametrize("error", [Unavailable("503"), Throttled("429", 5.0)], ids=["500s", "429"])
@pytest.mark.parametrize("what", ["reach", "all", "top"])
def test_what_fails_makes_its_platform_partial_and_a_repair_fetches_that_alone(
    what: str, error: UpstreamError
) -> None:
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 3, 5)])
    upstream.instead[what] = error
    world = a_world(upstream)
    section = made(world)
    total = total_in(section)
    assert (total["status"], section["status"], world.report().status) == (
        "partial",
        "partial",
        Status.PARTIAL,
    )
    assert "Not fetched" in total["note"]
    assert (total["added"] is None) is (what == "all")
    assert (total["playlists_first"] is None) is (what == "reach")
    (failure,) = world.report().failures
    assert (failure.job.section, failure.job.platform, failure.retryable) == ("playlists", "spotify", True)

    upstream.instead.clear()
    asked = len(world.calls.asked)
    world.repair()
    world.run()
    mended = total_in(world.result()["sections"]["playlists"])
    assert (mended["status"], mended["added"], mended["playlists_first"]) == ("measured", 1, 3)
    assert world.report().status is Status.SUCCEEDED
    assert len(world.calls.asked) - asked == 1


def test_counts_of_the_period_compared_with_that_fail_make_the_total_and_the_report_partial() -> None:
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 1, 1)])

    def answer(get: Get) -> bytes | UpstreamError:
        if "/reach/spotify" in get.path and str(get.params["endDate"]) < FIRST.isoformat():
            return Unavailable("no luck")
        return upstream(get)

    world = a_world(upstream)
    world.calls.answer = answer
    compared = a_request(**PERIOD, sections=("playlists",), compare=Comparison.PREVIOUS_YEAR)
    total = total_in(made(world, compared))
    assert (total["status"], total["playlists_first"]) == ("partial", 1)
    assert "no luck" in total["note"]
    assert world.report().status is Status.PARTIAL


def test_failures_and_a_preview_name_platforms_that_no_metric_source_has() -> None:
    upstream = PlaylistUpstream(platform="amazon")
    upstream.instead["top"] = Unavailable("503")
    world = a_world(upstream)
    made(world)
    report = report_json(world.report())
    assert [failure["platform__slug"] for failure in report["failures"]] == ["amazon"]
    assert errors_in(report, "Report") == []
    request = a_request(**PERIOD, country="IT", sections=("playlists",))
    preview = preview_report(request, now=NOW, stores=Stores(world.windows, world.charts, world.lookups))
    assert (
        errors_in(preview_json(preview, request.canonical(), limit=3_000, budget=A_BUDGET), "Preview") == []
    )


def test_a_type_that_fails_leaves_the_number_of_additions_open_and_shows_what_is_there() -> None:
    stays = [*a_crowd(500, type_="curators_listeners"), a_stay("Hits", "a", FIRST)]
    upstream = PlaylistUpstream(stays, reach=[a_reach_day(FIRST, 3, 5)])
    upstream.instead["charts"] = Unavailable("503")
    section = made(a_world(upstream))
    assert (total_in(section)["status"], total_in(section)["added"]) == ("partial", None)
    assert "Hits" in {row["playlist"] for row in section["rows"]}


def test_a_platform_of_which_nothing_could_be_fetched_failed() -> None:
    upstream = PlaylistUpstream()
    upstream.instead = dict.fromkeys(("reach", "all", "top"), Unavailable("no luck"))
    section = made(a_world(upstream))
    total = total_in(section)
    assert (total["status"], total["added"], total["playlists_first"]) == ("failed", None, None)
    assert "no luck" in total["note"].lower()


def test_what_is_not_in_the_plan_is_said_and_the_rest_is_there() -> None:
    upstream = PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 3, 5)])
    upstream.instead["reach"] = NotInPlan("403")
    world = a_world(upstream)
    total = total_in(made(world))
    assert (total["status"], total["added"], total["playlists_first"]) == ("measured", 1, None)
    assert "Counts and reach of playlists are not in the Soundcharts plan." in total["note"]
    assert world.report().status is Status.SUCCEEDED

    upstream.instead = dict.fromkeys(("all", "top"), NotInPlan("403"))
    total = total_in(made(a_world(upstream)))
    assert (total["status"], total["added"], total["playlists_first"]) == ("measured", None, 3)
    assert "Placements are not in the Soundcharts plan." in total["note"]

    upstream.instead["reach"] = NotInPlan("403")
    assert total_in(made(a_world(upstream)))["status"] == "not_in_plan"


def test_whom_soundcharts_does_not_know_is_not_found_and_who_is_on_no_list_has_no_data() -> None:
    section = made(a_world(PlaylistUpstream()))
    assert total_in(section, "deezer")["status"] == "not_found"
    nothing = total_in(section)
    assert (nothing["status"], nothing["added"], nothing["removed"]) == ("no_data", None, None)
    assert nothing["note"] == (
        "Soundcharts has no playlist on Spotify with a song of this artist for December 2025."
    )
    british = total_in(
        made(a_world(PlaylistUpstream()), a_request(**PERIOD, country="GB", sections=("playlists",)))
    )
    assert (british["status"], british["note"]) == (
        "no_data",
        "Soundcharts has no playlist of the United Kingdom on Spotify with a song of this artist for "
        "December 2025.",
    )


def test_an_artist_on_lists_to_whom_nothing_happened_has_none_added() -> None:
    total = total_in(made(a_world(PlaylistUpstream([a_stay("Old", "a", BEFORE)]))))
    assert (total["added"], total["removed"], total["status"]) == (0, 0, "measured")


def test_when_time_is_up_what_came_is_kept_and_a_repair_goes_on_from_there() -> None:
    world = a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 3, 5)]))
    world.calls.together = 1
    world.calls.late_after = 1
    made(world)
    assert world.report().status is Status.PARTIAL
    world.calls.late_after = None
    world.repair()
    world.run()
    assert total_in(world.result()["sections"]["playlists"])["status"] == "measured"
    assert max(Counter((get.path, str(get.params)) for get in world.calls.asked).values()) == 1


@pytest.mark.parametrize("writes", range(0, 20, 3))
def test_death_between_any_two_writes_and_a_busy_table_lose_nothing(writes: int) -> None:
    world = a_world(PlaylistUpstream([a_stay("Hits", "a", FIRST)], reach=[a_reach_day(FIRST, 3, 5)]))
    world.request(DECEMBER)
    world.fuse.busy = writes % 2
    while world.queue.messages:
        first = min(world.queue.messages, key=lambda message: message.due)
        world.clock.now = max(world.clock.now, first.due)
        world.deliver(first, kill_after=writes)
        world.fuse.busy = 0
        writes += 3
    total = total_in(world.result()["sections"]["playlists"])
    assert (world.report().status, total["status"], total["added"]) == (Status.SUCCEEDED, "measured", 1)
