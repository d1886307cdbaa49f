"""Small makers of requests, reports and windows: say what a test is about, the rest has a sound default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from linernotes.model.budget import Account, Budget
from linernotes.model.period_limits import MAX_DAYS
from linernotes.model.points import Number
from linernotes.model.report import Report, Status
from linernotes.model.request import MAX_ARTISTS, Artist, ReportRequest
from linernotes.model.windows import Window, windows_covering
from linernotes.reports.jobs import jobs_of
from linernotes.reports.material import material_from
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.rows import build_result
from linernotes.sections.registry import sections_of
from linernotes.sections.section import Stores
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey

LAURO = Artist("11e81bcc-9c1c-ce38-b96b-a0369fe50396", "Achille Lauro", "https://img.example/lauro.jpg")
ELISA = Artist("ca22091a-3c00-11e9-974f-549f35141000", "Elisa", "https://img.example/elisa.jpg")
GIORGIA = Artist("11e81bbd-be0a-4d0e-ac68-a0369fe50396", "Giorgia", "https://img.example/giorgia.jpg")

NOW = datetime(2025, 1, 15, 12, 0, tzinfo=UTC)
"""The moment tests take for now: long after the default month, so that its windows are settled."""
A_BUDGET = Budget(Account("caller", "2025-01"), limit=100_000, spent=1_240)


def closes_nothing(report: Report) -> None:
    """Do nothing about a report that is about to be deleted, as where no charge is looked at."""


def september(day: int) -> date:
    """Give a day of September 2024, the month of the default request."""
    return date(2024, 9, day)


def an_artist(number: int, name: str | None = None, image_url: str | None = None) -> Artist:
    """Make one of many artists; the uuid follows from the number."""
    return Artist(f"11e81bcc-9c1c-ce38-b96b-{number:012x}", name, image_url)


def a_request(**overrides: Any) -> ReportRequest:
    """Make a request: Achille Lauro on Spotify in September 2024, worldwide, unless told otherwise."""
    default = ReportRequest(
        artists=(LAURO,), platforms=("spotify",), start_date=september(1), end_date=september(30)
    )
    return replace(default, **overrides)


def the_largest_request(**overrides: Any) -> ReportRequest:
    """Make a request for as many artists, platforms and days as one may have."""
    start = NOW.date() - timedelta(days=MAX_DAYS - 1)
    largest = ReportRequest(
        artists=tuple(map(an_artist, range(MAX_ARTISTS))),
        platforms=tuple(SOURCES),
        start_date=start,
        end_date=NOW.date(),
    )
    return replace(largest, **overrides)


def a_report(request: ReportRequest | None = None, **overrides: Any) -> Report:
    """Make a stored report of a request: sent off at `NOW`, running, no job ended, 15 minutes to go."""
    request = request or a_request()
    default = Report(
        report_id="3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10",
        owner="key-of-a-caller",
        request=request,
        status=Status.RUNNING,
        revision=1,
        created_at=NOW,
        started_at=NOW,
        deadline=NOW + timedelta(minutes=15),
        jobs=jobs_of(request),
        writing_s=sum(section.writing_s(request) for section in sections_of(request)),
    )
    if "request" in overrides:
        overrides.setdefault("jobs", jobs_of(overrides["request"]))
    return replace(default, **overrides)


def result_of(report: Report, delivered: Mapping[str, Sequence[WindowData]]) -> Result:
    """Make the rows of a report from the windows that were delivered, by whatever they are sorted."""
    windows = {data.key: data for each in delivered.values() for data in each}
    return build_result(material_from(report, windows, cast("Stores", None)))


def a_window(
    values: Mapping[date, Number] | None = None,
    *,
    artist: Artist = LAURO,
    source: str = "spotify",
    window: Window | None = None,
    places: Mapping[str, Mapping[date, Number]] | None = None,
    outcome: Outcome = Outcome.DELIVERED,
    fetched_at: datetime = NOW,
    **overrides: Any,
) -> WindowData:
    """Make a fetched window: by default the one window of the grid that holds all of September 2024.

    The artist's name and picture come with it when Soundcharts delivered, as they do for real.
    """
    window = window or windows_covering(september(1), september(30), today=NOW.date())[0]
    delivered = outcome is Outcome.DELIVERED
    default = WindowData(
        key=WindowKey(artist.uuid, source, window.first),
        window=window,
        outcome=outcome,
        fetched_at=fetched_at,
        artist_name=artist.name if delivered else None,
        artist_image_url=artist.image_url if delivered else None,
        values=values or {},
        places=places or {},
        counts={} if delivered and SOURCES[source].endpoint.count_fields else None,
    )
    return replace(default, **overrides)
