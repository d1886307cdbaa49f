"""The contract of SubscriptionStore, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError

from linernotes.model.errors import StoreBusy, TooManySubscriptions
from linernotes.model.periods import Comparison
from linernotes.subscriptions import dynamo_subscriptions
from linernotes.subscriptions.delivery import UnusualLine
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.run import Delivery, DeliveryStatus, RunStatus
from linernotes.subscriptions.store import Due, SubscriptionStore
from linernotes.subscriptions.subscription import (
    MOST_SUBSCRIPTIONS,
    CallbackTarget,
    EmailTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    OnlyWhen,
    Pause,
    PausedBy,
    Rhythm,
    Skip,
    SlackTarget,
    SubscriptionContent,
)
from linernotes.subscriptions.subscription_items import DUE_SHARDS, subscription_item
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import ELISA, LAURO, NOW, a_request, an_artist
from tests.unit.subscription_builders import MONDAY, a_content, a_run, a_subscription
from tests.unit.subscription_memory import MemorySubscriptionStore

DAYS_KEPT = 90
EVERYTHING = a_subscription(
    content=SubscriptionContent(
        title="Città 🎵",
        request=MovingRequest(
            MovingPeriod.LAST_QUARTER,
            a_request(
                artists=(LAURO, ELISA),
                platforms=("spotify", "instagram"),
                country="IT",
                sections=("tracks", "moments"),
                songs_limit=7,
                fresh=True,
                compare=Comparison.PREVIOUS_YEAR,
                max_upstream_calls=500,
            ),
        ),
        rhythm=Rhythm(Every.MONTH, time(23, 5), "Pacific/Chatham", on=31),
        deliver=(
            SlackTarget("U0123456789"),
            CallbackTarget("https://label.example/hook"),
            EmailTarget("ada+charts@label.example"),
        ),
        skip=Skip.UNCHANGED,
        only_when=OnlyWhen.UNUSUAL,
    ),
    next_due=None,
    paused=Pause(PausedBy.FAILURES, NOW, "Three runs in a row failed: no answer."),
    failures=3,
    last_figures="0f3c",
    told="[]",
    made_by="U0123456789",
    version=4,
)


@pytest.fixture(scope="module")
def dynamodb(dynamodb: Any) -> Any:
    return OneAtATime(dynamodb)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "SubscriptionsTable")


def of_table(dynamodb: Any, table: str) -> DynamoSubscriptionStore:
    return DynamoSubscriptionStore(dynamodb, table, retention_days=DAYS_KEPT, sleep=lambda _: None)


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> SubscriptionStore:
    if request.param == "memory":
        return MemorySubscriptionStore()
    return of_table(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


# ---------------------------------------------------------------------------------------- subscriptions


def test_a_subscription_is_read_back_as_it_was_by_its_owner_alone(store: SubscriptionStore) -> None:
    first = a_subscription()
    second = replace(EVERYTHING, subscription_id="s-0", created_at=NOW + timedelta(seconds=1))
    for one in (second, first, replace(first, owner="ada#b")):
        store.add(one)
    assert (store.get("ada", "s-1"), store.get("ada", "s-0")) == (first, second)
    assert store.of_owner("ada") == [first, second]
    assert store.of_owner("ada#b") == [replace(first, owner="ada#b")]
    assert store.of_owner("ad") == []
    assert store.get("bob", "s-1") is None


def test_names_and_pictures_of_artists_are_kept(store: SubscriptionStore) -> None:
    store.add(a_subscription())
    kept = store.get("ada", "s-1")
    assert kept is not None
    assert kept.content.request.request.artists == (LAURO,)


def test_a_subscription_added_twice_is_there_once_as_it_was_first(store: SubscriptionStore) -> None:
    store.add(a_subscription())
    store.add(a_subscription(failures=2))
    assert store.of_owner("ada") == [a_subscription()]


def test_an_owner_has_no_more_subscriptions_than_the_limit_and_others_have_theirs(
    store: SubscriptionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamo_subscriptions, "MOST_SUBSCRIPTIONS", 3)
    monkeypatch.setattr("tests.unit.subscription_memory.MOST_SUBSCRIPTIONS", 3)
    for number in range(3):
        store.add(a_subscription(subscription_id=f"s-{number}"))
    with pytest.raises(TooManySubscriptions):
        store.add(a_subscription(subscription_id="s-3"))
    store.add(a_subscription(owner="bob"))
    assert store.remove("ada", "s-0")
    store.add(a_subscription(subscription_id="s-3"))
    assert [one.subscription_id for one in store.of_owner("ada")] == ["s-1", "s-2", "s-3"]


def test_subscriptions_made_at_once_are_kept_up_to_the_limit(
    store: SubscriptionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamo_subscriptions, "MOST_SUBSCRIPTIONS", 2)
    monkeypatch.setattr("tests.unit.subscription_memory.MOST_SUBSCRIPTIONS", 2)

    def add(number: int) -> str:
        try:
            store.add(a_subscription(subscription_id=f"s-{number}"))
        except TooManySubscriptions:
            return "too many"
        return "made"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(add, range(4)))
    assert sorted(outcomes) == ["made", "made", "too many", "too many"]
    assert len(store.of_owner("ada")) == 2


def test_a_subscription_is_replaced_by_its_next_version_and_by_no_other(store: SubscriptionStore) -> None:
    store.add(a_subscription())
    for version in (1, 3):
        assert not store.replace(replace(EVERYTHING, version=version))
    changed = replace(EVERYTHING, version=2)
    assert store.replace(changed)
    assert store.get("ada", "s-1") == changed


def test_a_deleted_subscription_is_gone_its_runs_stay_and_nothing_brings_it_back(
    store: SubscriptionStore,
) -> None:
    store.add(a_subscription())
    after = a_subscription(version=2, next_due=MONDAY + timedelta(days=7))
    assert store.begin(a_subscription(), after, [a_run()])
    assert not store.remove("bob", "s-1")
    assert store.remove("ada", "s-1")
    assert not store.remove("ada", "s-1")
    assert store.of_owner("ada") == []
    assert not store.replace(replace(after, version=3))
    assert not store.begin(after, replace(after, version=3), [a_run(run_id="another")])
    assert store.runs("s-1", limit=10) == [a_run()]


# --------------------------------------------------------------------------------------------------- due


def test_what_is_due_is_told_longest_overdue_first_and_what_is_not_is_not(store: SubscriptionStore) -> None:
    for number in range(12):
        one = a_subscription(subscription_id=f"s-{number}", next_due=MONDAY - timedelta(minutes=number))
        store.add(one)
    store.add(a_subscription(subscription_id="later", next_due=MONDAY + timedelta(microseconds=1)))
    store.add(a_subscription(subscription_id="paused", next_due=None))
    found = list(store.due(MONDAY))
    assert found == [
        Due("ada", f"s-{number}", MONDAY - timedelta(minutes=number)) for number in reversed(range(12))
    ]
    assert [due.subscription_id for due in store.due(MONDAY - timedelta(minutes=11))] == ["s-11"]


def test_instants_are_compared_as_instants_whatever_zone_they_are_given_in(store: SubscriptionStore) -> None:
    store.add(a_subscription(next_due=MONDAY.astimezone(timezone(timedelta(hours=-11)))))
    assert list(store.due(MONDAY - timedelta(seconds=1))) == []
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    assert [due.due_at for due in store.due(MONDAY.astimezone(kathmandu))] == [MONDAY]


def test_a_repair_is_due_until_its_run_no_longer_says_so(store: SubscriptionStore) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    run = a_run(status=RunStatus.PARTIAL, repair_due=tomorrow)
    subscription = a_subscription()
    store.add(subscription)
    assert store.begin(subscription, replace(subscription, version=2, next_due=None), [run])
    assert list(store.due(tomorrow)) == [Due("ada", "s-1", tomorrow, run.run_id)]
    assert store.replace_run(replace(run, version=2, repair_due=None))
    assert list(store.due(tomorrow)) == []


# -------------------------------------------------------------------------------------------------- runs


def test_runs_begin_with_the_subscription_as_it_is_after(store: SubscriptionStore) -> None:
    before = a_subscription()
    after = replace(before, version=2, next_due=MONDAY + timedelta(days=7))
    late = a_run(
        run_id="20250113T073000Z-s-1",
        due_at=MONDAY - timedelta(days=7),
        status=RunStatus.SKIPPED_LATE,
        report_id=None,
        why="It was due more than a day ago.",
    )
    store.add(before)
    assert store.begin(before, after, [a_run(), late])
    assert store.get("ada", "s-1") == after
    assert store.run("s-1", a_run().run_id) == a_run()
    assert store.run_of_report("r-1") == a_run()
    assert store.runs("s-1", limit=10) == [a_run(), late]
    assert list(store.due(MONDAY)) == []


def test_a_run_begins_once_whoever_says_so_how_often(store: SubscriptionStore) -> None:
    before = a_subscription()
    after = replace(before, version=2, next_due=MONDAY + timedelta(days=7))
    store.add(before)
    assert store.begin(before, after, [a_run()])
    assert not store.begin(before, after, [a_run(report_id="r-2")])
    again = replace(after, version=3)
    assert not store.begin(after, again, [a_run(report_id="r-2"), a_run(run_id="other", report_id="r-3")])
    assert store.get("ada", "s-1") == after
    assert store.run("s-1", a_run().run_id) == a_run()
    assert store.run("s-1", "other") is None
    assert (store.run_of_report("r-2"), store.run_of_report("r-3")) == (None, None)


def test_of_ticks_that_begin_the_same_occurrence_at_once_one_does(store: SubscriptionStore) -> None:
    before = a_subscription()
    after = replace(before, version=2, next_due=MONDAY + timedelta(days=7))
    store.add(before)

    def begin(number: int) -> bool:
        return store.begin(before, after, [a_run(report_id=f"r-{number}")])

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(begin, range(4)))
    assert outcomes.count(True) == 1
    run = store.run("s-1", a_run().run_id)
    assert run is not None
    assert run.report_id == f"r-{outcomes.index(True)}"


def test_a_run_by_hand_leaves_its_subscription_as_it_is(store: SubscriptionStore) -> None:
    subscription = a_subscription()
    by_hand = a_run(run_id="20250116T000000Z-s-1-now-a", due_at=None)
    assert not store.begin(subscription, subscription, [by_hand])
    store.add(subscription)
    assert store.begin(subscription, subscription, [by_hand])
    assert not store.begin(subscription, subscription, [by_hand])
    assert store.get("ada", "s-1") == subscription
    assert store.run("s-1", by_hand.run_id) == by_hand


def test_a_run_is_replaced_by_its_next_version_and_by_no_other(store: SubscriptionStore) -> None:
    store.add(a_subscription())
    assert store.begin(a_subscription(), a_subscription(), [a_run()])
    ended = a_run(
        status=RunStatus.PARTIAL,
        revision=3,
        first_revision=2,
        calls=12,
        figures="0f3c",
        told="[]",
        unusual=(UnusualLine("Città gained 48,300 against the usual 9,000.", 7.5),),
        notices=(Delivery(EmailTarget("ada@label.example")),),
        why="One job of ten failed.",
        repair_due=MONDAY + timedelta(days=1),
        version=2,
        deliveries=(
            Delivery(
                SlackTarget("C0123456789"), DeliveryStatus.DELIVERED, at=MONDAY, link="https://s.example"
            ),
            Delivery(CallbackTarget("https://label.example/hook"), DeliveryStatus.FAILED, error="410 Gone"),
            Delivery(
                EmailTarget("ada@label.example"),
                tries=2,
                next_try_at=MONDAY + timedelta(minutes=5),
                progress={"file": "F1"},
            ),
        ),
    )
    for version in (1, 3):
        assert not store.replace_run(replace(ended, version=version))
    assert store.replace_run(ended)
    assert store.run("s-1", ended.run_id) == ended
    assert store.run_of_report("r-1") == ended
    assert not store.replace_run(a_run(run_id="of nobody", version=2))


def test_a_run_and_its_subscription_are_replaced_together_or_not_at_all(store: SubscriptionStore) -> None:
    store.add(a_subscription())
    assert store.begin(a_subscription(), a_subscription(), [a_run()])
    run, subscription = a_run(status=RunStatus.FAILED, version=2), a_subscription(failures=1, version=2)
    assert not store.replace_both(replace(run, version=3), subscription)
    assert not store.replace_both(run, replace(subscription, version=3))
    assert (store.run("s-1", run.run_id), store.get("ada", "s-1")) == (a_run(), a_subscription())
    assert store.replace_both(run, subscription)
    assert (store.run("s-1", run.run_id), store.get("ada", "s-1")) == (run, subscription)
    assert store.remove("ada", "s-1")
    assert not store.replace_both(replace(run, version=3), replace(subscription, version=3))


def test_runs_are_listed_newest_first_a_part_at_a_time(store: SubscriptionStore) -> None:
    subscription = a_subscription()
    store.add(subscription)
    runs = [a_run(run_id=f"2025010{day}T073000Z-s-1", report_id=f"r-{day}") for day in range(1, 6)]
    assert store.begin(subscription, subscription, runs)
    newest = runs[::-1]
    assert store.runs("s-1", limit=2) == newest[:2]
    assert store.runs("s-1", limit=2, after=newest[1].run_id) == newest[2:4]
    assert store.runs("s-1", limit=9, after=newest[3].run_id) == newest[4:]
    assert store.runs("s-2", limit=9) == []


# ------------------------------------------------------------------------------------------- in DynamoDB


def test_runs_expire_with_their_reports_and_subscriptions_never_do(dynamodb: Any, table: str) -> None:
    store = of_table(dynamodb, table)
    store.add(a_subscription())
    assert store.begin(a_subscription(), a_subscription(version=2, next_due=None), [a_run()])
    assert store.replace_run(a_run(version=2))
    expiring = {
        item["pk"]["S"]: int(item[expiry_attribute("SubscriptionsTable")]["N"])
        for item in dynamodb.scan(TableName=table)["Items"]
        if expiry_attribute("SubscriptionsTable") in item
    }
    until = int((a_run().started_at + timedelta(days=DAYS_KEPT)).timestamp())
    assert expiring == {"RUNS#s-1": until, "REPORT#r-1": until}


def test_the_index_has_what_is_due_in_several_parts(dynamodb: Any, table: str) -> None:
    store = of_table(dynamodb, table)
    for number in range(40):
        store.add(a_subscription(subscription_id=f"s-{number}", owner=f"owner {number}"))
    indexed = dynamodb.scan(TableName=table, IndexName="due")["Items"]
    assert {item["due_shard"]["S"] for item in indexed} == set(DUE_SHARDS)
    assert all("content" not in item for item in indexed)
    assert len(list(store.due(MONDAY))) == 40


def test_the_largest_subscription_of_the_most_artists_is_an_item(dynamodb: Any, table: str) -> None:
    store = of_table(dynamodb, table)
    artists = tuple(an_artist(number, "ネ" * 200, f"https://img.example/{'x' * 400}") for number in range(50))
    large = a_content(request=MovingRequest(MovingPeriod.LAST_WEEK, a_request(artists=artists)))
    store.add(a_subscription(content=large))
    kept = store.get("ada", "s-1")
    assert kept is not None
    assert kept.content.request.request.artists == artists


def test_the_most_subscriptions_of_an_owner_are_all_listed(dynamodb: Any, table: str) -> None:
    store = of_table(dynamodb, table)
    artists = tuple(an_artist(number, "ネ" * 100, f"https://img.example/{'x' * 200}") for number in range(50))
    large = a_content(request=MovingRequest(MovingPeriod.LAST_WEEK, a_request(artists=artists)))
    made = [
        a_subscription(subscription_id=f"s-{number:03}", content=large)
        for number in range(MOST_SUBSCRIPTIONS)
    ]
    for one in made:
        dynamodb.put_item(TableName=table, Item=subscription_item(one))
    assert store.of_owner("ada") == made
    with pytest.raises(TooManySubscriptions):
        store.add(a_subscription(subscription_id="one more"))


class Refusing:
    """A client whose transactions are refused for a reason, the first `times` of them."""

    def __init__(self, client: Any, *codes: str, times: int = 1_000) -> None:
        self._client = client
        self._codes = codes
        self._times = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **asked: Any) -> Any:
        if not self._times:
            return self._client.transact_write_items(**asked)
        self._times -= 1
        raise self._client.exceptions.TransactionCanceledException(
            {
                "Error": {"Code": "TransactionCanceledException"},
                "CancellationReasons": [{"Code": code} for code in self._codes],
            },
            "TransactWriteItems",
        )


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_write_is_told_apart_from_one_that_was_overtaken(
    dynamodb: Any, table: str, code: str
) -> None:
    store = of_table(Refusing(dynamodb, "None", code), table)
    with pytest.raises(StoreBusy):
        store.add(a_subscription())
    with pytest.raises(StoreBusy):
        store.begin(a_subscription(), a_subscription(version=2), [a_run()])
    assert of_table(dynamodb, table).of_owner("ada") == []


def test_who_meets_others_that_make_subscriptions_tries_again_and_not_for_ever(
    dynamodb: Any, table: str
) -> None:
    of_table(Refusing(dynamodb, "None", "TransactionConflict", times=2), table).add(a_subscription())
    assert of_table(dynamodb, table).of_owner("ada") == [a_subscription()]
    with pytest.raises(StoreBusy):
        of_table(Refusing(dynamodb, "ConditionalCheckFailed", "None"), table).add(
            a_subscription(subscription_id="s-2")
        )


def test_a_write_that_is_refused_for_good_is_an_error(dynamodb: Any, table: str) -> None:
    store = of_table(Refusing(dynamodb, "ValidationError"), table)
    with pytest.raises(ClientError):
        store.begin(a_subscription(), a_subscription(version=2), [a_run()])


def test_an_index_that_is_throttled_is_busy(
    dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, "Query")

    store = of_table(dynamodb, table)
    monkeypatch.setattr(dynamodb, "query", throttled, raising=False)
    with pytest.raises(StoreBusy):
        store.due(datetime(2025, 1, 1, tzinfo=UTC))


def test_a_change_that_meets_a_transaction_has_to_be_tried_again(
    dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = of_table(dynamodb, table)
    store.add(a_subscription())

    def meets_another(**_: Any) -> None:
        error = {"Error": {"Code": "TransactionConflictException"}}
        raise dynamodb.exceptions.TransactionConflictException(error, "PutItem")

    monkeypatch.setattr(dynamodb, "put_item", meets_another, raising=False)
    monkeypatch.setattr(dynamodb, "delete_item", meets_another, raising=False)
    assert not store.replace(a_subscription(version=2))
    with pytest.raises(StoreBusy):
        store.remove("ada", "s-1")
    assert store.get("ada", "s-1") == a_subscription()
