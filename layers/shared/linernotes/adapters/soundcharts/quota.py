"""Telling the two kinds of 429 apart: too many calls this minute, or the month's calls used up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from linernotes.adapters.soundcharts.answers import Quota, parse_quota
from linernotes.adapters.soundcharts.credentials import Keys
from linernotes.adapters.soundcharts.limits import CallGate, says_quota_spent, wait_after_429
from linernotes.adapters.soundcharts.replies import Reply
from linernotes.domain.errors import UpstreamError

USAGE_PATH = "/api/v2/team/usage"
"""The free endpoint that tells what is left of the month's calls."""

_KEPT_S = 30.0
_PER_MINUTE = b"maximum request count"


class QuotaWatch:
    """Makes the error of a 429 and has the gate hold accordingly; one for all threads of a client."""

    def __init__(
        self,
        ask_usage: Callable[[Keys, float], Reply],
        gate: CallGate,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """`ask_usage` calls the usage endpoint, up to a deadline in terms of `monotonic`."""
        self._ask_usage = ask_usage
        self._gate = gate
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._quota: Quota | None = None
        self._kept_until = float("-inf")

    def too_many(self, reply: Reply, keys: Keys, deadline: float) -> UpstreamError:
        """Give the error of a 429: Throttled or QuotaSpent."""
        if _PER_MINUTE not in reply.body.lower():
            quota = self._current(keys, deadline)
            if says_quota_spent(reply.headers) or (quota is not None and quota.remaining <= 0):
                until = f" until the period ends on {quota.period_end}" if quota and quota.period_end else ""
                return self._gate.hold_spent(f"the month's Soundcharts calls are used up{until}")
        return self._gate.hold(wait_after_429(reply.headers, self._now()))

    def _current(self, keys: Keys, deadline: float) -> Quota | None:
        """Ask for the quota, at most every 30 seconds; None if Soundcharts does not tell."""
        with self._lock:
            if self._monotonic() < self._kept_until:
                return self._quota
            quota = None
            try:
                reply = self._ask_usage(keys, deadline)
                if reply.status == HTTPStatus.OK:
                    quota = parse_quota(reply.body)
            except UpstreamError:
                if self._monotonic() >= deadline:
                    return None  # It had no time to answer: that is nothing to remember.
            self._quota, self._kept_until = quota, self._monotonic() + _KEPT_S
            return quota
