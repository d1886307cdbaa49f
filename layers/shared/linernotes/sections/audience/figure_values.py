"""A row's figures as cell values by column header: the same for Summary, Breakdown and the checks."""

from __future__ import annotations

from fractions import Fraction

from linernotes.model.figures import Exact, Figures
from linernotes.model.json_values import json_number
from linernotes.workbook.cells import Value


def figure_values(figures: Figures) -> dict[str, Value]:
    """Give the figures as cells hold them: numbers, days, changes as fractions of 1; None stays blank.

    How many points there are is left to the sheets, which count different things.
    """
    return {
        "First value": json_number(figures.first_value),
        "Latest value": json_number(figures.latest_value),
        "Difference": json_number(figures.difference),
        "Change %": of_one(figures.difference_percent),
        "Average": json_number(figures.period_average),
        "Peak": json_number(figures.peak_value),
        "Peak date": figures.peak_date,
        "First date": figures.first_date,
        "Latest date": figures.latest_date,
        "Expected points": figures.expected_points,
        "Coverage": float(figures.coverage),
    }


def of_one(percent: Exact | None) -> float | None:
    """Give a change in percent as cells hold it: as a fraction of 1."""
    return None if percent is None else float(Fraction(percent) / 100)
