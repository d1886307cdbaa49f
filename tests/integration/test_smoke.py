"""What `make smoke` finds: nothing of a stack that works, and of a broken one what is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.simulator import Simulator, start_simulator
from ops.smoke import CHECKS, OF_API_GATEWAY, Visit, smoke
from tests.integration import gateway as gateways
from tests.integration.api_events import KEY
from tests.integration.gateway import gateway, running_gateway
from tests.integration.moto_stack import MotoStack, moto_stack

type Answer = Callable[..., Any]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    simulator.reset()
    with moto_stack(simulator.base_url) as stack, stack.delivering():
        yield stack


@pytest.fixture
def visit(stack: MotoStack, page_site: Path) -> Iterator[Visit]:
    """Somebody at a stack whose functions all run in this process."""
    assert stack.names
    assert page_site.exists()
    with running_gateway() as address:
        yield Visit(address, KEY)


def broken(visit: Visit) -> dict[str, str]:
    """Check everything; gives what is broken, and how."""
    return {name: problem for name, problem in smoke(visit) if problem is not None}


def test_a_stack_that_works_passes_every_check(visit: Visit) -> None:
    assert dict(smoke(visit)) == dict.fromkeys(CHECKS)


def test_a_stack_without_api_gateway_is_not_asked_for_what_only_that_does(visit: Visit) -> None:
    visit.of_api_gateway = False
    assert dict(smoke(visit)) == dict.fromkeys(name for name in CHECKS if name not in OF_API_GATEWAY)


def changed(monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], None]) -> None:
    """Have every call changed before it is answered; the server looks its answerer up when it starts."""

    def answer(environ: dict[str, Any], start_response: Answer) -> Iterable[bytes]:
        change(environ)
        return gateway(environ, start_response)

    monkeypatch.setattr(gateways, "gateway", answer)


def a_key_for_everybody(environ: dict[str, Any]) -> None:
    environ["HTTP_X_API_KEY"] = KEY


def the_slash_added_unseen(environ: dict[str, Any]) -> None:
    if environ["PATH_INFO"] == "/v1":
        environ["PATH_INFO"] = "/v1/"


def a_second_stage(environ: dict[str, Any]) -> None:
    environ["PATH_INFO"] = environ["PATH_INFO"].replace("/Stage/", "/v1/")


def nothing_packed(environ: dict[str, Any]) -> None:
    environ["HTTP_ACCEPT_ENCODING"] = "identity"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (a_key_for_everybody, {"403 without a key": "answered 200"}),
        (the_slash_added_unseen, {"page without its last slash": "its assets are not found"}),
        (a_second_stage, {"no other stage": "answered 200"}),
        (nothing_packed, {"packed assets": "comes as identity to whoever takes br"}),
    ],
)
def test_what_is_broken_is_named(
    stack: MotoStack,
    page_site: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any]], None],
    found: dict[str, str],
) -> None:
    assert stack.names
    assert page_site.exists()
    changed(monkeypatch, change)
    with running_gateway() as address:
        problems = broken(Visit(address, KEY))
    assert problems.keys() == found.keys()
    for name, said in found.items():
        assert said in problems[name]


def test_a_report_that_fails_says_why_and_has_no_links(visit: Visit, simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"match": {"platform": "spotify"}, "then": 400}])
    problems = broken(visit)
    assert problems.keys() == {"report", "download links"}
    assert "400" in problems["report"]


def test_a_key_that_is_not_known_yet_is_waited_for_and_then_given_up(visit: Visit) -> None:
    clock = [0.0]
    visit.api_key = "unknown"
    visit.now = lambda: clock[0]
    visit.wait = lambda seconds: clock.__setitem__(0, clock[0] + seconds)
    problems = broken(visit)
    assert problems.keys() == {"preview", "report", "download links", "deletion"}
    assert clock[0] >= 90


def test_a_stack_that_does_not_answer_is_broken_in_every_way(unused_port: int) -> None:
    assert broken(Visit(f"http://127.0.0.1:{unused_port}/v1", KEY)).keys() == CHECKS.keys()


@pytest.fixture
def unused_port() -> int:
    """Give a port that nobody listens at."""
    with running_gateway() as address:
        return int(address.rpartition(":")[2].partition("/")[0])
