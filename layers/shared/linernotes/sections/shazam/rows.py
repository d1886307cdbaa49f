"""The rows of the section: songs, with what each gained and where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.lookup import Lookup
from linernotes.sections.shazam import notes
from linernotes.sections.shazam.entries import ChartEntries
from linernotes.sections.shazam.plan import Found, charted_songs
from linernotes.sections.shazam.ranks import Ranks, charted, ranks_of
from linernotes.sections.song_totals.gained import Gained, SongTotals, gained_in
from linernotes.sections.song_totals.song_list import ListedSong
from linernotes.sections.windows.window_data import Outcome

_STATUS_OF = {
    Outcome.DELIVERED: RowStatus.MEASURED,
    Outcome.NOT_IN_PLAN: RowStatus.NOT_IN_PLAN,
    Outcome.NOT_FOUND: RowStatus.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class SongRow:
    """A song: its Shazam count and its ranks, each None where that was not asked for or did not come.

    `compared` is what it gained in the period compared with, if there is one; `on_chart` says whether it was
    on any chart in the period.
    """

    song: ListedSong
    gained: Gained | None
    compared: Gained | None
    ranks: Ranks | None
    on_chart: bool
    status: RowStatus
    note: str | None

    @property
    def has_figures(self) -> bool:
        """Say whether there is a count, or an entry on a chart."""
        return self.to_date is not None or self.on_chart

    @property
    def is_incomplete(self) -> bool:
        """Say whether some of its counts could not be fetched."""
        return self.gained is not None and self.gained.incomplete

    @property
    def to_date(self) -> Number | None:
        """Give the latest count of the period."""
        return self.gained.end_total if self.gained else None

    @property
    def gain(self) -> Number | None:
        """Give what it gained in the period."""
        return self.gained.gained if self.gained else None


def status_of(lookup: Lookup[Any] | None) -> RowStatus:
    """Say whether what was asked was told, or why it was not."""
    return _STATUS_OF[lookup.outcome] if lookup else RowStatus.FAILED


def status_of_ranks(entries: Lookup[ChartEntries] | None) -> RowStatus:
    """Say whether chart entries were told, which are a lower bound where there are more than were read."""
    if entries and entries.content and entries.content.cut_off:
        return RowStatus.LOWER_BOUND
    return status_of(entries)


def song_rows(
    found: Found, period: Period, compared: Period | None, country: str | None, *, reason: str
) -> list[SongRow]:
    """Make the rows of an artist: most gained first, and where that is not known best rank first.

    They are the songs that lead and those on a chart in the period; with a country those on its charts.
    `reason` says why what is missing could not be fetched.
    """
    entries = found.entries.content if found.entries else None
    on_charts = charted_songs(charted(entries.entries, period, country), period) if entries else {}
    entries_of = {song.uuid: of_song for song, of_song in on_charts.items()}
    counted = {song.uuid for song in found.songs}
    told = status_of_ranks(found.entries)

    def row(song: ListedSong) -> SongRow:
        of_song = entries_of.get(song.uuid, [])
        ranks = ranks_of(of_song, period) if entries else None
        is_counted = song.uuid in counted
        gained = _gained(song, period, found.now, reason) if is_counted else None
        return SongRow(
            song=song,
            gained=gained,
            compared=_gained(song, compared, found.before, reason) if compared and is_counted else None,
            ranks=ranks,
            on_chart=bool(of_song),
            status=_status(gained, told, on_chart=bool(of_song)),
            note=notes.of_row(
                gained, told, ranks, period, on_chart=bool(of_song), by_country=country is not None
            ),
        )

    songs = [*found.songs, *(song for song in on_charts if song.uuid not in counted)]
    return sorted(map(row, songs), key=_order)


def _gained(song: ListedSong, period: Period, totals: Mapping[str, SongTotals], reason: str) -> Gained:
    """Say what a song gained in a period, which may be nothing as it was not out."""
    of_song = totals.get(song.uuid)
    if of_song is None:
        return Gained(RowStatus.NO_DATA, notes.not_out(song))
    return gained_in(period, of_song, song.released, reason=reason)


def _status(gained: Gained | None, ranks: RowStatus, *, on_chart: bool) -> RowStatus:
    """Give the status of what a row has; the note says what it has not."""
    has_count = gained is not None and gained.end_total is not None
    if ranks is RowStatus.FAILED or (gained and gained.incomplete):
        return RowStatus.PARTIAL if has_count or on_chart else RowStatus.FAILED
    if gained and (has_count or not on_chart) and gained.status is not RowStatus.MEASURED:
        return gained.status
    return ranks if ranks is RowStatus.LOWER_BOUND else RowStatus.MEASURED


def _order(row: SongRow) -> tuple[bool, Number, bool, int, str, str]:
    best = row.ranks.best if row.ranks else None
    return (
        row.gain is None,
        -(row.gain or 0),
        best is None,
        best.rank if best else 0,
        row.song.label,
        row.song.uuid,
    )
