"""Subscriptions: what a run takes by itself, and how long 500 take that are due at once, to the webhook."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from benchmarks.bench_stack import BenchStack
from benchmarks.cost import Usage, usage_of_calls
from benchmarks.counting_proxy import CountingProxy, counting_proxy
from benchmarks.due_at_once import OneRun, paper_tables
from benchmarks.lambda_logs import Logs
from benchmarks.prices import Charge, cost_of
from benchmarks.subscribed import OWNERS, SOURCES_EACH, Subscribed
from benchmarks.tables import Table, seconds, verdict, whole
from linernotes.subscriptions.subscription import Subscription
from local.processes import StackError
from local.receiver import Receiver, receiving

ALONE, AT_ONCE = 10, 500
LATENCY_S = 0.1
"""What Soundcharts takes for each answer here."""
FUNCTIONS = ("tick", "run_subscriptions", "fetch", "finalize", "deliver_runs")
INDEX_UNITS_A_RUN = 2.0
"""A run moves its subscription in the index of what is due: out of its place there, and into the next."""

_QUEUES = ("RunsQueue", "FetchJobsQueue", "ReportChecksQueue", "DeliveriesQueue")
_COUNTED = (
    Charge.WRITE_UNITS,
    Charge.READ_UNITS,
    Charge.SQS_REQUESTS,
    Charge.SNS_REQUESTS,
    Charge.S3_PUTS,
    Charge.S3_GETS,
)
_POLLER_REQUESTS = 2
_WITHIN_S = 1_800
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Ran:
    """What some runs took, all together.

    `delivered_s` is when each webhook came, after the tick began, `webhooks` how many came in all, `logs`
    what each function logged until then.
    """

    runs: int
    delivered_s: Sequence[float]
    webhooks: int
    calls: int
    usage: Usage
    logs: Mapping[str, Logs]

    @property
    def duplicates(self) -> int:
        """Count the webhooks that came once too often."""
        return self.webhooks - len(self.delivered_s)

    @property
    def one(self) -> OneRun:
        """Give what one of the runs took."""
        return OneRun(
            calls=self.calls / self.runs,
            run_s=self.seconds_of("run_subscriptions"),
            finalize_s=self.seconds_of("finalize"),
            deliver_s=self.seconds_of("deliver_runs"),
            usd=cost_of(self.usage) / self.runs,
        )

    def invocations_of(self, function: str) -> float:
        """Say how often a run has a function run."""
        return len(self.logs[function].invocations) / self.runs

    def seconds_of(self, function: str) -> float:
        """Give what a run takes of a function: as often as it ran, the median, whatever a cold one took."""
        took_s = [invocation.billed_s for invocation in self.logs[function].invocations]
        return median(took_s) * self.invocations_of(function) if took_s else 0.0


class Meter:
    """Runs what is due, and counts what that takes."""

    def __init__(self, bench: BenchStack, proxy: CountingProxy, receiver: Receiver, made: Subscribed) -> None:
        self._bench = bench
        self._proxy = proxy
        self._receiver = receiver
        self._made = made

    def one_by_one(self, name: str, numbers: Sequence[int]) -> Ran:
        """Run subscriptions, each with a tick of its own once the one before has been delivered."""
        return self._counted(name, [[number] for number in numbers])

    def at_once(self, name: str, numbers: Sequence[int]) -> Ran:
        """Run subscriptions that one tick finds due."""
        return self._counted(name, [numbers])

    def _counted(self, name: str, rounds: Sequence[Sequence[int]]) -> Ran:
        print(f"subscriptions: {name}, {sum(map(len, rounds))}", file=sys.stderr, flush=True)
        self._settle()
        self._bench.upstream.begin(LATENCY_S)
        self._proxy.taken()
        began, before = time.time(), len(self._receiver.deliveries)
        delivered_s: list[float] = []
        for numbers in rounds:
            due = [self._made.add(name, number) for number in numbers]
            delivered_s += self._delivered(due)
        runs = len(delivered_s)
        self._settle()
        webhooks = len(self._receiver.deliveries) - before
        logs = {function: self._bench.logs(function, since=began) for function in FUNCTIONS}
        usage = usage_of_calls(self._proxy.taken())
        usage[Charge.WRITE_UNITS] += INDEX_UNITS_A_RUN * runs
        for function in FUNCTIONS:
            log = logs[function]
            usage[Charge.LAMBDA_REQUESTS] += len(log.invocations)
            usage[Charge.FETCH_GB_SECONDS] += sum(invocation.gb_seconds for invocation in log.invocations)
            usage[Charge.LOG_BYTES] += log.ingested_bytes
            if function != "tick":
                usage[Charge.SQS_REQUESTS] += _POLLER_REQUESTS * len(log.invocations)
        return Ran(
            runs=runs,
            delivered_s=delivered_s,
            webhooks=webhooks,
            calls=self._bench.upstream.counts().calls,
            usage=usage,
            logs=logs,
        )

    def _delivered(self, due: Sequence[Subscription]) -> list[float]:
        """Tick, and wait for a webhook of each; gives when they came. Raises StackError if one does not."""
        ids = {subscription.subscription_id for subscription in due}
        seen = len(self._receiver.deliveries)
        came: dict[str, float] = {}
        began = time.time()
        found = self._made.tick()
        if found != len(due):
            raise StackError(f"of {len(due)} subscriptions the tick found {found} due")
        while len(came) < len(due):
            if time.time() - began > _WITHIN_S:
                raise StackError(f"of {len(due)} webhooks {len(came)} came")
            time.sleep(_LOOK_S)
            for delivery in self._receiver.deliveries[seen:]:
                seen += 1
                told = delivery.document["data"]["subscription_id"]
                if told in ids:
                    came.setdefault(told, delivery.at - began)
        return list(came.values())

    def _settle(self) -> None:
        """Wait until no function works on anything, then forget the checks that reports sent for later."""
        sqs, until = self._bench.local.client("sqs"), time.monotonic() + _WITHIN_S
        addresses = [self._bench.local.physical_id(queue) for queue in _QUEUES]
        while not all(queue_is_empty(sqs, address) for address in addresses):
            if time.monotonic() > until:
                raise StackError("the queues did not come to rest")
            time.sleep(_LOOK_S)
        self._bench.settle()


def measure_subscriptions(bench: BenchStack) -> Iterator[Table]:
    """Run some one by one, the same again, then all at once; then work out ten thousand."""
    due_at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
    with counting_proxy(bench.local.aws_endpoint_url) as proxy, receiving() as receiver:
        bench.make_cold({"AWS_ENDPOINT_URL": proxy.url})
        meter = Meter(bench, proxy, receiver, Subscribed(bench, receiver, due_at))
        try:
            meter.one_by_one("warm", range(AT_ONCE + ALONE, AT_ONCE + ALONE + 2))
            fresh = meter.one_by_one("fresh", range(ALONE))
            again = meter.one_by_one("again", range(ALONE))
            yield runs_table({"something new": fresh, "the same again": again})
            yield crowd_table(meter.at_once("crowd", range(ALONE, ALONE + AT_ONCE)))
        finally:
            bench.make_cold()
    yield from paper_tables(fresh.one, again.one)


def runs_table(ways: Mapping[str, Ran]) -> Table:
    """Say what a run takes, and costs."""
    ran = list(ways.values())
    rows = [
        ["calls to Soundcharts", *[f"{one.calls / one.runs:.1f}" for one in ran]],
        ["seconds from the tick to the webhook, median", *[seconds(median(one.delivered_s)) for one in ran]],
        *[
            [f"seconds of {function}, of so many invocations", *[_of_function(function, one) for one in ran]]
            for function in FUNCTIONS
        ],
        *[
            [charge.value.name, *[f"{one.usage[charge] / one.runs:.1f}" for one in ran]]
            for charge in _COUNTED
        ],
        ["**USD for 1,000 runs**", *[f"**{one.one.usd * 1_000:.3f}**" for one in ran]],
    ]
    return Table(
        "Subscriptions: what one run takes",
        ("of one run", *ways),
        rows,
        (
            f"{ALONE} runs one after another, each of one artist on {SOURCES_EACH} sources with one "
            f"webhook and a tick of its own; Soundcharts takes {LATENCY_S:g} s. Seconds of a function are as "
            "often as it ran the median of its invocations, as some environments were cold.",
            "The functions' requests were counted by a proxy; DynamoDB's units are worked out from the items "
            f"in them, and {INDEX_UNITS_A_RUN:.0f} for the index of what is due are added. The two checks "
            "each report sends ahead for later are left out: they find it ended.",
            "USD: list prices (`benchmarks/prices.py`), GB-seconds by measured wall time on this machine.",
        ),
    )


def crowd_table(ran: Ran) -> Table:
    """Say how long it takes until the last of all has its webhook, and what it takes."""
    rows = [
        ["first webhook, seconds after the tick", seconds(min(ran.delivered_s)), ""],
        ["median", seconds(median(ran.delivered_s)), ""],
        ["last", seconds(max(ran.delivered_s)), ""],
        ["webhooks", whole(ran.webhooks), ""],
        ["of which duplicates", whole(ran.duplicates), verdict(not ran.duplicates, "0")],
        ["calls to Soundcharts", whole(ran.calls), ""],
        *[[charge.value.name, whole(ran.usage[charge]), ""] for charge in _COUNTED],
        *[[f"invocations of {name}", whole(len(log.invocations)), ""] for name, log in ran.logs.items()],
    ]
    return Table(
        f"Subscriptions: {whole(ran.runs)} due at once, found by one tick",
        ("", "measured", "target"),
        rows,
        (
            f"All different, of {OWNERS} owners, {SOURCES_EACH} sources each, delivered to a receiver on "
            f"this machine, which is also all functions, MiniStack and Soundcharts ({LATENCY_S:g} s a call).",
        ),
    )


def queue_is_empty(sqs: Any, address: str) -> bool:
    """Say whether a queue has nothing that waits or is worked on; what is for later does not count."""
    counts = sqs.get_queue_attributes(
        QueueUrl=address,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return set(counts.values()) == {"0"}


def _of_function(function: str, ran: Ran) -> str:
    return f"{seconds(ran.seconds_of(function))}, {ran.invocations_of(function):.1f}"
