"""`make tick` says at which time it ticks, and takes none that could be several."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local.processes import StackError
from local.tick import time_of

NOW = datetime(2026, 12, 1, 17, 4, 5, 678, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", "2026-12-01T17:04:05Z"),
        ("2026-12-07T07:30:00Z", "2026-12-07T07:30:00Z"),
        ("2026-12-07T08:30:00+01:00", "2026-12-07T07:30:00Z"),
    ],
)
def test_it_ticks_at_the_time_given_or_now(text: str, at: str) -> None:
    assert time_of(text, NOW) == at


@pytest.mark.parametrize("text", ["monday", "2026-12-07T07:30:00", "2026-12-07"])
def test_a_time_without_its_zone_is_refused_with_one_that_has_it(text: str) -> None:
    with pytest.raises(StackError, match=r"AT=.*such as 2026-12-01T17:04:05Z"):
        time_of(text, NOW)
