"""A workbook of made-up data in a fresh process. Reads `{"artists", "platforms", "days"}` from stdin."""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

from benchmarks.probes.made_up import NOW, made_of, made_up_report, made_up_windows
from benchmarks.probes.memory import forget_peak, held_mib, peak_mib
from linernotes.model.report import Report, Status
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.rows import build_result


def main() -> None:
    """Make the data, write the workbook, tell what that took."""
    task = json.loads(sys.stdin.readline())
    report = made_up_report(**task)
    result = _result(report)
    gc.collect()
    forget_peak()
    before_mib = held_mib()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        started, started_cpu = time.perf_counter(), time.process_time()
        write_workbook(path, report, result, made_at=NOW, version="benchmark", status=Status.SUCCEEDED)
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


def _result(report: Report) -> Result:
    return build_result(made_of(report, chain.from_iterable(made_up_windows(report).values())))


main()
