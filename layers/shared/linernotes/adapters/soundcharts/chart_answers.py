"""What Soundcharts' answers about charts and songs mean: bytes in, typed values out; see `answers`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linernotes.adapters.soundcharts.reading import (
    an_object,
    decoded,
    first_object,
    items_of,
    kind_of,
    number,
    text,
    total_of,
)
from linernotes.domain.charts import Chart, Frequency, RankedSong, Ranking, RankingKey, Song, SongArtist
from linernotes.domain.errors import BrokenAnswer

_WEEK_DAYS = 7
_DAYS_ON_CHART, _WEEKS_ON_CHART = "DOC", "WOC"
_FREQUENCIES = {frequency.value: frequency for frequency in Frequency}


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of a list, its items not looked at yet; `metric` is what a ranking says its figures are."""

    rows: tuple[Any, ...]
    total: int | None = None
    metric: str | None = None


def parse_item_page(body: bytes) -> ItemPage:
    """Read a page of a list. Raises BrokenAnswer."""
    answer = an_object(decoded(body), "the answer")
    chart = first_object(first_object(answer.get("related")).get("chart"))
    metric = chart.get("metric")
    return ItemPage(
        rows=tuple(items_of(answer)),
        total=total_of(answer),
        metric=text(metric.get("type")) if isinstance(metric, dict) else text(metric),
    )


def charts_of(items: Iterable[Any], platform: str) -> list[Chart]:
    """Read the daily and weekly charts of a platform's list; others are left out. Raises BrokenAnswer."""
    return [chart for item in items if (chart := _chart(item, platform)) is not None]


def moments_of(items: Iterable[Any]) -> tuple[str, ...]:
    """Read when a chart was ranked, each moment once. Raises BrokenAnswer."""
    return tuple(dict.fromkeys(_moment(item) for item in items))


def ranking_of(key: RankingKey, pages: Sequence[ItemPage]) -> Ranking:
    """Put the pages of a ranking together. Raises BrokenAnswer.

    A song given twice, as when the ranking moves on between two pages, counts once: with the better position
    and the larger figures.
    """
    songs: dict[str, RankedSong] = {}
    for item in (item for page in pages for item in page.rows):
        song = _ranked_song(item, key.chart.frequency)
        songs[song.uuid] = _joined(songs[song.uuid], song) if song.uuid in songs else song
    metric = next((page.metric for page in pages if page.metric), None)
    return Ranking(key, tuple(songs.values()), metric)


def parse_song(uuid: str, body: bytes) -> Song:
    """Read whose song it is from its metadata, each artist once. Raises BrokenAnswer."""
    answer = an_object(decoded(body), "the answer")
    metadata = an_object(answer.get("object"), "a song")
    listed = metadata.get("artists")
    if listed is not None and not isinstance(listed, list):
        raise BrokenAnswer(f"a song's artists in Soundcharts' answer are {kind_of(listed)}, not a list")
    artists: dict[str, SongArtist] = {}
    for entry in listed or ():
        fields = an_object(entry, "an artist of a song")
        artist_uuid = text(fields.get("uuid"))
        if artist_uuid is not None:
            artists.setdefault(artist_uuid.lower(), SongArtist(artist_uuid.lower(), text(fields.get("name"))))
    return Song(uuid, tuple(artists.values()))


def _chart(item: Any, platform: str) -> Chart | None:
    fields = an_object(item, "a chart")
    frequency = _FREQUENCIES.get((text(fields.get("frequency")) or "").lower())
    if frequency is None:
        return None
    slug = text(fields.get("slug"))
    if slug is None:
        raise BrokenAnswer("a chart in Soundcharts' answer has no slug")
    country = text(fields.get("countryCode"))
    return Chart(
        slug=slug,
        name=text(fields.get("name")) or slug,
        platform=text(fields.get("platform")) or platform,
        frequency=frequency,
        country=country.upper() if country else None,
    )


def _moment(item: Any) -> str:
    try:
        if datetime.fromisoformat(item).tzinfo is not None:
            return str(item)
    except (TypeError, ValueError):
        pass
    raise BrokenAnswer("the time of a ranking in Soundcharts' answer is no date and time with a zone")


def _ranked_song(item: Any, frequency: Frequency) -> RankedSong:
    fields = an_object(item, "an item")
    song = an_object(fields.get("song"), "the song of an item")
    uuid = text(song.get("uuid"))
    if uuid is None:
        raise BrokenAnswer("a song in Soundcharts' answer has no uuid")
    uuid = uuid.lower()
    credit = text(song.get("creditName"))
    return RankedSong(
        uuid=uuid,
        name=text(song.get("name")) or credit or uuid,
        credit=credit,
        position=_count(fields.get("position"), f"position of song {uuid}"),
        metric=number(fields.get("metric"), f"metric of song {uuid}"),
        weeks=_weeks(fields, frequency, uuid),
    )


def _weeks(fields: dict[str, Any], frequency: Frequency, uuid: str) -> int | None:
    """Give how many weeks a song has been on the chart; the unit, if it is not known, is the chart's own."""
    times = _count(fields.get("timeOnChart"), f"timeOnChart of song {uuid}")
    if times is None:
        return None
    usual = _WEEKS_ON_CHART if frequency is Frequency.WEEKLY else _DAYS_ON_CHART
    unit = (text(fields.get("timeOnChartUnit")) or usual).upper()
    if unit not in (_DAYS_ON_CHART, _WEEKS_ON_CHART):
        unit = usual
    return times if unit == _WEEKS_ON_CHART else math.ceil(times / _WEEK_DAYS)


def _count(raw: Any, what: str) -> int | None:
    value = number(raw, what)
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise BrokenAnswer(f"{what} in Soundcharts' answer is {value}, not a count")
    return value


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
