"""LibreOffice as a second office program.

Needs libreoffice-calc and poppler-utils; without them tests fail, they are never skipped.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

TIMEOUT_S = 240


def run(program: str, *arguments: str) -> str:
    """Run one of the programs; returns what it printed."""
    path = shutil.which(program)
    assert path, f"{program} is missing: apt-get install libreoffice-calc poppler-utils"
    done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=TIMEOUT_S, check=True)
    return done.stdout


def convert(folder: Path, to: str, *files: Path, reading: str | None = None) -> list[Path]:
    """Have files opened and saved in another format, into a folder of that name.

    `reading` names the import filter and its options. A profile beside the folder serves all conversions of a
    process, as making one takes as long as a conversion, and keeps what other processes run apart.
    """
    out = folder / to
    run(
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder.parent / 'libreoffice-profile').as_uri()}",
        *([f"--infilter={reading}"] if reading else []),
        "--convert-to",
        to,
        "--outdir",
        str(out),
        *map(str, files),
    )
    return [out / f"{file.stem}.{to}" for file in files]
