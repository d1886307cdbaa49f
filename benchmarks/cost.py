"""What a report costs: requests counted and GB-seconds measured while it is made, at list prices."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import PRICED
from benchmarks.counting_proxy import CountingProxy, Exchange, counting_proxy
from benchmarks.dynamo_units import Units, units_of
from benchmarks.lambda_logs import Logs
from benchmarks.ours import Caller, succeeded
from benchmarks.prices import TRANSFER_OUT, Charge, cost_of
from benchmarks.tables import Table, verdict, whole
from benchmarks.writes import measure_writes
from linernotes.reports.messages import ReportCheck, check_text
from linernotes.reports.ports import CheckReason
from local.live_functions import live_name

LOOKS = 20
"""How often a caller looks at a report until it has ended."""

_WARM_UPS = 2
_REPORTS = 1_000
_FRESH_TARGET, _REPEATED_TARGET = 0.60, 0.05
_WAIT_S = 25
_REQUEST_BYTES = 64 * 1024
_POLLER_REQUESTS = 2
"""The event source receives each batch, and deletes it."""
_GB_SECONDS = {
    "api": Charge.API_GB_SECONDS,
    "fetch": Charge.FETCH_GB_SECONDS,
    "finalize": Charge.FINALIZE_GB_SECONDS,
}

Usage = dict[Charge, float]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one report took; `sent_bytes` went out to the caller, `batches` is of fetch jobs."""

    usage: Mapping[Charge, float]
    batches: int
    api_requests: int
    sent_bytes: int

    @property
    def usd(self) -> float:
        """Give the dollars for 1,000 such reports."""
        return cost_of(self.usage) * _REPORTS


def measure_cost(bench: BenchStack) -> list[Table]:
    """Price a fresh report and a repeated one, looked at and waited for; count what the largest writes."""
    with counting_proxy(bench.local.aws_endpoint_url) as proxy:
        bench.make_cold({"AWS_ENDPOINT_URL": proxy.url})
        try:
            return [_table(_measure(bench, proxy)), measure_writes(bench, proxy)]
        finally:
            bench.make_cold()


def _measure(bench: BenchStack, proxy: CountingProxy) -> dict[str, Spent]:
    ways: dict[str, Spent] = {}
    for fresh, name in ((True, "fresh"), (False, "repeated")):
        for _ in range(_WARM_UPS):
            took_s = _warm_up(bench, fresh=fresh)
        for how, look_s in ((f"{LOOKS} looks", took_s / LOOKS), ("waited for", None)):
            print(f"{PRICED.name}: {name}, {how}", file=sys.stderr, flush=True)
            ways[f"{name}, {how}"] = _one(bench, proxy, fresh=fresh, look_s=look_s)
    return ways


def _warm_up(bench: BenchStack, *, fresh: bool) -> float:
    bench.upstream.begin()
    began = time.monotonic()
    caller = Caller(bench.local)
    caller.until_ended(caller.post(PRICED, fresh=fresh)["report_id"])
    return time.monotonic() - began


def _one(bench: BenchStack, proxy: CountingProxy, *, fresh: bool, look_s: float | None) -> Spent:
    """Make a report and count. With `look_s` the caller looks that often, else it waits with its POST."""
    bench.settle()
    bench.upstream.begin()
    proxy.taken()
    began = time.time()
    caller = Caller(bench.local)
    if look_s is None:
        report = succeeded(caller.post(PRICED, fresh=fresh, wait_s=_WAIT_S))
        looks = 0
    else:
        report = _look_until_ended(bench, caller, caller.post(PRICED, fresh=fresh)["report_id"], look_s)
        looks = LOOKS
    workbook_bytes = caller.download(report["report_id"])
    bench.settle()
    for check_reason in (CheckReason.WATCH, CheckReason.DEADLINE):
        _look_after(bench, report["report_id"], check_reason)
    logs = {function: bench.logs(function, since=began) for function in _GB_SECONDS}
    api_requests = 1 + looks + 1
    return Spent(
        usage=usage_of(proxy.taken(), logs, api_requests),
        batches=len(logs["fetch"].invocations),
        api_requests=api_requests,
        sent_bytes=workbook_bytes + len(json.dumps(report)),
    )


def _look_until_ended(bench: BenchStack, caller: Caller, report_id: str, look_s: float) -> dict[str, Any]:
    """Look all times but one while the report is made, and the last time once it has ended."""
    for _ in range(LOOKS - 1):
        time.sleep(look_s)
        caller.look(report_id)
    while "finished_at" not in bench.stored_report(report_id):
        time.sleep(0.02)
    return succeeded(caller.look(report_id))


def _look_after(bench: BenchStack, report_id: str, check_reason: CheckReason) -> None:
    """Do now what the message sent ahead for later will do: each report sends two."""
    body = check_text(ReportCheck(report_id, 1, check_reason))
    bench.lambdas.invoke(
        FunctionName=live_name(bench.functions["finalize"]), Payload=json.dumps({"Records": [{"body": body}]})
    )


