"""Whether a report has what it can have by now: days that upstream does not have yet come later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.report import Report, Status
from linernotes.model.request import ROWS
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.sources import SOURCES
from linernotes.sections.sources.cadence import Cadence

_WITH_FIGURES = frozenset({RowStatus.MEASURED.value, RowStatus.LOWER_BOUND.value})


def late_rows(result: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Name the rows, by artist and platform, whose last days are not there yet, or none of them.

    They have fewer points than their source can have, and none on the last day: a gap in between was left by
    upstream, and stays. A row without any point is one where nothing is published yet; not where nothing ever
    is, and not where the source may well have no point in so few days.
    """
    last_day, country = result["summary"]["date_range"]["end"], result["summary"].get("country")
    return {
        (row["artist__uuid"], row["platform__slug"])
        for row in result["detailed_breakdown"]
        if row["data_points"] < row["expected_points"]
        and (
            row["latest_date"] < last_day
            if row["status"] in _WITH_FIGURES
            else row["status"] == RowStatus.NO_DATA and _must_have(row, country)
        )
    }


def _must_have(row: Mapping[str, Any], country: str | None) -> bool:
    """Say whether a row's source has a point in its period for sure: a monthly one has none on most days."""
    cadence = SOURCES[row["platform__slug"]].cadence_of(country)
    return row["expected_points"] > 1 or cadence in (Cadence.DAILY, Cadence.WEEKLY)


def why_partial(report: Report, result: Mapping[str, Any]) -> str | None:
    """Say what a report that was made lacks, as a sentence; None if it lacks nothing."""
    failures, late = len(report.failures), len(late_rows(result))
    if failures:
        return f"Of what was asked for, {counted(failures, 'part')} could not be fetched."
    if report.status is Status.PARTIAL:
        return "Some rows could not be fetched whole."
    if late:
        return f"The last days of {counted(late, 'row')} are not published yet."
    return None


def jobs_of_late_rows(report: Report, result: Mapping[str, Any]) -> set[str]:
    """Name the jobs of a report that have to be run again for its rows to have their last days."""
    late = late_rows(result)
    return {
        job.job_id
        for job in report.jobs
        if job.section == ROWS and (job.artist.uuid, job.platform or "") in late
    }
