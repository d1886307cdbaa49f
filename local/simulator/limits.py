"""The team's monthly quota and its calls per minute."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

DEFAULT_CALLS_PER_MINUTE = 5_000
DEFAULT_QUOTA = 10_000_000

_WINDOW_S = 60.0
_TOLERATED_OVERRUN = 1.1
"""Soundcharts answers for 10 % longer than the quota lasts."""


class Limits:
    """Counts calls against both limits. Times are seconds on any clock that only goes forward."""

    def __init__(self, calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE, quota: int = DEFAULT_QUOTA) -> None:
        self._per_minute = calls_per_minute
        self._quota = quota
        self._used = 0
        self._window_start = -math.inf
        self._window_used = 0

    def take_rate(self, now: float) -> bool:
        """Count a call against this minute; False, uncounted, if the minute has had its calls."""
        if now - self._window_start >= _WINDOW_S:
            self._window_start, self._window_used = now, 0
        if self._window_used >= self._per_minute:
            return False
        self._window_used += 1
        return True

    def take_quota(self) -> bool:
        """Count a call against the month; False, uncounted, if the month has had its calls."""
        if self._used >= math.floor(self._quota * _TOLERATED_OVERRUN):
            return False
        self._used += 1
        return True

    def give_back_quota(self) -> None:
        """Take back a call that turned out to be free."""
        self._used -= 1

    def headers(self, now: float, *, quota_spent: bool = False) -> dict[str, str]:
        """Give the headers that every answer has."""
        return {
            "x-quota-remaining": "0" if quota_spent else str(max(0, self._quota - self._used)),
            "x-ratelimit-remaining": str(self._per_minute - self._calls_this_minute(now)),
            "x-ratelimit-reset": str(self._reset_s(now)),
        }

    def usage(self, now: float, today: date, *, quota_spent: bool = False) -> dict[str, Any]:
        """Give the object of the usage endpoint."""
        used = self._quota if quota_spent else self._used
        this_minute = self._calls_this_minute(now)
        next_month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return {
            "quota": {
                "limit": self._quota,
                "used": used,
                "remaining": max(0, self._quota - used),
                "endPeriodDate": f"{next_month.isoformat()}T00:00:00+00:00",
            },
            "rateLimit": {
                "limitPerMinute": self._per_minute,
                "used": this_minute,
                "remaining": self._per_minute - this_minute,
                "resetInSeconds": self._reset_s(now),
            },
        }

    def _calls_this_minute(self, now: float) -> int:
        return self._window_used if now - self._window_start < _WINDOW_S else 0

    def _reset_s(self, now: float) -> int:
        left = _WINDOW_S - (now - self._window_start)
        return max(1, math.ceil(left)) if left > 0 else int(_WINDOW_S)
