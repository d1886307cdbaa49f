"""Where windows are kept, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from linernotes.sections.windows.window_data import WindowData, WindowKey, WindowRequest, WindowResult


class StoredWindows(Protocol):
    """Fetched windows, to be read."""

    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:
        """Read windows as of the last write; those not stored are absent from the answer.

        What was there once stays until it expires or is replaced by one fetched later. Raises StoreBusy.
        """


class WindowStore(StoredWindows, Protocol):
    """Keeps fetched windows: the cache, and what reports are made from."""

    def write(self, windows: Iterable[WindowData]) -> None:
        """Store windows, each unless one fetched later is there already. Raises StoreBusy."""


class WindowSource(Protocol):
    """Soundcharts, as far as windows are asked of it."""

    def fetch(
        self, wanted: Sequence[WindowRequest], *, asked_since: datetime, budget_s: float
    ) -> Iterator[Sequence[WindowResult]]:
        """Ask for windows, several at once, and yield them as they end, those that end together as one group.

        Every window is yielded exactly once and within about `budget_s` seconds; what has not come by
        then ends as Unavailable. What was learnt of a spent quota before `asked_since`, when the latest of
        the work they are for was begun, is not believed.
        """
