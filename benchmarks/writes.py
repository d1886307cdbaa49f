"""What the largest report writes to its tables: when all goes well, and when every try of every job fails."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.bench_stack import BenchStack
from benchmarks.counting_proxy import CountingProxy, Exchange
from benchmarks.dynamo_units import item_bytes, keys_written, units_of
from benchmarks.ours import Caller
from benchmarks.tables import Table, verdict, whole
from linernotes.model.request import MAX_ARTISTS
from linernotes.sections.sources import SOURCES
from local.simulator.artists import ARTISTS

_WELL_TARGET, _DOWN_TARGET = 3_000, 10_000
_LARGEST_ITEM_TARGET = 100_000
_KEY_TARGET = 200
_WITHIN_S = 900
_LOOK_EVERY_S = 5


@dataclass(frozen=True, slots=True)
class Written:
    """What a report wrote.

    Write units, by table where named; the largest item in bytes; the most units a second that one key took.
    """

    status: str
    calls: int
    units: float
    report_units: float
    largest_item: int
    busiest_key: float


def measure_writes(bench: BenchStack, proxy: CountingProxy) -> Table:
    """Make the largest report of one window twice, the second time of a Soundcharts that is down."""
    well, down = (_written(bench, proxy, down=down) for down in (False, True))
    jobs = MAX_ARTISTS * len(SOURCES)
    rows = [
        ["ends", well.status, down.status, ""],
        ["calls", whole(well.calls), whole(down.calls), ""],
        ["write units", whole(well.units), whole(down.units), ""],
        ["of which of the reports' table", whole(well.report_units), whole(down.report_units), ""],
        [
            "target",
            verdict(well.units <= _WELL_TARGET, f"≤ {whole(_WELL_TARGET)}"),
            verdict(down.units <= _DOWN_TARGET, f"≤ {whole(_DOWN_TARGET)}"),
            "",
        ],
        _row("largest item, bytes", [well.largest_item, down.largest_item], _LARGEST_ITEM_TARGET),
        _row("most units a second of one key", [well.busiest_key, down.busiest_key], _KEY_TARGET),
    ]
    return Table(
        f"Writes of the largest report ({MAX_ARTISTS} artists × {len(SOURCES)} sources = {jobs} jobs)",
        ("", "all well", "Soundcharts down (503)", "target"),
        rows,
        (
            "Upstream at 1.0 s a call, the usual pace, every window fetched. Counted by the proxy between "
            "the functions and MiniStack, worked out from the items in the requests.",
        ),
    )


def _row(name: str, figures: Sequence[float], target: int) -> list[str]:
    return [name, *map(whole, figures), verdict(max(figures) <= target, f"≤ {whole(target)}")]


def _written(bench: BenchStack, proxy: CountingProxy, *, down: bool) -> Written:
    print(f"largest report, {'Soundcharts down' if down else 'all well'}", file=sys.stderr, flush=True)
    bench.settle()
    bench.upstream.begin(down=down)
    proxy.taken()
    caller = Caller(bench.local)
    request = {
        "artists": [artist.uuid for artist in ARTISTS[:MAX_ARTISTS]],
        "platforms": list(SOURCES),
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
        "fresh": True,
    }
    asked = caller.ask(request)
    report = caller.until_over(asked["report_id"], within_s=_WITHIN_S, every_s=_LOOK_EVERY_S)
    bench.settle()
    return written_by(proxy.taken(), status=report["status"], calls=report["upstream_calls"])


def written_by(exchanges: Sequence[Exchange], *, status: str, calls: int) -> Written:
    """Add up what requests to DynamoDB wrote."""
    units = report_units = 0.0
    largest = 0
    by_key: defaultdict[tuple[str, int], float] = defaultdict(float)
    for exchange in exchanges:
        if exchange.service != "dynamodb":
            continue
        request, answer = json.loads(exchange.request), json.loads(exchange.answer)
        taken = units_of(exchange.action, request, answer).write
        keys = keys_written(exchange.action, request)
        units += taken
        report_units += taken if keys and keys[0].startswith(("REPORT#", "JOBS#")) else 0
        largest = max(largest, *map(item_bytes, _items(request, answer)), 0)
        for key in keys:
            by_key[key, int(exchange.at)] += taken / len(keys)
    busiest = max(by_key.values(), default=0)
    return Written(status, calls, units, report_units, largest, busiest)


def _items(request: dict[str, Any], answer: dict[str, Any]) -> list[dict[str, Any]]:
    """List the whole items that a write names."""
    found = [request.get("Item"), answer.get("Attributes")]
    found += [
        write["PutRequest"]["Item"]
        for group in request.get("RequestItems", {}).values()
        if isinstance(group, list)
        for write in group
        if "PutRequest" in write
    ]
    return [item for item in found if item]
