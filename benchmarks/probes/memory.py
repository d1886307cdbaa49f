"""How much memory this process holds, and held at most."""

from __future__ import annotations

import contextlib
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


def peak_mib() -> float:
    """Give the most memory this process ever held, in MiB.

    Linux counts towards `getrusage` what the process that started this one held, so its own record is asked.
    """
    if _STATUS.exists():
        return _status_mib("VmHWM")
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def held_mib() -> float:
    """Give the memory held now, in MiB; where the system does not tell, the peak."""
    return _status_mib("VmRSS") if _STATUS.exists() else peak_mib()


def forget_peak() -> None:
    """Let the peak begin at what is held now, where the system allows it."""
    with contextlib.suppress(OSError):
        _RESET.write_text("5")


def _status_mib(name: str) -> float:
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines() if ":" in line)
    return int(lines[name].split()[0]) / 1024
