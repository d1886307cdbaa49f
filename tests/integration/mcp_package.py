"""The package of the mcp function, as `sam build` makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.unit.template import ROOT


def build_mcp_package(folder: Path, architecture: str) -> Path:
    """Make the folder that becomes `/var/task` for a processor, by what `sam build` calls."""
    settings = {"ARTIFACTS_DIR": str(folder), "LAYER_ARCHITECTURE": architecture}
    tools = Path(sys.executable).parent
    done = subprocess.run(
        ["make", "build-McpFunction"],  # noqa: S607 - as the system has it
        cwd=ROOT / "functions" / "mcp",
        env={**os.environ, **settings, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
