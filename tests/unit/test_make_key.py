"""`make key`: whose keys work, whatever it was asked for and wherever it died."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from linernotes.model.errors import KeyRevoked
from linernotes.reports.owners import Caller, KnownCallers, key_digest
from ops.keys import HELD_FOR, KeyDesk, KeyRefused, Wanted, wanted_by
from tests.unit.builders import NOW
from tests.unit.key_memory import PLAN, MemoryGateway, MemoryKeyStore
from tests.unit.memory import Clock, Fuse, Killed


@dataclass
class Office:
    """A stack's keys and everything that can be done to them; `shown` are the keys somebody was given."""

    fuse: Fuse = field(default_factory=Fuse)
    clock: Clock = field(default_factory=lambda: Clock(NOW))
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gateway = MemoryGateway(self.fuse)
        self.store = MemoryKeyStore(self.fuse)
        self.desk = self.desk_of("a-stack")

    def desk_of(self, stack_name: str) -> KeyDesk:
        return KeyDesk(self.gateway, self.store, PLAN, stack_name, "a command", self.clock)

    def change(self, wanted: Wanted, name: str = "ada") -> str:
        return self.desk.change(name, wanted, show=self.shown.append)

    def key(self, wanted: Wanted, name: str = "ada") -> str:
        """Do what is wanted; gives the key that was shown."""
        before = len(self.shown)
        self.change(wanted, name)
        (key,) = self.shown[before:]
        return key

    def owner_let_in(self, key: str) -> str | None:
        """Say as whom a key is let in by API Gateway and then by the functions; None if it is not."""
        if key not in self.gateway.working():
            return None
        try:
            return KnownCallers(self.store, monotonic=lambda: 0.0).caller_of(key).owner
        except KeyRevoked:
            return None


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_key_that_was_made_works_for_its_name(office: Office) -> None:
    key = office.key(Wanted.MAKE)
    assert office.owner_let_in(key) == "name:ada"
    (there,) = office.gateway.keys.values()
    assert there["name"] == "a-stack.ada"
    callers = KnownCallers(office.store, monotonic=lambda: 0.0)
    assert callers.caller_of(key) == Caller("name:ada", there["id"])


def test_a_second_key_for_a_name_is_refused_with_what_to_do(office: Office) -> None:
    key = office.key(Wanted.MAKE)
    with pytest.raises(KeyRefused, match="ROTATE=1"):
        office.change(Wanted.MAKE)
    assert office.gateway.working() == {key}


def test_a_rotated_key_works_for_the_same_owner_and_the_old_one_no_more(office: Office) -> None:
    old = office.key(Wanted.MAKE)
    new = office.key(Wanted.ROTATE)
    assert (office.owner_let_in(new), office.owner_let_in(old)) == ("name:ada", None)
    assert len(office.gateway.keys) == len(office.gateway.plan) == 1


def test_a_revoked_key_is_refused_by_the_functions_too(office: Office) -> None:
    key = office.key(Wanted.MAKE)
    office.change(Wanted.REVOKE)
    assert office.gateway.keys == {}
    with pytest.raises(KeyRevoked):
        KnownCallers(office.store, monotonic=lambda: 0.0).caller_of(key)


def test_whoever_lost_their_key_may_be_given_another_as_the_same_owner(office: Office) -> None:
    old = office.key(Wanted.MAKE)
    office.change(Wanted.REVOKE)
    new = office.key(Wanted.MAKE)
    assert (office.owner_let_in(new), office.owner_let_in(old)) == ("name:ada", None)


@pytest.mark.parametrize("wanted", [Wanted.ROTATE, Wanted.REVOKE])
def test_there_must_be_a_key_to_rotate_or_revoke(office: Office, wanted: Wanted) -> None:
    with pytest.raises(KeyRefused, match="ada has no key"):
        office.change(wanted)
    assert office.gateway.keys == {}


def test_one_names_keys_are_not_anothers(office: Office) -> None:
    keys = {name: office.key(Wanted.MAKE, name) for name in ("ada", "ada-2", "ad")}
    office.change(Wanted.REVOKE, "ada")
    assert office.owner_let_in(keys["ada"]) is None
    assert {name: office.owner_let_in(key) for name, key in keys.items() if name != "ada"} == {
        "ada-2": "name:ada-2",
        "ad": "name:ad",
    }


@pytest.mark.parametrize("name", ["", " ", "a b", "a#b", "a/b", "à", "ada\n", "x" * 65])
def test_a_name_that_cannot_be_one_is_refused_with_what_is_allowed(office: Office, name: str) -> None:
    with pytest.raises(KeyRefused, match=r"NAME: .* 1 to 64 letters .* digits, dots, underscores, dashes"):
        office.change(Wanted.MAKE, name)
    assert office.fuse.writes == 0


