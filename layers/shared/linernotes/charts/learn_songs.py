"""Find out which artists songs belong to: each song is asked for by one function, and then kept for a while.

What was learnt has an age: a song whose artists are not there yet is asked for again soon, one that is known
after weeks, as credits are corrected. What is too old is still better than nothing where asking fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from linernotes.charts.charts import Song
from linernotes.charts.ports import ChartSource, KnownSong, SongStore
from linernotes.model.errors import Unavailable, UpstreamError

_FIRST_LOOK_S = 0.2
_LONGEST_LOOK_S = 3.0
_KEPT_AT_ONCE = 25
_ASKED_AT_ONCE = 200
"""Claimed at a time: what is claimed and not asked for holds others up."""


@dataclass(slots=True)
class LearntSongs:
    """Songs by uuid, and why those that are missing are not known."""

    songs: dict[str, Song] = field(default_factory=dict)
    errors: dict[str, UpstreamError] = field(default_factory=dict)


def learn_songs(
    wanted: Mapping[str, datetime | None],
    *,
    songs: SongStore,
    source: ChartSource,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    random: Callable[[], float],
    asked_since: datetime,
    budget_s: float,
) -> LearntSongs:
    """Read what is known of the songs, ask for what is not or too old, and wait for what others ask for.

    `wanted` says of each song since when it must have been learnt, None where only its age counts. Ends
    within about `budget_s` seconds; what is not known by then is Unavailable.
    """
    learnt = LearntSongs()
    missing = set(wanted)
    ends_at = clock() + timedelta(seconds=budget_s)
    look_s = _FIRST_LOOK_S
    known: dict[str, KnownSong] = {}
    while missing:
        known |= songs.read(sorted(missing))
        fresh = {
            uuid for uuid in missing & known.keys() if _is_fresh(known[uuid], since=wanted[uuid], now=clock())
        }
        learnt.songs |= {uuid: known[uuid].song for uuid in fresh}
        missing -= fresh
        asked: set[str] = set()
        for chunk in batched(sorted(missing), _ASKED_AT_ONCE):
            read = {uuid: known[uuid].learnt_at if uuid in known else None for uuid in chunk}
            ours = songs.claim(read, now=clock(), until=ends_at)
            _ask(
                ours,
                learnt,
                songs=songs,
                source=source,
                clock=clock,
                asked_since=asked_since,
                ends_at=ends_at,
            )
            asked |= ours
        missing -= asked
        if missing and clock() >= ends_at:
            late = Unavailable("a song's artists were not known in time: somebody else was asking for them")
            learnt.errors |= dict.fromkeys(missing, late)
            break
        if missing and not asked:
            sleep(look_s * (0.5 + random() / 2))
            look_s = min(look_s * 2, _LONGEST_LOOK_S)
    _fall_back(learnt, known, wanted)
    return learnt


def _is_fresh(known: KnownSong, *, since: datetime | None, now: datetime) -> bool:
    if known.learnt_at is None or (since is not None and known.learnt_at < since):
        return False
    return known.learnt_at > now - known.song.keeps_for


def _fall_back(
    learnt: LearntSongs, known: Mapping[str, KnownSong], wanted: Mapping[str, datetime | None]
) -> None:
    """Take old artists for those that could not be had now, unless somebody wants them asked for again."""
    for uuid in list(learnt.errors):
        if uuid in known and known[uuid].song.artists and wanted[uuid] is None:
            learnt.songs[uuid] = known[uuid].song
            del learnt.errors[uuid]


def _ask(
    uuids: set[str],
    learnt: LearntSongs,
    *,
    songs: SongStore,
    source: ChartSource,
    clock: Callable[[], datetime],
    asked_since: datetime,
    ends_at: datetime,
) -> None:
    """Ask for songs claimed before; what does not come may be asked for by anybody again."""
    if not uuids:
        return
    come: list[Song] = []
    left_s = max(0.0, (ends_at - clock()).total_seconds())
    for fetched in source.songs(sorted(uuids), asked_since=asked_since, budget_s=left_s):
        if fetched.song is not None:
            come.append(fetched.song)
        if fetched.error is not None:
            learnt.errors[fetched.uuid] = fetched.error
        if len(come) == _KEPT_AT_ONCE:
            _keep(come, learnt, songs, clock())
    _keep(come, learnt, songs, clock())
    songs.release(uuids - learnt.songs.keys())


def _keep(come: list[Song], learnt: LearntSongs, songs: SongStore, now: datetime) -> None:
    """Store songs and take them off the list: what was paid for outlives this function."""
    songs.write(come, learnt_at=now)
    learnt.songs |= {song.uuid: song for song in come}
    come.clear()
