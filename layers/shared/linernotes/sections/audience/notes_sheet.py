"""The sheet Notes: where every figure comes from, what is missing, and if the workbook agrees with itself.

One table whose rows are of several sections, so that it has one header and one filter: Source rows fill the
columns of the coverage matrix, Check rows Count and Expected, and so on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from openpyxl.utils import get_column_letter

from linernotes.model.periods import Comparison
from linernotes.model.report import Report, Status
from linernotes.model.request import ReportRequest
from linernotes.sections.audience.breakdown_sheet import colored_if, letter_of
from linernotes.sections.audience.checks import Check
from linernotes.sections.audience.provenance import origin_of
from linernotes.sections.audience.result import BreakdownRow, Result, label_of
from linernotes.sections.audience.words import artist_names, days_in_words, source_name
from linernotes.workbook.cells import Cell, Value, row_cells, row_height
from linernotes.workbook.looks import BAD, FACTS, GOOD, TITLE
from linernotes.workbook.schema import NOTES, WORKBOOK_SCHEMA_VERSION, WORLDWIDE
from linernotes.workbook.sheet import Sheet

HEADER_ROW = 4

Note = dict[str, Value]

_MAY_HELP = "trying again may help"
_WILL_NOT_HELP = "trying again will not help"

_READING = (
    (
        "Difference and Change %",
        "Latest value less first value, and that as a share of the first; blank when the first is 0 or "
        "below. With a single value there is no difference, and both are blank.",
    ),
    ("Average", "The sum of the values over the number of days with a value. No day is filled in."),
    ("Coverage", "Days with a value, on Summary with a total, over the days of the period."),
    (
        "Expected points",
        "How many values one artist's figure can have in the period by its cadence: days, Mondays, months, "
        "or a fifteenth of the days. By country it is the cadence of the figures by country.",
    ),
    ("Peak date", "The first day on which the peak was reached."),
    (
        "Summary, several artists",
        "Daily totals: each artist's values are interpolated between its own days and held flat outside "
        "them. Totals are taken on days on which any artist was measured, and a person is counted once for "
        "each artist. Points of all artists counts the values of all, Days with a total the days. "
        "Breakdown and Daily data hold no interpolated value.",
    ),
    ("Country", f"The ISO 3166-1 code asked for, or {WORLDWIDE}: the platform's own figure."),
    ("Status measured", "Every figure is as Soundcharts gave it."),
    ("Status lower_bound", "True is at least this: cities outside the artist's top 50 are not in it."),
    ("Status partial", "Some of the period could not be fetched; the figures are of the days there are."),
    ("Status not_published", "The platform does not give this figure by country."),
    ("Status no_data", "Soundcharts has nothing for the period, or nothing that could be read: see Note."),
    ("Status not_in_plan", "The Soundcharts plan in use does not include it."),
    ("Status not_found", "Soundcharts knows no such artist, or nothing of it on the platform."),
    ("Status failed", "It could not be fetched; see the Failure rows."),
    ("Status on Daily data", "Of the single day: measured, or lower_bound for a sum of cities."),
    (
        "Count and Expected",
        "Source and Gap: values there are, and how many there can be by the cadence, of a Source for all "
        "artists asked. Check: two counts that must be equal.",
    ),
    ("From cache", "Fetched from Soundcharts before this report began, and still fresh enough to be used."),
    ("Times", "All times are UTC. A day is the day Soundcharts gives a value for."),
)

_READING_COMPARISON = (
    (
        "Comparison",
        "The same figures of the period compared with. Change is the average less the compared average, "
        "Latest change the latest value less the compared latest; in % they are shares of the figure "
        "compared with, blank when that is 0 or below. All are blank unless both periods have at least half "
        "of their expected points, and a sum unless it is of the same artists in both.",
    ),
    ("Compared status", "Status of the row in the period compared with; its days are not on Daily data."),
)

_READING_TRACKS = (
    (
        "Tracks",
        "From rankings of charts, as far as ingested: only tracks on a chart in the period, and only "
        "what charts publish. With a country its charts count. Without one a track's figure of a day is the "
        "worldwide chart's, else the sum over the countries' charts: a lower bound. Daily charts count where "
        "any of the country and period are stored, else weekly ones. A city's chart counts for no country.",
    ),
    (
        "Chart days",
        "For how many of the period's days the country's main chart, the largest, is stored, of how many "
        "there are; of weekly charts weeks. Unless all are, totals are a lower bound, as Status says.",
    ),
    (
        "Total streams on Tracks",
        "The sum over the days charted with a figure; blank where charts gave positions only. Metric says "
        "what it is of: streams, spins, views.",
    ),
    (
        "Average a day on Tracks",
        "Total over Data points: days with a figure. On weekly charts those are weeks, of seven days each.",
    ),
    (
        "Weeks on chart so far",
        "The longest stay a ranking reports of the track, which may have begun before the period; else the "
        "weeks of the period it was charted in.",
    ),
)

_COMPARED_WITH = {
    Comparison.PREVIOUS_PERIOD: "as many days right before",
    Comparison.PREVIOUS_YEAR: "the same days a year earlier",
}


def write_notes(
    sheet: Sheet,
    report: Report,
    result: Result,
    checks: Sequence[Check],
    *,
    made_at: datetime,
    version: str,
    status: Status,
) -> None:
    """Write the sheet."""
    sheet.add_row([Cell(1, "Notes: where every figure comes from, and what is missing", TITLE)], height=27)
    sheet.add_row([Cell(1, "One table; the filter of Section shows one part of it.", FACTS)])
    sheet.add_row()
    sheet.add_header(NOTES.columns)
    for note in _request(report):
        # Not wrapped: it is to be copied in one piece, and would make its row very tall.
        sheet.add_row(
            [
                replace(cell, look=replace(cell.look, wrap=False, ruled=False))
                for cell in row_cells(NOTES.columns, note)
            ]
        )
    for note in (
        *_report(report, made_at, version, status),
        *_checks(checks),
        *_sources(report, result),
        *_failures(report, result),
        *_gaps(report, result),
        *_reading(report.request),
    ):
        cells = row_cells(NOTES.columns, note)
        sheet.add_row(cells, height=row_height(NOTES.columns, cells))
    last_cell = f"{get_column_letter(len(NOTES.columns))}{sheet.rows}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last_cell}"
    sheet.print_area = f"A1:{last_cell}"  # or a long request would be printed far to the right
    verdicts = letter_of(NOTES, "Result")
    for word, color in (("PASS", GOOD), ("FAIL", BAD)):
        cells_of_verdicts = f"{verdicts}{HEADER_ROW + 1}:{verdicts}{sheet.rows}"
        sheet.conditional_formatting.add(cells_of_verdicts, colored_if("equal", f'"{word}"', color))


def _request(report: Report) -> Iterator[Note]:
    canonical = json.dumps(report.request.canonical(), ensure_ascii=False, separators=(",", ":"))
    yield {"Section": "Request", "Subject": "POST this to make the report again", "Detail": canonical}
    request = report.request
    if request.compare is not None:
        period = request.period.compared_by(request.compare)
        yield {
            "Section": "Request",
            "Subject": "Period compared with",
            "Detail": f"{period.start} to {period.end}: {_COMPARED_WITH[request.compare]}",
            "Result": days_in_words(period.days),
        }


def _report(report: Report, made_at: datetime, version: str, status: Status) -> Iterator[Note]:
    def note(subject: str, **values: Value) -> Note:
        return {"Section": "Report", "Subject": subject, **values}

    yield note("Report id", Detail=report.report_id)
    yield note("Status", Detail=report.failure, Result=status.value)
    yield note("Revision", Count=report.revision)
    yield {**note("Asked for"), "Time (UTC)": report.created_at}
    yield {**note("Fetching began"), "Time (UTC)": report.started_at}
    yield {**note("Workbook made"), "Time (UTC)": made_at}
    yield note(
        "Upstream calls", Detail="Calls to Soundcharts, repeated ones included.", Count=report.upstream_calls
    )
    yield note("Cache hits", Detail="Windows of up to 90 days that took no call.", Count=report.cache_hits)
    yield note("Failures", Count=len(report.failures))
    yield note("Code version", Detail=version)
    yield note("Workbook schema version", Count=WORKBOOK_SCHEMA_VERSION)


def _checks(checks: Sequence[Check]) -> Iterator[Note]:
    for check in checks:
        yield {
            "Section": "Check",
            "Subject": check.name,
            "Detail": check.detail,
            "Result": check.verdict,
            "Count": check.found,
            "Expected": check.expected,
        }


def _sources(report: Report, result: Result) -> Iterator[Note]:
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
            "Kind of metric": f"{source.kind.value}: {source.kind.may_be}",
            "Cadence": source.cadence.words,
            "By country": source.country_note,
        }


def _failures(report: Report, result: Result) -> Iterator[Note]:
    names = artist_names(result.artists)
    for failure in report.failures:
        artist = failure.cell.artist
        yield {
            "Section": "Failure",
            "Subject": f"{names.get(artist.uuid, label_of(artist))} · {source_name(failure.cell.source)}",
            "Detail": failure.reason,
            "Result": _MAY_HELP if failure.retryable else _WILL_NOT_HELP,
        }


def _gaps(report: Report, result: Result) -> Iterator[Note]:
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


def _reading(request: ReportRequest) -> Iterator[Note]:
    tracks = _READING_TRACKS if "tracks" in request.sections else ()
    compared = _READING_COMPARISON if request.compare else ()
    for subject, detail in (*_READING, *tracks, *compared):
        yield {"Section": "Reading", "Subject": subject, "Detail": detail}
