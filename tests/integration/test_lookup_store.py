"""The contract of LookupStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
from linernotes.sections.lookups.lookup import Fetching, Lookup, LookupKey, Question
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.sections.windows.window_data import Outcome
from tests.integration.template_tables import create_table
from tests.unit.builders import LAURO, NOW, a_window
from tests.unit.memory import MemoryLookupStore

RETENTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Spins:
    """Content of every kind there is."""

    by_station: tuple[tuple[str, int], ...]
    days: tuple[date, ...] = ()
    share: Decimal | None = None
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Other:
    """Content of another form."""

    names: tuple[str, ...]
    unreadable: int = 0


def nothing() -> Fetching[Spins]:
    yield from ()
    return Spins(())


def question(part: str = "2024-09", *, content: type[Any] = Spins) -> Question[Any]:
    return Question(LookupKey(f"{LAURO.uuid}#radio#IT", part), content, nothing)


def a_lookup(part: str = "2024-09", spins: int = 7, *, seconds: int = 0) -> Lookup[Spins]:
    return Lookup(
        question(part).key,
        NOW + timedelta(seconds=seconds),
        Outcome.DELIVERED,
        Spins((("rai-radio-2", spins), ("città 🎵", 1)), (date(2024, 9, 1),), Decimal("0.10")),
        date(2024, 9, 30),
    )


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "WindowsTable")


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> LookupStore:
    if request.param == "memory":
        return MemoryLookupStore()
    dynamodb, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("table")
    return DynamoLookupStore(dynamodb, table, retention_days=RETENTION_DAYS)


@pytest.mark.parametrize(
    "lookup",
    [
        a_lookup(),
        Lookup(question().key, NOW, Outcome.NOT_FOUND),
        Lookup(question().key, NOW, Outcome.NOT_IN_PLAN),
    ],
    ids=lambda lookup: lookup.outcome.value,
)
def test_a_lookup_is_read_back_as_it_was_written(store: LookupStore, lookup: Lookup[Spins]) -> None:
    store.write([lookup])
    assert store.read([question()]) == {lookup.key: lookup}


def test_what_nobody_wrote_is_absent(store: LookupStore) -> None:
    assert store.read([question()]) == {}
    assert store.read([]) == {}


def test_an_older_fetch_that_lands_last_does_not_replace_a_newer_one(store: LookupStore) -> None:
    newer = a_lookup(spins=2, seconds=60)
    store.write([newer])
    store.write([a_lookup(spins=1)])
    assert store.read([question()]) == {newer.key: newer}


def test_a_lookup_in_a_form_that_is_not_read_any_more_is_absent(store: LookupStore) -> None:
    store.write([a_lookup()])
    assert store.read([question(content=Other)]) == {}


def test_hundreds_are_written_and_read_at_once(store: LookupStore) -> None:
    lookups = [a_lookup(f"part-{number}", number) for number in range(250)]
    store.write(lookups)
    assert store.read([question(f"part-{number}") for number in range(250)]) == {
        lookup.key: lookup for lookup in lookups
    }


def test_lookups_and_windows_share_a_table_and_never_a_key(dynamodb: Any, table: str) -> None:
    windows = DynamoWindowStore(dynamodb, table, retention_days=RETENTION_DAYS)
    lookups = DynamoLookupStore(dynamodb, table, retention_days=RETENTION_DAYS)
    window = a_window()
    alike = question(window.window.first.isoformat())
    alike = Question(
        LookupKey(f"{window.key.artist_uuid}#{window.key.source_slug}", alike.key.part), Spins, nothing
    )
    lookup = Lookup(alike.key, NOW, Outcome.DELIVERED, Spins(()))
    windows.write([window])
    lookups.write([lookup])
    assert windows.read([window.key]) == {window.key: window}
    assert lookups.read([alike]) == {alike.key: lookup}
