"""Engagement: what is asked of Soundcharts, what it costs, and what becomes of faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from linernotes.api.resource import preview_json
from linernotes.model.errors import StoreBusy, Throttled, Unavailable
from linernotes.model.report import Status
from linernotes.reports.preview_report import preview_report
from linernotes.sections.engagement.questions import MOST_PAGES
from linernotes.sections.section import Stores
from linernotes.soundcharts.calls import Get
from tests.unit.builders import A_BUDGET, ELISA, LAURO
from tests.unit.engagement_cases import (
    ASKED,
    INSTAGRAM,
    answer_of,
    gained,
    made,
    row,
    served,
    total_of,
    video,
)
from tests.unit.memory import MemoryLookupStore
from tests.unit.openapi import errors_in
from tests.unit.simulated import simulated
from tests.unit.world import World


def numbered(count: int, *, from_day: date, up: bool = False) -> list[Any]:
    """List a video a day, back from a day on, or on from it."""
    sign = 1 if up else -1
    return [
        video(f"v{index}", date.fromordinal(from_day.toordinal() + sign * index).isoformat(), viewCount=1)
        for index in range(count)
    ]


def offsets_of(world: World) -> list[int]:
    asked = [get for get in world.calls.asked if get.path.endswith("/shorts/youtube/videos")]
    return [int(get.params.get("offset", 0)) for get in asked]


def test_a_list_that_goes_down_is_read_until_it_is_older_than_wanted() -> None:
    world = made(videos={"youtube": numbered(900, from_day=date(2024, 11, 1))})
    assert offsets_of(world) == [0]
    assert total_of(world, "youtube")["videos"] == 30


def test_videos_pinned_to_the_top_keep_nothing_out_and_cost_a_page_more_at_most() -> None:
    pinned = [video("pinned", "2021-01-01", viewCount=9)]
    world = made(videos={"youtube": [*pinned, *numbered(900, from_day=date(2024, 11, 1))]})
    assert offsets_of(world) == [0, 100]
    assert (total_of(world, "youtube")["videos"], total_of(world, "youtube")["status"]) == (30, "measured")


def test_a_list_in_another_order_is_read_to_its_end() -> None:
    world = made(videos={"youtube": numbered(420, from_day=date(2023, 9, 1), up=True)})
    assert offsets_of(world) == [0, 100, 200, 300, 400]
    assert (total_of(world, "youtube")["videos"], total_of(world, "youtube")["status"]) == (30, "measured")


def test_a_list_longer_than_is_read_makes_a_lower_bound_and_one_that_just_fits_does_not() -> None:
    fits = numbered(100 * MOST_PAGES, from_day=date(2022, 1, 1), up=True)
    first = video("first", "2024-09-09", viewCount=1)
    longer = made(videos={"youtube": [first, *fits]})
    total = total_of(longer, "youtube")
    assert len(offsets_of(longer)) == MOST_PAGES
    assert (total["videos"], total["status"]) == (26, "lower_bound")
    assert "was read no further than 1,000" in total["note"]
    assert total_of(made(videos={"youtube": fits}), "youtube")["status"] == "measured"


def shrinking(videos: list[Any], *, at: int) -> Any:
    """Answer for YouTube's videos, of which one goes away before the call of that number, from 1 on."""
    left, number = list(videos), 0

    def answer(get: Get) -> Any:
        nonlocal number
        if get.path.endswith("/shorts/youtube/videos"):
            number += 1
            if number == at:
                left.pop(0)
        return served(videos={"youtube": left})(get)

    return answer


@pytest.mark.parametrize("at", [9, 10])
@pytest.mark.parametrize("count", [900, 950, 3_000])
def test_a_list_that_gets_shorter_is_read_for_no_more_pages_than_said_and_keeps_what_came(
    at: int, count: int
) -> None:
    # Of a year that is long past: the list goes up, and the period lies at its beginning.
    world = World()
    world.calls.answer = shrinking(numbered(count, from_day=date(2024, 9, 1), up=True), at=at)
    world.request(ASKED)
    world.run()
    total = total_of(world, "youtube")
    assert len(offsets_of(world)) == (9 if (count, at) == (900, 10) else MOST_PAGES)
    assert (total["videos"], total["status"]) == (
        30,
        "measured" if (count, at) == (900, 10) else "lower_bound",
    )


