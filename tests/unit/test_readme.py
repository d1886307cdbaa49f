"""The README names what there is: every command, call and folder, and no file that is not there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from linernotes.reports.workbook_schema import WORKBOOK_SCHEMA_VERSION, sheets
from linernotes.slack.blocks import COMMAND
from linernotes.slack.request_line import read_line
from tests.unit.template import ROOT, functions


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text()


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


def test_every_command_is_in_the_readme(readme: str) -> None:
    targets = make_targets()
    assert {"help", "test", "demo"} <= targets
    named = {target for target in targets if re.search(rf"\bmake {target}(?![\w-])", readme)}
    assert targets - named - {"help"} == set()


def test_every_command_in_the_readme_exists(readme: str) -> None:
    code = re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL)
    named = {target for text in code for target in re.findall(r"\bmake ([a-z][a-z-]*)", text)}
    assert named
    assert named <= make_targets()


def test_every_top_level_folder_is_in_the_map(readme: str) -> None:
    mapped = {path.partition("/")[0] for path in mapped_paths(readme) if "/" in path}
    assert top_level_folders() - mapped == set()


def test_everything_in_the_map_is_there(readme: str) -> None:
    paths = mapped_paths(readme)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_calls_of_the_readme_are_those_of_the_template(readme: str) -> None:
    listed = set(re.findall(r"`(GET|POST) (/[^`\s]*)`", readme))
    events = [
        event["Properties"]
        for function in functions().values()
        for event in function["Events"].values()
        if event["Type"] == "Api"
    ]
    assert listed == {(event["Method"].upper(), event["Path"]) for event in events}


def test_every_file_the_readme_links_to_is_there(readme: str) -> None:
    links = [Path(link) for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", readme) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_names_the_workbooks_schema_and_its_sheets() -> None:
    text = " ".join((ROOT / "README.md").read_text().split())
    assert f"The workbook (schema {WORKBOOK_SCHEMA_VERSION})" in text
    assert all(f"`{sheet.name}`" in text for sheet in sheets())


def test_the_manifest_leads_slack_to_the_routes_of_the_template_and_every_scope_is_explained(
    readme: str,
) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    manifest = yaml.safe_load(text)
    (command,) = manifest["features"]["slash_commands"]
    interactivity = manifest["settings"]["interactivity"]
    urls = [command["url"], interactivity["request_url"], interactivity["message_menu_options_url"]]
    routes = {event["Properties"]["Path"] for event in functions()["SlackFunction"]["Events"].values()}
    assert {url.removeprefix("https://ApiUrl") for url in urls} == routes
    assert command["command"] == COMMAND
    assert read_line(command["usage_hint"], today=date(2025, 1, 15)).platforms == ("spotify", "instagram")
    table = readme.partition("| Scope |")[2].partition("\n\n")[0]
    assert set(manifest["oauth_config"]["scopes"]["bot"]) <= set(re.findall(r"`([a-z.:]+)`", table))


def test_the_line_of_the_readme_can_be_read(readme: str) -> None:
    lines = re.findall(r"`/report ([^`]+)`", readme)
    assert lines
    for line in lines:
        assert read_line(line, today=date(2025, 1, 15)).sections
