"""Unsubscribing: the address a link was sent to is taken out, once, and nothing is told of others."""

from __future__ import annotations

import base64
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import StoreBusy
from linernotes.subscriptions.mail.unsubscribe import TRIES, unsubscribe
from linernotes.subscriptions.mail.unsubscribe_token import Subscriber, digest_of, subscriber_of, token_of
from linernotes.subscriptions.subscription import EmailTarget, Pause, PausedBy, SlackTarget, Subscription
from tests.unit.builders import NOW
from tests.unit.subscription_builders import a_content, a_subscription
from tests.unit.subscription_memory import MemorySubscriptionStore

ADA, BOB, CHANNEL = (
    EmailTarget("ada@label.example"),
    EmailTarget("bob@label.example"),
    SlackTarget("C0123456789"),
)
SECRET = "the-secret"
BOTH = a_subscription(content=a_content(deliver=(ADA, CHANNEL, BOB)))
ALONE = a_subscription(content=a_content(deliver=(ADA,)))


def kept(subscription: Subscription) -> MemorySubscriptionStore:
    store = MemorySubscriptionStore()
    store.add(subscription)
    return store


def leave(store: MemorySubscriptionStore, target: EmailTarget = ADA, *, of: Subscription = BOTH) -> bool:
    token = token_of(Subscriber.of(of, target), SECRET)
    return unsubscribe(token, now=NOW, secrets=[SECRET], subscriptions=store)


def now_in(store: MemorySubscriptionStore) -> Subscription:
    found = store.get("ada", "s-1")
    assert found is not None
    return found


def test_the_address_is_taken_out_and_the_others_stay() -> None:
    store = kept(BOTH)
    assert leave(store)
    after = now_in(store)
    assert after.content.deliver == (CHANNEL, BOB)
    assert (after.paused, after.next_due, after.version) == (None, BOTH.next_due, 2)
    assert after == replace(BOTH, content=a_content(deliver=(CHANNEL, BOB)), version=2)


def test_a_link_takes_the_address_out_in_whatever_case_it_is_written_by_now() -> None:
    store = kept(replace(BOTH, content=a_content(deliver=(EmailTarget("Ada@label.example"), CHANNEL))))
    assert leave(store, ADA)
    assert now_in(store).content.deliver == (CHANNEL,)


def test_done_again_it_changes_nothing_and_answers_the_same() -> None:
    store = kept(BOTH)
    assert [leave(store), leave(store), leave(store)] == [True, True, True]
    assert now_in(store).version == 2


def test_without_any_target_left_the_subscription_is_paused() -> None:
    store = kept(ALONE)
    assert leave(store)
    after = now_in(store)
    assert after.content.deliver == ()
    assert after.next_due is None
    assert after.paused is not None
    assert (after.paused.by, after.paused.at) == (PausedBy.UNSUBSCRIBED, NOW)
    assert "unsubscribed" in after.paused.why


def test_one_that_is_paused_already_stays_paused_by_whom_it_was() -> None:
    pause = Pause(PausedBy.OWNER, NOW, "You paused it.")
    store = kept(replace(ALONE, paused=pause, next_due=None))
    assert leave(store)
    assert (now_in(store).paused, now_in(store).content.deliver) == (pause, ())


def test_what_is_not_there_is_answered_as_what_is() -> None:
    empty = MemorySubscriptionStore()
    assert leave(empty)
    store = kept(BOTH)
    assert leave(store, EmailTarget("eve@elsewhere.example"))
    assert now_in(store) == BOTH


def test_a_link_of_another_subscription_or_owner_leaves_this_one_alone() -> None:
    store = kept(BOTH)
    assert leave(store, of=replace(BOTH, subscription_id="s-2"))
    assert leave(store, of=replace(BOTH, owner="bob"))
    assert now_in(store) == BOTH


class Contended(MemorySubscriptionStore):
    """Somebody else changes the subscription before each of the next `left` writes."""

    left = 0

    def replace(self, subscription: Subscription) -> bool:
        if self.left:
            self.left -= 1
            found = now_in(self)
            super().replace(replace(found, failures=found.failures + 1, version=found.version + 1))
        return super().replace(subscription)


def test_what_others_change_at_the_same_time_is_kept() -> None:
    store = Contended()
    store.add(BOTH)
    store.left = TRIES - 1
    assert leave(store)
    assert (now_in(store).failures, now_in(store).content.deliver) == (TRIES - 1, (CHANNEL, BOB))


def test_where_others_keep_changing_it_nothing_is_claimed() -> None:
    store = Contended()
    store.add(BOTH)
    store.left = TRIES
    with pytest.raises(StoreBusy):
        leave(store)
    assert now_in(store).content.deliver == BOTH.content.deliver


# --- Tokens ---------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=64), st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True), st.emails())
def test_a_token_reads_back_as_whom_it_was_made_for(owner: str, subscription_id: str, address: str) -> None:
    owner = owner.encode(errors="replace").decode()
    subscriber = Subscriber(owner, subscription_id, digest_of(EmailTarget(address)))
    token = token_of(subscriber, SECRET)
    assert subscriber_of(token, ["newer", SECRET]) == subscriber
    assert subscriber_of(token, ["newer"]) is None
    assert token == token_of(subscriber, SECRET)


def test_a_token_does_not_hold_the_address_and_fits_into_a_header() -> None:
    long = Subscriber("x" * 64, "3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10", digest_of(ADA))
    token = token_of(long, SECRET)
    assert len(token) < 400
    assert subscriber_of(token, [SECRET]) == long
    assert b"label" not in digest_of(ADA)


def test_a_token_tells_nothing_of_whose_subscription_it_is_to_whoever_reads_it() -> None:
    token = token_of(Subscriber("name:ada-lovelace", "s-123456", digest_of(ADA)), SECRET)
    read = b"".join(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    assert not any(told in read for told in (b"ada", b"lovelace", b"s-123456", digest_of(ADA)))
    other = token_of(Subscriber("name:ada-lovelace", "s-123457", digest_of(ADA)), SECRET)
    assert all(one != another for one, another in zip(token.split("."), other.split("."), strict=True))
    assert token[:16] != other[:16], "one that differs at its end differs from its beginning"


def test_no_character_of_a_token_can_be_another() -> None:
    token = token_of(Subscriber.of(BOTH, ADA), SECRET)
    changed = [
        token[:place] + ("B" if char == "A" else "A") + token[place + 1 :] for place, char in enumerate(token)
    ]
    assert sum(subscriber_of(each, [SECRET]) is not None for each in changed) == 0
    assert subscriber_of(token[:-1], [SECRET]) is None


@pytest.mark.parametrize(
    "token", ["", ".", "a.b", "x" * 30, f"{'x' * 17}.{'y' * 22}", f"{'é' * 16}.{'y' * 22}", "x" * 10_000]
)
def test_what_is_no_token_is_none(token: str) -> None:
    assert subscriber_of(token, [SECRET]) is None
    assert not unsubscribe(token, now=NOW, secrets=[SECRET], subscriptions=kept(BOTH))


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        token_of(Subscriber.of(BOTH, ADA), "")


def test_owners_and_subscriptions_cannot_be_told_as_one_another() -> None:
    parts = ["a", "a:b", "b", "b:a"]
    made = {
        token_of(Subscriber(owner, subscription, digest_of(ADA)), SECRET)
        for owner, subscription in itertools.product(parts, ["a", "b"])
    }
    assert len(made) == 8
