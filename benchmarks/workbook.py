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
from benchmarks.tables import Table, seconds, whole
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


def measure_workbook(bench: BenchStack) -> Iterator[Table]:
    """Finalize the large report a few times, and write workbooks of four sizes."""
    yield _finalize_table(bench)
    yield _rows_table()


def _rows_table() -> Table:
    environment = {
        "PYTHONPATH": os.pathsep.join([str(built_layer()), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
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
