"""When a callback that was not taken is tried again: eleven tries over a day (contract 8)."""

from __future__ import annotations

DELAYS_S = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800)
"""The seconds after each try but the last: just under a day together."""

JITTER = 0.1
"""The share of a delay by which it may be shorter or longer, so that many do not come back at once."""

LONGEST_WAIT_S = 86_400
"""The longest a receiver can ask to be left alone for, in seconds."""


def wait_after(tries: int, *, asked_s: float | None, random: float) -> float | None:
    """Give the seconds until the next try, once `tries` were not taken; None if there is none left.

    `asked_s` is what the receiver asked to wait: honoured up to a day, and never a reason to come sooner.
    `random` is from 0 to 1.
    """
    if tries > len(DELAYS_S):
        return None
    delay_s = DELAYS_S[tries - 1] * (1 - JITTER + 2 * JITTER * random)
    return max(delay_s, min(asked_s or 0.0, LONGEST_WAIT_S))
