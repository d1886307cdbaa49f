"""What the simulated Soundcharts says of charts when asked directly, as rows to work contract 5 out of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import requests

from tests.e2e.world import API_KEY, APP_ID
from tests.unit.contract_5_oracle import ChartRow

_PAGE = 100


class Charts:
    """Asks an upstream at an address for its charts, slowly and simply: a call after the other."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._session = requests.Session()
        self._session.headers.update({"x-app-id": APP_ID, "x-api-key": API_KEY})
        self._artists = cache(self._artists_of)

    def rows(self, platform: str, country: str, start: date, end: date) -> Iterator[ChartRow]:
        """Give every song on the daily and weekly rankings of a platform's charts of a country."""
        found = self._pages(f"/api/v2/chart/song/by-platform/{platform}", countryCode=country)
        for chart in found:
            if chart["frequency"] in ("daily", "weekly"):
                for moment in self._moments(chart["slug"]):
                    if start <= date.fromisoformat(moment[:10]) <= end:
                        yield from self._ranked(chart, moment)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _moments(self, slug: str) -> list[str]:
        """Give the moments of a chart, of each day the last."""
        moments = sorted(self._pages(f"/api/v2/chart/song/{slug}/available-rankings"))
        return list({moment[:10]: moment for moment in moments}.values())

    def _ranked(self, chart: dict[str, Any], moment: str) -> Iterator[ChartRow]:
        path = f"/api/v2.14/chart/song/{chart['slug']}/ranking/{moment.replace('+', '%2B')}"
        for item in self._pages(path):
            song, time_on_chart = item["song"], item["timeOnChart"]
            yield ChartRow(
                chart=chart["slug"],
                platform=chart["platform"],
                country=chart["countryCode"] or "",
                frequency=chart["frequency"],
                day=date.fromisoformat(moment[:10]),
                song=song["uuid"],
                song_name=song["name"],
                artists=self._artists(song["uuid"]),
                credit=song["creditName"],
                position=item["position"],
                metric=item["metric"],
                time_on_chart=time_on_chart,
                time_unit=item.get("timeOnChartUnit"),
                city=chart["cityName"],
            )

    def _artists_of(self, song: str) -> tuple[str, ...]:
        answer = self._session.get(f"{self._base_url}/api/v2.25/song/{song}", timeout=30)
        if answer.status_code == 404:
            return ()
        return tuple(artist["uuid"] for artist in answer.json()["object"]["artists"])

    def _pages(self, path: str, **params: Any) -> Iterator[Any]:
        offset, total = 0, math.inf
        while offset < total:
            answer = self._session.get(
                f"{self._base_url}{path}", params={**params, "offset": offset, "limit": _PAGE}, timeout=30
            )
            answer.raise_for_status()
            body = answer.json()
            yield from body["items"]
            total = body["page"]["total"] if "page" in body else body["total"]
            offset += _PAGE
