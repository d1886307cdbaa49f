"""docs/contract.md has every rule that is quoted by its number, and its rules are numbered without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from linernotes.api.openapi.document import openapi_document
from tests.unit.template import ROOT

CONTRACT = (ROOT / "docs" / "contract.md").read_text()
HEADING = re.compile(r"^(?:## (\d+)\.|### (\d+\.\d+)) \S", re.MULTILINE)
NUMBER = r"\d+(?:\.\d+)?"
QUOTED = re.compile(rf"\bcontracts? ({NUMBER}(?:(?:, | and ){NUMBER})*)", re.IGNORECASE)
PLACES = ("layers/shared/linernotes", "functions", "local", "ops", "benchmarks", "tests", "docs")
KINDS = {".py", ".ts", ".css", ".md"}


def rules() -> list[str]:
    """Give the numbers of the contract's sections and of the rules in them, in order."""
    return [section or rule for section, rule in HEADING.findall(CONTRACT)]


def quotations() -> Iterator[tuple[Path, str]]:
    """Give each file that quotes the contract with each number it quotes."""
    files = [path for place in PLACES for path in (ROOT / place).rglob("*") if path.suffix in KINDS]
    for path in [*files, *ROOT.glob("*.md"), ROOT / "template.yaml"]:
        if "node_modules" in path.parts:
            continue
        for numbers in QUOTED.findall(" ".join(path.read_text().split())):
            for number in re.findall(NUMBER, numbers):
                yield path.relative_to(ROOT), number


def test_every_rule_that_is_quoted_is_in_the_contract() -> None:
    quoted = set(quotations())
    assert {"4.3", "5.2", "8"} <= {number for _, number in quoted}
    there = set(rules())
    assert sorted(f"{path}: {number}" for path, number in quoted if number not in there) == []


def test_sections_and_rules_are_numbered_from_one_without_a_gap() -> None:
    sections = [int(number) for number in rules() if "." not in number]
    assert sections == list(range(1, len(sections) + 1))
    for section in sections:
        within = [int(number.partition(".")[2]) for number in rules() if number.startswith(f"{section}.")]
        assert within == list(range(1, len(within) + 1)), f"section {section}"


def test_the_calls_of_the_contract_are_those_of_the_api() -> None:
    table = CONTRACT.partition("| Call | Answer |")[2].partition("\n\n")[0]
    named = {
        (method, re.sub(r"\{[^}]*\}", "{}", path).replace("*", "{}"))
        for cell in re.findall(r"^\| (.*?) \|", table, re.MULTILINE)
        for method, paths in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) ([^`?]+)", cell)
        for path in [paths]
    }
    named |= {("POST", f"/slack/{path}") for path in ("interactions", "options")}
    served = {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path))
        for path, calls in openapi_document()["paths"].items()
        for method in calls
    }
    # Slack's are described by Slack, MCP by itself, and pictures are the page's own.
    beside = {("POST", f"/slack/{path}") for path in ("commands", "interactions", "options")}
    beside.add(("POST", "/mcp"))
    assert named - beside == served - {("GET", "/pictures")}
