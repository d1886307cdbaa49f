"""Run the benchmarks: `python -m benchmarks`, or with the names of single parts."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.again import measure_again
from benchmarks.bench_stack import BenchStack, bench_stack
from benchmarks.charts import measure_charts
from benchmarks.cold import measure_cold
from benchmarks.cost import measure_cost
from benchmarks.fairness import measure_fairness
from benchmarks.reports import measure_reports
from benchmarks.sections import measure_sections
from benchmarks.subscriptions import measure_subscriptions
from benchmarks.tables import Table
from benchmarks.workbook import measure_workbook
from local.stack import ROOT

OUT = ROOT / "out" / "bench.md"

_Part = Callable[[BenchStack, bool], Iterable[Table]]

PARTS: dict[str, _Part] = {
    "reports": lambda bench, full: measure_reports(bench, full=full),
    "sections": lambda bench, _: measure_sections(bench),
    "fairness": lambda bench, _: measure_fairness(bench),
    "cost": lambda bench, _: measure_cost(bench),
    "again": lambda bench, _: measure_again(bench),
    "cold": lambda bench, _: measure_cold(bench),
    "workbook": lambda bench, _: measure_workbook(bench),
    "charts": lambda bench, _: measure_charts(bench),
    "subscriptions": lambda bench, _: measure_subscriptions(bench),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables and keep them in a file; gives the exit status."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    _write(OUT, f"# Benchmarks\n\n{_here()}\n")
    with bench_stack() as bench:
        for name in options.parts or PARTS:
            for table in PARTS[name](bench, options.full):
                _add(OUT, f"\n{table.markdown()}")
    _add(OUT, f"\nIt took {(time.monotonic() - began) / 60:.1f} minutes.\n")
    return 0


def _here() -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}; load before: {load}. Everything runs on "
        "this one machine: the caller, the functions, MiniStack and the simulated Soundcharts."
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(text, end="", flush=True)


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
    print(text, end="", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Liner Notes.")
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--full", action="store_true", help="also run the sequential loop of 400 s")
    return parser


def _part(name: str) -> str:
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(PARTS)}")
    return name


if __name__ == "__main__":
    sys.exit(main())
