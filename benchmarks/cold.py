"""Cold starts: what a function pays before its first event, and the memory it then holds."""

from __future__ import annotations

import json
import shutil
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks.bench_stack import HOME, BenchStack, built_layer
from benchmarks.cases import LARGE, PRICED
from benchmarks.ours import make_report
from benchmarks.processes import Probed, ProbeFailed, probe
from benchmarks.samples import paired_ratio, percentile
from benchmarks.tables import BLANK, Table, seconds, times, verdict, whole
from linernotes.model.report import fetch_job
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import ReportCheck, check_text, job_text
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import ReportEnded, report_ended_text
from local.slack_double import Slacker
from ops.keys import Wanted, desk_of

ROUNDS = 10
_BATCH_JOBS = 10
_HEAVIEST = "spotify"
_MEMORY_TARGET_MIB = 512
_SLOWEST_SHARE = 0.9
_AHEAD_S = 270
"""A little less than Slack's signatures are good for."""


@dataclass(frozen=True, slots=True)
class Start:
    """One way for a function to be started; `target_s` is what it may take at the median."""

    name: str
    function: str
    task: Mapping[str, Any]
    target_s: float | None = None


@dataclass(slots=True)
class Taken:
    """What one start took in each round, the bare interpreter taken off."""

    seconds: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    peaks_mib: list[float] = field(default_factory=list)


def measure_cold(bench: BenchStack) -> Iterator[Table]:
    """Start each function in fresh processes, with and without bytecode, and let the large ones work."""
    report_id = make_report(bench, PRICED, fresh=False).report_id
    yield _starts_table(bench, _starts(bench, report_id))
    yield _memory_table(bench, report_id)


def _starts(bench: BenchStack, report_id: str) -> list[Start]:
    running_id = str(uuid.uuid4())
    bench.copy_report(report_id, running_id, status="running")
    platforms, running, ended = (
        {"events": [_get(bench, path)]}
        for path in ("/platforms", f"/reports/{running_id}", f"/reports/{report_id}")
    )
    return [
        Start("api: GET /platforms", "api", platforms, 0.40),
        Start("api: GET a report being made", "api", running, 0.40),
        Start("api: GET an ended report, its answer and link", "api", ended),
        Start("page: GET /", "page", {"events": [_get(bench, "/")]}, 0.40),
        Start("fetch", "fetch", {"make": True}, 0.35),
        Start("finalize", "finalize", {"make": True}, 0.45),
        Start("dead_letters", "dead_letters", {"make": True}),
        Start("notify", "notify", {"make": True}),
        Start("plan_rankings", "plan_rankings", {"make": True}),
        Start("ingest_rankings", "ingest_rankings", {"make": True}),
        Start("slack: a command, checked and handed over", "slack", _command(bench), 1.00),
        Start("slack_messages: nothing to tell", "slack_messages", _tell()),
        Start("mcp: the list of tools", "mcp", _tools(bench), 2.00),
    ]


