"""Calls sent one by one, the answers of which decide what is sent next, over a real HTTP server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from linernotes.model.errors import NotFound, QuotaSpent, Unavailable
from linernotes.soundcharts.calls import Arrived, Get
from linernotes.soundcharts.client import SoundchartsClient
from linernotes.soundcharts.limits import Tally
from local.simulator import BILLIE_EILISH, Simulator, start_simulator

IDENTIFIERS = f"/api/v2/artist/{BILLIE_EILISH}/identifiers"


@pytest.fixture(scope="module")
def started() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def upstream(started: Simulator) -> Simulator:
    started.reset()
    return started


@pytest.fixture
def client(upstream: Simulator) -> Iterator[SoundchartsClient]:
    client = SoundchartsClient(
        base_url=upstream.base_url,
        credentials=lambda _: ("app", "key"),
        threads=4,
        calls_per_minute=1_000,
        connect_timeout_s=2.0,
        read_timeout_s=5.0,
        total_timeout_s=5.0,
        now=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        sleep=lambda _: None,
        random=lambda: 0.5,
    )
    yield client
    client.close()


def told(client: SoundchartsClient, calls: Sequence[Get], *, budget_s: float = 10.0) -> dict[int, Arrived]:
    """Send calls at once and wait for all of them; by the place of each."""
    found: dict[int, Arrived] = {}
    with client.open_calls(asked_since=datetime.now(UTC), budget_s=budget_s) as opened:
        for number, call in enumerate(calls):
            opened.send(number, call, Tally())
        while arrived := opened.arrived():
            found |= {one.tag: one for one in arrived}
    return found


def test_every_call_is_answered_once_by_its_tag(client: SoundchartsClient, upstream: Simulator) -> None:
    platforms = ["spotify", "youtube", "instagram", "tiktok", "deezer", "twitter"]
    found = told(client, [Get(IDENTIFIERS, {"platform": platform}) for platform in platforms])
    assert sorted(found) == list(range(6))
    for number, platform in enumerate(platforms):
        body = found[number].body
        assert isinstance(body, bytes)
        assert f'"platformCode":"{platform}"'.encode() in body
    assert upstream.calls()["total"] == 6


def test_an_error_is_an_answer_and_the_others_still_come(client: SoundchartsClient) -> None:
    nobody = Get("/api/v2/artist/00000000-0000-0000-0000-000000000000/identifiers")
    found = told(client, [nobody, Get(IDENTIFIERS)])
    assert isinstance(found[0].body, NotFound)
    assert isinstance(found[1].body, bytes)


def test_with_the_budget_spent_nothing_more_arrives_and_nothing_more_is_sent(
    client: SoundchartsClient, upstream: Simulator
) -> None:
    upstream.misbehave(rules=[{"then": "hang"}])
    tally = Tally()
    with client.open_calls(asked_since=datetime.now(UTC), budget_s=0.3) as opened:
        for number in range(9):
            opened.send(number, Get(IDENTIFIERS), tally)
        while arrived := opened.arrived():
            assert all(isinstance(one.body, Unavailable) for one in arrived)
    upstream.reset()
    assert tally.close() <= 4, "no more than there are threads"
    assert told(client, [Get(IDENTIFIERS)])[0].body


def test_nothing_is_sent_of_a_tally_that_was_closed(client: SoundchartsClient, upstream: Simulator) -> None:
    tally = Tally()
    tally.close()
    with client.open_calls(asked_since=datetime.now(UTC), budget_s=5.0) as opened:
        opened.send("closed", Get(IDENTIFIERS), tally)
        opened.send("open", Get(IDENTIFIERS), Tally())
        arrived = [one for group in iter(opened.arrived, []) for one in group]
    assert [one.tag for one in arrived] == ["open"]
    assert upstream.calls()["total"] == 1


def test_a_call_is_counted_where_it_was_sent_twice(client: SoundchartsClient, upstream: Simulator) -> None:
    upstream.misbehave(rules=[{"then": 503, "times": 1}])
    tally = Tally()
    with client.open_calls(asked_since=datetime.now(UTC), budget_s=5.0) as opened:
        opened.send("a", Get(IDENTIFIERS), tally)
        ((arrived,),) = iter(opened.arrived, [])
    assert isinstance(arrived.body, bytes)
    assert tally.close() == 2


def test_a_spent_quota_ends_every_call(client: SoundchartsClient, upstream: Simulator) -> None:
    upstream.misbehave(rules=[{"then": "quota_spent"}])
    found = told(client, [Get(IDENTIFIERS)] * 5)
    assert [type(found[number].body) for number in range(5)] == [QuotaSpent] * 5
