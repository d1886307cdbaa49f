"""One stack for all end-to-end tests; its timeouts are short, so that what was killed comes back soon."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from local.receiver import receiving
from local.simulator import start_simulator
from local.slack_double import BOT_TOKEN, SlackDouble, start_slack_double
from local.stack import down, up
from tests.e2e.caller import Caller
from tests.e2e.wire import Wire, strung_to
from tests.e2e.world import API_KEY, APP_ID, FETCH_VISIBILITY_S, FUNCTIONS, SIGNING_SECRET, World

_PARAMETERS = {
    # Two functions that fetch at once are as many as two processors start quickly.
    "Pace": "gentle",
    "Timing": "tests",
    # All these tests are one owner, and tools that try out every input search as fast as they can.
    "SearchesPerMinute": 10_000,
}
_TAKEN_FROM_THE_ENVIRONMENT = ("AWS_", "SOUNDCHARTS_", "SLACK_", "STACK_", "REPORT_", "ALLOWED_")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = tmp_path_factory.mktemp("stack")
    with (
        pytest.MonkeyPatch.context() as patch,
        start_simulator(own_process=True, app_id=APP_ID, api_key=API_KEY) as simulator,
        receiving() as receiver,
        start_slack_double() as slack,
    ):
        # The tools of this very environment, also when it is not the one that is active.
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(_TAKEN_FROM_THE_ENVIRONMENT)
            },
            "STACK_PORT": str(_a_free_port()),
            "STACK_PARAMETERS": " ".join(f"{name}={value}" for name, value in _PARAMETERS.items()),
            "SOUNDCHARTS_BASE_URL": simulator.base_url,
            "SOUNDCHARTS_APP_ID": APP_ID,
            "SOUNDCHARTS_API_KEY": API_KEY,
            "ALLOWED_CALLBACK_HOSTS": receiver.host,
            "SLACK_API_URL": slack.api_url,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
        }
        try:
            stack = up(env, home=home)
            world = World(
                stack, int((home / "run" / "ministack.pid").read_text()), simulator, receiver, slack
            )
            # Not parameters of the template, since nobody but these tests is in a hurry there.
            world.deliver_again_after("FetchJobsDeadLetters", 3)
            world.deliver_again_after("ReportChecksDeadLetters", 3)
            world.deliver_again_after("ChartRankingsDeadLetters", 3)
            world.deliver_again_after("NotifyQueue", 2)
            yield world
            world.close()
        finally:
            down(home=home)


@pytest.fixture(autouse=True)
def _nothing_waits_that_another_test_left(world: World) -> None:
    """Drop what is hidden until its next try: for hours a callback that nobody took, for minutes a job."""
    world.drop_messages()


@pytest.fixture(autouse=True)
def _nobody_has_asked_in_slack_this_hour(world: World) -> None:
    """Forget what other tests asked: one person may ask for 30 reports an hour, and it is always the same."""
    world.forget_who_asked()


@pytest.fixture(autouse=True)
def _soundcharts_is_well(world: World) -> None:
    world.simulator.reset()


@pytest.fixture
def caller(world: World) -> Caller:
    return world.caller


@pytest.fixture(scope="session")
def strung(world: World) -> Iterator[dict[str, Wire]]:
    """Wires from each function to AWS; once strung they stay, as each change is a cold start."""
    with ExitStack() as stack:
        wires = {}
        for function in FUNCTIONS:
            wire = stack.enter_context(strung_to(world.stack.aws_endpoint_url, partial(world.kill, function)))
            world.set_environment(function, AWS_ENDPOINT_URL=wire.url)
            wires[function] = wire
        yield wires


@pytest.fixture
def wires(strung: dict[str, Wire]) -> Iterator[dict[str, Wire]]:
    """The wires, on which nothing is intended before and after each test."""
    yield strung
    for wire in strung.values():
        wire.calm()


@pytest.fixture
def quick_redelivery(world: World, caller: Caller) -> Iterator[None]:
    """What a killed function leaves is delivered again soon; the functions are warm, so not before that."""
    caller.make(world.a_request(platforms=["spotify"]))
    world.simulator.reset()
    world.deliver_again_after("FetchJobsQueue", 2)
    # Not so that of finalizing: what comes again while it runs, on a busy machine, counts as another try.
    yield
    world.deliver_again_after("FetchJobsQueue", FETCH_VISIBILITY_S)


@pytest.fixture
def slack(world: World) -> Iterator[SlackDouble]:
    """Slack's side, of which every message and form so far has kept to the limits."""
    world.slack.reset()
    parked = world.waiting_in("ParkedMessages")
    yield world.slack
    world.settle()
    assert world.slack.broken == []
    assert world.waiting_in("ParkedMessages") == parked


def _a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def other_caller(world: World) -> Iterator[Caller]:
    """Somebody with an API key of their own on the same usage plan."""
    yield from _with_a_key(world)


@pytest.fixture(scope="module")
def newcomer(world: World) -> Iterator[Caller]:
    """Somebody like `other_caller` for all tests of a module."""
    yield from _with_a_key(world)


def _with_a_key(world: World) -> Iterator[Caller]:
    gateway = world.stack.client("apigateway")
    key = gateway.create_api_key(name="somebody-else", enabled=True)
    (plan,) = gateway.get_usage_plans()["items"]
    gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
    caller = Caller(world.stack.api_url, key["value"])
    yield caller
    caller.close()
    gateway.delete_api_key(apiKey=key["id"])
    gateway.close()
