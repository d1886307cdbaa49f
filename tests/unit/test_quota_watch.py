"""Until when a spent quota is believed, and by whom."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import QuotaSpent, Throttled, Unavailable, UpstreamError
from linernotes.soundcharts.credentials import Keys
from linernotes.soundcharts.limits import CallGate
from linernotes.soundcharts.quota import QUOTA_HOLD_S, QuotaWatch
from linernotes.soundcharts.replies import Reply

START = datetime(2025, 1, 15, 12, tzinfo=UTC)
PERIOD_END = datetime(2025, 2, 1, tzinfo=UTC)
KEYS = Keys("app", "key", 0)
NO_DEADLINE = float("inf")
USED_UP = b'{"errors": [{"message": "Your calls are used up."}]}'
PER_MINUTE = b'{"errors": [{"message": "Maximum request count reached."}]}'


class World:
    """A watch, its clocks, which go forward together, and a usage endpoint that tells what it is set to."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        self.left: int | Exception = 0
        self.left_this_minute: int | None = None
        self.period_end: datetime | None = PERIOD_END
        self.asked_at_s: list[float] = []
        self.takes_s = 0.0
        self.gate = CallGate(calls_per_minute=1000, monotonic=self.monotonic)
        self.watch = QuotaWatch(
            self._usage, self.gate, now=self.now, monotonic=self.monotonic, sleep=self.sleep
        )

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 1000 + self.passed_s

    def sleep(self, seconds: float) -> None:
        self.passed_s += seconds

    def _usage(self, keys: Keys, deadline: float) -> Reply:
        assert keys is KEYS
        assert deadline <= self.monotonic() + 5, "nobody waits long for it"
        asked_at = self.now()
        self.asked_at_s.append(self.passed_s)
        self.passed_s += self.takes_s
        if isinstance(self.left, Exception):
            raise self.left
        end = self.period_end.isoformat() if self.period_end else None
        usage: dict[str, Any] = {"quota": {"remaining": self.left, "endPeriodDate": end}}
        if self.left_this_minute is not None:
            usage["rateLimit"] = {"remaining": self.left_this_minute}
        return Reply(200, {}, json.dumps({"object": usage}).encode(), asked_at)

    def refused(self, body: bytes = USED_UP, **headers: str) -> UpstreamError:
        """Have a call refused that was sent just now."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.watch.too_many(Reply(429, named, body, self.now()), KEYS, NO_DEADLINE)

    def may_send(self, *, begun_s: float, deadline: float = NO_DEADLINE) -> bool:
        """Ask for work begun so many seconds after the start."""
        try:
            self.watch.check(START + timedelta(seconds=begun_s), KEYS, deadline)
        except QuotaSpent:
            return False
        return True


@pytest.fixture
def world() -> World:
    return World()


def spent(world: World) -> World:
    """Learn at the tenth second that the month's calls are used up."""
    world.passed_s = 10
    assert isinstance(world.refused(), QuotaSpent)
    return world


def test_without_a_refusal_every_call_may_be_sent_and_usage_is_not_asked(world: World) -> None:
    assert world.may_send(begun_s=0)
    assert world.asked_at_s == []


def test_a_spent_quota_refuses_calls_for_a_minute_with_its_reason(world: World) -> None:
    spent(world)
    world.gate.hold(5)
    world.passed_s += QUOTA_HOLD_S - 1
    with pytest.raises(QuotaSpent, match="used up until the period ends on 2025-02-01"):
        world.watch.check(START, KEYS, NO_DEADLINE)
    world.passed_s += 1
    assert world.may_send(begun_s=0)
    assert world.asked_at_s == [10]


def test_work_begun_after_it_was_learnt_asks_first_and_a_raised_plan_lets_it_pass(world: World) -> None:
    spent(world)
    world.left = 500
    assert not world.may_send(begun_s=9), "begun before: told what was learnt"
    world.passed_s = 11
    assert world.may_send(begun_s=10.5)
    assert world.may_send(begun_s=9), "lifted for everybody"
    assert world.asked_at_s == [10, 11]


def test_work_begun_after_it_was_learnt_is_refused_if_usage_says_so_again(world: World) -> None:
    spent(world)
    world.passed_s = 30
    assert not world.may_send(begun_s=20)
    assert not world.may_send(begun_s=29)
    assert world.asked_at_s == [10, 30]


def test_a_thousand_calls_of_one_report_ask_once(world: World) -> None:
    spent(world)
    world.passed_s = 30
    assert not any(world.may_send(begun_s=20) for _ in range(1000))
    assert world.asked_at_s == [10, 30]


def test_many_reports_ask_at_most_once_a_second_and_wait_for_that(world: World) -> None:
    spent(world)
    world.passed_s = 12
    for number in range(20):
        begun_s = max(world.passed_s, 12 + number / 100)
        assert not world.may_send(begun_s=begun_s)
    apart = [later - earlier for earlier, later in zip(world.asked_at_s, world.asked_at_s[1:], strict=False)]
    assert min(apart) >= 1


def test_threads_together_ask_once_and_all_are_told(world: World) -> None:
    spent(world)
    world.passed_s = 30
    world.left = 7
    barrier = threading.Barrier(8)

    def ask(_: int) -> bool:
        barrier.wait(5)
        return world.may_send(begun_s=20)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [True] * 8
    assert world.asked_at_s == [10, 30]


