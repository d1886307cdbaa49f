"""The fixed grid of fetch windows.

Soundcharts is asked for at most 90 days a call (contract 4.1). Windows lie on one grid for everybody,
so that two reports whose periods overlap need the same windows and share what was fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WINDOW_DAYS = 90
_GRID_ORIGIN = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """An inclusive range of days, never longer than `WINDOW_DAYS`; `first` is its place on the grid."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Say whether the day lies in the window."""
        return self.first <= day <= self.last


def windows_covering(start: date, end: date, *, today: date) -> list[Window]:
    """List the grid's windows that hold any day from `start` to `end`, both inclusive, in order.

    Whole windows are fetched, whatever part of them is asked for; the newest is cut at `today`
    (or at `end`, should that be later), since there is nothing to ask for beyond.
    """
    horizon = max(today, end)
    index = (start - _GRID_ORIGIN).days // WINDOW_DAYS
    windows: list[Window] = []
    while True:
        first = _GRID_ORIGIN + timedelta(days=index * WINDOW_DAYS)
        if first > end:
            return windows
        windows.append(Window(first, min(first + timedelta(days=WINDOW_DAYS - 1), horizon)))
        index += 1
