"""The simulated Soundcharts as the benchmarks use it: a second a call, and no limit a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import requests

LATENCY_S = 1.0
CREDENTIALS = {"x-app-id": "soundcharts", "x-api-key": "soundcharts"}

# One run of the benchmarks makes more calls a minute than a plan allows; each report alone does not.
UNLIMITED_CALLS = 1_000_000
_KEPT_CALLS = 10_000
_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """What was asked of the upstream since the last `begin`."""

    calls: int
    peak: int
    first_at: float | None


class Upstream:
    """The simulator's control plane."""

    def __init__(self, url: str) -> None:
        """`url` is the simulator's base URL."""
        self.url = url

    def begin(self, latency_s: float = LATENCY_S, *, down: bool = False) -> None:
        """Forget what was counted, and take so long for each answer, which is a 503 if `down`."""
        rules = [{"then": HTTPStatus.SERVICE_UNAVAILABLE, "message": "m" * 150}] if down else []
        requests.post(f"{self.url}/_control/reset", timeout=_TIMEOUT_S).raise_for_status()
        requests.put(
            f"{self.url}/_control/faults",
            json={"latency_s": latency_s, "calls_per_minute": UNLIMITED_CALLS, "rules": rules},
            timeout=_TIMEOUT_S,
        ).raise_for_status()

    def counts(self) -> Counts:
        """Give what was counted; `first_at` is in seconds since 1970."""
        answer = requests.get(
            f"{self.url}/_control/calls", params={"last": _KEPT_CALLS}, timeout=_TIMEOUT_S
        ).json()
        first = min((datetime.fromisoformat(call["time"]) for call in answer["recent"]), default=None)
        return Counts(
            calls=answer["total"],
            peak=answer["peak_in_flight"],
            first_at=first.timestamp() if first else None,
        )
