"""The in-memory twin of the store of searches."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

from linernotes.reports.kept_searches import FoundArtists
from tests.unit.memory import Fuse


class MemorySearchStore:
    """Searches in a dictionary by their term."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self.kept: dict[str, FoundArtists] = {}
        self.counted: Counter[tuple[str, str]] = Counter()

    def read(self, term: str) -> FoundArtists | None:
        return self.kept.get(term)

    def write(self, term: str, answer: FoundArtists) -> None:
        self._fuse.burn(table=True)
        with self._lock:
            kept = self.kept.get(term)
            if kept is None or kept.searched_at < answer.searched_at:
                self.kept[term] = answer

    def count(self, owner: str, *, now: datetime) -> int:
        self._fuse.burn(table=True)
        with self._lock:
            self.counted[owner, f"{now:%Y-%m-%dT%H:%M}"] += 1
            return self.counted[owner, f"{now:%Y-%m-%dT%H:%M}"]
