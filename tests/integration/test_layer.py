"""The layer as `sam build` makes it: compiled, complete, small, and for the right processor."""

from __future__ import annotations

import importlib.util
import json
import marshal
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cut_botocore import SERVICES

from linernotes.api.openapi import openapi_document
from linernotes.api.openapi_file import OPENAPI_FILE
from tests.integration.mcp_package import build_mcp_package

ROOT = Path(__file__).resolve().parents[2]

ARCHITECTURES = ("arm64", "x86_64")
HERE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"

LAMBDAS_LIMIT_MB = 250
"""What a function and its layers may take, unpacked."""
OUR_LIMIT_MB = 60
"""What the layer may take: every cold start loads from it."""

UNCHECKED_HASH = 0b01
"""The flags in the head of bytecode that is used without a look at its source (PEP 552)."""
FLAGS = slice(4, 8)
HEAD_BYTES = 16

ELF_MAGIC = b"\x7fELF"
ELF_MACHINE = slice(18, 20)
ELF_MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}

IN_LAMBDAS_PYTHON = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six.py", "urllib3")
"""boto3 and what it needs: all that Lambda's Python 3.13 has besides the standard library. AWS changes it."""

REGIONS = ("eu-west-1", "us-east-1", "us-gov-west-1", "cn-north-1")
"""One of each kind that endpoints differ by."""

STAND_INS = {"et_xmlfile", "tzdata"}
"""What is asked for in case something is not there: lxml by openpyxl, the system's time zones by zoneinfo."""

each_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES)


@pytest.fixture(scope="module")
def layer_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder that becomes `/opt/python`, built once for a processor."""

    @cache
    def build(architecture: str) -> Path:
        built = tmp_path_factory.mktemp(architecture) / "build"
        tools = Path(sys.executable).parent
        command = ["sam", "build", "SharedLayer", "--build-dir", str(built), "--template-file"]
        done = subprocess.run(
            [str(tools / command[0]), *command[1:], str(ROOT / "template.yaml")],
            # What `sam build` leaves in the folder it is started from stays out of the project.
            cwd=built.parent,
            env={
                **os.environ,
                "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                "LAYER_ARCHITECTURE": architecture,
                "SAM_CLI_TELEMETRY": "0",
                "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return built / "SharedLayer" / "python"

    return build


@pytest.fixture(scope="module")
def layer(layer_for: Callable[[str], Path]) -> Path:
    return layer_for(HERE)


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with what Lambda's Python has, and nothing else that is installed here."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in IN_LAMBDAS_PYTHON:
        spec = importlib.util.find_spec(name.removesuffix(".py"))
        assert spec is not None
        assert spec.origin is not None
        origin = Path(spec.origin)
        (folder / name).symlink_to(origin if name.endswith(".py") else origin.parent)
    return folder


def bytecode_of(source: Path) -> Path:
    return Path(importlib.util.cache_from_source(str(source)))


def run_isolated(code: str, *path: Path) -> Any:
    """Run code that gets these folders as arguments and sees no site-packages; give the JSON it prints."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-W", "error", "-c", code, *map(str, path)],
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --------------------------------------------------------------------------------------------- bytecode


@each_architecture
def test_every_module_has_bytecode_that_is_used_without_a_look_at_its_source(
    layer_for: Callable[[str], Path], architecture: str
) -> None:
    sources = list(layer_for(architecture).rglob("*.py"))
    assert any(source.parent.name == "linernotes" for source in sources)
    for source in sources:
        head = bytecode_of(source).read_bytes()[:HEAD_BYTES]
        assert head[:4] == importlib.util.MAGIC_NUMBER
        assert int.from_bytes(head[FLAGS], "little") == UNCHECKED_HASH


@each_architecture
def test_there_is_no_bytecode_without_a_module(layer_for: Callable[[str], Path], architecture: str) -> None:
    layer = layer_for(architecture)
    expected = {bytecode_of(source) for source in layer.rglob("*.py")}
    assert set(layer.rglob("*.pyc")) == expected


def test_no_file_is_shared_with_the_cache_it_was_installed_from(layer: Path) -> None:
    assert [path for path in layer.rglob("*") if path.is_file() and path.stat().st_nlink > 1] == []


