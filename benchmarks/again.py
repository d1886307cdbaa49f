"""The same again (contract 2): how long it takes to give a finished answer once more, and what it costs."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from statistics import median

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import PRICED
from benchmarks.cost import usage_of
from benchmarks.counting_proxy import CountingProxy, Exchange, counting_proxy
from benchmarks.ours import Caller, ReportFailed
from benchmarks.prices import cost_of
from benchmarks.tables import Table, verdict

_TIMED, _COUNTED = 30, 10
_WARM_UPS = 3
_LONGEST_S, _MOST_USD = 0.1, 0.01
_REPORTS = 1_000


def measure_again(bench: BenchStack) -> list[Table]:
    """Have a report made, ask for the same as often as it takes, and price what that took."""
    caller = Caller(bench.local)
    caller.until_ended(caller.post(PRICED, fresh=False)["report_id"])
    bench.settle()
    bench.upstream.begin()
    for _ in range(_WARM_UPS):
        _ask(caller)
    print(f"{PRICED.name}: the same again, {_TIMED} times", file=sys.stderr, flush=True)
    took_s = sorted(_ask(caller) for _ in range(_TIMED))
    with counting_proxy(bench.local.aws_endpoint_url) as proxy:
        bench.make_cold({"AWS_ENDPOINT_URL": proxy.url})
        try:
            return [_table(bench, took_s, *_priced(bench, caller, proxy))]
        finally:
            bench.make_cold()


def _ask(caller: Caller) -> float:
    """Ask for the same; gives the seconds until the finished report is here. Raises ReportFailed."""
    began = time.monotonic()
    report = caller.post(PRICED, fresh=False)
    took_s = time.monotonic() - began
    if report["status"] != "succeeded" or report["upstream_calls"] or "result" not in report:
        raise ReportFailed(f"report {report['report_id']} was not given at once")
    return took_s


def _priced(bench: BenchStack, caller: Caller, proxy: CountingProxy) -> tuple[float, Counter[str]]:
    """Give the dollars of a thousand, and how many requests of each kind one took, on average."""
    for _ in range(_WARM_UPS):
        _ask(caller)
    bench.settle()
    proxy.taken()
    began = time.time()
    for _ in range(_COUNTED):
        _ask(caller)
    bench.settle()
    exchanges = proxy.taken()
    logs = {name: bench.logs(name, since=began) for name in ("api", "fetch", "finalize")}
    usd = cost_of(usage_of(exchanges, logs, _COUNTED)) / _COUNTED
    return usd * _REPORTS, Counter(map(_named, exchanges))


def _named(exchange: Exchange) -> str:
    if exchange.service == "dynamodb" and exchange.action in ("PutItem", "GetItem", "UpdateItem"):
        request = json.loads(exchange.request)
        pk = request.get("Item", request.get("Key", {})).get("pk", {}).get("S", "")
        return f"dynamodb {exchange.action} {pk.partition('#')[0]}"
    return f"{exchange.service} {exchange.action or exchange.method}"


def _table(bench: BenchStack, took_s: Sequence[float], usd: float, requests: Counter[str]) -> Table:
    middle, calls = median(took_s), bench.upstream.counts().calls
    listed = ", ".join(f"{count / _COUNTED:g} × {name}" for name, count in sorted(requests.items()))
    return Table(
        f"The same again: {PRICED.name}",
        ("what", "measured", "target"),
        [
            ["POST to 200, median, s", f"{middle:.3f}", verdict(middle <= _LONGEST_S, f"≤ {_LONGEST_S}")],
            ["slowest but one, s", f"{took_s[-2]:.3f}", ""],
            ["calls to Soundcharts", str(calls), verdict(calls == 0, "0")],
            ["USD for 1,000", f"{usd:.4f}", verdict(usd <= _MOST_USD, f"≤ {_MOST_USD}")],
        ],
        (
            f"{_TIMED} requests one after the other, environments warm, the whole answer in each.",
            f"Requests of the functions for one: {listed}.",
            "Priced as the cost of a report is, see there.",
        ),
    )
