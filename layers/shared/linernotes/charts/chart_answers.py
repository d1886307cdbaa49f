"""What Soundcharts' answers about charts and songs mean: bytes in, typed values out; see `answers`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linernotes.charts.charts import Chart, Frequency, RankedSong, Ranking, RankingKey, Song, SongArtist
from linernotes.model.errors import BrokenAnswer
from linernotes.model.points import Number
from linernotes.soundcharts.reading import (
    an_object,
    decoded,
    first_object,
    items_of,
    kind_of,
    name_of,
    number,
    text,
    total_of,
)

_WEEK_DAYS = 7
_DAYS_ON_CHART, _WEEKS_ON_CHART = "DOC", "WOC"
_FREQUENCIES = {frequency.value: frequency for frequency in Frequency}


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of a list, its items not looked at yet.

    `metric` is what a ranking says its figures are, `city` whose chart it says it is if it is a city's.
    """

    rows: tuple[Any, ...]
    total: int | None = None
    metric: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Read[T]:
    """What could be read of a list, and how many of its items could not: each costs itself (contract 4.1)."""

    found: tuple[T, ...]
    unreadable: int = 0


def parse_item_page(body: bytes) -> ItemPage:
    """Read a page of a list. Raises BrokenAnswer."""
    answer = an_object(decoded(body), "the answer")
    chart = first_object(first_object(answer.get("related")).get("chart"))
    metric = chart.get("metric")
    return ItemPage(
        rows=tuple(items_of(answer)),
        total=total_of(answer),
        metric=text(metric.get("type")) if isinstance(metric, dict) else text(metric),
        city=name_of(chart.get("cityName")),
    )


def charts_of(items: Iterable[Any], platform: str) -> Read[Chart]:
    """Read the daily and weekly charts of a platform's list; others are left out."""
    read = _each(items, lambda item: _chart(item, platform))
    return Read(tuple(chart for chart in read.found if chart is not None), read.unreadable)


def moments_of(items: Iterable[Any]) -> Read[str]:
    """Read when a chart was ranked, each moment once."""
    read = _each(items, _moment)
    return Read(tuple(dict.fromkeys(read.found)), read.unreadable)


def ranking_of(key: RankingKey, pages: Sequence[ItemPage]) -> Ranking:
    """Put the pages of a ranking together.

    A row without a song is left out, a field that is no number is blank; both are counted. A song given
    twice, as when the ranking moves on between two pages, counts once: with the better position and the
    larger figures. A ranking that says it is a city's is nobody's: it counts for no country.
    """
    songs: dict[str, RankedSong] = {}
    unreadable = 0
    for item in (item for page in pages for item in page.rows if page.city is None):
        fields = _Fields()
        song = _ranked_song(item, key.chart.frequency, fields)
        unreadable += song is None or fields.unreadable
        if song is not None:
            songs[song.uuid] = _joined(songs[song.uuid], song) if song.uuid in songs else song
    metric = next((page.metric for page in pages if page.metric), None)
    return Ranking(key, tuple(songs.values()), metric, unreadable)


def parse_song(uuid: str, body: bytes) -> Song:
    """Read whose song it is from its metadata, each artist once; one without a uuid is left out.

    Raises BrokenAnswer.
    """
    answer = an_object(decoded(body), "the answer")
    metadata = an_object(answer.get("object"), "a song")
    listed = metadata.get("artists")
    if listed is not None and not isinstance(listed, list):
        raise BrokenAnswer(f"a song's artists in Soundcharts' answer are {kind_of(listed)}, not a list")
    artists: dict[str, SongArtist] = {}
    for entry in listed or ():
        fields = entry if isinstance(entry, dict) else {}
        artist_uuid = text(fields.get("uuid"))
        if artist_uuid is not None:
            artists.setdefault(
                artist_uuid.lower(), SongArtist(artist_uuid.lower(), name_of(fields.get("name")))
            )
    return Song(uuid, tuple(artists.values()))


