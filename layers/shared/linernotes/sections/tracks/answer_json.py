"""The section's answer as JSON: the breakdowns of contract 5, and a total for each (contract 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.json_values import json_number, period_json
from linernotes.model.row_status import RowStatus
from linernotes.sections.tracks.track_json import breakdown_json
from linernotes.sections.tracks.track_notes import breakdown_note
from linernotes.sections.tracks.tracks import TrackBreakdown

if TYPE_CHECKING:
    from linernotes.sections.tracks import answer_types as answers


def section_json(
    breakdowns: Sequence[TrackBreakdown], before: Sequence[TrackBreakdown]
) -> answers.TracksSection:
    """Give the breakdowns; `before` are those of the period compared with, in the same order, if any."""
    earlier: Sequence[TrackBreakdown | None] = before or [None] * len(breakdowns)
    return {
        "status": _status_of_all(breakdowns),
        "note": None if any(of.rows for of in breakdowns) else "No artist has entries on these charts.",
        "totals": [_total_json(now, then) for now, then in zip(breakdowns, earlier, strict=True)],
        "rows": [_row_json(breakdown) for breakdown in breakdowns],
        "fetched_from": None,
        "fetched_to": None,
        "upstream_calls": 0,
        "cache_hits": 0,
    }


def _of(breakdown: TrackBreakdown) -> answers.OfSection:
    question = breakdown.question
    return {
        "artist__uuid": question.artist.uuid,
        "artist__name": question.artist.name,
        "platform__slug": question.platform,
    }


def _row_json(breakdown: TrackBreakdown) -> answers.SectionTracks | answers.SectionNoTracks:
    told = breakdown_json(breakdown)
    if told["success"]:
        return {**_of(breakdown), **told}
    note = breakdown_note(breakdown)
    return {**_of(breakdown), **told, "status": RowStatus.NO_DATA, "note": note}


def _total_json(now: TrackBreakdown, then: TrackBreakdown | None) -> answers.TracksTotal:
    return {
        **_of(now),
        "status": _status(now),
        "note": breakdown_note(now),
        **_figures(now),
        **_compared_json(now, then),
    }


def _compared_json(now: TrackBreakdown, then: TrackBreakdown | None) -> answers.IfTracksCompared:
    if then is None:
        return {}
    change = _change(now, then)
    why = "Not compared: half of the chart days are needed in both."
    return {
        "compared": {
            "period": period_json(then.question.period),
            "status": _status(then),
            "note": breakdown_note(then),
            **_figures(then),
        },
        "change": change,
        "change_note": why if change is None else None,
    }


def _figures(breakdown: TrackBreakdown) -> answers.TracksSummary:
    return {
        "total_tracks": len(breakdown.rows),
        "total_streams": json_number(breakdown.total_streams),
        "avg_streams_per_track": json_number(breakdown.avg_streams_per_track),
    }


def _change(now: TrackBreakdown, then: TrackBreakdown) -> int | float | None:
    """Say by how much the total has changed; None unless both periods have half of their chart days."""
    if now.total_streams is None or then.total_streams is None:
        return None
    for breakdown in (now, then):
        days = breakdown.looked_at.chart_days
        if days.stored < max(1, (days.expected + 1) // 2):
            return None
    return json_number(now.total_streams - then.total_streams)


def _status(breakdown: TrackBreakdown) -> RowStatus:
    if not breakdown.rows:
        return RowStatus.NO_DATA
    return RowStatus.LOWER_BOUND if breakdown.is_lower_bound else RowStatus.MEASURED


def _status_of_all(breakdowns: Sequence[TrackBreakdown]) -> RowStatus:
    """Give a lower bound if any is one; no data only where none has any."""
    statuses = {_status(breakdown) for breakdown in breakdowns}
    for status in (RowStatus.LOWER_BOUND, RowStatus.MEASURED):
        if status in statuses:
            return status
    return RowStatus.NO_DATA
