"""The rows of metric sources as the JSON of contract 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.model.figures import Figures
from linernotes.model.json_values import json_date, json_number, period_json
from linernotes.model.notes import notes_json
from linernotes.sections.audience.comparison import Compared
from linernotes.sections.audience.result import BreakdownRow, PlatformSummary, Result
from linernotes.sections.sources import MetricSource

if TYPE_CHECKING:
    from linernotes.sections.audience import answer_types as answers


def rows_json(result: Result) -> answers.Rows:
    """Give the summaries and the rows."""
    return {
        "platform_summaries": [
            {
                **_source_json(summary.source),
                **_figures_json(summary.figures),
                **_explained(summary),
                **_compared_json(summary.compared),
            }
            for summary in result.summaries
        ],
        "detailed_breakdown": [_row_json(row) for row in result.breakdown],
    }


def _row_json(row: BreakdownRow) -> answers.Row:
    figures = row.figures
    return {
        "artist__name": row.artist.name,
        "artist__uuid": row.artist.uuid,
        **_source_json(row.source),
        "current_audience": json_number(figures.latest_value),
        "month_average": json_number(figures.period_average),
        **_figures_json(figures),
        "first_date": json_date(figures.first_date),
        "latest_date": json_date(figures.latest_date),
        **_explained(row),
        **_compared_json(row.compared),
        "series": [(day.isoformat(), json_number(value)) for day, value in row.points],
    }


def _source_json(source: MetricSource) -> answers.OfSource:
    return {
        "platform__name": source.name,
        "platform__slug": source.slug,
        "platform__color": source.color,
        "platform__audience_metric_name": source.metric,
        "metric_kind": source.kind,
    }


def _figures_json(figures: Figures) -> answers.FigureValues:
    return {
        "first_value": json_number(figures.first_value),
        "latest_value": json_number(figures.latest_value),
        "difference": json_number(figures.difference),
        "difference_percent": json_number(figures.difference_percent),
        "period_average": json_number(figures.period_average),
        "peak_value": json_number(figures.peak_value),
        "peak_date": json_date(figures.peak_date),
        "data_points": figures.data_points,
        "expected_points": figures.expected_points,
        "coverage": json_number(figures.coverage),
    }


def _compared_json(compared: Compared | None) -> answers.IfCompared:
    if compared is None:
        return {}
    return {
        "compared": {
            "period": period_json(compared.period),
            **_figures_json(compared.figures),
            "first_date": json_date(compared.figures.first_date),
            "latest_date": json_date(compared.figures.latest_date),
            "change": json_number(compared.change),
            "change_percent": json_number(compared.change_percent),
            "latest_change": json_number(compared.latest_change),
            "latest_change_percent": json_number(compared.latest_change_percent),
            **_explained(compared),
        }
    }


def _explained(row: BreakdownRow | PlatformSummary | Compared) -> answers.Explained:
    return {"status": row.status, "note": row.note, "notes": notes_json(row.notes)}
