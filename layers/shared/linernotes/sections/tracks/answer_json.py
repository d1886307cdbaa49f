"""The section's answer as JSON: the breakdowns of contract 5, and a total for each (contract 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.json_values import json_number, period_json
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.tracks.track_json import breakdown_json
from linernotes.sections.tracks.track_notes import breakdown_note
from linernotes.sections.tracks.tracks import TrackBreakdown, without_charts

if TYPE_CHECKING:
    from linernotes.sections.tracks import answer_types as answers


def section_json(
    breakdowns: Sequence[TrackBreakdown], before: Sequence[TrackBreakdown]
) -> answers.TracksSection:
    """Give the breakdowns; `before` are those of the period compared with, in the same order, if any."""
    earlier: Sequence[TrackBreakdown | None] = before or [None] * len(breakdowns)
    return {
        "status": _status_of_all(breakdowns),
        "note": _note_of_all(breakdowns),
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
    return {**_of(breakdown), **told, "status": breakdown.status, "note": note}


def _total_json(now: TrackBreakdown, then: TrackBreakdown | None) -> answers.TracksTotal:
    return {
        **_of(now),
        "status": now.status,
        "note": breakdown_note(now),
        **_figures(now),
        **_compared_json(now, then),
    }


def _compared_json(now: TrackBreakdown, then: TrackBreakdown | None) -> answers.IfTracksCompared:
    if then is None:
        return {}
    change = _change(now, then)
    return {
        "compared": {
            "period": period_json(then.question.period),
            "status": then.status,
            "note": breakdown_note(then),
            **_figures(then),
        },
        "change": change,
        "change_note": _why_none(now, then) if change is None else _other_days(now, then),
    }


def _why_none(now: TrackBreakdown, then: TrackBreakdown) -> str:
    if not now.has_charts and not then.has_charts:
        return f"Not compared: {without_charts(now.question.platform)}"
    return "Not compared: a total and half of the chart days are needed in both."


def _other_days(now: TrackBreakdown, then: TrackBreakdown) -> str | None:
    """Say that the totals are of charts of different kinds, or of more days in one period than the other."""
    here, there = (counted(of.looked_at.chart_days.stored, f"{of.frequency} chart") for of in (now, then))
    if here == there:
        return None
    return f"From {here} here and from {there} in the period compared with."


def _figures(breakdown: TrackBreakdown) -> answers.TracksSummary:
    return {
        "total_tracks": len(breakdown.rows),
        "total_streams": json_number(breakdown.total_streams),
        "avg_streams_per_track": json_number(breakdown.avg_streams_per_track),
    }


def _change(now: TrackBreakdown, then: TrackBreakdown) -> int | float | None:
    """Say by how much the total has changed; None unless both periods have one, and half of their days."""
    if now.total_streams is None or then.total_streams is None:
        return None
    for breakdown in (now, then):
        days = breakdown.looked_at.chart_days
        if days.stored < max(1, (days.expected + 1) // 2):
            return None
    return json_number(now.total_streams - then.total_streams)


def _status_of_all(breakdowns: Sequence[TrackBreakdown]) -> RowStatus:
    """Give a lower bound if any is one; that there is nothing only where none has any."""
    statuses = {breakdown.status for breakdown in breakdowns}
    for status in (RowStatus.LOWER_BOUND, RowStatus.MEASURED, RowStatus.NO_DATA):
        if status in statuses:
            return status
    return RowStatus.NOT_PUBLISHED


def _note_of_all(breakdowns: Sequence[TrackBreakdown]) -> str | None:
    """Say why there is no track at all: what was not collected says nothing of an artist."""
    if any(of.rows for of in breakdowns):
        return None
    if not any(of.has_charts for of in breakdowns):
        return "The platforms asked for are not known to have charts."
    if not any(of.looked_at.chart_days.stored for of in breakdowns):
        return "No rankings of these charts are stored for the period."
    return "No artist has entries on these charts, as far as they are stored."
