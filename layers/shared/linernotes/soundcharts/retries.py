"""When what Soundcharts did not deliver is asked for again."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from linernotes.model.errors import Throttled, UpstreamError

_FIRST_RETRY_S = 2
_LONGEST_RETRY_S = 30
_LONGEST_DELAY_S = 900
"""The longest a queue can hold a message back."""


def retry_delay_s(number: int, random: Callable[[], float]) -> int:
    """Give the seconds until try `number` + 1: some two, doubled from try to try, spread, at most thirty."""
    longest = min(_FIRST_RETRY_S << (number - 1), _LONGEST_RETRY_S)
    return max(1, math.ceil(longest * (0.5 + random() / 2)))


def throttle_delay_s(error: Throttled, random: Callable[[], float]) -> int:
    """Give the seconds to hold a message back: as long as Soundcharts says and up to a quarter more."""
    return min(math.ceil(error.wait_s * (1 + 0.25 * random())), _LONGEST_DELAY_S)


def deciding_error(errors: Sequence[UpstreamError]) -> UpstreamError | None:
    """Pick the error that decides: one that stays, else a throttle, else any."""
    final = [error for error in errors if not error.retryable]
    throttles = [error for error in errors if isinstance(error, Throttled)]
    return next(iter([*final, *throttles, *errors]), None)
