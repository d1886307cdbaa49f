"""Two reports are the same if their figures are; one is empty if it has no figure (contract 11, `skip`)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from linernotes.subscriptions.unchanged import figures_digest, is_empty

EXAMPLE = Path(__file__).parents[2] / "functions/page/web/src/example/example.json"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The result of a report with every kind of row."""
    document: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    result: dict[str, Any] = document.get("result", document)
    return result


def changed(result: dict[str, Any], change: Any) -> str:
    other = copy.deepcopy(result)
    change(other)
    return figures_digest(other)


def test_other_days_and_another_making_leave_a_report_unchanged(example: dict[str, Any]) -> None:
    def later(result: dict[str, Any]) -> None:
        result["summary"]["date_range"] = {"start": "2024-10-01", "end": "2024-10-30", "days": 30}
        for row in result["detailed_breakdown"]:
            row["peak_date"], row["note"] = "2024-10-03", "made another day"
        for section in result["sections"].values():
            section |= {"fetched_from": "2026-01-01T00:00:00Z", "upstream_calls": 99, "cache_hits": 7}

    assert changed(example, later) == figures_digest(example)


@pytest.mark.parametrize(
    ("where", "field"),
    [("detailed_breakdown", "latest_value"), ("platform_summaries", "difference")],
)
def test_another_figure_is_a_change(example: dict[str, Any], where: str, field: str) -> None:
    def higher(result: dict[str, Any]) -> None:
        result[where][0][field] += 1

    def blank(result: dict[str, Any]) -> None:
        result[where][0][field] = None

    assert len({figures_digest(example), changed(example, higher), changed(example, blank)}) == 3


def test_every_section_counts(example: dict[str, Any]) -> None:
    digests = {figures_digest(example)}
    for name in example["sections"]:
        digests.add(changed(example, lambda result, name=name: result["sections"].pop(name)))
    assert len(digests) == 1 + len(example["sections"])


def test_the_same_figures_of_another_artist_are_a_change(example: dict[str, Any]) -> None:
    def another(result: dict[str, Any]) -> None:
        result["detailed_breakdown"][0]["artist__uuid"] = "another"

    assert changed(example, another) != figures_digest(example)


def blank_row(**fields: Any) -> dict[str, Any]:
    return {"artist__uuid": "a", "first_value": None, "data_points": 0, "expected_points": 30, **fields}


def test_a_report_of_blanks_is_empty_and_one_with_a_zero_is_not(example: dict[str, Any]) -> None:
    assert not is_empty(example)
    assert is_empty({"detailed_breakdown": [blank_row()]})
    assert not is_empty({"detailed_breakdown": [blank_row(first_value=0)]})


def test_a_figure_of_a_section_alone_is_enough() -> None:
    blanks = {"detailed_breakdown": [blank_row()]}
    radio = {"status": "measured", "totals": [{"spins": 3}], "rows": [], "upstream_calls": 2, "cache_hits": 1}
    none = {"status": "no_data", "totals": [{"spins": None}], "rows": None, "upstream_calls": 2}
    assert not is_empty({**blanks, "sections": {"radio": radio}})
    assert is_empty({**blanks, "sections": {"radio": none}})
    assert is_empty({**blanks, "sections": None})
