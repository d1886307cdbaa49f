"""Whether a report has what it can have by now: days that upstream does not have yet come later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.model.plain_text import plain_text
from linernotes.model.report import Report, Status
from linernotes.model.request import ROWS
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, listed
from linernotes.sections.sources import SOURCES
from linernotes.sections.sources.cadence import Cadence

_MOST_NAMED = 3
_LONGEST_NAME = 40
_WITH_FIGURES = frozenset({RowStatus.MEASURED.value, RowStatus.LOWER_BOUND.value})


def late_rows(result: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Name the rows, by artist and platform, whose last days are not there yet, or none of them."""
    return {(row["artist__uuid"], row["platform__slug"]) for row in _late(result)}


def _late(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the rows that are late.

    They have fewer points than their source can have, and none on the last day: a gap in between was left by
    upstream, and stays. A row without any point is one where nothing is published yet; not where nothing ever
    is, and not where the source may well have no point in so few days.
    """
    last_day, country = result["summary"]["date_range"]["end"], result["summary"].get("country")
    return [
        row
        for row in result["detailed_breakdown"]
        if row["data_points"] < row["expected_points"]
        and (
            row["latest_date"] < last_day
            if row["status"] in _WITH_FIGURES
            else row["status"] == RowStatus.NO_DATA and _must_have(row, country)
        )
    ]


def _must_have(row: Mapping[str, Any], country: str | None) -> bool:
    """Say whether a row's source has a point in its period for sure: a monthly one has none on most days."""
    cadence = SOURCES[row["platform__slug"]].cadence_of(country)
    return row["expected_points"] > 1 or cadence in (Cadence.DAILY, Cadence.WEEKLY)


def why_partial(report: Report, result: Mapping[str, Any]) -> str | None:
    """Say what a report that was made lacks, as a sentence; None if it lacks nothing."""
    failures, late = len(report.failures), _late(result)
    if failures:
        return f"Of what was asked for, {counted(failures, 'part')} could not be fetched."
    if report.status is Status.PARTIAL:
        return "Some rows could not be fetched whole."
    if late:
        return f"The last days of {counted(len(late), 'row')} are not published yet: {_named(late)}."
    return None


def _named(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name the first rows, by artist and metric source, and say how many more there are."""
    names = [f"{_name(row)} ({_source(row['platform__slug'])})" for row in rows[:_MOST_NAMED]]
    more = len(rows) - len(names)
    return listed([*names, f"{more:,} more"] if more else names)


def _name(row: Mapping[str, Any]) -> str:
    name = plain_text(row["artist__name"] or row["artist__uuid"])
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _source(slug: str) -> str:
    return f"{SOURCES[slug].name} {SOURCES[slug].metric}"


def jobs_of_late_rows(report: Report, result: Mapping[str, Any]) -> set[str]:
    """Name the jobs of a report that have to be run again for its rows to have their last days."""
    late = late_rows(result)
    return {
        job.job_id
        for job in report.jobs
        if job.section == ROWS and (job.artist.uuid, job.platform or "") in late
    }
