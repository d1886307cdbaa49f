"""Engagement: what was gained and how videos were taken (contract 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from linernotes.model.errors import NotFound, NotInPlan, RequestRefused
from linernotes.model.periods import Comparison, needs_of
from linernotes.model.report import Status
from linernotes.model.row_status import RowStatus
from linernotes.sections.engagement.found import Found, Piece
from linernotes.sections.engagement.platforms import PLATFORMS, Measure
from linernotes.sections.engagement.section import EngagementAnswer
from linernotes.sections.engagement.totals import engagement_of
from linernotes.sections.windows.window_data import Outcome
from tests.unit.builders import LAURO, NOW, a_report
from tests.unit.engagement_cases import (
    ASKED,
    COMPARED,
    INSTAGRAM,
    answer_of,
    days_of_september,
    gained,
    made,
    row,
    total_of,
    video,
)


def test_what_was_gained_is_the_latest_less_the_first_value_of_each_within_the_period() -> None:
    total = total_of(made({"instagram": INSTAGRAM}), "instagram")
    assert gained(total) == (250, 4, None, None)
    assert (total["first_date"], total["latest_date"], total["status"]) == (
        "2024-09-02",
        "2024-09-29",
        "measured",
    )


def test_what_a_platform_never_counts_is_null_and_said_and_so_is_what_is_missing_of_what_it_does() -> None:
    total = total_of(
        made({"instagram": [row(day, followerCount=5) for day in days_of_september()]}), "instagram"
    )
    assert gained(total) == (0, None, None, None)
    assert "Soundcharts has no likes and views for Instagram." in total["note"]
    assert "There are no values of posts for September 2024." in total["note"]


def test_of_a_single_day_with_a_value_nothing_is_said_to_be_gained() -> None:
    total = total_of(made({"tiktok": [row("2024-09-03", followerCount=5, likeCount=8)]}), "tiktok")
    assert gained(total) == (None, None, None, None)
    assert (total["status"], total["first_date"]) == ("no_data", "2024-09-03")
    assert "Of followers and likes there is one day with a value only" in total["note"]


def test_of_a_single_day_with_videos_known_the_videos_are_measured() -> None:
    old = [video("old", "2024-01-01", viewCount=1, likeCount=1, commentCount=1)]
    total = total_of(made({"youtube": [row("2024-09-03", followerCount=5)]}, {"youtube": old}), "youtube")
    assert (gained(total), total["videos"], total["status"]) == ((None, None, None, None), 0, "measured")


def test_a_gain_that_is_not_of_the_whole_period_says_from_which_day_to_which_it_is() -> None:
    def note(*items: Mapping[str, Any]) -> str:
        told: str = total_of(made({"tiktok": list(items)}), "tiktok")["note"]
        return told

    whole = [row("2024-09-01", followerCount=1, likeCount=1), row("2024-09-30", followerCount=2, likeCount=3)]
    assert "Gained from" not in note(*whole)
    later = [row("2024-09-02", followerCount=1, likeCount=1), row("2024-09-30", followerCount=2, likeCount=3)]
    assert "Gained from 2 to 30 September 2024." in note(*later)
    shorter = [*whole[:1], row("2024-09-28", likeCount=3), row("2024-09-30", followerCount=2)]
    told = note(*shorter)
    assert "Of likes the gain is from 1 to 28 September 2024." in told
    assert "Of followers" not in told


def test_a_count_that_fell_is_given_as_it_is() -> None:
    items = [row("2024-09-01", likeCount=100), row("2024-09-30", likeCount=40)]
    assert gained(total_of(made({"tiktok": items}), "tiktok")) == (None, None, -60, None)


def test_without_any_value_in_the_period_all_is_null_and_never_0() -> None:
    total = total_of(made({"tiktok": [row("2024-08-31", followerCount=5)]}), "tiktok")
    assert gained(total) == (None, None, None, None)
    assert (total["status"], total["videos"], total["engagement_rate"]) == ("no_data", None, None)
    assert total["note"] == (
        "Soundcharts has no engagement figures (followers, posts, likes, views) of the artist on TikTok for "
        "September 2024."
    )


def test_a_day_given_twice_keeps_what_came_last_and_an_unreadable_row_costs_itself() -> None:
    items = [
        row("2024-09-01", followerCount=10),
        row("2024-09-30", followerCount=30),
        row("2024-09-30", followerCount=25),
        row("2024-09-30", followerCount="many", likeCount=5),
        row("2024-09-15", likeCount=4),
    ]
    total = total_of(made({"tiktok": items}), "tiktok")
    assert gained(total) == (15, None, 1, None)
    assert "1 row of Soundcharts' answer could not be read whole." in total["note"]


def test_x_and_soundcloud_are_read_from_the_windows_of_their_metric_sources() -> None:
    windows = {
        "twitter": [
            row("2024-09-01", followerCount=10, likeCount=5, postCount=7),
            row("2024-09-30", followerCount=13, likeCount=9, postCount=7),
        ],
        "soundcloud": [row("2024-09-01", postCount=7), row("2024-09-30", postCount=8)],
    }
    world = made(windows=windows)
    assert gained(total_of(world, "twitter")) == (3, 0, 4, None)
    assert gained(total_of(world, "soundcloud")) == (None, 1, None, None)
    assert {wanted.key.source_slug for wanted in world.upstream.asked} == {"spotify", "twitter", "soundcloud"}


def test_videos_of_the_period_are_rows_by_views_with_likes_and_comments_over_views() -> None:
    listed = [
        video("late", "2024-10-01", viewCount=10**9, likeCount=1, commentCount=1),
        video("b", "2024-09-30", viewCount=1_000, likeCount=90, commentCount=10),
        video("a", "2024-09-01", playCount=3_000, likeCount=290, commentCount=11),
        video("early", "2024-08-31", viewCount=10**9, likeCount=1, commentCount=1),
    ]
    world = made({"instagram": INSTAGRAM}, {"instagram": listed})
    rows = answer_of(world)["rows"]
    assert [(each["identifier"], each["views"], each["rate"]) for each in rows] == [
        ("a", 3_000, 0.1003),
        ("b", 1_000, 0.1),
    ]
    assert (rows[0]["published_on"], rows[0]["as_of"]) == ("2024-09-01", "2024-12-31")
    total = total_of(world, "instagram")
    assert (total["videos"], total["videos_status"], total["engagement_rate"]) == (2, "measured", 0.1003)


def test_a_video_without_views_or_comments_has_no_rate_and_is_in_no_rate() -> None:
    listed = [
        video("whole", "2024-09-05", viewCount=100, likeCount=4, commentCount=1),
        video("no views", "2024-09-04", viewCount=0, likeCount=9, commentCount=9),
        video("no comments", "2024-09-03", viewCount=10**6, likeCount=9),
        video("not looked at yet", "2024-09-02"),
    ]
    world = made(videos={"youtube": listed})
    total = total_of(world, "youtube")
    assert (total["videos"], total["engagement_rate"]) == (4, 0.05)
    assert "3 of 4 videos are not in the engagement rate" in total["note"]
    notes = {each["identifier"]: (each["rate"], each["note"]) for each in answer_of(world)["rows"]}
    assert notes == {
        "whole": (0.05, None),
        "no views": (None, "No rate: there are no views."),
        "no comments": (None, "No rate: comments not known."),
        "not looked at yet": (None, "No rate: views, likes and comments not known."),
    }


def test_no_video_in_the_period_is_0_and_an_empty_list_is_nothing_known() -> None:
    old = [video("old", "2024-01-01", viewCount=1, likeCount=1, commentCount=1)]
    world = made({"instagram": INSTAGRAM, "youtube": INSTAGRAM}, {"instagram": old})
    none, unknown = total_of(world, "instagram"), total_of(world, "youtube")
    assert (none["videos"], none["engagement_rate"], none["videos_status"]) == (0, None, "measured")
    assert (unknown["videos"], unknown["videos_status"], unknown["status"]) == (None, "no_data", "measured")


def test_a_video_of_no_known_day_is_left_out_said_and_makes_a_lower_bound() -> None:
    listed = [video("a", "2024-09-05", viewCount=100, likeCount=4, commentCount=1), video("b", None)]
    total = total_of(made(videos={"youtube": listed}), "youtube")
    assert (total["videos"], total["videos_status"], total["status"]) == (1, "lower_bound", "lower_bound")
    assert "Left out as nobody says when it was published: 1 video." in total["note"]


@pytest.mark.parametrize("error", [NotInPlan("403"), RequestRefused("400")])
def test_videos_outside_the_plan_leave_the_counts_as_they_are(error: NotInPlan | RequestRefused) -> None:
    world = made({"instagram": INSTAGRAM}, {"instagram": error})
    total = total_of(world, "instagram")
    assert gained(total)[:2] == (250, 4)
    assert (total["status"], total["videos"], total["videos_status"]) == ("measured", None, "not_in_plan")
    assert "Videos of Instagram are not in the Soundcharts plan in use." in total["note"]
    assert world.report().status is Status.SUCCEEDED


@pytest.mark.parametrize(
    ("error", "status"), [(NotInPlan("403"), "not_in_plan"), (NotFound("404"), "not_found")]
)
def test_why_there_are_no_counts_is_the_status_of_the_total(error: Any, status: str) -> None:
    total = total_of(made({"tiktok": error}), "tiktok")
    assert (total["status"], gained(total)) == (status, (None, None, None, None))
    assert total["note"]


def test_compared_with_another_period_each_gain_has_what_it_was_and_how_much_more_it_is() -> None:
    items = [
        row("2024-08-05", followerCount=100, likeCount=1),
        row("2024-08-30", followerCount=110, likeCount=2),
        row("2024-09-01", followerCount=120, likeCount=3),
        row("2024-09-28", followerCount=145, likeCount=9),
    ]
    total = total_of(made({"tiktok": items}, request=COMPARED), "tiktok")
    assert total["compared"]["period"] == {"start": "2024-08-02", "end": "2024-08-31", "days": 30}
    assert gained(total["compared"]) == (10, None, 1, None)
    assert gained(total["change"]) == (15, None, 5, None)
    assert total["change_note"] == (
        "Gained over 27 days here and over 25 days in the period compared with: followers and likes."
    )


def test_gains_over_as_many_days_are_compared_without_a_word() -> None:
    days = ("2024-08-02", "2024-08-31", "2024-09-01", "2024-09-30")
    items = [row(day, followerCount=100 + number) for number, day in enumerate(days)]
    total = total_of(made({"tiktok": items}, request=COMPARED), "tiktok")
    assert gained(total["change"])[0] == 0
    assert "days here" not in (total["change_note"] or "")


def test_a_gain_over_less_than_half_of_a_period_is_compared_with_nothing() -> None:
    items = [
        row("2024-08-05", followerCount=100),
        row("2024-08-18", followerCount=110),
        row("2024-09-01", followerCount=120),
        row("2024-09-15", followerCount=145),
    ]
    total = total_of(made({"tiktok": items}, request=COMPARED), "tiktok")
    assert gained(total["change"]) == (None, None, None, None)
    assert gained(total["compared"])[0] == 10
    assert total["change_note"] == (
        "Not compared: for followers and likes the values do not reach over at least half of both periods."
    )
    one_day_more = [*items[:1], row("2024-08-19", followerCount=110), *items[2:]]
    assert gained(total_of(made({"tiktok": one_day_more}, request=COMPARED), "tiktok")["change"])[0] == 15


def test_an_answer_of_which_only_the_period_compared_with_lacks_counts_is_not_whole() -> None:
    compared = replace(ASKED, compare=Comparison.PREVIOUS_YEAR)
    now, before = compared.periods
    needs = needs_of(compared.periods, today=NOW.date())
    counts = {Measure.FOLLOWERS: {now.start: 1, now.end: 3, before.start: 1, before.end: 2}}
    there = [Piece(need.window, Outcome.DELIVERED, counts) for need in needs]

    def answer(pieces: list[Piece]) -> EngagementAnswer:
        found = Found(pieces)
        of = engagement_of(LAURO, PLATFORMS["tiktok"], found, compared.periods, reason="503", fetched_at=[])
        return EngagementAnswer(a_report(compared), "engagement", [of])

    assert answer(there).whole
    lacking = [piece if now.meets(piece.window) else Piece(piece.window) for piece in there]
    assert lacking != there
    (of,) = answer(lacking).found
    assert (of.status, answer(lacking).whole) == (RowStatus.MEASURED, False)


def test_without_a_comparison_there_is_nothing_compared() -> None:
    total = total_of(made({"instagram": INSTAGRAM}), "instagram")
    assert (total["compared"], total["change"], total["change_note"]) == (None, None, None)
