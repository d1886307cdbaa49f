"""A workbook of made-up data in a fresh process. Reads `{"artists", "platforms", "days"}` from stdin."""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.probes.memory import forget_peak, held_mib, peak_mib
from linernotes.adapters.workbook import write_workbook
from linernotes.domain.report import JobEnd, Report, Status, jobs_of
from linernotes.domain.request import Artist, ReportRequest
from linernotes.domain.result import Result, build_result
from linernotes.domain.series import Outcome, WindowData, WindowKey
from linernotes.domain.windows import Window, windows_covering
from linernotes.sources import SOURCES

_FIRST_DAY = date(2021, 1, 1)
_NOW = datetime(2026, 6, 1, tzinfo=UTC)


def main() -> None:
    """Make the data, write the workbook, tell what that took."""
    task = json.loads(sys.stdin.readline())
    report = _report(**task)
    result = _result(report)
    gc.collect()
    forget_peak()
    before_mib = held_mib()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        started, started_cpu = time.perf_counter(), time.process_time()
        write_workbook(path, report, result, made_at=_NOW, version="benchmark", status=Status.SUCCEEDED)
        taken_s, cpu_s = time.perf_counter() - started, time.process_time() - started_cpu
        size = path.stat().st_size
    rows = sum(len(row.points) for row in result.breakdown)
    found = {
        "rows": rows,
        "seconds": taken_s,
        "cpu_s": cpu_s,
        "before_mib": before_mib,
        "peak_mib": peak_mib(),
        "bytes": size,
    }
    sys.stderr.write(json.dumps(found) + "\n")
    sys.stderr.flush()
    os._exit(0)


def _report(artists: int, platforms: int, days: int) -> Report:
    request = ReportRequest(
        artists=tuple(
            Artist(f"11e81bcc-9c1c-ce38-b96b-{number:012x}", f"Artist {number}") for number in range(artists)
        ),
        platforms=tuple(islice(SOURCES, platforms)),
        start_date=_FIRST_DAY,
        end_date=_FIRST_DAY + timedelta(days=days - 1),
    )
    return Report(
        report_id="3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10",
        owner="benchmark",
        request=request,
        status=Status.FINALIZING,
        revision=1,
        created_at=_NOW,
        started_at=_NOW,
        deadline=_NOW + timedelta(minutes=15),
        ended={cell.job_id: JobEnd(upstream_calls=1) for cell in jobs_of(request)},
    )


def _result(report: Report) -> Result:
    request = report.request
    windows = windows_covering(request.start_date, request.end_date, today=_NOW.date())
    cells = jobs_of(request)
    return build_result(
        report,
        {cell.job_id: windows for cell in cells},
        {
            cell.job_id: [
                _window(WindowKey(cell.artist.uuid, cell.source.slug, window.first), window, number)
                for window in windows
            ]
            for number, cell in enumerate(cells)
        },
    )


def _window(key: WindowKey, window: Window, number: int) -> WindowData:
    days = (window.last - window.first).days + 1
    base = 1_000_003 * (number + 1)
    return WindowData(
        key=key,
        window=window,
        outcome=Outcome.DELIVERED,
        fetched_at=_NOW,
        artist_name=f"Artist {key.artist_uuid[-4:]}",
        values={window.first + timedelta(days=day): base + 7 * day for day in range(days)},
    )


main()
