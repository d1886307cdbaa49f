"""When a callback is tried again."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.callbacks.schedule import DELAYS_S, JITTER, LONGEST_WAIT_S, wait_after

SHARES = st.floats(0, 1)
TRIES = st.integers(1, len(DELAYS_S))
HOUR_S = 3_600


def waits(random: float) -> list[float]:
    """List the waits of a receiver that never takes a callback and asks for nothing."""
    found: list[float] = []
    for tries in count(1):
        wait_s = wait_after(tries, asked_s=None, random=random)
        if wait_s is None:
            return found
        found.append(wait_s)
    return found


@given(SHARES)
def test_a_callback_is_tried_eleven_times_over_a_day(random: float) -> None:
    found = waits(random)
    assert len(found) + 1 == 11
    assert 21 * HOUR_S < sum(found) < 27 * HOUR_S


@given(SHARES)
def test_the_second_try_comes_within_seconds_and_none_before_the_one_before_it(random: float) -> None:
    found = waits(random)
    assert found[0] <= 6
    assert found == sorted(found)


@given(TRIES, SHARES)
def test_chance_moves_a_try_by_a_tenth_at_most(tries: int, random: float) -> None:
    wait_s = wait_after(tries, asked_s=None, random=random)
    assert wait_s is not None
    assert abs(wait_s / DELAYS_S[tries - 1] - 1) <= JITTER + 1e-9


def test_chance_moves_tries_apart() -> None:
    assert waits(0.0) < waits(0.5) < waits(1.0)


@given(TRIES, st.floats(0, 1e12), SHARES)
def test_what_a_receiver_asks_for_is_honoured_up_to_a_day(tries: int, asked_s: float, random: float) -> None:
    wait_s = wait_after(tries, asked_s=asked_s, random=random)
    assert wait_s is not None
    assert min(asked_s, LONGEST_WAIT_S) <= wait_s <= LONGEST_WAIT_S


@given(TRIES, st.floats(0, 1e12), SHARES)
def test_no_receiver_is_tried_sooner_for_having_asked(tries: int, asked_s: float, random: float) -> None:
    asked, unasked = (wait_after(tries, asked_s=asks, random=random) for asks in (asked_s, None))
    assert asked is not None
    assert unasked is not None
    assert asked >= unasked


@pytest.mark.parametrize("asked_s", [None, 0.0, 60.0])
@given(st.integers(len(DELAYS_S) + 1, 1_000), SHARES)
def test_once_the_schedule_is_over_nothing_brings_it_back(
    asked_s: float | None, tries: int, random: float
) -> None:
    assert wait_after(tries, asked_s=asked_s, random=random) is None
