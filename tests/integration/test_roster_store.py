"""The contract of RosterStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ClientError

from linernotes.model.errors import StoreBusy
from linernotes.patience import Patience
from linernotes.rosters import dynamo_rosters
from linernotes.rosters.dynamo_rosters import DynamoRosterStore
from linernotes.rosters.keep_rosters import create_roster
from linernotes.rosters.roster import MOST_ROSTERS, Roster, RosterArtist, RosterContent
from linernotes.rosters.store import OwnersRosters, RosterStore
from ops.restore import copy_items
from tests.integration.template_tables import OneAtATime, aws_client, create_table, expiry_attribute
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.roster_memory import MemoryRosterStore

CONTENT = RosterContent(
    "Autumn 🎵 Città",
    (RosterArtist(LAURO.uuid, "Achille Lauro", "https://pictures.example/1", "IT"), RosterArtist(ELISA.uuid)),
    starred=True,
)
ROSTER = Roster("5f0c7d3e-8a41-4c55-9b2e-0d6f1a7c9e21", CONTENT, version=1, updated_at=NOW)
WINTER = replace(ROSTER, roster_id="winter", content=replace(CONTENT, name="Winter", starred=False))


@pytest.fixture(scope="module")
def dynamodb(dynamodb: Any) -> Any:
    return OneAtATime(dynamodb)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> RosterStore:
    if request.param == "memory":
        return MemoryRosterStore()
    return DynamoRosterStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


def add(store: RosterStore, roster: Roster, owner: str = "ada") -> None:
    assert store.add(owner, roster, seen=store.read(owner))


def kept(store: RosterStore, owner: str = "ada") -> set[Roster]:
    return set(store.read(owner).rosters)


def test_whoever_has_kept_none_has_none(store: RosterStore) -> None:
    assert store.read("ada") == OwnersRosters()


def test_rosters_are_read_back_as_they_were_by_their_owner_alone(store: RosterStore) -> None:
    add(store, ROSTER)
    add(store, WINTER)
    add(store, WINTER, "ada#b")
    assert kept(store) == {ROSTER, WINTER}
    assert kept(store, "ada#b") == {WINTER}
    assert kept(store, "a") == set()
    assert store.read("ada").ids == (ROSTER.roster_id, WINTER.roster_id)


def test_what_was_read_before_another_wrote_is_no_ground_to_write_on(store: RosterStore) -> None:
    before = store.read("ada")
    add(store, ROSTER)
    assert not store.add("ada", WINTER, seen=before)
    seen = store.read("ada")
    add(store, WINTER)
    assert not store.replace("ada", replace(ROSTER, version=2), seen=seen)
    assert kept(store) == {ROSTER, WINTER}


def test_a_roster_is_replaced_by_its_next_version_and_by_no_other(store: RosterStore) -> None:
    add(store, ROSTER)
    changed = replace(ROSTER, content=WINTER.content, version=2, updated_at=NOW + timedelta(days=1))
    for version in (1, 3):
        assert not store.replace("ada", replace(changed, version=version), seen=store.read("ada"))
    assert store.replace("ada", changed, seen=store.read("ada"))
    assert kept(store) == {changed}


def test_a_deleted_roster_is_gone_and_none_takes_its_place(store: RosterStore) -> None:
    add(store, ROSTER)
    seen = store.read("ada")
    assert store.remove("ada", ROSTER.roster_id)
    assert not store.remove("ada", ROSTER.roster_id)
    assert kept(store) == set()
    assert not store.replace("ada", replace(ROSTER, version=2), seen=seen)
    assert not store.replace("ada", replace(ROSTER, version=2), seen=store.read("ada"))
    assert kept(store) == set()


def test_nobody_deletes_a_roster_of_another(store: RosterStore) -> None:
    add(store, ROSTER)
    assert not store.remove("bob", ROSTER.roster_id)
    assert kept(store) == {ROSTER}


def test_of_those_who_write_on_the_same_ground_at_once_one_succeeds(store: RosterStore) -> None:
    seen = store.read("ada")
    rosters = [replace(ROSTER, roster_id=f"r-{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda roster: store.add("ada", roster, seen=seen), rosters))
    assert outcomes.count(True) == 1
    assert kept(store) == {rosters[outcomes.index(True)]}


def test_rosters_of_different_names_created_at_once_are_all_kept(store: RosterStore) -> None:
    together = Barrier(8, timeout=10)

    def create(number: int) -> Roster:
        together.wait()
        return create_roster(
            replace(CONTENT, name=f"Roster {number}"),
            "ada",
            roster_id=f"r-{number}",
            now=NOW,
            store=store,
            patience=Patience(time.monotonic, time.sleep, lambda: number / 8),
        )

    with ThreadPoolExecutor(8) as pool:
        created = set(pool.map(create, range(8)))
    assert len(created) == 8
    assert kept(store) == created


# --- In DynamoDB ----------------------------------------------------------------------------------


def test_no_item_of_a_roster_expires(dynamodb: Any, table: str) -> None:
    add(DynamoRosterStore(dynamodb, table), ROSTER)
    items = dynamodb.scan(TableName=table)["Items"]
    assert sorted(item["pk"]["S"] for item in items) == [f"ROSTER#ada#{ROSTER.roster_id}", "ROSTERS#ada"]
    assert not [item for item in items if expiry_attribute("ReportsTable") in item]


def test_a_deleted_roster_is_listed_again_once_make_restore_brought_its_item_back(
    dynamodb: Any, table: str
) -> None:
    store = DynamoRosterStore(dynamodb, table)
    add(store, ROSTER)
    as_it_was = create_table(dynamodb, "ReportsTable")
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.put_item(TableName=as_it_was, Item=item)
    assert store.remove("ada", ROSTER.roster_id)
    add(store, WINTER)
    done = copy_items(aws_client("dynamodb"), as_it_was, table, everything=False, now=NOW)
    assert (done.copied, done.there) == (1, 1)
    assert kept(store) == {ROSTER, WINTER}


def test_the_ids_of_deleted_rosters_are_forgotten_one_day(
    dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamo_rosters, "_MOST_FORGOTTEN", 2)
    store = DynamoRosterStore(dynamodb, table)
    add(store, ROSTER)
    for number in range(5):
        add(store, replace(WINTER, roster_id=f"r-{number}"))
        assert store.remove("ada", f"r-{number}")
    add(store, WINTER)
    assert store.read("ada").ids == (ROSTER.roster_id, "r-3", "r-4", WINTER.roster_id)


def test_more_rosters_than_one_call_reads_are_all_read(dynamodb: Any, table: str) -> None:
    store = DynamoRosterStore(dynamodb, table)
    seen = store.read("ada")
    for number in range(MOST_ROSTERS + 10):
        roster = replace(ROSTER, roster_id=f"r-{number}")
        assert store.add("ada", roster, seen=seen)
        seen = OwnersRosters(seen.revision + 1, (*seen.ids, roster.roster_id), (*seen.rosters, roster))
    assert kept(store) == set(seen.rosters)


class Refusing:
    """A client whose transactions are refused for a reason."""

    def __init__(self, client: Any, *codes: str) -> None:
        self._client = client
        self._codes = codes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **_: Any) -> None:
        reasons = [{"Code": code} for code in self._codes]
        raise self._client.exceptions.TransactionCanceledException(
            {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons},
            "TransactWriteItems",
        )


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_write_is_told_apart_from_one_that_was_overtaken(
    dynamodb: Any, table: str, code: str
) -> None:
    store = DynamoRosterStore(Refusing(dynamodb, "None", code), table)
    with pytest.raises(StoreBusy):
        store.add("ada", ROSTER, seen=OwnersRosters())
    assert kept(DynamoRosterStore(dynamodb, table)) == set()


def test_a_deletion_that_meets_a_write_is_busy_and_deletes_nothing(
    dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DynamoRosterStore(dynamodb, table)
    add(store, ROSTER)

    def meets_another(**_: Any) -> None:
        error = {"Error": {"Code": "TransactionConflictException"}}
        raise dynamodb.exceptions.TransactionConflictException(error, "DeleteItem")

    with monkeypatch.context() as patched:
        patched.setattr(dynamodb, "delete_item", meets_another, raising=False)
        with pytest.raises(StoreBusy):
            store.remove("ada", ROSTER.roster_id)
    assert kept(store) == {ROSTER}


def test_a_write_that_meets_another_has_to_be_tried_again(dynamodb: Any, table: str) -> None:
    store = DynamoRosterStore(Refusing(dynamodb, "None", "TransactionConflict"), table)
    assert not store.add("ada", ROSTER, seen=OwnersRosters())


def test_a_write_that_is_refused_for_good_is_an_error(dynamodb: Any, table: str) -> None:
    store = DynamoRosterStore(Refusing(dynamodb, "ValidationError"), table)
    with pytest.raises(ClientError):
        store.add("ada", ROSTER, seen=OwnersRosters())
