"""Charts: how fast rankings are stored and what that costs, and how long a question about tracks takes."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import requests

from benchmarks.bench_stack import BenchStack
from benchmarks.cost import Usage, usage_of_calls
from benchmarks.counting_proxy import CountingProxy, counting_proxy
from benchmarks.prices import Charge
from benchmarks.tables import Table, seconds, verdict, whole
from linernotes.charts.charts import Chart, Frequency, Month, RankedSong, Ranking, RankingKey, SongArtist
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.ports import ArtistCharts
from linernotes.charts.tallies import tally
from linernotes.model.periods import Period
from ops.charts import backfill

LATENCY_S = 0.1
"""What Soundcharts takes for each answer here."""
DAY_RANKINGS, DAY_ENTRIES = 200, 200 * 200
"""A day to price: 200 charts of 200 positions."""

_FIRST = {"from": "2024-09-01", "to": "2024-09-03"}
_REGULAR = {"from": "2024-09-04", "to": "2024-09-10"}
_FUNCTIONS = ("plan_rankings", "ingest_rankings")
_POLLER_REQUESTS = 2
_ASKED = 10
_TARGET_S = 1.0
_SONGS = 300
_LAST_DAY = date(2026, 6, 30)
_DAYS = 1_826
_ON_CHART_EACH_DAY = (5, 20, 100)
_TIMEOUT_S = 30


def measure_charts(bench: BenchStack) -> Iterator[Table]:
    """Ingest the simulated charts of some days, then ask about artists with ever more entries."""
    with counting_proxy(bench.local.aws_endpoint_url) as proxy:
        bench.make_cold({"AWS_ENDPOINT_URL": proxy.url})
        try:
            first = _ingested(bench, proxy, _FIRST)
            regular = _ingested(bench, proxy, _REGULAR)
        finally:
            bench.make_cold()
    yield _ingest_table({"the first three days": first, "seven days after": regular})
    yield _question_table(bench)


def _ingested(bench: BenchStack, proxy: CountingProxy, days: dict[str, str]) -> dict[str, Any]:
    """Ingest every chart of some days; gives counts, seconds and what is charged for."""
    print(f"charts from {days['from']} to {days['to']}", file=sys.stderr, flush=True)
    bench.upstream.begin(LATENCY_S)
    proxy.taken()
    began, started = time.time(), time.monotonic()
    done = backfill(bench.local, days, show=lambda _: None)
    took_s = time.monotonic() - started
    usage = usage_of_calls(proxy.taken())
    entries = 0
    for function in _FUNCTIONS:
        logs = bench.logs(function, since=began)
        entries += sum(int(line.fields["entries"]) for line in logs.said("rankings ingested"))
        usage[Charge.LAMBDA_REQUESTS] += len(logs.invocations)
        usage[Charge.FETCH_GB_SECONDS] += sum(invocation.gb_seconds for invocation in logs.invocations)
        usage[Charge.LOG_BYTES] += logs.ingested_bytes
        usage[Charge.SQS_REQUESTS] += _POLLER_REQUESTS * len(logs.invocations)
    calls = bench.upstream.counts().calls
    return {"rankings": done.stored, "entries": entries, "took_s": took_s, "calls": calls, "usage": usage}


def _ingest_table(runs: dict[str, dict[str, Any]]) -> Table:
    rows = []
    for name, run in runs.items():
        usage: Usage = run["usage"]
        rows.append(
            [
                name,
                whole(run["rankings"]),
                whole(run["entries"]),
                seconds(run["took_s"]),
                whole(run["entries"] / run["took_s"]),
                f"{usage[Charge.WRITE_UNITS] / run['entries']:.3f}",
                f"{usage[Charge.READ_UNITS] / run['entries']:.3f}",
                f"{run['calls'] / run['rankings']:.1f}",
                f"{_day_usd(run):.3f}",
            ]
        )
    (regular,) = [run for name, run in runs.items() if name.startswith("seven")]
    parts = ", ".join(f"{name} {usd:.3f}" for name, usd in _day_parts(regular).items())
    return Table(
        "Chart ingest: rankings to entries and months",
        ("days", "rankings", "entries", "seconds", "entries/s", "WRU an entry", "RRU an entry",
         "calls a ranking", "USD for a day of 200 × 200"),
        rows,
        (
            f"Every chart of the simulated Soundcharts, at {LATENCY_S:g} s a call, by two functions at once. "
            "An entry is a song on a ranking, once for each of its artists; an artist's share an item.",
            "In the first days every song is asked for, later only new ones are, as on any day.",
            "Of a day of 200 charts × 200 positions, worked out by entries at list prices "
            f"(`benchmarks/prices.py`), as of the later days, USD: {parts}.",
        ),
    )  # fmt: skip


def _day_parts(run: dict[str, Any]) -> dict[str, float]:
    """Price a day of 200 × 200 by what each entry of a run took."""
    share = DAY_ENTRIES / run["entries"]
    usage: Usage = run["usage"]
    priced = {charge: charge.value.cost(units * share) for charge, units in usage.items() if units}
    groups = {
        "write units": (Charge.WRITE_UNITS,),
        "read units": (Charge.READ_UNITS,),
        "Lambda": (Charge.FETCH_GB_SECONDS, Charge.LAMBDA_REQUESTS),
        "the rest": (Charge.SQS_REQUESTS, Charge.LOG_BYTES, Charge.SECRET_READS),
    }
    return {name: sum(priced.get(charge, 0.0) for charge in group) for name, group in groups.items()}


def _day_usd(run: dict[str, Any]) -> float:
    return sum(_day_parts(run).values())


def _question_table(bench: BenchStack) -> Table:
    rows = []
    for at_once in _ON_CHART_EACH_DAY:
        artist = str(uuid.uuid4())
        print(f"an artist with {at_once} songs on the chart each day", file=sys.stderr, flush=True)
        _chart_artist(bench, artist, at_once)
        for name, days in (("a month", 30), ("a year", 365), ("five years", _DAYS - 1)):
            start = _LAST_DAY - timedelta(days=days)
            # Neither end is that of a month, so that entries are read besides the months.
            period = Period(start, _LAST_DAY - timedelta(days=15))
            took_s, tracks = _asked(bench, artist, period)
            met = verdict(took_s < _TARGET_S, "< 1 s") if name == "five years" else ""
            rows.append(
                [whole(at_once), name, whole(at_once * period.days), whole(tracks), seconds(took_s), met]
            )
    return Table(
        "GET /tracks: entries against time",
        ("songs on the chart each day", "period", "entries", "tracks", "seconds", "target"),
        rows,
        (
            f"An artist of whom {_SONGS} songs were on a daily chart of Italy within five years. By HTTP, "
            f"medians of {_ASKED} on a warm function; the months are read from their tallies, the days "
            "before and after them from their entries.",
        ),
    )  # fmt: skip


def _asked(bench: BenchStack, artist: str, period: Period) -> tuple[float, int]:
    """Ask for an artist's tracks in Italy; gives the median seconds and how many tracks there are."""
    params = {"artist": artist, "platform": "spotify", "country": "IT",
              "start_date": period.start.isoformat(), "end_date": period.end.isoformat()}  # fmt: skip
    took = []
    with requests.Session() as session:
        session.headers["x-api-key"] = bench.local.api_key
        for _ in range(_ASKED + 1):
            began = time.monotonic()
            answer = session.get(f"{bench.local.api_url}/tracks", params=params, timeout=_TIMEOUT_S)
            took.append(time.monotonic() - began)
            answer.raise_for_status()
    return median(took[1:]), len(answer.json()["tracks"])


