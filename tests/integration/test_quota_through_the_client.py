"""A month's calls used up and there again: the real client and the simulated Soundcharts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from linernotes.charts.chart_client import ChartClient
from linernotes.charts.charts import RankingKey
from linernotes.model.errors import QuotaSpent, UpstreamError
from linernotes.model.windows import Window
from linernotes.sections.windows.fetch import WindowClient
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from linernotes.soundcharts.client import SoundchartsClient
from local.simulator import ARTISTS, Simulator, start_simulator

WINDOW = Window(date(2024, 8, 27), date(2024, 11, 24))
WANTED = [WindowRequest(WindowKey(artist.uuid, "deezer", WINDOW.first), WINDOW) for artist in ARTISTS[:20]]


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running


@pytest.fixture
def client(simulator: Simulator) -> Iterator[SoundchartsClient]:
    client = SoundchartsClient(
        base_url=simulator.base_url,
        credentials=lambda _: ("app", "key"),
        threads=10,
        calls_per_minute=5000,
        connect_timeout_s=2,
        read_timeout_s=5,
        total_timeout_s=5,
        now=now,
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=lambda: 0.5,
    )
    yield client
    client.close()


def now() -> datetime:
    return datetime.now(UTC)


def usage_calls(simulator: Simulator) -> int:
    count: int = simulator.calls()["by_endpoint"].get("usage", 0)
    return count


def fetch(client: SoundchartsClient, begun: datetime) -> list[UpstreamError | None]:
    groups = WindowClient(client).fetch(WANTED, asked_since=begun, budget_s=10)
    return [fetched.error for group in groups for fetched in group]


def is_spent(errors: list[UpstreamError | None]) -> bool:
    return all(isinstance(error, QuotaSpent) for error in errors)


def test_a_raised_plan_serves_what_was_begun_since_at_once(
    simulator: Simulator, client: SoundchartsClient
) -> None:
    first = now()
    simulator.misbehave(quota=0)
    assert is_spent(fetch(client, first))
    simulator.misbehave(quota=1000)
    assert is_spent(fetch(client, first)), "begun before it was learnt"
    assert fetch(client, now()) == [None] * len(WANTED)
    assert fetch(client, first) == [None] * len(WANTED)


def test_many_reports_begun_while_nothing_is_left_ask_for_usage_a_few_times(
    simulator: Simulator, client: SoundchartsClient
) -> None:
    simulator.misbehave(quota=0)
    assert is_spent(fetch(client, now()))
    started = time.monotonic()
    begun = now()
    with ThreadPoolExecutor(8) as reports:
        ended = list(reports.map(lambda _: fetch(client, begun), range(50)))
    assert all(map(is_spent, ended))
    assert usage_calls(simulator) <= 2 + (time.monotonic() - started)
    assert simulator.calls()["total"] - usage_calls(simulator) <= 10, "the first, sent together"


def test_a_search_finds_as_soon_as_there_are_calls_again(
    simulator: Simulator, client: SoundchartsClient
) -> None:
    simulator.misbehave(quota=0)
    with pytest.raises(QuotaSpent):
        client.search("Billie Eilish")
    simulator.misbehave()
    assert client.search("Billie Eilish")


def test_a_backfill_begun_since_gets_its_charts_rankings_and_songs(
    simulator: Simulator, client: SoundchartsClient
) -> None:
    charts = ChartClient(client)
    chart = charts.charts("spotify", "IT", budget_s=5).charts[0]
    (listed,) = charts.moments([chart], budget_s=5)
    key = RankingKey(chart, listed.moments[-1])
    simulator.misbehave(quota=0)
    before = now()
    with pytest.raises(QuotaSpent):
        charts.charts("spotify", "IT", budget_s=5)
    simulator.misbehave()
    (refused,) = charts.rankings([key], asked_since=before, budget_s=5)
    assert isinstance(refused.error, QuotaSpent)
    (ranked,) = charts.rankings([key], asked_since=now(), budget_s=5)
    assert ranked.ranking is not None
    (song,) = charts.songs([ranked.ranking.songs[0].uuid], asked_since=before, budget_s=5)
    assert song.song is not None