def _each[T](items: Iterable[Any], read: Callable[[Any], T]) -> Read[T]:
    found: list[T] = []
    unreadable = 0
    for item in items:
        try:
            found.append(read(item))
        except BrokenAnswer:
            unreadable += 1
    return Read(tuple(found), unreadable)


def _chart(item: Any, platform: str) -> Chart | None:
    fields = an_object(item, "a chart")
    frequency = _FREQUENCIES.get((text(fields.get("frequency")) or "").lower())
    if frequency is None:
        return None
    slug = text(fields.get("slug"))
    if slug is None:
        raise BrokenAnswer("a chart in Soundcharts' answer has no slug")
    country = text(fields.get("countryCode"))
    size = fields.get("maxResultsCount")
    return Chart(
        slug=slug,
        name=name_of(fields.get("name")) or slug,
        platform=text(fields.get("platform")) or platform,
        frequency=frequency,
        country=country.upper() if country else None,
        city=name_of(fields.get("cityName")),
        size=size if type(size) is int and size > 0 else 0,
    )


def _moment(item: Any) -> str:
    try:
        if datetime.fromisoformat(item).tzinfo is not None:
            return str(item)
    except (TypeError, ValueError):
        pass
    raise BrokenAnswer("the time of a ranking in Soundcharts' answer is no date and time with a zone")


class _Fields:
    """Reads the fields of a row one by one; `unreadable` says that some could not be read."""

    def __init__(self) -> None:
        self.unreadable = False

    def number(self, raw: Any) -> Number | None:
        """Give a figure, exact; None for nothing and for what is no number."""
        try:
            return number(raw, "a field")
        except BrokenAnswer:
            self.unreadable = True
            return None

    def count(self, raw: Any) -> int | None:
        """Give a whole number from 0 on; None for nothing and for what is none."""
        value = self.number(raw)
        if value is None or (isinstance(value, int) and value >= 0):
            return value if value is None else int(value)
        self.unreadable = True
        return None


def _ranked_song(item: Any, frequency: Frequency, read: _Fields) -> RankedSong | None:
    """Read a row; None if it does not say which song it is about."""
    row = item if isinstance(item, dict) else {}
    song = row.get("song")
    uuid = text(song.get("uuid")) if isinstance(song, dict) else None
    if not isinstance(song, dict) or uuid is None:
        return None
    uuid, credit = uuid.lower(), name_of(song.get("creditName"))
    return RankedSong(
        uuid=uuid,
        name=name_of(song.get("name")) or credit or uuid,
        credit=credit,
        position=read.count(row.get("position")),
        metric=read.number(row.get("metric")),
        weeks=_weeks(row, frequency, read),
    )


def _weeks(row: dict[str, Any], frequency: Frequency, read: _Fields) -> int | None:
    """Give how many weeks a song has been on the chart; the unit, if it is not known, is the chart's own."""
    times = read.count(row.get("timeOnChart"))
    if times is None:
        return None
    usual = _WEEKS_ON_CHART if frequency is Frequency.WEEKLY else _DAYS_ON_CHART
    unit = (text(row.get("timeOnChartUnit")) or usual).upper()
    if unit not in (_DAYS_ON_CHART, _WEEKS_ON_CHART):
        unit = usual
    return times if unit == _WEEKS_ON_CHART else math.ceil(times / _WEEK_DAYS)


def _joined(one: RankedSong, other: RankedSong) -> RankedSong:
    positions = [song.position for song in (one, other) if song.position is not None]
    charted = [position for position in positions if position > 0]
    metrics = [song.metric for song in (one, other) if song.metric is not None]
    weeks = [song.weeks for song in (one, other) if song.weeks is not None]
    return RankedSong(
        uuid=one.uuid,
        name=one.name,
        credit=one.credit or other.credit,
        position=min(charted or positions, default=None),
        metric=max(metrics, default=None),
        weeks=max(weeks, default=None),
    )