def _chart_artist(bench: BenchStack, artist: str, at_once: int) -> None:
    """Store five years of an artist's daily rankings, with so many of the songs on each, and the months."""
    store = DynamoChartStore(
        bench.local.client("dynamodb"),
        bench.outputs["ChartEntriesTableName"],
        retention_days=int(bench.outputs["ChartRetentionDays"]),
        clock=lambda: datetime.now(UTC),
    )
    chart = Chart("bench-it", "Bench Italy", "spotify", Frequency.DAILY, "IT")
    by = SongArtist(artist, "Bench")
    days = [_LAST_DAY - timedelta(days=back) for back in range(_DAYS)]
    for day in days:
        songs = _songs_on(day, at_once)
        key = RankingKey(chart, f"{day}T12:00:00+00:00")
        store.write_entries(Ranking(key, songs, "streams"), {by: songs}, gone=())
    for month in sorted({Month.of(day) for day in days}):
        of = ArtistCharts(artist, chart.platform, chart.frequency)
        store.update_months(of, month, {"IT", None}, tally)
    key = RankingKey(chart, f"{_LAST_DAY}T12:00:00+00:00")
    store.finish(key, store.begin(key, {artist}), {artist}, songs=at_once)


def _songs_on(day: date, at_once: int) -> tuple[RankedSong, ...]:
    """Give the songs on the chart that day: each stays some weeks, then the next of the songs comes."""
    first = day.toordinal() // 6
    return tuple(
        RankedSong(
            uuid=f"5ca1ab1e-0000-11e9-9375-{number:012x}",
            name=f"Song {number}",
            credit="Bench",
            position=place,
            metric=1_000_000 // place + day.toordinal() % 997,
            weeks=None,
        )
        for place, number in enumerate(((first + nth) % _SONGS for nth in range(at_once)), start=1)
    )
