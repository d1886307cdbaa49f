"""A report made from stored windows to its files in a fresh process, stage by stage, in CPU seconds.

Reads `{"artists", "platforms", "days", "compare"}` from stdin. What the network takes is not in it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.probes.made_up import NOW, made_of, made_up_report, made_up_windows
from benchmarks.probes.memory import forget_peak, held_mib, peak_mib
from linernotes.model.report import Report, Status
from linernotes.reports.result_json import result_json
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.audience.csv_file import write_csv
from linernotes.sections.audience.rows import build_result
from linernotes.sections.audience.writing_time import writing_time
from linernotes.sections.windows.codec import decode_window, encode_window
from linernotes.sections.windows.window_data import WindowKey

_spent: dict[str, float] = {}


@contextmanager
def _stage(name: str) -> Iterator[None]:
    started = time.process_time()
    yield
    _spent[name] = time.process_time() - started


def main() -> None:
    """Make the report, and tell what each stage took."""
    report = made_up_report(**json.loads(sys.stdin.readline()))
    packed = {
        job_id: [(data.key, encode_window(data)) for data in windows]
        for job_id, windows in made_up_windows(report).items()
    }
    gc.collect()
    forget_peak()
    before_mib = held_mib()
    rows = _make(report, packed)
    found = {
        "rows": rows,
        "spent": _spent,
        "allowed_s": writing_time(report.request).total_seconds(),
        "before_mib": before_mib,
        "peak_mib": peak_mib(),
    }
    sys.stderr.write(json.dumps(found) + "\n")
    sys.stderr.flush()
    os._exit(0)


def _make(report: Report, packed: dict[str, list[tuple[WindowKey, bytes]]]) -> int:
    with _stage("unpack windows"):
        delivered = [decode_window(key, window) for windows in packed.values() for key, window in windows]
    with _stage("figures"):
        result = build_result(made_of(report, delivered))
    with _stage("write JSON"):
        document = result_json(report, result, Status.SUCCEEDED)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        del document, text
    with tempfile.TemporaryDirectory() as folder:
        with _stage("write workbook"):
            path = Path(folder) / "report.xlsx"
            write_workbook(path, report, result, made_at=NOW, version="benchmark", status=Status.SUCCEEDED)
        with _stage("write CSV"):
            write_csv(Path(folder) / "report.csv", report, result, made_at=NOW, status=Status.SUCCEEDED)
    return sum(len(row.points) for row in result.breakdown)


main()
