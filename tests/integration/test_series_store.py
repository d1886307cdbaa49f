"""The contract of WindowStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRIES
from linernotes.model.errors import StoreBusy
from linernotes.model.windows import Window, windows_covering
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.sections.windows.store import WindowStore
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey
from tests.integration.template_tables import create_table, expiry_attribute
from tests.unit.builders import ELISA, LAURO, NOW, a_window, an_artist, september
from tests.unit.memory import MemoryWindowStore

RETENTION_DAYS = 30
LONG = windows_covering(date(1964, 1, 1), date(2024, 12, 31), today=date(2024, 12, 31))
WINDOW = a_window().window
_artists = count(1_000)
DAYS = [WINDOW.first + timedelta(days=index) for index in range(90)]


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "WindowsTable")


@pytest.fixture
def in_parts(dynamodb: Any, table: str) -> DynamoWindowStore:
    """A store that splits whatever is longer than 200 bytes."""
    return DynamoWindowStore(dynamodb, table, retention_days=RETENTION_DAYS, part_bytes=200)


@pytest.fixture(params=["dynamo", "dynamo in parts", "memory"])
def store(request: pytest.FixtureRequest) -> WindowStore:
    if request.param == "memory":
        return MemoryWindowStore()
    if request.param == "dynamo in parts":
        in_parts: DynamoWindowStore = request.getfixturevalue("in_parts")
        return in_parts
    dynamodb, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("table")
    return DynamoWindowStore(dynamodb, table, retention_days=RETENTION_DAYS)


def dense(seed: int, countries: int = 12) -> WindowData:
    """Make a window with a figure for every day of many countries, none like another: some 5 KB."""
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    places = {
        code: {day: chance.randint(10**6, 10**9) for day in DAYS} for code in sorted(COUNTRIES)[:countries]
    }
    values = {day: chance.randint(10**6, 10**9) for day in DAYS}
    return a_window(values, places=places, fetched_at=NOW + timedelta(seconds=seed))


def many(count: int) -> list[WindowData]:
    """Make windows of several artists over decades."""
    return [
        a_window(
            {window.first: number},
            artist=an_artist(number % 7),
            source=("spotify", "deezer")[number % 2],
            window=window,
        )
        for number, window in zip(range(count), LONG * 2, strict=False)
    ]


def keys(windows: Sequence[WindowData]) -> list[WindowKey]:
    return [data.key for data in windows]


# --- The contract ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        a_window(),
        a_window({september(1): 0, september(30): 2**60}),
        a_window({september(1): Decimal("1.10"), september(2): Decimal("0.333333333333333333"), DAYS[0]: 7}),
        a_window(
            {september(2): 20}, places={"IT": {september(2): 5, september(9): Decimal("5.5")}, "US": {}}
        ),
        a_window(outcome=Outcome.NOT_FOUND),
        a_window(outcome=Outcome.NOT_IN_PLAN),
        a_window({september(1): 1}, crawled_at="2024-09-02T00:00:00+00:00", announced=91),
        a_window(artist=an_artist(1), fetched_at=datetime(2025, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)),
        a_window({september(1): 1}, artist=replace(LAURO, name='Città 🎵 "=1+1"')),
        a_window({WINDOW.first: 1}, window=Window(WINDOW.first, WINDOW.first)),
        dense(1),
    ],
    ids=lambda data: data.outcome.value,
)
def test_a_window_is_read_back_as_it_was_written(store: WindowStore, data: WindowData) -> None:
    store.write([data])
    assert store.read([data.key]) == {data.key: data}


def test_windows_nobody_wrote_are_absent(store: WindowStore) -> None:
    data = a_window()
    store.write([data])
    others = [
        replace(data.key, artist_uuid=ELISA.uuid),
        replace(data.key, source_slug="deezer"),
        replace(data.key, first=date(2024, 11, 20)),
    ]
    assert store.read(others) == {}
    assert store.read([*others, data.key]) == {data.key: data}


def test_reading_and_writing_nothing_is_nothing(store: WindowStore) -> None:
    store.write([])
    assert store.read([]) == {}


def test_a_window_named_twice_is_read_once(store: WindowStore) -> None:
    data = a_window({september(1): 1})
    store.write([data])
    assert store.read([data.key, data.key]) == {data.key: data}


def test_a_window_written_again_replaces_the_old_one(store: WindowStore) -> None:
    store.write([dense(1)])
    newer = a_window({september(1): 2}, fetched_at=NOW + timedelta(hours=2))
    store.write([newer])
    assert store.read([newer.key]) == {newer.key: newer}
    larger = dense(9_000)
    store.write([larger])
    assert store.read([newer.key]) == {newer.key: larger}


def test_an_older_fetch_that_lands_last_does_not_replace_a_newer_one(store: WindowStore) -> None:
    older, newer = dense(1), a_window({september(1): 2}, fetched_at=NOW + timedelta(seconds=2))
    store.write([newer])
    store.write([older])
    assert store.read([newer.key]) == {newer.key: newer}


@given(order=st.permutations(range(4)))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_fetches_land_the_newest_stays_and_is_there_from_when_it_came(
    store: WindowStore, order: list[int]
) -> None:
    artist = an_artist(next(_artists))
    fetches = [
        replace(dense(number, countries=1), key=replace(a_window().key, artist_uuid=artist.uuid))
        for number in order
    ]
    for index, data in enumerate(fetches):
        store.write([data])
        newest = max(fetches[: index + 1], key=lambda fetch: fetch.fetched_at)
        assert store.read([data.key]) == {data.key: newest}


def test_250_windows_are_written_and_read_at_once(store: WindowStore) -> None:
    windows = many(250)
    store.write(iter(windows))
    assert store.read(iter(keys(windows))) == {data.key: data for data in windows}


# --- Windows in parts -----------------------------------------------------------------------------


def items_of(dynamodb: Any, table: str) -> dict[str, dict[str, Any]]:
    return {item["sk"]["S"]: item for item in dynamodb.scan(TableName=table)["Items"]}


def test_a_window_too_large_for_one_item_is_split_and_none_of_it_is_lost(
    dynamodb: Any, table: str, in_parts: DynamoWindowStore
) -> None:
    data = dense(1)
    in_parts.write([data])
    items = items_of(dynamodb, table)
    assert len(items) > 20
    assert all(len(item["data"]["B"]) <= 200 for item in items.values())
    assert in_parts.read([data.key]) == {data.key: data}


@pytest.mark.parametrize("newer_first", [True, False])
def test_parts_of_two_fetches_are_never_joined_and_neither_takes_the_others_away(
    dynamodb: Any, table: str, newer_first: bool
) -> None:
    older, newer = dense(1, countries=3), dense(2, countries=3)
    first, second = (newer, older) if newer_first else (older, newer)
    client = Scripted(dynamodb)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS, part_bytes=200)
    store.write([first])
    seen = []
    client.after_put = lambda: seen.append(store.read([first.key])[first.key])
    store.write([second])
    assert len(seen) > 4
    # Half written, the second takes nothing away; whole, it is there if it is the newer.
    assert seen[:-1] == [first] * (len(seen) - 1)
    assert seen[-1] == newer


def test_a_window_of_which_a_part_is_missing_is_absent(
    dynamodb: Any, table: str, in_parts: DynamoWindowStore
) -> None:
    data = dense(1, countries=3)
    in_parts.write([data])
    items = items_of(dynamodb, table)
    last = max(items.values(), key=lambda item: len(item["sk"]["S"]))
    dynamodb.delete_item(TableName=table, Key={"pk": last["pk"], "sk": last["sk"]})
    assert in_parts.read([data.key]) == {}


def test_the_first_part_is_written_last_so_a_window_is_there_only_when_it_is_whole(
    dynamodb: Any, table: str
) -> None:
    client = Scripted(dynamodb)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS, part_bytes=200)
    data, small = dense(1, countries=3), a_window({september(1): 1}, source="deezer")
    store.write([data, small])
    sort_keys = [item["sk"]["S"] for item in client.put if item["pk"]["S"].endswith("#spotify")]
    assert len(sort_keys) > 4
    assert sort_keys.index(data.key.first.isoformat()) >= len(sort_keys) - 2
    assert store.read([data.key, small.key]) == {data.key: data, small.key: small}


# --- What DynamoDB may answer ---------------------------------------------------------------------


class Scripted:
    """DynamoDB that at first leaves part of each batch undone, as it does under load."""

    def __init__(self, client: Any, *, refusals: int = 0, taken: int = 0) -> None:
        self._client = client
        self._refusals = refusals
        self._taken = taken
        self.put: list[dict[str, Any]] = []
        self.after_put: Callable[[], object] = lambda: None
        self.largest_batch = 0
        self.exceptions = client.exceptions

    def put_item(self, **asked: Any) -> Any:
        self.put.append(asked["Item"])
        try:
            return self._client.put_item(**asked)
        finally:
            self.after_put()

    def transact_write_items(self, **asked: Any) -> Any:
        self.put += [item["Put"]["Item"] for item in asked["TransactItems"] if "Put" in item]
        try:
            return self._client.transact_write_items(**asked)
        finally:
            self.after_put()

    def batch_get_item(self, **asked: Any) -> Any:
        ((table, wanted),) = asked["RequestItems"].items()
        self.largest_batch = max(self.largest_batch, len(wanted["Keys"]))
        assert wanted["ConsistentRead"]
        if not self._refused():
            return self._client.batch_get_item(**asked)
        taken, left = wanted["Keys"][: self._taken], wanted["Keys"][self._taken :]
        answer: dict[str, Any] = {"Responses": {}}
        if taken:
            answer = self._client.batch_get_item(RequestItems={table: {**wanted, "Keys": taken}})
        return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": left}} if left else {}}

    def _refused(self) -> bool:
        self._refusals -= 1
        return self._refusals >= 0


@pytest.mark.parametrize("taken", [0, 10])
def test_what_dynamodb_left_unread_is_read_again(dynamodb: Any, table: str, taken: int) -> None:
    windows = many(90)
    DynamoWindowStore(dynamodb, table, retention_days=RETENTION_DAYS).write(windows)
    pauses: list[float] = []
    client = Scripted(dynamodb, refusals=5, taken=taken)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS, sleep=pauses.append)
    assert store.read(keys(windows)) == {data.key: data for data in windows}
    assert len(pauses) == 5
    assert pauses == sorted(pauses)
    assert all(0 < pause <= 2 for pause in pauses)


def test_a_table_that_leaves_items_unread_for_ever_is_busy_and_nobody_waits_for_it(
    dynamodb: Any, table: str
) -> None:
    pauses: list[float] = []
    client = Scripted(dynamodb, refusals=10**6)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS, sleep=pauses.append)
    with pytest.raises(StoreBusy):
        store.read(keys(many(3)))
    assert sum(pauses) < 15


THROTTLES = ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]


@pytest.mark.parametrize("code", THROTTLES)
def test_a_table_that_throttles_is_busy_and_any_other_fault_is_not(
    dynamodb: Any, table: str, code: str
) -> None:
    client = Scripted(dynamodb)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS)

    def refuse(with_code: str) -> None:
        raise ClientError({"Error": {"Code": with_code, "Message": "so it says"}}, "PutItem")

    client.after_put = lambda: refuse(code)
    with pytest.raises(StoreBusy, match=code):
        store.write([a_window()])
    client.after_put = lambda: refuse("ValidationException")
    with pytest.raises(ClientError):
        store.write([a_window()])


def test_no_batch_is_larger_than_dynamodb_takes(dynamodb: Any, table: str) -> None:
    client = Scripted(dynamodb)
    store = DynamoWindowStore(client, table, retention_days=RETENTION_DAYS)
    windows = many(120)
    store.write(windows)
    store.read(keys(windows))
    assert client.largest_batch == 100


def test_a_window_expires_by_the_attribute_the_template_names(dynamodb: Any, table: str) -> None:
    store = DynamoWindowStore(dynamodb, table, retention_days=RETENTION_DAYS)
    store.write([a_window(fetched_at=NOW)])
    (item,) = items_of(dynamodb, table).values()
    expiry = datetime.fromtimestamp(int(item[expiry_attribute("WindowsTable")]["N"]), UTC)
    assert expiry == NOW + timedelta(days=RETENTION_DAYS)
