"""Processes that outlive the command that started them, and are found again by the next."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_STOP_WITHIN_S = 10.0
_MOST_TRIED = 100
_LAST_PORT = 65_535


class StackError(Exception):
    """The local stack cannot be had; the message says why and what to do."""


def start(command: Sequence[str], *, name: str, folder: Path, env: Mapping[str, str]) -> int:
    """Start a process in the background, its output in a log of its name; returns its id."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    # Not subprocess.Popen, which expects its maker to wait for the process: nobody will.
    pid = os.posix_spawn(
        command[0],
        list(command),
        env,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    (folder / f"{name}.pid").write_text(str(pid))
    return pid


def stop(name: str, folder: Path) -> bool:
    """Stop the process of that name with all it started; False if there was none."""
    file = folder / f"{name}.pid"
    if not file.exists():
        return False
    pid = int(file.read_text())
    file.unlink()
    if not _ours(pid):
        return False
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, how)
        except ProcessLookupError:
            return True
        deadline = time.monotonic() + _STOP_WITHIN_S
        while time.monotonic() < deadline:
            if not alive(pid):
                return True
            time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended but was not waited for does not."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _ours(pid: int) -> bool:
    """Guard against a pid that was given to another program meanwhile: ours lead their own group."""
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def wait_for(what: str, ready: Callable[[], bool], *, within_s: float, log: Path, pid: int) -> None:
    """Wait until something is ready. Raises StackError with the end of the log if it does not."""
    deadline = time.monotonic() + within_s
    while not ready():
        if not alive(pid) or time.monotonic() > deadline:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
            raise StackError(f"{what} did not start. The end of {log}:\n{tail}")
        time.sleep(0.05)


def free_port(first: int) -> int:
    """Give the first port from one on that can be listened on. Raises StackError where none can."""
    for port in range(first, min(first + _MOST_TRIED, _LAST_PORT) + 1):
        if port_is_free(port):
            return port
    raise StackError(f"no port from {first} on is free")


def port_is_free(port: int) -> bool:
    """Say whether a port of this machine can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
