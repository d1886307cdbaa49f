"""The contract of KeyStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linernotes.model.errors import OwnerBusy
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import KeyStore, NamedKey, key_digest, unnamed_owner
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import NOW
from tests.unit.key_memory import MemoryKeyStore

ADA = "name:ada"
KEY = NamedKey(ADA, "id-1", NOW)
DIGEST = key_digest("a key of ada")
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(scope="module")
def dynamodb(dynamodb: Any) -> Any:
    return OneAtATime(dynamodb)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture(params=["dynamo", "memory"])
def keys(request: pytest.FixtureRequest) -> KeyStore:
    if request.param == "memory":
        return MemoryKeyStore()
    return DynamoKeyStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


def hold(keys: KeyStore, holder: str = "one", owner: str = ADA, *, minutes: int = 0) -> dict[str, str]:
    now = NOW + timedelta(minutes=minutes)
    return dict(keys.hold(owner, holder, now=now, until=now + timedelta(minutes=5)))


def test_a_key_is_found_as_it_was_added_and_is_its_owners(keys: KeyStore) -> None:
    hold(keys)
    keys.add(DIGEST, KEY, "one")
    keys.release(ADA, "one")
    assert keys.find(DIGEST) == KEY
    assert hold(keys) == {DIGEST: "id-1"}


def test_a_key_nobody_added_is_nobodys(keys: KeyStore) -> None:
    assert keys.find(DIGEST) is None
    keys.revoke(DIGEST, now=NOW)
    assert keys.find(DIGEST) is None
    assert hold(keys) == {}


def test_a_revoked_key_stays_known_and_since_when(keys: KeyStore) -> None:
    hold(keys)
    keys.add(DIGEST, KEY, "one")
    keys.revoke(DIGEST, now=LATER)
    keys.revoke(DIGEST, now=LATER + timedelta(days=1))
    keys.remove(ADA, DIGEST, "one")
    assert keys.find(DIGEST) == replace(KEY, revoked_at=LATER)
    keys.release(ADA, "one")
    assert hold(keys) == {}


def test_an_owner_has_a_live_key_until_each_was_revoked(keys: KeyStore) -> None:
    assert not keys.has_live_key(ADA)
    hold(keys)
    assert not keys.has_live_key(ADA)
    keys.add(DIGEST, KEY, "one")
    second = key_digest("another key of ada")
    keys.add(second, replace(KEY, key_id="id-2"), "one")
    keys.revoke(DIGEST, now=NOW)
    assert keys.has_live_key(ADA)
    keys.remove(ADA, DIGEST, "one")
    assert keys.has_live_key(ADA)
    keys.revoke(second, now=NOW)
    assert not keys.has_live_key(ADA)
    keys.remove(ADA, second, "one")
    assert not keys.has_live_key(ADA)


def test_who_is_no_name_is_taken_to_have_a_key(keys: KeyStore) -> None:
    assert keys.has_live_key("slack:T0123456789")
    assert keys.has_live_key(unnamed_owner(DIGEST))


def test_an_owner_is_held_by_one_at_a_time(keys: KeyStore) -> None:
    hold(keys)
    with pytest.raises(OwnerBusy):
        hold(keys, "two", minutes=4)
    hold(keys, "two", "name:bob")
    keys.release(ADA, "two")
    with pytest.raises(OwnerBusy):
        hold(keys, "two", minutes=4)
    keys.release(ADA, "one")
    hold(keys, "two", minutes=4)


def test_of_many_at_once_one_holds_the_owner(keys: KeyStore) -> None:
    def held(number: int) -> bool:
        try:
            hold(keys, f"holder-{number}")
        except OwnerBusy:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(held, range(8))) == 1


def test_whoever_was_held_up_for_too_long_changes_nothing_any_more(keys: KeyStore) -> None:
    hold(keys)
    keys.add(DIGEST, KEY, "one")
    hold(keys, "two", minutes=5)
    other = key_digest("another key of ada")
    with pytest.raises(OwnerBusy):
        keys.add(other, KEY, "one")
    with pytest.raises(OwnerBusy):
        keys.remove(ADA, DIGEST, "one")
    assert keys.find(other) is None
    keys.release(ADA, "one")
    keys.release(ADA, "two")
    assert hold(keys) == {DIGEST: "id-1"}


def test_keys_never_expire_and_are_not_stored(dynamodb: Any, table: str) -> None:
    store = DynamoKeyStore(dynamodb, table)
    hold(store)
    store.add(DIGEST, KEY, "one")
    items = dynamodb.scan(TableName=table)["Items"]
    assert {item["pk"]["S"] for item in items} == {f"APIKEY#{DIGEST}", "OWNER#name:ada"}
    assert not any(expiry_attribute("ReportsTable") in item for item in items)
    assert "a key of ada" not in repr(items)
