"""Whose an API key is, and for how long that is believed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import KeyRevoked
from linernotes.reports.owners import (
    KNOWN_FOR_S,
    MOST_KNOWN,
    NAME,
    Caller,
    KnownCallers,
    NamedKey,
    key_digest,
    named_owner,
    unnamed_owner,
)
from linernotes.slack.conversation import owner_of
from tests.unit.builders import NOW
from tests.unit.key_memory import MemoryKeyStore


class Seconds:
    """A clock in seconds, as a test sets it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_store(*keys: str, owner: str = "name:ada") -> MemoryKeyStore:
    store = MemoryKeyStore()
    store.hold(owner, "a test", now=NOW, until=NOW + timedelta(minutes=1))
    for key in keys:
        store.add(key_digest(key), NamedKey(owner, f"id-of-{key}", NOW), "a test")
    return store


def test_a_key_is_its_names() -> None:
    callers = KnownCallers(a_store("first", "second"), monotonic=Seconds())
    assert callers.caller_of("first") == Caller("name:ada", "id-of-first")
    assert callers.caller_of("second") == Caller("name:ada", "id-of-second")


def test_a_key_without_a_name_is_the_owner_it_was_before_there_were_names() -> None:
    callers = KnownCallers(MemoryKeyStore(), monotonic=Seconds())
    # The first 32 characters of the SHA-256 of "abc", as FIPS 180 gives it.
    assert callers.caller_of("abc") == Caller("ba7816bf8f01cfea414140de5dae2223")


def test_where_api_gateway_does_not_guard_only_a_key_with_a_name_is_known() -> None:
    store = a_store("named", "ended")
    store.revoke(key_digest("ended"), now=NOW)
    callers = KnownCallers(store, monotonic=Seconds())
    assert callers.named_caller_of("named") == Caller("name:ada", "id-of-named")
    assert callers.named_caller_of("anything else") is None
    with pytest.raises(KeyRevoked):
        callers.named_caller_of("ended")


@given(st.from_regex(NAME, fullmatch=True), st.text(), st.text())
def test_names_workspaces_and_digests_are_never_the_same_owner(name: str, key: str, workspace: str) -> None:
    owners = {named_owner(name), unnamed_owner(key_digest(key)), owner_of(workspace)}
    assert len(owners) == 3


@pytest.mark.parametrize("key", ["first", "nobody's"])
def test_the_store_is_asked_once_a_minute_for_the_same_key(key: str) -> None:
    store, seconds = a_store("first"), Seconds()
    callers = KnownCallers(store, monotonic=seconds)
    said = callers.caller_of(key)
    seconds.now += KNOWN_FOR_S - 1
    assert (callers.caller_of(key), store.asked) == (said, 1)
    seconds.now += 1
    assert (callers.caller_of(key), store.asked) == (said, 2)


def test_a_revoked_key_is_refused_within_a_minute_and_from_then_on() -> None:
    store, seconds = a_store("first"), Seconds()
    callers = KnownCallers(store, monotonic=seconds)
    callers.caller_of("first")
    store.revoke(key_digest("first"), now=NOW)
    seconds.now += KNOWN_FOR_S
    for _ in range(2):
        with pytest.raises(KeyRevoked):
            callers.caller_of("first")
    assert store.asked == 2


def test_many_keys_are_not_remembered_without_end() -> None:
    store = a_store("first")
    callers = KnownCallers(store, monotonic=Seconds())
    callers.caller_of("first")
    for number in range(MOST_KNOWN):
        callers.caller_of(f"nobody's {number}")
    asked = store.asked
    assert callers.caller_of("first").owner == "name:ada"
    assert store.asked == asked + 1
