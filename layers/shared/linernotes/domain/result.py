"""The answer of contract 4: rows, platform summaries, and why a cell is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from linernotes.domain.figures import Exact, Figures, change_between, daily_totals, figures_of
from linernotes.domain.periods import Period
from linernotes.domain.report import Cell, Report, cells_of
from linernotes.domain.request import Artist
from linernotes.domain.series import Outcome, Points, WindowData
from linernotes.domain.tracks import TrackBreakdown
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
class Compared:
    """The same figures of the period compared with, and how much has changed since.

    `change` is of the period averages, `latest_change` of the latest values; with their percentages they are
    None, and `note` says why, unless both periods have points on at least half their days.
    """

    period: Period
    figures: Figures
    status: RowStatus
    note: str | None
    change: Exact | None = None
    change_percent: Exact | None = None
    latest_change: Exact | None = None
    latest_change_percent: Exact | None = None


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One artist on one metric source; `compared` is there when the request compares."""

    artist: Artist
    source: MetricSource
    figures: Figures
    status: RowStatus
    note: str | None
    points: Points
    provenance: Provenance
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One metric source over all artists of the report; `totals` are the daily totals it is drawn from."""

    source: MetricSource
    figures: Figures
    status: RowStatus
    note: str | None
    totals: Sequence[tuple[date, Exact]]
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer; `tracks` are there when asked for, by artist and then platform of charts."""

    summaries: Sequence[PlatformSummary]
    breakdown: Sequence[BreakdownRow]
    artists: Sequence[Artist]
    sources: Sequence[MetricSource]
    tracks: Sequence[TrackBreakdown] = ()

    @property
    def whole(self) -> bool:
        """Say whether no row, of either period, lacks a window (contract 2)."""
        statuses = {row.status for row in self.breakdown}
        statuses |= {row.compared.status for row in self.breakdown if row.compared is not None}
        return statuses.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED})


def build_result(
    report: Report, windows: Mapping[str, Sequence[Window]], delivered: Mapping[str, Sequence[WindowData]]
) -> Result:
    """Turn fetched windows into the answer.

    `windows` lists by job id what each job needed, `delivered` what of it is there.
    """
    request = report.request
    named = _names_from(report, delivered)
    rows = _rows(report, request.period, named, windows, delivered)
    summaries = _summaries(report, request.period, rows)
    if request.compared_period is not None:
        earlier = _rows(report, request.compared_period, named, windows, delivered)
        earlier_summaries = _summaries(report, request.compared_period, earlier)
        rows = [
            replace(row, compared=_compared(row, before, request.compared_period))
            for row, before in zip(rows, earlier, strict=True)
        ]
        summaries = [
            replace(summary, compared=_compared(summary, before, request.compared_period))
            for summary, before in zip(summaries, earlier_summaries, strict=True)
        ]
    return Result(
        summaries=summaries,
        breakdown=rows,
        artists=list(named.values()),
        sources=[SOURCES[slug] for slug in request.platforms],
    )


def _rows(
    report: Report,
    period: Period,
    named: Mapping[str, Artist],
    windows: Mapping[str, Sequence[Window]],
    delivered: Mapping[str, Sequence[WindowData]],
) -> list[BreakdownRow]:
    """Make every row of one period, from the windows that hold any of its days."""
    return [
        _row(
            report,
            cell,
            named[cell.artist.uuid],
            period,
            [window for window in windows.get(cell.job_id, ()) if period.meets(window)],
            [data for data in delivered.get(cell.job_id, ()) if period.meets(data.window)],
        )
        for cell in cells_of(report.request)
    ]


def _summaries(report: Report, period: Period, rows: Sequence[BreakdownRow]) -> list[PlatformSummary]:
    sources = [SOURCES[slug] for slug in report.request.platforms]
    return [_summary(period, source, [row for row in rows if row.source is source]) for source in sources]


_ENOUGH = Decimal("0.5")
"""The share of days with points below which a period is not compared."""


def _compared(
    now: BreakdownRow | PlatformSummary, before: BreakdownRow | PlatformSummary, period: Period
) -> Compared:
    """Hold a row against the same of the earlier period, like with like."""
    thin = [
        f"{name} has points on {figures.coverage:.1%} of its days"
        for name, figures in (("this period", now.figures), ("the period compared with", before.figures))
        if figures.coverage < _ENOUGH
    ]
    if thin:
        reason = f"Not compared: {' and '.join(thin)}, and half are needed."
        note = f"{reason} {before.note}" if before.note and not before.figures.data_points else reason
        return Compared(period, before.figures, before.status, note)
    change, change_percent = change_between(before.figures.period_average, now.figures.period_average)
    latest, latest_percent = change_between(before.figures.latest_value, now.figures.latest_value)
    return Compared(
        period, before.figures, before.status, before.note, change, change_percent, latest, latest_percent
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
    report: Report,
    cell: Cell,
    artist: Artist,
    period: Period,
    needed: Sequence[Window],
    delivered: Sequence[WindowData],
) -> BreakdownRow:
    request = report.request
    points = [
        (day, value)
        for data in sorted(delivered, key=lambda data: data.window.first)
        for day, value in data.points(request.country)
        if period.holds(day)
    ]
    there = {data.window.first for data in delivered}
    missing = [window for window in needed if window.first not in there]
    status = _row_status(cell, request.country, bool(points), bool(missing), delivered)
    return BreakdownRow(
        artist=artist,
        source=cell.source,
        figures=figures_of(points, days=period.days),
        status=status,
        note=_row_note(report, cell, period, status, missing, delivered),
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
        return point_status(cell, country)
    if missing:
        return RowStatus.FAILED
    outcomes = {data.outcome for data in delivered}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    if Outcome.NOT_IN_PLAN in outcomes:
        return RowStatus.NOT_IN_PLAN
    return RowStatus.NO_DATA


def _row_note(
    report: Report,
    cell: Cell,
    period: Period,
    status: RowStatus,
    missing: Sequence[Window],
    delivered: Sequence[WindowData],
) -> str | None:
    """Say beside a blank or a qualified figure why it is so."""
    source, country = cell.source, report.request.country
    notes: list[str] = []
    if status in (RowStatus.FAILED, RowStatus.PARTIAL):
        reasons = {failure.cell.job_id: failure.reason for failure in report.failures}
        days = ", ".join(_days_wanted(window, period) for window in missing)
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
            days = f"{period.start} to {period.end}"
            notes.append(f"Soundcharts published nothing for {country} from {days}. {source.country_note}")
        case RowStatus.NO_DATA:
            notes.append(f"Soundcharts has no value for any day from {period.start} to {period.end}.")
        case _ if country:
            notes.append(source.country_note)
    for data in delivered:
        days = _days_wanted(data.window, period)
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


def _days_wanted(window: Window, period: Period) -> str:
    """Name the part of a window that lies in a period."""
    return f"{max(window.first, period.start)} to {min(window.last, period.end)}"


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


def _summary(period: Period, source: MetricSource, rows: Sequence[BreakdownRow]) -> PlatformSummary:
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
        figures=figures_of(totals, days=period.days, data_points=sum(len(row.points) for row in filled)),
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


def point_status(of: BreakdownRow | Cell, country: str | None) -> RowStatus:
    """Say what each point of a series is; that others are missing, its row says."""
    lower_bound = country is not None and of.source.places is Places.TOP_CITIES
    return RowStatus.LOWER_BOUND if lower_bound else RowStatus.MEASURED
