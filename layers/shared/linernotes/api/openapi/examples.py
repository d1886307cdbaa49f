"""One example of each answer, for readers of the OpenAPI document; a test holds them to its schemas."""

from __future__ import annotations

from typing import Any

from linernotes import __version__
from linernotes.api import answer_types as answers
from linernotes.api.resource import platforms_json
from linernotes.charts.charts import Frequency
from linernotes.model.artist_addresses import ALLOWED
from linernotes.model.report import CallbackStatus, Status
from linernotes.model.row_status import RowStatus
from linernotes.reports.answer_types import Result
from linernotes.reports.resolve_lines import LineStatus
from linernotes.rosters import answer_types as rosters
from linernotes.sections.answer_values import NamedArtist, Period
from linernotes.sections.audience.answer_types import Figures, IfCompared, OfSource
from linernotes.sections.sources import SOURCES, Cadence, Kind, Places
from linernotes.sections.tracks.answer_types import ChartPlatform, Monthly, Tracks

ARTIST = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"
REPORT_ID = "0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6"
_FILES = "https://liner-notes-files.s3.eu-west-1.amazonaws.com/reports"
_ARTIST: NamedArtist = {"uuid": ARTIST, "name": "Billie Eilish"}

REQUEST: dict[str, Any] = {
    "artists": [ARTIST],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "country": "IT",
}

ACCEPTED: answers.Report = {
    "report_id": REPORT_ID,
    "revision": 1,
    "status": Status.QUEUED,
    "request": REQUEST,
    "created_at": "2024-10-01T08:00:00Z",
    "deadline": "2024-10-01T08:15:00Z",
    "finished_at": None,
    "progress": {"total": 1, "done": 0, "failed": 0},
    "platform_progress": [{"platform__slug": "spotify", "total": 1, "done": 0, "failed": 0}],
    "upstream_calls": 0,
    "cache_hits": 0,
    "failures": [],
}

LISTED: answers.Reports = {
    "reports": [
        {
            "report_id": REPORT_ID,
            "title": None,
            "request": REQUEST,
            "artists": [_ARTIST],
            "status": Status.SUCCEEDED,
            "revision": 1,
            "created_at": "2024-10-01T08:00:00Z",
            "finished_at": "2024-10-01T08:00:04Z",
        }
    ],
    "next": "bm90IGEgcmVhbCBvbmU",
}
SHARED: answers.SharedLink = {
    "url": f"https://example.org/v1/#shared={'A' * 43}",
    "expires_at": "2024-10-31T08:00:00Z",
}

REPAIRED: answers.Report = {**ACCEPTED, "revision": 2}

_SPOTIFY: OfSource = {
    "platform__name": "Spotify",
    "platform__slug": "spotify",
    "platform__color": "#1DB954",
    "platform__audience_metric_name": "Monthly Listeners",
    "metric_kind": Kind.ROLLING,
}
_FIGURES: Figures = {
    "first_value": 266009,
    "latest_value": 270936,
    "difference": 4927,
    "difference_percent": 1.852192970914518,
    "period_average": 268472.5,
    "peak_value": 270936,
    "peak_date": "2024-09-09",
    "data_points": 2,
    "expected_points": 5,
    "coverage": 0.0667,
    "status": RowStatus.LOWER_BOUND,
    "note": SOURCES["spotify"].country_note,
    "notes": [
        {"code": "country_figures", "granularity": Places.TOP_CITIES, "cadence": Cadence.WEEKLY},
    ],
}
_NOT_COMPARED: IfCompared = {}
_SEPTEMBER: Period = {"start": "2024-09-01", "end": "2024-09-30", "days": 30}
_RESULT: Result = {
    "success": True,
    "summary": {"total_artists": 1, "total_platforms": 1, "date_range": _SEPTEMBER, "country": "IT"},
    "platform_summaries": [{**_SPOTIFY, **_FIGURES, **_NOT_COMPARED}],
    "detailed_breakdown": [
        {
            "artist__name": "Billie Eilish",
            "artist__uuid": ARTIST,
            **_SPOTIFY,
            "current_audience": 270936,
            "month_average": 268472.5,
            **_FIGURES,
            **_NOT_COMPARED,
            "first_date": "2024-09-02",
            "latest_date": "2024-09-09",
            "series": [("2024-09-02", 266009), ("2024-09-09", 270936)],
        }
    ],
    "metadata": {
        "artists": [{**_ARTIST, "imageUrl": None}],
        "platforms": [{"name": "Spotify", "slug": "spotify", "color": "#1DB954"}],
    },
}
_WORKBOOK = f"{_FILES}/{REPORT_ID}/report.xlsx?X-Amz-Expires=900"

FINISHED: answers.Report = {
    **ACCEPTED,
    "status": Status.SUCCEEDED,
    "finished_at": "2024-10-01T08:00:03Z",
    "progress": {"total": 1, "done": 1, "failed": 0},
    "platform_progress": [{"platform__slug": "spotify", "total": 1, "done": 1, "failed": 0}],
    "upstream_calls": 1,
    "download_url": _WORKBOOK,
    "download_expires_at": "2024-10-01T08:15:03Z",
    "downloads": [{"format": "xlsx", "url": _WORKBOOK}],
    "result": _RESULT,
}

_ENDED: answers.Report = {
    **ACCEPTED,
    "status": Status.SUCCEEDED,
    "finished_at": "2024-10-01T08:00:03Z",
    "progress": {"total": 1, "done": 1, "failed": 0},
    "platform_progress": [{"platform__slug": "spotify", "total": 1, "done": 1, "failed": 0}],
    "upstream_calls": 1,
}

