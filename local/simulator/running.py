"""Start a simulator from Python, and talk to its control plane."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.simulator.server import listening
from local.simulator.settings import DEFAULT_SEED, Settings

_REPOSITORY = Path(__file__).resolve().parents[2]
_HOST = "127.0.0.1"
_START_S = 30
_STOP_S = 10


class ControlError(Exception):
    """The control plane refused; the message is its own."""


class Simulator:
    """A running simulator: where it is, and its control plane (see `local.simulator.control`)."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def calls(self, last: int = 100) -> dict[str, Any]:
        """Give the counts of calls and the latest ones."""
        return self._control("GET", f"calls?last={last}")

    def reset(self) -> None:
        """Forget calls, faults and used quota."""
        self._control("POST", "reset")

    def misbehave(self, **document: Any) -> None:
        """Replace the fault document, such as `misbehave(latency_s=1.0, rules=[{"then": 503}])`.

        Raises `ControlError` for a document that is not understood.
        """
        self._control("PUT", "faults", document)

    def _control(self, method: str, path: str, document: dict[str, Any] | None = None) -> dict[str, Any]:
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=_START_S)
        try:
            body = None if document is None else json.dumps(document)
            connection.request(method, f"/_control/{path}", body, {"content-type": "application/json"})
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ControlError(answer["error"])
        return answer


@contextmanager
def start_simulator(
    *,
    seed: int = DEFAULT_SEED,
    today: date | None = None,
    app_id: str | None = None,
    api_key: str | None = None,
    port: int = 0,
    own_process: bool = False,
) -> Iterator[Simulator]:
    """Run a simulator as long as the context is open.

    It runs in a thread of this process, which starts at once, or with `own_process` in a process of its
    own, which does not compete with the caller for the interpreter. Settings as in `Settings`; port 0 is
    any free one. Raises `RuntimeError` if it does not start.
    """
    settings = Settings(seed, today, app_id, api_key)
    with (_in_process if own_process else _in_thread)(settings, port) as base_url:
        yield Simulator(base_url)


@contextmanager
def _in_thread(settings: Settings, port: int) -> Iterator[str]:
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        async with listening(settings, _HOST, port) as base_url:
            started.set_result((base_url, asyncio.get_running_loop(), stop))
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except Exception as problem:
            if started.done():
                raise
            started.set_exception(RuntimeError(f"the simulator did not start: {problem}"))

    thread = threading.Thread(target=run, name="simulator", daemon=True)
    thread.start()
    base_url, loop, stop = started.result(timeout=_START_S)
    try:
        yield base_url
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=_STOP_S)


@contextmanager
def _in_process(settings: Settings, port: int) -> Iterator[str]:
    command = [sys.executable, "-m", "local.simulator", "--port", str(port), "--seed", str(settings.seed)]
    if settings.today is not None:
        command += ["--today", settings.today.isoformat()]
    if settings.app_id is not None:
        command += ["--app-id", settings.app_id]
    if settings.api_key is not None:
        command += ["--api-key", settings.api_key]
    paths = [str(_REPOSITORY), str(_REPOSITORY / "layers" / "shared"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield _read_url(process)
        finally:
            _stop(process)


def _read_url(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line.strip():
        raise RuntimeError(f"the simulator did not start: it ended with {process.wait(_STOP_S)}")
    return line.split()[-1]


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
