"""`make demo`: real reports, from charts and request to the workbook, on a stack of its own.

It ends with one that comes by itself (`local.demo_subscription`).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import requests

from local.demo_subscription import run_twice, subscription_text
from local.processes import StackError, port_is_free
from local.stack import ROOT, LocalStack, down, running, up
from ops.charts import BackfillError, Display, backfill

REQUEST = {
    "artists": [{"name": "Achille Lauro"}, {"name": "Billie Eilish"}],
    "platforms": ["spotify", "youtube", "instagram", "tiktok", "deezer"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "country": "IT",
    "sections": ["tracks", "places", "radio"],
    "title": "Italy in September",
}
WORLDWIDE = {
    "artists": REQUEST["artists"],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "sections": ["songs"],
    "songs_limit": 10,
    "title": "Songs in September",
}
"""What is not published by country is asked for in a report of its own."""
CHARTS = {"from": "2024-09-01", "to": "2024-09-30", "platform": "spotify", "country": "IT"}
"""The rankings that the report's tracks are worked out from."""
_BAR_WIDTH = 30
_POLL_S = 0.1
_TIMEOUT_S = 60


def make_report(stack: LocalStack, request: Mapping[str, Any] = REQUEST) -> dict[str, Any]:
    """Request a report and watch it until it has ended."""
    with requests.Session() as session:
        session.headers["x-api-key"] = stack.api_key
        answer = session.post(f"{stack.api_url}/reports", json=request, timeout=_TIMEOUT_S)
        report = _checked(answer)
        address = f"{stack.api_url}/reports/{report['report_id']}"
        while report["status"] not in ("succeeded", "partial", "failed"):
            _show(report)
            time.sleep(_POLL_S)
            report = _checked(session.get(address, timeout=_TIMEOUT_S))
        _show(report)
        return report


def _checked(answer: requests.Response) -> dict[str, Any]:
    if not answer.ok:
        raise StackError(f"the API answered {answer.status_code}: {answer.text}")
    body: dict[str, Any] = answer.json()
    return body


def _show(report: Mapping[str, Any]) -> None:
    """Draw the progress, in place on a terminal, as one last line elsewhere."""
    progress = report["progress"]
    ended = progress["done"] + progress["failed"]
    filled = _BAR_WIDTH * ended // max(progress["total"], 1)
    line = f"[{'█' * filled}{'·' * (_BAR_WIDTH - filled)}] {ended}/{progress['total']} {report['status']}"
    if sys.stdout.isatty():
        print(f"\r{line:<60}", end="" if report["finished_at"] is None else "\n", flush=True)
    elif report["finished_at"] is not None:
        print(line)