def test_a_list_that_is_read_again_ends_where_it_would_have_ended_at_first() -> None:
    world = World()
    videos = numbered(900, from_day=date(2024, 12, 31))
    world.calls.answer = shrinking(videos, at=2)
    world.request(ASKED)
    world.run()
    assert offsets_of(world) == [0, 100, 0, 100]
    total = total_of(world, "youtube")
    assert (total["videos"], total["status"]) == (30, "measured")


def test_all_platforms_are_there_whatever_ones_were_asked_for_and_no_sentiment() -> None:
    world = made(request=replace(ASKED, artists=(LAURO, ELISA)))
    answer = answer_of(world)
    slugs = ["instagram", "tiktok", "youtube", "twitter", "soundcloud"]
    assert [total["platform__slug"] for total in answer["totals"]] == slugs * 2
    assert answer["sentiment"]["status"] == "not_available"
    assert "neither mentions nor the texts of comments" in answer["sentiment"]["note"]
    assert errors_in(answer, "EngagementSection") == []


def test_with_a_country_nothing_is_asked_and_the_preview_says_so_beforehand() -> None:
    request = replace(ASKED, platforms=("spotify",), country="IT")
    world = made({"instagram": INSTAGRAM}, request=request)
    assert world.calls.asked == []
    assert {wanted.key.source_slug for wanted in world.upstream.asked} == {"spotify"}
    assert [job.section for job in world.report().jobs] == ["audience"]
    answer = answer_of(world)
    assert {total["status"] for total in answer["totals"]} == {answer["status"]} == {"not_published"}
    assert errors_in(answer, "EngagementSection") == []
    listed = preview(World(), request)["unanswerable"]
    assert [(each["platform__slug"], each["status"]) for each in listed] == [
        (slug, "not_published") for slug in ("instagram", "tiktok", "youtube", "twitter", "soundcloud")
    ]


def test_windows_that_the_rows_fetch_are_theirs_and_asked_for_once() -> None:
    windows = {"twitter": [row("2024-09-01", followerCount=1), row("2024-09-30", followerCount=3)]}
    request = replace(ASKED, platforms=("twitter",))
    world = made(windows=windows, request=request)
    asked = [wanted.key.source_slug for wanted in world.upstream.asked]
    assert sorted(asked) == ["soundcloud", "twitter"]
    assert ("engagement", "twitter") not in {(job.section, job.platform) for job in world.report().jobs}
    assert gained(total_of(world, "twitter"))[0] == 2


def preview(world: World, request: Any) -> dict[str, Any]:
    stores = Stores(world.windows, world.charts, world.lookups)
    seen = preview_report(request, now=world.clock(), stores=stores)
    answer = preview_json(seen, request.canonical(), limit=3_000, budget=A_BUDGET)
    return cast("dict[str, Any]", answer)


def price(world: World, request: Any) -> dict[str, Any]:
    (section,) = preview(world, request)["sections"]
    return cast("dict[str, Any]", section)


def test_a_month_takes_a_window_a_platform_and_the_pages_of_two_lists_and_again_nothing() -> None:
    world = World()
    world.calls.answer = simulated()
    before = price(world, ASKED)
    assert before == {
        "name": "engagement", "jobs": 5, "upstream_calls": 5 + 2 * MOST_PAGES, "cached": 0, "at_most": True,
    }  # fmt: skip
    world.request(ASKED)
    world.run()
    first = answer_of(world)
    assert 7 <= first["upstream_calls"] <= 10
    assert first["upstream_calls"] == len(world.calls.asked) + 2
    assert world.report().status is Status.SUCCEEDED

    world.clock.advance(60)
    after = price(world, ASKED)
    assert (after["cached"], after["at_most"]) == (after["upstream_calls"], False)
    world.request(ASKED, report_id="again")
    world.run()
    again = world.result("again")["sections"]["engagement"]
    assert (again["upstream_calls"], again["cache_hits"]) == (0, 7)
    assert (again["totals"], again["rows"]) == (first["totals"], first["rows"])


def test_windows_the_rows_fetch_are_in_the_price_of_the_rows_alone() -> None:
    request = replace(ASKED, platforms=("twitter",))
    assert (preview(World(), request)["jobs"], price(World(), request)["jobs"]) == (5, 4)


def with_fault(world: World, fault: Any, *, path: str, times: int = 10**6) -> None:
    """Have calls to a path fail, so many times."""
    usual = simulated()
    left = times

    def answer(get: Get) -> Any:
        nonlocal left
        if path in get.path and left:
            left -= 1
            return fault
        return usual(get)

    world.calls.answer = answer


