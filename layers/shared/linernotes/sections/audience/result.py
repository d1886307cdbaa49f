"""The answer of contract 4: rows, platform summaries, and why a cell is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from linernotes.model.figures import Exact, ExactPoints, Figures, daily_totals, figures_of
from linernotes.model.notes import Note, text_of
from linernotes.model.periods import Period
from linernotes.model.points import Points
from linernotes.model.report import Cell, Report, cells_of
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import Window
from linernotes.sections.audience import notes
from linernotes.sections.audience.comparison import Compared, Side, compare
from linernotes.sections.sources import SOURCES, MetricSource, Places
from linernotes.sections.tracks.tracks import TrackBreakdown
from linernotes.sections.windows.window_data import Outcome, WindowData


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
    """One artist on one metric source; `compared` is there when the request compares.

    `unreadable` counts the rows of Soundcharts' answers that could not be read.
    """

    artist: Artist
    source: MetricSource
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    points: Points
    provenance: Provenance
    unreadable: int = 0
    compared: Compared | None = None

    @property
    def note(self) -> str | None:
        """Give what the notes say."""
        return text_of(self.notes)


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One metric source over all artists of the report.

    `totals` are the daily totals it is drawn from, `artists` those who have any point.
    """

    source: MetricSource
    figures: Figures
    status: RowStatus
    notes: Sequence[Note]
    totals: Sequence[tuple[date, Exact]]
    artists: Sequence[Artist] = ()
    compared: Compared | None = None

    @property
    def note(self) -> str | None:
        """Give what the notes say."""
        return text_of(self.notes)


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
            replace(row, compared=_compared(request, row, before))
            for row, before in zip(rows, earlier, strict=True)
        ]
        summaries = [
            replace(summary, compared=_compared(request, summary, before))
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
    country = report.request.country
    return [
        _summary(period, country, source, [row for row in rows if row.source is source]) for source in sources
    ]


def _compared[Row: (BreakdownRow, PlatformSummary)](
    request: ReportRequest, now: Row, before: Row
) -> Compared:
    if request.compared_period is None:
        raise ValueError("the request compares nothing")
    return compare(
        _side(now, request.period),
        _side(before, request.compared_period),
        now.source.cadence_of(request.country),
    )


def _side(row: BreakdownRow | PlatformSummary, period: Period) -> Side:
    if isinstance(row, BreakdownRow):
        points, artists = len(row.points), [row.artist] if row.points else []
    else:
        points, artists = len(row.totals), list(row.artists)
    return Side(period, row.figures, row.status, row.notes, points, artists)


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
    unreadable = sum(data.unreadable_rows(request.country, period.start, period.end) for data in delivered)
    return BreakdownRow(
        artist=artist,
        source=cell.source,
        figures=figures_of(
            points,
            days=period.days,
            expected_points=cell.source.expected_points(period.start, period.end, request.country),
        ),
        status=status,
        notes=_row_notes(report, cell, period, status, missing, delivered, points, unreadable),
        points=points,
        provenance=Provenance(
            fetched_from=min((data.fetched_at for data in delivered), default=None),
            fetched_to=max((data.fetched_at for data in delivered), default=None),
            crawled_at=max((data.crawled_at for data in delivered if data.crawled_at), default=None),
            missing=missing,
        ),
        unreadable=unreadable,
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


def _row_notes(
    report: Report,
    cell: Cell,
    period: Period,
    status: RowStatus,
    missing: Sequence[Window],
    delivered: Sequence[WindowData],
    points: Points,
    unreadable: int,
) -> list[Note]:
    """Say beside a blank or a qualified figure why it is so."""
    source, country = cell.source, report.request.country
    told: list[Note] = []
    if status in (RowStatus.FAILED, RowStatus.PARTIAL):
        reasons = {failure.cell.job_id: failure.reason for failure in report.failures}
        reason = reasons.get(cell.job_id, "the data is no longer stored")
        told.append(notes.not_fetched(missing, period, reason))
    match status:
        case RowStatus.NOT_FOUND:
            told.append(notes.not_found(source))
        case RowStatus.NOT_IN_PLAN:
            told.append(notes.not_in_plan(source))
        case RowStatus.NOT_PUBLISHED:
            told.append(notes.not_published(source))
        case RowStatus.NO_DATA if unreadable:
            told.append(notes.unreadable_rows(unreadable, period))
        case RowStatus.NO_DATA if country:
            told += [notes.nothing_published(country, period), notes.country_figures(source)]
        case RowStatus.NO_DATA:
            told.append(notes.no_value(period))
        case RowStatus.FAILED:
            pass  # What figures of a country are says nothing of none.
        case _ if country:
            told.append(notes.country_figures(source))
    if len(points) == 1:
        told.append(notes.single_point(points[0][0]))
    if unreadable and status is not RowStatus.NO_DATA:
        told.append(notes.unreadable_rows(unreadable))
    refused = status in (RowStatus.NOT_FOUND, RowStatus.NOT_IN_PLAN)
    for data in delivered:
        if data.outcome is not Outcome.DELIVERED and not refused:
            told.append(notes.answered(data.window, period, data.outcome.value))
        if data.announced is not None:
            told.append(notes.announced(data.window, data.announced, len(data.values)))
    return told


_PRECEDENCE = (
    RowStatus.FAILED,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NO_DATA,
    RowStatus.NOT_PUBLISHED,
    RowStatus.NOT_FOUND,
)
"""Which status a summary without any point takes from its rows: what can be mended comes first."""


def _summary(
    period: Period, country: str | None, source: MetricSource, rows: Sequence[BreakdownRow]
) -> PlatformSummary:
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
            totals,
            days=period.days,
            expected_points=source.expected_points(period.start, period.end, country),
            data_points=sum(len(row.points) for row in filled),
            changes=any(len(row.points) > 1 for row in filled),
        ),
        status=status,
        notes=_summary_notes(rows, filled, totals),
        totals=totals,
        artists=[row.artist for row in filled],
    )


def _summary_notes(
    rows: Sequence[BreakdownRow], filled: Sequence[BreakdownRow], totals: ExactPoints
) -> Sequence[Note]:
    if len(rows) == 1:
        return rows[0].notes
    told = []
    if len(filled) > 1:
        told.append(notes.sum_of_artists(len(filled)))
    if filled and all(len(row.points) == 1 for row in filled):
        first, latest = totals[0][0], totals[-1][0]
        told.append(notes.single_point(first) if first == latest else notes.single_points(first, latest))
    blank = [(row.artist, row.status) for row in rows if not row.points]
    if blank:
        told.append(notes.left_out(blank) if filled else notes.no_points(blank))
    partial = [(row.artist, row.status) for row in filled if row.status is RowStatus.PARTIAL]
    if partial:
        told.append(notes.windows_failed(partial))
    if any(row.status is RowStatus.LOWER_BOUND for row in filled):
        told.append(notes.country_figures(rows[0].source))
    lost = sum(row.unreadable for row in rows)
    if lost:
        told.append(notes.unreadable_rows(lost))
    return told


def label_of(artist: Artist) -> str:
    """Name an artist for a reader, by UUID where the name never became known."""
    return artist.label


def point_status(of: BreakdownRow | Cell, country: str | None) -> RowStatus:
    """Say what each point of a series is; that others are missing, its row says."""
    lower_bound = country is not None and of.source.places is Places.TOP_CITIES
    return RowStatus.LOWER_BOUND if lower_bound else RowStatus.MEASURED
