"""The documents name what there is, every command, call, folder and parameter, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from linernotes.reports.workbook_schema import WORKBOOK_SCHEMA_VERSION, sheets
from linernotes.request_line.reading import read_line
from tests.unit.template import ROOT, TEMPLATE, functions, of_type

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def documents() -> str:
    """Give the text of every document for people who run or change the project."""
    return "\n".join(path.read_text() for path in DOCUMENTS)


@pytest.fixture(scope="module")
def guide() -> str:
    """Give the guide to the API."""
    return (ROOT / "docs" / "api.md").read_text()


def make_targets() -> set[str]:
    """Give the targets that `make` prints."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def top_level_folders() -> set[str]:
    """Give the folders a newcomer sees, those that tools make left out."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return {folder for folder in folders - ignored if not folder.startswith(".")}


def mapped_paths(readme: str) -> set[str]:
    """Give the paths of the map: the first column of its table."""
    table = readme.partition("| Folder |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE))


def test_every_command_is_documented(documents: str) -> None:
    targets = make_targets()
    assert {"help", "test", "demo"} <= targets
    named = {target for target in targets if re.search(rf"\bmake {target}(?![\w-])", documents)}
    assert targets - named - {"help"} == set()


def test_every_documented_command_exists() -> None:
    # The contract says what may be relied on, which includes what is being built.
    guides = "\n".join(path.read_text() for path in DOCUMENTS if path.name != "contract.md")
    code = re.findall(r"```.*?```|`[^`\n]+`", guides, re.DOTALL)
    named = {target for text in code for target in re.findall(r"\bmake ([a-z][a-z-]*)", text)}
    assert named
    assert named <= make_targets()


def test_every_top_level_folder_is_in_the_map(readme: str) -> None:
    mapped = {path.partition("/")[0] for path in mapped_paths(readme) if "/" in path}
    assert top_level_folders() - mapped == set()


def test_every_room_is_in_the_map(readme: str) -> None:
    package = ROOT / "layers" / "shared" / "linernotes"
    rooms = {f"{path.parent.relative_to(ROOT)}/" for path in package.glob("*/__init__.py")}
    assert rooms
    assert rooms - mapped_paths(readme) == set()


def test_everything_in_the_map_is_there(readme: str) -> None:
    paths = mapped_paths(readme)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_calls_of_the_readme_are_those_of_the_template(readme: str) -> None:
    listed = set(re.findall(r"`(GET|POST|DELETE) (/[^`\s]*)`", readme))
    events = [
        event["Properties"]
        for function in functions().values()
        for event in function["Events"].values()
        if event["Type"] == "Api"
    ]
    calls = {(event["Method"].upper(), event["Path"]) for event in events}
    # HEAD is a GET without its body; what else reaches "/" and any other path is told what there is instead.
    refused = {("POST", "/"), ("DELETE", "/")}
    answered = {(method, path) for method, path in calls - refused if "{proxy+}" not in path}
    assert listed == {(method, path) for method, path in answered if method in ("GET", "POST", "DELETE")}


def headings(document: Path) -> set[str]:
    """Give what a link to a heading of a document is called: small letters, hyphens for spaces."""
    found = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_whatever_a_document_links_to_is_there(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", document.read_text()):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not heading or heading in headings(target), link


def test_the_guide_for_operators_has_every_parameter_and_no_other() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    table = guide.partition("| Parameter |")[2].partition("\n\n")[0]
    named = {
        name
        for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named == TEMPLATE["Parameters"].keys()


def test_the_guide_for_operators_has_every_alarm_and_secret() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    kinds = re.findall(r"^### (\w+Alarm)$", guide, re.MULTILINE)
    alarms = of_type("AWS::CloudWatch::Alarm")
    assert [alarm for alarm in alarms if not any(alarm.endswith(kind) for kind in kinds)] == []
    assert [kind for kind in kinds if not any(alarm.endswith(kind) for alarm in alarms)] == []
    assert [
        secret for secret in of_type("AWS::SecretsManager::Secret") if f"| `{secret}` |" not in guide
    ] == []


def test_the_guide_to_the_api_names_the_workbooks_schema_and_its_sheets(guide: str) -> None:
    text = " ".join(guide.split())
    assert f"The workbook (schema {WORKBOOK_SCHEMA_VERSION})" in text
    assert all(f"`{sheet.name}`" in text for sheet in sheets())


def test_the_line_of_the_readme_can_be_read(readme: str) -> None:
    lines = re.findall(r"`/report ([^`]+)`", readme)
    assert lines
    for line in lines:
        assert read_line(line, today=date(2025, 1, 15)).sections
