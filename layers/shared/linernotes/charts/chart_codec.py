"""Chart entries and months as bytes: JSON, zlib, which makes even a single song shorter.

Five songs of an artist on a ranking take some 400 bytes so, a month of 1,000 tracks 80 KB. Equal things are
packed alike, so that what is stored can be compared without being unpacked.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from linernotes.charts.chart_days import ListedChart
from linernotes.charts.charts import RankedSong, SongArtist
from linernotes.charts.tallies import Tally, TrackTally
from linernotes.model.points import Number


def encode_songs(songs: Sequence[RankedSong]) -> bytes:
    """Pack songs on a ranking."""
    return _packed(
        [
            [song.uuid, song.name, song.credit, song.position, _written(song.metric), song.weeks]
            for song in songs
        ]
    )


def decode_songs(packed: bytes) -> tuple[RankedSong, ...]:
    """Unpack songs on a ranking."""
    return tuple(
        RankedSong(uuid, name, credit, position, _number(metric), weeks)
        for uuid, name, credit, position, metric, weeks in _unpacked(packed)
    )


def encode_artists(artists: Sequence[SongArtist]) -> bytes:
    """Pack the artists of a song."""
    return _packed([[artist.uuid, artist.name] for artist in artists])


def decode_artists(packed: bytes) -> tuple[SongArtist, ...]:
    """Unpack the artists of a song."""
    return tuple(SongArtist(uuid, name) for uuid, name in _unpacked(packed))


def encode_uuids(uuids: Collection[str]) -> bytes:
    """Pack a set of uuids."""
    return _packed(sorted(uuids))


def decode_uuids(packed: bytes) -> frozenset[str]:
    """Unpack a set of uuids."""
    return frozenset(_unpacked(packed))


def encode_listed(charts: Sequence[ListedChart]) -> bytes:
    """Pack the charts there are."""
    return _packed([[chart.slug, chart.size, _day(chart.first), _day(chart.last)] for chart in charts])


def decode_listed(packed: bytes) -> tuple[ListedChart, ...]:
    """Unpack the charts there are."""
    return tuple(
        ListedChart(slug, size, _parsed(first), _parsed(last))
        for slug, size, first, last in _unpacked(packed)
    )


def encode_tally(tally: Tally) -> bytes:
    """Pack what an artist's tracks did in a month."""
    return _packed(
        [
            tally.artist_name,
            tally.days,
            _written(tally.peak),
            tally.summed,
            sorted(tally.metrics),
            [_track_row(tally.tracks[uuid]) for uuid in sorted(tally.tracks)],
        ]
    )


def decode_tally(packed: bytes) -> Tally:
    """Unpack what an artist's tracks did in a month."""
    artist_name, days, peak, summed, metrics, rows = _unpacked(packed)
    return Tally(
        tracks={row[0]: _track(row) for row in rows},
        days=days,
        peak=_number(peak),
        summed=summed,
        metrics=frozenset(metrics),
        artist_name=artist_name,
    )


def _track_row(track: TrackTally) -> list[Any]:
    return [
        track.uuid,
        track.name,
        track.credit,
        _written(track.total),
        _written(track.peak),
        track.data_points,
        track.best_position,
        track.reported_weeks,
        sorted(track.iso_weeks),
    ]


def _track(row: Sequence[Any]) -> TrackTally:
    uuid, name, credit, total, peak, data_points, best_position, reported_weeks, iso_weeks = row
    return TrackTally(
        uuid=uuid,
        name=name,
        credit=credit,
        total=_number(total),
        peak=_number(peak),
        data_points=data_points,
        best_position=best_position,
        reported_weeks=reported_weeks,
        iso_weeks=frozenset(iso_weeks),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parsed(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _written(number: Number | None) -> int | str | None:
    """Write a decimal as text, so that no digit is lost."""
    return str(number) if isinstance(number, Decimal) else number


def _number(written: int | str | None) -> Number | None:
    return Decimal(written) if isinstance(written, str) else written


def _packed(document: list[Any]) -> bytes:
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))
