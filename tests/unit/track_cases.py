"""Rankings to ask about: what charts say, stored as the ingest stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from linernotes.charts.chart_days import ChartDays, LookedAt
from linernotes.charts.charts import Chart, Frequency, Month, RankedSong, Ranking, RankingKey, SongArtist
from linernotes.charts.ports import ArtistCharts, ChartStore
from linernotes.charts.tallies import tally
from linernotes.model.points import Number
from linernotes.model.request import Artist
from tests.unit.builders import LAURO

GLOBAL = Chart("global-28", "Top 200", "spotify", Frequency.DAILY)
ITALY = Chart("it-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT")
FRANCE = Chart("fr-30", "Top 200 France", "spotify", Frequency.DAILY, "FR")
VIEWS = Chart("views-7", "Top Songs", "youtube", Frequency.WEEKLY)

ALL_STORED = LookedAt(Frequency.DAILY, ChartDays(30, 30))
"""Daily charts, none of whose days is missing."""

AMOR = "7d534228-5165-11e9-9375-549f35161576"
ROLLS_ROYCE = "8bbd5f44-4c1f-11e9-8f7c-549f35161576"


def a_song(uuid: str = AMOR, metric: Number | None = None, **overrides: Any) -> RankedSong:
    """Make a song on a ranking: AMOR on place 1 unless told otherwise."""
    names = {AMOR: "AMOR", ROLLS_ROYCE: "Rolls Royce"}
    default = {"name": names.get(uuid, f"Song {uuid[-2:]}"), "credit": "Achille Lauro", "position": 1}
    return RankedSong(uuid=uuid, metric=metric, **{**default, **overrides})


def song_uuid(number: int) -> str:
    """Give the uuid of one of many songs."""
    return f"5ca1ab1e-0000-11e9-9375-{number:012x}"


def stored(
    charts: ChartStore,
    chart: Chart,
    day: date,
    songs: Mapping[Artist, Sequence[RankedSong]] | Sequence[RankedSong],
    metric: str | None = "streams",
) -> None:
    """Store a ranking and make its month; songs given without artists are Achille Lauro's."""
    by_artist = songs if isinstance(songs, Mapping) else {LAURO: songs}
    key = RankingKey(chart, datetime.combine(day, time(18), UTC).isoformat())
    ranking = Ranking(key, tuple(song for of in by_artist.values() for song in of), metric)
    uuids = {artist.uuid for artist in by_artist}
    mark = charts.begin(key, uuids)
    charts.write_entries(
        ranking, {SongArtist(artist.uuid, artist.name): of for artist, of in by_artist.items()}, gone=()
    )
    for uuid in uuids:
        of = ArtistCharts(uuid, chart.platform, chart.frequency)
        charts.update_months(of, Month.of(day), {chart.country, None}, tally)
    assert charts.finish(key, mark, uuids, songs=len(ranking.songs))


def stored_daily(
    charts: ChartStore,
    chart: Chart,
    first: date,
    days: int,
    *songs: RankedSong,
    metric: str | None = "streams",
) -> None:
    """Store the same songs of Achille Lauro's on so many rankings, one after the other."""
    for index in range(days):
        stored(charts, chart, first + timedelta(days=index * chart.frequency.days), songs, metric)
