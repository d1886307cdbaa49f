"""The entries of an artist's songs on Shazam's charts, worldwide, of countries and of cities.

Of each song and chart there are spells: the song enters, climbs to its peak, and falls until it leaves. They
depend on the seed alone: as days go by, spells begin and end, and what was told of a past one stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from linernotes.model.countries import COUNTRY_NAMES
from local.simulator.answers import Answer, Refusal, collection, encode, page_block
from local.simulator.artists import Artist
from local.simulator.asked import known_artist
from local.simulator.calls import Call, Kind
from local.simulator.chance import between, fraction
from local.simulator.chart_songs import ChartSong, song_light, songs_of
from local.simulator.paging import paging
from local.simulator.profiles import light
from local.simulator.settings import Settings

RANK_PLATFORMS = ("spotify", "apple-music", "itunes", "shazam", "deezer", "youtube", "tiktok", "airplay")
"""The platforms that can be asked for; of all but Shazam no entries are made up."""

_SEASON = timedelta(days=120)
_FIRST_SEASON = date(2022, 1, 3)
"""In every season from then on a song may enter a chart once."""

_LONGEST = 75
_WITHOUT_PEAK = 0.04


@dataclass(frozen=True, slots=True)
class RankedChart:
    """A chart of Shazam's; a worldwide one has no `country`, whatever its `kind` says."""

    slug: str
    name: str
    country: str = ""
    city: str = ""
    size: int = 200
    kind: str = "SONG"


CHARTS = (
    RankedChart("discovery-1", "Top 200 Global"),
    # A worldwide chart of a genre is filed as if it were a country's.
    RankedChart("discovery-301", "Top 50 Pop Global", size=50, kind="COUNTRY_GENRE"),
    *(
        RankedChart(f"discovery-{number}", f"Top 200 {COUNTRY_NAMES[code]}", code, kind="COUNTRY")
        for number, code in enumerate(("IT", "US", "GB", "DE", "FR", "ES", "BR", "MX", "AU", "CH"), 8)
    ),
    *(
        RankedChart(f"cities-{number}", f"Top 50 {city}", code, city, size=50, kind="CITY")
        for number, (code, city) in enumerate(
            (
                ("IT", "Milan"), ("IT", "Rome"), ("IT", "Naples"), ("US", "New York City"),
                ("US", "Los Angeles"), ("GB", "London"), ("DE", "Berlin"), ("FR", "Paris"),
                ("ES", "Madrid"), ("BR", "São Paulo"), ("MX", "Mexico City"), ("GR", "Athens"),
            ),
            1,
        )
    ),
)  # fmt: skip
"""The charts entries are made up of; Athens has one, and Greece has none."""


@dataclass(frozen=True, slots=True)
class _Spell:
    """A song on a chart from one day to another; its position grows by `slope` a day away from its peak."""

    chart: RankedChart
    song: ChartSong
    entered: date
    left: date
    peaked: date
    peak: int
    slope: float
    tells_peak: bool

    def position(self, day: date) -> int:
        away = abs((day - self.peaked).days)
        return min(self.peak + round(self.slope * away), self.chart.size)


class Ranks:
    """Answers which charts an artist's songs are on, and were on."""

    kinds = frozenset({Kind.SONG_RANKS})

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def answer(self, call: Call) -> Answer:
        """See `Family.answer`."""
        if call.platform not in RANK_PLATFORMS:
            raise Refusal(400, f'Only "{", ".join(RANK_PLATFORMS)}" are supported platforms.')
        artist = known_artist(call.artist)
        # The official client leaves out what is 0, and is given past entries too.
        current_only = _choice(call, "currentOnly", ("0", "1")) == "1"
        sort_by = _choice(call, "sortBy", ("position", "rankDate"))
        descending = _choice(call, "sortOrder", ("asc", "desc")) == "desc"
        offset, limit = paging(call)
        # A ranking is out on the day after.
        yesterday = self._settings.last_day() - timedelta(days=1)
        spells = _spells(self._settings.seed, artist) if call.platform == "shazam" else ()
        rows = [_row(spell, yesterday) for spell in spells if spell.entered <= yesterday]
        shown = [row for row in rows if row["current"] or not current_only]
        shown.sort(key=lambda row: row[sort_by], reverse=descending)
        block = page_block(call.path, call.query, offset, limit, len(shown))
        items = [encode(row) for row in shown[offset : offset + limit]]
        return collection(items, block, encode({"artist": light(artist), "platform": call.platform}))


