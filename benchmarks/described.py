"""What the product's original description does: one call after another, then figures from all of it.

Two things differ from its listing, so that the same data is asked for as by us: each platform's own endpoint
is called, and a batch is 90 days with its last one included, where the listing asks for 91 and loses the
period's last day when a batch ends on the day before.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import requests

from benchmarks.cases import Case
from benchmarks.upstream import CREDENTIALS
from linernotes.sections.sources import MetricSource

_BATCH_DAYS = 90
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the loop."""

    artist_uuid: str
    source: MetricSource
    first: date
    last: date

    @property
    def path(self) -> str:
        """Give the path asked."""
        return self.source.path(self.artist_uuid)

    @property
    def params(self) -> dict[str, str]:
        """Give the query."""
        return {
            "startDate": self.first.isoformat(),
            "endDate": self.last.isoformat(),
            "offset": "0",
            "limit": "100",
        }


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day."""

    artist: str
    platform: str
    day: str
    value: int


@dataclass(frozen=True, slots=True)
class Sequential:
    """How long the loop took, and each of its calls."""

    total_s: float
    call_s: list[float]


def calls_of(case: Case) -> Iterator[Call]:
    """List the calls in the order of the description: artists, platforms, batches."""
    for artist_uuid in case.artist_uuids:
        for source in case.sources:
            first = case.start
            while first <= case.end:
                last = min(first + timedelta(days=_BATCH_DAYS - 1), case.end)
                yield Call(artist_uuid, source, first, last)
                first = last + timedelta(days=1)


def points_of(call: Call, body: dict[str, Any]) -> list[Point]:
    """Take the points out of an answer."""
    field = call.source.endpoint.value_field
    return [
        Point(call.artist_uuid, call.source.slug, item["date"][:10], item[field])
        for item in body.get("items", [])
        if item.get(field) is not None
    ]


def aggregate(points: Iterable[Point]) -> dict[str, dict[str, dict[str, float]]]:
    """Make the description's figures by platform, and by artist and platform."""
    by_platform: dict[str, list[Point]] = defaultdict(list)
    by_row: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_platform[point.platform].append(point)
        by_row[f"{point.artist} - {point.platform}"].append(point)
    return {
        "platform_summaries": {name: _figures(group) for name, group in by_platform.items()},
        "detailed_breakdown": {name: _figures(group) for name, group in by_row.items()},
    }


def run_sequentially(url: str, case: Case) -> Sequential:
    """Run the loop. Raises requests.HTTPError if a call is refused."""
    started = time.perf_counter()
    points: list[Point] = []
    call_s: list[float] = []
    for call in calls_of(case):
        called = time.perf_counter()
        answer = requests.get(url + call.path, params=call.params, headers=CREDENTIALS, timeout=_TIMEOUT_S)
        answer.raise_for_status()
        points.extend(points_of(call, answer.json()))
        call_s.append(time.perf_counter() - called)
    aggregate(points)
    return Sequential(time.perf_counter() - started, call_s)


def _figures(points: list[Point]) -> dict[str, float]:
    ordered = [point.value for point in sorted(points, key=lambda point: point.day)]
    return {
        "first_value": ordered[0],
        "latest_value": ordered[-1],
        "difference": ordered[-1] - ordered[0],
        "period_average": sum(ordered) / len(ordered),
        "peak_value": max(ordered),
        "data_points": len(ordered),
    }
