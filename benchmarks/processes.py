"""Fresh processes on the functions' interpreter, and what they tell of themselves."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.bench_stack import FUNCTIONS_PYTHON
from local.stack import ROOT

_TIMEOUT_S = 300


Probed = tuple[float, dict[str, Any]]
"""The seconds a probe took, and what it found."""


class ProbeFailed(Exception):
    """A process did not end as it should; the message has its last words."""


def probe(name: str, task: Mapping[str, Any], env: Mapping[str, str]) -> Probed:
    """Run a probe of `benchmarks.probes`. Raises ProbeFailed."""
    command = [str(FUNCTIONS_PYTHON), "-P", "-m", f"benchmarks.probes.{name}"]
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - the command is ours
        command,
        input=json.dumps(task) + "\n",
        env={"PATH": os.environ["PATH"], **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    taken_s = time.perf_counter() - started
    if done.returncode:
        raise ProbeFailed(f"{name}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return taken_s, found