def usage_of(exchanges: Sequence[Exchange], logs: Mapping[str, Logs], api_requests: int) -> Usage:
    """Add up what is charged for: calls of the functions, their invocations by function, and the caller's."""
    usage = usage_of_calls(exchanges)
    usage[Charge.API_REQUESTS] += api_requests
    for function, log in logs.items():
        usage[Charge.LAMBDA_REQUESTS] += len(log.invocations)
        usage[_GB_SECONDS[function]] += sum(invocation.gb_seconds for invocation in log.invocations)
        usage[Charge.LOG_BYTES] += log.ingested_bytes
        if function != "api":
            usage[Charge.SQS_REQUESTS] += _POLLER_REQUESTS * len(log.invocations)
    return usage


def usage_of_calls(exchanges: Iterable[Exchange]) -> Usage:
    """Add up what is charged for calls of the functions. Raises ValueError for one nobody has priced."""
    usage: Usage = dict.fromkeys(Charge, 0.0)
    for exchange in exchanges:
        _count(usage, exchange)
    return usage


def _count(usage: Usage, exchange: Exchange) -> None:
    match exchange.service:
        case "dynamodb":
            units = _units(exchange)
            usage[Charge.WRITE_UNITS] += units.write
            usage[Charge.READ_UNITS] += units.read
        case "sqs":
            usage[Charge.SQS_REQUESTS] += max(1, math.ceil(len(exchange.request) / _REQUEST_BYTES))
        case "sns":
            usage[Charge.SNS_REQUESTS] += max(1, math.ceil(len(exchange.request) / _REQUEST_BYTES))
        case "s3":
            usage[Charge.S3_PUTS if exchange.method == "PUT" else Charge.S3_GETS] += 1
        case "secretsmanager":
            usage[Charge.SECRET_READS] += 1
        case _:
            raise ValueError(f"nobody has priced a request to {exchange.service or 'an unnamed service'}")


def _units(exchange: Exchange) -> Units:
    return units_of(exchange.action, json.loads(exchange.request), json.loads(exchange.answer))


def _table(ways: Mapping[str, Spent]) -> Table:
    rows = [
        [charge.value.name, charge.value.unit, *[_cell(charge, spent) for spent in ways.values()]]
        for charge in Charge
    ]
    totals = ["**USD for 1,000 reports**", "", *[f"**{spent.usd:.3f}**" for spent in ways.values()]]
    targets = ["target", "", *[_verdict(way, spent) for way, spent in ways.items()]]
    dearest = ["dearest", "", *[_dearest(spent) for spent in ways.values()]]
    first = next(iter(ways.values()))
    transfer_usd = TRANSFER_OUT.cost(first.sent_bytes) * _REPORTS
    return Table(
        f"Cost: a report of {PRICED.name} ({PRICED.jobs} jobs, {PRICED.calls} windows)",
        ("charged for", "list price, USD", *ways),
        [*rows, totals, targets, dearest],
        (
            "Cells: units of one report → USD for 1,000 of them. Prices: `benchmarks/prices.py`, with source "
            "and date; no free tier.",
            f"Looks: POST, {LOOKS} GETs of the report, the last one after its end, and the download through "
            "the API. Waited for: POST with `Prefer: wait`, then the download.",
            "The functions' requests were counted by a proxy between them and MiniStack; DynamoDB's units "
            "are worked out from the items in them. Of the event sources' own requests one receive and one "
            "delete for each batch are assumed; asking queues that are empty is a fixed cost, and left out.",
            "GB-seconds: measured wall time at the memory the template gives, on this machine's processors, "
            "all functions sharing them; environments were warm. MiniStack adds up to 0.05 s to each "
            f"invocation that logs nothing, which looks are. Fetch batches: {_batches(ways)}.",
            "With it come the two messages each report sends ahead for later (watch, deadline), delivered at "
            "once here.",
            f"Not in the total, for 1,000 fresh reports: {first.sent_bytes / 1e6:.2f} MB each sent to the "
            f"caller, {transfer_usd:.3f}; storage; and what is charged by the month "
            "(`python -m benchmarks.monthly`).",
        ),
    )  # fmt: skip


def _cell(charge: Charge, spent: Spent) -> str:
    units = spent.usage[charge]
    written = f"{units:.2f}" if charge.value.name.startswith("Lambda arm64") else whole(units)
    return f"{written} → {charge.value.cost(units) * _REPORTS:.4f}"


def _verdict(way: str, spent: Spent) -> str:
    target = _FRESH_TARGET if way.startswith("fresh") else _REPEATED_TARGET
    return verdict(spent.usd <= target, f"≤ {target:.2f}")


def _dearest(spent: Spent) -> str:
    charge = max(Charge, key=lambda charge: charge.value.cost(spent.usage[charge]))
    share = charge.value.cost(spent.usage[charge]) * _REPORTS / spent.usd
    return f"{charge.value.name} ({share:.0%})"


def _batches(ways: Mapping[str, Spent]) -> str:
    return ", ".join(str(spent.batches) for spent in ways.values())
