"""Names of any length from Soundcharts: cut at 300 characters wherever they are read."""

from __future__ import annotations

import ast
import json

import pytest

from linernotes.soundcharts.answers import parse_found
from linernotes.soundcharts.reading import LONGEST_NAME, name_of
from tests.unit.builders import LAURO
from tests.unit.template import ROOT

NAMED = {"name", "creditName", "cityName", "region", "title"}
"""The fields of Soundcharts' answers that hold names."""


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Città", "Città"),
        ("x" * 300, "x" * 300),
        ("x" * 2_000_000, "x" * 300),
        ("🎷" * 301, "🎷" * 300),
        ("\ud800" * 400, "?" * 300),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_name_is_read_up_to_300_characters(raw: object, read: str | None) -> None:
    assert name_of(raw) == read


def test_an_artist_found_has_no_endless_name() -> None:
    body = json.dumps({"items": [{"uuid": LAURO.uuid, "name": "x" * 2_000_000}]}).encode()
    (found,) = parse_found(body)
    assert found.artist.name == "x" * LONGEST_NAME


def test_no_name_is_read_without_its_limit() -> None:
    """Whoever reads a name by `text`, which has no limit, is found here."""
    unlimited = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ("soundcharts", "charts", "sections")
        for path in sorted((ROOT / "layers/shared/linernotes" / room).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and (
            (isinstance(call.func, ast.Name) and call.func.id == "text")
            or (isinstance(call.func, ast.Attribute) and call.func.attr == "text")
        )
        and {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)} & NAMED
    ]
    assert unlimited == []
