from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.charts.charts import Chart, Frequency, RankingKey
from linernotes.charts.messages import ranking_from, ranking_text
from linernotes.charts.ports import RankingJob
from linernotes.model.errors import MessageBroken

TEXTS = st.text(max_size=20)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))
CHARTS = st.builds(
    Chart,
    slug=TEXTS,
    name=TEXTS,
    platform=TEXTS,
    frequency=st.sampled_from(Frequency),
    country=st.none() | TEXTS,
    city=st.none() | TEXTS,
    size=st.integers(0, 10**6),
)
JOBS = st.builds(
    RankingJob,
    key=st.builds(RankingKey, CHARTS, MOMENTS.map(datetime.isoformat)),
    give_up_at=MOMENTS,
    again=st.booleans(),
    learnt_since=st.none() | MOMENTS,
)

A_JOB = RankingJob(
    RankingKey(
        Chart("top-songs-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT", size=200),
        "2024-12-30T14:56:13+00:00",
    ),
    give_up_at=datetime(2025, 1, 15, 18, tzinfo=UTC),
)
BODY = json.loads(ranking_text(A_JOB))
NEEDED = [
    ("key",), ("give_up_at",), ("key", "chart"), ("key", "moment"),
    *(("key", "chart", name) for name in ("slug", "name", "platform", "frequency")),
]  # fmt: skip


def paths(body: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Name every field of a message, those within others too."""
    for name, value in body.items():
        yield (*before, name)
        if isinstance(value, dict):
            yield from paths(value, (*before, name))


def changed(path: tuple[str, ...], *value: Any) -> str:
    """Write the message with another value of a field, or without the field."""
    body = json.loads(json.dumps(BODY))
    holder = body
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    if value:
        (holder[path[-1]],) = value
    return json.dumps(body)


@given(JOBS)
def test_a_ranking_is_read_as_it_was_written(job: RankingJob) -> None:
    assert ranking_from(ranking_text(job)) == job


@pytest.mark.parametrize("text", ["", "hello", "[]", "null", "5", "{}", '{"key": null}', "[" * 100_000])
def test_text_that_is_no_ranking_is_broken(text: str) -> None:
    with pytest.raises(MessageBroken, match="not a ranking"):
        ranking_from(text)


@pytest.mark.parametrize("path", NEEDED, ids=".".join)
def test_a_ranking_that_lacks_what_says_which_it_is_is_broken(path: tuple[str, ...]) -> None:
    with pytest.raises(MessageBroken, match="not a ranking"):
        ranking_from(changed(path))


@pytest.mark.parametrize("path", list(paths(BODY)), ids=".".join)
def test_a_field_of_another_kind_makes_the_ranking_broken(path: tuple[str, ...]) -> None:
    others: list[Any] = [[], {"x": 1}, 1.5, float("inf")]
    for value in others:
        with pytest.raises(MessageBroken, match="not a ranking"):
            ranking_from(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("key", "moment"), "yesterday"),
        (("key", "moment"), "2024-12-30T14:56:13"),  # without a zone it compares with no other
        (("key", "chart", "frequency"), "hourly"),
        (("key", "chart", "size"), True),
        (("key", "chart", "size"), "200"),
        (("give_up_at",), "2025-01-15T18:00:00"),
        (("give_up_at",), "soon"),
        (("learnt_since",), "2025-01-15T18:00:00"),
        (("again",), 1),
    ],
)
def test_a_value_that_means_nothing_makes_the_ranking_broken(path: tuple[str, ...], value: Any) -> None:
    with pytest.raises(MessageBroken, match="not a ranking"):
        ranking_from(changed(path, value))


def test_what_a_newer_release_adds_to_a_ranking_is_passed_over() -> None:
    assert ranking_from(json.dumps({**BODY, "added_later": 1})) == A_JOB
