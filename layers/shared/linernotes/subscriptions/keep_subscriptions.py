"""Keep an owner's subscriptions: make, list, change, pause, delete and run them (contract 11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linernotes.model.errors import InvalidRequest, StoreBusy, SubscriptionChanged, SubscriptionNotFound
from linernotes.patience import Patience
from linernotes.reports.spending import Spending
from linernotes.subscriptions.messages import RunsQueue
from linernotes.subscriptions.price import check_cost, cost_of
from linernotes.subscriptions.run import Run, RunStatus
from linernotes.subscriptions.store import SubscriptionStore
from linernotes.subscriptions.subscription import Pause, PausedBy, Subscription, SubscriptionContent
from linernotes.subscriptions.when import next_due

_NOT_THERE = "There is no subscription of this id."
PAUSED_BY_OWNER = "You paused it."


def create_subscription(
    content: SubscriptionContent,
    owner: str,
    *,
    subscription_id: str,
    now: datetime,
    store: SubscriptionStore,
    spending: Spending,
    made_by: str | None = None,
) -> Subscription:
    """Make a subscription, which is due from now on; the one of this id, if it is there already.

    Nothing is charged: each of its runs is, as its report is asked for. Raises TooExpensive,
    SubscriptionTooExpensive, TooManySubscriptions and StoreBusy.
    """
    known = store.get(owner, subscription_id)
    if known is not None:
        return known
    cost = cost_of(content, spending.budget_of(owner, now=now), now=now)
    check_cost(content, cost, spending, now=now)
    due = next_due(content.rhythm, now)
    subscription = Subscription(subscription_id, owner, content, now, due, made_by=made_by)
    store.add(subscription)
    return subscription


def get_subscription(owner: str, *, subscription_id: str, store: SubscriptionStore) -> Subscription:
    """Give an owner's subscription. Raises SubscriptionNotFound and StoreBusy."""
    found = store.get(owner, subscription_id)
    if found is None:
        raise SubscriptionNotFound(_NOT_THERE)
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed of a subscription; None is left as it is.

    `content` gives what it shall ask for from what it asks for as it is found; `paused` is whether it shall
    be. `version` is the one whoever changes it saw, None where they do not mind what others changed.
    """

    content: Callable[[SubscriptionContent], SubscriptionContent] | None = None
    paused: bool | None = None
    version: int | None = None


def change_subscription(
    change: Change,
    owner: str,
    *,
    subscription_id: str,
    now: datetime,
    store: SubscriptionStore,
    spending: Spending,
    patience: Patience,
) -> Subscription:
    """Change a subscription, pause or resume it; gives it as it is after.

    Resumed, or with another rhythm, it is due from now on. Raises SubscriptionChanged where it is at another
    version than the change says, InvalidRequest where nobody would get what a resumed one brings,
    SubscriptionNotFound, StoreBusy, what `change.content` raises, and for other content what
    `create_subscription` does.
    """
    for _ in patience.tries():
        kept = get_subscription(owner, subscription_id=subscription_id, store=store)
        if change.version not in (None, kept.version):
            raise SubscriptionChanged(
                f"The subscription was changed meanwhile: it is at version {kept.version}, not "
                f"{change.version}.",
                kept,
                cost_of(kept.content, spending.budget_of(owner, now=now), now=now),
            )
        changed = _paused(_with_content(kept, change, spending, now=now), change.paused, now=now)
        if changed == kept:
            return kept
        changed = replace(changed, version=kept.version + 1)
        if store.replace(changed):
            return changed
    raise _busy()


def delete_subscription(owner: str, *, subscription_id: str, store: SubscriptionStore) -> None:
    """Delete a subscription; its reports stay. Raises SubscriptionNotFound and StoreBusy."""
    if not store.remove(owner, subscription_id):
        raise SubscriptionNotFound(_NOT_THERE)


def run_now(
    owner: str,
    *,
    subscription_id: str,
    run_id: str,
    report_id: str,
    now: datetime,
    store: SubscriptionStore,
    queue: RunsQueue,
    patience: Patience,
) -> Run:
    """Begin a run at once, also of a paused subscription; when it is due next stays as it is.

    A run that this id has begun is given as it stands, and asked for again while it is running. Raises
    InvalidRequest where nobody would get it, SubscriptionNotFound and StoreBusy.
    """
    for _ in patience.tries():
        subscription = get_subscription(owner, subscription_id=subscription_id, store=store)
        run = store.run(subscription_id, run_id)
        begun = run is not None
        if run is None:
            _check_targets(subscription)
            run = Run(run_id, subscription_id, owner, None, now, RunStatus.RUNNING, report_id=report_id)
            begun = store.begin(subscription, subscription, [run])
        if begun and run.status is RunStatus.RUNNING:
            queue.send(owner, subscription_id, run_id=run_id, due_at=None, now=run.started_at)
        if begun:
            return run
    raise _busy()


def list_runs(
    owner: str, *, subscription_id: str, limit: int, after: str | None, store: SubscriptionStore
) -> Sequence[Run]:
    """List runs of a subscription, newest first, from after a run's id. Raises SubscriptionNotFound."""
    get_subscription(owner, subscription_id=subscription_id, store=store)
    return store.runs(subscription_id, limit=limit, after=after)


def _with_content(kept: Subscription, change: Change, spending: Spending, *, now: datetime) -> Subscription:
    """Give a subscription with its content changed; another rhythm counts from now."""
    if change.content is None:
        return kept
    content = change.content(kept.content)
    cost = cost_of(content, spending.budget_of(kept.owner, now=now), now=now)
    check_cost(content, cost, spending, now=now)
    changed = replace(kept, content=content)
    if content.rhythm == kept.content.rhythm or kept.paused is not None:
        return changed
    return replace(changed, next_due=next_due(content.rhythm, now))


def _paused(subscription: Subscription, paused: bool | None, *, now: datetime) -> Subscription:
    """Pause or resume a subscription that is not so already; what failed before counts no more."""
    if paused is None or paused == (subscription.paused is not None):
        return subscription
    if paused:
        return replace(subscription, paused=Pause(PausedBy.OWNER, now, PAUSED_BY_OWNER), next_due=None)
    _check_targets(subscription)
    due = next_due(subscription.content.rhythm, now)
    return replace(subscription, paused=None, failures=0, next_due=due)


def _check_targets(subscription: Subscription) -> None:
    """Raise InvalidRequest where nobody would get what a subscription brings."""
    if not subscription.content.deliver:
        raise InvalidRequest([("deliver", "give at least one target: the last one has unsubscribed")])


def _busy() -> StoreBusy:
    return StoreBusy("others keep changing this subscription")
