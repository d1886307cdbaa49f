"""The endpoints of charts and songs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from local.simulator.answers import Answer, Refusal, collection, encode, page_block, single
from local.simulator.calls import Call, Kind
from local.simulator.chart_list import (
    CHART_BY_SLUG,
    CHART_PLATFORMS,
    CHARTS,
    Issue,
    SimulatedChart,
    chart_light,
    hour_later,
    issues,
    listed_chart,
    ranked_chart,
)
from local.simulator.chart_rankings import RankingBook, with_broken_rows
from local.simulator.chart_songs import SONG_BY_UUID, SONG_WITHOUT_METADATA, song_object
from local.simulator.paging import paging
from local.simulator.scenario import ChartTrouble
from local.simulator.settings import Settings

_LATEST = "latest"


class ChartApi:
    """Answers calls about charts, their rankings and songs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rankings = RankingBook(settings.seed)

    def answer(self, call: Call, trouble: ChartTrouble) -> Answer:
        """Answer a call. Raises `Refusal`."""
        if call.kind is Kind.CHART_PLATFORMS:
            return _platforms(call)
        if call.kind is Kind.CHART_LIST:
            return _chart_list(call, trouble)
        if call.kind is Kind.SONG:
            return _song(call, trouble)
        chart = CHART_BY_SLUG.get(call.chart)
        if chart is None or chart.slug in trouble.gone:
            raise Refusal(404)
        published = self._published(chart, trouble)
        if call.kind is Kind.CHART_RANKINGS:
            return _available(call, chart, published)
        return self._ranking(call, chart, published, trouble)

    def _published(self, chart: SimulatedChart, trouble: ChartTrouble) -> list[Issue]:
        """List the rankings of a chart, oldest first; of a republished one each comes again."""
        unranked = trouble.unranked.get(chart.slug, frozenset())
        known = [
            issue
            for issue in issues(self._settings.seed, chart, self._settings.last_day())
            if issue.day not in unranked
        ]
        if chart.slug not in trouble.republished:
            return known
        again = [replace(issue, moment=hour_later(issue.moment)) for issue in known if not issue.provisional]
        return sorted([*known, *again], key=lambda issue: issue.moment)

    def _ranking(
        self, call: Call, chart: SimulatedChart, published: list[Issue], trouble: ChartTrouble
    ) -> Answer:
        asked_for = published[-1:] if call.moment == _LATEST else published
        issue = next((each for each in asked_for if call.moment in (_LATEST, each.moment)), None)
        if issue is None:
            raise Refusal(404)
        revised = chart.slug in trouble.revised or chart.slug in trouble.republished
        items = [] if chart.slug in trouble.empty else self._rankings.items(chart, issue, revised=revised)
        if chart.slug in trouble.broken_rows:
            items = with_broken_rows(items)
        return _page(call, items, {"chart": ranked_chart(chart), "date": issue.moment})


def _platforms(call: Call) -> Answer:
    return _page(call, [encode({"name": name, "code": code}) for code, name in CHART_PLATFORMS.items()])


def _chart_list(call: Call, trouble: ChartTrouble) -> Answer:
    if call.platform not in CHART_PLATFORMS:
        raise Refusal(404)
    country = call.query.get("countryCode", "")
    charts = [
        chart
        for chart in CHARTS
        if chart.platform == call.platform
        and country in ("", chart.country)
        and chart.slug not in trouble.gone
    ]
    return _page(call, [encode(listed_chart(chart)) for chart in charts])


def _available(call: Call, chart: SimulatedChart, published: list[Issue]) -> Answer:
    # Nobody may count on the order: of daily charts the newest comes first, of others the oldest.
    ordered = reversed(published) if chart.frequency == "daily" else published
    return _page(call, [encode(issue.moment) for issue in ordered], chart_light(chart))


def _song(call: Call, trouble: ChartTrouble) -> Answer:
    song = SONG_BY_UUID.get(call.song.lower())
    if song is None or song is SONG_WITHOUT_METADATA:
        raise Refusal(404)
    return single("song", song_object(song, without_artists=song.uuid in trouble.songs_without_artists))


def _page(call: Call, items: Sequence[bytes], related: Mapping[str, Any] | None = None) -> Answer:
    offset, limit = paging(call)
    block = page_block(call.path, call.query, offset, limit, len(items))
    return collection(items[offset : offset + limit], block, None if related is None else encode(related))
