"""Soundcharts' charts, rankings and songs, asked through the client that everything else is asked through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import quote

from linernotes.charts.chart_answers import (
    ItemPage,
    Read,
    charts_of,
    moments_of,
    parse_item_page,
    parse_song,
    ranking_of,
)
from linernotes.charts.charts import Chart, Ranking, RankingKey, Song
from linernotes.charts.ports import FetchedCharts, FetchedMoments, FetchedRanking, FetchedSong
from linernotes.model.errors import BrokenAnswer, NotFound, UpstreamError
from linernotes.soundcharts.client import Ask, SoundchartsClient
from linernotes.soundcharts.paging import PAGE_ITEMS, Paging

_MOST_PAGES = 100
"""A chart ranked every day for 27 years fits."""


class ChartClient:
    """Asks for charts; shares limits, connections and threads with whatever else its client asks."""

    def __init__(self, client: SoundchartsClient) -> None:
        """Take the client of the environment."""
        self._client = client

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def charts(self, platform: str, country: str | None, *, budget_s: float) -> FetchedCharts:
        """See `ChartSource.charts`."""
        asked = {"countryCode": country} if country else {}
        ((_, listed),) = self._client.ask_each(
            [f"/api/v2/chart/song/by-platform/{_part(platform)}"],
            partial(_all_pages, asked=asked),
            budget_s=budget_s,
        )
        if isinstance(listed, UpstreamError):
            raise listed
        read = charts_of((item for page in listed for item in page.rows), platform)
        asked_for = (chart for chart in read.found if country is None or chart.country == country)
        return FetchedCharts(tuple(asked_for), read.unreadable)

    def moments(self, charts: Sequence[Chart], *, budget_s: float) -> Iterator[FetchedMoments]:
        """See `ChartSource.moments`."""
        for chart, moments in self._client.ask_each(charts, _ask_moments, budget_s=budget_s):
            if isinstance(moments, UpstreamError):
                yield FetchedMoments(chart, error=moments)
            else:
                yield FetchedMoments(chart, moments.found, unreadable=moments.unreadable)

    def rankings(
        self, keys: Sequence[RankingKey], *, asked_since: datetime, budget_s: float
    ) -> Iterator[FetchedRanking]:
        """See `ChartSource.rankings`."""
        asking = self._client.ask_each(keys, _ask_ranking, asked_since=asked_since, budget_s=budget_s)
        for key, ranking in asking:
            if isinstance(ranking, UpstreamError):
                yield FetchedRanking(key, error=ranking)
            else:
                yield FetchedRanking(key, ranking)

    def songs(self, uuids: Sequence[str], *, asked_since: datetime, budget_s: float) -> Iterator[FetchedSong]:
        """See `ChartSource.songs`."""
        asking = self._client.ask_each(uuids, _ask_song, asked_since=asked_since, budget_s=budget_s)
        for uuid, song in asking:
            if isinstance(song, UpstreamError):
                yield FetchedSong(uuid, error=song)
            else:
                yield FetchedSong(uuid, song)


def _ask_moments(chart: Chart, ask: Ask) -> Read[str]:
    pages = _all_pages(f"/api/v2/chart/song/{_part(chart.slug)}/available-rankings", ask)
    return moments_of(item for page in pages for item in page.rows)


def _ask_ranking(key: RankingKey, ask: Ask) -> Ranking:
    path = f"/api/v2.14/chart/song/{_part(key.chart.slug)}/ranking/{_part(key.moment)}"
    return ranking_of(key, _all_pages(path, ask))


def _ask_song(uuid: str, ask: Ask) -> Song:
    try:
        return parse_song(uuid, ask(f"/api/v2.25/song/{_part(uuid)}", {}))
    except NotFound:
        return Song(uuid)


def _all_pages(path: str, ask: Ask, asked: Mapping[str, str] | None = None) -> list[ItemPage]:
    """Ask for every page of a list, one after the other.

    Raises BrokenAnswer if fewer items came than Soundcharts announced: a part must not pass for the whole.
    """
    paging: Paging[ItemPage] = Paging(most_pages=_MOST_PAGES)
    offsets: Sequence[int] = [0]
    while offsets:
        further: list[int] = []
        for offset in offsets:
            params: dict[str, str | int] = {**(asked or {}), "limit": PAGE_ITEMS}
            if offset:
                params["offset"] = offset
            further += paging.take(offset, parse_item_page(ask(path, params)))
        offsets = further
    if paging.announced is not None:
        came = sum(len(page.rows) for page in paging.pages)
        raise BrokenAnswer(f"Soundcharts announced {paging.announced} items and gave {came}")
    return paging.pages


def _part(text: str) -> str:
    """Write a text as one part of a path; a dot alone or two would mean another path."""
    if text in {"", ".", ".."}:
        raise BrokenAnswer(f"{text!r} from Soundcharts is no name that can be asked for")
    return quote(text, safe="")
