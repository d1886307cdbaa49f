"""What a report lacks that may come yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linernotes.model.report import JobEnd, Status
from linernotes.subscriptions.completeness import jobs_of_late_rows, late_rows, why_partial
from tests.unit.builders import ELISA, LAURO, a_report, a_request

REPORT = a_report(a_request(artists=(LAURO, ELISA), platforms=("spotify", "deezer")), status=Status.SUCCEEDED)


def a_row(**overrides: Any) -> dict[str, Any]:
    row = {
        "artist__uuid": LAURO.uuid,
        "artist__name": LAURO.name,
        "platform__slug": "spotify",
        "status": "measured",
        "data_points": 28,
        "expected_points": 30,
        "latest_date": "2024-09-28",
    }
    return {**row, **overrides}


def a_result(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"summary": {"date_range": {"end": "2024-09-30"}}, "detailed_breakdown": list(rows)}


def ended(report: Any = REPORT, **failed: JobEnd) -> Any:
    ends = {job.job_id: JobEnd(1) for job in report.jobs}
    return replace(report, ended={**ends, **failed})


@pytest.mark.parametrize("status", ["measured", "lower_bound"])
def test_a_row_whose_last_days_are_not_there_yet_is_late(status: str) -> None:
    assert late_rows(a_result(a_row(status=status))) == {(LAURO.uuid, "spotify")}


def nothing(platform: str, expected: int) -> dict[str, Any]:
    return a_row(
        platform__slug=platform, status="no_data", data_points=0, expected_points=expected, latest_date=None
    )


def test_a_row_of_which_nothing_is_published_yet_is_late() -> None:
    rows = nothing("spotify", 5), nothing("instagram", 1), nothing("youtube", 4)
    assert late_rows(a_result(*rows)) == {(LAURO.uuid, row["platform__slug"]) for row in rows}


def test_a_row_whose_source_may_have_no_point_in_so_few_days_is_not_late() -> None:
    result = a_result(nothing("youtube", 1))
    assert late_rows({**result, "summary": {**result["summary"], "country": "IT"}}) == set()


@pytest.mark.parametrize(
    "row",
    [
        a_row(data_points=29, latest_date="2024-09-30"),
        a_row(data_points=4, expected_points=4),
        a_row(status="no_data", data_points=0, expected_points=0, latest_date=None),
        a_row(status="not_published", data_points=0, latest_date=None),
        a_row(status="not_available", data_points=0, latest_date=None),
        a_row(status="not_found", data_points=0, latest_date=None),
        a_row(status="partial"),
    ],
    ids=[
        "a gap in between",
        "all its source has",
        "no day it is published on",
        "nothing by country",
        "published by nobody",
        "not found",
        "broken off",
    ],
)
def test_a_row_that_no_day_will_come_to_is_not(row: dict[str, Any]) -> None:
    assert late_rows(a_result(row)) == set()


def test_only_the_jobs_of_late_rows_are_run_again() -> None:
    result = a_result(a_row(), a_row(artist__uuid=ELISA.uuid, data_points=30, latest_date="2024-09-30"))
    (job_id,) = jobs_of_late_rows(REPORT, result)
    (job,) = [job for job in REPORT.jobs if job.job_id == job_id]
    assert (job.artist, job.platform) == (LAURO, "spotify")


def test_what_is_lacking_is_said_in_a_sentence_and_nothing_of_what_is_whole() -> None:
    whole = a_result(a_row(data_points=30, latest_date="2024-09-30"))
    broken = JobEnd(1, reason="it answered 500", retryable=True)
    assert why_partial(ended(), whole) is None
    assert why_partial(ended(), a_result(a_row())) == (
        "The last days of 1 row are not published yet: Achille Lauro (Spotify Monthly Listeners)."
    )
    one = REPORT.jobs[0].job_id
    assert why_partial(ended(**{one: broken}), whole) == (
        "Of what was asked for, 1 part could not be fetched."
    )


def test_up_to_three_rows_that_are_late_are_named_and_how_many_more_there_are() -> None:
    late = [
        a_row(),
        a_row(artist__name=None, platform__slug="instagram"),
        a_row(artist__name="An artist with a name that is too long to be told", platform__slug="deezer"),
    ]
    three = (
        f"Achille Lauro (Spotify Monthly Listeners), {LAURO.uuid} (Instagram Followers)",
        "An artist with a name that is too long… (Deezer Fans)",
    )
    told = "The last days of {} rows are not published yet: {}."
    assert why_partial(ended(), a_result(*late)) == told.format(3, " and ".join(three))
    more = why_partial(ended(), a_result(*late, *late[:2]))
    assert more == told.format(5, f"{', '.join(three)} and 2 more")
