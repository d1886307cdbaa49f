"""What is known of the team's limits: which kind a 429 is, and until when what it told is believed.

What was learnt is believed by work that had begun by then. Work begun later has reason to ask again, since
plans are raised and months begin: for it the free usage endpoint is asked first, once for all threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus

from linernotes.model.errors import QuotaSpent, UpstreamError
from linernotes.soundcharts.answers import Quota, parse_quota
from linernotes.soundcharts.credentials import Keys
from linernotes.soundcharts.limits import CallGate, says_quota_spent, wait_after_429
from linernotes.soundcharts.replies import Reply

USAGE_PATH = "/api/v2/team/usage"
"""The free endpoint that tells what is left of the month's calls, and of this minute's."""

QUOTA_HOLD_S = 60.0
"""How long a spent quota is believed at most; then a call is sent to see."""

_ASKED_APART_S = 1.0
_SILENT_S = 30.0
"""How long a usage endpoint that did not tell is left alone."""
_USAGE_BUDGET_S = 5.0
_NEVER = datetime.min.replace(tzinfo=UTC)
_PER_MINUTE = b"maximum request count"


@dataclass(frozen=True, slots=True)
class _Spent:
    """The month's calls were used up at `known_at`; its period ends at `ends_at`, if that is known."""

    known_at: datetime
    believed_until: float
    ends_at: datetime | None

    @property
    def message(self) -> str:
        until = f" until the period ends on {self.ends_at:%Y-%m-%d}" if self.ends_at else ""
        return f"the month's Soundcharts calls are used up{until}"


class QuotaWatch:
    """Refuses calls while the month's are used up, and makes the error of a 429; one for all threads."""

    def __init__(
        self,
        ask_usage: Callable[[Keys, float], Reply],
        gate: CallGate,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """`ask_usage` calls the usage endpoint, up to a deadline in terms of `monotonic`; `now` is aware."""
        self._ask_usage = ask_usage
        self._gate = gate
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._spent: _Spent | None = None
        self._quota: Quota | None = None
        self._asked_at = _NEVER
        self._next_from = float("-inf")

    def check(self, asked_since: datetime, keys: Keys, deadline: float) -> None:
        """Look whether calls may be sent for work begun at `asked_since`; ask again what it cannot rely on.

        Raises QuotaSpent. Where the usage endpoint does not tell, what was learnt before stands. A hold for
        longer than a minute, which no limit by the minute needs, is lifted likewise if calls are left.
        """
        if not self._holds(self._spent) and not self._gate.holds_beyond_a_minute:
            return  # The usual case, without waiting for other threads.
        with self._lock:
            spent = self._spent
            if self._gate.holds_beyond_a_minute or (spent is not None and spent.known_at < asked_since):
                self._told_since(asked_since, keys, deadline)
            if self._spent is not None and self._holds(self._spent):
                raise QuotaSpent(self._spent.message)

    def too_many(self, reply: Reply, keys: Keys, deadline: float) -> UpstreamError:
        """Give the error of a 429, Throttled or QuotaSpent, and have calls held accordingly."""
        if _PER_MINUTE not in reply.body.lower():
            with self._lock:
                quota = self._told_since(reply.sent_at, keys, deadline)
                # The endpoint's word is newer than the header's.
                if quota.remaining <= 0 if quota else says_quota_spent(reply.headers):
                    known_at = self._asked_at if quota else reply.sent_at
                    ends_at = quota.period_end if quota else None
                    self._spent = _Spent(known_at, self._monotonic() + QUOTA_HOLD_S, ends_at)
                    return QuotaSpent(self._spent.message)
        return self._gate.hold(wait_after_429(reply.headers, self._now()))

    def _holds(self, spent: _Spent | None) -> bool:
        if spent is None or self._monotonic() >= spent.believed_until:
            return False
        # Not by an end that had passed before: Soundcharts then means another moment by it.
        return spent.ends_at is None or not spent.known_at < spent.ends_at <= self._now()

    def _told_since(self, moment: datetime, keys: Keys, deadline: float) -> Quota | None:
        """Give what the usage endpoint tells, asked at that moment or later; None if it does not tell.

        With the lock held, so that of many threads one asks and all have the answer.
        """
        if self._asked_at >= moment:
            return self._quota
        pause_s = self._next_from - self._monotonic()
        if pause_s > _ASKED_APART_S or self._monotonic() + pause_s >= deadline:
            return None
        if pause_s > 0:
            self._sleep(pause_s)
        asked_at = self._now()
        quota = None
        try:
            reply = self._ask_usage(keys, min(deadline, self._monotonic() + _USAGE_BUDGET_S))
            if reply.status == HTTPStatus.OK:
                quota = parse_quota(reply.body)
        except UpstreamError:
            if self._monotonic() >= deadline:
                return None  # It had no time to answer: that is nothing to remember.
        self._asked_at, self._quota = asked_at, quota
        self._next_from = self._monotonic() + (_SILENT_S if quota is None else _ASKED_APART_S)
        self._learn(quota, asked_at)
        return quota

    def _learn(self, quota: Quota | None, asked_at: datetime) -> None:
        if quota is None:
            return
        if quota.remaining > 0:
            self._spent = None
        elif self._spent is not None:
            # Not believed for any longer: a tenth more than the quota may pass, and only a call finds out.
            self._spent = replace(self._spent, known_at=asked_at, ends_at=quota.period_end)
        if self._gate.holds_beyond_a_minute and (quota.left_this_minute or 0) > 0:
            self._gate.lift()
