"""How runs are changed, and how they end: with what that does to their subscription (contract 11.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from linernotes.model.errors import StoreBusy
from linernotes.model.words import sentence
from linernotes.subscriptions.run import Delivery, Run, RunStatus
from linernotes.subscriptions.store import SubscriptionStore
from linernotes.subscriptions.subscription import FAILURES_TO_PAUSE, Pause, PausedBy, Subscription

TRIES = 40
"""How often a change is tried that others come before: ten targets at once note some steps each."""

NO_SUBSCRIPTION = "the subscription was deleted"

type Change = Callable[[Run], Run | None]
"""Gives a run as it is after, None where there is nothing to change."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A run as it is after a change was asked for; `now` says whether this very call made it."""

    run: Run
    now: bool


def change_run(subscription_id: str, run_id: str, change: Change, store: SubscriptionStore) -> Changed | None:
    """Change a run, whoever else does so at the same time; None if there is none. Raises StoreBusy."""
    for _ in range(TRIES):
        run = store.run(subscription_id, run_id)
        if run is None:
            return None
        after = change(run)
        if after is None:
            return Changed(run, now=False)
        after = replace(after, version=run.version + 1)
        if store.replace_run(after):
            return Changed(after, now=True)
    raise StoreBusy("others keep changing the run")


def end_run(
    subscription_id: str,
    run_id: str,
    ending: Change,
    *,
    now: datetime,
    store: SubscriptionStore,
    pause: Pause | None = None,
) -> Changed | None:
    """Change a run, and where that ends it count it in its subscription, in one write.

    None if there is no such run. `ending` gives None where it has ended already, so that it is counted once.
    The third failure in a row pauses the subscription, and so does `pause`; the run then has the notices of
    that to all its targets. A repair counts for nothing, as its run has ended before, but its figures are
    those delivered last. Raises StoreBusy.
    """
    for _ in range(TRIES):
        run = store.run(subscription_id, run_id)
        if run is None:
            return None
        ended = ending(run)
        if ended is None:
            return Changed(run, now=False)
        ended = replace(ended, version=run.version + 1)
        before = store.get(run.owner, subscription_id)
        after = before
        if before is not None and ended.status.ended and not run.status.ended:
            after = _repaired(before, ended) if run.is_repair else _counted(before, ended, now, pause)
        if after is None or after == before:
            written = store.replace_run(ended)
        else:
            if after.paused is not None and after.paused != (before and before.paused):
                ended = replace(ended, notices=tuple(map(Delivery, after.content.deliver)))
            written = store.replace_both(ended, replace(after, version=after.version + 1))
        if written:
            return Changed(ended, now=True)
    raise StoreBusy("others keep changing the run or its subscription")


def failed(why: str) -> Change:
    """End a run that is under way as failed; one of a later revision stays what it was, without a repair."""

    def ending(run: Run) -> Run | None:
        if run.status.ended:
            return None
        if run.is_repair:
            return unrepaired(run, why)
        return replace(run, status=RunStatus.FAILED, why=sentence(why), repair_due=None)

    return ending


def unrepaired(run: Run, why: str) -> Run:
    """Give a run as it was delivered first, with what it lacked and the reason why it stays so."""
    said = f"{run.why or ''} It could not be repaired: {sentence(why)}".lstrip()
    return replace(run, status=RunStatus.PARTIAL, revision=run.first_revision, repair_due=None, why=said)


def _repaired(before: Subscription, repaired: Run) -> Subscription:
    """Give a subscription as it is after a repair: one that nobody got has gone back to what was before."""
    return replace(before, last_figures=repaired.figures) if repaired.is_repair else before


def _counted(before: Subscription, ended: Run, now: datetime, pause: Pause | None) -> Subscription:
    """Give a subscription as it is after a run of it has ended."""
    if ended.status is not RunStatus.FAILED:
        delivered = ended.status in (RunStatus.DELIVERED, RunStatus.PARTIAL)
        if not delivered:
            return replace(before, failures=0)
        return replace(before, failures=0, last_figures=ended.figures, told=ended.told or before.told)
    failures = before.failures + 1
    if pause is None and failures >= FAILURES_TO_PAUSE:
        why = f"{failures} runs in a row failed, the last because of this: {ended.why}"
        pause = Pause(PausedBy.FAILURES, now, why)
    if pause is None or before.paused is not None:
        return replace(before, failures=failures)
    return replace(before, failures=failures, paused=pause, next_due=None)
