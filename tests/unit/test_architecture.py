"""Who may import what, and what importing may do: the rooms of the package, read from its source."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tests.unit.template import ROOT

LAYER = ROOT / "layers" / "shared"
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
LONGEST_MODULE_LINES = 400

BOOTSTRAP = "linernotes.bootstrap"
ROUTES = "linernotes.routes"
"""What the API answers, by subject: parts of the handlers of its functions, which no other function uses."""
SHARED = {f"{BOOTSTRAP}.chance", f"{BOOTSTRAP}.clock", f"{BOOTSTRAP}.page_address"}
"""What a handler may use besides its own module of `bootstrap`."""


def module_name(path: Path) -> str:
    parts = path.relative_to(LAYER).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted((LAYER / "linernotes").rglob("*.py"))}

ROOMS = (
    "linernotes.threads",
    "linernotes.patience",
    "linernotes.model",
    "linernotes.aws",
    "linernotes.outbound",
    "linernotes.soundcharts",
    "linernotes.workbook",
    "linernotes.charts",
    "linernotes.sections.sources",
    "linernotes.sections.windows",
    "linernotes.sections.lookups",
    "linernotes.sections.song_totals",
    "linernotes.sections.answer_values",
    "linernotes.sections.section",
    "linernotes.sections.audience",
    "linernotes.sections.tracks",
    "linernotes.sections",
    "linernotes.request_line",
    "linernotes.reports",
    "linernotes.rosters",
    "linernotes.subscriptions",
)
"""The rooms of the package from the lowest up: each may import of itself and of those before it."""

DOORS = ("linernotes.api", "linernotes.callbacks", "linernotes.mcp", "linernotes.page", "linernotes.slack")
"""The rooms somebody comes in by: none imports another, and no room imports them."""

UNDER_ALL = {"linernotes", "linernotes.model.errors"}
"""What the modules that are in no room may import besides."""

DESCRIPTIONS = {
    "linernotes.api.openapi.components",
    "linernotes.sections.answer_values",
    *(module for module in MODULES if module.endswith((".answer_types", ".event_types"))),
}
"""What describes the answers, for mypy and the build."""

VENDORS = {
    "anyio": {"linernotes.mcp.protocol"},
    "aws_lambda_powertools": {"linernotes.telemetry", ROUTES},
    "botocore": {"linernotes.aws"},
    "fontpkg_roboto": {"linernotes.slack.picture.draw"},
    "mcp": {"linernotes.mcp.protocol"},
    "mcp_types": {"linernotes.mcp.posts", "linernotes.mcp.protocol"},
    "msgspec": {
        "linernotes.aws.messages",
        "linernotes.sections.lookups.codec",
        "linernotes.subscriptions.unusual",
    },
    "openpyxl": {"linernotes.workbook", "linernotes.sections"},
    "pydantic": {
        "linernotes.api.validation",
        "linernotes.mcp.answers",
        "linernotes.mcp.arguments",
        "linernotes.mcp.schemas",
        *DESCRIPTIONS,
    },
    "pydantic_core": {"linernotes.api.validation", "linernotes.sections.answer_values"},
    "requests": {"linernotes.soundcharts.client"},
    "resvg_py": {"linernotes.slack.picture.draw"},
    "slack_sdk": {"linernotes.slack"},
    "urllib3": {"linernotes.soundcharts.client", "linernotes.outbound.safe_http"},
}
"""Where each package of somebody else may be imported: modules, or packages with all that is in them."""

NOT_LOADED_AT_FIRST = {
    "api": {"msgspec", "pydantic", "requests", "openpyxl", "boto3"},
    "fetch": {"pydantic", "openpyxl", "boto3"},
    "finalize": {"pydantic", "requests", "openpyxl", "boto3"},
    "notify": {"pydantic", "requests", "openpyxl", "boto3"},
    "dead_letters": {"pydantic", "requests", "openpyxl", "boto3"},
    "plan_rankings": {"pydantic", "openpyxl", "boto3"},
    "tick": {"pydantic", "requests", "openpyxl", "boto3"},
    "run_subscriptions": {"pydantic", "requests", "openpyxl", "boto3"},
    "deliver_runs": {"pydantic", "requests", "openpyxl", "boto3"},
    "page": {"msgspec", "pydantic", "requests", "openpyxl", "boto3", "botocore.session", "urllib3"},
    "ingest_rankings": {"pydantic", "openpyxl", "boto3"},
    "slack": {"msgspec", "pydantic", "requests", "openpyxl", "boto3", "aiohttp"},
    # The protocol's SDK needs pydantic by itself.
    "mcp": {"msgspec", "requests", "openpyxl", "boto3", "aiohttp", "jsonschema"},
    "slack_messages": {"pydantic", "requests", "openpyxl", "boto3", "aiohttp", "resvg_py", "fontpkg_roboto"},
    "subscriptions": {"msgspec", "pydantic", "requests", "openpyxl", "boto3"},
}
"""What costs a cold start tens of milliseconds, and so waits until a call needs it."""


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(), filename=str(path))))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Give the modules a file imports, at its top or anywhere else, each by its whole name.

    `from package import name` counts as package.name where that is a module of ours.
    """
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out, from the package's name on"
            assert node.module is not None
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update((members & MODULES.keys()) or {node.module})
    return frozenset(found)