def summary_table(report: Mapping[str, Any]) -> str:
    """Set the rows of a report as a text table; a blank says why it is one."""
    head = ("Artist", "Platform", "Metric", "First", "Latest", "Change", "Average", "Peak", "Days", "Status")
    rows = [head]
    for row in report["result"]["detailed_breakdown"]:
        percent = row["difference_percent"]
        rows.append(
            (
                row["artist__name"] or row["artist__uuid"],
                row["platform__name"],
                row["platform__audience_metric_name"],
                _figure(row["first_value"]),
                _figure(row["latest_value"]),
                "" if percent is None else f"{percent:+.1f} %",
                _figure(row["period_average"]),
                _figure(row["peak_value"]),
                str(row["data_points"]),
                row["status"],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if 3 <= column <= 8 else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def tracks_table(report: Mapping[str, Any], *, most: int = 5) -> str:
    """Set the best tracks of a report as a text table, one block an artist and platform."""
    lines: list[str] = []
    for breakdown in report["result"]["sections"]["tracks"]["rows"]:
        if not breakdown["success"]:
            continue
        whole, days = breakdown["summary"], breakdown["chart_days"]
        streams = f"{_figure(whole['total_streams'])} {breakdown['metric'] or ''}".rstrip()
        lines.append(
            f"{breakdown['artist']['name']} on {breakdown['platform']['name']}: "
            f"{whole['total_tracks']} tracks on the charts, {streams} "
            f"({days['stored']} of {days['expected']} chart days)"
        )
        for track in breakdown["tracks"][:most]:
            position = track["best_position"]
            lines.append(
                f"  {track['track_name'][:40]:<40}  {_figure(track['total_streams']):>12}  "
                f"best #{position if position is not None else '–'}, {track['weeks_on_chart']} weeks so far"
            )
    return "\n".join(lines)


def places_table(report: Mapping[str, Any], *, most: int = 3) -> str:
    """Set the largest cities of a report as a text table, one line an artist and source."""
    cities: dict[tuple[str, str], list[str]] = {}
    for row in report["result"]["sections"]["places"]["rows"]:
        source = f"{row['platform__name']} {row['platform__audience_metric_name']}"
        told = cities.setdefault((row["artist__name"], source), [])
        if row["city"] and len(told) < most:
            told.append(f"{row['city']} {_figure(row['latest_value'])}")
    return "\n".join(
        f"{artist}, {source}: {', '.join(told)}" for (artist, source), told in cities.items() if told
    )


def radio_table(report: Mapping[str, Any], *, most: int = 3) -> str:
    """Set the spins of a report as text, a line an artist and one for its first stations."""
    section = report["result"]["sections"]["radio"]
    lines = []
    for total in section["totals"]:
        lines.append(
            f"{total['artist__name']} on the radio: {_figure(total['spins'])} spins on "
            f"{_figure(total['stations'])} monitored stations ({total['status']})"
        )
        of_artist = [row for row in section["rows"] if row["artist__uuid"] == total["artist__uuid"]]
        named = [f"{row['station']} {_figure(row['spins'])}" for row in of_artist[:most]]
        lines += [f"  {', '.join(named)}"] if named else []
    return "\n".join(lines)


def songs_table(report: Mapping[str, Any], *, most: int = 3) -> str:
    """Set what the songs of a report gained as text, a line an artist and one for each of its first songs."""
    section = report["result"]["sections"]["songs"]
    lines = []
    for total in section["totals"]:
        lines.append(
            f"{total['artist__name']} on Spotify: {_figure(total['gained'])} streams gained by "
            f"{_figure(total['songs_counted'])} of {_figure(total['songs_listed'])} songs ({total['status']})"
        )
        rows = [row for row in section["rows"] if row["artist__uuid"] == total["artist__uuid"]]
        best = sorted(rows, key=lambda row: row["gained"] or 0, reverse=True)[:most]
        lines += [f"  {row['track_name'][:40]:<40}  {_figure(row['gained']):>12}" for row in best]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP):,}"


def save_workbook(report: Mapping[str, Any], to: Path) -> None:
    """Download the workbook by the report's link."""
    answer = requests.get(report["download_url"], timeout=_TIMEOUT_S)
    answer.raise_for_status()
    to.parent.mkdir(exist_ok=True)
    to.write_bytes(answer.content)


def _page_line(stack: LocalStack, *, gone: bool) -> str:
    """Say where the page is, or was if the stack is `gone`: the next one has another address and key."""
    if gone:
        return f"The page was at {stack.page_url} until now; make up prints the address of one that stays."
    return f"The page: {stack.page_url}"


def _stack_env() -> dict[str, str]:
    """Give the environment for a stack; where the usual port is taken, one that is free."""
    env = dict(os.environ)
    if "STACK_PORT" not in env and not port_is_free(4566):
        env["STACK_PORT"] = next(str(port) for port in range(4567, 4667) if port_is_free(port))
    return env


def main() -> int:
    """Run the demo on the stack that is up, else on one started for it."""
    started = time.monotonic()
    stack = running()
    ours = stack is None
    try:
        if stack is None:
            print("Starting the local stack…", flush=True)
            stack = up(_stack_env())
        print(f"The stack answers after {time.monotonic() - started:.0f} s. Ingesting charts…", flush=True)
        charted = backfill(stack, CHARTS, show=Display())
        if charted.problems:
            raise StackError(f"charts could not be ingested: {charted.problems[0]}")
        print("Asking for a report…", flush=True)
        asked = time.monotonic()
        report = make_report(stack)
        took_s = time.monotonic() - asked
        songs = make_report(stack, WORLDWIDE)
        for made in (report, songs):
            if made["status"] == "failed":
                raise StackError(f"a report failed: {made['failures']}")
        workbook = ROOT / "out" / "report.xlsx"
        save_workbook(report, workbook)
        print("Subscribing, and ticking twice…", flush=True)
        told = run_twice(stack)
    except (StackError, BackfillError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if ours:
            down()
    for table in (summary_table, tracks_table, places_table, radio_table):
        print(f"\n{table(report)}")
    print(f"\n{songs_table(songs)}\n")
    print(f"{subscription_text(told)}\n")
    print(f"{report['upstream_calls']} calls to Soundcharts, {took_s:.1f} s from the request to the link.")
    print(f"The workbook: {workbook.relative_to(ROOT)}")
    print(_page_line(stack, gone=ours))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
