"""Tracks and months as the JSON of contracts 5 and 9."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linernotes.domain.charts import Frequency, Month, chart_platform, platform_name
from linernotes.domain.json_values import json_number, period_json
from linernotes.domain.monthly import MonthlyFigures
from linernotes.domain.track_notes import breakdown_note, monthly_note, no_entries_problem
from linernotes.domain.tracks import Tally, TrackBreakdown, TrackQuestion, TrackRow, daily_average


def breakdown_json(breakdown: TrackBreakdown) -> dict[str, Any]:
    """Give a breakdown; one without tracks as a problem that says how to get some."""
    question = breakdown.question
    about = {**_about(question), "period": period_json(question.period)}
    if not breakdown.rows:
        problem = no_entries_problem(question, breakdown.frequency)
        return {"success": False, **about, "problem": problem}
    top = breakdown.top
    return {
        "success": True,
        **about,
        "country": question.country,
        "frequency": breakdown.frequency.value,
        "metric": metric_name(breakdown.metrics),
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


def monthly_json(figures: MonthlyFigures) -> dict[str, Any]:
    """Give an artist's figures by month."""
    return {
        **_about(figures.question),
        "country": figures.question.country,
        "frequency": figures.frequency.value,
        "metric": metric_name(figures.metrics),
        "months": [_month_json(month, of, figures.frequency) for month, of in figures.months.items()],
        "note": monthly_note(figures),
    }


def metric_name(metrics: Collection[str]) -> str | None:
    """Say what figures are, e.g. "streams"; None if charts did not say, or gave none."""
    return ", ".join(sorted(metrics)) or None


def _about(question: TrackQuestion) -> dict[str, Any]:
    artist, platform = question.artist, question.platform
    return {
        "artist": {"name": artist.name, "uuid": artist.uuid},
        "platform": {"name": platform_name(chart_platform(platform)), "slug": platform},
    }


def _track_json(row: TrackRow) -> dict[str, Any]:
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


def _month_json(month: Month, figures: Tally, frequency: Frequency) -> dict[str, Any]:
    return {
        "month": str(month),
        "tracks": len(figures.tracks),
        "total_streams": json_number(figures.total),
        "avg_daily_streams": json_number(daily_average(figures.total, figures.days, frequency)),
        "peak_streams": json_number(figures.peak),
        "best_position": figures.best_position,
        "data_points": figures.days,
    }