def test_tracebacks_name_files_as_lambda_has_them(layer: Path) -> None:
    for source in (layer / "linernotes").rglob("*.py"):
        code = marshal.loads(bytecode_of(source).read_bytes()[HEAD_BYTES:])  # noqa: S302 - we compiled it
        assert code.co_filename == f"/opt/python/{source.relative_to(layer)}"


def test_bytecode_is_used_whatever_age_and_text_its_source_has(layer: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    shutil.copytree(layer / "linernotes", unpacked / "linernotes")
    for source in unpacked.rglob("*.py"):
        source.write_text("raise AssertionError('this was compiled')\n")
        os.utime(source, (0, 0))
    code = """
import sys
sys.path[:0] = sys.argv[1:]
import json, linernotes.sections.audience.rows
print(json.dumps([linernotes.__file__, linernotes.sections.audience.rows.build_result.__name__]))
"""
    assert run_isolated(code, unpacked) == [str(unpacked / "linernotes" / "__init__.py"), "build_result"]


# ------------------------------------------------------------------------------------------ completeness


IMPORT_EVERYTHING = """
import importlib, importlib.util, json, pkgutil, sys
from pathlib import Path

layer, package, runtime, functions = sys.argv[1:]
# The package of the mcp function, as no other has what it imports, and what is of AWS in their order there.
sys.path[:0] = [layer, package, runtime]

import linernotes
ours = [module.name for module in pkgutil.walk_packages(linernotes.__path__, "linernotes.")]
for name in ours:
    importlib.import_module(name)
for path in sorted(Path(functions).glob("*/app.py")):
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_app", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
print(json.dumps({
    name: module.__file__ for name, module in sys.modules.items() if getattr(module, "__file__", None)
}))
"""


@pytest.fixture(scope="module")
def mcp_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies beside the handler of the mcp function."""
    return build_mcp_package(tmp_path_factory.mktemp("mcp"), HERE)


@pytest.fixture(scope="module")
def loaded(layer: Path, mcp_package: Path, runtime: Path) -> dict[str, Path]:
    """Import all of the package and all functions as on AWS; gives where each loaded module came from."""
    files = run_isolated(IMPORT_EVERYTHING, layer, mcp_package, runtime, ROOT / "functions")
    return {name: Path(file) for name, file in files.items()}


def test_layer_and_runtime_hold_all_that_the_functions_import(
    loaded: dict[str, Path], layer: Path, mcp_package: Path, runtime: Path
) -> None:
    standard_library = Path(os.__file__).parent
    known = (layer, mcp_package, runtime, standard_library, ROOT / "functions")
    strangers = {name: file for name, file in loaded.items() if not any(map(file.is_relative_to, known))}
    assert strangers == {}
    assert not [file for file in loaded.values() if "site-packages" in file.parts]
    functions = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert {f"{function}_app" for function in functions} <= loaded.keys()
    assert "linernotes.reports.write_workbook" in loaded


def test_everything_in_the_layer_is_there_because_something_imports_it(
    loaded: dict[str, Path], layer: Path
) -> None:
    shipped = {entry.stem for entry in layer.iterdir() if entry.suffix != ".dist-info"} - {"__pycache__"}
    used = {file.relative_to(layer).parts[0] for file in loaded.values() if file.is_relative_to(layer)}
    assert shipped - {Path(name).stem for name in used} == STAND_INS


def test_what_the_layer_brings_goes_before_what_lambda_has(loaded: dict[str, Path], layer: Path) -> None:
    assert loaded["urllib3"].is_relative_to(layer)
    assert loaded["jmespath"].is_relative_to(layer)
    assert loaded["botocore"].is_relative_to(layer)


def test_functions_need_nothing_of_lambdas_that_aws_may_change(
    loaded: dict[str, Path], runtime: Path
) -> None:
    assert [name for name, file in loaded.items() if file.is_relative_to(runtime)] == []


# ---------------------------------------------------------------------------------------------- botocore


def test_botocore_is_cut_to_the_services_that_functions_make_clients_of(layer: Path) -> None:
    code = [*(ROOT / "layers/shared/linernotes").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    used = {name for path in code for name in re.findall(r'client(?:\(|, )"(\w+)"', path.read_text())}
    described = {path.name for path in (layer / "botocore" / "data").iterdir() if path.is_dir()}
    assert described == set(SERVICES) == used


CLIENTS_OF = """
import botocore.session
from botocore.config import Config

def clients_of(services, regions):
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    session = botocore.session.get_session()
    told = {}
    for service in services:
        for region in regions:
            client = session.create_client(
                service, region_name=region, config=config if service == "s3" else None,
                aws_access_key_id="a", aws_secret_access_key="b",
            )
            operations = sorted(client.meta.service_model.operation_names)
            told[f"{service} {region}"] = [client.meta.endpoint_url, operations]
            if service == "s3":
                link = client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
                told[f"link {region}"] = link.partition("?")[0]
    return told
"""
"""Says what clients are like: where they go, what they can be asked, and what S3's links begin with."""


def test_a_client_of_the_cut_botocore_is_like_one_of_the_whole(layer: Path) -> None:
    asked = f"clients_of({SERVICES!r}, {REGIONS!r})"
    from_layer = f"import json, sys; sys.path[:0] = sys.argv[1:]\n{CLIENTS_OF}\nprint(json.dumps({asked}))"
    whole: dict[str, Any] = {}
    exec(f"{CLIENTS_OF}\ntold = {asked}", whole)  # noqa: S102 - the same code, with the botocore installed here
    assert run_isolated(from_layer, layer) == whole["told"]
    assert len(whole["told"]) == (len(SERVICES) + 1) * len(REGIONS)


@each_architecture
def test_the_layer_holds_the_versions_the_requirements_pin(
    layer_for: Callable[[str], Path], architecture: str
) -> None:
    text = (ROOT / "layers" / "shared" / "requirements.txt").read_text()
    pinned = set(re.findall(r"^([^#\s]+)==(\S+)", text, re.MULTILINE))
    assert pinned
    installed = {
        tuple(folder.name.removesuffix(".dist-info").split("-"))
        for folder in layer_for(architecture).glob("*.dist-info")
    }
    assert {(normalized(name), version) for name, version in pinned} == {
        (normalized(name), version) for name, version in installed
    }


def normalized(name: str) -> str:
    """Give a distribution's name in the one spelling all spellings mean."""
    return re.sub(r"[-_.]+", "-", name).lower()


@each_architecture
def test_the_layer_holds_the_description_of_its_api(
    layer_for: Callable[[str], Path], architecture: str
) -> None:
    written = (layer_for(architecture) / "linernotes" / "api" / OPENAPI_FILE.name).read_text()
    assert json.loads(written) == openapi_document()


# ----------------------------------------------------------------------------------- size and processor


@each_architecture
def test_the_layer_is_small(layer_for: Callable[[str], Path], architecture: str) -> None:
    files = [file for file in layer_for(architecture).rglob("*") if file.is_file()]
    megabytes = sum(file.stat().st_size for file in files) / 1_000_000
    assert megabytes < OUR_LIMIT_MB < LAMBDAS_LIMIT_MB


@each_architecture
def test_native_modules_are_for_the_processor_asked_for(
    layer_for: Callable[[str], Path], architecture: str
) -> None:
    native = list(layer_for(architecture).rglob("*.so*"))
    assert {"lxml", "pydantic_core"} <= {
        file.relative_to(layer_for(architecture)).parts[0] for file in native
    }
    for file in native:
        head = file.read_bytes()[:20]
        assert head.startswith(ELF_MAGIC)
        assert int.from_bytes(head[ELF_MACHINE], "little") == ELF_MACHINES[architecture]


@each_architecture
def test_nothing_is_shipped_that_only_development_needs(
    layer_for: Callable[[str], Path], architecture: str
) -> None:
    layer = layer_for(architecture)
    shipped = {file.relative_to(layer) for file in layer.rglob("*") if file.is_file()}
    assert not [file for file in shipped if file.suffix in {".pyi", ".pyx", ".pxi", ".h"}]
    assert not {"bin", ".lock", "Makefile", "requirements.txt"} & {file.parts[0] for file in shipped}
