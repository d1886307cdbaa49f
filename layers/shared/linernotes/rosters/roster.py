"""A roster, and the rules for it: how many there may be, and what its name may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linernotes.model.names import written
from linernotes.model.request import MAX_ARTISTS

MOST_ROSTERS = 100
MOST_ARTISTS = MAX_ARTISTS
"""As many as a report takes."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class RosterArtist:
    """An artist as it was when it was put on the roster; its uuid is what counts."""

    uuid: str
    name: str | None = None
    image_url: str | None = None
    country_code: str | None = None


@dataclass(frozen=True, slots=True)
class RosterContent:
    """What whoever keeps a roster decides: every artist in it is there once."""

    name: str
    artists: tuple[RosterArtist, ...]
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it is kept; each change makes its `version` one higher."""

    roster_id: str
    content: RosterContent
    version: int
    updated_at: datetime

    @property
    def name(self) -> str:
        """What it is called."""
        return self.content.name


def once_each(artists: Sequence[RosterArtist]) -> tuple[RosterArtist, ...]:
    """Give the artists in their order, one given twice where it came first."""
    by_uuid: dict[str, RosterArtist] = {}
    for artist in artists:
        by_uuid.setdefault(artist.uuid, artist)
    return tuple(by_uuid.values())


def same_name(one: str, other: str) -> bool:
    """Say whether two rosters would be called the same: Unicode form, case and spacing are aside."""
    return written(one) == written(other)


def in_order(rosters: Sequence[Roster]) -> list[Roster]:
    """Give the rosters as they are listed: starred ones first, then by name."""
    return sorted(
        rosters,
        key=lambda roster: (not roster.content.starred, written(roster.name), roster.roster_id),
    )
