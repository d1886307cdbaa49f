"""The section's answer as JSON: the breakdowns of contract 5, and a total for each (contract 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linernotes.model.json_values import json_number, period_json
from linernotes.model.row_status import RowStatus
from linernotes.sections.tracks.track_json import breakdown_json
from linernotes.sections.tracks.track_notes import breakdown_note
from linernotes.sections.tracks.tracks import TrackBreakdown


def section_json(breakdowns: Sequence[TrackBreakdown], before: Sequence[TrackBreakdown]) -> dict[str, Any]:
    """Give the breakdowns; `before` are those of the period compared with, in the same order, if any."""
    earlier: Sequence[TrackBreakdown | None] = before or [None] * len(breakdowns)
    return {
        "status": _status_of_all(breakdowns).value,
        "note": None if any(of.rows for of in breakdowns) else "No artist has entries on these charts.",
        "totals": [_total_json(now, then) for now, then in zip(breakdowns, earlier, strict=True)],
        "rows": [{**_about(breakdown), **breakdown_json(breakdown)} for breakdown in breakdowns],
        "fetched_from": None,
        "fetched_to": None,
        "upstream_calls": 0,
        "cache_hits": 0,
    }


def _about(breakdown: TrackBreakdown) -> dict[str, Any]:
    question = breakdown.question
    return {
        "artist__uuid": question.artist.uuid,
        "artist__name": question.artist.name,
        "platform__slug": question.platform,
        "status": _status(breakdown).value,
        "note": breakdown_note(breakdown),
    }


def _total_json(now: TrackBreakdown, then: TrackBreakdown | None) -> dict[str, Any]:
    total = {**_about(now), **_figures(now)}
    if then is None:
        return total
    change = _change(now, then)
    return {
        **total,
        "compared": {
            "period": period_json(then.question.period),
            "status": _status(then).value,
            "note": breakdown_note(then),
            **_figures(then),
        },
        "change": change,
        "change_note": None
        if change is not None
        else "Not compared: half of the chart days are needed in both.",
    }


def _figures(breakdown: TrackBreakdown) -> dict[str, Any]:
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
