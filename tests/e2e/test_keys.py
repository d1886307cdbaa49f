"""Keys of the deployed stack: made, rotated and revoked as `make key` does, and used by their owners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest

from linernotes.reports.owners import key_digest
from ops.keys import KeyRefused, Wanted, desk_of
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World

_numbers = count(1)


class Owner:
    """Somebody with a name, whose keys are made one after the other; the newest is the one they call with."""

    def __init__(self, world: World, name: str) -> None:
        self.name = name
        self.keys: list[str] = []
        self._world = world
        self._callers: list[Caller] = []

    def change(self, wanted: Wanted) -> None:
        """Do with the key what is wanted."""
        desk_of(self._world.stack).change(self.name, wanted, show=self.keys.append)

    def caller(self, key: str | None = None) -> Caller:
        """Call with a key, the newest unless told."""
        self._callers.append(Caller(self._world.stack.api_url, key or self.keys[-1]))
        return self._callers[-1]

    def close(self) -> None:
        """Close the connections."""
        for caller in self._callers:
            caller.close()


@pytest.fixture
def ada(world: World) -> Iterator[Owner]:
    ada = Owner(world, f"ada-{next(_numbers)}")
    ada.change(Wanted.MAKE)
    yield ada
    ada.close()


@pytest.fixture
def bob(world: World) -> Iterator[Owner]:
    bob = Owner(world, f"bob-{next(_numbers)}")
    bob.change(Wanted.MAKE)
    yield bob
    bob.close()


def test_reports_outlive_a_rotated_key(world: World, ada: Owner) -> None:
    report = ada.caller().make(world.a_request(platforms=["spotify"]))
    ada.change(Wanted.ROTATE)
    old, new = ada.keys
    assert ada.caller(new).report(report["report_id"])["status"] == "succeeded"
    assert ada.caller(old).get(f"/reports/{report['report_id']}").status_code == 403


def test_a_foreign_owner_sees_404(world: World, caller: Caller, ada: Owner, bob: Owner) -> None:
    report_id = ada.caller().ask(world.a_request(platforms=["spotify"]))
    for foreign in (bob.caller(), caller):
        assert foreign.get(f"/reports/{report_id}").status_code == 404
        assert foreign.post(f"/reports/{report_id}/repair").status_code == 404


def test_a_revoked_key_is_refused(ada: Owner) -> None:
    ada.change(Wanted.REVOKE)
    answer = ada.caller().get("/platforms")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    with pytest.raises(KeyRefused, match="has no key"):
        ada.change(Wanted.ROTATE)


def test_a_revoked_key_that_api_gateway_still_lets_in_is_refused_by_the_function(
    world: World, ada: Owner
) -> None:
    desk_of(world.stack).keys.revoke(key_digest(ada.keys[-1]), now=datetime.now(UTC))
    answer = ada.caller().get("/platforms")
    assert answer.status_code == 403
    assert "revoked" in answer.json()["detail"]


def test_what_was_asked_is_logged_with_who_asked_and_never_with_the_key(world: World, ada: Owner) -> None:
    report_id = ada.caller().ask(world.a_request(platforms=["spotify"]))
    owner = f"name:{ada.name}"
    (line,) = eventually(
        lambda: world.logged("report requested", report_id=report_id, owner=owner), "the line of the request"
    )
    assert line.fields["key_id"]
    assert line.fields["function_request_id"]
    assert [log for log in world.logs() if ada.keys[-1] in log.text] == []
