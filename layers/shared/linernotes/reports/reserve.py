"""The part of the month's calls to Soundcharts that no report may take (contract 2)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from linernotes.model.errors import QuotaReserved
from linernotes.soundcharts.answers import Quota

READ_APART = timedelta(minutes=5)
"""How long what Soundcharts told is believed."""
LONGEST_WAIT_S = 3_600
"""What a caller is told to wait at most: somebody may buy more calls."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What Soundcharts told, and when."""

    quota: Quota
    read_at: datetime


class UsageStore(Protocol):
    """Keeps what Soundcharts told last, for all who ask."""

    def read(self) -> Usage | None:
        """Give what was stored last."""

    def write(self, usage: Usage) -> None:
        """Store in place of what was told before."""


class Reserve:
    """Knows what is left of the month's calls, asking Soundcharts every five minutes at most.

    It is a guard and no gate: where nobody can tell what is left, reports are made. Nor does it count what
    was accepted since it was told. One for each environment, used by one call at a time.
    """

    def __init__(self, percent: int, ask: Callable[[], Quota | None], store: UsageStore) -> None:
        """Keep `percent` of the quota, none and nobody asked for 0; `ask` gives None if it is not told."""
        self._percent = percent
        self._ask = ask
        self._store = store
        self._usage: Usage | None = None
        self._looked_at: datetime | None = None

    def check(self, price: int, *, now: datetime) -> None:
        """Raise QuotaReserved for a price that would take what is left below the reserve."""
        if not price or not self._percent:
            return
        quota = self._known(now)
        if quota is None or quota.limit is None or (quota.period_end and quota.period_end <= now):
            return
        room = quota.remaining - math.ceil(quota.limit * self._percent / 100)
        if price > room:
            ends_in_s = (quota.period_end - now).total_seconds() if quota.period_end else LONGEST_WAIT_S
            raise QuotaReserved(price, max(0, room), wait_s=min(LONGEST_WAIT_S, max(1, math.ceil(ends_in_s))))

    def _known(self, now: datetime) -> Quota | None:
        if self._looked_at is None or now - self._looked_at >= READ_APART:
            self._looked_at = now
            try:
                self._usage = self._look(now)
            except Exception:
                # Whatever keeps it from being known, reports are made without.
                self._usage = None
        return self._usage.quota if self._usage else None

    def _look(self, now: datetime) -> Usage | None:
        stored = self._store.read()
        if stored is not None and now - stored.read_at < READ_APART:
            self._looked_at = stored.read_at
            return stored
        quota = self._ask()
        if quota is None:
            return None
        usage = Usage(quota, now)
        self._store.write(usage)
        return usage
