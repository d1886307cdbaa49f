"""Ten thousand subscriptions due in the same minute, on paper: how long, what it costs, who waits for whom.

Worked out from what one run takes (measured, `benchmarks.subscriptions`) and from what the template sets:
each stage works on so many at once, in the order they come, and whoever finds it busy waits.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from benchmarks.tables import Table, whole
from linernotes.subscriptions.subscription import MOST_SUBSCRIPTIONS
from local.template_loops import template_written_out

DUE = 10_000
SHARES_AGAIN = (0.0, 0.5, 0.9)
"""How many of them ask for what another of them asks for."""
OWNERS_OF_ONE = 1_000
"""So many owners have one subscription each; all others have as many as there may be."""
UPSTREAM_S = 1.0
"""What Soundcharts takes to answer."""
SEND_S, SENDERS, MESSAGES_A_SEND = 0.02, 8, 10
"""A call to SQS within a region, and how the tick sends."""


@dataclass(frozen=True, slots=True)
class OneRun:
    """What one run takes: calls to Soundcharts, seconds of the functions on its way, and dollars."""

    calls: float
    run_s: float
    finalize_s: float
    deliver_s: float
    usd: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What works at once: functions by stage, and calls to Soundcharts a minute."""

    running: int
    finalizing: int
    delivering: int
    calls_a_minute: float
    deadline_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of all, by place in the queue, in seconds after the tick.

    `late` counts the reports that end at their deadline, `busy_s` is what each stage takes for all together.
    """

    delivered_s: Sequence[float]
    calls: float
    usd: float
    late: int
    busy_s: Mapping[str, float] = field(default_factory=dict)

    @property
    def bottleneck(self) -> str:
        """Name the stage that all together keep busy longest."""
        return max(self.busy_s, key=lambda stage: self.busy_s[stage])


def limits_of(template: Mapping[str, Any], pace: str = "usual") -> Limits:
    """Read the limits of a pace from the template."""
    paces = template["Mappings"]["Paces"][pace]
    default = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    at_once = paces["Functions"] * paces["Threads"]
    return Limits(
        running=paces["Running"],
        finalizing=paces["Finalizing"],
        delivering=paces["Delivering"],
        calls_a_minute=min(float(default["CallsPerMinute"]), at_once * 60 / UPSTREAM_S),
        deadline_s=float(default["DeadlineSeconds"]),
    )


def departures(arrivals: Sequence[float], takes_s: Sequence[float], at_once: int) -> list[float]:
    """Give when each leaves a stage that works on so many at once, first come first served.

    What takes no time there does not wait, either.
    """
    left = list(arrivals)
    free = [0.0] * at_once
    for place in sorted(range(len(arrivals)), key=lambda place: (arrivals[place], place)):
        if takes_s[place]:
            left[place] = max(arrivals[place], heapq.heappop(free)) + takes_s[place]
            heapq.heappush(free, left[place])
    return left


def work_out(fresh: OneRun, again: OneRun, share_again: float, limits: Limits, due: int = DUE) -> Outcome:
    """Let so many be due at once, of which a share asks again for what others ask for, those before them."""
    first = due - round(due * share_again)
    runs = [fresh if place < first else again for place in range(due)]
    sent = [SEND_S * (place // MESSAGES_A_SEND // SENDERS + 1) for place in range(due)]
    asked = departures(sent, [run.run_s for run in runs], limits.running)
    call_s = 60 / limits.calls_a_minute
    called = departures(asked, [run.calls * call_s for run in runs], 1)
    fetched = [at + UPSTREAM_S if run.calls else at for at, run in zip(called, runs, strict=True)]
    made = departures(fetched, [run.finalize_s for run in runs], limits.finalizing)
    # Whoever asks for the same has it when the first has.
    ready = [max(at, made[place % first]) for place, at in enumerate(made)]
    delivered = departures(ready, [run.deliver_s for run in runs], limits.delivering)
    waits = [done - begun for begun, done, run in zip(asked, fetched, runs, strict=True) if run.calls]
    return Outcome(
        delivered_s=delivered,
        calls=sum(run.calls for run in runs),
        usd=sum(run.usd for run in runs),
        late=sum(wait > limits.deadline_s for wait in waits),
        busy_s={
            "run_subscriptions": sum(run.run_s for run in runs) / limits.running,
            "Soundcharts' calls a minute": sum(run.calls for run in runs) * call_s,
            "finalize": sum(run.finalize_s for run in runs) / limits.finalizing,
            "deliver_runs": sum(run.deliver_s for run in runs) / limits.delivering,
        },
    )


def places_in_turn(owned: Sequence[int]) -> list[list[int]]:
    """Give each owner's places in a queue that owners take turns in; `owned` says how many each has."""
    places: list[list[int]] = [[] for _ in owned]
    next_place = 0
    for turn in range(max(owned, default=0)):
        for owner, count in enumerate(owned):
            if turn < count:
                places[owner].append(next_place)
                next_place += 1
    return places


