"""Calls that are given up because a function's time is over: made, and so counted, like all others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from linernotes.model.report import FetchJob
from linernotes.model.request import Artist
from linernotes.reports.fetch_jobs import Attempt, fetch_jobs
from linernotes.sections.section import FetchTools
from linernotes.sections.windows.fetch import WindowClient
from linernotes.soundcharts.client import SoundchartsClient
from linernotes.threads import all_at_once
from local.simulator import ARTISTS, Simulator, start_simulator
from tests.unit.builders import a_request
from tests.unit.world import World

LATENCY_S = 0.12
BUDGETS_S = (0.05, 0.1, 0.2, 0.3, 0.4, 20.0)
"""What each try of the jobs has: too little for any to end, for some, and at last enough for all."""
SECTIONS = ("songs", "radio", "playlists", "shazam", "engagement")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        simulator.misbehave(latency_s=LATENCY_S)
        yield simulator


@pytest.fixture
def client(simulator: Simulator) -> Iterator[SoundchartsClient]:
    client = SoundchartsClient(
        base_url=simulator.base_url,
        credentials=lambda _: ("app", "key"),
        threads=8,
        calls_per_minute=5000,
        connect_timeout_s=2,
        read_timeout_s=5,
        total_timeout_s=5,
        now=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=lambda: 0.5,
    )
    yield client
    client.close()


def test_calls_given_up_when_time_is_over_are_counted(
    simulator: Simulator, client: SoundchartsClient
) -> None:
    world = World()
    world.clock.now = datetime.now(UTC)
    artists = tuple(Artist(each.uuid, each.name) for each in ARTISTS[100:101])
    world.request(
        a_request(artists=artists, platforms=("spotify", "instagram"), sections=SECTIONS, songs_limit=5)
    )
    left = []

    waiting: list[FetchJob] = []
    for budget_s in BUDGETS_S:
        # Those whose calls were given up are sent again, their try counted.
        waiting += world.queue.jobs
        world.queue.messages.clear()
        again = fetch_jobs(
            [Attempt(job, 1) for job in waiting],
            reports=world.reports,
            queue=world.queue,
            tools=FetchTools(world.windows, WindowClient(client), world.lookups, client, world.clock),
            random=lambda: 0.5,
            budget_s=budget_s,
            max_tries=len(BUDGETS_S) + 1,
            tell_stopped=lambda name, _, error: world.stopped.append((name, error)),
            together=all_at_once,
        )
        waiting = [waiting[position] for position in again]
        left.append(len(waiting) + len(world.queue.jobs))

    assert (left[-1], world.stopped) == (0, [])
    assert left[0] > 0, "jobs were given up"
    report = world.report()
    assert not report.pending
    assert report.upstream_calls == simulator.calls()["total"]
