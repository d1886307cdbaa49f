"""How long reports take: one call after another, the limit, and ours, cold, warm and from the cache."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import LARGE, MIDDLE, SMALL, Case
from benchmarks.comparator import CONNECTIONS, run_comparator
from benchmarks.described import run_sequentially
from benchmarks.ours import POLL_S, Made, Stages, make_report
from benchmarks.samples import paired_ratio
from benchmarks.tables import BLANK, Table, seconds, times, verdict, whole
from benchmarks.upstream import LATENCY_S

PAIRS = 5
_TARGETS = {SMALL: 3, MIDDLE: 30, LARGE: 80}
"""How many times faster than the sequential loop each report must be, warm."""
_CACHED_TARGET_S = 1.0


@dataclass(frozen=True, slots=True)
class Loop:
    """The sequential loop's time; `call_s` is that of the median call if only calls were measured."""

    total_s: float
    calls: int
    call_s: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of one report."""

    case: Case
    loop: Loop
    comparator_s: Sequence[float]
    comparator_peak: int
    cold: Made
    warm: Sequence[Made]
    cached: Sequence[Made]
    overlapping: Made


def measure_reports(bench: BenchStack, *, full: bool) -> list[Table]:
    """Measure the three reports; `full` runs the 400 s loop too instead of working it out."""
    measured: list[Measured] = []
    call_s: float | None = None
    for case in (SMALL, MIDDLE, LARGE):
        if case is LARGE and not full and call_s is not None:
            loop = Loop(call_s * case.calls, case.calls, call_s)
        else:
            loop, call_s = _sequential(bench, case)
        measured.append(_measure(bench, case, loop))
    return [_times_table(measured), _stages_table(measured)]


def _sequential(bench: BenchStack, case: Case) -> tuple[Loop, float]:
    _say(f"{case.name}: one call after another, about {case.calls * LATENCY_S:.0f} s")
    bench.upstream.begin()
    run = run_sequentially(bench.upstream.url, case)
    return Loop(run.total_s, len(run.call_s)), median(run.call_s)


def _measure(bench: BenchStack, case: Case, loop: Loop) -> Measured:
    _say(f"{case.name}: cold")
    bench.make_cold()
    cold = make_report(bench, case, fresh=True)
    warm: list[Made] = []
    comparator_s: list[float] = []
    peaks: list[int] = []

    def ours() -> None:
        warm.append(make_report(bench, case, fresh=True))

    def comparator() -> None:
        bench.upstream.begin()
        comparator_s.append(run_comparator(bench.upstream.url, case))
        peaks.append(bench.upstream.counts().peak)

    for number in range(PAIRS):
        _say(f"{case.name}: pair {number + 1} of {PAIRS}")
        _in_turn(ours, comparator, number)
    cached = [make_report(bench, case, fresh=False) for _ in range(PAIRS)]
    overlapping = make_report(bench, case.overlapping(), fresh=False)
    return Measured(case, loop, comparator_s, max(peaks), cold, warm, cached, overlapping)


def _in_turn(one: Callable[[], None], other: Callable[[], None], number: int) -> None:
    """Run both, the other first in every second round."""
    for run in (one, other) if number % 2 == 0 else (other, one):
        run()


def _times_table(measured: Sequence[Measured]) -> Table:
    rows: list[list[str]] = []
    for found in measured:
        case, loop = found.case, found.loop
        comparator_s = median(found.comparator_s)
        warm_s = median(made.total_s for made in found.warm)
        cached_s = median(made.total_s for made in found.cached)
        calls = max(made.upstream.calls for made in found.cached)
        target = _TARGETS[case]
        worked_out = "" if loop.call_s is None else f" ({loop.call_s:.3f} s × {loop.calls}, worked out)"

        def row(
            way: str,
            taken_s: float,
            calls: int,
            peak: int,
            against: float | None = None,
            reached: str = BLANK,
            *,
            name: str = case.name,
            loop_s: float = loop.total_s,
            limit_s: float = comparator_s,
        ) -> list[str]:
            return [
                name, way, seconds(taken_s), times(loop_s / taken_s), times(against or taken_s / limit_s),
                whole(calls), whole(peak), reached,
            ]  # fmt: skip

        rows += [
            row(f"one call after another{worked_out}", loop.total_s, loop.calls, 1),
            row("comparator", comparator_s, case.calls, found.comparator_peak),
            row("ours, cold", found.cold.total_s, found.cold.upstream.calls, found.cold.upstream.peak),
            row(
                "**ours, warm**",
                warm_s,
                found.warm[-1].upstream.calls,
                max(made.upstream.peak for made in found.warm),
                paired_ratio([made.total_s for made in found.warm], found.comparator_s),
                verdict(loop.total_s / warm_s >= target, f"≥ {target}× the loop"),
            ),
            row(
                "ours, from the cache",
                cached_s,
                calls,
                max(made.upstream.peak for made in found.cached),
                None,
                verdict(cached_s < _CACHED_TARGET_S and not calls, "0 calls, < 1 s"),
            ),
            row(
                "ours, half of it cached",
                found.overlapping.total_s,
                found.overlapping.upstream.calls,
                found.overlapping.upstream.peak,
            ),
        ]
    return Table(
        "Reports: from `POST` to the workbook downloaded",
        ("artists × platforms × days", "way", "seconds", "faster than the loop", "time of the comparator",
         "upstream calls", "calls at once, at most", "target"),
        rows,
        (
            f"Soundcharts is simulated and takes {LATENCY_S:.0f} s for each answer; its limit of calls a "
            "minute is lifted, as one run of this makes more than a plan allows.",
            f"Comparator: one asyncio process with {CONNECTIONS} connections that keeps everything in memory "
            "and writes no workbook; its time begins when it is already running.",
            f"Comparator and ours, warm (`fresh: true`), were run in turn, {PAIRS} pairs; seconds are "
            "medians, and the ratio of the two is the median of the pairs'. From the cache: median of "
            f"{PAIRS}. Cold and half cached: one run.",
            f"Ours is looked at every {POLL_S} s until it has ended, then its link is followed to the last "
            "byte.",
            "Cold: every environment was ended before; a new one here also unpacks layer and code.",
            "Half of it cached: as many days, of which half are those of the report before it.",
        ),
    )  # fmt: skip


def _stages_table(measured: Sequence[Measured]) -> Table:
    rows = []
    for found in measured:
        ways = [("cold", [found.cold]), ("warm", found.warm), ("from the cache", found.cached)]
        for way, made in [*ways, ("half of it cached", [found.overlapping])]:
            stages = [each.stages for each in made]
            rows.append([found.case.name, way, *[seconds(value) for value in _medians(stages)]])
    return Table(
        "Reports: when each stage was reached, seconds after the `POST`",
        ("artists × platforms × days", "ours", "accepted", "first job started", "first upstream call",
         "last job ended", "workbook written", "link works"),
        rows,
        (
            "Accepted: the 202 is here. First job started: the earliest fetch invocation's REPORT line in "
            "CloudWatch Logs, less its duration; a cold one has still to be initialised then. First upstream "
            "call: the simulator's call log. Last job ended: the latest line \"jobs fetched\" in the fetch "
            "function's log, written once the jobs' ends are stored. Workbook written: `finished_at` of the "
            "stored report, set when S3 has taken the file. Link works: the workbook is downloaded.",
            "Medians, stage by stage, where there were several runs.",
        ),
    )  # fmt: skip


def _medians(stages: Sequence[Stages]) -> list[float | None]:
    calls = [each.first_call for each in stages if each.first_call is not None]
    return [
        median(each.accepted for each in stages),
        median(each.job_started for each in stages),
        median(calls) if calls else None,
        median(each.jobs_ended for each in stages),
        median(each.workbook_written for each in stages),
        median(each.link_works for each in stages),
    ]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
