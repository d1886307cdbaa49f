"""A record of the calls that were made, for tests and benchmarks to look at."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.simulator.calls import Call

KEPT = 10_000


@dataclass(slots=True)
class Entry:
    """One call; `status` is None until it was answered, and stays so if it never was in full."""

    call: Call
    time: datetime
    status: int | None = None
    fault: str | None = None

    def shown(self) -> dict[str, Any]:
        """Give the form the control plane shows."""
        return {
            "method": self.call.method,
            "path": self.call.path,
            "query": dict(self.call.query),
            "endpoint": self.call.kind,
            "time": self.time.isoformat(timespec="milliseconds"),
            "status": self.status,
            "fault": self.fault,
        }


class CallLog:
    """Counts every call and keeps the latest."""

    def __init__(self) -> None:
        self._total = 0
        self._in_flight = 0
        self._peak = 0
        self._by_endpoint: Counter[str] = Counter()
        self._by_status: Counter[str] = Counter()
        self._recent: deque[Entry] = deque(maxlen=KEPT)

    def begin(self, call: Call) -> Entry:
        """Note a call that has come in; it is in flight until `end`."""
        entry = Entry(call, datetime.now(UTC))
        self._total += 1
        self._by_endpoint[call.kind] += 1
        self._recent.append(entry)
        self._in_flight += 1
        self._peak = max(self._peak, self._in_flight)
        return entry

    def end(self, entry: Entry) -> None:
        """Note that a call is over, with the status it has by now."""
        self._in_flight -= 1
        self._by_status[str(entry.status or "unanswered")] += 1

    def shown(self, last: int) -> dict[str, Any]:
        """Give the counts and the latest calls, oldest first."""
        recent = list(self._recent)[-last:] if last else []
        return {
            "total": self._total,
            "by_endpoint": dict(self._by_endpoint),
            "by_status": dict(self._by_status),
            "in_flight": self._in_flight,
            "peak_in_flight": self._peak,
            "recent": [entry.shown() for entry in recent],
        }
