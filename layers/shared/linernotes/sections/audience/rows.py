"""The rows of metric sources, made from windows (contract 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from linernotes.model.figures import figures_of
from linernotes.model.notes import Note
from linernotes.model.periods import Period
from linernotes.model.points import Points
from linernotes.model.report import report_needs
from linernotes.model.request import ROWS, Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import Window
from linernotes.sections.audience import notes
from linernotes.sections.audience.comparison import Compared, Side, compare
from linernotes.sections.audience.result import (
    BreakdownRow,
    PlatformSummary,
    Provenance,
    Result,
    point_status,
)
from linernotes.sections.audience.summary import _summary
from linernotes.sections.section import Material
from linernotes.sections.sources import SOURCES, MetricSource, Places
from linernotes.sections.windows.city_changes import cities_at_ends, city_change
from linernotes.sections.windows.window_data import Outcome, WindowData, WindowKey


@dataclass(frozen=True, slots=True)
class _Subject:
    """One artist on one metric source, with the windows there should be and those there are.

    `reason` is why the job that fetches them failed, if it did.
    """

    artist: Artist
    source: MetricSource
    needed: Sequence[Window]
    delivered: Sequence[WindowData]
    reason: str | None

    def within(self, period: Period) -> _Subject:
        """Leave out the windows that hold no day of a period."""
        return replace(
            self,
            needed=[window for window in self.needed if period.meets(window)],
            delivered=[data for data in self.delivered if period.meets(data.window)],
        )


def build_result(material: Material) -> Result:
    """Turn fetched windows into the answer."""
    request = material.report.request
    subjects = _subjects(material)
    rows = _rows(request, request.period, subjects)
    summaries = _summaries(request, request.period, rows)
    if request.compared_period is not None:
        earlier = _rows(request, request.compared_period, subjects)
        earlier_summaries = _summaries(request, request.compared_period, earlier)
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
        artists=[material.artists[artist.uuid] for artist in request.artists],
        sources=[SOURCES[slug] for slug in request.platforms],
    )


def _subjects(material: Material) -> list[_Subject]:
    """List every artist on every metric source of the request, artists first, both in the order asked for."""
    report, windows = material.report, material.windows
    needed = [need.window for need in report_needs(report)]
    reasons = {
        (failure.job.artist.uuid, failure.job.platform): failure.reason
        for failure in report.failures
        if failure.job.section == ROWS
    }
    subjects = []
    for artist in report.request.artists:
        for slug in report.request.platforms:
            source = SOURCES[slug]
            asked = needed if source.publishes(report.request.country) else []
            keys = (WindowKey(artist.uuid, slug, window.first) for window in asked)
            subjects.append(
                _Subject(
                    material.artists[artist.uuid],
                    source,
                    asked,
                    [windows[key] for key in keys if key in windows],
                    reasons.get((artist.uuid, slug)),
                )
            )
    return subjects


def _rows(request: ReportRequest, period: Period, subjects: Iterable[_Subject]) -> list[BreakdownRow]:
    """Make every row of one period, from the windows that hold any of its days."""
    return [_row(request, subject.within(period), period) for subject in subjects]


def _summaries(request: ReportRequest, period: Period, rows: Sequence[BreakdownRow]) -> list[PlatformSummary]:
    return [
        _summary(period, request.country, source, [row for row in rows if row.source is source])
        for source in (SOURCES[slug] for slug in request.platforms)
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


def _row(request: ReportRequest, subject: _Subject, period: Period) -> BreakdownRow:
    source, delivered = subject.source, subject.delivered
    points = [
        (day, value)
        for data in sorted(delivered, key=lambda data: data.window.first)
        for day, value in data.points(request.country)
        if period.holds(day)
    ]
    there = {data.window.first for data in delivered}
    missing = [window for window in subject.needed if window.first not in there]
    status = _row_status(source, request.country, bool(points), bool(missing), delivered)
    unreadable = sum(data.unreadable_rows(request.country, period.start, period.end) for data in delivered)
    return BreakdownRow(
        artist=subject.artist,
        source=source,
        figures=figures_of(
            points,
            days=period.days,
            expected_points=source.expected_points(period.start, period.end, request.country),
        ),
        status=status,
        notes=_row_notes(request, subject, period, status, missing, points, unreadable),
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
    source: MetricSource,
    country: str | None,
    has_points: bool,
    missing: bool,
    delivered: Sequence[WindowData],
) -> RowStatus:
    if not source.publishes(country):
        return RowStatus.NOT_PUBLISHED
    if has_points and missing:
        return RowStatus.PARTIAL
    if has_points:
        return point_status(source, country)
    if missing:
        return RowStatus.FAILED
    outcomes = {data.outcome for data in delivered}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    if Outcome.NOT_IN_PLAN in outcomes:
        return RowStatus.NOT_IN_PLAN
    return RowStatus.NO_DATA


def _few_points(source: MetricSource, country: str, period: Period, points: int) -> list[Note]:
    """Say of how few days a country's figures are, where that is less than half of those there can be."""
    cadence, expected = source.cadence_of(country), source.expected_points(period.start, period.end, country)
    return [notes.few_points(cadence, points, expected)] if cadence and points * 2 < expected else []


def _row_notes(
    request: ReportRequest,
    subject: _Subject,
    period: Period,
    status: RowStatus,
    missing: Sequence[Window],
    points: Points,
    unreadable: int,
) -> list[Note]:
    """Say beside a blank or a qualified figure why it is so."""
    source, country = subject.source, request.country
    told: list[Note] = []
    if status in (RowStatus.FAILED, RowStatus.PARTIAL):
        told.append(notes.not_fetched(missing, period, subject.reason or "the data is no longer stored"))
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
            told += [
                notes.nothing_published(source, country, period, own=period == request.period),
                notes.country_figures(source, blank=True),
            ]
        case RowStatus.NO_DATA:
            told.append(notes.no_value(period))
        case RowStatus.FAILED:
            pass  # What figures of a country are says nothing of none.
        case _ if country:
            told.append(notes.country_figures(source))
            told += _few_points(source, country, period, len(points))
    if country and source.places is Places.TOP_CITIES:
        change = city_change(cities_at_ends(subject.delivered, country, points), points)
        if change is not None:
            told.append(notes.cities_changed(change))
    if len(points) == 1:
        told.append(notes.single_point(points[0][0]))
    if unreadable and status is not RowStatus.NO_DATA:
        told.append(notes.unreadable_rows(unreadable))
    refused = status in (RowStatus.NOT_FOUND, RowStatus.NOT_IN_PLAN)
    for data in subject.delivered:
        if data.outcome is not Outcome.DELIVERED and not refused:
            told.append(notes.answered(data.window, period, data.outcome.value))
        if data.announced is not None:
            told.append(notes.announced(data.window, data.announced, len(data.values)))
    return told
