"""The workbook: rows against seconds and memory, and where the time of a whole finalize goes."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.bench_stack import BenchStack, built_layer
from benchmarks.cases import LARGE
from benchmarks.ours import make_report
from benchmarks.processes import probe
from benchmarks.tables import Table, seconds, verdict, whole
from linernotes.model.period_limits import MAX_DAYS
from linernotes.model.request import MAX_ARTISTS
from linernotes.sections.sources import SOURCES
from local.stack import ROOT

_SIZES = ((1, 2, 500), (2, 5, 1_000), (10, 8, 1_250), (50, 8, 1_750))
"""Artists, platforms and days that make 1,000, 10,000, 100,000 and 700,000 rows."""
_FINALIZES = 3
_STAGES = (
    "read windows",
    "figures",
    "write and store JSON",
    "write workbook",
    "write CSV",
    "store files",
    "rest",
)

_LARGEST_STAGES = ("unpack windows", "figures", "write JSON", "write workbook", "write CSV")


def measure_workbook(bench: BenchStack) -> Iterator[Table]:
    """Finalize the large report a few times, write workbooks of four sizes, and make the largest report."""
    yield _finalize_table(bench)
    yield _rows_table()
    yield largest_table()


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join([str(built_layer()), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def largest_table() -> Table:
    """Make the largest report that may be asked for, alone and with another period beside it."""
    environment = _environment()
    rows = []
    for compare in (None, "previous_period"):
        print(f"the largest report, {compare or 'not compared'}", file=sys.stderr, flush=True)
        task = {"artists": MAX_ARTISTS, "platforms": len(SOURCES), "days": MAX_DAYS, "compare": compare}
        _, found = probe("largest", task, environment)
        rows.append(_largest_row(compare, found))
    return Table(
        "The largest report: CPU seconds from stored windows to files",
        ("", "rows of Daily data", *_LARGEST_STAGES, "**all of it**", "allowed", "peak MiB"),
        rows,
        (
            f"{MAX_ARTISTS} artists, {len(SOURCES)} sources, {MAX_DAYS:,} days with a value each. Allowed is "
            "what of a report's time is kept for it (`audience/writing_time.py`), and must be three times "
            "what it takes here: Lambda's processors may take half as long again, and that is doubled.",
        ),
    )


def _largest_row(compare: str | None, found: dict[str, Any]) -> list[str]:
    spent = [found["spent"][stage] for stage in _LARGEST_STAGES]
    return [
        "compared with as many days before" if compare else "not compared",
        whole(found["rows"]),
        *map(seconds, spent),
        seconds(sum(spent)),
        verdict(3 * sum(spent) <= found["allowed_s"], seconds(found["allowed_s"])),
        whole(found["peak_mib"]),
    ]


def _rows_table() -> Table:
    environment = _environment()
    rows = []
    for artists, platforms, days in _SIZES:
        print(f"workbook of {artists * platforms * days:,} rows", file=sys.stderr, flush=True)
        _, found = probe("workbook", {"artists": artists, "platforms": platforms, "days": days}, environment)
        rows.append(_rows_row(found))
    return Table(
        "Workbook: rows against time and memory",
        ("rows of Daily data", "seconds", "CPU s", "CPU µs a row", "peak MiB", "of that held before writing",
         "writing added, MiB", "file MB"),
        rows,
        (
            "Each in a fresh process, on the interpreter and the built layer the functions run with. The "
            "answer, with every point, is held before; what writing adds must not grow with the rows. Where "
            "it adds next to nothing it used again what making the answer had left free.",
        ),
    )  # fmt: skip


def _rows_row(found: dict[str, Any]) -> list[str]:
    return [
        whole(found["rows"]),
        seconds(found["seconds"]),
        seconds(found["cpu_s"]),
        whole(found["cpu_s"] / found["rows"] * 1e6),
        whole(found["peak_mib"]),
        whole(found["before_mib"]),
        whole(found["peak_mib"] - found["before_mib"]),
        f"{found['bytes'] / 1e6:.2f}",
    ]


def _finalize_table(bench: BenchStack) -> Table:
    report_id = make_report(bench, LARGE, fresh=False).report_id
    environment = bench.function_environment("finalize")
    runs = []
    for _ in range(_FINALIZES):
        copy_id = str(uuid.uuid4())
        bench.copy_report(report_id, copy_id, status="finalizing")
        runs.append(probe("finalize", {"report_id": copy_id}, environment)[1])
    total_s = median(run["total"] for run in runs)
    rows = []
    for stage in _STAGES:
        stage_s = median(_stage_s(run, stage) for run in runs)
        rows.append([stage, seconds(stage_s), f"{stage_s / total_s:.0%}"])
    return Table(
        f"Finalize of {LARGE.name}: where the time goes",
        ("stage", "seconds", "share"),
        [*rows, ["**all of it**", seconds(total_s), ""]],
        (
            "The use case in a fresh process with the function's own collaborators, each timed; medians of "
            f"{_FINALIZES}. Figures: whatever is no collaborator's, so the windows' points put together, and "
            "the JSON document as objects. Rest: reading and changing the report.",
        ),
    )


def _stage_s(run: dict[str, Any], stage: str) -> float:
    return float(run["figures"] if stage == "figures" else run["spent"].get(stage, 0.0))
