"""The clock of the functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def in_seconds(seconds: int) -> datetime:
    """Tell the time so many seconds from now."""
    return now() + timedelta(seconds=seconds)
