"""Over the API in process: the secret of an owner's callbacks, and a callback sent once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from linernotes.bootstrap import clock as functions_clock
from local.simulator import BILLIE_EILISH, Simulator, start_simulator
from tests.integration.api_events import KEY, Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack

REQUEST = {
    "artists": [BILLIE_EILISH],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "callback_url": "https://example.org/hook",
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        yield stack


def accepted(**fields: str | None) -> str:
    answer = call("POST", "/reports", {**REQUEST, **fields})
    assert answer.status == 202, answer.text
    return answer.location


def redeliver(path: str, *, key: str = KEY) -> Answer:
    return call("POST", f"{path}/redeliver", key=key)


@pytest.mark.usefixtures("stack")
def test_each_owner_has_a_secret_of_their_own_that_stays() -> None:
    mine, again, theirs = (call("GET", "/webhook-secret", key=key) for key in ("mine", "mine", "theirs"))
    assert mine.status == 200
    assert mine.headers["cache-control"] == "no-store"
    assert mine.json["secret"].startswith("whsec_")
    assert mine.json == again.json != theirs.json


def test_a_callback_is_sent_once_more_a_minute(stack: MotoStack, monkeypatch: pytest.MonkeyPatch) -> None:
    path = accepted()
    stack.deliver()
    answer = redeliver(path)
    assert (answer.status, answer.location) == (202, path)
    assert (answer.json["callback"]["status"], answer.json["callback"]["tries"]) == ("pending", 0)
    early = redeliver(path)
    assert (early.status, early.json["type"].rpartition(":")[2]) == (429, "redelivered-too-soon")
    assert 0 < int(early.headers["retry-after"]) <= 60
    now = functions_clock.now()
    monkeypatch.setattr(functions_clock, "now", lambda: now + timedelta(minutes=1))
    assert redeliver(path).status == 202


def test_what_has_no_callback_to_send_says_why(stack: MotoStack) -> None:
    being_made = accepted()
    assert (redeliver(being_made).status, redeliver(being_made, key="another").status) == (409, 404)
    without = accepted(callback_url=None, title="another")
    stack.deliver()
    refused = redeliver(without)
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (409, "no-callback")
