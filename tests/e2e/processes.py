"""The processes MiniStack runs functions in, one for each environment, and what kills them.

A function that is killed so ends like one that runs out of memory on AWS: no line of it runs after that.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess


def environments_of(function: str, *, of: int) -> list[int]:
    """List the processes of a function, started by the MiniStack of that process id.

    Other stacks on this machine have functions of the same name.
    """
    table = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="],  # noqa: S607 - where ps is differs between systems
        capture_output=True,
        text=True,
        check=True,
    )
    found = []
    for line in table.stdout.splitlines():
        pid, parent, command = line.split(maxsplit=2)
        if int(parent) == of and f"ministack-lambda-{function}-" in command:
            found.append(int(pid))
    return found


def kill_environments(function: str, *, of: int) -> int:
    """Kill every environment of a function in the middle of whatever it does; gives how many there were."""
    found = environments_of(function, of=of)
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)
