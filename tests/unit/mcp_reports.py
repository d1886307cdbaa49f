"""A report of two artists on five platforms with sections as it is stored, and get_report of it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from linernotes.mcp import arguments
from linernotes.mcp.results import ToolResult
from linernotes.mcp.services import Call
from linernotes.mcp.showing import show_report
from linernotes.model.report import Status
from linernotes.model.request import Artist
from tests.unit.builders import NOW, a_report, a_request

BILLIE = Artist("11e81bcc-9c1c-ce38-b96b-a0369fe50396", "Billie Eilish")
TONES = Artist("ca22091a-3c00-11e9-974f-549f35141000", "Tones and I")
ARTISTS = (BILLIE, TONES)
PLATFORMS = {"spotify": "Spotify", "instagram": "Instagram", "tiktok": "TikTok", "youtube": "YouTube"}
PLATFORMS["deezer"] = "Deezer"
AUGUST = {"start": "2024-08-01", "end": "2024-08-31", "days": 31}
OF_STATIONS = "Spins on the stations that Soundcharts monitors; other stations are not known."
NO_CHARTS = "No chart entries, as it is not known to have charts."


def _of(artist: Artist, slug: str | None = None, **fields: Any) -> dict[str, Any]:
    told = {"artist__uuid": artist.uuid, "artist__name": artist.name, "status": "measured", "note": None}
    of = {"platform__slug": slug, "platform__name": PLATFORMS[slug]} if slug else {}
    return {**told, **of, **({"platform__audience_metric_name": "Followers"} if slug else {}), **fields}


def a_row(artist: Artist, slug: str, **fields: Any) -> dict[str, Any]:
    """Make a row of a metric source, compared with August."""
    figures = {
        "first_value": 1_000_000,
        "latest_value": 1_100_000,
        "difference": 100_000,
        "difference_percent": 10.000000000000002,
        "period_average": 1_050_000.25,
        "peak_value": 1_100_000,
        "peak_date": "2024-09-30",
        "data_points": 30,
        "expected_points": 30,
        "coverage": 1,
        "first_date": "2024-09-01",
        "latest_date": "2024-09-30",
        "notes": [],
    }
    changes = {
        "change": 50_000.25,
        "change_percent": 5.000025,
        "latest_change": 1,
        "latest_change_percent": 1,
    }
    compared = {**figures, "period": AUGUST, "status": "measured", "note": None, **changes}
    series = [[f"2024-09-{day:02}", 1_000_000 + day] for day in range(1, 31)]
    of = {"metric_kind": "gauge", "platform__color": "#000", "series": series}
    return {**_of(artist, slug), **figures, **of, "compared": compared, **fields}


def a_result() -> dict[str, Any]:
    """Make the stored answer of the report."""
    rows = [a_row(artist, slug) for artist in ARTISTS for slug in PLATFORMS]
    return {
        "detailed_breakdown": rows,
        "platform_summaries": [
            {**row, "artist__name": None, "artist__uuid": BILLIE.uuid} for row in rows[: len(PLATFORMS)]
        ],
        "metadata": {"artists": [{"uuid": each.uuid, "name": each.name} for each in ARTISTS]},
        "sections": {name: _section(name) for name in ("tracks", "places", "radio", "moments")},
    }


def _section(name: str) -> dict[str, Any]:
    totals = {"tracks": _tracks, "places": _places, "radio": _radio, "moments": _moments}[name]()
    rows = totals if name == "tracks" else []
    return {"status": "measured", "note": f"{name} of both artists", "totals": totals, "rows": rows}


def _tracks() -> list[dict[str, Any]]:
    days = {"stored": 0, "expected": 30}
    shown = {"success": False, "chart_days": days, "frequency": "daily", "notes": [{"has_charts": False}]}
    counts = {"total_tracks": 0, "total_streams": None, "avg_streams_per_track": None}
    return [
        _of(
            artist,
            slug,
            status="no_data" if slug == "spotify" else "not_published",
            note=NO_CHARTS,
            platform={"name": PLATFORMS[slug], "slug": slug},
            compared={"status": "measured", **counts},
            **shown,
            **counts,
        )
        for artist in ARTISTS
        for slug in PLATFORMS
    ]


def _places() -> list[dict[str, Any]]:
    return [
        _of(artist, slug, countries=12, cities=50, status="lower_bound", note="The top 50 cities.")
        for artist in ARTISTS
        for slug in ("spotify", "instagram", "youtube", "tiktok")
    ]


def _radio() -> list[dict[str, Any]]:
    return [
        _of(
            artist,
            country_code=None,
            spins=spins,
            stations=7,
            countries=2,
            tie_out="pass",
            note=OF_STATIONS,
        )
        for artist, spins in ((BILLIE, 18_614), (TONES, 5_021))
    ]


def _moments() -> list[dict[str, Any]]:
    return [
        _of(
            artist,
            slug,
            measure="value" if slug != "youtube" else None,
            moments=0 if slug in ("spotify", "instagram") else None,
            days_looked_at=30 if slug in ("spotify", "instagram") else 0,
            status="measured" if slug in ("spotify", "instagram") else "no_data",
        )
        for artist in ARTISTS
        for slug in PLATFORMS
    ]


def shown(result: dict[str, Any] | None = None, **asked: Any) -> ToolResult:
    """Read the report with get_report, ended well."""
    request = a_request(artists=ARTISTS, platforms=tuple(PLATFORMS), sections=("tracks", "radio"))
    told = json.dumps(result or a_result())
    services: Any = SimpleNamespace(
        files=SimpleNamespace(get_json_text=lambda *_: told),
        links=SimpleNamespace(add=lambda *_: None),
        new_token=lambda: "t" * 43,
        clock=lambda: NOW,
    )
    report = a_report(request, status=Status.SUCCEEDED, folder="a folder")
    call = Call("name:ada", "https://abcdefghij.execute-api.eu-west-1.amazonaws.com/v1/")
    return show_report(report, arguments.GetReport(report_id="x", **asked), call, services)
