"""The contract of SearchStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from linernotes.model.request import Artist, FoundArtist
from linernotes.reports import dynamo_searches
from linernotes.reports.dynamo_searches import DynamoSearchStore
from linernotes.reports.kept_searches import LONGEST_KEPT_TERM, FoundArtists, SearchStore
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.search_memory import MemorySearchStore

TERM = "achille lauro"
FOUND = FoundArtists(
    (
        FoundArtist(Artist(LAURO.uuid, "Achille Lauro", "https://pictures.example/1"), "achille-lauro", "IT"),
        FoundArtist(Artist(ELISA.uuid, "Città 🎵"), None, None),
    ),
    NOW,
)


@pytest.fixture(scope="module")
def dynamodb(dynamodb: Any) -> Any:
    return OneAtATime(dynamodb)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "WindowsTable")


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> SearchStore:
    if request.param == "memory":
        return MemorySearchStore()
    return DynamoSearchStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


@pytest.mark.parametrize("answer", [FOUND, FoundArtists((), NOW)])
@pytest.mark.parametrize("term", [TERM, "ac/dc", "パ" * LONGEST_KEPT_TERM])
def test_what_was_found_is_read_back_as_it_was(store: SearchStore, term: str, answer: FoundArtists) -> None:
    store.write(term, answer)
    assert store.read(term) == answer


def test_what_nobody_searched_for_is_not_there(store: SearchStore) -> None:
    store.write(TERM, FOUND)
    assert store.read("achille") is None


def test_an_older_answer_that_lands_last_does_not_replace_a_newer_one(store: SearchStore) -> None:
    store.write(TERM, FOUND)
    store.write(TERM, FoundArtists((), NOW - timedelta(seconds=1)))
    assert store.read(TERM) == FOUND
    newer = FoundArtists((), NOW + timedelta(seconds=1))
    store.write(TERM, newer)
    assert store.read(TERM) == newer


def test_searches_are_counted_by_owner_and_minute(store: SearchStore) -> None:
    minute = NOW.replace(second=0)
    counted = [
        store.count("ada", now=minute),
        store.count("ada", now=minute + timedelta(seconds=59)),
        store.count("bob", now=minute),
        store.count("ada", now=minute + timedelta(seconds=60)),
    ]
    assert counted == [1, 2, 1, 1]


def test_searches_at_once_are_each_counted(store: SearchStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: store.count("ada", now=NOW), range(8))) == list(range(1, 9))


def test_the_table_forgets_answers_after_a_day_and_counters_not_before_their_minute_is_over(
    dynamodb: Any, table: str
) -> None:
    store = DynamoSearchStore(dynamodb, table)
    store.write(TERM, FOUND)
    store.count("ada", now=NOW)
    expires = {
        item["pk"]["S"]: int(item[expiry_attribute("WindowsTable")]["N"]) - NOW.timestamp()
        for item in dynamodb.scan(TableName=table)["Items"]
    }
    assert expires == {
        f"search/{TERM}": pytest.approx(86_400, abs=1),
        "SEARCHES#ada": pytest.approx(3_600, abs=1),
    }


def test_an_answer_in_another_form_is_searched_for_again(
    dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DynamoSearchStore(dynamodb, table)
    store.write(TERM, FOUND)
    monkeypatch.setattr(dynamo_searches, "LATEST_FORM", 2)
    assert store.read(TERM) is None
