"""How long one owner's small report takes alone, and while another owner's largest is being fetched."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.bench_stack import BenchStack
from benchmarks.ours import Caller, ReportFailed
from benchmarks.tables import BLANK, Table, seconds, times, verdict, whole
from linernotes.sections.sources import SOURCES
from local.simulator.artists import ARTISTS

LATENCY_S = 0.4
_TIMES = 5
_TARGET = 2.0
_WAIT_S = 25
_GREEDY = {
    "artists": [artist.uuid for artist in ARTISTS[:30]],
    "platforms": list(SOURCES)[:18],
    "start_date": "2024-01-01",
    "end_date": "2025-03-31",
    "fresh": True,
    "max_upstream_calls": 100_000,
}
"""Some 2,700 calls: a tenth of what a report may be."""


def measure_fairness(bench: BenchStack) -> list[Table]:
    """Measure a report of one call alone, then again while another owner's 2,700 calls are made."""
    greedy, modest = Caller(bench.local), Caller(bench.local, bench.another_key())
    bench.upstream.begin(LATENCY_S)
    _small(modest, 0)  # the first is cold
    alone = [_small(modest, number) for number in range(1, _TIMES + 1)]
    calls = greedy.preview(_GREEDY)["upstream_calls"]
    print(f"fairness: behind {calls} calls", file=sys.stderr, flush=True)
    behind: list[float] = []
    for number in range(_TIMES + 1, 2 * _TIMES + 1):
        report_id = greedy.ask(_GREEDY)["report_id"]
        behind.append(_small(modest, number))
        if greedy.look(report_id)["status"] in ("succeeded", "failed"):
            raise ReportFailed("the large report was over before the small one")
        greedy.until_over(report_id, within_s=300, every_s=1)
    return [_table(alone, behind, calls)]


def _small(caller: Caller, number: int) -> float:
    """Make a report of one call, of another artist each time; returns its seconds."""
    request: dict[str, Any] = {
        "artists": [ARTISTS[31 + number].uuid],
        "platforms": ["deezer"],
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
        "fresh": True,
    }
    began = time.monotonic()
    caller.until_ended(caller.ask(request, {"Prefer": f"wait={_WAIT_S}"})["report_id"])
    return time.monotonic() - began


def _table(alone: Sequence[float], behind: Sequence[float], calls: int) -> Table:
    ratio = median(behind) / median(alone)
    rows = [
        ["a report of one call, alone", seconds(median(alone)), seconds(max(alone)), times(1), BLANK],
        [
            f"the same behind another owner's {whole(calls)} calls",
            seconds(median(behind)),
            seconds(max(behind)),
            times(ratio),
            verdict(ratio <= _TARGET, f"≤ {_TARGET:.0f}×"),
        ],
    ]
    note = f"Medians of {_TIMES}, warm, at {LATENCY_S} s a call; the other's is asked for just before each."
    header = ("report", "seconds", "longest", "ratio", "target")
    return Table("One owner beside another", header, rows, (note,))
