"""The budget of calls a minute, holding, counting, and keys."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import BadCredentials, Throttled
from linernotes.soundcharts.credentials import KeyRing
from linernotes.soundcharts.limits import (
    CallGate,
    Tally,
    says_quota_spent,
    wait_after_429,
    wait_after_last_call,
)

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_gate(clock: Callable[[], float], calls_per_minute: int = 1000) -> CallGate:
    return CallGate(calls_per_minute=calls_per_minute, monotonic=clock)


# --- calls a minute ---


def test_a_call_beyond_the_limit_is_told_when_it_fits_and_which_limit_it_is(clock: Clock) -> None:
    gate = a_gate(clock, calls_per_minute=2)
    gate.admit()
    clock.time += 10
    gate.admit()
    clock.time += 10
    with pytest.raises(Throttled, match="the 2 calls a minute configured") as refused:
        gate.admit()
    assert refused.value.wait_s == pytest.approx(40)


def test_a_call_fits_again_when_the_oldest_is_a_minute_old(clock: Clock) -> None:
    gate = a_gate(clock, calls_per_minute=2)
    gate.admit()
    clock.time += 10
    gate.admit()
    clock.time += 50
    gate.admit()
    with pytest.raises(Throttled) as refused:
        gate.admit()
    assert refused.value.wait_s == pytest.approx(10)


def test_refused_calls_use_nothing_up(clock: Clock) -> None:
    gate = a_gate(clock, calls_per_minute=1)
    gate.admit()
    for _ in range(5):
        with pytest.raises(Throttled):
            gate.admit()
    clock.time += 60
    gate.admit()
    with pytest.raises(Throttled):
        gate.admit()


@given(st.integers(1, 5), st.lists(st.floats(0, 30), max_size=60))
def test_no_sixty_seconds_ever_hold_more_calls_than_the_limit(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    gate = a_gate(clock, limit)
    passed: list[float] = []
    for pause in pauses:
        clock.time += pause
        if _admits(gate):
            passed.append(clock.time)
        else:
            assert sum(time > clock.time - 60 for time in passed) == limit
    for time in passed:
        assert sum(time - 60 < other <= time for other in passed) <= limit


def test_threads_together_pass_exactly_the_limit(clock: Clock) -> None:
    gate = a_gate(clock, calls_per_minute=50)
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda _: _admits(gate), range(200)))
    assert sum(admitted) == 50


def _admits(gate: CallGate) -> bool:
    try:
        gate.admit()
    except Throttled:
        return False
    return True


def test_a_limit_below_one_is_a_mistake(clock: Clock) -> None:
    with pytest.raises(ValueError, match="calls_per_minute"):
        a_gate(clock, calls_per_minute=0)


# --- holding ---


def test_while_it_holds_every_call_is_refused_with_the_time_that_is_left(clock: Clock) -> None:
    gate = a_gate(clock)
    assert gate.hold(30).wait_s == 30
    clock.time += 12
    with pytest.raises(Throttled, match="asks to wait 18 s") as refused:
        gate.admit()
    assert refused.value.wait_s == pytest.approx(18)


def test_when_the_wait_is_over_calls_pass_again(clock: Clock) -> None:
    gate = a_gate(clock)
    gate.hold(30)
    clock.time += 30
    assert _admits(gate)


def test_a_shorter_wait_asked_for_later_does_not_shorten_the_hold(clock: Clock) -> None:
    gate = a_gate(clock)
    gate.hold(30)
    gate.hold(5)
    clock.time += 10
    with pytest.raises(Throttled) as refused:
        gate.admit()
    assert refused.value.wait_s == pytest.approx(20)


def test_a_hold_is_longer_than_a_minute_needs_until_only_61_seconds_of_it_are_left(clock: Clock) -> None:
    gate = a_gate(clock)
    assert not gate.holds_beyond_a_minute
    gate.hold(900)
    assert gate.holds_beyond_a_minute
    clock.time += 900 - 61
    assert not gate.holds_beyond_a_minute


def test_a_lifted_hold_lets_calls_pass_at_once(clock: Clock) -> None:
    gate = a_gate(clock)
    gate.hold(900)
    gate.lift()
    assert _admits(gate)


# --- what headers ask ---


def _http_date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"x-ratelimit-reset": "12"}, 13),
        ({"x-ratelimit-reset": "0"}, 1),
        ({"x-ratelimit-reset": "12.5"}, 13.5),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 25)}, 25),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) - 25)}, 1),
        ({"x-ratelimit-reset": "12", "retry-after": "99"}, 13),
        ({"x-ratelimit-reset": "soon", "retry-after": "99"}, 99),
        ({"retry-after": "0"}, 1),
        ({"retry-after": _http_date(45)}, 45),
        ({"retry-after": _http_date(-45)}, 1),
        ({"retry-after": _http_date(45).replace("GMT", "-0000")}, 45),
        ({"retry-after": "tomorrow"}, 10),
        ({"retry-after": "inf"}, 10),
        ({"x-ratelimit-reset": "nan"}, 10),
        ({"x-ratelimit-reset": "100000"}, 900),
        ({"x-ratelimit-reset": "-3"}, 1),
        ({}, 10),
    ],
)
def test_a_429_is_waited_out_as_its_headers_ask_from_1_to_900_seconds(
    headers: dict[str, str], wait_s: float
) -> None:
    assert wait_after_429(headers, NOW) == pytest.approx(wait_s)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "20"}, 21),
        ({"x-ratelimit-remaining": "-1", "x-ratelimit-reset": "20"}, 21),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "5000"}, 900),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "20"}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": "20"}, None),
        ({"x-ratelimit-reset": "20"}, None),
        ({}, None),
    ],
)
def test_an_answer_asks_to_wait_only_if_no_calls_are_left_and_it_says_until_when(
    headers: dict[str, str], wait_s: float | None
) -> None:
    assert wait_after_last_call(headers, NOW) == wait_s


@pytest.mark.parametrize(
    ("left", "spent"), [("0", True), ("-7", True), ("1", False), ("", False), ("x", False)]
)
def test_the_quota_is_spent_when_the_header_says_none_is_left(left: str, spent: bool) -> None:
    assert says_quota_spent({"x-quota-remaining": left}) is spent


def test_without_a_header_nothing_is_said_of_the_quota() -> None:
    assert not says_quota_spent({})


# --- counting ---


def test_calls_are_counted_until_the_window_ends() -> None:
    tally = Tally()
    assert tally.sending()
    assert tally.sending()
    assert tally.close() == 2
    assert not tally.sending()
    assert tally.close() == 2


def test_a_call_that_never_got_through_is_not_counted() -> None:
    tally = Tally()
    tally.sending()
    tally.not_sent()
    assert tally.close() == 0


# --- keys ---


class Secret:
    """A secret with a cache, as credentials() has it: reading again gives what is stored now."""

    def __init__(self, stored: tuple[str, str], cached: tuple[str, str] | None = None) -> None:
        self.stored, self.cached, self.reads = stored, cached or stored, 0

    def __call__(self, read_again: bool) -> tuple[str, str]:
        if read_again:
            self.reads += 1
            self.cached = self.stored
        return self.cached


def test_after_a_refusal_the_secret_is_read_again() -> None:
    ring = KeyRing(Secret(("app", "new"), cached=("app", "old")))
    renewed = ring.renewed(ring.current())
    assert renewed is not None
    assert renewed.headers == {"x-app-id": "app", "x-api-key": "new"}


def test_there_are_no_other_keys_when_the_secret_was_not_rotated() -> None:
    ring = KeyRing(Secret(("app", "key")))
    assert ring.renewed(ring.current()) is None


def test_many_refused_at_once_read_the_secret_again_once_and_all_get_the_new_keys() -> None:
    secret = Secret(("app", "new"), cached=("app", "old"))
    ring = KeyRing(secret)
    refused = ring.current()
    barrier = threading.Barrier(8)

    def renew(_: int) -> str | None:
        barrier.wait(5)
        keys = ring.renewed(refused)
        return keys.api_key if keys else None

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(renew, range(8))) == ["new"] * 8
    assert secret.reads == 1


def test_a_second_rotation_is_followed_too() -> None:
    secret = Secret(("app", "second"), cached=("app", "first"))
    ring = KeyRing(secret)
    second = ring.renewed(ring.current())
    assert second is not None
    secret.stored = ("app", "third")
    third = ring.renewed(second)
    assert third is not None
    assert third.api_key == "third"


def test_white_space_around_stored_keys_is_not_sent() -> None:
    assert KeyRing(Secret((" app\n", "key\n"))).current().headers == {"x-app-id": "app", "x-api-key": "key"}


@pytest.mark.parametrize("stored", [("", "key"), ("app", " "), ("app", "hush\nhush"), ("app", "húsh")])
def test_keys_that_cannot_be_sent_are_refused_without_being_shown(stored: tuple[str, str]) -> None:
    with pytest.raises(BadCredentials) as refused:
        KeyRing(Secret(stored)).current()
    assert str(refused.value) == "the Soundcharts app id or key is empty or holds characters no key has"
    assert refused.value.__cause__ is None


def test_keys_do_not_show_themselves() -> None:
    shown = repr(KeyRing(Secret(("app-4711", "hush"))).current())
    assert "hush" not in shown
    assert "4711" not in shown


# --- a share ---


def a_minute_with(remaining: int, reset_s: int = 30) -> dict[str, str]:
    return {"x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": str(reset_s)}


def test_a_share_takes_no_more_than_its_own_and_leaves_the_rest_to_the_whole(clock: Clock) -> None:
    whole = a_gate(clock, calls_per_minute=10)
    share = whole.share(calls_per_minute=4)

    assert [_admits(share) for _ in range(6)] == [True] * 4 + [False] * 2
    assert sum(_admits(whole) for _ in range(10)) == 6


def test_a_share_gets_nothing_that_the_whole_has_not(clock: Clock) -> None:
    whole = a_gate(clock, calls_per_minute=3)
    share = whole.share(calls_per_minute=2)
    assert all(_admits(whole) for _ in range(3))
    assert not _admits(share)

    clock.time += 60

    assert [_admits(share) for _ in range(3)] == [True, True, False], "what was refused is not counted"


@pytest.mark.parametrize("told_the_share", [True, False])
def test_a_minute_used_up_holds_both_whichever_was_told(clock: Clock, told_the_share: bool) -> None:
    whole = a_gate(clock)
    share = whole.share(calls_per_minute=800)

    (share if told_the_share else whole).heed(a_minute_with(remaining=0), NOW)

    assert not _admits(whole)
    assert not _admits(share)


def test_a_429_holds_the_share_too_and_lifting_it_lets_both_go_on(clock: Clock) -> None:
    whole = a_gate(clock)
    share = whole.share(calls_per_minute=800)
    whole.hold(600)
    assert not _admits(share)

    whole.lift()

    assert _admits(share)
