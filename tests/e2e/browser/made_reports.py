"""Reports made by hand, as the API would give them: what is drawn is known to the last value."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route

Points = list[tuple[str, int]]
PointsOf = Callable[[int, str], Points]

REPORT_ID = "00000000-0000-4000-8000-00000000d4a3"
SEPTEMBER = ("2024-09-01", "2024-09-30")
PLATFORMS = {
    "spotify": ("Spotify", "#1DB954", "Monthly Listeners", "rolling"),
    "youtube": ("YouTube", "#FF0000", "Views", "total"),
    "instagram": ("Instagram", "#E4405F", "Followers", "gauge"),
    "tiktok": ("TikTok", "#000000", "Followers", "gauge"),
    "deezer": ("Deezer", "#A238FF", "Fans", "gauge"),
    "twitter": ("X", "#000000", "Followers", "gauge"),
    "facebook": ("Facebook", "#1877F2", "Followers", "gauge"),
    "youtube-subscribers": ("YouTube", "#FF0000", "Subscribers", "gauge"),
}
_NAMES = (
    *("Annalisa", "Mahmood", "Måneskin", "Sfera Ebbasta", "Geolier", "Tones and I", "Billie Eilish"),
    *("Elodie", "Blanco", "Tedua", "Achille Lauro", "Pinguini Tattici Nucleari"),
)


def steadily(artist: int, platform: str) -> Points:
    """Give a value a day in September 2024; artists and platforms differ in size, shape and cadence."""
    size = 9_000_000 * (1 + (artist * 7) % 11) + 350_000 * (len(platform) % 5)
    every = {"deezer": 2, "twitter": 2, "facebook": 2}.get(platform, 1)
    days = range(artist % every, 30, every)
    swing = [math.sin((day + artist * 3) / 4) * 0.015 + day * 0.0012 * (1 + artist % 3) for day in days]
    return [
        (_day(SEPTEMBER[0], day), round(size * (1 + part))) for day, part in zip(days, swing, strict=True)
    ]


def a_report(
    artists: int = 1,
    platforms: Sequence[str] = ("spotify",),
    *,
    points: PointsOf = steadily,
    period: tuple[str, str] = SEPTEMBER,
    country: str | None = None,
    blank: Sequence[str] = (),
) -> dict[str, Any]:
    """Make a finished report; the platforms named `blank` are not published by country."""
    days = (date.fromisoformat(period[1]) - date.fromisoformat(period[0])).days + 1
    uuids = [f"00000000-0000-4000-8000-{artist:012d}" for artist in range(artists)]
    summaries, rows = [], []
    for platform in platforms:
        series = [[] if platform in blank else points(artist, platform) for artist in range(artists)]
        explained: dict[str, Any] = {"status": "measured", "note": None}
        if platform in blank:
            note = f"{PLATFORMS[platform][0]} publishes no figures by country."
            explained = {"status": "not_published", "note": note}
        summaries.append({**_source(platform), **_figures(_totals(series), series, days), **explained})
        for uuid, name, own in zip(uuids, _names(artists), series, strict=True):
            figures = _figures(own, [own], days)
            rows.append(
                {
                    "artist__name": name,
                    "artist__uuid": uuid,
                    **_source(platform),
                    **figures,
                    "current_audience": figures["latest_value"],
                    "month_average": figures["period_average"],
                    "first_date": own[0][0] if own else None,
                    "latest_date": own[-1][0] if own else None,
                    **explained,
                    "series": own,
                }
            )
    request = {"artists": uuids, "platforms": list(platforms), "start_date": period[0], "end_date": period[1]}
    now = datetime(2024, 10, 1, tzinfo=UTC).isoformat().replace("+00:00", "Z")
    jobs = artists * len(platforms)
    return {
        "report_id": REPORT_ID,
        "revision": 1,
        "status": "succeeded",
        "request": {**request, "country": country, "sections": [], "compare": None},
        **{"created_at": now, "deadline": now, "finished_at": now},
        "progress": {"total": jobs, "done": jobs, "failed": 0},
        "platform_progress": [],
        **{"upstream_calls": jobs, "cache_hits": 0, "failures": []},
        "download_url": "https://files.example.org/report.xlsx",
        "download_expires_at": now,
        "result": {
            "success": True,
            "summary": {
                "total_artists": artists,
                "total_platforms": len(platforms),
                "date_range": {"start": period[0], "end": period[1], "days": days},
                "country": country,
            },
            "platform_summaries": summaries,
            "detailed_breakdown": rows,
            "metadata": {
                "artists": [
                    {"uuid": uuid, "name": name, "imageUrl": None}
                    for uuid, name in zip(uuids, _names(artists), strict=True)
                ],
                "platforms": [
                    {"name": PLATFORMS[slug][0], "slug": slug, "color": PLATFORMS[slug][1]}
                    for slug in platforms
                ],
            },
        },
    }


def give(page: Page, report: dict[str, Any]) -> None:
    """Have the API of this tab answer with a report, whichever is asked for."""

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(report))

    page.route(lambda url: url.endswith(f"/reports/{report['report_id']}"), answer)


def _day(first: str, later: int) -> str:
    return (date.fromisoformat(first) + timedelta(days=later)).isoformat()


def _names(count: int) -> list[str]:
    return [
        _NAMES[place % len(_NAMES)] + (f" {place // len(_NAMES) + 1}" if place >= len(_NAMES) else "")
        for place in range(count)
    ]


def _source(slug: str) -> dict[str, Any]:
    name, color, metric, kind = PLATFORMS[slug]
    return {
        "platform__name": name,
        "platform__slug": slug,
        "platform__color": color,
        "platform__audience_metric_name": metric,
        "metric_kind": kind,
    }


def _figures(points: Points, measured: Sequence[Points], days: int) -> dict[str, Any]:
    """Give the figures of contract 4.3 of these points, which are totals where several are measured."""
    count = sum(map(len, measured))
    counted = {"data_points": count, "coverage": round(len(points) / days, 4)}
    if not points:
        blank = ("first_value", "latest_value", "difference", "difference_percent", "period_average")
        return {**dict.fromkeys((*blank, "peak_value", "peak_date")), **counted}
    values = [value for _, value in points]
    difference = values[-1] - values[0] if len(points) > 1 else None
    percent = None if difference is None or not values[0] else round(100 * difference / values[0], 2)
    return {
        "first_value": values[0],
        "latest_value": values[-1],
        "difference": difference,
        "difference_percent": percent,
        "period_average": round(sum(values) / len(values), 2),
        "peak_value": max(values),
        "peak_date": next(day for day, value in points if value == max(values)),
        **counted,
    }


def _totals(series: Sequence[Points]) -> Points:
    """Sum the artists on every day on which any has a point, each held flat beyond its own."""
    filled = [points for points in series if points]
    days = sorted({day for points in filled for day, _ in points})
    return [(day, round(sum(_value_on(day, points) for points in filled))) for day in days]


def _value_on(day: str, points: Points) -> float:
    before = [point for point in points if point[0] <= day]
    after = [point for point in points if point[0] >= day]
    if not before or not after or before[-1] == after[0]:
        return (before[-1] if before else after[0])[1]
    (first, low), (last, high) = before[-1], after[0]
    apart = [(date.fromisoformat(other) - date.fromisoformat(first)).days for other in (day, last)]
    return low + (high - low) * apart[0] / apart[1]
