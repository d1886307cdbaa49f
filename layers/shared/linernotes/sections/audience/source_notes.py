"""Rows of the sheet Notes on metric sources: the coverage matrix of the report, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from linernotes.model.report import Report
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.provenance import origin_of
from linernotes.sections.audience.result import BreakdownRow, Result
from linernotes.sections.audience.words import artist_names, days_in_words, source_name
from linernotes.workbook.cells import Value

Note = dict[str, Value]


def source_notes(report: Report, result: Result) -> Iterator[Note]:
    """Describe what was asked, a row per metric source: the coverage matrix of this report."""
    period, country = report.request.period, report.request.country
    for source in result.sources:
        rows = [row for row in result.breakdown if row.source.slug == source.slug]
        origin = origin_of(rows, report.started_at)
        yield {
            "Section": "Source",
            "Subject": source_name(source),
            "Detail": source.path("{uuid}"),
            "Result": origin.words,
            "Count": sum(len(row.points) for row in rows),
            "Expected": source.expected_points(period.start, period.end, country)
            * len(report.request.artists),
            "Newest day": origin.newest_day,
            "Fetched from (UTC)": origin.fetched_from,
            "Fetched to (UTC)": origin.fetched_to,
            "Crawled (UTC)": origin.crawled,
            "Kind of metric": f"{source.kind.value}: {source.kind.allowed_operations}",
            "Cadence": source.country_cadence if country else source.cadence.words,
            "By country": source.country_note,
        }


def gap_notes(report: Report, result: Result) -> Iterator[Note]:
    """Describe the rows that have fewer points than they could, a row of Notes each."""
    names = artist_names(result.artists)
    for row in result.breakdown:
        expected = row.figures.expected_points
        cadence = row.source.cadence_of(report.request.country)
        if len(row.points) < max(1, expected):
            yield {
                "Section": "Gap",
                "Subject": f"{names[row.artist.uuid]} · {source_name(row.source)}",
                "Detail": _gap_in_words(row, report.request),
                "Result": cadence.counted(len(row.points), expected) if cadence else None,
                "Count": len(row.points),
                "Expected": expected,
                "Newest day": row.points[-1][0] if row.points else None,
            }


def _gap_in_words(row: BreakdownRow, request: ReportRequest) -> str:
    parts = []
    if row.provenance.missing:
        windows = ", ".join(f"{window.first} to {window.last}" for window in row.provenance.missing)
        parts.append(f"Windows not fetched: {windows}.")
    if not row.points:
        parts.append(row.note or "No day has a point.")
    else:
        first, last, length = _longest_gap(row, request.start_date, request.end_date)
        parts.append(f"Longest run without a point: {days_in_words(length)}, {first} to {last}.")
    return " ".join(parts)


def _longest_gap(row: BreakdownRow, start: date, end: date) -> tuple[date, date, int]:
    """Find the longest run of days of the period without a point: its first and last day, and its length."""
    before, after = start.toordinal() - 1, end.toordinal() + 1
    marks = [before, *(day.toordinal() for day, _ in row.points), after]
    left, right = max(pairwise(marks), key=lambda pair: pair[1] - pair[0])
    return date.fromordinal(left + 1), date.fromordinal(right - 1), right - left - 1
