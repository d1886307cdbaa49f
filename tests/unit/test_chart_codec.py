from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.charts.chart_codec import (
    decode_artists,
    decode_songs,
    decode_tally,
    decode_uuids,
    encode_artists,
    encode_songs,
    encode_tally,
    encode_uuids,
)
from linernotes.charts.charts import RankedSong, SongArtist
from linernotes.charts.tallies import Tally, TrackTally

TEXTS = st.text(max_size=30)
UUIDS = st.uuids().map(str) | TEXTS
NUMBERS = st.integers(-(10**18), 2**70) | st.decimals(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(0, 10**6)
SONGS = st.builds(
    RankedSong,
    uuid=UUIDS,
    name=TEXTS,
    credit=st.none() | TEXTS,
    position=st.none() | COUNTS,
    metric=st.none() | NUMBERS,
    weeks=st.none() | COUNTS,
)
TRACKS = st.builds(
    TrackTally,
    uuid=UUIDS,
    name=TEXTS,
    credit=st.none() | TEXTS,
    total=st.none() | NUMBERS,
    peak=st.none() | NUMBERS,
    data_points=COUNTS,
    best_position=st.none() | COUNTS,
    reported_weeks=st.none() | COUNTS,
    iso_weeks=st.frozensets(st.integers(202001, 209953), max_size=6),
)
TALLIES = st.builds(
    Tally,
    tracks=st.lists(TRACKS, max_size=5).map(lambda tracks: {track.uuid: track for track in tracks}),
    days=COUNTS,
    peak=st.none() | NUMBERS,
    summed=st.booleans(),
    metrics=st.frozensets(TEXTS, max_size=3),
    artist_name=st.none() | TEXTS,
)
CHANCE = random.Random(5)  # noqa: S311 - it guards nothing


def a_uuid() -> str:
    return str(UUID(int=CHANCE.getrandbits(128)))


def a_name() -> str:
    """Make a name of 24 letters no other is like, so that packing gains little by it."""
    return "".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz ", k=24))


def a_song() -> RankedSong:
    return RankedSong(
        a_uuid(),
        a_name(),
        a_name(),
        CHANCE.randint(1, 200),
        CHANCE.randint(10**6, 10**9),
        CHANCE.randint(1, 99),
    )


def a_track() -> TrackTally:
    total = CHANCE.randint(10**8, 10**10)
    return TrackTally(
        a_uuid(),
        a_name(),
        a_name(),
        total,
        total // 20,
        CHANCE.randint(1, 31),
        CHANCE.randint(1, 200),
        CHANCE.randint(1, 99),
        frozenset(range(202435, 202440)),
    )


def a_tally(tracks: int) -> Tally:
    made = [a_track() for _ in range(tracks)]
    return Tally({track.uuid: track for track in made}, 31, 10**9, True, frozenset({"streams"}), "Elisa")


@given(st.lists(SONGS, max_size=8).map(tuple))
def test_songs_are_unpacked_as_they_were_packed(songs: tuple[RankedSong, ...]) -> None:
    assert decode_songs(encode_songs(songs)) == songs


@settings(max_examples=50)
@given(TALLIES)
def test_a_tally_is_unpacked_as_it_was_packed(tally: Tally) -> None:
    assert decode_tally(encode_tally(tally)) == tally


@given(st.lists(st.builds(SongArtist, uuid=UUIDS, name=st.none() | TEXTS), max_size=5).map(tuple))
def test_the_artists_of_a_song_keep_their_order(artists: tuple[SongArtist, ...]) -> None:
    assert decode_artists(encode_artists(artists)) == artists


@given(st.frozensets(UUIDS, max_size=20))
def test_a_set_of_uuids_is_unpacked_as_it_was_packed(uuids: frozenset[str]) -> None:
    assert decode_uuids(encode_uuids(uuids)) == uuids


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_keeps_every_digit_and_its_exponent(number: Decimal) -> None:
    ((song),) = decode_songs(encode_songs([RankedSong("a", "A", metric=number)]))
    assert isinstance(song.metric, Decimal)
    assert song.metric.as_tuple() == number.as_tuple()


def test_a_missing_figure_does_not_become_0() -> None:
    ((song),) = decode_songs(encode_songs([RankedSong("a", "A", position=0)]))
    assert (song.position, song.metric, song.weeks, song.credit) == (0, None, None, None)


def test_the_same_figures_are_packed_alike_whatever_the_order_of_the_tracks() -> None:
    tally = a_tally(50)
    turned = replace(tally, tracks=dict(reversed(list(tally.tracks.items()))))
    assert encode_tally(turned) == encode_tally(tally)
    assert encode_tally(replace(tally, days=30)) != encode_tally(tally)


def test_five_songs_leave_half_of_a_kilobyte_for_the_rest_of_their_item() -> None:
    assert len(encode_songs([a_song() for _ in range(5)])) < 512


def test_a_month_of_1000_tracks_takes_a_quarter_of_what_an_item_may_hold() -> None:
    assert len(encode_tally(a_tally(1_000))) < 100_000


def test_the_artists_of_200_songs_take_7_kilobytes() -> None:
    assert len(encode_uuids([a_uuid() for _ in range(300)])) < 7_000