def _starts_table(bench: BenchStack, starts: Sequence[Start]) -> Table:
    compiled = {start.name: Taken() for start in starts}
    plain = {start.name: Taken() for start in starts}
    plain_layer = _layer_without_bytecode()
    environments = {
        (start.name, layer): bench.function_environment(start.function, layer=layer)
        for start in starts
        for layer in (None, plain_layer)
    }
    for number in range(ROUNDS):
        print(f"cold starts: round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        bare = probe("function", {"bare": True}, environments[starts[0].name, None])
        for start in starts:
            for layer, taken in ((None, compiled), (plain_layer, plain)):
                _start(start, environments[start.name, layer], bare, taken[start.name])
    return Table(
        "Cold starts: imports and clients",
        ("function", "median s", f"{_SLOWEST_SHARE:.0%} within s", "fastest s", "CPU s", "target",
         "without .pyc, s", "slower without", "peak MiB"),
        [_start_row(start, compiled[start.name], plain[start.name]) for start in starts],
        (
            f"{ROUNDS} rounds; each start is a fresh process on the interpreter and the built layer that the "
            "functions run with, less a bare interpreter of the same round. The disk's cache is warm.",
            "api: the handler is imported and answers one request, from the local DynamoDB and, for an ended "
            "report, S3. The others: the handler is imported and its clients are made.",
            "CPU: the process's own processor time, median; where it is well below the seconds, others were "
            "using the processors.",
            "Without .pyc: the same layer without its bytecode, in the same rounds. Functions may not write "
            "bytecode, as on AWS.",
        ),
    )  # fmt: skip


def _start(start: Start, env: Mapping[str, str], bare: Probed, taken: Taken) -> None:
    bare_s, nothing = bare
    taken_s, found = probe("function", start.task, env)
    if any((answer or {}).get("statusCode", 200) != 200 for answer in found["answers"]):
        raise ProbeFailed(f"{start.name} answered {found['answers']}")
    taken.seconds.append(taken_s - bare_s)
    taken.cpu_s.append(found["cpu_s"] - nothing["cpu_s"])
    taken.peaks_mib.append(found["peak_mib"])


def _start_row(start: Start, compiled: Taken, plain: Taken) -> list[str]:
    median_s = median(compiled.seconds)
    return [
        start.name,
        seconds(median_s),
        seconds(percentile(compiled.seconds, _SLOWEST_SHARE)),
        seconds(min(compiled.seconds)),
        seconds(median(compiled.cpu_s)),
        BLANK if start.target_s is None else verdict(median_s <= start.target_s, f"≤ {start.target_s:.2f} s"),
        seconds(median(plain.seconds)),
        times(paired_ratio(plain.seconds, compiled.seconds)),
        whole(max(compiled.peaks_mib)),
    ]


def _memory_table(bench: BenchStack, report_id: str) -> Table:
    print("memory at work", file=sys.stderr, flush=True)
    large_id = make_report(bench, LARGE, fresh=False).report_id
    bench.upstream.begin()
    work = [
        (
            f"fetch: {_BATCH_JOBS} jobs of {len(LARGE.windows)} windows with places",
            "fetch",
            _batch(bench, large_id),
        ),
        (f"finalize: {PRICED.name}", "finalize", _to_finalize(bench, report_id)),
        (f"finalize: {LARGE.name}", "finalize", _to_finalize(bench, large_id)),
    ]
    rows = []
    for name, function, event in work:
        taken_s, found = probe("function", {"events": [event]}, bench.function_environment(function))
        peak_mib = found["peak_mib"]
        met = verdict(peak_mib <= _MEMORY_TARGET_MIB, f"≤ {_MEMORY_TARGET_MIB} MiB")
        rows.append([name, seconds(taken_s), whole(peak_mib), met])
    return Table(
        "Memory at work",
        ("work", "seconds, cold", "peak MiB", "target"),
        rows,
        ("One event in a fresh process each, against the stack and the simulated Soundcharts.",),
    )


def _layer_without_bytecode() -> Path:
    copy = HOME / "layer-without-bytecode"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(built_layer(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def _get(bench: BenchStack, path: str) -> dict[str, Any]:
    """Make the event of a GET, as API Gateway gives it."""
    return {
        "httpMethod": "GET",
        "path": path,
        "resource": path,
        "headers": {"x-api-key": bench.local.api_key},
        "multiValueHeaders": {"x-api-key": [bench.local.api_key]},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "stage": "v1",
            "path": f"/v1{path}",
            "httpMethod": "GET",
            "requestId": "benchmark",
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _command(bench: BenchStack) -> dict[str, Any]:
    """Make the task of a command as Slack sends it; each start of it hands over the same."""
    slacker = Slacker(bench.local.api_url, bench.local.slack_signing_secret, "https://hooks.slack.com/")
    body = urlencode(slacker.command_form("Billie Eilish on spotify for 2024-09"))
    event = {
        "resource": "/slack/commands",
        # As from a clock that is ahead, so that the last round is not stale.
        "headers": slacker.signed(body, at=time.time() + _AHEAD_S),
        "requestContext": {"stage": "v1", "apiId": "benchmark", "domainName": "api.example.org"},
        "body": body,
        "isBase64Encoded": False,
    }
    return {"events": [event]}


def _tell() -> dict[str, Any]:
    """Make the task of telling what is not there, which takes imports and clients and little else."""
    record = {
        "body": report_ended_text(ReportEnded("none", 1, "slack", has_callback=False)),
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:slack",
    }
    return {"events": [{"Records": [record]}]}


def _tools(bench: BenchStack) -> dict[str, Any]:
    """Make the task of listing the tools for somebody's assistant."""
    keys: list[str] = []
    desk_of(bench.local).change(f"bench-{uuid.uuid4().hex[:8]}", Wanted.MAKE, show=keys.append)
    about = {"protocolVersion": "2026-07-28", "clientCapabilities": {}}
    meta = {f"io.modelcontextprotocol/{name}": value for name, value in about.items()}
    event = {
        "httpMethod": "POST",
        "headers": {
            "Authorization": f"Bearer {keys[0]}",
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2026-07-28",
            "Mcp-Method": "tools/list",
        },
        "requestContext": {"stage": "v1", "apiId": "benchmark", "domainName": "api.example.org"},
        "body": json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}),
        "isBase64Encoded": False,
    }
    return {"make": True, "events": [event]}


def _batch(bench: BenchStack, report_id: str) -> dict[str, Any]:
    """Make the event of a full batch of the heaviest jobs of a report, all to be fetched again."""
    store = DynamoReportStore(
        bench.local.client("dynamodb"),
        bench.outputs["ReportsTableName"],
        retention_days=1,
        clock=lambda: datetime.now(UTC),
    )
    stored = store.get(report_id)
    if stored is None:
        raise ProbeFailed(f"report {report_id} is gone")
    now = datetime.now(UTC)
    report = replace(
        stored,
        request=replace(stored.request, fresh=True),
        created_at=now,
        started_at=now,
        deadline=now + timedelta(minutes=10),
    )
    cells = [cell for cell in jobs_of(report.request) if cell.platform == _HEAVIEST]
    return {
        "Records": [
            {
                "messageId": cell.job_id,
                "receiptHandle": cell.job_id,
                "attributes": {"ApproximateReceiveCount": "1"},
                "body": job_text(fetch_job(report, cell)),
            }
            for cell in cells[:_BATCH_JOBS]
        ]
    }


def _to_finalize(bench: BenchStack, report_id: str) -> dict[str, Any]:
    """Make the event that finalizes a copy of a report."""
    copy_id = str(uuid.uuid4())
    bench.copy_report(report_id, copy_id, status="finalizing")
    body = check_text(ReportCheck(copy_id, 1, CheckReason.ALL_JOBS_ENDED))
    return {"Records": [{"body": body, "attributes": {"ApproximateReceiveCount": "1"}}]}
