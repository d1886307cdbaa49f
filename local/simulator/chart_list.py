"""The charts, and on which days each was ranked.

What a chart is its slug does not tell: some even mislead. As upstream, only airplay, Spotify, YouTube and
TikTok have figures. Of `frequency`, `type` and `metric.type` upstream names no values; these are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from linernotes.model.countries import COUNTRY_NAMES
from local.simulator.chance import dice, fraction

FIRST_DAY, LAST_DAY = date(2024, 7, 4), date(2024, 10, 31)
"""These 120 days are always there, and besides them the latest days."""

LATEST_DAYS = 30

CHART_PLATFORMS = {
    "spotify": "Spotify",
    "youtube": "YouTube",
    "airplay": "Airplay",
    "apple-music": "Apple Music",
    "shazam": "Shazam",
    "tiktok": "TikTok",
    "itunes": "iTunes",
}
"""Names of the platforms with charts by code; of iTunes the list of charts is empty."""

_METRICS = {
    "streams": "Streams in the period",
    "views": "Views in the period",
    "spins": "Times played on the radio",
    "videos": "Videos created with the song",
}
_ODD_DAYS = 0.05
"""Every twentieth day is one of the odd ones that `second_count` and `gaps` are about."""


@dataclass(frozen=True, slots=True)
class SimulatedChart:
    """A chart; `country` is empty for a worldwide one, `city` for one that is not a city's.

    `metric` says what its figures are, if it has any. `counted` is the part of the platform's figure that
    the chart counts. On some days a chart with `second_count` is ranked twice, and one with `gaps` not.
    """

    slug: str
    name: str
    platform: str
    frequency: str
    country: str
    size: int
    metric: str | None = None
    city: str = ""
    counted: float = 1.0
    second_count: bool = False
    gaps: bool = False

    @property
    def days(self) -> int:
        """Say how many days its figures stand for."""
        return {"daily": 1, "weekly": 7, "monthly": 30}[self.frequency]

    @property
    def unit(self) -> str:
        """Give the code of what `timeOnChart` counts: days, weeks, months on chart."""
        return {"daily": "DOC", "weekly": "WOC", "monthly": "MOC"}[self.frequency]


CHARTS = (
    SimulatedChart("global-28", "Top 200 Global", "spotify", "daily", "", 200, "streams"),
    SimulatedChart("hits-31", "Weekly Top 200 Global", "spotify", "weekly", "", 200, "streams"),
    SimulatedChart("top-songs-29", "Top 200 Italy", "spotify", "daily", "IT", 200, "streams"),
    SimulatedChart("top-songs-30", "Weekly Top 200 Italy", "spotify", "weekly", "IT", 200, "streams"),
    SimulatedChart("weekly-top-3", "Top 50 Italy", "spotify", "daily", "IT", 50, "streams", counted=0.96),
    SimulatedChart("italia-55", "Top 200 United States", "spotify", "daily", "US", 200, "streams"),
    SimulatedChart("global-2", "Top 200 Germany", "spotify", "daily", "DE", 200, "streams"),
    SimulatedChart("top-songs-31", "Top 200 United Kingdom", "spotify", "daily", "GB", 200, "streams"),
    SimulatedChart(
        "pulse-14", "Local Pulse Milan", "spotify", "weekly", "IT", 100, city="Milan", counted=0.1
    ),
    SimulatedChart(
        "pulse-15", "Daily Pulse Milan", "spotify", "daily", "IT", 50, "streams", city="Milan", counted=0.3
    ),
    SimulatedChart("charts-102", "Top Songs Global", "youtube", "weekly", "", 100, "views"),
    SimulatedChart("charts-117", "Top Songs Italy", "youtube", "weekly", "IT", 100, "views"),
    SimulatedChart("recap-1", "Month in Music Global", "youtube", "monthly", "", 100, "views"),
    SimulatedChart("airplay-daily", "Airplay Global", "airplay", "daily", "", 200, "spins"),
    SimulatedChart("airplay-9", "Airplay Italy", "airplay", "daily", "IT", 100, "spins", second_count=True),
    SimulatedChart("top-100-12", "Top 100 Global", "apple-music", "daily", "", 100, gaps=True),
    SimulatedChart("top-100-44", "Top 100 Italy", "apple-music", "daily", "IT", 100),
    SimulatedChart("discovery-8", "Top 200 Italy", "shazam", "daily", "IT", 200),
    SimulatedChart("trending-5", "Trending Songs Global", "tiktok", "weekly", "", 100, "videos"),
)
"""Every chart the simulator knows."""

CHART_BY_SLUG = {chart.slug: chart for chart in CHARTS}


@dataclass(frozen=True, slots=True)
class Issue:
    """One ranking that can be asked for: by the exact `moment`, of a `day`.

    `run_from` is the first day of the unbroken run of days the ranking is in. A `provisional` one was
    replaced by another of the same day.
    """

    moment: str
    day: date
    run_from: date
    provisional: bool = False


@lru_cache(maxsize=256)
def issues(seed: int, chart: SimulatedChart, last_day: date) -> tuple[Issue, ...]:
    """List the rankings of a chart, oldest first; that of a day is out on the day after."""
    found = []
    yesterday = last_day - timedelta(days=1)
    latest_from = max(last_day - timedelta(days=LATEST_DAYS), LAST_DAY + timedelta(days=1))
    for run_from, run_to in ((FIRST_DAY, min(LAST_DAY, yesterday)), (latest_from, yesterday)):
        for day in days_ranked(seed, chart, run_from, run_to):
            if chart.second_count and fraction(seed, chart.slug, "second count", day) < _ODD_DAYS:
                found.append(Issue(moment_of(seed, chart, day, hour=6), day, run_from, provisional=True))
            found.append(Issue(moment_of(seed, chart, day), day, run_from))
    return tuple(found)


def days_ranked(seed: int, chart: SimulatedChart, first: date, last: date) -> list[date]:
    """List the days from `first` to `last` on which a chart was ranked: of a weekly one Thursdays."""
    days = [first + timedelta(days=nth) for nth in range((last - first).days + 1)]
    if chart.frequency == "weekly":
        return [day for day in days if day.weekday() == 3]
    if chart.frequency == "monthly":
        return [day for day in days if day.day == 1]
    if chart.gaps:
        return [day for day in days if fraction(seed, chart.slug, "gap", day) >= _ODD_DAYS]
    return days


def moment_of(seed: int, chart: SimulatedChart, day: date, hour: int = 12) -> str:
    """Give the moment a ranking has: a time of the day that is another every day."""
    hours, minutes, seconds = dice(seed, chart.slug, "moment", day, hour, size=3)
    drawn = datetime(day.year, day.month, day.day, hour + hours % 6, minutes % 60, seconds % 60, tzinfo=UTC)
    return drawn.isoformat()


def hour_later(moment: str) -> str:
    """Give the moment of a ranking that was published again."""
    return (datetime.fromisoformat(moment) + timedelta(hours=1)).isoformat()


def chart_light(chart: SimulatedChart) -> dict[str, Any]:
    """Give the form in which other answers name a chart."""
    return {
        "name": chart.name,
        "type": "SONG",
        "slug": chart.slug,
        "platform": chart.platform,
        "frequency": chart.frequency,
        "countryCode": chart.country,
        "countryName": COUNTRY_NAMES[chart.country] if chart.country else "",
        "cityName": chart.city,
        "maxResultsCount": chart.size,
    }


def listed_chart(chart: SimulatedChart) -> dict[str, Any]:
    """Give the form of the list of charts."""
    return {**chart_light(chart), "webUrl": f"https://{chart.platform}.example/charts/{chart.slug}"}


def ranked_chart(chart: SimulatedChart) -> dict[str, Any]:
    """Give the form of a ranking: with the metric, null or absent where there is none."""
    if chart.metric is not None:
        metric = {"type": chart.metric, "description": _METRICS[chart.metric]}
        return {**chart_light(chart), "metric": metric}
    return chart_light(chart) | ({"metric": None} if chart.platform == "shazam" else {})