def _choice(call: Call, name: str, allowed: tuple[str, str]) -> str:
    value = call.query.get(name) or allowed[0]
    if value not in allowed:
        raise Refusal(400, f'"{name}" must be one of {", ".join(allowed)}.')
    return value


@lru_cache(maxsize=256)
def _spells(seed: int, artist: Artist) -> tuple[_Spell, ...]:
    """List every spell of an artist's songs, those to come included."""
    return tuple(
        spell
        for nth, song in enumerate(songs_of(artist.uuid))
        for chart in CHARTS
        for spell in _spells_on(seed, chart, song, nth)
    )


def _spells_on(seed: int, chart: RankedChart, song: ChartSong, nth: int) -> Iterator[_Spell]:
    """Draw the spells of an artist's `nth` song on a chart."""
    at_home = chart.country == song.home
    chance = min(0.9, song.streams / 4e6 * (4 if at_home else 1)) / (1 + nth / 4)
    for number in range(24):
        season = _FIRST_SEASON + number * _SEASON
        drawn = (seed, "shazam", chart.slug, song.uuid, number)
        entered = season + timedelta(days=int(between(0, 44, *drawn, "entered")))
        if entered < song.released or fraction(*drawn, "charted") > chance:
            continue
        length = int(between(1, _LONGEST, *drawn, "length"))
        yield _Spell(
            chart=chart,
            song=song,
            entered=entered,
            left=entered + timedelta(days=length - 1),
            peaked=entered + timedelta(days=int(fraction(*drawn, "peaked") * length)),
            peak=1 + int(chart.size * 0.8 * fraction(*drawn, "peak") ** 2),
            slope=between(0.2, 4, *drawn, "slope"),
            tells_peak=fraction(*drawn, "tells peak") >= _WITHOUT_PEAK,
        )


def _row(spell: _Spell, yesterday: date) -> dict[str, Any]:
    """Give a spell as it stood on the latest ranking; position 0 says that the song has left."""
    chart = spell.chart
    ranked, current = min(spell.left, yesterday), spell.left >= yesterday
    peaked = min(spell.peaked, ranked)
    position = spell.position(ranked)
    before = spell.position(ranked - timedelta(days=1)) if ranked > spell.entered else None
    return {
        "chart": {
            "name": chart.name,
            "type": chart.kind,
            "slug": chart.slug,
            "platform": "shazam",
            "frequency": "daily",
            "countryCode": chart.country,
            "countryName": COUNTRY_NAMES[chart.country] if chart.country else "",
            "cityName": chart.city,
            "maxResultsCount": chart.size,
            "webUrl": f"https://shazam.example/charts/{chart.slug}",
        },
        "position": position if current else 0,
        "positionEvolution": None if before is None or not current else before - position,
        "peakPosition": spell.position(peaked) if spell.tells_peak else None,
        "peakDate": _moment(peaked) if spell.tells_peak else None,
        "entryState": "" if before is not None else "NEW",
        "entryDate": _moment(spell.entered),
        "rankDate": _moment(ranked),
        "oldPosition": before,
        "current": current,
        "timeOnChart": (ranked - spell.entered).days + 1,
        "timeOnChartUnit": "DOC",
        "song": song_light(spell.song),
    }


def _moment(day: date) -> str:
    return f"{day.isoformat()}T12:00:00+00:00"
