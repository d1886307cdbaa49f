"""One report finalized in a fresh process with the finalize function's own collaborators, each timed.

Reads `{"report_id"}` from stdin; the report must be finalizing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

from benchmarks.probes.memory import peak_mib
from linernotes.bootstrap import clock
from linernotes.bootstrap import finalize as bootstrap
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.reports.finalize_report import FinalizeTools, finalize_report
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from linernotes.sections.section import Stores
from linernotes.sections.windows.store import WindowStore

_spent: dict[str, float] = defaultdict(float)


class Timed:
    """Stands for a collaborator and times some of its methods, each under a name."""

    def __init__(self, inner: Any, names: dict[str, str]) -> None:
        """`names` maps methods to what they are called in the answer."""
        self._inner = inner
        self._names = names

    def __getattr__(self, method: str) -> Any:
        """Give a method, timed."""
        return timed(self._names.get(method, "rest"), getattr(self._inner, method))


def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that adds its time to what was spent under the name."""

    def run(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            _spent[name] += time.perf_counter() - started

    return run


def main() -> None:
    """Finalize, and tell where the time went."""
    task = json.loads(sys.stdin.readline())
    services = bootstrap.services()
    writers = {
        name: timed("write workbook" if name == WORKBOOK_NAME else "write CSV", write)
        for name, write in services.writers.items()
    }
    tools = FinalizeTools(
        reports=Timed(services.reports, {}),
        budgets=services.budgets,
        stores=Stores(
            cast("WindowStore", Timed(services.windows, {"read": "read windows"})),
            services.charts,
            services.lookups,
        ),
        queue=services.queue,
        events=services.events,
        files=Timed(services.files, {"put_json": "write and store JSON", "put": "store files"}),
        writers=writers,
        clock=clock.now,
        max_tries=services.settings.max_tries,
    )
    check = ReportCheck(task["report_id"], 1, CheckReason.ALL_JOBS_ENDED)
    started = time.perf_counter()
    ended = finalize_report(check, tools, try_id="benchmark", received=1)
    total_s = time.perf_counter() - started
    found = {
        "status": ended.status.value if ended else None,
        "total": total_s,
        "spent": _spent,
        "figures": total_s - sum(_spent.values()),
        "peak_mib": peak_mib(),
    }
    sys.stderr.write(json.dumps(found) + "\n")
    sys.stderr.flush()
    os._exit(0)


main()
