"""The rows of songs, and what they add up to for each artist and platform (contract 10.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from linernotes.model.figures import Exact, change_between
from linernotes.model.period_words import day_in_words
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.song_totals.gained import Gained, SongTotals, differ_in_days, gained_in, other_days
from linernotes.sections.song_totals.platforms import SONG_METRICS, SOUND_PLATFORMS
from linernotes.sections.song_totals.song_list import ListedSong
from linernotes.sections.songs.plan import SongsFound
from linernotes.sections.windows.window_data import Outcome

_COMPARABLE = (RowStatus.MEASURED, RowStatus.LOWER_BOUND)
_WHY_NOTHING = (
    RowStatus.RESTATED,
    RowStatus.PARTIAL,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NO_DATA,
    RowStatus.NOT_FOUND,
)
LINKED_SOUNDS = "Linked sounds only: videos with other sounds are not counted."


@dataclass(frozen=True, slots=True)
class Change:
    """How much more was gained than in the other period; None, and `note` says why, where that is not known.

    A `note` beside a change says which songs it is of, or over which days.
    """

    change: Exact | None
    percent: Exact | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SongRow:
    """A song on a platform: what it gained in the period and, if one was asked for, in the other period."""

    song: ListedSong
    now: Gained
    before: Gained | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What songs gained together; `counted` is how many have a figure, None where no list is there."""

    status: RowStatus
    note: str | None = None
    gained: Number | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class SongsOf:
    """The songs of one artist on one platform, those that gained most first.

    `listed` is how many songs Soundcharts lists of the artist, None where it does not say.
    """

    artist: Artist
    platform: str
    total: Sum
    rows: Sequence[SongRow] = ()
    listed: int | None = None
    before: Sum | None = None
    change: Change | None = None
    fetched_at: Sequence[datetime] = ()

    @property
    def metric(self) -> str | None:
        """Say what is counted of songs on the platform; None where nothing is published."""
        return SONG_METRICS.get(self.platform)

    @property
    def top(self) -> SongRow | None:
        """Give the song that gained most."""
        return next((row for row in self.rows if row.now.gained is not None), None)

    @property
    def statuses(self) -> set[RowStatus]:
        """Give the statuses of the total and of all rows."""
        return {self.total.status, *(row.now.status for row in self.rows)}


def songs_of(
    artist: Artist,
    platform: str,
    found: SongsFound,
    periods: Sequence[Period],
    *,
    reason: str,
    fetched_at: Sequence[datetime],
) -> SongsOf:
    """Work out what an artist's songs gained; `reason` says why what is not there could not be fetched."""
    if found.outcome is not Outcome.DELIVERED:
        return SongsOf(artist, platform, _without_list(found.outcome, reason), fetched_at=fetched_at)
    period, other = periods[0], periods[1] if len(periods) > 1 else None
    rows = []
    for song in found.songs:
        now = _gained(song, platform, period, found.totals.get(song.uuid), reason)
        if other is None:
            rows.append(SongRow(song, now))
        else:
            before = _gained(song, platform, other, found.before.get(song.uuid), reason)
            rows.append(SongRow(song, now, before, _change(song, now, before, other)))
    rows.sort(key=_most_gained_first)
    before_all = [row.before for row in rows if row.before]
    not_out = sum(song.uuid not in found.totals for song in found.songs)
    not_out_before = sum(song.uuid not in found.before for song in found.songs)
    return SongsOf(
        artist,
        platform,
        _sum([row.now for row in rows], platform, found, reason, not_out=not_out),
        rows,
        found.listed,
        _sum(before_all, platform, found, reason, not_out=not_out_before) if other else None,
        _change_of_all(rows) if other else None,
        fetched_at,
    )


def _without_list(outcome: Outcome | None, reason: str) -> Sum:
    match outcome:
        case Outcome.NOT_FOUND:
            return Sum(RowStatus.NOT_FOUND, "Soundcharts knows no such artist, or no songs of it.")
        case Outcome.NOT_IN_PLAN:
            return Sum(RowStatus.NOT_IN_PLAN, "Lists of songs are not in the Soundcharts plan in use.")
        case _:
            return Sum(RowStatus.FAILED, f"The artist's songs could not be listed: {reason}.")


def _most_gained_first(row: SongRow) -> tuple[bool, Fraction, str, str]:
    gained = row.now.gained
    return gained is None, -Fraction(gained or 0), row.song.label, row.song.uuid


def _gained(
    song: ListedSong, platform: str, period: Period, totals: SongTotals | None, reason: str
) -> Gained:
    """Say what a song gained; `totals` are None of one that was not out by the end of the period."""
    if totals is None:
        released = day_in_words(song.released) if song.released else "a later day"
        return Gained(RowStatus.NO_DATA, f"Came out on {released}, after the period.")
    gained = gained_in(period, totals, song.released, reason=reason)
    if platform not in SOUND_PLATFORMS:
        return gained
    sounds = _other_sounds(gained)
    if gained.gained is None:
        return replace(gained, note=_told([gained.note, sounds]))
    status = RowStatus.LOWER_BOUND if gained.status is RowStatus.MEASURED else gained.status
    return replace(gained, status=status, note=_told([LINKED_SOUNDS, sounds, gained.note]))


def _other_sounds(gained: Gained) -> str | None:
    """Say that sums of different numbers of sounds are compared: what that adds is no growth."""
    start, end = gained.start_identifiers, gained.end_identifiers
    if start is None or end is None or start == end:
        return None
    why = "sounds that were linked since" if end > start else "sounds that are no longer counted"
    return f"{counted(start, 'sound')} at the start, {end:,} at the end: part of the difference is {why}."


