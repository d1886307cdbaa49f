"""Find out which artists songs belong to: each song is asked for once, by one function, and then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from linernotes.domain.charts import Song
from linernotes.domain.errors import Unavailable, UpstreamError
from linernotes.use_cases.chart_ports import ChartSource, SongStore

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
    uuids: Iterable[str],
    *,
    songs: SongStore,
    source: ChartSource,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    random: Callable[[], float],
    asked_since: datetime,
    budget_s: float,
) -> LearntSongs:
    """Read what is known of the songs, ask for what is not, and wait for what others are asking for.

    Ends within about `budget_s` seconds; what is not known by then is Unavailable.
    """
    learnt = LearntSongs()
    missing = set(uuids)
    ends_at = clock() + timedelta(seconds=budget_s)
    look_s = _FIRST_LOOK_S
    while missing:
        known = songs.read(sorted(missing))
        learnt.songs |= known
        missing -= known.keys()
        asked: set[str] = set()
        for chunk in batched(sorted(missing), _ASKED_AT_ONCE):
            ours = songs.claim(chunk, now=clock(), until=ends_at)
            left_s = (ends_at - clock()).total_seconds()
            _ask(ours, learnt, songs=songs, source=source, asked_since=asked_since, budget_s=left_s)
            asked |= ours
        missing -= asked
        if missing and clock() >= ends_at:
            late = Unavailable("a song's artists were not known in time: somebody else was asking for them")
            learnt.errors |= dict.fromkeys(missing, late)
            break
        if missing and not asked:
            sleep(look_s * (0.5 + random() / 2))
            look_s = min(look_s * 2, _LONGEST_LOOK_S)
    return learnt


def _ask(
    uuids: set[str],
    learnt: LearntSongs,
    *,
    songs: SongStore,
    source: ChartSource,
    asked_since: datetime,
    budget_s: float,
) -> None:
    """Ask for songs claimed before; what does not come may be asked for by anybody again."""
    if not uuids:
        return
    come: list[Song] = []
    for fetched in source.songs(sorted(uuids), asked_since=asked_since, budget_s=max(0.0, budget_s)):
        if fetched.song is not None:
            come.append(fetched.song)
        if fetched.error is not None:
            learnt.errors[fetched.uuid] = fetched.error
        if len(come) == _KEPT_AT_ONCE:
            _keep(come, learnt, songs)
    _keep(come, learnt, songs)
    songs.release(uuids - learnt.songs.keys())


def _keep(come: list[Song], learnt: LearntSongs, songs: SongStore) -> None:
    """Store songs and take them off the list: what was paid for outlives this function."""
    songs.write(come)
    learnt.songs |= {song.uuid: song for song in come}
    come.clear()