def within(module: str, packages: set[str]) -> bool:
    """Say whether a module is one of these, or inside one of them."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def top(module: str) -> str:
    return module.partition(".")[0]


def run_python(code: str, *arguments: str) -> dict[str, Any]:
    """Run code in an interpreter of its own, its environment empty, and give the JSON it prints."""
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", code, *arguments],
        env={},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# -------------------------------------------------------------------------------------------------- rooms


def room_of(module: str) -> str | None:
    """Give the room a module is in, a room within another before that; None for what is in none."""
    inside = [room for room in (*ROOMS, *DOORS) if within(module, {room})]
    return max(inside, key=len, default=None)


def test_every_module_is_in_a_room_or_puts_them_together() -> None:
    outside = [module for module in MODULES if room_of(module) is None]
    assert [module for module in outside if not within(module, {BOOTSTRAP, ROUTES})] == [
        "linernotes",
        "linernotes.settings",
        "linernotes.telemetry",
    ]


def test_every_function_has_a_module_that_makes_what_it_works_with() -> None:
    made = {module.removeprefix(f"{BOOTSTRAP}.") for module in MODULES if within(module, {BOOTSTRAP})}
    assert made - {BOOTSTRAP} == {
        *FUNCTIONS,
        "api_services",
        "artist_search",
        "chance",
        "clock",
        "ended_runs",
        "mails",
        "page_address",
        "report_tools",
        "reserve",
        "same_again",
        "slack_clients",
        "slack_delivery",
        "soundcharts",
        "spending",
    }


def test_imports_run_downward() -> None:
    upward: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        room = room_of(module)
        if room is None:
            continue
        below = ROOMS[: ROOMS.index(room)] if room in ROOMS else ROOMS
        ours = {name for name in imports_of(path) if top(name) == "linernotes"} - {"linernotes"}
        if wrong := {name for name in ours if room_of(name) not in (room, *below)}:
            upward[module] = wrong
    assert upward == {}


def test_what_is_in_no_room_needs_next_to_nothing_of_the_package() -> None:
    for module in ("linernotes.settings", "linernotes.telemetry"):
        ours = {name for name in imports_of(MODULES[module]) if top(name) == "linernotes"}
        assert ours <= UNDER_ALL, module


def test_a_vendors_package_is_imported_only_where_it_belongs() -> None:
    misplaced = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name in sorted(imports_of(path))
        if top(name) not in sys.stdlib_module_names
        and top(name) != "linernotes"
        and not within(module, VENDORS.get(top(name), set()))
    ]
    assert misplaced == []


def test_every_place_of_a_vendors_package_is_in_use() -> None:
    for vendor, places in VENDORS.items():
        for place in places:
            paths = [path for module, path in MODULES.items() if within(module, {place})]
            assert any(vendor in {top(name) for name in imports_of(path)} for path in paths)


def test_the_model_needs_the_standard_library_alone() -> None:
    modules = [path for module, path in MODULES.items() if within(module, {"linernotes.model"})]
    imported = {top(name) for path in modules for name in imports_of(path)} - {"linernotes"}
    assert imported <= sys.stdlib_module_names


def imports_of_handlers() -> dict[str, frozenset[str]]:
    """Give what each handler imports, its routes included."""
    found = {function: imports_of(ROOT / "functions" / function / "app.py") for function in FUNCTIONS}
    for function, names in found.items():
        routes = {name for name in names if within(name, {ROUTES})}
        while (
            more := {
                name for module in routes for name in imports_of(MODULES[module]) if within(name, {ROUTES})
            }
            - routes
        ):
            routes |= more
        found[function] = names.union(*(imports_of(MODULES[module]) for module in routes))
    return found


def test_routes_are_those_of_functions_that_answer_the_api_alone() -> None:
    handlers = {f"functions.{name}": ROOT / "functions" / name / "app.py" for name in FUNCTIONS}
    users = {
        module
        for module, path in {**MODULES, **handlers}.items()
        if any(within(name, {ROUTES}) for name in imports_of(path)) and not within(module, {ROUTES})
    }
    assert users == {"functions.api", "functions.subscriptions"}


def test_handlers_talk_to_vendors_through_the_package() -> None:
    allowed = sys.stdlib_module_names | {"linernotes", "aws_lambda_powertools"}
    vendors = {
        function: {top(name) for name in names} - allowed for function, names in imports_of_handlers().items()
    }
    assert {function: names for function, names in vendors.items() if names} == {}


def test_handlers_leave_the_making_of_adapters_to_bootstrap() -> None:
    for function, names in imports_of_handlers().items():
        makers = {name for name in names if "dynamo" in name or within(name, {"linernotes.aws"})}
        assert makers <= {"linernotes.aws.batches"}, function
        made_by = {name for name in names if within(name, {BOOTSTRAP})}
        assert made_by - SHARED == {f"{BOOTSTRAP}.{function}"}


def test_a_function_is_one_module() -> None:
    modules = [path for path in (ROOT / "functions").rglob("*.py") if "node_modules" not in path.parts]
    assert sorted(modules) == [ROOT / "functions" / function / "app.py" for function in FUNCTIONS]


# -------------------------------------------------------------------------------------------- environment


def names_used(path: Path) -> set[str]:
    """Give the attributes a module asks for and the names it imports from others."""
    attributes = {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)}
    return attributes | {
        alias.name for node in nodes_of(path) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_only_bootstrap_reads_the_environment() -> None:
    readers = {"environ", "environb", "getenv", "getenvb", "expandvars", "expanduser"}
    reading = {module for module, path in MODULES.items() if names_used(path) & readers}
    assert reading
    assert {module for module in reading if not within(module, {BOOTSTRAP})} == set()


# ----------------------------------------------------------------------------------- what importing does


IMPORT_AND_WATCH = """
import importlib, json, sys, threading

