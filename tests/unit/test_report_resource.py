"""The report resource: how far a report is, altogether and by platform."""

from __future__ import annotations

from typing import Any

from linernotes.api.resource import report_json
from linernotes.model.report import JobEnd, Status
from linernotes.reports.jobs import jobs_of
from tests.unit.builders import ELISA, LAURO, a_report, a_request

REQUEST = a_request(artists=(LAURO, ELISA), platforms=("spotify", "deezer", "instagram"))
JOBS = {(cell.artist.uuid, cell.platform): cell.job_id for cell in jobs_of(REQUEST)}
DONE, FAILED = JobEnd(upstream_calls=1), JobEnd(upstream_calls=1, reason="no luck", retryable=True)
ENDED = {
    JOBS[LAURO.uuid, "spotify"]: DONE,
    JOBS[ELISA.uuid, "spotify"]: DONE,
    JOBS[LAURO.uuid, "deezer"]: FAILED,
}


def progress_of(resource: Any) -> dict[str, dict[str, int]]:
    counts = resource["platform_progress"]
    return {count.pop("platform__slug"): count for count in counts}


def test_the_progress_of_each_platform_counts_its_own_jobs() -> None:
    resource = report_json(a_report(REQUEST, ended=ENDED))
    assert progress_of(resource) == {
        "spotify": {"total": 2, "done": 2, "failed": 0},
        "deezer": {"total": 2, "done": 0, "failed": 1},
        "instagram": {"total": 2, "done": 0, "failed": 0},
    }
    assert resource["progress"] == {"total": 6, "done": 2, "failed": 1}


def test_what_never_ended_counts_as_failed_once_the_report_has_ended() -> None:
    resource = report_json(a_report(REQUEST, ended=ENDED, status=Status.PARTIAL))
    progress = progress_of(resource)
    assert progress["instagram"] == {"total": 2, "done": 0, "failed": 2}
    for count in ("total", "done", "failed"):
        assert sum(each[count] for each in progress.values()) == resource["progress"][count]


def test_a_platform_that_nothing_is_asked_of_has_no_progress() -> None:
    in_italy = a_request(platforms=("deezer", "spotify"), country="IT")
    assert list(progress_of(report_json(a_report(in_italy)))) == ["spotify"]


def test_each_missing_file_is_named_as_a_download_asks_for_it() -> None:
    missing = {"report-semicolon.csv": "no room", "report.csv": "no room", "report.xlsx": "no memory"}
    resource = report_json(a_report(REQUEST, status=Status.PARTIAL, missing_files=missing))
    assert resource["missing_files"] == [
        {"format": "xlsx", "reason": "no memory"},
        {"format": "csv", "reason": "no room"},
        {"format": "csv", "separator": ";", "reason": "no room"},
    ]
