"""What is said of repeated measurements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

__all__ = ["median", "paired_ratio", "percentile"]


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least `share` (above 0, up to 1) of all values do not exceed.

    Raises ValueError without values, or for a share out of range.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    return sorted(values)[math.ceil(share * len(values)) - 1]


def paired_ratio(values: Sequence[float], others: Sequence[float]) -> float:
    """Give the median of how large each value is against the other of its round.

    Ratios are taken within a round, as what slows one side then slows the other too. Raises ValueError if
    there are not as many of both.
    """
    return median(value / other for value, other in zip(values, others, strict=True))