def owned_by_each(due: int = DUE, of_one: int = OWNERS_OF_ONE) -> list[int]:
    """Say how many each owner has: most have as many as there may be, the last have one each."""
    many, rest = divmod(due - of_one, MOST_SUBSCRIPTIONS)
    return [MOST_SUBSCRIPTIONS] * many + ([rest] if rest else []) + [1] * of_one


def paper_tables(fresh: OneRun, again: OneRun) -> list[Table]:
    """Work out how long ten thousand take, and who of them waits."""
    limits = limits_of(template_written_out())
    outcomes = {f"{share:.0%}": work_out(fresh, again, share, limits) for share in SHARES_AGAIN}
    twice = replace(fresh, calls=2 * fresh.calls)
    larger = {f"0%, of {twice.calls:.0f} calls each": work_out(twice, again, 0.0, limits)}
    return [_times_table({**outcomes, **larger}, fresh, limits), _waits_table(outcomes["0%"])]


def _times_table(outcomes: Mapping[str, Outcome], fresh: OneRun, limits: Limits) -> Table:
    rows = [
        [
            case,
            whole(found.calls),
            _minutes(min(found.delivered_s)),
            _minutes(median(found.delivered_s)),
            _minutes(max(found.delivered_s)),
            f"{found.bottleneck}, {_minutes(found.busy_s[found.bottleneck])}",
            whole(found.late),
            f"{found.usd:.2f}",
        ]
        for case, found in outcomes.items()
    ]
    most_calls = limits.calls_a_minute * limits.deadline_s / 60
    return Table(
        f"On paper: {whole(DUE)} subscriptions due in the same minute",
        ("ask for the same", "upstream calls", "first delivered, min", "median, min", "last, min",
         "what takes longest, min", "at their deadline", "USD"),
        rows,
        (
            f"Each a report of {fresh.calls:.0f} calls if nobody asked for the same before, with a webhook. "
            "Seconds and dollars of a run are those measured above, so as slow as this machine was; "
            f"Soundcharts takes {UPSTREAM_S:g} s.",
            f"From the template, at pace usual: run_subscriptions works on {limits.running} at once, "
            f"finalize on {limits.finalizing}, deliver_runs on {limits.delivering}; "
            f"{whole(limits.calls_a_minute)} calls a minute. The tick sends ten messages a call, "
            f"{SENDERS} calls at once, {SEND_S:g} s each.",
            "At their deadline: reports that wait for Soundcharts longer than "
            f"{limits.deadline_s / 60:.0f} min from when they are asked for, and end with what they have. "
            f"In that time {whole(most_calls)} calls are made.",
            "Who asks for the same waits for the first of them, with the same title; one answer serves 100.",
        ),
    )  # fmt: skip


def _waits_table(found: Outcome) -> Table:
    owned = owned_by_each()
    in_turn = places_in_turn(owned)
    ones = [places[0] for places, count in zip(in_turn, owned, strict=True) if count == 1]
    many = [place for places, count in zip(in_turn, owned, strict=True) if count > 1 for place in places]
    rows = [
        ["one subscription, owners take turns", *_of_places(found, ones)],
        [f"{MOST_SUBSCRIPTIONS} subscriptions, owners take turns", *_of_places(found, many)],
        ["any, if all waited in one line", *_of_places(found, range(DUE))],
    ]
    return Table(
        f"On paper: who of {whole(DUE)} waits, minutes until the webhook",
        ("an owner of", "first", "median", "last"),
        rows,
        (
            f"{whole(len(owned) - OWNERS_OF_ONE)} owners with {MOST_SUBSCRIPTIONS} subscriptions, as many as "
            f"one may have, and {whole(OWNERS_OF_ONE)} with one; all ask for something else.",
            "Every queue on the way has the owner as message group (fair queues), taken here to give each "
            "owner a turn, which SQS does roughly: it hands out first what is of groups that have fewest in "
            "work. So whoever asks by hand meanwhile, a group of its own, comes next, too.",
        ),
    )


def _of_places(found: Outcome, places: Sequence[int]) -> list[str]:
    times_s = [found.delivered_s[place] for place in places]
    return [_minutes(min(times_s)), _minutes(median(times_s)), _minutes(max(times_s))]


def _minutes(taken_s: float) -> str:
    return f"{taken_s / 60:.1f}"
