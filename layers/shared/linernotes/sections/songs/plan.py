"""What has to be fetched of an artist's songs on a platform, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from linernotes.model.periods import Period
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.song_totals.gained import SongTotals, totals_of_song
from linernotes.sections.song_totals.song_list import (
    MOST_PAGES_RELEASED,
    NEW_FROM,
    ListedSong,
    Order,
    SongList,
    leading_songs,
    songs_released_since,
)
from linernotes.sections.song_totals.song_window import needs_of_songs, song_window
from linernotes.sections.windows.window_data import Outcome

_NEW_SONGS_A_QUARTER = 25
"""Of an artist's new songs no more than so many for every 90 days are looked at: a preview needs an end."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The songs that are looked at, and how many new ones, of those known, are not."""

    songs: tuple[ListedSong, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class SongsFound:
    """The songs that are looked at, in the order they were listed, with their totals.

    `outcome` is that of the artist's list, None where that is not there; `listed` how many songs the artist
    has. `lacks_new` says that the list of new songs is not there, `new_cut_off` that it goes on; `left_out`
    counts the new songs that are not looked at. `unreadable` and `new_unreadable` count songs of both lists
    that could not be read or did not come. `totals` are by song, over both periods.
    """

    outcome: Outcome | None
    listed: int | None = None
    songs: tuple[ListedSong, ...] = ()
    totals: Mapping[str, SongTotals] = field(default_factory=dict)
    before: Mapping[str, SongTotals] = field(default_factory=dict)
    lacks_new: bool = False
    new_cut_off: bool = False
    new_unreadable: int = 0
    left_out: int = 0
    unreadable: int = 0

    @property
    def may_lack_new(self) -> bool:
        """Say whether there are, or may be, new songs that are not looked at, though nothing failed."""
        return self.new_cut_off or bool(self.new_unreadable or self.left_out)


def songs_plan(subject: Subject, platform: str) -> Plan[SongsFound]:
    """Plan the list, the new songs where the first 100 are not all, and the windows of each song.

    The songs of the report's period are the ones looked at in the period compared with, too.
    """
    leading = leading_songs(subject.artist_uuid, Order.SPOTIFY_STREAMS)
    answers = yield [leading]
    lookup = answers.lookup(leading)
    if lookup is None or lookup.content is None:
        return SongsFound(lookup.outcome if lookup else None)
    listed = lookup.content
    new: SongList | None = listed
    if not listed.whole:
        since = subject.periods[0].start - NEW_FROM
        released = songs_released_since(subject.artist_uuid, since, listed=listed.total)
        answers = yield [released]
        new = answers.content(released)
    choice = chosen(listed, new or SongList(), subject.periods[0], subject.songs_limit)
    songs = choice.songs
    answers = yield [
        song_window(song.uuid, platform, need)
        for song in songs
        for need in needs_of_songs(_periods_with(song, subject.periods), today=subject.today)
    ]
    now, *before = (
        {
            song.uuid: totals_of_song(
                answers, song.uuid, platform, needs_of_songs([period], today=subject.today)
            )
            for song in songs
            if _was_out(song, period)
        }
        for period in subject.periods
    )
    return SongsFound(
        lookup.outcome,
        listed.total,
        songs,
        now,
        before[0] if before else {},
        lacks_new=new is None,
        new_cut_off=new is not None and new.cut_off,
        new_unreadable=new.unreadable if new is not None and new is not listed else 0,
        left_out=choice.left_out,
        unreadable=listed.unreadable,
    )


def chosen(listed: SongList, new: SongList, period: Period, limit: int) -> Chosen:
    """Choose the first songs of a list, and those that came out from 90 days before the period to its end.

    Of the latter there are no more, besides the first songs, than a preview reckons with: the newest.
    """
    first = {song.uuid: song for song in listed.songs[:limit]}
    others: dict[str, tuple[date, ListedSong]] = {}
    for song in (*listed.songs, *new.songs):
        released = song.released
        if song.uuid not in first and released and period.start - NEW_FROM <= released <= period.end:
            others[song.uuid] = released, song
    newest = sorted(others.values(), key=lambda one: one[0], reverse=True)
    taken = [song for _, song in newest[: _most_new_songs(period)]]
    return Chosen((*first.values(), *taken), len(newest) - len(taken))


def most_calls_to_come(subject: Subject) -> int:
    """Say how many calls may follow, at most, where the artist's list is not known.

    That is the pages of new songs, and the windows of all songs.
    """
    songs = most_songs(subject.periods[0], subject.songs_limit)
    return MOST_PAGES_RELEASED + songs * len(needs_of_songs(subject.periods, today=subject.today))


def most_songs(period: Period, limit: int) -> int:
    """Say how many songs of an artist are looked at, at most."""
    return limit + _most_new_songs(period)


def _most_new_songs(period: Period) -> int:
    return ceil((NEW_FROM.days + period.days) / NEW_FROM.days) * _NEW_SONGS_A_QUARTER


def _periods_with(song: ListedSong, periods: Sequence[Period]) -> list[Period]:
    return [period for period in periods if _was_out(song, period)]


def _was_out(song: ListedSong, period: Period) -> bool:
    """Say whether a song came out by the end of a period: of one that did not there is nothing to ask."""
    return song.released is None or song.released <= period.end