def _change(song: ListedSong, now: Gained, before: Gained, other: Period) -> Change:
    """Say how a song did beside the other period, where the figures are of the whole of both."""
    if now.gained is None or now.status not in _COMPARABLE:
        return Change(None, note="Not compared: there is no figure of the whole period.")
    if song.released and song.released > other.end:
        return Change(now.gained, note="New: it came out after the period compared with.")
    if before.gained is None or before.status not in _COMPARABLE:
        return Change(None, note="Not compared: there is no figure of the whole period compared with.")
    note = None
    if differ_in_days(now, before):
        here, there = counted(now.days or 0, "day"), counted(before.days or 0, "day")
        note = f"Counted over {here} here and over {there} in the other period."
    return Change(*change_between(before.gained, now.gained), note)


def _change_of_all(rows: Sequence[SongRow]) -> Change:
    """Add the changes up: of a song that has no figure in one of the periods neither counts."""
    both = [row for row in rows if _is_compared(row)]
    if not both:
        return Change(None, note="Not compared: no song has figures of both periods.")
    now = sum(row.now.gained or 0 for row in both)
    before = sum(_gained_before(row) or 0 for row in both)
    in_one = [
        row
        for row in rows
        if not _is_compared(row) and not (row.now.gained is None and _gained_before(row) is None)
    ]
    told: list[str] = []
    if in_one:
        told.append(
            f"The change leaves out {counted(len(in_one), 'song')} with a figure in only one of the periods."
        )
    # Where none of them had a figure before, the change is what new songs gained: all of it, or part.
    if new := sum(_gained_before(row) is None for row in both):
        told.append(f"New since the period compared with, and counted from 0 there: {counted(new, 'song')}.")
    return Change(
        *change_between(before, now), _told([*told, other_days((row.now, row.before) for row in both)])
    )


def _is_compared(row: SongRow) -> bool:
    return row.change is not None and row.change.change is not None


def _gained_before(row: SongRow) -> Number | None:
    return row.before.gained if row.before else None


def _sum(gains: Sequence[Gained], platform: str, found: SongsFound, reason: str, *, not_out: int) -> Sum:
    """Add up what songs gained, those that were corrected left out; `not_out` came out after the period."""
    there = [of.gained for of in gains if of.gained is not None]
    return Sum(
        _status(gains, platform, found),
        _note(gains, platform, found, reason, not_out),
        sum(there) if there else None,
        len(there),
    )


def _status(gains: Sequence[Gained], platform: str, found: SongsFound) -> RowStatus:
    there = [of for of in gains if of.gained is not None]
    if found.lacks_new or any(of.incomplete for of in gains):
        return RowStatus.PARTIAL if there else RowStatus.FAILED
    if there:
        all_counted = found.listed is not None and len(there) >= found.listed and not found.may_lack_new
        if platform in SOUND_PLATFORMS or not all_counted:
            return RowStatus.LOWER_BOUND
        late = any(of.status is RowStatus.PARTIAL for of in there)
        return RowStatus.PARTIAL if late else RowStatus.MEASURED
    statuses = {of.status for of in gains}
    return next((status for status in _WHY_NOTHING if status in statuses), RowStatus.NO_DATA)


def _note(gains: Sequence[Gained], platform: str, found: SongsFound, reason: str, not_out: int) -> str | None:
    if not gains:
        return "Soundcharts lists no songs of the artist."
    of_status = Counter(of.status for of in gains)
    count = sum(of.gained is not None for of in gains)
    late = sum(of.status is RowStatus.PARTIAL and not of.incomplete for of in gains)
    blank = of_status[RowStatus.NO_DATA] + of_status[RowStatus.NOT_FOUND] - not_out
    failed = sum(of.incomplete for of in gains)
    told = []
    if found.listed is None:
        told.append(f"{counted(count, 'song')}; Soundcharts does not say how many there are.")
    elif count < found.listed:
        told.append(f"Counted: {count:,} of the artist's {counted(found.listed, 'song')}.")
    if platform in SOUND_PLATFORMS and count:
        told.append(LINKED_SOUNDS)
    if failed:
        told.append(f"Of {counted(failed, 'song')} not all days could be fetched: {reason}.")
    if found.lacks_new:
        told.append(f"New songs could not be listed: {reason}.")
    told += _of_new_songs(found)
    if corrected := of_status[RowStatus.RESTATED]:
        told.append(f"Left out: {counted(corrected, 'song')} whose counter was corrected in the period.")
    if late:
        told.append(f"Counted from a later day, or one value only: {counted(late, 'song')}.")
    if blank:
        told.append(f"Without a value in the period: {counted(blank, 'song')}.")
    if not_out:
        told.append(f"Not out yet: {counted(not_out, 'song')}.")
    if not_in_plan := of_status[RowStatus.NOT_IN_PLAN]:
        told.append(f"Not in the Soundcharts plan in use: figures of {counted(not_in_plan, 'song')}.")
    if found.unreadable:
        told.append(f"{counted(found.unreadable, 'song')} of Soundcharts' list could not be read.")
    return _told(told)


def _of_new_songs(found: SongsFound) -> Iterator[str]:
    """Say of which new songs there is nothing here, though no call failed."""
    if found.left_out:
        yield f"Left out: {counted(found.left_out, 'new song')}, as only the newest are looked at."
    if found.new_cut_off:
        yield "There may be more new songs: Soundcharts' list of them goes on for longer than it is read."
    if lost := found.new_unreadable:
        yield f"{counted(lost, 'song')} of Soundcharts' list of new ones could not be read, or did not come."


def _told(sentences: Iterable[str | None]) -> str | None:
    return " ".join(filter(None, sentences)) or None
