"""The sheet Tracks: what tracks did on charts, one row a track, by artist and platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.json_values import json_number
from linernotes.model.platforms import platform_name
from linernotes.sections.tracks.schema import TRACKS
from linernotes.sections.tracks.track_json import metric_name
from linernotes.sections.tracks.track_notes import breakdown_note
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackRow
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.schema import WORLDWIDE
from linernotes.workbook.tables import Remark, Table
from linernotes.workbook.text import display_width

_TOP = "Top"


def tracks_table(breakdowns: Sequence[TrackBreakdown]) -> Table:
    """Make the table of every track, by artist and platform."""
    return Table(
        TRACKS,
        lambda: (row for breakdown in breakdowns for row in _rows(breakdown)),
        lambda: _audit(breakdowns),
        widest=[_longest(breakdown) for breakdown in breakdowns],
        scrolls_from="Credit",
        remarks=[Remark(_name(of), of.status.value, breakdown_note(of)) for of in breakdowns if of.rows],
    )


def _audit(breakdowns: Sequence[TrackBreakdown]) -> Audit:
    return Audit(
        TRACKS.name,
        counted="Track UUID",
        expected_rows=sum(len(breakdown.rows) for breakdown in breakdowns),
        group=("Artist UUID", "Platform"),
        total="Total streams",
        expected_totals={
            (of.question.artist.uuid, platform_name(of.question.platform)): (_name(of), of.total_streams or 0)
            for of in breakdowns
        },
    )


def _name(breakdown: TrackBreakdown) -> str:
    return f"{breakdown.question.artist.label} · {platform_name(breakdown.question.platform)}"


def _longest(breakdown: TrackBreakdown) -> dict[str, Value]:
    """Give what needs the most room in the columns that are fitted to what they hold."""
    return {
        "Artist": breakdown.question.artist.label,
        "Track": max((row.name for row in breakdown.rows), key=display_width, default=None),
        "Credit": max((row.credit or "" for row in breakdown.rows), key=display_width, default=None),
        "Total streams": json_number(max((row.total_streams or 0 for row in breakdown.rows), default=None)),
        "Peak": json_number(max((row.peak_streams or 0 for row in breakdown.rows), default=None)),
    }


def _rows(breakdown: TrackBreakdown) -> Iterator[dict[str, Value]]:
    """Give a row for each track; without tracks one that says why."""
    question = breakdown.question
    of: dict[str, Value] = {
        "Artist": question.artist.label,
        "Platform": platform_name(question.platform),
        "Country": question.country or WORLDWIDE,
        "Artist UUID": question.artist.uuid,
        "Chart days": breakdown.looked_at.chart_days.stored,
        "Of chart days": breakdown.looked_at.chart_days.expected,
        "Frequency": breakdown.frequency.value,
        "Status": breakdown.status.value,
    }
    if not breakdown.rows:
        yield {**of, "Note": breakdown_note(breakdown)}
    of["Metric"] = metric_name(breakdown.metrics)
    for number, row in enumerate(breakdown.rows):
        yield {
            **of,
            **_track_values(row),
            "Top track": _TOP if number == 0 and breakdown.top else None,
        }


def _track_values(row: TrackRow) -> dict[str, Value]:
    return {
        "Track": row.name,
        "Credit": row.credit,
        "Total streams": json_number(row.total_streams),
        "Average a day": json_number(row.avg_daily_streams),
        "Peak": json_number(row.peak_streams),
        "Best position": row.best_position,
        "Weeks on chart so far": row.weeks_on_chart,
        "Data points": row.data_points,
        "Track UUID": row.uuid,
    }
