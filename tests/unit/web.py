"""The page's own tools as `make setup` installs them: Node beside this Python, packages beside the source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.template import ROOT

WEB = ROOT / "functions" / "page" / "web"
NODE = Path(sys.executable).parent / "node"


def run_node(*arguments: str, folder: Path = WEB) -> str:
    """Run Node in the folder of the page's source, or a copy of it; gives what it printed."""
    done = subprocess.run([NODE, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
