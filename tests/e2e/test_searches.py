"""Searches on the stack: kept for everybody, from whichever door, and bounded for each owner."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from local.simulator import artists_named
from local.slack_double import Slacker
from ops.keys import Wanted, desk_of
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World

NAME = "Mina"
_numbers = count(1)


@pytest.fixture
def one_search_a_minute(world: World) -> Iterator[None]:
    before = world.set_environment("ApiFunction", SEARCHES_PER_MINUTE="1")
    yield
    world.set_environment("ApiFunction", SEARCHES_PER_MINUTE=before["SEARCHES_PER_MINUTE"])


@pytest.fixture
def newcomer(world: World) -> Iterator[Caller]:
    """Somebody who has searched for nothing yet."""
    yield from _newcomer(world)


@pytest.fixture
def another(world: World) -> Iterator[Caller]:
    """Somebody else who has searched for nothing yet."""
    yield from _newcomer(world)


def _newcomer(world: World) -> Iterator[Caller]:
    keys: list[str] = []
    desk_of(world.stack).change(f"searcher-{next(_numbers)}", Wanted.MAKE, show=keys.append)
    caller = Caller(world.stack.api_url, keys[0])
    yield caller
    caller.close()


def searches(world: World) -> int:
    return [call["endpoint"] for call in world.calls()].count("search")


def test_every_door_searches_for_the_same_name_once(world: World, caller: Caller, newcomer: Caller) -> None:
    world.slack.reset()
    (artist,) = artists_named(NAME)
    request = {**world.a_request(0, platforms=["spotify"]), "artists": [{"name": NAME}]}
    slacker = Slacker(world.stack.api_url, world.stack.slack_signing_secret, world.slack.url)

    assert caller.post("/reports/preview", request).json()["request"]["artists"] == [artist.uuid]
    assert newcomer.make(request)["status"] == "succeeded"
    assert artist.uuid in [
        found["uuid"] for found in caller.get("/artists", q=NAME.upper()).json()["artists"]
    ]
    # The first may be a cold start on a busy machine, which answers without options rather than too late.
    eventually(lambda: slacker.search("artists", NAME).json()["options"], "options in Slack")
    assert slacker.command(f"{NAME} on spotify for 2024-09").status_code == 200
    eventually(world.slack.shown_files, "workbook in Slack")
    world.settle()

    assert searches(world) == 1


@pytest.mark.usefixtures("one_search_a_minute")
def test_beyond_its_searches_an_owner_is_asked_to_wait_and_others_are_not(
    world: World, newcomer: Caller, another: Caller
) -> None:
    # Two in a row may fall into two minutes, three cannot.
    answers = [newcomer.get("/artists", q=f"limit {number}") for number in range(3)]
    refused = next(answer for answer in answers if answer.status_code == 429)

    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "searches" in refused.json()["detail"]
    assert searches(world) < 3
    assert newcomer.get("/artists", q="limit 0").status_code == 200
    assert another.get("/artists", q="another owner's").status_code == 200


def test_dot_segments_are_refused_and_never_sent(world: World, caller: Caller) -> None:
    for term in ("../../team/usage", "a/./b", ".."):
        assert caller.get("/artists", q=term).json()["errors"][0]["field"] == "q"
        request = {**world.a_request(0), "artists": [{"name": term}]}
        for path in ("/reports", "/reports/preview"):
            assert caller.post(path, request).json()["errors"][0]["field"] == "artists.0.name"
    assert searches(world) == 0
    assert caller.get("/artists", q="AC/DC").status_code == 200