def test_asking_again_does_not_make_the_hold_longer(world: World) -> None:
    # Usage says 0 while a tenth more than the quota may still pass: only a call finds out.
    spent(world)
    for passed_s in range(15, 70, 5):
        world.passed_s = passed_s
        assert not world.may_send(begun_s=passed_s - 1)
    world.passed_s = 10 + QUOTA_HOLD_S
    assert world.may_send(begun_s=0)


@pytest.mark.parametrize("fault", [Unavailable("down"), Throttled("wait", 5.0)])
def test_where_usage_does_not_tell_what_was_learnt_stands_and_it_is_left_alone_for_half_a_minute(
    world: World, fault: UpstreamError
) -> None:
    spent(world)
    world.left = fault
    for passed_s in (20, 25, 45):
        world.passed_s = passed_s
        assert not world.may_send(begun_s=passed_s - 1)
    assert world.asked_at_s == [10, 20]
    world.passed_s = 50
    world.left = 3
    assert world.may_send(begun_s=49)


def test_a_usage_endpoint_without_time_to_answer_is_asked_again_by_the_next(world: World) -> None:
    spent(world)
    world.left, world.takes_s = Unavailable("too late"), 2
    world.passed_s = 20
    assert not world.may_send(begun_s=19, deadline=world.monotonic() + 2)
    world.left, world.takes_s = 3, 0
    assert world.may_send(begun_s=19)


def test_work_without_time_to_wait_for_its_turn_is_told_what_was_learnt(world: World) -> None:
    spent(world)
    world.passed_s = 10.5
    assert not world.may_send(begun_s=10.4, deadline=world.monotonic() + 0.2)
    assert world.asked_at_s == [10]


def test_the_end_of_the_period_lifts_it(world: World) -> None:
    world.period_end = START + timedelta(seconds=30)
    spent(world)
    world.passed_s = 29
    assert not world.may_send(begun_s=0)
    world.passed_s = 30
    assert world.may_send(begun_s=0)


def test_an_end_that_had_passed_when_it_was_told_lifts_nothing(world: World) -> None:
    world.period_end = START
    spent(world)
    world.passed_s = 20
    assert not world.may_send(begun_s=0)


def test_a_refusal_is_judged_by_what_usage_said_after_it_was_sent(world: World) -> None:
    world.left = 9
    assert isinstance(world.refused(), Throttled)
    world.left = 0
    world.passed_s += 5
    assert isinstance(world.refused(), QuotaSpent), "not by the 9 of five seconds ago"
    world.left = 9
    world.passed_s += 5
    assert isinstance(world.refused(), Throttled), "nor by the 0"
    assert world.may_send(begun_s=0)


def test_a_refusal_that_comes_late_does_not_undo_what_was_learnt_since(world: World) -> None:
    late = Reply(429, {"x-quota-remaining": "0"}, USED_UP, world.now())
    spent(world)
    world.left = 500
    world.passed_s = 12
    assert world.may_send(begun_s=11)
    assert isinstance(world.watch.too_many(late, KEYS, NO_DEADLINE), Throttled)
    assert world.may_send(begun_s=0)


def test_a_spent_quota_known_by_the_header_alone_is_asked_about_by_work_begun_later(world: World) -> None:
    world.left = Unavailable("down")
    assert isinstance(world.refused(x_quota_remaining="0"), QuotaSpent)
    world.left = 12
    world.passed_s = 31
    assert not world.may_send(begun_s=0)
    assert world.may_send(begun_s=1)


def test_a_hold_longer_than_a_minute_is_lifted_when_usage_says_that_calls_are_left(world: World) -> None:
    world.refused(PER_MINUTE, x_ratelimit_reset="900")
    world.passed_s, world.left, world.left_this_minute = 5, 100, 4000
    assert world.may_send(begun_s=4)
    world.gate.admit()
    assert world.asked_at_s == [5]


@pytest.mark.parametrize("left_this_minute", [0, None])
def test_a_hold_longer_than_a_minute_stands_if_usage_says_nothing_else(
    world: World, left_this_minute: int | None
) -> None:
    world.refused(PER_MINUTE, x_ratelimit_reset="900")
    world.passed_s, world.left, world.left_this_minute = 5, 100, left_this_minute
    world.may_send(begun_s=4)
    with pytest.raises(Throttled):
        world.gate.admit()


def test_a_hold_within_the_minute_is_waited_out_without_asking(world: World) -> None:
    world.refused(PER_MINUTE, x_ratelimit_reset="60")
    world.passed_s, world.left, world.left_this_minute = 5, 100, 4000
    world.may_send(begun_s=4)
    with pytest.raises(Throttled):
        world.gate.admit()
    assert world.asked_at_s == []


Step = tuple[str, float]


@given(
    st.lists(
        st.tuples(st.sampled_from(["raise the plan", "use it up", "call", "repair"]), st.floats(1.1, 20)),
        max_size=40,
    )
)
def test_work_begun_now_is_refused_exactly_while_no_calls_are_left(steps: list[Step]) -> None:
    world = World()
    world.left = 10
    for what, pause_s in steps:
        world.passed_s += pause_s
        if what == "raise the plan":
            world.left = 10
        elif what == "use it up":
            world.left = 0
        elif what == "call" and world.may_send(begun_s=0) and world.left == 0:
            assert isinstance(world.refused(), QuotaSpent)
        elif what == "repair":
            may_send = world.may_send(begun_s=world.passed_s)
            refused = world.left == 0 and (not may_send or isinstance(world.refused(), QuotaSpent))
            assert refused == (world.left == 0)
            assert may_send or world.left == 0
