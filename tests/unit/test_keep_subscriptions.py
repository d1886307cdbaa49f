"""Keeping subscriptions: what a change leaves, who wins of two, and what is left where a function dies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest

from linernotes.model.errors import (
    InvalidRequest,
    MessageBroken,
    StoreBusy,
    SubscriptionChanged,
    SubscriptionNotFound,
    SubscriptionTooExpensive,
    TooManySubscriptions,
)
from linernotes.patience import Patience
from linernotes.reports.spending import Spending
from linernotes.subscriptions import keep_subscriptions as keep
from linernotes.subscriptions.keep_subscriptions import Change
from linernotes.subscriptions.messages import DueMessage, due_message_from, due_message_text
from linernotes.subscriptions.needed_request import needed_request
from linernotes.subscriptions.price import cost_of
from linernotes.subscriptions.run import Run, RunStatus, occurrence_id, run_now_id
from linernotes.subscriptions.subscription import (
    MOST_SUBSCRIPTIONS,
    Every,
    OnlyWhen,
    Pause,
    PausedBy,
    Rhythm,
    Subscription,
    SubscriptionContent,
)
from tests.unit.builders import NOW
from tests.unit.memory import NO_RESERVE, Fuse, Killed, MemoryBudgets, MemoryLookupStore, MemoryWindowStore
from tests.unit.subscription_builders import MONDAY, WEEKLY, a_content, a_run, a_subscription
from tests.unit.subscription_memory import MemorySubscriptionStore

RUN_ID = "20250115T120000Z-s-1-now-a"


@dataclass
class MemoryRunsQueue:
    """What was asked for, as messages."""

    sent: list[DueMessage] = field(default_factory=list)
    dies: bool = False

    def send(
        self,
        owner: str,
        subscription_id: str,
        *,
        run_id: str | None,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        if self.dies:
            raise Killed
        self.sent.append(DueMessage(owner, subscription_id, now, due_at=due_at, run_id=run_id))


@dataclass
class Stores:
    windows: MemoryWindowStore
    lookups: MemoryLookupStore


def spending(calls_a_month: int = 100_000) -> Spending:
    return Spending(
        max_calls=3_000,
        calls_a_month=calls_a_month,
        budgets=MemoryBudgets(),
        reserve=NO_RESERVE,
        stores=lambda: Stores(MemoryWindowStore(), MemoryLookupStore()),
    )


def patience() -> Patience:
    """Try again without sleeping, ten times."""
    seconds = iter(range(0, 100))
    return Patience(lambda: next(seconds) / 5, lambda _: None, lambda: 0.5)


def changed(
    store: MemorySubscriptionStore, change: Change, *, now: datetime = NOW, calls_a_month: int = 100_000
) -> Subscription:
    return keep.change_subscription(
        change,
        "ada",
        subscription_id="s-1",
        now=now,
        store=store,
        spending=spending(calls_a_month),
        patience=patience(),
    )


def with_one(subscription: Subscription | None = None, fuse: Fuse | None = None) -> MemorySubscriptionStore:
    store = MemorySubscriptionStore(fuse)
    store.kept["ada", "s-1"] = subscription or a_subscription()
    return store


def created(store: MemorySubscriptionStore, content: SubscriptionContent = WEEKLY) -> Subscription:
    return keep.create_subscription(
        content, "ada", subscription_id="s-1", now=NOW, store=store, spending=spending(), made_by="U1"
    )


def ran(store: MemorySubscriptionStore, queue: MemoryRunsQueue, *, report_id: str = "r-9") -> Run:
    return keep.run_now(
        "ada",
        subscription_id="s-1",
        run_id=RUN_ID,
        report_id=report_id,
        now=NOW,
        store=store,
        queue=queue,
        patience=patience(),
    )


# ------------------------------------------------------------------------------------------------- made


def test_a_subscription_is_due_from_when_it_is_made_and_says_who_made_it() -> None:
    store = MemorySubscriptionStore()
    made = created(store)
    assert made == a_subscription(made_by="U1")
    assert made.next_due == MONDAY
    assert store.of_owner("ada") == [made]


def test_one_made_again_by_the_same_id_is_the_one_that_is_there() -> None:
    store = MemorySubscriptionStore()
    first = created(store)
    assert created(store, a_content(title="Another")) == first


def test_what_a_months_budget_is_too_small_for_is_not_kept() -> None:
    store = MemorySubscriptionStore()
    daily = a_content(rhythm=Rhythm(Every.DAY, time(8), "Europe/Rome"))
    with pytest.raises(SubscriptionTooExpensive) as refused:
        keep.create_subscription(
            daily, "ada", subscription_id="s-1", now=NOW, store=store, spending=spending(30)
        )
    assert (refused.value.upstream_calls, refused.value.runs, refused.value.budget.limit) == (31, 31, 30)
    assert store.of_owner("ada") == []


def test_an_owner_has_a_hundred_and_no_more() -> None:
    store = MemorySubscriptionStore()
    for number in range(MOST_SUBSCRIPTIONS):
        store.add(a_subscription(subscription_id=f"s-{number:03}"))
    with pytest.raises(TooManySubscriptions):
        created(store)


# ---------------------------------------------------------------------------------------------- changed


def test_a_change_sees_what_was_written_meanwhile() -> None:
    store = with_one()
    overtaken = iter([True, False])

    def retitle(content: SubscriptionContent) -> SubscriptionContent:
        if next(overtaken):
            assert store.replace(a_subscription(version=2, failures=1))
        return replace(content, title="Mondays")

    after = changed(store, Change(content=retitle))
    assert (after.content.title, after.failures, after.version) == ("Mondays", 1, 3)


def test_whoever_names_a_version_is_told_what_was_written_meanwhile() -> None:
    store = with_one()

    def overtaken(content: SubscriptionContent) -> SubscriptionContent:
        store.kept["ada", "s-1"] = a_subscription(version=2, failures=1)
        return replace(content, title="Mondays")

    with pytest.raises(SubscriptionChanged) as refused:
        changed(store, Change(content=overtaken, version=1))
    assert refused.value.subscription == a_subscription(version=2, failures=1)
    assert refused.value.cost.upstream_calls_a_month == 5


def test_whoever_is_overtaken_again_and_again_gives_up() -> None:
    store = with_one()

    def overtaken(content: SubscriptionContent) -> SubscriptionContent:
        kept = store.kept["ada", "s-1"]
        store.kept["ada", "s-1"] = replace(kept, version=kept.version + 1)
        return replace(content, title="Mondays")

    with pytest.raises(StoreBusy):
        changed(store, Change(content=overtaken))


def test_a_run_that_moves_the_next_due_time_is_not_undone_by_a_change_of_the_title() -> None:
    next_week = MONDAY + timedelta(days=7)
    store = with_one(a_subscription(version=2, next_due=next_week))
    after = changed(store, Change(content=lambda content: replace(content, title="Mondays")))
    assert after.next_due == next_week


@pytest.mark.parametrize(
    ("before", "paused", "after"),
    [
        ((None, MONDAY, 2), None, (None, MONDAY, 2)),
        ((None, MONDAY, 2), False, (None, MONDAY, 2)),
        ((None, MONDAY, 2), True, (PausedBy.OWNER, None, 2)),
        ((PausedBy.FAILURES, None, 3), True, (PausedBy.FAILURES, None, 3)),
        ((PausedBy.FAILURES, None, 3), False, (None, MONDAY, 0)),
        ((PausedBy.OWNER_GONE, None, 1), False, (None, MONDAY, 0)),
    ],
)
def test_pausing_and_resuming(
    before: tuple[PausedBy | None, datetime | None, int],
    paused: bool | None,
    after: tuple[PausedBy | None, datetime | None, int],
) -> None:
    by, due, failures = before
    pause = Pause(by, NOW - timedelta(days=9), "why") if by else None
    store = with_one(a_subscription(paused=pause, next_due=due, failures=failures))
    found = changed(store, Change(paused=paused))
    assert (found.paused and found.paused.by, found.next_due, found.failures) == after
    assert found.version == (1 if after == before else 2)


def test_resumed_with_another_rhythm_it_is_due_by_that() -> None:
    store = with_one(a_subscription(paused=Pause(PausedBy.OWNER, NOW, "why"), next_due=None))
    later = Rhythm(Every.WEEK, time(8, 30), "Europe/Rome", on=2)
    after = changed(store, Change(content=lambda content: replace(content, rhythm=later), paused=False))
    assert after.next_due == MONDAY + timedelta(days=1)


def test_one_whose_last_target_has_unsubscribed_is_not_resumed_for_nobody() -> None:
    why = Pause(PausedBy.UNSUBSCRIBED, NOW, "The last target has unsubscribed.")
    nobody = a_subscription(content=a_content(deliver=()), paused=why, next_due=None)
    store = with_one(nobody)
    with pytest.raises(InvalidRequest, match="deliver"):
        changed(store, Change(paused=False))
    assert store.of_owner(nobody.owner) == [nobody]


def test_one_that_nobody_would_get_is_not_run_by_hand() -> None:
    store, queue = with_one(a_subscription(content=a_content(deliver=()), next_due=None)), MemoryRunsQueue()
    with pytest.raises(InvalidRequest, match="deliver: give at least one target"):
        ran(store, queue)
    assert (store.begun, queue.sent) == ({}, [])


def test_runs_by_hand_are_listed_newest_first_within_a_second_too() -> None:
    instants = [NOW + timedelta(microseconds=at) for at in (5, 70, 800_000, 1_000_000)]
    ids = [run_now_id("s-1", at, token) for at, token in zip(instants, "dcba", strict=True)]
    assert ids == sorted(ids)
    assert sorted(ids)[-1] > occurrence_id("s-1", NOW)
    assert "." not in "".join(ids), "webhooks are told apart by full stops"


def test_what_is_needed_for_the_unusual_is_paid_for_as_long_as_it_is_asked_for() -> None:
    told = a_content(only_when=OnlyWhen.UNUSUAL)
    budget = spending().budget_of("ada", now=NOW)
    costs = [cost_of(content, budget, now=NOW) for content in (WEEKLY, told, replace(told, only_when=None))]
    assert costs[0] == costs[2]
    assert costs[1].upstream_calls_per_run > costs[0].upstream_calls_per_run
    assert (needed_request(told).sections, told.request.request.sections) == (("moments",), ())


def test_paused_with_another_rhythm_it_is_not_due() -> None:
    later = Rhythm(Every.WEEK, time(8, 30), "Europe/Rome", on=2)
    after = changed(with_one(), Change(content=lambda content: replace(content, rhythm=later), paused=True))
    assert after.next_due is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: keep.get_subscription("ada", subscription_id="s-1", store=store),
        lambda store: keep.delete_subscription("ada", subscription_id="s-1", store=store),
        lambda store: keep.list_runs("ada", subscription_id="s-1", limit=1, after=None, store=store),
        lambda store: changed(store, Change(paused=True)),
        lambda store: ran(store, MemoryRunsQueue()),
    ],
)
def test_what_is_not_there_or_anothers_is_not_found(ask: Callable[[MemorySubscriptionStore], object]) -> None:
    store = MemorySubscriptionStore()
    store.kept["bob", "s-1"] = a_subscription(owner="bob")
    with pytest.raises(SubscriptionNotFound):
        ask(store)
    assert store.kept == {("bob", "s-1"): a_subscription(owner="bob")}
    assert store.begun == {}


# ------------------------------------------------------------------------------------------------- runs


def test_a_run_by_hand_is_stored_with_its_report_and_then_asked_for() -> None:
    store, queue = with_one(), MemoryRunsQueue()
    run = ran(store, queue)
    assert run == Run(RUN_ID, "s-1", "ada", None, NOW, RunStatus.RUNNING, report_id="r-9")
    assert store.begun == {("s-1", RUN_ID): run}
    assert queue.sent == [DueMessage("ada", "s-1", NOW, run_id=RUN_ID)]
    assert store.kept["ada", "s-1"] == a_subscription()


def test_a_run_whose_asking_died_is_asked_for_by_the_next_call_and_has_one_report() -> None:
    store, queue = with_one(), MemoryRunsQueue(dies=True)
    with pytest.raises(Killed):
        ran(store, queue)
    queue.dies = False
    assert ran(store, queue, report_id="r-10").report_id == "r-9"
    assert len(queue.sent) == 1


def test_a_run_that_died_before_it_was_stored_asks_for_nothing() -> None:
    store, queue = with_one(fuse=Fuse(left=0)), MemoryRunsQueue()
    with pytest.raises(Killed):
        ran(store, queue)
    assert (store.begun, queue.sent) == ({}, [])


def test_a_run_that_has_ended_is_told_and_not_asked_for_again() -> None:
    store, queue = with_one(), MemoryRunsQueue()
    ended = a_run(run_id=RUN_ID, status=RunStatus.DELIVERED)
    store.begun["s-1", RUN_ID] = ended
    assert ran(store, queue) == ended
    assert queue.sent == []


# --------------------------------------------------------------------------------------------- messages


@pytest.mark.parametrize(
    "message",
    [
        DueMessage("ada", "s-1", NOW, due_at=MONDAY),
        DueMessage("ada", "s-1", NOW, run_id=RUN_ID),
        DueMessage("ada", "s-1", NOW, due_at=MONDAY, run_id=RUN_ID),
    ],
)
def test_a_message_is_read_as_it_was_written(message: DueMessage) -> None:
    assert due_message_from(due_message_text(message)) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        due_message_text(DueMessage("ada", "s-1", NOW)),
        due_message_text(DueMessage("ada", "s-1", NOW, run_id="x")).replace("+00:00", "").replace("Z", ""),
        due_message_text(DueMessage("ada", "s-1", NOW, run_id="x")).replace('"v":1', '"v":2'),
        due_message_text(DueMessage("ada", "s-1", NOW, run_id="x")).replace('"ada"', "1"),
    ],
)
def test_what_is_no_message_of_ours_is_refused(text: str) -> None:
    with pytest.raises(MessageBroken):
        due_message_from(text)
