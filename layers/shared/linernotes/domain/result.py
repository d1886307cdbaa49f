"""The answer of contract 4: rows, platform summaries, and why a cell is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from linernotes.domain.figures import Exact, Figures, daily_totals, figures_of
from linernotes.domain.report import Cell, Report, Status, cells_of
from linernotes.domain.request import Artist, ReportRequest
from linernotes.domain.series import Outcome, Points, WindowData
from linernotes.domain.windows import Window
from linernotes.sources import SOURCES, MetricSource, Places


class RowStatus(StrEnum):
    """Why a row shows what it shows (contract 4.4)."""

    MEASURED = "measured"
    LOWER_BOUND = "lower_bound"
    PARTIAL = "partial"
    NO_DATA = "no_data"
    NOT_PUBLISHED = "not_published"
    NOT_IN_PLAN = "not_in_plan"
    NOT_FOUND = "not_found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row's data came from: when its oldest and newest window were fetched, and what is missing.

    `crawled_at` is when Soundcharts last looked, as it says itself. `missing` are windows not delivered.
    """

    fetched_from: datetime | None = None
    fetched_to: datetime | None = None
    crawled_at: str | None = None
    missing: Sequence[Window] = ()


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One artist on one metric source."""

    artist: Artist
    source: MetricSource
    figures: Figures
    status: RowStatus
    note: str | None
    points: Points
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One metric source over all artists of the report; `totals` are the daily totals it is drawn from."""

    source: MetricSource
    figures: Figures
    status: RowStatus
    note: str | None
    totals: Sequence[tuple[date, Exact]]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer at artist level."""

    summaries: Sequence[PlatformSummary]
    breakdown: Sequence[BreakdownRow]
    artists: Sequence[Artist]
    sources: Sequence[MetricSource]


def build_result(
    report: Report, windows: Mapping[str, Sequence[Window]], delivered: Mapping[str, Sequence[WindowData]]
) -> Result:
    """Turn fetched windows into the answer.

    `windows` lists by job id what each job needed, `delivered` what of it is there.
    """
    named = _names_from(report, delivered)
    rows = [
        _row(
            report,
            cell,
            named[cell.artist.uuid],
            windows.get(cell.job_id, ()),
            delivered.get(cell.job_id, ()),
        )
        for cell in cells_of(report.request)
    ]
    sources = [SOURCES[slug] for slug in report.request.platforms]
    return Result(
        summaries=[
            _summary(report, source, [row for row in rows if row.source is source]) for source in sources
        ],
        breakdown=rows,
        artists=list(named.values()),
        sources=sources,
    )


def _names_from(report: Report, delivered: Mapping[str, Sequence[WindowData]]) -> dict[str, Artist]:
    named = {artist.uuid: artist for artist in report.request.artists}
    for windows in delivered.values():
        for data in windows:
            known = named[data.key.artist_uuid]
            named[known.uuid] = Artist(
                known.uuid, data.artist_name or known.name, data.artist_image_url or known.image_url
            )
    return named


def _row(
    report: Report, cell: Cell, artist: Artist, needed: Sequence[Window], delivered: Sequence[WindowData]
) -> BreakdownRow:
    request = report.request
    points = [
        (day, value)
        for data in sorted(delivered, key=lambda data: data.window.first)
        for day, value in data.points(request.country)
        if request.start_date <= day <= request.end_date
    ]
    there = {data.window.first for data in delivered}
    missing = [window for window in needed if window.first not in there]
    status = _row_status(cell, request.country, bool(points), bool(missing), delivered)
    return BreakdownRow(
        artist=artist,
        source=cell.source,
        figures=figures_of(points, days=request.days),
        status=status,
        note=_row_note(report, cell, status, missing, delivered),
        points=points,
        provenance=Provenance(
            fetched_from=min((data.fetched_at for data in delivered), default=None),
            fetched_to=max((data.fetched_at for data in delivered), default=None),
            crawled_at=max((data.crawled_at for data in delivered if data.crawled_at), default=None),
            missing=missing,
        ),
    )


def _row_status(
    cell: Cell, country: str | None, has_points: bool, missing: bool, delivered: Sequence[WindowData]
) -> RowStatus:
    if not cell.fetchable(country):
        return RowStatus.NOT_PUBLISHED
    if has_points and missing:
        return RowStatus.PARTIAL
    if has_points:
        lower_bound = country is not None and cell.source.places is Places.TOP_CITIES
        return RowStatus.LOWER_BOUND if lower_bound else RowStatus.MEASURED
    if missing:
        return RowStatus.FAILED
    outcomes = {data.outcome for data in delivered}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    if Outcome.NOT_IN_PLAN in outcomes:
        return RowStatus.NOT_IN_PLAN
    return RowStatus.NO_DATA


def _row_note(
    report: Report, cell: Cell, status: RowStatus, missing: Sequence[Window], delivered: Sequence[WindowData]
) -> str | None:
    """Say beside a blank or a qualified figure why it is so."""
    source, country = cell.source, report.request.country
    notes: list[str] = []
    if status in (RowStatus.FAILED, RowStatus.PARTIAL):
        reasons = {failure.cell.job_id: failure.reason for failure in report.failures}
        days = ", ".join(_days_wanted(window, report.request) for window in missing)
        reason = reasons.get(cell.job_id, "the data is no longer stored")
        notes.append(f"Not fetched: {days}. {_sentence(reason)}")
    match status:
        case RowStatus.NOT_FOUND:
            notes.append(f"Soundcharts knows no such artist, or nothing of it on {source.name}.")
        case RowStatus.NOT_IN_PLAN:
            notes.append(f"{source.name} {source.metric} are not in the Soundcharts plan in use.")
        case RowStatus.NOT_PUBLISHED:
            notes.append(source.country_note)
        case RowStatus.NO_DATA if country:
            notes.append(f"Soundcharts published nothing for {country} in this period. {source.country_note}")
        case RowStatus.NO_DATA:
            notes.append("Soundcharts has no value for any day of this period.")
        case _ if country:
            notes.append(source.country_note)
    for data in delivered:
        days = _days_wanted(data.window, report.request)
        if data.outcome is not Outcome.DELIVERED and status not in (
            RowStatus.NOT_FOUND,
            RowStatus.NOT_IN_PLAN,
        ):
            notes.append(f"For {days} Soundcharts answered {data.outcome.value.replace('_', ' ')}.")
        if data.announced is not None:
            notes.append(
                f"For {days} Soundcharts announced {data.announced} points and returned {len(data.values)}."
            )
    return " ".join(notes) or None


def _days_wanted(window: Window, request: ReportRequest) -> str:
    """Name the part of a window that the report asked for."""
    return f"{max(window.first, request.start_date)} to {min(window.last, request.end_date)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


_PRECEDENCE = (
    RowStatus.FAILED,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NO_DATA,
    RowStatus.NOT_PUBLISHED,
    RowStatus.NOT_FOUND,
)
"""Which status a summary without any point takes from its rows: what can be mended comes first."""


def _summary(report: Report, source: MetricSource, rows: Sequence[BreakdownRow]) -> PlatformSummary:
    filled = [row for row in rows if row.points]
    totals = daily_totals([row.points for row in filled])
    statuses = {row.status for row in rows}
    if not filled:
        status = next(status for status in _PRECEDENCE if status in statuses)
    elif statuses & {RowStatus.PARTIAL, RowStatus.FAILED}:
        status = RowStatus.PARTIAL
    else:
        status = filled[0].status
    return PlatformSummary(
        source=source,
        figures=figures_of(
            totals, days=report.request.days, data_points=sum(len(row.points) for row in filled)
        ),
        status=status,
        note=_summary_note(rows, filled),
        totals=totals,
    )


def _summary_note(rows: Sequence[BreakdownRow], filled: Sequence[BreakdownRow]) -> str | None:
    if len(rows) == 1:
        return rows[0].note
    notes = []
    blank = [f"{label_of(row.artist)} ({row.status.value})" for row in rows if not row.points]
    if filled and blank:
        notes.append(f"Left out: {', '.join(blank)}.")
    elif blank:
        notes.append(f"No points: {', '.join(blank)}.")
    partial = [label_of(row.artist) for row in filled if row.status is RowStatus.PARTIAL]
    if partial:
        notes.append(f"Some windows failed: {', '.join(partial)}.")
    if any(row.status is RowStatus.LOWER_BOUND for row in filled):
        notes.append(rows[0].source.country_note)
    return " ".join(notes) or None


def label_of(artist: Artist) -> str:
    """Name an artist for a reader, by UUID where the name never became known."""
    return artist.name or artist.uuid


def result_json(report: Report, result: Result, status: Status) -> dict[str, Any]:
    """Give the answer as the JSON of contract 4; `status` is how the report ends."""
    request = report.request
    answer = {
        "success": status is not Status.FAILED,
        "summary": {
            "total_artists": len(request.artists),
            "total_platforms": len(request.platforms),
            "date_range": {
                "start": request.start_date.isoformat(),
                "end": request.end_date.isoformat(),
                "days": request.days,
            },
            "country": request.country,
        },
        "platform_summaries": [
            {**_source_json(summary.source), **_figures_json(summary.figures), **_explained(summary)}
            for summary in result.summaries
        ],
        "detailed_breakdown": [_row_json(row) for row in result.breakdown],
        "metadata": {
            "artists": [
                {"uuid": artist.uuid, "name": artist.name, "imageUrl": artist.image_url}
                for artist in result.artists
            ],
            "platforms": [
                {"name": source.name, "slug": source.slug, "color": source.color} for source in result.sources
            ],
        },
    }
    if "tracks" in request.sections:
        answer["tracks"] = [_no_tracks(row, request) for row in result.breakdown]
    return answer


def _no_tracks(row: BreakdownRow, request: ReportRequest) -> dict[str, Any]:
    """Say that there is nothing to show by track: charts are not ingested yet (contract 5.4)."""
    period = f"{request.start_date} to {request.end_date}"
    return {
        "success": False,
        "artist": {"uuid": row.artist.uuid, "name": row.artist.name},
        "platform": {"slug": row.source.slug, "name": row.source.name},
        "problem": {
            "type": "about:blank",
            "title": "No chart entries",
            "status": 404,
            "detail": f"No chart entries of {label_of(row.artist)} on {row.source.name} are stored for "
            f"{period}: this version of Liner Notes does not ingest charts yet.",
        },
    }


def _row_json(row: BreakdownRow) -> dict[str, Any]:
    figures = row.figures
    return {
        "artist__name": row.artist.name,
        "artist__uuid": row.artist.uuid,
        **_source_json(row.source),
        "current_audience": json_number(figures.latest_value),
        "month_average": json_number(figures.period_average),
        **_figures_json(figures),
        "first_date": _json_date(figures.first_date),
        "latest_date": _json_date(figures.latest_date),
        **_explained(row),
        "series": [[day.isoformat(), json_number(value)] for day, value in row.points],
    }


def _source_json(source: MetricSource) -> dict[str, Any]:
    return {
        "platform__name": source.name,
        "platform__slug": source.slug,
        "platform__color": source.color,
        "platform__audience_metric_name": source.metric,
        "metric_kind": source.kind.value,
    }


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {
        "first_value": json_number(figures.first_value),
        "latest_value": json_number(figures.latest_value),
        "difference": json_number(figures.difference),
        "difference_percent": json_number(figures.difference_percent),
        "period_average": json_number(figures.period_average),
        "peak_value": json_number(figures.peak_value),
        "peak_date": _json_date(figures.peak_date),
        "data_points": figures.data_points,
        "coverage": json_number(figures.coverage),
    }


def _explained(row: BreakdownRow | PlatformSummary) -> dict[str, Any]:
    return {"status": row.status.value, "note": row.note}


def json_number(value: Exact | None) -> int | float | None:
    """Give an exact figure as a JSON number: an integer where it is one, else the nearest double."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def _json_date(day: date | None) -> str | None:
    return day.isoformat() if day else None
