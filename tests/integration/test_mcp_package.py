"""The package of the function that answers assistants, as `sam build` makes it: all of it is used."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.integration.mcp_package import build_mcp_package
from tests.integration.test_layer import (
    ELF_MACHINE,
    ELF_MACHINES,
    HERE,
    ROOT,
    each_architecture,
    run_isolated,
)

LIMIT_MB = 30
PYTHON_OF_TESTS = Path(pytest.__file__).parent.parent

# What the layer has too comes from the tests' own environment here, behind the package.
SPEAK = """
import json, sys
package, ours, others = sys.argv[1:]
sys.path[:0] = [package, ours]
sys.path.append(others)
from linernotes.mcp.posts import HttpRequest
from linernotes.mcp.protocol import answer_request
name = "io.modelcontextprotocol"
meta = {f"{name}/protocolVersion": "2026-07-28", f"{name}/clientCapabilities": {}}
body = {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": meta}}
headers = [("content-type", "application/json"), ("accept", "application/json"),
           ("mcp-protocol-version", "2026-07-28"), ("mcp-method", "server/discover")]
answer = answer_request(HttpRequest(headers, json.dumps(body).encode()), [], None)
hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}}
older = answer_request(HttpRequest(headers[:2], json.dumps(hello).encode()), [], None)
files = [module.__file__ for module in sys.modules.values() if getattr(module, "__file__", None)]
print(json.dumps({"statuses": [answer.status, older.status], "files": files}))
"""


@pytest.fixture(scope="module")
def package_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder that becomes `/var/task`, built once for a processor."""

    @cache
    def build(architecture: str) -> Path:
        return build_mcp_package(tmp_path_factory.mktemp(architecture), architecture)

    return build


@each_architecture
def test_it_is_small_and_for_the_processor_asked_for(
    package_for: Callable[[str], Path], architecture: str
) -> None:
    files = [file for file in package_for(architecture).rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < LIMIT_MB * 1_000_000
    natives = [file for file in files if ".so" in file.suffixes]
    assert {int.from_bytes(file.read_bytes()[ELF_MACHINE], "little") for file in natives} == {
        ELF_MACHINES[architecture]
    }
    assert not [file for file in files if file.suffix == ".pyi"]


def test_it_speaks_both_eras_and_has_nothing_that_neither_needs(package_for: Callable[[str], Path]) -> None:
    package = package_for(HERE)
    spoken = run_isolated(SPEAK, package, ROOT / "layers" / "shared", PYTHON_OF_TESTS)
    assert spoken["statuses"] == [200, 200]
    used = {
        Path(file).relative_to(package).parts[0].partition(".")[0]
        for file in spoken["files"]
        if Path(file).is_relative_to(package)
    }
    there = {
        entry.name.partition(".")[0]
        for entry in package.iterdir()
        if entry.suffix != ".dist-info" and entry.name not in ("app.py", "__pycache__")
    }
    # Of cryptography's bindings one needs cffi; jwt is what has the SDK require cryptography.
    assert there - used <= {"cffi", "_cffi_backend", "pycparser", "jwt", "multipart"}
    assert {"mcp", "mcp_types", "anyio", "starlette"} <= used


def test_what_the_layer_has_is_not_in_it_again(package_for: Callable[[str], Path]) -> None:
    pinned = (ROOT / "layers" / "shared" / "requirements.txt").read_text()
    names = {line.partition("==")[0].lower() for line in pinned.splitlines() if "==" in line}
    there = {
        folder.name.partition("-")[0].replace("_", "-") for folder in package_for(HERE).glob("*.dist-info")
    }
    assert there & names == set()


def test_tracebacks_name_files_as_lambda_has_them(package_for: Callable[[str], Path]) -> None:
    compiled = next(package_for(HERE).glob("mcp/__pycache__/__init__.*.pyc"))
    code = marshal.loads(compiled.read_bytes()[16:])  # noqa: S302 - our own
    assert code.co_filename == "/var/task/mcp/__init__.py"
