"""What the songs of an artist come to on Shazam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linernotes.model.figures import Exact, change_between
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.shazam import notes
from linernotes.sections.shazam.plan import Found
from linernotes.sections.shazam.ranks import Ranks, charted, ranks_of
from linernotes.sections.shazam.rows import SongRow, song_rows, status_of, status_of_ranks
from linernotes.sections.song_totals.gained import other_days
from linernotes.sections.song_totals.song_list import ListedSong, SongList


@dataclass(frozen=True, slots=True)
class Compared:
    """What songs gained in the period compared with, and how much more they gained since.

    The change is of the songs with figures of both periods: `note` says of how many where that is not all, of
    how many the days are not as many in both, or why there is no change to give.
    """

    period: Period
    gained: Number | None
    songs_counted: int
    change: Exact | None
    change_percent: Exact | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ShazamOf:
    """An artist's songs on Shazam, and what they come to.

    `songs_counted` are those of which it is known what they gained, of `songs_listed`; both None with a
    country. `ranks` are those of all songs, None where they were not told, and `ranks_cut_off` says that
    there are more chart entries than were read. `lacks` says that something was not fetched, be it of the
    period compared with.
    """

    artist: Artist
    country: str | None
    rows: Sequence[SongRow]
    gained: Number | None
    songs_counted: int | None
    songs_listed: int | None
    ranks: Ranks | None
    ranks_cut_off: bool
    compared: Compared | None
    status: RowStatus
    note: str | None
    lacks: bool
    fetched_at: Sequence[datetime]

    @property
    def songs_charted(self) -> int | None:
        """Count the songs on any chart in the period, None where charts were not told.

        That there is none is not known of entries that were not all read.
        """
        if self.ranks is None:
            return None
        return sum(row.on_chart for row in self.rows) or (None if self.ranks_cut_off else 0)

    @property
    def best_song(self) -> ListedSong | None:
        """Give the song with the best rank, the first row of those that share it."""
        if self.ranks is None or self.ranks.best is None:
            return None
        best = self.ranks.best
        return next((row.song for row in self.rows if row.ranks and row.ranks.best == best), None)

    @property
    def has_figures(self) -> bool:
        """Say whether there is anything to show."""
        return any(row.has_figures for row in self.rows)


def shazam_of(
    artist: Artist,
    found: Found,
    periods: Sequence[Period],
    country: str | None,
    *,
    reason: str,
    lacks: bool,
    fetched_at: Sequence[datetime],
) -> ShazamOf:
    """Put an artist's songs together; `reason` says why what `lacks`, if anything, could not be fetched."""
    period, *others = periods
    compared = others[0] if others else None
    rows = song_rows(found, period, compared, country, reason=reason)
    entries = found.entries.content if found.entries else None
    ranks = ranks_of(charted(entries.entries, period, country), period) if entries else None
    listed = found.listed.content if found.listed else None
    gains = [row.gain for row in rows if row.gain is not None]
    return ShazamOf(
        artist=artist,
        country=country,
        rows=rows,
        gained=sum(gains) if gains else None,
        songs_counted=None if country else len(gains),
        songs_listed=listed.total if listed else None,
        ranks=ranks,
        ranks_cut_off=bool(entries and entries.cut_off),
        compared=_compared(rows, compared) if compared and not country else None,
        status=_status(rows, found, by_country=country is not None),
        note=notes.of_total(rows, found, period, country, reason=reason),
        lacks=lacks,
        fetched_at=fetched_at,
    )


def _status(rows: Sequence[SongRow], found: Found, *, by_country: bool) -> RowStatus:
    """Give the status of a total: of its sum if there is one, else of its ranks, else why it has neither."""
    ranks = status_of_ranks(found.entries)
    unlisted = (found.listed is None or found.lacks_dates) and not by_country
    if ranks is RowStatus.FAILED or unlisted or any(row.is_incomplete for row in rows):
        return RowStatus.PARTIAL if any(row.has_figures for row in rows) else RowStatus.FAILED
    if by_country:
        return ranks
    if gains := [row for row in rows if row.gain is not None]:
        if not _are_all(gains, found.listed.content if found.listed else None):
            return RowStatus.LOWER_BOUND
        if any(row.status is RowStatus.PARTIAL for row in gains):
            return RowStatus.PARTIAL
        return ranks if ranks is RowStatus.LOWER_BOUND else RowStatus.MEASURED
    statuses = {row.status for row in rows}
    if RowStatus.RESTATED not in statuses and any(row.on_chart for row in rows):
        return ranks
    statuses |= {ranks, status_of(found.listed)} if not rows else set()
    return next((status for status in _WHY_NO_SUM if status in statuses), RowStatus.NO_DATA)


_WHY_NO_SUM = (RowStatus.RESTATED, RowStatus.PARTIAL, RowStatus.NOT_IN_PLAN, RowStatus.NOT_FOUND)


def _are_all(counted: Sequence[SongRow], listed: SongList | None) -> bool:
    """Say whether every song that is listed was counted."""
    return (
        listed is not None
        and listed.whole
        and not listed.unreadable
        and {song.uuid for song in listed.songs} <= {row.song.uuid for row in counted}
    )


def _compared(rows: Sequence[SongRow], period: Period) -> Compared:
    """Sum up the other period, and the change over the songs with figures of both: new ones have no other."""
    gains = [then for row in rows if (then := _then(row)) is not None]
    gained = sum(gains) if gains else None
    alike = [row for row in rows if _is_comparable(row)]
    if not alike:
        none = "No change is given: no song has figures of both periods."
        return Compared(period, gained, len(gains), None, None, none)
    before, now = sum(_then(row) or 0 for row in alike), sum(row.gain or 0 for row in alike)
    in_either = sum(row.gain is not None or _then(row) is not None for row in rows)
    told = [
        f"The change counts only the {counted(len(alike), 'song')} with figures in both periods."
        if len(alike) < in_either
        else None,
        other_days((row.gained, row.compared) for row in alike),
    ]
    change, percent = change_between(before, now)
    return Compared(period, gained, len(gains), change, percent, " ".join(filter(None, told)) or None)


def _then(row: SongRow) -> Number | None:
    return row.compared.gained if row.compared else None


def _is_comparable(row: SongRow) -> bool:
    """Say whether it is known what a song gained, over the whole of both periods."""
    return all(
        of is not None and of.gained is not None and of.status is RowStatus.MEASURED
        for of in (row.gained, row.compared)
    )
