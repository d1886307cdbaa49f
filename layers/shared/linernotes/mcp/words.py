"""What a report says in a few lines, each figure with its status and its reason (contract 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from linernotes.mcp.parts import lines_of_section
from linernotes.mcp.results import beginning, quoted, shown
from linernotes.model.period_words import period_in_words
from linernotes.model.report import Report, Status
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure
from linernotes.sections.registry import SECTIONS

MOST_LINES = 10
"""Lines of figures in a text: the rest is in the structured content."""
_MOST_BYTES, _MOST_ASKED_BYTES = (2_500, 1_600, 900, 500), 60_000
"""However few lines that is: of other letters than ASCII each takes six bytes. Of several the first that
leaves the structured content its rows."""
_LONGEST_LINE = 320
_WITHOUT_MORE = "measured"

Row = Mapping[str, Any]


def head_line(report: Report) -> str:
    """Say how far a report is, or how it ended."""
    told = f"Report {report.report_id}, revision {report.revision}: {report.status.value}"
    total, failed = len(report.jobs), len(report.failures)
    if not report.status.ended:
        return f"{told}, {len(report.ended)} of {counted(total, 'job')} ended."
    if report.status is Status.SUCCEEDED:
        return f"{told}."
    reason = f" {report.failure}." if report.failure else ""
    return f"{told}, {failed} of {counted(total, 'job')} failed.{reason}"


def row_lines(rows: Sequence[Row], country: str | None) -> list[str]:
    """Say the figures of rows of metric sources, each with its status and note."""
    return [_row_line(row, country) for row in rows]


def _row_line(row: Row, country: str | None) -> str:
    source = f"{row['platform__name']} {row['platform__audience_metric_name']}"
    about = f"{quoted(row['artist__name'] or row['artist__uuid'])}, {source}, {country or 'worldwide'}"
    if row["latest_value"] is None:
        return _line(f"{about}: blank, not zero{_comparison(row)}", row)
    told = f"{about}: {figure(row['latest_value'])} on {row['latest_date']}"
    if row["difference"] is not None:
        percent = row["difference_percent"]
        change = f"{row['difference']:+,.0f}" + (f", {percent:+.1f} %" if percent is not None else "")
        told += f" ({change} since {row['first_date']}; average {figure(row['period_average'])})"
    return _line(told + _comparison(row), row)


def _comparison(row: Row) -> str:
    """Say how a row's average has changed against the other period, or why that is not known."""
    compared = row.get("compared")
    if not compared:
        return ""
    start, end = (date.fromisoformat(compared["period"][name]) for name in ("start", "end"))
    if compared["change"] is not None:
        percent = compared["change_percent"]
        change = f"{compared['change']:+,.0f}" + (f", {percent:+.1f} %" if percent is not None else "")
        return f"; average {change} against {period_in_words(start, end)}"
    reason = (compared["note"] or f"status {compared['status']} in that period").partition(". ")[0]
    reason = reason.removeprefix("Not compared: ").rstrip(".")
    return f"; not compared with {period_in_words(start, end)}: {reason}"


def _line(told: str, row: Row) -> str:
    note = f": {row['note']}" if row["note"] else ""
    return shown(f"{told}; status {row['status']}{note}", _LONGEST_LINE)


def section_lines(name: str, answer: Mapping[str, Any], names: Mapping[str, str | None]) -> Iterator[str]:
    """Say the most important of a section's answer, by artist, after what it is worth as a whole."""
    note = f": {answer['note']}" if answer["note"] else ""
    yield shown(f"{SECTIONS[name].title}: status {answer['status']}{note}", _LONGEST_LINE)
    totals: dict[str, list[Row]] = {}
    for total in answer["totals"]:
        totals.setdefault(total["artist__uuid"], []).append(total)
    for uuid, line in lines_of_section(name, answer):
        worth = _worth(totals.get(uuid, ()))
        yield shown(f"{quoted(names.get(uuid) or uuid)}: {line}{worth}", _LONGEST_LINE)


def _worth(totals: Sequence[Row]) -> str:
    """Say what an artist's figures are worth; where there are several totals, the lines say it of each."""
    if len(totals) != 1 or totals[0]["status"] == _WITHOUT_MORE:
        return ""
    (total,) = totals
    return f"; status {total['status']}" + (f": {total['note']}" if total["note"] else "")


def as_many(lines: Sequence[str], limit: int | None = None) -> list[list[str]]:
    """Give the lines a short text has, the most first, then fewer; or those of one asked to have so many."""
    if limit is not None:
        return [beginning(lines[: max(limit, MOST_LINES)], _MOST_ASKED_BYTES)]
    return [beginning(lines[:MOST_LINES], most) for most in _MOST_BYTES]


def with_more(told: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Give the lines of a text, and say how many more there would be."""
    more = len(lines) - len(told)
    return [*told, f"… and {more:,} more."] if more else [*told]


def status_words(rows: Sequence[Row]) -> str | None:
    """Say which statuses rows have besides measured, so that none is taken for more than it is."""
    there = {row["status"] for row in rows if row.get("status") not in (None, _WITHOUT_MORE)}
    told = [
        f"{status.value} is {_GENERAL.get(status, status.words)}" for status in RowStatus if status in there
    ]
    return f"Quote each status: {'; '.join(told)}." if told else None


_GENERAL = {
    # A row's note says why: not by country, not worldwide, or by nobody as the platform has no such figures.
    RowStatus.NOT_PUBLISHED: "a figure that is not published, as the note says",
    RowStatus.NO_DATA: "nothing known of this period, as the note says",
}
"""A status in words that hold for every row of it, where those of the figures' sheets say more."""
