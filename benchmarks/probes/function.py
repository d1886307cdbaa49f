"""A function in a fresh process: imported, its clients made, and given events to handle.

Reads `{"make": true or false, "events": [...]}`; `make` has what the function works with made before.
With `"bare": true` it stops before any import of the function's, which is what is taken off.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from benchmarks.probes.memory import peak_mib

_TIMEOUT_S = 60


class Context:
    """What Lambda gives a handler besides the event, as far as it is used."""

    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "benchmark"

    def __init__(self) -> None:
        """Start the function's time."""
        self._ends = time.monotonic() + _TIMEOUT_S

    def get_remaining_time_in_millis(self) -> int:
        """Tell how much is left of it."""
        return max(0, int((self._ends - time.monotonic()) * 1000))


def main() -> None:
    """Do what stdin says, and write what it took."""
    task = json.loads(sys.stdin.readline())
    answers = [] if task.get("bare") else _handle(task)
    found = {"cpu_s": time.process_time(), "peak_mib": peak_mib(), "answers": answers}
    sys.stderr.write(json.dumps(found) + "\n")  # not to stdout, to which the functions log
    sys.stderr.flush()
    # Lambda freezes an environment; what Python does at its end is no part of a cold start.
    os._exit(0)


def _handle(task: dict[str, Any]) -> list[Any]:
    import app  # type: ignore[import-not-found]

    if task.get("make"):
        app.bootstrap.services()
    return [app.handler(event, Context()) for event in task.get("events", ())]


main()