seen = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if mode is not None and set(mode) & set("wax+"):
            seen.append(f"{event} {path} to write")
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.putenv",
                           "os.mkdir", "os.remove", "os.rename", "tempfile.", "shutil.", "http.", "urllib.")):
        seen.append(f"{event} {arguments}")

path, vendors, ours = (argument.split(",") for argument in sys.argv[1:])
sys.path[:0] = path
for name in filter(None, vendors):
    importlib.import_module(name)
sys.addaudithook(watch)
for name in ours:
    importlib.import_module(name)
made = []
if aws := sys.modules.get("linernotes.aws.clients"):
    made.append(aws.client.cache_info().currsize)
for name, module in list(sys.modules.items()):
    if name.startswith("linernotes.bootstrap."):
        caches = [kept for kept in vars(module).values() if hasattr(kept, "cache_info")]
        made += [kept.cache_info().currsize for kept in caches]
print(json.dumps({
    "seen": seen,
    "made": made,
    "threads": [thread.name for thread in threading.enumerate()],
    "loaded": sorted(sys.modules),
}))
"""
"""Imports vendors' modules, then ours while Python's audit events are listened to; tells what happened."""

SEARCH_PATH = f"{LAYER},{ROOT}"


def imported(*modules: str, after: Iterable[str] = ()) -> dict[str, Any]:
    return run_python(IMPORT_AND_WATCH, SEARCH_PATH, ",".join(after), ",".join(modules))


def test_importing_everything_does_nothing() -> None:
    handlers = {
        f"functions.{function}.app": ROOT / "functions" / function / "app.py" for function in FUNCTIONS
    }
    ours = {**MODULES, **handlers}
    # Vendors come first and unwatched: urllib3, for one, tries out a socket when it is imported.
    vendors = {name for path in ours.values() for name in imports_of(path) if top(name) in VENDORS}
    happened = imported(*ours, after=sorted(vendors))
    assert happened["seen"] == []
    assert set(happened["made"]) == {0}, "a client or a function's collaborators were made"
    assert happened["threads"] == ["MainThread"]


IMPORT_EACH_ALONE = """
import importlib, json, os, sys

