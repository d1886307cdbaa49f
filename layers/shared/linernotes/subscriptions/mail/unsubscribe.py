"""Unsubscribe an address: whoever has the link of a mail, without a key (RFC 8058)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from linernotes.model.errors import StoreBusy
from linernotes.subscriptions.mail.unsubscribe_token import digest_of, subscriber_of
from linernotes.subscriptions.store import SubscriptionStore
from linernotes.subscriptions.subscription import EmailTarget, Pause, PausedBy, Subscription, Target

TRIES = 5
"""How often a change is tried that others come before."""


def unsubscribe(
    token: str, *, now: datetime, secrets: Iterable[str], subscriptions: SubscriptionStore
) -> bool:
    """Take the address a token stands for out of its subscription; False only for a token that is none.

    An address or a subscription that is not there, or no more, is not told from one that is taken out now.
    Without any target left the subscription is paused. Raises StoreBusy.
    """
    subscriber = subscriber_of(token, secrets)
    if subscriber is None:
        return False
    for _ in range(TRIES):
        kept = subscriptions.get(subscriber.owner, subscriber.subscription_id)
        without = kept and _without(kept, subscriber.digest, now=now)
        if without is None or subscriptions.replace(without):
            return True
    raise StoreBusy("others keep changing this subscription")


def _without(subscription: Subscription, digest: bytes, *, now: datetime) -> Subscription | None:
    """Give the subscription without the address of this digest; None where it is without it already."""

    def is_address(target: Target) -> bool:
        return isinstance(target, EmailTarget) and digest_of(target) == digest

    left = tuple(target for target in subscription.content.deliver if not is_address(target))
    if left == subscription.content.deliver:
        return None
    changed = replace(
        subscription,
        content=replace(subscription.content, deliver=left),
        version=subscription.version + 1,
    )
    if left or subscription.paused is not None:
        return changed
    why = "Its last target, an e-mail address, was unsubscribed. Give it another and resume it."
    return replace(changed, paused=Pause(PausedBy.UNSUBSCRIBED, now, why), next_due=None)