REDELIVERED: answers.Report = {
    **FINISHED,
    "request": {**REQUEST, "callback_url": "https://example.org/hook"},
    "callback": {"status": CallbackStatus.PENDING, "tries": 0, "last_error": None, "next_try_at": None},
}

REPORT_EVENT: answers.ReportEvent = {
    "type": "report.finished",
    "timestamp": "2024-10-01T08:00:03Z",
    "data": {**_ENDED, "request": {**REQUEST, "callback_url": "https://example.org/hook"}},
}

WEBHOOK_SECRET: answers.WebhookSecret = {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwE5iSyTHbMnk="}

PREVIEW: answers.Preview = {
    "request": REQUEST,
    "jobs": 1,
    "upstream_calls": 1,
    "cached": 0,
    "price": 1,
    "limit": 3_000,
    "too_expensive": False,
    "budget": {
        "limit": 100_000,
        "spent": 1_240,
        "left": 98_760,
        "resets_at": "2024-11-01T00:00:00Z",
    },
    "unanswerable": [],
    "not_comparable": [],
    "sections": [],
}

ARTISTS: answers.Artists = {
    "artists": [
        {
            **_ARTIST,
            "slug": "billie-eilish",
            "image_url": "https://assets.soundcharts.com/artist/a.jpg",
            "country_code": "US",
        }
    ]
}

LINES: answers.LinesToResolve = {"lines": ["Billie Eilish", "https://www.deezer.com/artist/9635624"]}
RESOLVED: answers.ResolvedLines = {
    "lines": [
        {
            "line": "Billie Eilish",
            "status": LineStatus.FOUND,
            "artist": ARTISTS["artists"][0],
            "candidates": [],
            "note": None,
        },
        {
            "line": "https://www.deezer.com/artist/9635624",
            "status": LineStatus.UNKNOWN,
            "artist": None,
            "candidates": [],
            "note": f"this address is of no site artists can be looked up by: {ALLOWED}",
        },
    ]
}

LINE = "Billie Eilish on spotify in IT for 2024-09 compare"
READ_LINE: answers.ReadLine = {
    "artists": [{"name": "Billie Eilish"}],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "country": "IT",
    "compare": "previous_period",
    "sections": [],
    "songs_limit": None,
    "line": "Billie Eilish on spotify in IT for 2024-09 compare previous_period",
}

ROSTER_ID = "5f0c7d3e-8a41-4c55-9b2e-0d6f1a7c9e21"
ROSTER_TO_CREATE: rosters.RosterToCreate = {
    "name": "Autumn releases",
    "artists": [
        {
            **_ARTIST,
            "image_url": "https://assets.soundcharts.com/artist/a.jpg",
            "country_code": "US",
        }
    ],
}
ROSTER_TO_CHANGE: rosters.RosterToChange = {**ROSTER_TO_CREATE, "starred": True, "version": 1}
ROSTER: rosters.Roster = {
    "roster_id": ROSTER_ID,
    "name": "Autumn releases",
    "starred": False,
    "artists": [
        {
            **_ARTIST,
            "image_url": "https://assets.soundcharts.com/artist/a.jpg",
            "country_code": "US",
        }
    ],
    "version": 1,
    "updated_at": "2024-10-01T08:00:00Z",
}
CHANGED_ROSTER: rosters.Roster = {
    **ROSTER,
    "starred": True,
    "version": 2,
    "updated_at": "2024-10-02T09:30:00Z",
}
ROSTERS: rosters.Rosters = {"rosters": [ROSTER]}

_PLATFORM: ChartPlatform = {"name": "Spotify", "slug": "spotify"}

TRACKS: Tracks = {
    "success": True,
    "artist": _ARTIST,
    "platform": _PLATFORM,
    "period": {"start": "2024-09-23", "end": "2024-09-29", "days": 7},
    "country": "IT",
    "frequency": Frequency.DAILY,
    "metric": "streams",
    "status": RowStatus.MEASURED,
    "chart_days": {"stored": 7, "expected": 7},
    "tracks": [
        {
            "track_name": "bad guy",
            "track_uuid": "7d534228-5165-11e9-9375-549f35161576",
            "track_credit": "Billie Eilish",
            "total_streams": 695099,
            "avg_daily_streams": 99299.86,
            "peak_streams": 101250,
            "best_position": 12,
            "weeks_on_chart": 40,
            "data_points": 7,
        }
    ],
    "summary": {"total_tracks": 1, "total_streams": 695099, "avg_streams_per_track": 695099},
    "top_track": {
        "track_name": "bad guy",
        "track_uuid": "7d534228-5165-11e9-9375-549f35161576",
        "total_streams": 695099,
    },
    "data_source": "chart_rankings",
    "note": "Stream counts from chart ranking data. Only includes tracks that appeared in charts during the "
    "period.",
    "notes": [],
}

MONTHLY: Monthly = {
    "artist": _ARTIST,
    "platform": _PLATFORM,
    "country": "IT",
    "frequency": Frequency.DAILY,
    "metric": "streams",
    "status": RowStatus.MEASURED,
    "chart_days": {"stored": 30, "expected": 30},
    "months": [
        {
            "month": "2024-09",
            "tracks": 5,
            "total_streams": 11190505,
            "avg_daily_streams": 373016.83,
            "peak_streams": 402113,
            "best_position": 12,
            "data_points": 30,
            "chart_days": {"stored": 30, "expected": 30},
            "status": RowStatus.MEASURED,
        }
    ],
    "note": "Stream counts from chart ranking data. Only includes tracks that appeared in charts during the "
    "period.",
    "notes": [],
}

_OFFERED = platforms_json()
PLATFORMS: answers.Platforms = {
    "platforms": _OFFERED["platforms"][:1],
    "sections": _OFFERED["sections"][:1],
}

HEALTH: answers.Health = {"status": "ok", "version": __version__}
