"""Large reports beside small ones within one plan's calls a minute: who gets which, and who waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from linernotes.bootstrap.fetch import FetchSettings, bulk_share
from linernotes.model.errors import QuotaSpent, Throttled, UpstreamError
from linernotes.model.windows import Window
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.fetch import WindowClient
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from linernotes.soundcharts.client import SoundchartsClient
from local.simulator import ARTISTS, Simulator, start_simulator
from tests.integration.api_events import call
from tests.integration.moto_stack import moto_stack
from tests.unit.template import environment

A_MINUTE, THREADS = 100, 4
WINDOW = Window(date(2024, 8, 27), date(2024, 11, 24))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        simulator.misbehave(calls_per_minute=A_MINUTE)
        yield simulator


@pytest.fixture
def settings(simulator: Simulator) -> FetchSettings:
    told = {"SoundchartsBaseUrl": simulator.base_url, "CallsPerMinute": str(A_MINUTE)}
    return FetchSettings.from_env(environment("FetchFunction", parameters=told))


class Environments:
    """Environments of the fetch function, each with its own counts, as Lambda has them."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._made: list[SoundchartsClient] = []

    def one_more(self) -> tuple[SoundchartsClient, SoundchartsClient]:
        """Start one: gives what it asks with for the ordinary queue, and for the bulk queue."""
        upstream = SoundchartsClient(
            base_url=self._settings.soundcharts_base_url,
            credentials=lambda _: ("app", "key"),
            threads=THREADS,
            calls_per_minute=self._settings.calls_per_minute,
            connect_timeout_s=2,
            read_timeout_s=5,
            total_timeout_s=5,
            now=now,
            monotonic=time.monotonic,
            sleep=time.sleep,
            random=lambda: 0.5,
        )
        self._made.append(upstream)
        return upstream, bulk_share(upstream, self._settings)

    def close(self) -> None:
        for upstream in self._made:
            upstream.close()


@pytest.fixture
def environments(settings: FetchSettings) -> Iterator[Environments]:
    environments = Environments(settings)
    yield environments
    environments.close()


def now() -> datetime:
    return datetime.now(UTC)


def fetch(client: SoundchartsClient, artists: slice) -> list[UpstreamError | None]:
    wanted = [
        WindowRequest(WindowKey(each.uuid, "deezer", WINDOW.first), WINDOW) for each in ARTISTS[artists]
    ]
    groups = WindowClient(client).fetch(wanted, asked_since=now(), budget_s=20)
    return [fetched.error for group in groups for fetched in group]


def test_an_environment_takes_its_part_of_four_fifths_for_large_reports_and_has_the_rest_for_small_ones(
    simulator: Simulator, environments: Environments, settings: FetchSettings
) -> None:
    ordinary, bulk = environments.one_more()

    refused = fetch(bulk, slice(0, 60))

    part = A_MINUTE * 4 // 5 // settings.bulk_functions
    assert simulator.calls()["total"] == part == 60 - sum(isinstance(error, Throttled) for error in refused)
    assert fetch(ordinary, slice(60, 100)) == [None] * 40


def test_a_429_told_for_a_large_report_holds_small_ones_too_and_a_spent_quota_likewise(
    simulator: Simulator, environments: Environments
) -> None:
    ordinary, bulk = environments.one_more()
    simulator.misbehave(rules=[{"then": "per_minute", "reset_s": 30}])
    assert isinstance(fetch(bulk, slice(0, 1))[0], Throttled)
    made = simulator.calls()["total"]
    assert isinstance(fetch(ordinary, slice(1, 2))[0], Throttled)
    assert simulator.calls()["total"] == made, "what the team may not send is not sent to see"

    ordinary, bulk = environments.one_more()
    simulator.misbehave(quota=0)
    begun = now()
    assert isinstance(fetch(bulk, slice(0, 1))[0], QuotaSpent)
    groups = WindowClient(ordinary).fetch(
        [WindowRequest(WindowKey(ARTISTS[0].uuid, "deezer", WINDOW.first), WINDOW)],
        asked_since=begun,
        budget_s=10,
    )
    assert [type(each.error) for group in groups for each in group] == [QuotaSpent]


def test_a_small_report_is_made_while_a_large_one_has_spent_its_share_of_the_minute(
    simulator: Simulator,
) -> None:
    with moto_stack(simulator.base_url, calls_per_minute=A_MINUTE) as stack:
        large = call("POST", "/reports", a_request(slice(0, 11), list(SOURCES)), key="greedy").json
        stack.deliver()
        spent = simulator.calls()
        small = call("POST", "/reports", a_request(slice(40, 41), ["spotify"]), key="modest").json
        stack.deliver()

        assert call("GET", f"/reports/{large['report_id']}", key="greedy").json["status"] == "running"
        assert call("GET", f"/reports/{small['report_id']}", key="modest").json["status"] == "succeeded"
        assert spent["by_status"].keys() == simulator.calls()["by_status"].keys() == {"200"}


def test_jobs_of_a_posted_report_go_by_the_bulk_queue_where_they_are_many(simulator: Simulator) -> None:
    with moto_stack(simulator.base_url) as stack:
        call("POST", "/reports", a_request(slice(0, 1), list(SOURCES)), key="modest")
        few = stack.waiting("FetchJobsQueue")
        assert (len(few), stack.waiting("BulkFetchJobsQueue")) == (10, [])
        assert not any(job["bulk"] for job in few)

        call("POST", "/reports", a_request(slice(0, 11), list(SOURCES)), key="greedy")
        many = stack.waiting("BulkFetchJobsQueue")
        assert len(many) == 10
        assert all(job["bulk"] for job in many)
        assert {job["owner"] for job in many}.isdisjoint(job["owner"] for job in few)


def a_request(artists: slice, platforms: list[str]) -> dict[str, Any]:
    return {
        "artists": [each.uuid for each in ARTISTS[artists]],
        "platforms": platforms,
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
    }
