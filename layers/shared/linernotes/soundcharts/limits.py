"""How much may be asked of Soundcharts: the budget of calls a minute, and holding when it says to wait."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from linernotes.model.errors import Throttled

_MINUTE_S = 60.0
_LONGEST_RESET_S = _MINUTE_S + 1  # seconds are rounded down by the sender
_DEFAULT_WAIT_S = 10.0
_SHORTEST_WAIT_S = 1.0
_LONGEST_WAIT_S = 900.0

# Nobody is told to wait 30 years: a number as large as this is a moment, in seconds since 1970.
_EPOCH_FROM = 1e9


class CallGate:
    """Lets calls pass or refuses them; one for all threads of a client.

    It refuses while Soundcharts asked to hold, and beyond `calls_per_minute` in any 60 seconds.
    """

    def __init__(
        self,
        *,
        calls_per_minute: int,
        monotonic: Callable[[], float],
        whole: CallGate | None = None,
    ) -> None:
        """`monotonic` gives seconds that never go back.

        A gate that is part of a `whole` lets pass what that does, up to its own limit.
        """
        if calls_per_minute < 1:
            raise ValueError("calls_per_minute must be 1 or more")
        self._limit = calls_per_minute
        self._monotonic = monotonic
        self._whole = whole
        self._lock = threading.Lock()
        self._passed: deque[float] = deque()
        self._held_until = -math.inf

    def share(self, *, calls_per_minute: int) -> CallGate:
        """Make a gate that is part of this one: whatever is held here is held there."""
        return CallGate(calls_per_minute=calls_per_minute, monotonic=self._monotonic, whole=self)

    def admit(self) -> None:
        """Count one call that is about to be sent.

        Raises Throttled with the seconds until it could pass; it is not counted then.
        """
        with self._lock:
            now = self._monotonic()
            if now < self._held_until:
                raise _held(self._held_until - now)
            while self._passed and self._passed[0] <= now - _MINUTE_S:
                self._passed.popleft()
            if len(self._passed) >= self._limit:
                wait_s = self._passed[0] + _MINUTE_S - now
                raise Throttled(
                    f"the {self._limit} calls a minute configured towards Soundcharts are used up; "
                    f"there is room in {math.ceil(wait_s)} s",
                    wait_s,
                )
            if self._whole is not None:
                self._whole.admit()
            self._passed.append(now)

    def heed(self, headers: Mapping[str, str], now: datetime) -> None:
        """Hold, all of the whole, as the headers of an answer say: while no calls are left this minute."""
        if self._whole is not None:
            self._whole.heed(headers, now)
        elif (wait_s := wait_after_last_call(headers, now)) is not None:
            self.hold(wait_s)

    def hold(self, wait_s: float) -> Throttled:
        """Refuse all calls for so many seconds, or longer if that was asked for before.

        Returns the error that says so.
        """
        with self._lock:
            self._held_until = max(self._held_until, self._monotonic() + wait_s)
        return _held(wait_s)

    @property
    def holds_beyond_a_minute(self) -> bool:
        """Say whether it holds for longer yet than a limit by the minute can need."""
        return self._held_until - self._monotonic() > _LONGEST_RESET_S

    def lift(self) -> None:
        """Stop holding: Soundcharts says by now that it takes calls."""
        with self._lock:
            self._held_until = -math.inf


class Tally:
    """Counts the calls sent for one window, until the window ends."""

    def __init__(self) -> None:
        """Start at no calls."""
        self._lock = threading.Lock()
        self._sent = 0
        self._closed = False

    def sending(self) -> bool:
        """Count a call about to be sent; False if the window has ended and the call is to be left out."""
        with self._lock:
            if not self._closed:
                self._sent += 1
            return not self._closed

    def not_sent(self) -> None:
        """Take back a call that never got through to Soundcharts."""
        with self._lock:
            self._sent -= 1

    def close(self) -> int:
        """Let no more calls be sent; returns how many were."""
        with self._lock:
            self._closed = True
            return self._sent


def wait_after_429(headers: Mapping[str, str], now: datetime) -> float:
    """Give the seconds a 429 asks to wait: 1 to 900, and 10 if it does not say.

    `x-ratelimit-reset` comes before `Retry-After`.
    """
    for wait_s in (_reset_s(headers, now), _retry_after_s(headers, now)):
        if wait_s is not None:
            return _bounded(wait_s)
    return _DEFAULT_WAIT_S


def wait_after_last_call(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds to wait after an answer that says no calls are left this minute, else None."""
    remaining = _number(headers.get("x-ratelimit-remaining"))
    reset_s = _reset_s(headers, now)
    if remaining is None or remaining > 0 or reset_s is None:
        return None
    return _bounded(reset_s)


def says_quota_spent(headers: Mapping[str, str]) -> bool:
    """Say whether the headers of an answer tell that the month's calls are used up."""
    remaining = _number(headers.get("x-quota-remaining"))
    return remaining is not None and remaining <= 0


def _held(wait_s: float) -> Throttled:
    return Throttled(
        f"Soundcharts takes no more calls this minute; it asks to wait {math.ceil(wait_s)} s", wait_s
    )


def _reset_s(headers: Mapping[str, str], now: datetime) -> float | None:
    reset = _number(headers.get("x-ratelimit-reset"))
    if reset is None:
        return None
    # Seconds are rounded down by the sender: its own SDK waits one longer.
    return reset - now.timestamp() if reset >= _EPOCH_FROM else reset + 1


def _retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    text = headers.get("retry-after")
    seconds = _number(text)
    if text is None or seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _bounded(wait_s: float) -> float:
    return min(max(wait_s, _SHORTEST_WAIT_S), _LONGEST_WAIT_S)
