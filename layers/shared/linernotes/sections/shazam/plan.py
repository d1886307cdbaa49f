"""What a job of the section fetches, and what comes of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from linernotes.model.periods import Period
from linernotes.sections.lookups.lookup import Lookup
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.shazam.entries import ChartEntries, ChartEntry
from linernotes.sections.shazam.questions import chart_entries
from linernotes.sections.shazam.ranks import charted, ranks_of
from linernotes.sections.song_totals.gained import SongTotals, totals_of_song
from linernotes.sections.song_totals.platforms import SHAZAM
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

MOST_CHARTED = 50
"""Of so many songs on charts, besides those that lead, the counts are asked for: a preview needs an end."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of an artist: each part None where it is not there, or was not asked for.

    `songs` are those counts were asked for, the ones that lead first, and none with a country. `now` and
    `before` are their Shazam counts by uuid, in the period and in the one compared with, as far as a song was
    out by then. `lacks_dates` says that it could not be asked when songs on charts came out.
    """

    entries: Lookup[ChartEntries] | None = None
    listed: Lookup[SongList] | None = None
    songs: Sequence[ListedSong] = ()
    now: Mapping[str, SongTotals] = field(default_factory=dict)
    before: Mapping[str, SongTotals] = field(default_factory=dict)
    lacks_dates: bool = False


def plan_of(subject: Subject) -> Plan[Found]:
    """Ask for chart entries and, without a country, for the counts of songs that lead or are on charts.

    Counts are not published by country, so that with one it takes no call for them.
    """
    period, *others = subject.periods
    of_charts = chart_entries(subject.artist_uuid, period)
    if subject.country:
        answers = yield [of_charts]
        return Found(entries=answers.lookup(of_charts))
    of_songs = leading_songs(subject.artist_uuid, Order.SHAZAM_COUNT)
    answers = yield [of_songs, of_charts]
    entries, listed = answers.lookup(of_charts), answers.lookup(of_songs)
    on_charts = _on_charts(entries.content if entries else None, period)
    leading = listed.content if listed else None
    known = {song.uuid: song for song in leading.songs} if leading else {}
    lacks_dates = False
    if leading and not leading.whole and not on_charts.keys() <= known.keys():
        # Chart entries do not say when a song came out, and one that did in the period starts from nothing.
        since = period.start - NEW_FROM
        of_released = songs_released_since(subject.artist_uuid, since, listed=leading.total)
        answers = yield [of_released]
        released = answers.lookup(of_released)
        lacks_dates = released is None
        if released and released.content:
            known = {song.uuid: song for song in released.content.songs} | known
    songs = _counted(leading, known, on_charts, subject.songs_limit)
    in_period = [song for song in songs if song.uuid in on_charts or was_out(song, period)]
    asked = {period: in_period} | {
        other: [song for song in songs if was_out(song, other)] for other in others
    }
    needs = {each: needs_of_songs([each], today=subject.today) for each in asked}
    answers = yield list(
        dict.fromkeys(
            song_window(song.uuid, SHAZAM, need)
            for each, of_period in asked.items()
            for song in of_period
            for need in needs[each]
        )
    )
    now, *before = (
        {song.uuid: totals_of_song(answers, song.uuid, SHAZAM, needs[each]) for song in of_period}
        for each, of_period in asked.items()
    )
    return Found(entries, listed, songs, now, before[0] if before else {}, lacks_dates)


def most_calls_to_come(subject: Subject) -> int:
    """Say how many calls may follow, at most, on the list of songs and chart entries: none with a country.

    That is the pages of new songs, and the windows of all songs that are counted.
    """
    if subject.country:
        return 0
    windows = most_windows(subject.periods, subject.country, today=subject.today)
    return MOST_PAGES_RELEASED + (subject.songs_limit + MOST_CHARTED) * windows


def most_windows(periods: Sequence[Period], country: str | None, *, today: date) -> int:
    """Say how many windows of counts a song takes, at most: none with a country."""
    return 0 if country else len(needs_of_songs(periods, today=today))


def charted_songs(entries: Sequence[ChartEntry], period: Period) -> dict[ListedSong, list[ChartEntry]]:
    """Group entries by their song, best rank first."""
    by_song: dict[str, list[ChartEntry]] = {}
    for entry in entries:
        by_song.setdefault(entry.song, []).append(entry)
    ranked = [(ranks_of(of_song, period).best, of_song) for of_song in by_song.values()]
    ranked.sort(key=lambda one: (one[0] is None, one[0].rank if one[0] else 0, one[1][0].song))
    return {ListedSong(of[0].song, of[0].name, of[0].credit): of for _, of in ranked}


def was_out(song: ListedSong, period: Period) -> bool:
    """Say whether a song came out by the end of a period: of one that did not there is nothing to ask."""
    return song.released is None or song.released <= period.end


def _on_charts(entries: ChartEntries | None, period: Period) -> dict[str, ListedSong]:
    if entries is None:
        return {}
    return {song.uuid: song for song in charted_songs(charted(entries.entries, period, None), period)}


def _counted(
    listed: SongList | None,
    known: Mapping[str, ListedSong],
    on_charts: Mapping[str, ListedSong],
    limit: int,
) -> list[ListedSong]:
    """List the songs to be counted: those that lead, then those on charts in the period.

    `known` are songs as lists have them, which say when they came out.
    """
    leading = list(listed.songs[:limit]) if listed else []
    led = {song.uuid for song in leading}
    further = [known.get(uuid, song) for uuid, song in on_charts.items() if uuid not in led]
    return leading + further[:MOST_CHARTED]
