"""The rankings as the API shows them, item by item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from local.simulator.answers import encode
from local.simulator.chance import fraction
from local.simulator.chart_list import Issue, SimulatedChart
from local.simulator.chart_songs import ChartSong, song_light
from local.simulator.chart_standings import Place, Standings

_RANKINGS_KEPT = 256
"""A ranking is read page by page, each soon after the other; 200 songs take about 90 kB."""

_WITHOUT_FIGURE = 0.003
_PROVISIONAL = 0.97


class RankingBook:
    """Gives the items of any ranking, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._standings = Standings(seed)
        self._items = lru_cache(maxsize=_RANKINGS_KEPT)(self._make_items)

    def items(self, chart: SimulatedChart, issue: Issue, *, revised: bool) -> list[bytes]:
        """Give all items of a ranking, encoded; if it was revised, as they are after the correction."""
        return self._items(chart, issue, revised)

    def _make_items(self, chart: SimulatedChart, issue: Issue, revised: bool) -> list[bytes]:
        listed = self._standings.revised if revised else self._standings.places
        return [
            _item(place, position, self._metric(chart, issue, place), issue.moment, chart.unit)
            for position, place in enumerate(listed(chart, issue), 1)
        ]

    def _metric(self, chart: SimulatedChart, issue: Issue, place: Place) -> str:
        if chart.metric is None:
            return "null"
        if fraction(self._seed, chart.slug, issue.day, place.song.uuid, "metric") < _WITHOUT_FIGURE:
            return "null"
        return str(int(place.figure * _PROVISIONAL) if issue.provisional else place.figure)


def with_broken_rows(items: Sequence[bytes]) -> list[bytes]:
    """Take the song off the first item, and write the position of the second as a text."""
    rows = [json.loads(item) for item in items[:2]]
    if rows:
        rows[0]["song"] = None
    if len(rows) > 1:
        rows[1]["position"] = "second"
    return [*map(encode, rows), *items[2:]]


def _item(place: Place, position: int, metric: str, moment: str, unit: str) -> bytes:
    before = place.before
    evolution = "null" if before is None else before - position
    item = (
        f'{{"song":{_song(place.song)},"position":{position},"positionEvolution":{evolution},'
        f'"metric":{metric},"entryState":"{_state(place, position)}","entryDate":"{place.since}",'
        f'"rankDate":"{moment}","oldPosition":{"null" if before is None else before},'
        f'"timeOnChart":{place.times},"timeOnChartUnit":"{unit}"}}'
    )
    return item.encode()


def _state(place: Place, position: int) -> str:
    """Name how a song came to its position; upstream only NEW is known to occur."""
    if place.before is None:
        return "NEW" if place.times == 1 else "RE_ENTRY"
    if place.before == position:
        return "STABLE"
    return "UP" if position < place.before else "DOWN"


@lru_cache(maxsize=4096)
def _song(song: ChartSong) -> str:
    return encode(song_light(song)).decode()