def test_videos_that_cannot_be_fetched_make_the_total_partial_and_a_repair_mends_it() -> None:
    world = World()
    with_fault(world, Unavailable("503"), path="/shorts/youtube")
    world.request(ASKED)
    world.run()
    total = total_of(world, "youtube")
    assert (world.report().status, total["status"], total["videos"]) == (Status.PARTIAL, "partial", None)
    assert total["followers_gained"] is not None
    assert "The videos could not be fetched: 503." in total["note"]
    assert {(f.job.section, f.job.platform, f.retryable) for f in world.report().failures} == {
        ("engagement", "youtube", True)
    }
    asked = len(world.calls.asked)
    world.calls.answer = simulated()
    world.repair()
    world.run()
    assert (world.report().status, total_of(world, "youtube")["status"]) == (Status.SUCCEEDED, "measured")
    assert {get.path.split("/")[5] for get in world.calls.asked[asked:]} == {"shorts"}


def test_a_platform_of_which_nothing_came_has_failed() -> None:
    world = World()
    with_fault(world, Unavailable("no luck"), path="/audience/tiktok")
    world.request(ASKED)
    world.run()
    total = total_of(world, "tiktok")
    assert (total["status"], gained(total)) == ("failed", (None, None, None, None))
    assert "no luck" in total["note"]
    assert (answer_of(world)["status"], world.report().status) == ("partial", Status.PARTIAL)


def test_windows_of_the_rows_that_failed_are_told_with_the_reason_of_their_job() -> None:
    world = World()
    world.calls.answer = simulated()
    world.upstream.usual = Unavailable("the series is down")
    world.request(replace(ASKED, platforms=("twitter",)))
    world.run()
    assert "the series is down" in total_of(world, "twitter")["note"]
    assert total_of(world, "twitter")["status"] == "failed"
    assert total_of(world, "instagram")["status"] == "measured"


def test_a_fault_that_passes_leaves_no_trace() -> None:
    world = World()
    with_fault(world, Unavailable("503"), path="/audience/instagram", times=2)
    world.request(ASKED)
    world.run()
    clean = World()
    clean.calls.answer = simulated()
    clean.request(ASKED)
    clean.run()
    assert world.report().status is Status.SUCCEEDED
    assert total_of(world, "instagram") == total_of(clean, "instagram")


def test_when_time_is_up_what_came_is_shown_and_the_rest_is_named() -> None:
    world = World(together=1)
    world.calls.answer = simulated()
    world.calls.together = 1
    world.calls.late_after = 2
    world.request(ASKED)
    world.run()
    assert world.report().status is Status.PARTIAL
    statuses = {total["platform__slug"]: total["status"] for total in answer_of(world)["totals"]}
    assert (statuses["twitter"], statuses["youtube"]) == ("measured", "failed")


@pytest.mark.parametrize("writes", range(0, 24, 3))
def test_a_function_that_dies_between_any_two_writes_costs_nothing(writes: int) -> None:
    world = World()
    world.calls.answer = simulated()
    world.request(ASKED)
    world.deliver(
        *[message for message in world.queue.messages if message.queue == "FetchJobsQueue"], kill_after=writes
    )
    world.run()
    assert world.report().status is Status.SUCCEEDED
    assert answer_of(world)["status"] == "measured"


def test_a_table_busy_after_calls_were_made_brings_back_only_what_was_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    world.calls.answer = simulated()
    busy = 1
    read = MemoryLookupStore.read

    def busy_once(store: MemoryLookupStore, questions: Any) -> Any:
        nonlocal busy
        if busy:
            busy -= 1
            raise StoreBusy("busy")
        return read(store, questions)

    monkeypatch.setattr(MemoryLookupStore, "read", busy_once)
    world.request(ASKED)
    world.run_due()
    assert set(world.report().ended) == {"0.spotify", "0.engagement.twitter", "0.engagement.soundcloud"}
    world.run()
    assert world.report().status is Status.SUCCEEDED


def test_a_throttled_call_is_tried_again_when_there_is_room() -> None:
    world = World()
    with_fault(world, Throttled("429", 5.0), path="/shorts/instagram", times=1)
    world.request(ASKED)
    world.run()
    assert world.report().status is Status.SUCCEEDED


def test_an_answer_that_is_no_list_fails_its_job_and_no_other() -> None:
    world = World()
    with_fault(world, b'{"items": {}}', path="/audience/tiktok")
    world.request(ASKED)
    world.run()
    assert {failure.job.job_id for failure in world.report().failures} == {"0.engagement.tiktok"}
    assert total_of(world, "tiktok")["status"] == "failed"
