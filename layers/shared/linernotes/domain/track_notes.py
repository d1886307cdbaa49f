"""What a reader must know of figures made from charts, in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linernotes.domain.charts import CHART_PLATFORMS, Frequency, chart_platform, platform_name
from linernotes.domain.monthly import MonthlyFigures
from linernotes.domain.tracks import TrackBreakdown, TrackQuestion

SOURCE_NOTE = (
    "Stream counts from chart ranking data. Only includes tracks that appeared in charts during the period."
)
SUMMED_NOTE = (
    "Where the worldwide chart has no figure of a track, the sum over the countries' charts counts: "
    "a lower bound."
)
WEEKLY_NOTE = (
    "From weekly charts: data points and peaks are of weeks, averages are spread over seven days a week."
)
_STREAMS = "streams"


def breakdown_note(breakdown: TrackBreakdown) -> str:
    """Say how the figures of tracks came about, and what they are where they are no streams."""
    without = sum(row.total_streams is None for row in breakdown.rows)
    notes = [*_general(breakdown.frequency, breakdown.metrics, summed=breakdown.summed)]
    if without == 1:
        notes.append("1 track has no figure: its charts give positions only.")
    elif without:
        notes.append(f"{without} tracks have no figure: their charts give positions only.")
    return " ".join(notes)


def monthly_note(figures: MonthlyFigures) -> str:
    """Say how the figures of months came about; where there are none, how to get them."""
    if not figures.months:
        return no_entries(figures.question, figures.frequency)
    notes = [*_general(figures.frequency, figures.metrics, summed=figures.summed)]
    if any(month.total is None for month in figures.months.values()):
        notes.append("In a month without a figure charts gave positions only.")
    return " ".join(notes)


def _general(frequency: Frequency, metrics: Collection[str], *, summed: bool) -> list[str]:
    notes = [SOURCE_NOTE]
    if metrics and set(metrics) != {_STREAMS}:
        others = "" if _STREAMS in metrics else f", not {_STREAMS}"
        notes.append(f"The figures are {' and '.join(sorted(metrics))}{others}.")
    if summed:
        notes.append(SUMMED_NOTE)
    if frequency is Frequency.WEEKLY:
        notes.append(WEEKLY_NOTE)
    return notes


def no_entries_problem(question: TrackQuestion, frequency: Frequency) -> dict[str, Any]:
    """Give the problem that no entries are stored (contract 5.4)."""
    return {
        "type": "about:blank",
        "title": "No chart entries",
        "status": 404,
        "detail": no_entries(question, frequency),
    }


def no_entries(question: TrackQuestion, frequency: Frequency) -> str:
    """Say that no entries are stored, and how to get them if there are any."""
    code = chart_platform(question.platform)
    name, period = platform_name(code), question.period
    who = question.artist.name or question.artist.uuid
    where = f" in {question.country}" if question.country else ""
    command = f"make backfill FROM={period.start} TO={period.end} PLATFORM={code}"
    if question.country:
        command += f" COUNTRY={question.country}"
    stored = f"{name}{where} are stored for {period.start} to {period.end}."
    if code not in CHART_PLATFORMS:
        return (
            f"No chart entries of {who} on {stored} {name} is not known to have charts; "
            f"if it has, `{command}` ingests them."
        )
    notes = (
        f"No entries of {who} on {frequency.value} charts of {stored} "
        f"If the charts of these days are not ingested yet, `{command}` ingests them."
    )
    if frequency is Frequency.DAILY:
        notes += " Weekly charts count only where no daily ones of the platform are stored."
    return notes
