"""What happens to a report between its jobs and its files: watched, finalized, ended."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from linernotes.model.report import JobEnd, Report, Status, ending_status
from linernotes.reports.file_names import RESULT_NAME, WORKBOOK_NAME, FileName, file_name
from linernotes.reports.material import jobs_without_data, material_of
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore, Writer
from linernotes.reports.report_ended import ReportEvents, publish_end
from linernotes.reports.request_report import dispatch
from linernotes.reports.result_json import result_json
from linernotes.reports.section_csv import section_writers
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.section import SECTION as AUDIENCE
from linernotes.sections.registry import asked_sections
from linernotes.sections.section import Material, Stores

MOST_REFETCHES = 2
"""How often windows that are missing at the end are fetched again: more would not bring them either."""
GONE_REASON = "what was fetched for this is no longer stored"
UNWRITTEN_REASON = "it could not be written; the failure was recorded"
DIED_REASON = "the function writing it stopped, several times over"


def finalize_report(
    report_id: str,
    revision: int,
    check_reason: CheckReason,
    *,
    reports: ReportStore,
    stores: Stores,
    queue: JobQueue,
    events: ReportEvents,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    clock: Callable[[], datetime],
    try_id: str,
    last_try: bool = False,
    tell_unwritten: Callable[[str, Exception], None] = lambda _name, _error: None,
) -> Report | None:
    """Do what the report needs now: finalize it, send its jobs again, wait for its time, or nothing.

    `writers` make the report's files besides those of its sections, by their names, the workbook last;
    `try_id` tells this call from every other. On the `last_try`, those before having died, the workbook is
    left out. `tell_unwritten` hears of each file that could not be written, and of the error. Returns the
    report if this call ended it. Raises StoreBusy, and whatever keeps files from being stored: to be called
    again.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision:
        return None
    if report.status.ended:
        # A try that died between ending the report and publishing that comes here again; so do the watch and
        # the deadline of every report, long after.
        publish_end(report, events=events)
        return None
    wait_s = (report.collect_until - clock()).total_seconds()
    if report.pending and report.status is not Status.FINALIZING and wait_s > 0:
        if check_reason is CheckReason.DEADLINE:
            queue.send_check(report_id, revision, check_reason, delay_s=math.ceil(wait_s))
        elif report.status is Status.QUEUED:
            dispatch(report, reports=reports, queue=queue)
        return None
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is None:
        return None
    material = material_of(claimed, stores)
    if gone := jobs_without_data(claimed, material.windows):
        if wait_s > 0 and claimed.refetches < MOST_REFETCHES:
            resumed = reports.resume(claimed, gone)
            if resumed is not None:
                dispatch(resumed, reports=reports, queue=queue)
            return None
        claimed = reports.replace_ends(claimed, {job_id: _gone(claimed.ended[job_id]) for job_id in gone})
        material = replace(material, report=claimed)
    result = build_report(material)
    status = ending_status(claimed, whole=result.whole, delivered_anything=result.has_figures)
    folder = f"{report_id}/{revision}/{try_id}"
    left_out = {WORKBOOK_NAME: DIED_REASON} if last_try and status is not Status.FAILED else {}
    missing = left_out | _write_files(
        claimed,
        result,
        status,
        folder,
        files=files,
        writers={name: write for name, write in writers.items() if name not in left_out},
        now=clock(),
        tell_unwritten=tell_unwritten,
    )
    if missing and status is Status.SUCCEEDED:
        status = Status.PARTIAL
    now = clock()
    if not reports.complete(report_id, revision, status, now=now, folder=folder, missing_files=missing):
        return None
    publish_end(claimed, events=events)
    # Not read again: by now a repair may have begun the next revision.
    return replace(claimed, status=status, finished_at=now, folder=folder, missing_files=missing)


def build_report(material: Material) -> Result:
    """Have every section of a report say what it has to."""
    asked = asked_sections(material.report.request)
    answers = {section.name: section.build(material) for section in asked}
    return replace(AUDIENCE.build(material), sections=answers)


def _write_files(
    report: Report,
    result: Result,
    status: Status,
    folder: str,
    *,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    now: datetime,
    tell_unwritten: Callable[[str, Exception], None],
) -> dict[str, str]:
    """Write what the report delivers; returns what could not be written, by name, and why.

    Into a folder of this try, so that of two tries at once, which may have found different windows, the one
    that ends the report is also the one whose files it has. A crash leaves files that nothing names.
    """
    document = result_json(report, result, status)
    files.put_json(folder, RESULT_NAME, document, save_as=_save_as(report, result, RESULT_NAME))
    missing: dict[str, str] = {}
    if status is Status.FAILED:
        return missing
    with tempfile.TemporaryDirectory() as scratch:
        for name, write in {**section_writers(result), **writers}.items():
            path = Path(scratch) / name
            try:
                write(path, report, result, made_at=now, status=status)
            except Exception as error:
                # Whatever it is, the other files are as good as before.
                missing[name] = UNWRITTEN_REASON
                tell_unwritten(name, error)
            else:
                files.put(folder, name, path, save_as=_save_as(report, result, name))
    return missing


def _save_as(report: Report, result: Result, name: str) -> FileName:
    return file_name(report.request, result.artists, name)


def _gone(end: JobEnd) -> JobEnd:
    """Give the end of a job whose windows were stored and are there no more."""
    return replace(end, reason=GONE_REASON, retryable=True)
