"""Deliver a run to one target, whatever becomes of the others, and end it with the last (contract 11.3)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from linernotes.aws.queues import hidden_s
from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable, FileMissing
from linernotes.subscriptions.delivery_messages import DeliveryMessage, send_pending
from linernotes.subscriptions.end_run import change_run, end_run, failed, unrepaired
from linernotes.subscriptions.parcels import parcel_of
from linernotes.subscriptions.run import Delivery, DeliveryStatus, Run, RunStatus
from linernotes.subscriptions.run_ports import DeliveryTools

TRY_S = 60
"""How long a try that is begun is left alone, in seconds: longer than the function may run."""
MOST_TRIES = 20
"""More than the schedule has: so many were begun only if most of them killed their function."""
KILLED = "whoever delivers it stopped each time before it was done"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a message: an outcome for the log, and in how many seconds the message is to come back.

    `again_in_s` is None if the message is done with.
    """

    outcome: str
    again_in_s: int | None = None


NOTHING = Delivered("nothing to deliver")


class _Moved(Exception):
    """The delivery is another's by now: settled, or begun again."""


def deliver_run(message: DeliveryMessage, tools: DeliveryTools) -> Delivered:
    """Try a delivery, unless that is settled or not due.

    A try is noted before it is made, so that of several messages about one delivery one makes it. A crash
    between handing over and noting it hands it over once more: a webhook with the same `webhook-id`, the
    other kinds from where their progress was noted last. Raises StoreBusy.
    """
    run = tools.subscriptions.run(message.subscription_id, message.run_id)
    delivery = _of(run, message) if run is not None else None
    if run is None or delivery is None:
        return NOTHING
    if delivery.status is not DeliveryStatus.PENDING:
        _finish(message, tools)
        return NOTHING
    began = tools.clock()
    if delivery.next_try_at is not None and delivery.next_try_at > began:
        return Delivered("not due", hidden_s(delivery.next_try_at, began))
    if delivery.tries >= MOST_TRIES:
        return _given_up(message, delivery, tools)
    trying = replace(
        delivery, tries=delivery.tries + 1, at=began, next_try_at=began + timedelta(seconds=TRY_S)
    )
    try:
        _put(message, trying, tools, tries=delivery.tries)
        settled = _try(run, trying, message, tools)
        _put(message, settled, tools, tries=trying.tries)
    except _Moved:
        return Delivered("another message is at it", TRY_S)
    if settled.status is DeliveryStatus.PENDING and settled.next_try_at is not None:
        return Delivered(settled.error or "", hidden_s(settled.next_try_at, tools.clock()))
    _finish(message, tools)
    return Delivered(settled.error or "delivered")


def _given_up(message: DeliveryMessage, delivery: Delivery, tools: DeliveryTools) -> Delivered:
    """Settle a delivery that kills its function, so that its run ends."""
    given_up = replace(delivery, status=DeliveryStatus.FAILED, error=KILLED, next_try_at=None)
    with suppress(_Moved):
        _put(message, given_up, tools, tries=delivery.tries)
    _finish(message, tools)
    return Delivered(KILLED)


def _try(run: Run, trying: Delivery, message: DeliveryMessage, tools: DeliveryTools) -> Delivery:
    """Hand over what is to be delivered; gives how the delivery goes after that."""

    def note(progress: Mapping[str, str]) -> None:
        nonlocal trying
        noted = replace(trying, progress=dict(progress))
        _put(message, noted, tools, tries=trying.tries)
        trying = noted

    try:
        parcel = parcel_of(run, trying.target, tools, notice=message.notice)
        sent = tools.deliverer(trying.target).deliver(parcel, trying.target, trying.progress, note)
    except (DeliveryRefused, FileMissing) as refused:
        return replace(trying, status=DeliveryStatus.FAILED, error=str(refused), next_try_at=None)
    except DeliveryUnavailable as failure:
        wait_s = tools.wait_after(trying.tries, asked_s=failure.wait_s, random=tools.random())
        if wait_s is None:
            return replace(trying, status=DeliveryStatus.FAILED, error=str(failure), next_try_at=None)
        again_at = tools.clock() + timedelta(seconds=wait_s)
        return replace(trying, error=str(failure), next_try_at=again_at)
    return replace(
        trying,
        status=DeliveryStatus.DELIVERED,
        at=tools.clock(),
        link=sent.link or trying.link,
        error=None,
        next_try_at=None,
    )


def _of(run: Run, message: DeliveryMessage) -> Delivery | None:
    """Give the delivery a message is about; None if the run has moved on."""
    of_report = run.deliveries if run.revision == message.revision else ()
    deliveries = run.notices if message.notice else of_report
    return deliveries[message.place] if message.place < len(deliveries) else None


def _put(message: DeliveryMessage, delivery: Delivery, tools: DeliveryTools, *, tries: int) -> None:
    """Store how a delivery goes that so many tries were begun of, the others of its run left as they are.

    Raises _Moved and StoreBusy.
    """

    def change(run: Run) -> Run | None:
        stored = _of(run, message)
        if stored is None or (stored.status, stored.tries) != (DeliveryStatus.PENDING, tries):
            return None
        changed = list(run.notices if message.notice else run.deliveries)
        changed[message.place] = delivery
        if message.notice:
            return replace(run, notices=tuple(changed))
        return replace(run, deliveries=tuple(changed))

    changed = change_run(message.subscription_id, message.run_id, change, tools.subscriptions)
    if changed is None or not changed.now:
        raise _Moved


def _finish(message: DeliveryMessage, tools: DeliveryTools) -> None:
    """End a run once its last delivery is settled; does nothing, any other time."""
    changed = end_run(
        message.subscription_id, message.run_id, _ending, now=tools.clock(), store=tools.subscriptions
    )
    if changed is None:
        return
    if changed.now:
        tools.tell_ended(changed.run)
    send_pending(replace(changed.run, deliveries=()), tools.deliveries)


def _ending(run: Run) -> Run | None:
    settled = all(delivery.status is not DeliveryStatus.PENDING for delivery in run.deliveries)
    if run.status is not RunStatus.DELIVERING or not settled:
        return None
    if any(delivery.status is DeliveryStatus.DELIVERED for delivery in run.deliveries):
        status = RunStatus.PARTIAL if run.why else RunStatus.DELIVERED
        return replace(run, status=status)
    errors = [delivery.error for delivery in run.deliveries if delivery.error]
    why = f"no target took it: {'; '.join(errors[:3])}"
    return unrepaired(run, why) if run.is_repair else failed(why)(run)
