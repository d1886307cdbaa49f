"""Reports of made-up data, with a value on every day: for probes of what is made from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import cast

from linernotes.model.periods import Comparison
from linernotes.model.report import JobEnd, Report, Status, report_needs
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.windows import Window
from linernotes.reports.jobs import jobs_of
from linernotes.reports.material import material_from
from linernotes.sections.section import Material, Stores
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey

NOW = datetime(2026, 6, 1, tzinfo=UTC)
_FIRST_DAY = date(2021, 1, 1)


def made_up_report(*, artists: int, platforms: int, days: int, compare: str | None = None) -> Report:
    """Make a report that is being finalized; every job has ended."""
    request = ReportRequest(
        artists=tuple(
            Artist(f"11e81bcc-9c1c-ce38-b96b-{number:012x}", f"Artist {number}") for number in range(artists)
        ),
        platforms=tuple(islice(SOURCES, platforms)),
        start_date=_FIRST_DAY,
        end_date=_FIRST_DAY + timedelta(days=days - 1),
        compare=Comparison(compare) if compare else None,
    )
    return Report(
        report_id="3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10",
        owner="benchmark",
        request=request,
        status=Status.FINALIZING,
        revision=1,
        created_at=NOW,
        started_at=NOW,
        deadline=NOW + timedelta(minutes=15),
        jobs=jobs_of(request),
        ended={job.job_id: JobEnd(upstream_calls=1) for job in jobs_of(request)},
    )


def needed_windows(report: Report) -> list[Window]:
    """List the windows each job of the report needs."""
    return [need.window for need in report_needs(report)]


def made_up_windows(report: Report) -> dict[str, list[WindowData]]:
    """Make every window of every job, by job id."""
    return {
        job.job_id: [
            _window(WindowKey(job.artist.uuid, job.platform or "", window.first), window, number)
            for window in needed_windows(report)
        ]
        for number, job in enumerate(report.jobs)
    }


def made_of(report: Report, windows: Iterable[WindowData]) -> Material:
    """Give what a report is made from, given its windows; of charts there are none."""
    return material_from(report, {data.key: data for data in windows}, cast("Stores", None))


def _window(key: WindowKey, window: Window, number: int) -> WindowData:
    days = (window.last - window.first).days + 1
    base = 1_000_003 * (number + 1)
    return WindowData(
        key=key,
        window=window,
        outcome=Outcome.DELIVERED,
        fetched_at=NOW,
        artist_name=f"Artist {key.artist_uuid[-4:]}",
        values={window.first + timedelta(days=day): base + 7 * day for day in range(days)},
    )
