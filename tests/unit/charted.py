"""Answers of reports whose daily values a test names, as the chart of an answer in Slack takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

START = date(2024, 9, 1)

Days = Mapping[int, float]
"""Values by the day of the period, the first being 1."""


def a_row(
    number: int,
    days: Days,
    name: str | None = None,
    *,
    slug: str = "spotify",
    metric: str = "Monthly Listeners",
    start: date = START,
) -> dict[str, Any]:
    """Make the row of the artist of this number."""
    series = [((start + timedelta(days=day - 1)).isoformat(), value) for day, value in sorted(days.items())]
    return {
        "artist__name": f"Artist {number}" if name is None else name,
        "artist__uuid": f"uuid-{number}",
        "platform__slug": slug,
        "platform__name": slug.capitalize(),
        "platform__audience_metric_name": metric,
        "metric_kind": "rolling",
        "period_average": sum(days.values()) / len(days) if days else None,
        "series": series,
    }


def a_result(
    *rows: dict[str, Any], days: int = 30, start: date = START, country: str | None = "IT"
) -> dict[str, Any]:
    """Make an answer of these rows, about the artists they have."""
    uuids: Sequence[str] = sorted(
        {row["artist__uuid"] for row in rows}, key=lambda uuid: int(uuid.removeprefix("uuid-"))
    )
    end = start + timedelta(days=days - 1)
    return {
        "summary": {
            "country": country,
            "date_range": {"start": start.isoformat(), "end": end.isoformat(), "days": days},
        },
        "detailed_breakdown": list(rows),
        "metadata": {"artists": [{"uuid": uuid} for uuid in uuids]},
    }


def every_day(value: float, days: int = 30, growth: float = 1) -> dict[int, float]:
    """Give a value for each day, each higher than the one before by the growth."""
    return {day: value + growth * (day - 1) for day in range(1, days + 1)}
