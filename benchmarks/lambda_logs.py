"""What functions leave in CloudWatch Logs: their own lines, and the REPORT line of each invocation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_REPORT = re.compile(
    r"^REPORT RequestId: \S+\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms\tMemory Size: (\d+) MB"
)
_LINE_OVERHEAD_BYTES = 26
"""What CloudWatch Logs charges for an event beyond its text."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One invocation; `started` is in seconds since 1970."""

    started: float
    billed_s: float
    memory_gb: float

    @property
    def ended(self) -> float:
        """Give when it ended, in seconds since 1970."""
        return self.started + self.billed_s

    @property
    def gb_seconds(self) -> float:
        """Give what is charged for."""
        return self.billed_s * self.memory_gb


@dataclass(frozen=True, slots=True)
class Line:
    """A line a function logged; `at` is in seconds since 1970."""

    at: float
    message: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Logs:
    """What one function left since some moment."""

    invocations: list[Invocation]
    lines: list[Line]
    ingested_bytes: int

    def said(self, message: str) -> list[Line]:
        """Give the lines with this message."""
        return [line for line in self.lines if line.message == message]


def read_logs(events: Iterable[dict[str, Any]]) -> Logs:
    """Read the events of a log group, as `filter_log_events` gives them."""
    events = list(events)
    texts = [(event["timestamp"] / 1000, event["message"]) for event in events]
    return Logs(
        invocations=[found for at, text in texts if (found := _invocation(at, text))],
        lines=[line for _, text in texts if (line := _line(text))],
        ingested_bytes=sum(len(text.encode()) + _LINE_OVERHEAD_BYTES for _, text in texts),
    )


def _invocation(at: float, text: str) -> Invocation | None:
    """Read a REPORT line, which is written as an invocation ends."""
    found = _REPORT.match(text)
    if not found:
        return None
    duration_ms, billed_ms, memory_mb = found.groups()
    return Invocation(at - float(duration_ms) / 1000, int(billed_ms) / 1000, int(memory_mb) / 1024)


def _line(text: str) -> Line | None:
    """Read a line of the functions' logger; metrics are JSON too, but have no message."""
    try:
        fields = json.loads(text)
        at = datetime.strptime(fields["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z")
        return Line(at.timestamp(), fields["message"], fields)
    except (ValueError, KeyError, TypeError):
        return None
