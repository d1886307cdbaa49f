"""Rosters on the stack, and what a form fills them from: lines, addresses, and a report in one line."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
import requests

from local.simulator import artists_named, identifier_of, url_of
from ops.keys import Wanted, desk_of
from tests.e2e.caller import Caller
from tests.e2e.world import World

_numbers = count(1)


@pytest.fixture
def keeper(world: World) -> Iterator[Caller]:
    """Somebody who keeps no rosters yet."""
    keys: list[str] = []
    desk_of(world.stack).change(f"keeper-{next(_numbers)}", Wanted.MAKE, show=keys.append)
    caller = Caller(world.stack.api_url, keys[0])
    yield caller
    caller.close()


def names_of(keeper: Caller) -> list[str]:
    answer = keeper.get("/rosters")
    assert answer.status_code == 200, answer.text
    return [roster["name"] for roster in answer.json()["rosters"]]


def test_pasted_lines_become_a_roster_and_the_roster_a_report(keeper: Caller) -> None:
    (annalisa,), (billie,) = artists_named("Annalisa"), artists_named("Billie Eilish")
    address = url_of("spotify", identifier_of(billie, "spotify"))
    resolved = keeper.post("/artists/resolve", {"lines": ["Annalisa", address, "Nirvana"]}).json()["lines"]
    assert [line["status"] for line in resolved] == ["found", "found", "ambiguous"]
    assert keeper.get("/artists", q=address).json()["artists"] == [resolved[1]["artist"]]
    artists = [{**line["artist"]} for line in resolved if line["artist"]]
    for artist in artists:
        del artist["slug"]
    created = keeper.post("/rosters", {"name": "Autumn", "artists": artists})
    assert created.status_code == 201, created.text
    (roster,) = keeper.get("/rosters").json()["rosters"]
    assert roster == created.json()
    assert [artist["uuid"] for artist in roster["artists"]] == [annalisa.uuid, billie.uuid]
    line = keeper.get("/line", text="Annalisa on spotify in IT for 2024-09").json()
    asked = {name: line[name] for name in ("platforms", "start_date", "end_date", "country")}
    report = keeper.make({**asked, "artists": [artist["uuid"] for artist in roster["artists"]]})
    assert report["status"] == "succeeded"


def test_of_two_who_change_a_roster_at_once_one_succeeds_and_nothing_is_lost(keeper: Caller) -> None:
    uuids = [artists_named(name)[0].uuid for name in ("Annalisa", "Coldplay", "Adele")]
    created = keeper.post("/rosters", {"name": "Both", "artists": [{"uuid": uuids[0]}]}).json()
    path = f"/rosters/{created['roster_id']}"

    def change(uuid: str) -> requests.Response:
        artists = [*created["artists"], {"uuid": uuid}]
        return keeper.put(path, {"name": "Both", "artists": artists, "starred": True, "version": 1})

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(change, uuids[1:]), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["roster"] == answers[0].json() == keeper.get("/rosters").json()["rosters"][0]


def test_of_two_who_give_the_same_name_at_once_one_succeeds(keeper: Caller, other_caller: Caller) -> None:
    body = {"artists": [{"uuid": artists_named("Annalisa")[0].uuid}]}
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda name: keeper.post("/rosters", {**body, "name": name}), ["Spring", "SPRING"])
        )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (kept,) = [answer.json() for answer in answers if answer.status_code == 201]
    assert names_of(keeper) == [kept["name"]]
    path = f"/rosters/{kept['roster_id']}"
    assert other_caller.delete(path).status_code == 404
    assert [keeper.delete(path).status_code, keeper.delete(path).status_code] == [204, 404]
    assert names_of(keeper) == []
