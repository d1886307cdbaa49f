"""How long reports with every section take against calls that depend on one another, and their calls."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import ONE_WITH_SECTIONS, TEN_WITH_SECTIONS, Case
from benchmarks.chains import longest_chain
from benchmarks.ours import Caller, Made, make_report
from benchmarks.tables import BLANK, Table, seconds, times, verdict, whole
from benchmarks.upstream import LATENCY_S

_TIMES = 3
_TARGETS = {ONE_WITH_SECTIONS: 1.5, TEN_WITH_SECTIONS: 3.0}
"""How many times the longest chain of calls a warm report may take."""
_CACHED_TARGET_S = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of one report."""

    case: Case
    chains: dict[str, int]
    warm: Sequence[Made]
    cached: Sequence[Made]
    spent: dict[str, tuple[int, int]]
    """Calls and cache hits of each section, in a warm report."""

    @property
    def chain_s(self) -> float:
        """Give how long the longest chain of calls takes."""
        return max(self.chains.values()) * LATENCY_S


def measure_sections(bench: BenchStack) -> list[Table]:
    """Measure one artist and ten, each with every section, over a month."""
    measured = [_measure(bench, case) for case in (ONE_WITH_SECTIONS, TEN_WITH_SECTIONS)]
    return [_times_table(measured), _calls_table(measured)]


def _measure(bench: BenchStack, case: Case) -> Measured:
    print(f"{case.name}: the first, which is not measured", file=sys.stderr, flush=True)
    first = make_report(bench, case, fresh=True)
    spent = _spent(Caller(bench.local).look(first.report_id))
    warm, cached = [], []
    for number in range(_TIMES):
        print(f"{case.name}: {number + 1} of {_TIMES}", file=sys.stderr, flush=True)
        warm.append(make_report(bench, case, fresh=True))
        cached.append(make_report(bench, case, fresh=False))
    return Measured(case, longest_chain(case), warm, cached, spent)


def _spent(report: dict[str, Any]) -> dict[str, tuple[int, int]]:
    sections = report["result"]["sections"]
    return {name: (of["upstream_calls"], of["cache_hits"]) for name, of in sections.items()}


def _times_table(measured: Sequence[Measured]) -> Table:
    rows = []
    for found in measured:
        warm_s = median(made.total_s for made in found.warm)
        cached_s = median(made.total_s for made in found.cached)
        calls = max(made.upstream.calls for made in found.cached)
        target = _TARGETS[found.case]
        longest = max(found.chains, key=lambda name: found.chains[name])
        made = found.warm[-1].upstream.calls
        rows += [
            [
                found.case.name,
                f"longest chain of calls ({longest})",
                seconds(found.chain_s),
                times(1),
                BLANK,
                whole(found.chains[longest]),
                BLANK,
            ],
            [
                found.case.name,
                "**ours, warm**",
                seconds(warm_s),
                times(warm_s / found.chain_s),
                seconds(1000 * warm_s / made) + " ms",
                whole(made),
                verdict(warm_s <= target * found.chain_s, f"≤ {target:g}× the chain"),
            ],
            [
                found.case.name,
                "ours, from the cache",
                seconds(cached_s),
                times(cached_s / found.chain_s),
                BLANK,
                whole(calls),
                verdict(cached_s < _CACHED_TARGET_S and not calls, "0 calls, < 1 s"),
            ],
        ]
    return Table(
        "Sections: from `POST` to the workbook downloaded, every section asked for",
        ("artists × platforms × sections × days", "way", "seconds", "times the chain", "a call",
         "upstream calls", "target"),
        rows,
        (
            f"Soundcharts is simulated and takes {LATENCY_S:.0f} s for each answer. The longest chain is the "
            "most calls of one job that depend on one another, counted by running each job alone with every "
            "call that is out ending at once.",
            f"Warm is with `fresh: true`; medians of {_TIMES}.",
        ),
    )  # fmt: skip


def _calls_table(measured: Sequence[Measured]) -> Table:
    names = list(measured[0].spent)
    rows = []
    for name in names:
        row = [name, whole(measured[0].chains.get(name, 0))]
        for found in measured:
            calls, hits = found.spent[name]
            row += [whole(calls), whole(calls / found.case.artists), whole(hits)]
        rows.append(row)
    header = ["section", "longest chain"]
    for found in measured:
        artists = f"{found.case.artists} artists" if found.case.artists > 1 else "1 artist"
        header += [f"calls, {artists}", "an artist", "hits"]
    return Table("Sections: calls to Soundcharts, with nothing stored", header, rows)
