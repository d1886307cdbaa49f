"""Keep an owner's rosters: list, create, change and delete them (contract 2, rosters)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from linernotes.model.errors import (
    RosterChanged,
    RosterNameTaken,
    RosterNotFound,
    StoreBusy,
    TooManyRosters,
)
from linernotes.patience import Patience
from linernotes.rosters.roster import MOST_ROSTERS, Roster, RosterContent, in_order, same_name
from linernotes.rosters.roster_json import roster_json
from linernotes.rosters.store import RosterStore

_NOT_THERE = "There is no roster of this id."


def list_rosters(owner: str, *, store: RosterStore) -> list[Roster]:
    """Give every roster of an owner, starred ones first, then by name. Raises StoreBusy."""
    return in_order(store.read(owner).rosters)


def create_roster(
    content: RosterContent,
    owner: str,
    *,
    roster_id: str,
    now: datetime,
    store: RosterStore,
    patience: Patience,
) -> Roster:
    """Keep a new roster. Of several who give the same name at once, one succeeds.

    Raises RosterNameTaken, TooManyRosters and StoreBusy.
    """
    roster = Roster(roster_id, content, version=1, updated_at=now)
    for _ in patience.tries():
        seen = store.read(owner)
        _check_name(content.name, seen.rosters)
        if len(seen.rosters) >= MOST_ROSTERS:
            raise TooManyRosters(
                f"You have {MOST_ROSTERS} rosters, as many as there can be: delete one first."
            )
        if store.add(owner, roster, seen=seen):
            return roster
    raise _busy()


def change_roster(
    content: RosterContent,
    owner: str,
    *,
    roster_id: str,
    version: int,
    now: datetime,
    store: RosterStore,
    patience: Patience,
) -> Roster:
    """Change a roster that is as whoever changes it saw it, at this version.

    Raises RosterChanged, with the roster as it is, where somebody else has changed it since; RosterNotFound,
    RosterNameTaken and StoreBusy.
    """
    changed = Roster(roster_id, content, version=version + 1, updated_at=now)
    for _ in patience.tries():
        seen = store.read(owner)
        kept = seen.find(roster_id)
        if kept is None:
            raise RosterNotFound(_NOT_THERE)
        if kept.version != version:
            raise RosterChanged(
                f"The roster was changed meanwhile: it is at version {kept.version}, not {version}.",
                roster_json(kept),
            )
        _check_name(content.name, seen.others(roster_id))
        if store.replace(owner, changed, seen=seen):
            return changed
    raise _busy()


def delete_roster(owner: str, *, roster_id: str, store: RosterStore) -> None:
    """Delete a roster, whatever its version. Raises RosterNotFound and StoreBusy."""
    if not store.remove(owner, roster_id):
        raise RosterNotFound(_NOT_THERE)


def _check_name(name: str, rosters: Collection[Roster]) -> None:
    for roster in rosters:
        if same_name(roster.name, name):
            raise RosterNameTaken(f"you have a roster called {roster.name!r} already: give another name")


def _busy() -> StoreBusy:
    return StoreBusy("others keep changing the rosters of this owner")
