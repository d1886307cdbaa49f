"""Engagement against an independent statement of contract 10.6."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.windows import Window
from linernotes.sections.engagement.figures import gains_of, published_in, rate_of
from linernotes.sections.engagement.found import Piece
from linernotes.sections.engagement.platforms import Measure
from linernotes.sections.engagement.reading import audience_counts, video_list
from linernotes.sections.lookups.lists import ItemList
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.calls import Get
from tests.unit import contract_10_engagement_oracle as oracle
from tests.unit.engagement_cases import (
    ASKED,
    answer_of,
    row,
    total_of,
    video,
)
from tests.unit.simulated import simulated
from tests.unit.world import World

DAYS = st.dates(date(2024, 8, 25), date(2024, 10, 5)).map(date.isoformat)
FIGURES = st.none() | st.integers(0, 10**9)
ROWS = st.lists(
    st.builds(
        lambda day, followers, likes, posts, views: row(
            day, followerCount=followers, likeCount=likes, postCount=posts, viewCount=views
        ),
        DAYS, FIGURES, FIGURES, FIGURES, FIGURES,
    ),
    max_size=12,
)  # fmt: skip
VIDEOS = st.lists(
    st.builds(
        lambda name, day, views, likes, comments, field: video(
            name, day, **{field: views, "likeCount": likes, "commentCount": comments}
        ),
        st.sampled_from("abcdef"), DAYS, FIGURES, FIGURES, FIGURES,
        st.sampled_from(["playCount", "viewCount"]),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_gains_are_what_the_plain_statement_says(items: list[Any]) -> None:
    window = Window(date(2024, 8, 22), date(2024, 11, 19))
    counts = audience_counts(ItemList(items), window)
    piece = Piece(window, Outcome.DELIVERED, {measure: dict(counts.of(measure)) for measure in Measure})
    found = gains_of([piece], ASKED.period)
    said = {f"{measure}_gained": found[measure].gained if measure in found else None for measure in Measure}
    assert said == oracle.gains(items, "2024-09-01", "2024-09-30")


@given(VIDEOS)
def test_videos_and_rates_are_what_the_plain_statement_says(items: list[Any]) -> None:
    unique = list({item["identifier"]: item for item in reversed(items)}.values())[::-1]
    listed = video_list(ItemList(unique), date(2024, 8, 22), date(2024, 11, 19), cut=False)
    shown = published_in(listed.videos, ASKED.period)
    expected = oracle.videos(items, "2024-09-01", "2024-09-30")
    said = {
        each.identifier: {
            "published_on": each.published_on.isoformat(),
            "views": each.views,
            "likes": each.likes,
            "comments": each.comments,
            "rate": None if (rate := rate_of([each])) is None else float(rate),
        }
        for each in shown
    }
    assert said == expected
    whole = rate_of(shown)
    assert (None if whole is None else float(whole)) == oracle.rate(expected.values())


def test_a_whole_simulated_report_is_what_the_plain_statement_says_of_the_raw_answers() -> None:
    world = World()
    bodies: dict[str, list[Any]] = {}
    usual = simulated()

    def keeping(get: Get) -> Any:
        body = usual(get)
        assert isinstance(body, bytes)
        bodies.setdefault(get.path, []).extend(json.loads(body)["items"])
        return body

    world.calls.answer = keeping
    world.request(ASKED)
    world.run()
    rows = answer_of(world)["rows"]
    for slug in ("instagram", "tiktok", "youtube"):
        total = total_of(world, slug)
        (items,) = (found for path, found in bodies.items() if path.endswith(f"/audience/{slug}"))
        assert {name: total[name] for name in oracle.FIELDS} == oracle.gains(
            items, "2024-09-01", "2024-09-30"
        )
        listed = [found for path, found in bodies.items() if path.endswith(f"/shorts/{slug}/videos")]
        if listed:
            expected = oracle.videos(listed[0], "2024-09-01", "2024-09-30")
            assert total["engagement_rate"] == oracle.rate(expected.values())
            assert {each["identifier"]: each["rate"] for each in rows if each["platform__slug"] == slug} == {
                identifier: each["rate"] for identifier, each in expected.items()
            }
            assert expected
