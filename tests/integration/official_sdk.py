"""Soundcharts' own Python SDK in a process of its own, asking the simulator.

The SDK is GPL, so nothing that ships may use it; a test may. It keeps its settings in module globals, refuses
to run inside an event loop and logs to a file in the working folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from local.simulator import BILLIE_EILISH, Simulator, start_simulator

TODAY = date(2026, 6, 30)
"""The simulator's last day with data."""

# Reads one call a line: [base URL, API key, part of the client, method, arguments].
SDK_PROCESS = """
import json, sys
from soundcharts.client import SoundchartsClient

for line in sys.stdin:
    base_url, api_key, part, method, arguments = json.loads(line)
    client = SoundchartsClient(
        app_id="soundcharts", api_key=api_key, base_url=base_url, max_retries=1, retry_delay=0
    )
    try:
        outcome = {"answer": getattr(getattr(client, part), method)(**arguments)}
    except Exception as error:
        outcome = {type(error).__name__: str(error)}
    print(json.dumps(outcome), flush=True)
"""


class Sdk:
    """The SDK in its process, asking one simulator."""

    def __init__(self, process: subprocess.Popen[str], base_url: str) -> None:
        self._process = process
        self._base_url = base_url

    def outcome(
        self, part: str, method: str, *, api_key: str = "soundcharts", **arguments: Any
    ) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        call = [self._base_url, api_key, part, method, arguments]
        self._process.stdin.write(json.dumps(call) + "\n")
        self._process.stdin.flush()
        outcome: dict[str, Any] = json.loads(self._process.stdout.readline())
        return outcome

    def artist(self, method: str, uuid: str = BILLIE_EILISH, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.outcome("artist", method, artist_uuid=uuid, **arguments)["answer"]
        return answer

    def charts(self, method: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.outcome("charts", method, **arguments)["answer"]
        return answer


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with start_simulator(today=TODAY) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def sdk_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sdk")


@pytest.fixture(scope="module")
def sdk(running: Simulator, sdk_folder: Path) -> Iterator[Sdk]:
    with (
        (sdk_folder / "stderr").open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "-c", SDK_PROCESS],
            cwd=sdk_folder,
            # The SDK's own warnings are not ours to turn into errors.
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        yield Sdk(process, running.base_url)
        process.terminate()


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running
