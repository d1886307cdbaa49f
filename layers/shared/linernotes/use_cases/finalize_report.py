"""What happens to a report between its jobs and its files: watched, finalized, ended."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from linernotes.domain.report import Report, Status, collect_until, ending_status, jobs_of
from linernotes.domain.result import Result, build_result, result_json
from linernotes.domain.series import WindowData, WindowKey, is_fresh
from linernotes.domain.windows import Window, windows_covering
from linernotes.use_cases.ports import JobQueue, Occasion, ReportFiles, ReportStore, SeriesStore, Workbook
from linernotes.use_cases.request_report import dispatch

WORKBOOK_NAME = "report.xlsx"
RESULT_NAME = "report.json"


def finalize_report(
    report_id: str,
    revision: int,
    occasion: Occasion,
    *,
    reports: ReportStore,
    series: SeriesStore,
    queue: JobQueue,
    files: ReportFiles,
    write_workbook: Workbook,
    clock: Callable[[], datetime],
) -> Report | None:
    """Do what the report needs now: finalize it, send its jobs again, wait for its time, or nothing.

    Returns the report if this call ended it.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision:
        return None
    if report.status.ended:
        # A try that died between ending the report and asking for the callback comes here again.
        _ask_for_callback(report, queue=queue)
        return None
    wait_s = (collect_until(report.deadline, report.started_at) - clock()).total_seconds()
    if report.pending and report.status is not Status.FINALIZING and wait_s > 0:
        if occasion is Occasion.DEADLINE:
            queue.send_finalize(report_id, revision, occasion, delay_s=max(1, int(wait_s)))
        elif report.status is Status.QUEUED:
            dispatch(report, reports=reports, queue=queue)
        return None
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is None:
        return None
    return _finalize(claimed, reports, series, queue, files, write_workbook, clock)


def _finalize(
    report: Report,
    reports: ReportStore,
    series: SeriesStore,
    queue: JobQueue,
    files: ReportFiles,
    write_workbook: Workbook,
    clock: Callable[[], datetime],
) -> Report | None:
    """Write the files, then end the report: a crash in between leaves files that the next try replaces."""
    result = collect_result(report, series)
    status = ending_status(report, delivered_anything=any(row.points for row in result.breakdown))
    files.put_json(report.report_id, report.revision, RESULT_NAME, result_json(report, result, status))
    if status is not Status.FAILED:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / WORKBOOK_NAME
            write_workbook(path, report, result, made_at=clock(), status=status)
            files.put(report.report_id, report.revision, WORKBOOK_NAME, path)
    if not reports.complete(report.report_id, report.revision, status, now=clock()):
        return None
    _ask_for_callback(report, queue=queue)
    return reports.get(report.report_id)


def _ask_for_callback(report: Report, *, queue: JobQueue) -> None:
    if report.request.callback_url is not None:
        queue.send_callback(report.report_id, report.revision)


def collect_result(report: Report, series: SeriesStore) -> Result:
    """Make the answer from the stored windows.

    A window counts if it was fetched for this report or was fresh when the report was requested. What
    lies in the cache from before, for a window that could not be fetched now, is not passed off as new.
    """
    windows = {cell.job_id: needed_windows(report) for cell in jobs_of(report.request)}
    keys = {
        WindowKey(cell.artist.uuid, cell.source.slug, window.first): (cell.job_id, window)
        for cell in jobs_of(report.request)
        for window in windows[cell.job_id]
    }
    delivered: dict[str, list[WindowData]] = {job_id: [] for job_id in windows}
    for key, data in series.read(keys).items():
        job_id, window = keys[key]
        if serves(report, window, data):
            delivered[job_id].append(data)
    return build_result(report, windows, delivered)


def needed_windows(report: Report) -> list[Window]:
    """List the windows each job of the report needs."""
    request = report.request
    return windows_covering(request.start_date, request.end_date, today=report.created_at.date())


def serves(report: Report, window: Window, data: WindowData) -> bool:
    """Say whether a stored window may be shown in the report."""
    needed_to = min(report.request.end_date, window.last)
    if data.fetched_at >= report.created_at:
        return data.window.last >= needed_to
    not_before = report.created_at if report.request.fresh else None
    return is_fresh(data, now=report.created_at, needed_to=needed_to, not_before=not_before)
