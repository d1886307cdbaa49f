"""The version before is updated to this one while a report is being made, on a local stack of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from local.simulator import Simulator, start_simulator
from local.stack import ROOT, LocalStack, down, up, update
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually

DEPLOYED = ("template.yaml", "functions", "layers")
TOO_MANY = {"then": "per_minute", "reset_s": 3}
A_REQUEST = {"platforms": ["spotify"], "start_date": "2024-09-01", "end_date": "2024-09-30"}
OF_ANOTHER_STACK = ("AWS_", "SOUNDCHARTS_", "SLACK_", "STACK_", "REPORT_", "ALLOWED_")
ARTISTS = ["11e81bcc-9c1c-ce38-b96b-a0369fe50396"]


def git(*arguments: str) -> bytes:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def version_before() -> str | None:
    """Give the last commit whose template, functions or layer are not those of the working tree.

    Those in which functions had no alias were never deployed, and are none to update from. None if there is
    no such commit, or no history, as of a clone of the last commit alone.
    """
    try:
        for commit in git("rev-list", "HEAD", "--", *DEPLOYED).decode().split():
            has_aliases = b"AutoPublishAlias" in git("show", f"{commit}:template.yaml")
            if has_aliases and git("diff", "--name-only", commit, "--", *DEPLOYED):
                return commit
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return None


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Have the version before in a folder; where none is known, this one.

    Its handlers have a line more in any case: MiniStack publishes a function for other code, not for another
    release, and so would leave alone what the version before had already.
    """
    folder = tmp_path / "before"
    packages = "functions/page/web/node_modules"
    if (commit := version_before()) is not None:
        with tarfile.open(fileobj=BytesIO(git("archive", commit, "--", *DEPLOYED))) as archive:
            archive.extractall(folder, filter="data")
    else:
        for name in ("functions", "layers"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules"))
        shutil.copy(ROOT / "template.yaml", folder)
    for handler in folder.glob("functions/*/app.py"):
        handler.write_text(handler.read_text() + "\n# as it was before\n")
    (folder / packages).symlink_to(ROOT / packages)
    return folder


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with start_simulator(own_process=True) as simulator:
        yield simulator


@pytest.fixture
def env(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment both versions are deployed with."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(OF_ANOTHER_STACK)},
        "STACK_PORT": port,
        "SOUNDCHARTS_BASE_URL": simulator.base_url,
    }


@pytest.fixture
def stack(env: dict[str, str], before: Path, tmp_path: Path) -> Iterator[LocalStack]:
    home = tmp_path / "stack"
    home.mkdir()
    try:
        yield up(env, home=home, source=before)
    finally:
        down(home=home)


def live_versions(stack: LocalStack) -> dict[str, str]:
    """Give the version each function is called in, by the function's name."""
    lambdas = stack.client("lambda")
    names = [found["FunctionName"] for found in lambdas.list_functions()["Functions"]]
    return {name: lambdas.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in names}


def test_a_report_in_flight_outlives_the_update_from_the_version_before(
    stack: LocalStack, simulator: Simulator, env: dict[str, str], tmp_path: Path
) -> None:
    caller = Caller(stack.api_url, stack.api_key)
    old = live_versions(stack)
    # Refused for now, its jobs go round in the queues, from versions before to versions of now.
    simulator.misbehave(rules=[TOO_MANY])
    report_id = caller.ask({"artists": ARTISTS, **A_REQUEST})
    eventually(lambda: simulator.calls()["recent"], "call that was refused")

    update(stack, env, home=tmp_path / "stack")

    # MiniStack has no route for a moment while it puts those of the new deployment in place.
    eventually(lambda: caller.get(f"/reports/{report_id}").status_code != 404, "routes")
    assert caller.report(report_id)["status"] == "running"
    simulator.misbehave(rules=[])
    report = caller.ended(report_id)
    assert (report["status"], report["progress"]["failed"]) == ("succeeded", 0)
    new = live_versions(stack)
    assert new.keys() == old.keys()
    assert all(int(new[name]) > int(old[name]) for name in old)
    assert caller.make({"artists": ARTISTS, **A_REQUEST, "fresh": True})["status"] == "succeeded"
    caller.close()
