"""What a report says in a few lines, each figure with its status and its reason (contract 12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from linernotes.mcp.parts import lines_of_section
from linernotes.mcp.results import beginning, quoted, shown
from linernotes.model.countries import in_country
from linernotes.model.period_words import period_in_words
from linernotes.model.report import Report, Status
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure
from linernotes.sections.registry import SECTIONS

MOST_LINES = 10
"""Lines of figures in a text: the rest is in the structured content."""
_MOST_BYTES, _MOST_ASKED_BYTES = 2_500, 60_000
"""However few lines that is: of other letters than ASCII each takes six bytes."""
_MOST_SHORT_BYTES = range(4_000, 300, -200)
_LONGEST_LINE, _LONGEST_SHORT_LINE = 320, 200
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
    about = f"{_about(row)}, {country or 'worldwide'}"
    if row["latest_value"] is None:
        return _line(f"{about}: blank, not zero{_comparison(row)}", row)
    told = f"{about}: {figure(row['latest_value'])} on {row['latest_date']}"
    if row["difference"] is not None:
        percent = row["difference_percent"]
        change = f"{row['difference']:+,.0f}" + (f", {percent:+.1f} %" if percent is not None else "")
        told += f" ({change} since {row['first_date']}; average {figure(row['period_average'])})"
    return _line(told + _comparison(row), row)


def _about(row: Row) -> str:
    source = f"{row['platform__name']} {row['platform__audience_metric_name']}"
    return f"{quoted(row['artist__name'] or row['artist__uuid'])}, {source}"


def row_lines_in_short(rows: Sequence[Row], *, with_changes: bool) -> list[str]:
    """Say the figures of rows, each with its status and note, without changes with its first sentence.

    `about_in_short` says the country and the other period.
    """
    return [_row_line_in_short(row, with_changes=with_changes) for row in rows]


def _row_line_in_short(row: Row, *, with_changes: bool) -> str:
    told = f"{_about(row)}: blank, not zero"
    if row["latest_value"] is not None:
        told = f"{_about(row)}: {figure(row['latest_value'])} on {row['latest_date']}"
    if with_changes:
        return _line(told + _changes(row), row)
    return _line(told, {**row, "note": row["note"] and row["note"].partition(". ")[0]})


def _changes(row: Row) -> str:
    """Say how a figure has changed, and its average against the other period, or why that is not known.

    What is blank has its note to say why.
    """
    if row["latest_value"] is None:
        return ""
    compared = row.get("compared")
    told = f" ({_change(row, 'difference')})" if row["difference"] is not None else ""
    if not compared:
        return told
    if compared["change"] is None:
        return f"{told}; not compared: {_why_not(compared)}"
    return f"{told}; average {_change(compared, 'change')}"


def _change(figures: Row, name: str) -> str:
    """Say a change in per cent, or as it is where it has none."""
    percent = figures[f"{name}_percent"]
    return f"{figures[name]:+,.0f}" if percent is None else f"{percent:+.1f} %"


def about_in_short(rows: Sequence[Row], country: str | None, *, with_changes: bool) -> str:
    """Say once what short lines are about: where, what changes are of, and the period compared with."""
    told = f"Figures {in_country(country)}"
    if not with_changes:
        return f"{told}."
    told += ", in brackets how they changed in the period"
    compared = next((row["compared"] for row in rows if row.get("compared")), None)
    return f"{told}, averages against {_period(compared)}." if compared else f"{told}."


def _comparison(row: Row) -> str:
    """Say how a row's average has changed against the other period, or why that is not known."""
    compared = row.get("compared")
    if not compared:
        return ""
    if compared["change"] is not None:
        percent = compared["change_percent"]
        change = f"{compared['change']:+,.0f}" + (f", {percent:+.1f} %" if percent is not None else "")
        return f"; average {change} against {_period(compared)}"
    return f"; not compared with {_period(compared)}: {_why_not(compared)}"


def _period(compared: Row) -> str:
    start, end = (date.fromisoformat(compared["period"][name]) for name in ("start", "end"))
    return period_in_words(start, end)


def _why_not(compared: Row) -> str:
    reason: str = (compared["note"] or f"status {compared['status']} in that period").partition(". ")[0]
    return reason.removeprefix("Not compared: ").rstrip(".")


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


def sections_in_short(sections: Iterable[Iterable[str]]) -> list[str]:
    """Give the lines of sections: of each what it is worth with its first line, then all others."""
    of_each = [list(lines) for lines in sections]
    first = [shown("; ".join([lines[0].rstrip("."), *lines[1:2]]), _LONGEST_SHORT_LINE) for lines in of_each]
    return first + [line for lines in of_each for line in lines[2:]]


def _worth(totals: Sequence[Row]) -> str:
    """Say what an artist's figures are worth; where there are several totals, the lines say it of each."""
    if len(totals) != 1 or totals[0]["status"] == _WITHOUT_MORE:
        return ""
    (total,) = totals
    return f"; status {total['status']}" + (f": {total['note']}" if total["note"] else "")


def as_many(lines: Sequence[str], limit: int | None = None) -> list[str]:
    """Give the lines a short text has, or those of one asked to have so many."""
    if limit is not None:
        return beginning(lines[: max(limit, MOST_LINES)], _MOST_ASKED_BYTES)
    return beginning(lines[:MOST_LINES], _MOST_BYTES)


def as_many_in_short(lines: Sequence[str]) -> list[list[str]]:
    """Give the beginnings of a text's lines, the longest first, each once."""
    told: dict[int, list[str]] = {}
    for most in _MOST_SHORT_BYTES:
        begun = beginning(lines, most)
        told.setdefault(len(begun), begun)
    return list(told.values())


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
