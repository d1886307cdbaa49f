"""Placements of songs on playlists, and what happened to them in a period (contract 10.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from linernotes.model.periods import Period
from linernotes.sections.playlists.reading import TYPES, Entries, Entry

EXITS_TOLD_FROM = date(2025, 8, 1)
"""Soundcharts tells when a placement ended since August 2025."""

FOLLOWERS_PUBLISHED_ON = frozenset({"spotify", "deezer", "youtube"})
"""Elsewhere the followers of a list, and so reach, are not published: 0 stands there for nothing."""


class Event(StrEnum):
    """What happened to a placement in a period."""

    ADDED = "added"
    REMOVED = "removed"
    ADDED_AND_REMOVED = "added_and_removed"
    HELD = "held"

    @property
    def was_added(self) -> bool:
        """Say whether it was added."""
        return self in (Event.ADDED, Event.ADDED_AND_REMOVED)

    @property
    def was_removed(self) -> bool:
        """Say whether it was removed."""
        return self in (Event.REMOVED, Event.ADDED_AND_REMOVED)


@dataclass(frozen=True, slots=True)
class Placement:
    """A song on a playlist: how it stands there, and what happened to it in a period.

    `added_on` and `removed_on` are days in the period where that is what happened, else those of the stay.
    """

    entry: Entry
    event: Event
    added_on: date | None
    removed_on: date | None

    @property
    def note(self) -> str | None:
        """Say what is missing of it because it could not be read."""
        told = []
        if self.added_on is None:
            told.append("The day it was added is not known.")
        if self.added_on and self.removed_on and self.removed_on < self.added_on:
            told.append("It was removed first, and has been back since the day it was added.")
        if not self.entry.whole:
            told.append("A field of Soundcharts' answer could not be read and is blank.")
        return " ".join(told) or None


type _Key = tuple[object, ...]


def placements_in(
    period: Period, entries: Iterable[Entries], top: Entries | None, *, platform: str
) -> list[Placement]:
    """List the placements that were added or removed in a period, and those held that are among the largest.

    A song that left a list and came back is one placement. Most followers first, then by name.
    """
    stays: dict[_Key, list[Entry]] = {}
    of_top = top.entries if top else ()
    # A list of one type says of what type a stay is, even where the stay does not: it comes first.
    for entry in (*(entry for of in entries for entry in of.entries), *of_top):
        stays.setdefault(_key(entry), []).append(entry)
    largest = {_key(entry) for entry in of_top}
    found = [
        placement
        for key, of in stays.items()
        if (placement := _placement(period, of, is_large=key in largest)) is not None
    ]
    if platform not in FOLLOWERS_PUBLISHED_ON:
        found = [replace(one, entry=replace(one.entry, followers=None)) for one in found]
    return sorted(found, key=_most_followers_first)


def _placement(period: Period, stays: Sequence[Entry], *, is_large: bool) -> Placement | None:
    counting = [stay for stay in stays if stay.type in TYPES]
    added = [stay.entered for stay in counting if stay.entered and period.holds(stay.entered)]
    removed = [stay.left for stay in counting if stay.left and period.holds(stay.left)]
    before = [stay for stay in stays if stay.entered is None or stay.entered <= period.end]
    if not before and not removed:
        return None
    # How it stands on the list is said by the stay that began last, the first given of equal ones.
    latest = max(before or stays, key=_began)
    if added and removed:
        return Placement(latest, Event.ADDED_AND_REMOVED, max(added), max(removed))
    if added:
        return Placement(latest, Event.ADDED, max(added), latest.left)
    if removed:
        return Placement(latest, Event.REMOVED, latest.entered, max(removed))
    # One that is large now may have been off the list all through the period, and come back since.
    on_list = [stay for stay in before if stay.left is None or stay.left >= period.start]
    if is_large and on_list and (latest.entered is None or latest.entered < period.start):
        held = max(on_list, key=_began)
        return Placement(held, Event.HELD, held.entered, held.left)
    return None


def _began(stay: Entry) -> date:
    return stay.entered or date.min


def _key(entry: Entry) -> _Key:
    """Tell placements apart: by song and playlist, of which each market has an edition of its own."""
    playlist, track = entry.playlist_uuid or entry.playlist, entry.track_uuid or entry.track
    if track is None:
        return playlist, entry.market, None, entry.entered, entry.position
    return playlist, entry.market, track


def _most_followers_first(placement: Placement) -> tuple[int, str, str, str]:
    entry = placement.entry
    followers = -1 if entry.followers is None else entry.followers
    return -followers, entry.playlist or "", entry.track or "", entry.playlist_uuid or ""
