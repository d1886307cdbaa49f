"""The figures of a report as a mail shows them: by artist, a row a metric, as many as a mail holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from linernotes.model.period_words import day_in_words
from linernotes.model.plain_text import plain_text
from linernotes.model.row_status import RowStatus
from linernotes.model.words import figure, sentence
from linernotes.sections.audience.remarks import remarks
from linernotes.sections.registry import section_of

MOST_LINES = 120
"""Rows and lines of sections in a mail: with what stands around them, less than the 100 kB after which
Gmail shows no more of it."""
LONGEST_NAME = 120
_LONGEST_LINE = 300
_MINUS = re.compile(r"(?<!\w)-(?=\d)")

Row = Mapping[str, Any]
type DayInWords = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A metric of an artist: the latest value and what has changed within the period.

    Where there is no value, both are None and `blank` says why. `remarks` are what else is to be known.
    """

    metric: str
    latest: str | None
    change: str | None
    blank: str | None
    remarks: str


@dataclass(frozen=True, slots=True)
class ArtistFigures:
    """An artist with the rows of metric sources, and what the sections say of them."""

    name: str
    rows: Sequence[FigureRow]
    lines: Sequence[str]


def figures_of(result: Mapping[str, Any]) -> tuple[list[ArtistFigures], int]:
    """Give the artists' figures in the order asked for, and how many artists there is no room for.

    `result` is the report's JSON as callers know it (contract 4).
    """
    of_sections = _of_sections(result)
    shown: list[ArtistFigures] = []
    left_out, room = 0, MOST_LINES
    day = _days_of(result["summary"]["date_range"])
    for uuid, group in groupby(result["detailed_breakdown"], key=lambda row: row["artist__uuid"]):
        rows = list(group)
        lines = of_sections.get(uuid, [])
        if left_out or (shown and len(rows) + len(lines) > room):
            left_out += 1
            continue
        room -= len(rows) + len(lines)
        name = cut(rows[0]["artist__name"] or uuid, LONGEST_NAME)
        shown.append(ArtistFigures(name, [_figure_row(row, day) for row in rows], lines))
    return shown, left_out


def cut(text: str, longest: int) -> str:
    """Give text from outside as one line that misleads nobody, shortened visibly; never none at all."""
    plain = plain_text(text).strip() or "–"
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def _figure_row(row: Row, day: DayInWords) -> FigureRow:
    metric = cut(f"{row['platform__name']} {row['platform__audience_metric_name']}", LONGEST_NAME)
    if row["latest_value"] is None:
        why = cut(row["note"], _LONGEST_LINE) if row["note"] else ""
        return FigureRow(metric, None, None, RowStatus(row["status"]).words, why)
    told = "; ".join([*_movement(row, day), *remarks(row), *_coverage(row)])
    if row["status"] == RowStatus.PARTIAL and row["note"]:
        told = f"{sentence(told)} {row['note']}"
    return FigureRow(
        metric,
        figure(row["latest_value"]),
        _change(row),
        None,
        _with_minus(cut(sentence(told), _LONGEST_LINE)),
    )


def _change(row: Row) -> str:
    """Write the difference within the period with its sign, and in percent where there is one."""
    if row["difference"] is None:
        return "not known"
    told = _signed(row["difference"])
    if row["difference_percent"] is not None:
        told += f" ({row['difference_percent']:+.1f} %)"
    return _with_minus(told)


def _signed(value: float) -> str:
    shown = figure(abs(value))
    return shown if shown == "0" else f"{'-' if value < 0 else '+'}{shown}"


def _movement(row: Row, day: DayInWords) -> Iterator[str]:
    """Say of which days the figures are, the first, and its average where that says something."""
    if row["difference"] is None:
        yield f"of {day(row['latest_date'])}, the only day measured"
        return
    first, latest = day(row["first_date"]), day(row["latest_date"])
    yield f"first {figure(row['first_value'])} on {first}, latest on {latest}"
    if row["metric_kind"] != "total":
        yield f"average {figure(row['period_average'])}"


def _coverage(row: Row) -> Iterator[str]:
    """Say of how many values figures are that lack some, unless that is said already."""
    told = any(note["code"] == "few_points" for note in row.get("notes") or ())
    if row["data_points"] < row["expected_points"] and not told:
        yield f"{row['data_points']:,} of {row['expected_points']:,} expected values"


def _with_minus(text: str) -> str:
    """Write a minus before numbers, which screen readers say; a hyphen they leave out. Dates stay dates."""
    return _MINUS.sub("−", text)


def _days_of(period: Mapping[str, Any]) -> DayInWords:
    """Give how days of a period are named: without the year where all are of one, which the heading says."""
    start, end = date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
    years = len(f" {start.year:04}") if start.year == end.year else 0

    def in_words(day: str) -> str:
        told = day_in_words(date.fromisoformat(day))
        return told[: len(told) - years]

    return in_words


def _of_sections(result: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give what the sections asked for say in a line or two, by the artist's uuid."""
    lines: dict[str, list[str]] = {}
    for name, answer in result.get("sections", {}).items():
        for uuid, told in section_of(name).lines(answer).items():
            lines.setdefault(uuid, []).extend(cut(line, _LONGEST_LINE) for line in told)
    return lines