def test_no_two_stacks_of_an_account_call_their_keys_the_same(office: Office) -> None:
    """Of which one would delete what the other is just making."""
    office.desk_of("a").change("b-c", Wanted.MAKE, show=office.shown.append)
    (making,) = office.gateway.keys.values()
    making["enabled"] = False  # as it is until its maker has stored whose it is
    office.store = MemoryKeyStore(office.fuse)  # each stack has its own

    office.desk_of("a-b").change("c", Wanted.MAKE, show=office.shown.append)
    office.desk_of("a-b").change("c", Wanted.ROTATE, show=office.shown.append)

    assert making in office.gateway.keys.values()
    assert {key["name"] for key in office.gateway.keys.values()} == {"a.b-c", "a-b.c"}


@pytest.mark.parametrize("wanted", [Wanted.ROTATE, Wanted.REVOKE])
def test_a_key_that_an_older_command_made_is_found_and_ended(office: Office, wanted: Wanted) -> None:
    old = office.key(Wanted.MAKE)
    (there,) = office.gateway.keys.values()
    there["name"] = "a-stack-ada"

    office.change(wanted)

    assert office.owner_let_in(old) is None
    assert there not in office.gateway.keys.values()
    assert len(office.gateway.working()) == (1 if wanted is Wanted.ROTATE else 0)


@pytest.mark.parametrize("wanted", list(Wanted))
def test_of_two_at_once_for_one_name_the_second_is_refused(office: Office, wanted: Wanted) -> None:
    seen: list[str] = []

    def meanwhile(key: str) -> None:
        office.shown.append(key)
        other = replace(office.desk, holder="another command")
        with pytest.raises(KeyRefused, match="is being changed by another command"):
            other.change("ada", wanted, show=seen.append)

    office.desk.change("ada", Wanted.MAKE, show=meanwhile)
    assert seen == []
    assert office.gateway.working() == set(office.shown)


def test_a_name_is_free_again_after_a_refusal(office: Office) -> None:
    office.change(Wanted.MAKE)
    with pytest.raises(KeyRefused):
        office.change(Wanted.MAKE)
    office.change(Wanted.ROTATE)


@pytest.mark.parametrize("wanted", list(Wanted))
def test_wherever_it_dies_nobody_is_locked_out_and_no_key_works_for_nobody(wanted: Wanted) -> None:
    deaths = 0
    for left in range(30):
        office = Office()
        if wanted is not Wanted.MAKE:
            office.change(Wanted.MAKE)
        office.fuse.left = left
        try:
            office.change(wanted)
            break
        except Killed:
            deaths += 1
        office.fuse.left = None
        for key in office.gateway.working():
            assert KnownCallers(office.store, monotonic=lambda: 0.0)._found(key_digest(key)), left
        let_in = [key for key in office.shown if office.owner_let_in(key) == "name:ada"]
        if wanted is Wanted.ROTATE:
            assert let_in, f"locked out after {left} writes"
        # Nor is anything left over once the command was run again.
        office.clock.advance(HELD_FOR / timedelta(seconds=1))
        there = office.gateway.keys and any(key.revoked_at is None for key in office.store.keys.values())
        unfinished = wanted is Wanted.REVOKE and bool(office.gateway.keys)
        if wanted is Wanted.REVOKE and not unfinished:
            continue
        again = Wanted.REVOKE if unfinished else Wanted.ROTATE if there else Wanted.MAKE
        office.change(again)
        expected = 0 if again is Wanted.REVOKE else 1
        assert len(office.gateway.keys) == len(office.gateway.working()) == expected, left
        assert {office.owner_let_in(key) for key in office.gateway.working()} <= {"name:ada"}
    assert deaths >= 6


@pytest.mark.parametrize(
    ("env", "wanted"),
    [
        ({}, Wanted.MAKE),
        ({"ROTATE": "", "REVOKE": "0"}, Wanted.MAKE),
        ({"ROTATE": "1", "REVOKE": ""}, Wanted.ROTATE),
        ({"REVOKE": "true"}, Wanted.REVOKE),
    ],
)
def test_what_is_wanted_is_said_by_rotate_and_revoke(env: dict[str, str], wanted: Wanted) -> None:
    assert wanted_by(env) is wanted


@pytest.mark.parametrize(
    ("env", "field"), [({"ROTATE": "yes"}, "ROTATE"), ({"ROTATE": "1", "REVOKE": "1"}, "ROTATE, REVOKE")]
)
def test_what_cannot_be_wanted_is_refused_by_its_name(env: dict[str, str], field: str) -> None:
    with pytest.raises(KeyRefused, match=f"^{field}: "):
        wanted_by(env)
