"""What operators are told, in logs, of chart days that an answer lacks (contract 5.5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from linernotes.charts.chart_days import LookedAt
from linernotes.charts.charts import expires_on
from linernotes.sections.sources import chart_platform
from linernotes.sections.tracks.tracks import TrackQuestion

_ALL_COUNTRIES = "*"


def missing_chart_days(
    question: TrackQuestion, looked_at: LookedAt, *, today: date, retention_days: int
) -> dict[str, Any] | None:
    """Say what an answer lacks, and the command that ingests it; None if it lacks nothing."""
    days = looked_at.chart_days
    if days.are_whole:
        return None
    return {
        "artist": question.artist.uuid,
        "platform": question.platform,
        "country": question.country,
        "start": question.period.start.isoformat(),
        "end": question.period.end.isoformat(),
        "stored": days.stored,
        "expected": days.expected,
        "command": _backfill_command(question, today=today, retention_days=retention_days),
    }


def _backfill_command(question: TrackQuestion, *, today: date, retention_days: int) -> str | None:
    """Give the command for those of the days that would be kept; None if there are none.

    Without a country it names all of them: where there is no worldwide chart, theirs count.
    """
    start, end = question.period.start, question.period.end
    while start <= end and expires_on(start, retention_days) <= today:
        start += timedelta(days=1)
    if start > end:
        return None
    platform, country = chart_platform(question.platform), question.country or _ALL_COUNTRIES
    return f"make backfill FROM={start} TO={end} PLATFORM={platform} COUNTRY='{country}'"
