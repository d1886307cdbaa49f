"""The in-memory twin of the store of rosters."""

from __future__ import annotations

import threading
from collections import defaultdict

from linernotes.rosters.roster import Roster
from linernotes.rosters.store import OwnersRosters
from tests.unit.memory import Fuse


class MemoryRosterStore:
    """Rosters in a dictionary by owner and id."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self._revisions: defaultdict[str, int] = defaultdict(int)
        self._ids: defaultdict[str, list[str]] = defaultdict(list)
        self.kept: defaultdict[str, dict[str, Roster]] = defaultdict(dict)

    def read(self, owner: str) -> OwnersRosters:
        with self._lock:
            return OwnersRosters(
                self._revisions[owner], tuple(self._ids[owner]), tuple(self.kept[owner].values())
            )

    def add(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            if self._revisions[owner] != seen.revision:
                return False
            self._revisions[owner] += 1
            self._ids[owner].append(roster.roster_id)
            self.kept[owner][roster.roster_id] = roster
            return True

    def replace(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            kept = self.kept[owner].get(roster.roster_id)
            if self._revisions[owner] != seen.revision or kept is None or kept.version != roster.version - 1:
                return False
            self._revisions[owner] += 1
            self.kept[owner][roster.roster_id] = roster
            return True

    def remove(self, owner: str, roster_id: str) -> bool:
        self._fuse.burn(table=True)
        with self._lock:
            return self.kept[owner].pop(roster_id, None) is not None
