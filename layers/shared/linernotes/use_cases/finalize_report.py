"""What happens to a report between its jobs and its files: watched, finalized, ended."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from linernotes.domain.exchange import asked_in_slack
from linernotes.domain.periods import Need
from linernotes.domain.report import Report, Status, ending_status, jobs_of, report_needs
from linernotes.domain.result import Result, build_result
from linernotes.domain.result_json import result_json
from linernotes.domain.series import WindowData, WindowKey, usable
from linernotes.use_cases.chart_ports import ChartStore
from linernotes.use_cases.ports import JobQueue, Occasion, ReportFiles, ReportStore, SeriesStore, Writer
from linernotes.use_cases.request_report import dispatch
from linernotes.use_cases.track_breakdown import track_breakdowns

WORKBOOK_NAME = "report.xlsx"
RESULT_NAME = "report.json"
CSV_NAME = "report.csv"


def finalize_report(
    report_id: str,
    revision: int,
    occasion: Occasion,
    *,
    reports: ReportStore,
    series: SeriesStore,
    charts: ChartStore,
    queue: JobQueue,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    clock: Callable[[], datetime],
    try_id: str,
) -> Report | None:
    """Do what the report needs now: finalize it, send its jobs again, wait for its time, or nothing.

    `writers` make the report's files, by their names; `try_id` tells this call from every other. Returns
    the report if this call ended it.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision:
        return None
    if report.status.ended:
        # A try that died between ending the report and asking for it to be told comes here again; so do the
        # watch and the deadline of every report, long after.
        ask_to_tell(report, queue=queue)
        return None
    wait_s = (report.collect_until - clock()).total_seconds()
    if report.pending and report.status is not Status.FINALIZING and wait_s > 0:
        if occasion is Occasion.DEADLINE:
            queue.send_finalize(report_id, revision, occasion, delay_s=math.ceil(wait_s))
        elif report.status is Status.QUEUED:
            dispatch(report, reports=reports, queue=queue)
        return None
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is None:
        return None
    result = collect_result(claimed, series)
    if "tracks" in claimed.request.sections:
        result = replace(result, tracks=track_breakdowns(claimed.request, result.artists, charts))
    status = ending_status(claimed, delivered_anything=any(row.points for row in result.breakdown))
    folder = f"{report_id}/{revision}/{try_id}"
    _write_files(claimed, result, status, folder, files=files, writers=writers, now=clock())
    if not reports.complete(report_id, revision, status, now=clock(), folder=folder):
        return None
    ask_to_tell(claimed, queue=queue)
    return reports.get(report_id)


def _write_files(
    report: Report,
    result: Result,
    status: Status,
    folder: str,
    *,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    now: datetime,
) -> None:
    """Write what the report delivers.

    Into a folder of this try, so that of two tries at once, which may have found different windows, the one
    that ends the report is also the one whose files it has. A crash leaves files that nothing names.
    """
    files.put_json(folder, RESULT_NAME, result_json(report, result, status))
    if status is Status.FAILED:
        return
    with tempfile.TemporaryDirectory() as scratch:
        for name, write in writers.items():
            path = Path(scratch) / name
            write(path, report, result, made_at=now, status=status)
            files.put(folder, name, path)


def ask_to_tell(report: Report, *, queue: JobQueue) -> None:
    """Have whoever asked told of the report's end, if they want to be and have not been."""
    if report.told_revision == report.revision:
        return
    if report.request.callback_url is not None:
        queue.send_callback(report.report_id, report.revision)
    if asked_in_slack(report.owner):
        queue.send_end_to_slack(report.report_id, report.revision)


def collect_result(report: Report, series: SeriesStore) -> Result:
    """Make the answer from the stored windows.

    A window counts if it was fetched for this report or was fresh when the report was requested. What
    lies in the cache from before, for a window that could not be fetched now, is not passed off as new.
    """
    needs = windows_needed(report)
    delivered: dict[str, list[WindowData]] = {cell.job_id: [] for cell in jobs_of(report.request)}
    for key, data in series.read(needs).items():
        job_id, need = needs[key]
        if serves(report, need, data):
            delivered[job_id].append(data)
    windows = [need.window for need in report_needs(report)]
    return build_result(report, dict.fromkeys(delivered, windows), delivered)


def windows_needed(report: Report) -> dict[WindowKey, tuple[str, Need]]:
    """List the windows a report needs, each with the job that fetches it."""
    needs = report_needs(report)
    return {
        WindowKey(cell.artist.uuid, cell.source.slug, need.window.first): (cell.job_id, need)
        for cell in jobs_of(report.request)
        for need in needs
    }


def serves(report: Report, need: Need, data: WindowData) -> bool:
    """Say whether a stored window may be shown in the report."""
    return usable(
        data,
        now=report.created_at,
        requested_at=report.created_at,
        fresh=report.request.fresh,
        needed_to=need.to,
    )