path, common, ours = (argument.split(",") for argument in sys.argv[1:])
sys.path[:0] = path
for name in common:
    importlib.import_module(name)
loaded = {}
for name in ours:
    reading, writing = os.pipe()
    if os.fork() == 0:
        importlib.import_module(name)
        with os.fdopen(writing, "w") as pipe:
            json.dump(sorted(sys.modules), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        loaded[name] = json.load(pipe)
    os.wait()
print(json.dumps(loaded))
"""
"""Tells what is loaded once each of ours was imported, in a process that the others leave no trace in.

What is common to most of them is imported once, before.
"""


def loaded_by(functions: Iterable[str], *, common: Iterable[str]) -> dict[str, set[str]]:
    """Give what is loaded once a function has started, for each of some that have modules in common."""
    handlers = {function: f"functions.{function}.app" for function in functions}
    loaded = run_python(IMPORT_EACH_ALONE, SEARCH_PATH, ",".join(common), ",".join(handlers.values()))
    return {function: set(loaded[handler]) for function, handler in handlers.items()}


def test_functions_start_without_what_only_some_calls_need() -> None:
    # The page is the only one that talks to nothing of AWS.
    loaded = loaded_by(["page"], common=["linernotes.telemetry"])
    loaded |= loaded_by(
        [function for function in FUNCTIONS if function != "page"],
        common=["linernotes.telemetry", "linernotes.aws.clients"],
    )
    too_much = {function: NOT_LOADED_AT_FIRST[function] & names for function, names in loaded.items()}
    assert {function: names for function, names in too_much.items() if names} == {}
    assert all(f"functions.{function}.app" in names for function, names in loaded.items())


def test_nothing_but_a_posted_request_loads_pydantic() -> None:
    # Each call imports what it needs itself. What describes the answers would load it too.
    posted = {"api": {"linernotes.api.validation"}, "subscriptions": {"linernotes.api.subscriptions.bodies"}}
    for function, bodies in posted.items():
        needed = imports_of_handlers()[function] & MODULES.keys()
        assert bodies <= needed
        loaded = imported(f"functions.{function}.app", *sorted(needed - bodies))["loaded"]
        assert not {"pydantic", "pydantic_core"} & set(loaded)


def test_the_model_loads_no_vendors_package_indirectly() -> None:
    modules = [module for module in MODULES if within(module, {"linernotes.model"})]
    assert not set(imported(*modules)["loaded"]) & VENDORS.keys()


def test_the_function_slack_waits_for_loads_next_to_nothing_of_ours() -> None:
    code = """
import json, sys
sys.path[:0] = sys.argv[1].split(",")
import functions.slack.app
print(json.dumps({"loaded": sorted(name for name in sys.modules if name.startswith("linernotes."))}))
"""
    loaded = set(run_python(code, SEARCH_PATH)["loaded"])
    without = {
        "linernotes.bootstrap.slack_messages",
        "linernotes.bootstrap.soundcharts",
        "linernotes.model.report",
        "linernotes.sections.audience.result",
        "linernotes.charts.charts",
    }
    assert "linernotes.slack.acknowledge" in loaded
    assert not loaded & (without | {"linernotes.reports.ports", "linernotes.slack.messages"})


# --------------------------------------------------------------------------------------------------- size


def test_no_module_is_too_long_to_read() -> None:
    folders = [ROOT / folder for folder in ("layers", "functions", "local", "ops", "benchmarks")]
    paths = [path for folder in folders for path in folder.rglob("*.py") if "node_modules" not in path.parts]
    lines = {path: len(path.read_text().splitlines()) for path in paths}
    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE_LINES} == {}
