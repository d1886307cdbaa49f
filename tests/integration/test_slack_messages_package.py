"""The package of the function that answers in Slack, as `sam build` makes it: it draws, and is small."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from linernotes.slack.picture.svg import HEIGHT, WIDTH
from tests.integration.test_layer import (
    ELF_MACHINE,
    ELF_MACHINES,
    HERE,
    ROOT,
    each_architecture,
    run_isolated,
)
from tests.unit.pixels import size_of

LIMIT_MB = 5
DRAW = """
import base64, json, sys
sys.path[:0] = sys.argv[1:]
from datetime import date
from linernotes.model.periods import Period
from linernotes.slack.picture.draw import draw_chart
from linernotes.slack.picture.main_chart import Chart, Line
line = Line("An artist", 1, 0, [(date(2024, 9, 1), 1), (date(2024, 9, 30), 2)])
period = Period(date(2024, 9, 1), date(2024, 9, 30))
chart = Chart("Spotify Monthly Listeners", "Monthly Listeners", "Italy", period, [line], [], 1)
print(json.dumps(base64.b64encode(draw_chart(chart)).decode()))
"""


@pytest.fixture(scope="module")
def package_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder that becomes `/var/task`, built once for a processor by what `sam build` calls."""

    @cache
    def build(architecture: str) -> Path:
        folder, tools = tmp_path_factory.mktemp(architecture), Path(sys.executable).parent
        settings = {"ARTIFACTS_DIR": str(folder), "LAYER_ARCHITECTURE": architecture}
        done = subprocess.run(
            ["make", "build-SlackMessagesFunction"],  # noqa: S607 - as the system has it
            cwd=ROOT / "functions" / "slack_messages",
            env={**os.environ, **settings, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return build


@each_architecture
def test_it_holds_the_handler_what_draws_a_typeface_and_their_licenses(
    package_for: Callable[[str], Path], architecture: str
) -> None:
    folder = package_for(architecture)
    modules = {entry.name for entry in folder.iterdir() if entry.suffix != ".dist-info"}
    assert modules == {"app.py", "fontpkg_roboto", "resvg_py"}
    assert [font.name for font in folder.rglob("*.ttf")] == ["Roboto[wdth,wght].ttf"]
    licensed = {file.parts[-3].partition("-")[0] for file in folder.glob("*.dist-info/licenses/LICENSE")}
    assert licensed == {"fontpkg_roboto", "resvg_py"}


@each_architecture
def test_it_is_small_and_for_the_processor_asked_for(
    package_for: Callable[[str], Path], architecture: str
) -> None:
    files = [file for file in package_for(architecture).rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < LIMIT_MB * 1_000_000
    (native,) = (file for file in files if ".so" in file.suffixes)
    assert int.from_bytes(native.read_bytes()[ELF_MACHINE], "little") == ELF_MACHINES[architecture]


def test_it_draws_with_nothing_else_that_is_installed(package_for: Callable[[str], Path]) -> None:
    path = [package_for(HERE), ROOT / "layers" / "shared"]
    png = base64.b64decode(run_isolated(DRAW, *path))
    assert size_of(png) == (WIDTH, HEIGHT)
