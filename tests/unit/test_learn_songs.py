"""Whose songs are whose: what is learnt has an age, and what is not there is asked for again before long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from linernotes.charts.charts import Song
from linernotes.charts.learn_songs import LearntSongs, learn_songs
from linernotes.charts.ports import KnownSong
from linernotes.model.errors import BrokenAnswer, QuotaSpent, Unavailable, UpstreamError
from tests.unit.builders import NOW
from tests.unit.chart_world import AMORE, BANALE, BY_ELISA, BY_LAURO, ChartWorld

DAY = timedelta(days=1)
BROKEN = Unavailable("Soundcharts answered 500")


@pytest.fixture
def world() -> ChartWorld:
    return ChartWorld()


def learn(world: ChartWorld, *uuids: str, since: datetime | None = None, **of: Any) -> LearntSongs:
    return learn_songs(
        dict.fromkeys(uuids, since),
        songs=world.songs,
        source=world.source,
        clock=world.clock,
        sleep=world.sleep,
        random=lambda: 0.5,
        **{"asked_since": NOW, "budget_s": 60.0, **of},
    )


def knows(world: ChartWorld, *songs: Song, age: timedelta | None) -> None:
    """Have songs known that were learnt so long ago, or before times were kept."""
    for song in songs:
        world.songs.songs[song.uuid] = KnownSong(song, None if age is None else NOW - age)


@pytest.mark.parametrize(
    ("age", "asked"),
    [(timedelta(0), []), (29 * DAY, []), (31 * DAY, [AMORE]), (None, [AMORE])],
    ids=["just now", "weeks ago", "a month ago", "before times were kept"],
)
def test_a_song_that_was_found_is_asked_for_again_after_a_month(
    world: ChartWorld, age: timedelta | None, asked: list[str]
) -> None:
    knows(world, Song(AMORE, (BY_ELISA,)), age=age)

    learnt = learn(world, AMORE)

    assert world.source.asked_songs == asked
    assert learnt.songs[AMORE].artists == ((BY_LAURO,) if asked else (BY_ELISA,))


@pytest.mark.parametrize(
    ("age", "asked"),
    [(timedelta(hours=19), []), (timedelta(hours=21), [AMORE]), (None, [AMORE])],
    ids=["today", "yesterday", "before times were kept"],
)
def test_a_song_whose_artists_were_not_there_is_asked_for_again_on_the_next_day(
    world: ChartWorld, age: timedelta | None, asked: list[str]
) -> None:
    knows(world, Song(AMORE), age=age)

    learnt = learn(world, AMORE)

    assert world.source.asked_songs == asked
    assert learnt.songs[AMORE].artists == ((BY_LAURO,) if asked else ())


def test_what_was_learnt_before_a_moment_is_asked_for_again_and_what_was_learnt_since_is_not(
    world: ChartWorld,
) -> None:
    knows(world, Song(AMORE), age=timedelta(minutes=1))
    knows(world, Song(BANALE), age=timedelta(0))

    learn(world, AMORE, BANALE, since=NOW)
    learn(world, AMORE, BANALE, since=NOW)

    assert world.source.asked_songs == [AMORE]


def test_a_song_learnt_is_kept_with_its_time(world: ChartWorld) -> None:
    learn(world, AMORE)

    assert world.songs.songs == {AMORE: KnownSong(Song(AMORE, (BY_LAURO,)), NOW)}
    assert world.songs.claims == {}


@pytest.mark.parametrize("error", [BROKEN, BrokenAnswer("not JSON"), QuotaSpent("spent")], ids=str)
def test_old_artists_serve_where_they_cannot_be_asked_for_again(
    world: ChartWorld, error: UpstreamError
) -> None:
    knows(world, Song(AMORE, (BY_ELISA,)), age=40 * DAY)
    world.source.errors[AMORE] = [error]

    learnt = learn(world, AMORE)

    assert (learnt.songs[AMORE].artists, learnt.errors) == ((BY_ELISA,), {})
    assert world.songs.songs[AMORE].learnt_at == NOW - 40 * DAY, "they are as old as before"
    assert learn(world, AMORE).songs[AMORE].artists == (BY_LAURO,)


def test_that_nobody_was_there_serves_nobody_once_it_is_old(world: ChartWorld) -> None:
    knows(world, Song(AMORE), age=2 * DAY)
    world.source.errors[AMORE] = [BROKEN]

    assert learn(world, AMORE).errors == {AMORE: BROKEN}


def test_old_artists_do_not_serve_whoever_wants_them_asked_for_again(world: ChartWorld) -> None:
    knows(world, Song(AMORE, (BY_ELISA,)), age=2 * DAY)
    world.source.errors[AMORE] = [BROKEN]

    assert learn(world, AMORE, since=NOW).errors == {AMORE: BROKEN}


def test_old_artists_serve_where_somebody_else_asks_for_too_long(world: ChartWorld) -> None:
    knows(world, Song(AMORE, (BY_ELISA,)), age=40 * DAY)
    world.songs.claims = {AMORE: NOW + DAY, BANALE: NOW + DAY}

    learnt = learn(world, AMORE, BANALE)

    assert learnt.songs == {AMORE: Song(AMORE, (BY_ELISA,))}
    assert isinstance(learnt.errors[BANALE], Unavailable)
    assert world.source.asked_songs == []


def test_what_another_asks_for_again_is_waited_for_and_taken(world: ChartWorld) -> None:
    knows(world, Song(AMORE, (BY_ELISA,)), age=40 * DAY)
    world.songs.claims = {AMORE: NOW + DAY}

    def come(seconds: float) -> None:
        world.clock.advance(seconds)
        world.songs.write([Song(AMORE, (BY_LAURO,))], learnt_at=world.clock())

    world.sleep = come  # type: ignore[method-assign]

    assert learn(world, AMORE).songs == {AMORE: Song(AMORE, (BY_LAURO,))}
    assert world.source.asked_songs == []
