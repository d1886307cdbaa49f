"""What rosters need of the outside: one contract, held to by every implementation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from linernotes.rosters.roster import Roster


@dataclass(frozen=True, slots=True)
class OwnersRosters:
    """Every roster of an owner as of the last write.

    `revision` counts the writes that add or change one. `ids` are those of all rosters that there were, the
    oldest first; those of deleted ones are forgotten after a while.
    """

    revision: int = 0
    ids: tuple[str, ...] = ()
    rosters: tuple[Roster, ...] = ()

    def find(self, roster_id: str) -> Roster | None:
        """Give a roster by its id; None if it is not there."""
        return next((roster for roster in self.rosters if roster.roster_id == roster_id), None)

    def others(self, roster_id: str) -> Collection[Roster]:
        """Give all rosters but one."""
        return [roster for roster in self.rosters if roster.roster_id != roster_id]


class RosterStore(Protocol):
    """Keeps rosters of owners; what is written follows on what was read, so that no two undo each other."""

    def read(self, owner: str) -> OwnersRosters:
        """Give an owner's rosters, in any order. Raises StoreBusy."""

    def add(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        """Keep a new roster; False if any was added or changed since `seen` was read. Raises StoreBusy."""

    def replace(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        """Keep a changed roster in the place of the one of its id, which has the version before.

        False if any was added or changed since `seen` was read, or this one is gone. Raises StoreBusy.
        """

    def remove(self, owner: str, roster_id: str) -> bool:
        """Delete a roster; False if there is none of this id. Raises StoreBusy."""
