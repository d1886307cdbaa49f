"""Chance that is the same every time: bytes and fractions that depend on the seed and names alone."""

from __future__ import annotations

from hashlib import shake_128

_MAX_64_BITS = float(2**64)


def dice(seed: int, *names: object, size: int) -> bytes:
    """Give `size` bytes, always the same for the same seed and names."""
    return shake_128("|".join(map(str, (seed, *names))).encode()).digest(size)


def fraction(seed: int, *names: object) -> float:
    """Give a number from 0 up to but not including 1, always the same for the same seed and names."""
    return int.from_bytes(dice(seed, *names, size=8), "big") / _MAX_64_BITS


def between(low: float, high: float, seed: int, *names: object) -> float:
    """Give a number from `low` to `high`, always the same for the same seed and names."""
    return low + (high - low) * fraction(seed, *names)
