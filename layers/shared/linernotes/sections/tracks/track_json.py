"""Tracks and months as the JSON of contracts 5 and 9."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from linernotes.charts.chart_days import ChartDays, LookedAt
from linernotes.charts.charts import Month
from linernotes.model.json_values import json_number, period_json
from linernotes.model.notes import Note, notes_json
from linernotes.model.platforms import platform_name
from linernotes.model.problem_types import NO_CHART_ENTRIES
from linernotes.sections.sources import chart_platform
from linernotes.sections.tracks.monthly import MonthFigures, MonthlyFigures
from linernotes.sections.tracks.track_notes import (
    breakdown_note,
    breakdown_notes,
    monthly_note,
    monthly_notes,
)
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackQuestion, TrackRow, daily_average

if TYPE_CHECKING:
    from linernotes.sections import answer_values as values
    from linernotes.sections.tracks import answer_types as answers


def breakdown_json(breakdown: TrackBreakdown) -> answers.Tracks | answers.NoTracks:
    """Give a breakdown; one without tracks as a problem that says what there is none of (contract 5.5)."""
    question = breakdown.question
    about = _about(question, breakdown.looked_at, breakdown_notes(breakdown))
    period = period_json(question.period)
    if not breakdown.rows:
        return {
            "success": False,
            **about,
            "period": period,
            "problem": _no_entries(breakdown_note(breakdown)),
        }
    top = breakdown.top
    return {
        "success": True,
        **about,
        "period": period,
        "metric": metric_name(breakdown.metrics),
        "status": breakdown.status,
        "tracks": [_track_json(row) for row in breakdown.rows],
        "summary": {
            "total_tracks": len(breakdown.rows),
            "total_streams": json_number(breakdown.total_streams),
            "avg_streams_per_track": json_number(breakdown.avg_streams_per_track),
        },
        "top_track": None
        if top is None
        else {
            "track_name": top.name,
            "track_uuid": top.uuid,
            "total_streams": json_number(top.total_streams),
        },
        "data_source": "chart_rankings",
        "note": breakdown_note(breakdown),
    }


def monthly_json(figures: MonthlyFigures) -> answers.Monthly:
    """Give an artist's figures by month."""
    return {
        **_about(figures.question, figures.looked_at, monthly_notes(figures)),
        "metric": metric_name(figures.metrics),
        "status": figures.status,
        "months": [_month_json(month, of) for month, of in figures.months.items()],
        "note": monthly_note(figures),
    }


def metric_name(metrics: Collection[str]) -> str | None:
    """Say what figures are, e.g. "streams"; None if charts did not say, or gave none."""
    return ", ".join(sorted(metrics)) or None


def _no_entries(detail: str) -> values.BasicProblem:
    kind = NO_CHART_ENTRIES
    return {"type": kind.uri, "title": kind.title, "status": kind.status, "detail": detail}


def _chart_days_json(days: ChartDays) -> values.ChartDays:
    return {"stored": days.stored, "expected": days.expected}


def _about(question: TrackQuestion, looked_at: LookedAt, notes: Sequence[Note]) -> answers.AboutCharts:
    artist, platform = question.artist, question.platform
    return {
        "artist": {"name": artist.name, "uuid": artist.uuid},
        "platform": {"name": platform_name(chart_platform(platform)), "slug": platform},
        "country": question.country,
        "frequency": looked_at.frequency,
        "chart_days": _chart_days_json(looked_at.chart_days),
        "notes": notes_json(notes),
    }


def _track_json(row: TrackRow) -> answers.Track:
    return {
        "track_name": row.name,
        "track_uuid": row.uuid,
        "track_credit": row.credit,
        "total_streams": json_number(row.total_streams),
        "avg_daily_streams": json_number(row.avg_daily_streams),
        "peak_streams": json_number(row.peak_streams),
        "best_position": row.best_position,
        "weeks_on_chart": row.weeks_on_chart,
        "data_points": row.data_points,
    }


def _month_json(month: Month, figures: MonthFigures) -> answers.MonthOfTracks:
    tally, frequency = figures.tally, figures.looked_at.frequency
    return {
        "month": str(month),
        "tracks": len(tally.tracks),
        "total_streams": json_number(tally.total),
        "avg_daily_streams": json_number(daily_average(tally.total, tally.days, frequency)),
        "peak_streams": json_number(tally.peak),
        "best_position": tally.best_position,
        "data_points": tally.days,
        "chart_days": _chart_days_json(figures.looked_at.chart_days),
        "status": figures.status,
    }
